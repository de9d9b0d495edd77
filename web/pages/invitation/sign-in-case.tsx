import { Box, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { canonicalEmail, maskedEmail } from '../../../shared/email.ts'
import { Problem } from '../../ui/problem.tsx'
import { SignInForms, type SignInStep } from '../sign-in/sign-in-forms.tsx'
import { type Case, useSignedInHere } from './in-common.ts'
import { InvitedLetter } from './invited-letter.tsx'

/** Signed out, and the link alone is not enough: a code to the invited address, on this page. */
export function SignInCase(props: Case) {
  const { viewer } = props.invitation
  const words = viewer === 'account' ? known : unknown
  return (
    <InvitedLetter invitation={props.invitation}>
      <SignInHere {...props} {...words} />
    </InvitedLetter>
  )
}

const known = { title: 'Sign in to accept', purpose: 'This address has an account. Sign in, then accept or decline.' }
const unknown = { title: 'Sign in to answer', purpose: 'We mail a code to make sure it is you.' }

/** `asked`: the person pressed a button for this form, so it takes the focus. */
type SignInHereProps = Case & { title: string; purpose: string; asked?: boolean }

export function SignInHere({ invitation, typed, title, purpose, asked = false }: SignInHereProps) {
  const [step, setStep] = useState<SignInStep>({ name: 'address', email: invitation.email ?? '' })
  const [stepped, setStepped] = useState(asked)
  const toStep = (next: SignInStep) => {
    setStep(next)
    setStepped(true)
  }
  const signedIn = useSignedInHere(typed)
  const invited = invitation.maskedEmail
  return (
    <Stack>
      <Box>
        <Title order={2} size="h3" mb={4}>
          {title}
        </Title>
        <Text size="sm" c="dimmed">
          {purpose}
        </Text>
      </Box>
      <Problem error={typed.refusal} />
      <SignInForms
        step={step}
        onStep={toStep}
        // At first the letter is to be read; its field would scroll it away.
        focused={stepped}
        onSignedIn={() => void signedIn()}
        description={invitation.email ? undefined : `The whole address behind ${invited}`}
        refuse={(email) => (isAnother(email, invited) ? `The invitation went to ${invited}` : null)}
      />
    </Stack>
  )
}

/** An address that cannot be the invited one would only get an account that nobody asked for. */
function isAnother(email: string, masked: string) {
  const canonical = canonicalEmail(email)
  return canonical !== null && maskedEmail(canonical) !== masked
}
