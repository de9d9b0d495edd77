import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { claimInvitation } from '../../../shared/invitations.ts'
import { call } from '../../api.ts'
import { useSubmission } from '../../ui/form.ts'
import { LetterActions } from '../../ui/letter.tsx'
import { NewPassword, UsernameForManagers } from '../../ui/new-password.tsx'
import { Problem } from '../../ui/problem.tsx'
import { type Case, useEnterWorkspace, useRefused } from './in-common.ts'
import { InvitedLetter } from './invited-letter.tsx'
import { SignInHere } from './sign-in-case.tsx'

/** No account yet, and the link proved the mailbox: a name is all that is missing. Declining is for proven people too. */
export function ClaimCase(props: Case) {
  const [declining, setDeclining] = useState(false)
  return (
    <InvitedLetter invitation={props.invitation}>
      {declining ? (
        <SignInHere
          {...props}
          asked
          title="Is it you?"
          purpose="Only the invited person can decline. We mail a code first."
        />
      ) : (
        <ClaimForm {...props} onDecline={() => setDeclining(true)} />
      )}
    </InvitedLetter>
  )
}

function ClaimForm({ invitation, typed, onDecline, ...props }: Case & { onDecline: () => void }) {
  const { form, submit, problem, sending } = useClaim({ invitation, typed, ...props })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label="Your name"
          description={`Shown to ${invitation.organization.name} when you accept.`}
          autoComplete="name"
          {...form.getInputProps('name')}
        />
        <UsernameForManagers email={invitation.email ?? ''} />
        <NewPassword
          description="Optional. Without one we mail you a code each time. At least 15 characters."
          {...form.getInputProps('password')}
        />
        <Problem error={problem ?? typed.refusal} onRetry={submit} />
        <LetterActions>
          <Button type="submit" size="md" loading={sending}>
            Accept invitation
          </Button>
          <Button variant="default" size="md" onClick={onDecline}>
            Decline
          </Button>
        </LetterActions>
        <Text size="xs" c="dimmed">
          Accepting creates your Human Cloud account and opens the workspace.
        </Text>
      </Stack>
    </form>
  )
}

function useClaim({ invitation, secret, typed }: Case) {
  const form = useForm({
    initialValues: { name: typed.name, password: '' },
    validate: { name: (name) => (name.trim() ? null : 'Enter your name.') },
    onValuesChange: ({ name }) => typed.setName(name),
  })
  const enter = useEnterWorkspace(invitation)
  const onError = useRefused(typed)
  const { id } = invitation
  const claiming = useMutation({
    mutationFn: ({ name, password }: { name: string; password: string }) =>
      call(claimInvitation, { id, token: secret ?? '', name, ...(password && { password }) }),
    onError,
  })
  const submission = useSubmission(form, claiming, { onDone: ({ organization }) => void enter(organization) })
  return { form, ...submission }
}
