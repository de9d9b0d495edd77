import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { signInWithPassword } from '../../../shared/accounts.ts'
import { useWrite } from '../../api.ts'
import { paths } from '../../paths.ts'
import { focusOnArrival } from '../../ui/focus.ts'
import { useSubmission } from '../../ui/form.ts'
import { TextLink } from '../../ui/link.tsx'
import { Problem } from '../../ui/problem.tsx'
import { TextButton } from '../../ui/text-button.tsx'

type PasswordFormProps = { email: string; onCode: (email: string) => void; onSignedIn: () => void }

/** For those who set a password. */
export function PasswordForm({ email, onCode, onSignedIn }: PasswordFormProps) {
  const form = useForm({ initialValues: { email, password: '' } })
  const write = useWrite(signInWithPassword, { refresh: [] })
  const { submit, problem, sending } = useSubmission(form, write, { onDone: onSignedIn })
  const typed = form.getValues().email
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <TextInput
          label="Email"
          type="email"
          autoComplete="username"
          ref={email ? undefined : focusOnArrival}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
          ref={email ? focusOnArrival : undefined}
          {...form.getInputProps('password')}
        />
        <Problem error={problem} onRetry={submit} />
        <Button type="submit" size="md" fullWidth loading={sending}>
          Sign in
        </Button>
        <Group justify="space-between">
          <TextLink to={paths.resetPassword} state={{ email: typed }} size="sm">
            Reset your password
          </TextLink>
          <TextButton onClick={() => onCode(typed)}>Sign in with a mailed code</TextButton>
        </Group>
      </Stack>
    </form>
  )
}
