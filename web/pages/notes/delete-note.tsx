import { Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { deleteNote, type Note } from '../../../shared/notes.ts'
import { refreshDoors, useWrite } from '../../api.ts'
import { isConflict } from '../../problem.ts'
import { ChangedMeanwhile } from '../../ui/changed-meanwhile.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { afterDialog } from '../../ui/focus.ts'
import { toast } from '../../ui/toast.tsx'
import { noteDoors } from './note-doors.ts'
import { useOpenNotes } from './open-notes.ts'

type DeleteProps = { note: Note; opened: boolean; onClose: () => void }

/** For its author, and for admins what is not personal. */
export function DeleteNote({ note, opened, onClose }: DeleteProps) {
  const { org, drafts } = useOpenNotes()
  const cache = useQueryClient()
  const deleting = useWrite(deleteNote, { refresh: noteDoors, ifMatch: note.version })
  const isStale = isConflict(deleting.error)
  const remove = async () => {
    await deleting.mutateAsync({ org, id: note.id })
    drafts.stop(note.id)
    toast('Note deleted')
    afterDialog(focusNotes)
  }
  const close = () => {
    onClose()
    deleting.reset()
  }
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title="Delete note?"
      keep="Keep note"
      act="Delete"
      danger
      onConfirm={() => void remove().catch(() => refreshDoors(cache, noteDoors))}
      pending={deleting.isPending}
      problem={isStale ? null : deleting.error}
    >
      <div>
        <Text>{whoLoses(note)}</Text>
        <Text>It is gone for good, with its earlier versions.</Text>
      </div>
      {isStale && <ChangedMeanwhile by={note.own ? 'You' : note.author.name} then="delete it again" />}
    </Confirm>
  )
}

const whoLoses = ({ own, author, visibility }: Note): string => {
  if (visibility === 'personal') return 'Nobody but you has seen this note.'
  return own ? 'Nobody will see this note any more.' : `${author.name} wrote this note. Nobody will see it any more.`
}

/** The note is gone, and its menu with it. */
const focusNotes = () =>
  document.querySelector<HTMLElement>('[data-notes], [role="dialog"] section textarea')?.focus({ preventScroll: true })
