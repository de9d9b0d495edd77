import { useState } from 'react'
import { createNote } from '../../../shared/notes.ts'
import { useWrite } from '../../api.ts'
import { toast } from '../../ui/toast.tsx'
import { NEW } from './drafts.ts'
import { noteDoors } from './note-doors.ts'
import { NoteFields } from './note-fields.tsx'
import { useOpenNotes } from './open-notes.ts'
import type { Work } from './words.ts'

/** Personal, unless told before it is saved (SPEC 5). */
export function NewNote({ work }: { work: Work | null }) {
  const { org, subject, drafts } = useOpenNotes()
  const creating = useWrite(createNote, { refresh: noteDoors })
  const [saved, setSaved] = useState(0)
  const draft = drafts.of(NEW) ?? { body: '', visibility: 'personal', from: null }
  const save = async ({ body, visibility }: typeof draft) => {
    await creating.mutateAsync({ org, subject, body, visibility })
    drafts.stop(NEW)
    setSaved((times) => times + 1)
    toast('Note added')
  }
  return (
    <NoteFields
      // The next one begins with what a note is unless told, and with the writing.
      key={saved}
      autoFocus={saved > 0}
      label="New note"
      act="Add note"
      work={work}
      draft={draft}
      onChange={(changed) => drafts.write(NEW, changed)}
      // A refusal stands beside the text.
      onSave={(written) => void save(written).catch(() => {})}
      sending={creating.isPending}
      problem={creating.error}
    />
  )
}
