import { Button, Group, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { resetPassword } from '../../shared/accounts.ts'
import { useWrite } from '../api.ts'
import { paths } from '../paths.ts'
import { isProblem } from '../problem.ts'
import { CodeInput } from '../ui/code-input.tsx'
import { useHeadingFocus } from '../ui/focus.ts'
import { useSubmission } from '../ui/form.ts'
import { PageHeading } from '../ui/heading.tsx'
import { Letter, LetterActions } from '../ui/letter.tsx'
import { ButtonLink, TextLink } from '../ui/link.tsx'
import { NewPassword, UsernameForManagers } from '../ui/new-password.tsx'
import { Problem } from '../ui/problem.tsx'
import { AddressForm } from './sign-in/address-form.tsx'
import { SentTo } from './sign-in/code-form.tsx'
import { Resend } from './sign-in/resend.tsx'

const titles = { address: 'Reset your password', code: 'Choose a new password', done: 'Your password is set' }
const feet = {
  address: 'A reset signs you out everywhere.',
  code: 'No mail? Look in spam, or check that the address is right.',
  done: undefined,
}

type Step = { name: 'address' | 'done'; email: string } | { name: 'code'; email: string; sentAt: number }

/** A mailed code proves whose mailbox it is; with it comes the new password. */
export default function ResetPassword() {
  const known = useRouterState({ select: ({ location }) => location.state.email ?? '' })
  const [step, setStep] = useState<Step>({ name: 'address', email: known })
  useHeadingFocus(step.name)
  const toCode = (email: string) => setStep({ name: 'code', email, sentAt: Date.now() })
  return (
    <Letter width={460} head={<PageHeading>{titles[step.name]}</PageHeading>} foot={feet[step.name]}>
      {step.name === 'address' && <Address email={step.email} onSent={toCode} />}
      {step.name === 'code' && (
        <NewPasswordForm
          {...step}
          onSentAgain={() => toCode(step.email)}
          onOther={() => setStep({ name: 'address', email: step.email })}
          onDone={() => setStep({ name: 'done', email: step.email })}
        />
      )}
      {step.name === 'done' && <Done email={step.email} />}
    </Letter>
  )
}

const Address = ({ email, onSent }: { email: string; onSent: (email: string) => void }) => (
  <Stack gap="lg">
    <AddressForm
      email={email}
      type="forget-password"
      description="We mail you a 6-digit code. With it you choose a new password."
      onSent={onSent}
      focused
    />
    <Group justify="flex-end">
      <TextLink to={paths.signIn} size="sm">
        Back to sign-in
      </TextLink>
    </Group>
  </Stack>
)

type FormProps = { email: string; sentAt: number; onSentAgain: () => void; onOther: () => void; onDone: () => void }

function NewPasswordForm({ email, sentAt, onSentAgain, onOther, onDone }: FormProps) {
  const form = useForm({ initialValues: { otp: '', password: '' } })
  const cache = useQueryClient()
  const write = useWrite(resetPassword, { refresh: [] })
  const { submit, problem, sending } = useSubmission(form, write, {
    input: (values) => ({ email, ...values }),
    onDone: () => {
      // Every session has ended, also one in this browser.
      cache.clear()
      onDone()
    },
  })
  const sentAgain = () => {
    form.clearFieldError('otp')
    write.reset()
    onSentAgain()
  }
  const isDead = isProblem(write.error) && write.error.errors.some(({ code }) => code === 'code_expired')
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <SentTo email={email} onOther={onOther} />
        <UsernameForManagers email={email} />
        <CodeInput label="Code" {...form.getInputProps('otp')} autoFocus />
        <NewPassword label="New password" {...form.getInputProps('password')} />
        <Problem error={problem} onRetry={submit} />
        <Button type="submit" size="md" fullWidth loading={sending}>
          Set password
        </Button>
        <Group>
          <Resend email={email} type="forget-password" sentAt={isDead ? 0 : sentAt} onSent={sentAgain} />
        </Group>
      </Stack>
    </form>
  )
}

const Done = ({ email }: { email: string }) => (
  <Stack gap="lg">
    <Text>You were signed out everywhere. Sign in with the new password.</Text>
    <LetterActions>
      <ButtonLink to={paths.signIn} state={{ email, withPassword: true }} size="md">
        Sign in
      </ButtonLink>
    </LetterActions>
  </Stack>
)
