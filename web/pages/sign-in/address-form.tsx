import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { sendCode } from '../../../shared/accounts.ts'
import { useWrite } from '../../api.ts'
import { focusOnArrival } from '../../ui/focus.ts'
import { useSubmission } from '../../ui/form.ts'
import { Problem } from '../../ui/problem.tsx'
import { TextButton } from '../../ui/text-button.tsx'

export type AddressFormProps = {
  email: string
  type?: 'sign-in' | 'forget-password'
  description?: string | undefined
  /** Words for an address that cannot be the right one here, before a mail goes anywhere. */
  refuse?: ((email: string) => string | null) | undefined
  /** The page begins with this field. */
  focused?: boolean
  onSent: (email: string) => void
  /** Who has a password needs no code. */
  onPassword?: (email: string) => void
}

/** The address that a code goes to. */
export function AddressForm({ email, type = 'sign-in', description, refuse, focused, ...then }: AddressFormProps) {
  const { onSent, onPassword } = then
  const form = useForm({ initialValues: { email }, validate: { email: (typed) => refuse?.(typed) ?? null } })
  const { submit, problem, sending } = useSubmission(form, useWrite(sendCode, { refresh: [] }), {
    input: (values) => ({ ...values, type }),
    onDone: (_sent, values) => onSent(values.email.trim()),
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <TextInput
          label="Email"
          type="email"
          autoComplete="email"
          description={description}
          ref={focused ? focusOnArrival : undefined}
          {...form.getInputProps('email')}
        />
        <Problem error={problem} onRetry={submit} />
        <Button type="submit" size="md" fullWidth loading={sending}>
          Send code
        </Button>
        {onPassword && (
          <Group justify="flex-end">
            <TextButton onClick={() => onPassword(form.getValues().email)}>Sign in with a password</TextButton>
          </Group>
        )}
      </Stack>
    </form>
  )
}
