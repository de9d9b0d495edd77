import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { countNotes, readNotes } from '../../shared/notes.ts'
import { openWorkspace } from '../../shared/organizations.ts'
import { reading, useRead, useWrite } from '../api.ts'
import { focusHeading } from '../ui/focus.ts'
import { Loaded } from '../ui/loaded.tsx'
import { PageHeader } from '../ui/page.tsx'
import { toastRefusal } from '../ui/toast.tsx'
import { useNotesAddress } from './notes/address.ts'
import { noteDoors } from './notes/note-doors.ts'
import { Ghosts, NoteList } from './notes/note-list.tsx'

export default function Notes() {
  const { org, filter, filterBy } = useNotesAddress()
  const workspace = useRead(openWorkspace, { org })
  return (
    <>
      <PageHeader
        title="Notes"
        purpose="Why, what to ask next, what was agreed: written beside solutions, shortlists and briefs."
        actions={<MarkAllAsRead org={org} />}
      />
      <Loaded label="Loading notes" skeleton={<Ghosts />}>
        <NoteList workspace={workspace} filter={filter} onFilter={filterBy} />
      </Loaded>
    </>
  )
}

function MarkAllAsRead({ org }: { org: string }) {
  const { data: counts } = useQuery(reading(countNotes, { org }))
  const marking = useWrite(readNotes, { refresh: noteDoors })
  // The button goes, and the focus with it.
  const mark = () =>
    marking.mutate({ org, all: true }, { onSuccess: focusHeading, onError: ({ message }) => toastRefusal(message) })
  if (!counts?.unread) return null
  return (
    <Button variant="default" loading={marking.isPending} onClick={mark}>
      Mark all as read
    </Button>
  )
}
