import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useRef, useState } from 'react'
import { readMe } from '../../shared/accounts.ts'
import { acceptInvitation, declineInvitation, listInvitations } from '../../shared/invitations.ts'
import { listNotifications } from '../../shared/notifications.ts'
import { refreshDoors, useWrite } from '../api.ts'
import { useSubmission } from '../ui/form.ts'
import { Problem } from '../ui/problem.tsx'
import { toast } from '../ui/toast.tsx'

const answered = [readMe, listInvitations, listNotifications]

type AnswerProps = {
  id: string
  /** Whose invitation it is. */
  company: string
  small?: boolean
}

/** Accept, or decline with a note if one likes, on the spot. Afterwards the focus is on the heading around. */
export function AnswerInvitation({ id, company, small = false }: AnswerProps) {
  const place = useRef<HTMLDivElement>(null)
  const [declining, setDeclining] = useState(false)
  return (
    <Stack gap="xs" ref={place}>
      {declining ? (
        <Decline id={id} company={company} small={small} place={place} onKeep={() => setDeclining(false)} />
      ) : (
        <Choice id={id} company={company} small={small} place={place} onDecline={() => setDeclining(true)} />
      )}
    </Stack>
  )
}

type StepProps = Required<AnswerProps> & { place: RefObject<HTMLDivElement | null> }

function Choice({ id, company, small, place, onDecline }: StepProps & { onDecline: () => void }) {
  const accepting = useWrite(acceptInvitation, { refresh: [] })
  const settle = useSettle(place)
  const accept = () => accepting.mutate({ id }, { onSuccess: () => settle(`Invitation from ${company} accepted`) })
  return (
    <>
      <Group gap="xs">
        <Button {...sizeOf(small)} loading={accepting.isPending} onClick={accept} aria-label={`Accept, ${company}`}>
          Accept
        </Button>
        <Button {...sizeOf(small)} variant="default" onClick={onDecline} aria-label={`Decline, ${company}`}>
          Decline
        </Button>
      </Group>
      <Problem error={accepting.error} onRetry={accept} />
    </>
  )
}

function Decline({ id, company, small, place, onKeep }: StepProps & { onKeep: () => void }) {
  const form = useForm({ initialValues: { note: '' } })
  const settle = useSettle(place)
  const declining = useWrite(declineInvitation, { refresh: [] })
  const { submit, problem, sending } = useSubmission(form, declining, {
    input: ({ note }) => ({ id, note }),
    onDone: () => settle(`Invitation from ${company} declined`),
  })
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Textarea
          label="Note"
          description={`Optional. The admins of ${company} read it.`}
          rows={2}
          autoFocus
          {...form.getInputProps('note')}
        />
        <Problem error={problem} />
        <Group gap="xs">
          <Button {...sizeOf(small)} variant="default" onClick={onKeep}>
            Keep invitation
          </Button>
          <Button {...sizeOf(small)} type="submit" loading={sending}>
            Decline invitation
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const sizeOf = (small: boolean) => (small ? { size: 'xs' } : {})

/** Says what was done, puts the focus where it is not lost with the buttons, then reads anew what this has changed. */
function useSettle(place: RefObject<HTMLDivElement | null>) {
  const cache = useQueryClient()
  return (words: string) => {
    toast(words)
    place.current?.closest('[role="dialog"], main')?.querySelector<HTMLElement>('[tabindex="-1"]:is(h1, h2)')?.focus()
    void refreshDoors(cache, answered)
  }
}
