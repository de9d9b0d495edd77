import { Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { declineInvitation, findInvitation, type Invitation } from '../../../shared/invitations.ts'
import { call, refreshDoors } from '../../api.ts'
import { forgetSecret } from '../../invitation-secret.ts'
import { readAnew } from '../../session.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { type Typed, useRefused } from './in-common.ts'

type DeclineDialogProps = { invitation: Invitation; typed: Typed; opened: boolean; onClose: () => void }

/** Says who will know, and takes a note if one likes. */
export function DeclineDialog({ invitation, typed, opened, onClose }: DeclineDialogProps) {
  const [note, setNote] = useState('')
  const declining = useDecline(invitation, typed)
  const { organization } = invitation
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title="Decline this invitation?"
      keep="Keep invitation"
      act="Decline invitation"
      onConfirm={() => declining.mutate(note)}
      pending={declining.isPending}
      problem={declining.error}
    >
      <Stack>
        <Text>The admins of {organization.name} will know. They can invite you again later.</Text>
        <Textarea
          label="Note"
          description={`Optional. The admins of ${organization.name} read it.`}
          rows={3}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Stack>
    </Confirm>
  )
}

function useDecline({ id }: Invitation, typed: Typed) {
  const cache = useQueryClient()
  const onError = useRefused(typed)
  return useMutation({
    mutationFn: (note: string) => call(declineInvitation, { id, note }),
    onSuccess: async () => {
      forgetSecret(id)
      await readAnew(cache).catch(() => {})
      await refreshDoors(cache, [findInvitation])
    },
    onError,
  })
}
