import { Button, Group, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect } from 'react'
import { cancelEmailChange, confirmEmail, findEmailChange, listSessions, readMe } from '../../../shared/accounts.ts'
import { useWrite } from '../../api.ts'
import { isProblem } from '../../problem.ts'
import { CodeInput } from '../../ui/code-input.tsx'
import { focusHeading } from '../../ui/focus.ts'
import { useSubmission } from '../../ui/form.ts'
import { Moment } from '../../ui/moment.tsx'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'

type ConfirmAddressProps = {
  change: { email: string; expiresAt: string }
  /** Asked for a moment ago: the code is what one does next. */
  isFresh: boolean
  onOver: () => void
}

/** The code that came to the new address. */
export function ConfirmAddress({ change: { email, expiresAt }, isFresh, onOver }: ConfirmAddressProps) {
  // What was asked for goes with the change, and the focus with it.
  const over = (words: string) => {
    toast(words)
    onOver()
    focusHeading()
  }
  const { form, submit, problem, sending } = useConfirming((now) => over(`Your email is ${now} now`))
  const givingUp = useWrite(cancelEmailChange, { refresh: [findEmailChange] })
  const giveUp = () => givingUp.mutate({}, { onSuccess: () => over('Your email stays as it is') })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">
          We sent a 6-digit code to <b style={{ overflowWrap: 'anywhere' }}>{email}</b>. It works until{' '}
          <Moment at={expiresAt} />. With it that address becomes yours here, and your other sessions end.
        </Text>
        <CodeInput
          label="Code"
          {...form.getInputProps('otp')}
          onChange={form.type}
          onComplete={submit}
          autoFocus={isFresh}
        />
        <Problem error={problem} onRetry={submit} />
        <Problem error={givingUp.error} onRetry={giveUp} />
        <Group gap="xs">
          <Button type="submit" loading={sending}>
            Confirm new email
          </Button>
          <Button variant="default" onClick={giveUp} loading={givingUp.isPending}>
            Keep the old one
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function useConfirming(onDone: (email: string) => void) {
  const form = useForm({ initialValues: { otp: '' }, clearInputErrorOnChange: false })
  const write = useWrite(confirmEmail, { refresh: [readMe, findEmailChange, listSessions] })
  const submission = useSubmission(form, write, { onDone: ({ user }) => onDone(user.email) })
  const refused = isProblem(write.error) && !write.error.passing ? write.error : null
  // A wrong code goes away, so that the next one begins in the first box; its words stay until then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new refusal counts
  useEffect(() => {
    if (refused) form.setFieldValue('otp', '')
  }, [refused])
  const type = (otp: string) => {
    form.clearErrors()
    form.setFieldValue('otp', otp)
  }
  return { ...submission, form: { ...form, type } }
}
