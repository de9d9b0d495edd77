import { Button, Group, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { cancelEmailChange, confirmEmail } from '../../../shared/accounts.ts'
import type { useWrite } from '../../api.ts'
import { useCodeField } from '../../ui/code-field.ts'
import { CodeInput } from '../../ui/code-input.tsx'
import { useSubmission } from '../../ui/form.ts'
import { time } from '../../ui/instant.ts'
import { Problem } from '../../ui/problem.tsx'

type Writing<D extends Parameters<typeof useWrite>[0]> = ReturnType<typeof useWrite<D['input'], D['reply']>>

type ConfirmAddressProps = {
  change: { email: string; expiresAt: string }
  /** Asked for a moment ago: the code is what one does next. */
  isFresh: boolean
  confirming: Writing<typeof confirmEmail>
  givingUp: Writing<typeof cancelEmailChange>
  onOver: (words: string) => void
}

/** The code that came to the new address. */
export function ConfirmAddress({ change, isFresh, confirming, givingUp, onOver }: ConfirmAddressProps) {
  const { form, submit, problem, sending } = useCode(confirming, onOver)
  const giveUp = () => givingUp.mutate({}, { onSuccess: () => onOver('Your email stays as it is') })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">
          We sent a 6-digit code to <b style={{ overflowWrap: 'anywhere' }}>{change.email}</b>. It works until{' '}
          {time(new Date(change.expiresAt))}. With it that address becomes yours here, and your other sessions end.
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

function useCode(confirming: ConfirmAddressProps['confirming'], onOver: ConfirmAddressProps['onOver']) {
  const form = useForm({ initialValues: { otp: '' }, clearInputErrorOnChange: false })
  const submission = useSubmission(form, confirming, {
    onDone: ({ user }) => onOver(`Your email is ${user.email} now`),
  })
  const { type } = useCodeField(form, confirming.error)
  return { ...submission, form: { ...form, type } }
}
