import { Button, Group, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { signInWithCode } from '../../../shared/accounts.ts'
import { useWrite } from '../../api.ts'
import { useCodeField } from '../../ui/code-field.ts'
import { CodeInput } from '../../ui/code-input.tsx'
import { useSubmission } from '../../ui/form.ts'
import { Problem } from '../../ui/problem.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Resend } from './resend.tsx'

type CodeFormProps = {
  email: string
  sentAt: number
  onSentAgain: () => void
  onOtherAddress: () => void
  onPassword: () => void
  onSignedIn: () => void
}

/** The code that was mailed. Sends itself when it is whole. */
export function CodeForm({ email, sentAt, onSentAgain, onOtherAddress, onPassword, onSignedIn }: CodeFormProps) {
  const { form, submit, problem, sending, isDead, forget } = useCode(email, onSignedIn)
  const sentAgain = () => {
    forget()
    onSentAgain()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <SentTo email={email} onOther={onOtherAddress} />
        <CodeInput {...form.getInputProps('otp')} onChange={form.type} onComplete={submit} autoFocus />
        <Problem error={problem} onRetry={submit} />
        <Button type="submit" size="md" fullWidth loading={sending}>
          Sign in
        </Button>
        <Group justify="space-between">
          <Resend email={email} sentAt={isDead ? 0 : sentAt} onSent={sentAgain} />
          <TextButton onClick={onPassword}>Sign in with a password</TextButton>
        </Group>
      </Stack>
    </form>
  )
}

function useCode(email: string, onSignedIn: () => void) {
  const form = useForm({
    initialValues: { otp: '' },
    validate: { otp: (code) => (code.length < 6 ? 'Enter the 6 digits.' : null) },
    clearInputErrorOnChange: false,
  })
  const write = useWrite(signInWithCode, { refresh: [] })
  const submission = useSubmission(form, write, { input: ({ otp }) => ({ email, otp }), onDone: onSignedIn })
  const { type, refused } = useCodeField(form, write.error)
  // A new code has nothing to do with what was said about the old one.
  const forget = () => {
    form.clearErrors()
    write.reset()
  }
  return { ...submission, form: { ...form, type }, isDead: refused?.code === 'code_expired', forget }
}

export const SentTo = ({ email, onOther }: { email: string; onOther: () => void }) => (
  <Text>
    We sent a 6-digit code to <b style={{ overflowWrap: 'anywhere' }}>{email}</b>. It works for 10 minutes.{' '}
    <TextButton size="md" onClick={onOther}>
      Use another address
    </TextButton>
  </Text>
)
