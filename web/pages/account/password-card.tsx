import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { changePassword, listSessions, readMe } from '../../../shared/accounts.ts'
import { useWrite } from '../../api.ts'
import { paths } from '../../paths.ts'
import { useSubmission } from '../../ui/form.ts'
import { TextLink } from '../../ui/link.tsx'
import { NewPassword, UsernameForManagers } from '../../ui/new-password.tsx'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { Section } from './section.tsx'

type PasswordCardProps = { email: string; hasPassword: boolean }

export function PasswordCard({ email, hasPassword }: PasswordCardProps) {
  const purpose = hasPassword
    ? 'You can sign in with your password, or with a mailed code.'
    : 'You sign in with a mailed code. With a password you need no mail.'
  return (
    <Section title="Password" purpose={`${purpose} A new password ends all your other sessions.`}>
      <PasswordForm email={email} hasPassword={hasPassword} />
    </Section>
  )
}

function PasswordForm({ email, hasPassword }: PasswordCardProps) {
  const form = useForm({ initialValues: { currentPassword: '', newPassword: '' } })
  const write = useWrite(changePassword, { refresh: [readMe, listSessions] })
  const act = hasPassword ? 'Change password' : 'Set password'
  const { submit, problem, sending } = useSubmission(form, write, {
    input: ({ currentPassword, newPassword }) => ({ newPassword, ...(hasPassword && { currentPassword }) }),
    onDone: () => {
      form.reset()
      toast(hasPassword ? 'Password changed' : 'Password set')
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <UsernameForManagers email={email} />
        {hasPassword && <CurrentPassword {...form.getInputProps('currentPassword')} />}
        <NewPassword label="New password" {...form.getInputProps('newPassword')} />
        <Problem error={problem} onRetry={submit} />
        <Group justify="space-between">
          <Button type="submit" loading={sending}>
            {act}
          </Button>
          {hasPassword && (
            <TextLink to={paths.resetPassword} state={{ email }} size="sm">
              Forgot it? Reset by mail
            </TextLink>
          )}
        </Group>
      </Stack>
    </form>
  )
}

const CurrentPassword = (props: object) => (
  <PasswordInput
    label="Current password"
    autoComplete="current-password"
    visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
    {...props}
  />
)
