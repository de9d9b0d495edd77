import { Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeNote, type Note } from '../../../shared/notes.ts'
import { refreshDoors, useWrite } from '../../api.ts'
import { isConflict } from '../../problem.ts'
import { ChangedMeanwhile } from '../../ui/changed-meanwhile.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Draft, saysSomethingNew } from './drafts.ts'
import { noteDoors } from './note-doors.ts'
import { NoteFields } from './note-fields.tsx'
import { useOpenNotes } from './open-notes.ts'
import { isWider, kindOf, type Work, whoWillSeeNote } from './words.ts'

type EditProps = { note: Note; draft: Draft; work: Work | null; onDone: () => void }

/** In its place. Whom it reaches from now on is asked once more; what it reaches less is not. */
export function EditNote({ note, draft, work, onDone }: EditProps) {
  const { drafts } = useOpenNotes()
  const [asked, ask] = useState<Draft | null>(null)
  const [isDiscarding, discard] = useState(false)
  const stop = () => {
    drafts.stop(note.id)
    onDone()
  }
  const cancel = () => (saysSomethingNew(draft) ? discard(true) : stop())
  const { send, sending, isStale, problem } = useChanging(note, stop)
  const save = (written: Draft) => {
    if (written.body === note.body && written.visibility === note.visibility) stop()
    else if (isWider(written.visibility, note.visibility)) ask(written)
    else send(written)
  }
  const confirm = () => {
    if (asked) send(asked)
    ask(null)
  }
  return (
    <NoteFields
      label="Change the note"
      act="Save"
      autoFocus
      draft={draft}
      work={work}
      onChange={(changed) => drafts.write(note.id, changed)}
      onSave={save}
      onCancel={cancel}
      sending={sending}
      problem={problem}
    >
      <ChangedMeanwhile by={isStale ? 'You' : null} then="save again" />
      <SaysNow note={note} draft={draft} />
      <Widening note={note} asked={asked} work={work} onKeep={() => ask(null)} onConfirm={confirm} />
      <Discarding opened={isDiscarding} onKeep={() => discard(false)} onConfirm={stop} />
    </NoteFields>
  )
}

/** Each change goes out with the version that is on the screen. Only its author changes a note: who was quicker is oneself. */
function useChanging(note: Note, onSaved: () => void) {
  const { org } = useOpenNotes()
  const cache = useQueryClient()
  const changing = useWrite(changeNote, { refresh: noteDoors, ifMatch: note.version })
  const isStale = isConflict(changing.error)
  const change = async ({ body, visibility }: Draft) => {
    await changing.mutateAsync({
      org,
      id: note.id,
      ...(body !== note.body && { body }),
      ...(visibility !== note.visibility && { visibility }),
    })
    onSaved()
    toast('Note saved')
  }
  return {
    // A refusal stands beside the text, and next to it what the note says now.
    send: (written: Draft) => void change(written).catch(() => refreshDoors(cache, noteDoors)),
    sending: changing.isPending,
    isStale,
    problem: isStale ? null : changing.error,
  }
}

const SaysNow = ({ note, draft: { body, from } }: { note: Note; draft: Draft }) =>
  from &&
  note.body !== from.body &&
  note.body !== body.trim() && (
    <Text size="sm" c="dimmed" role="status">
      It says now: “{note.body}”. Save replaces it with yours.
    </Text>
  )

type DiscardingProps = { opened: boolean; onKeep: () => void; onConfirm: () => void }

const Discarding = ({ opened, onKeep, onConfirm }: DiscardingProps) => (
  <Confirm
    opened={opened}
    onClose={onKeep}
    title="Discard your changes?"
    keep="Keep writing"
    act="Discard"
    danger
    onConfirm={onConfirm}
  >
    The note stays as it was saved last. What you typed is gone.
  </Confirm>
)

type WideningProps = {
  note: Note
  asked: Draft | null
  work: Work | null
  onKeep: () => void
  onConfirm: () => void
}

/** SPEC 5: what was for fewer people is not shown to more of them by one click. */
function Widening({ note, asked, work, onKeep, onConfirm }: WideningProps) {
  const { workspace } = useOpenNotes()
  const to = asked?.visibility ?? 'shared'
  const toTeam = to === 'team'
  return (
    <Confirm
      opened={asked !== null}
      onClose={onKeep}
      title={toTeam ? 'Show this note to the team?' : 'Share this note?'}
      keep="Not yet"
      act={toTeam ? 'Show to the team' : 'Share'}
      onConfirm={onConfirm}
    >
      <div>
        <Text>{whoWillSeeNote(to, workspace, kindOf(note.subject), work)}</Text>
        <Text>What it said before stays with those who could see it then.</Text>
      </div>
    </Confirm>
  )
}
