import { Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import {
  cancelEmailChange,
  changeEmail,
  confirmEmail,
  findEmailChange,
  listSessions,
  readMe,
} from '../../../shared/accounts.ts'
import { canonicalEmail } from '../../../shared/email.ts'
import { errors } from '../../../shared/errors.ts'
import { useRead, useWrite } from '../../api.ts'
import { focusHeading, focusOnArrival } from '../../ui/focus.ts'
import { isFieldRight, useSubmission } from '../../ui/form.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { ConfirmAddress } from './confirm-address.tsx'
import { type Account, noProof, OnceProven, ProofField, proofIn, useProof } from './proof.tsx'
import { Section } from './section.tsx'

/** ABUSE 3: proven at both ends, so in two steps: who one is, then the code that came to the new address. */
export const EmailCard = ({ user }: { user: Account }) => (
  <Section title="Email" purpose="You sign in with it, and mails come to it. The organizations you work for see it.">
    <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
      {user.email}
    </Text>
    <Loaded label="Loading your address" skeleton={<Skeleton h={36} w={130} />}>
      <Change user={user} />
    </Loaded>
  </Section>
)

type Step = 'none' | 'asking' | 'asked'

function Change({ user }: { user: Account }) {
  const { pending } = useRead(findEmailChange, {})
  const [step, setStep] = useState<Step>('none')
  // Here, where they outlive what they end: a form that is gone hears of nothing.
  const confirming = useWrite(confirmEmail, { refresh: [readMe, findEmailChange, listSessions] })
  const givingUp = useWrite(cancelEmailChange, { refresh: [findEmailChange] })
  const over = (words: string) => {
    toast(words)
    setStep('none')
    focusHeading()
  }
  if (pending)
    return (
      <ConfirmAddress
        key={pending.id}
        change={pending}
        isFresh={step === 'asked'}
        confirming={confirming}
        givingUp={givingUp}
        onOver={over}
      />
    )
  if (step === 'asking')
    return <NewAddress user={user} onAsked={() => setStep('asked')} onKeep={() => setStep('none')} />
  return (
    <Group>
      <Button variant="default" onClick={() => setStep('asking')}>
        Change email
      </Button>
    </Group>
  )
}

type NewAddressProps = { user: Account; onAsked: () => void; onKeep: () => void }

function NewAddress({ user, onAsked, onKeep }: NewAddressProps) {
  const form = useForm({
    initialValues: { email: '', ...noProof },
    validate: { email: (typed) => refusalOf(typed, user.email) },
  })
  const proof = useProof(user, () => isFieldRight(form, 'email'))
  const write = useWrite(changeEmail, { refresh: [findEmailChange] })
  const { submit, problem, sending } = useSubmission(form, write, {
    input: ({ email, ...given }) => ({ email, ...proofIn(given, user) }),
    onDone: onAsked,
  })
  return (
    <form onSubmit={proof.before(submit)} noValidate>
      <Stack>
        <TextInput
          label="New email"
          type="email"
          autoComplete="email"
          description={`A code goes there, and a notice to ${user.email}. Nothing changes before you enter the code.`}
          ref={focusOnArrival}
          {...form.getInputProps('email')}
        />
        <ProofField proof={proof} propsOf={(field) => form.getInputProps(field)} />
        <Problem error={problem} onRetry={submit} />
        <Group gap="xs">
          <OnceProven proof={proof}>
            <Button type="submit" loading={sending}>
              Send code to new address
            </Button>
          </OnceProven>
          <Button variant="default" onClick={onKeep}>
            Keep this address
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Said before a code is mailed in vain. */
function refusalOf(typed: string, present: string): string | null {
  const address = canonicalEmail(typed)
  if (!address) return errors.invalid_email.title
  return address === present ? errors.email_unchanged.title : null
}
