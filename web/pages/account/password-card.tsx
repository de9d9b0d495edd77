import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { changePassword, listSessions, readMe } from '../../../shared/accounts.ts'
import { useWrite } from '../../api.ts'
import { paths } from '../../paths.ts'
import { useSubmission } from '../../ui/form.ts'
import { TextLink } from '../../ui/link.tsx'
import { NewPassword, UsernameForManagers } from '../../ui/new-password.tsx'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Account, noProof, OnceProven, ProofField, proofIn, useProof } from './proof.tsx'
import { Section } from './section.tsx'

export function PasswordCard({ user }: { user: Account }) {
  const purpose = user.hasPassword
    ? 'You can sign in with your password, or with a mailed code.'
    : 'You sign in with a mailed code. With a password you need no mail.'
  return (
    <Section title="Password" purpose={`${purpose} A new password ends all your other sessions.`}>
      {user.hasPassword ? <PasswordForm user={user} /> : <FirstPassword user={user} />}
    </Section>
  )
}

function FirstPassword({ user }: { user: Account }) {
  const [isAsked, setAsked] = useState(false)
  if (isAsked) return <PasswordForm user={user} onKeep={() => setAsked(false)} />
  return (
    <Group>
      <Button variant="default" onClick={() => setAsked(true)}>
        Set password
      </Button>
    </Group>
  )
}

type PasswordFormProps = { user: Account; onKeep?: () => void }

function PasswordForm({ user, onKeep }: PasswordFormProps) {
  const { email, hasPassword } = user
  const form = useForm({ initialValues: { ...noProof, newPassword: '' } })
  const proof = useProof(user)
  const write = useWrite(changePassword, { refresh: [readMe, listSessions] })
  const { submit, problem, sending } = useSubmission(form, write, {
    input: ({ newPassword, ...given }) => ({ newPassword, ...proofIn(given, user) }),
    onDone: () => {
      form.reset()
      toast(hasPassword ? 'Password changed' : 'Password set')
    },
  })
  return (
    <form onSubmit={proof.before(submit)} noValidate>
      <Stack>
        <UsernameForManagers email={email} />
        <ProofField proof={proof} propsOf={(field) => form.getInputProps(field)} />
        <NewPassword label="New password" {...form.getInputProps('newPassword')} />
        <Problem error={problem} onRetry={submit} />
        <Group justify={hasPassword ? 'space-between' : undefined} gap="xs">
          <OnceProven proof={proof}>
            <Button type="submit" loading={sending}>
              {hasPassword ? 'Change password' : 'Set password'}
            </Button>
          </OnceProven>
          {onKeep && (
            <Button variant="default" onClick={onKeep}>
              Keep signing in by code
            </Button>
          )}
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
