import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { changeMe, readMe } from '../../../shared/accounts.ts'
import { acceptInvitation } from '../../../shared/invitations.ts'
import { call, reading } from '../../api.ts'
import { useSubmission } from '../../ui/form.ts'
import { LetterActions } from '../../ui/letter.tsx'
import { Problem } from '../../ui/problem.tsx'
import { DeclineDialog } from './decline-dialog.tsx'
import { type Case, useEnterWorkspace, useRefused } from './in-common.ts'
import { InvitedLetter } from './invited-letter.tsx'

/** Signed in as the invited person: accept or decline. Who has no name yet gives one first. */
export function AnswerCase(props: Case) {
  const me = useQuery(reading(readMe, {}))
  return (
    <InvitedLetter invitation={props.invitation}>
      {me.data ? (
        <Answer {...props} isNameless={!me.data.user.name} />
      ) : (
        <Problem error={me.error} onRetry={me.refetch} />
      )}
    </InvitedLetter>
  )
}

function Answer(props: Case & { isNameless: boolean }) {
  const { invitation, typed, isNameless } = props
  const [declining, setDeclining] = useState(false)
  const { form, submit, problem, sending } = useAccept(props)
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {isNameless && (
          <TextInput
            label="Your name"
            description={`Shown to ${invitation.organization.name} when you accept.`}
            autoComplete="name"
            {...form.getInputProps('name')}
          />
        )}
        <Problem error={problem ?? typed.refusal} onRetry={submit} />
        <LetterActions>
          <Button type="submit" size="md" loading={sending}>
            Accept invitation
          </Button>
          <Button variant="default" size="md" onClick={() => setDeclining(true)}>
            Decline
          </Button>
        </LetterActions>
      </Stack>
      <DeclineDialog invitation={invitation} typed={typed} opened={declining} onClose={() => setDeclining(false)} />
    </form>
  )
}

/** A name given twice is the same name, so an attempt that failed halfway simply runs again. */
function useAccept({ invitation, typed, isNameless }: Case & { isNameless: boolean }) {
  const form = useForm({
    initialValues: { name: typed.name },
    validate: { name: (name) => (isNameless && !name.trim() ? 'Enter your name.' : null) },
    onValuesChange: ({ name }) => typed.setName(name),
  })
  const enter = useEnterWorkspace(invitation)
  const onError = useRefused(typed)
  const accepting = useMutation({
    mutationFn: async ({ name }: { name: string }) => {
      if (isNameless) await call(changeMe, { name })
      return call(acceptInvitation, { id: invitation.id })
    },
    onError,
  })
  const submission = useSubmission(form, accepting, { onDone: ({ organization }) => void enter(organization) })
  return { form, ...submission }
}
