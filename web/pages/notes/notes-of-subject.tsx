import { Alert, Text } from '@mantine/core'
import { useDocumentVisibility } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { findNote, listNotes, type Note, readNotes } from '../../../shared/notes.ts'
import { reading, useReadList, useWrite } from '../../api.ts'
import { useNewsAsRead } from '../../frames/read-news.ts'
import { isNotFound } from '../../problem.ts'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { ShowMore } from '../../ui/show-more.tsx'
import { UnsavedTexts } from '../../ui/unsaved-texts.tsx'
import { NoteCard } from './note-card.tsx'
import { noteDoors } from './note-doors.ts'
import styles from './notes.module.css'
import { useOpenNotes } from './open-notes.ts'
import type { Work } from './words.ts'

/** Newest first. Whoever has them before their eyes has read them. */
export function NotesOfSubject({ work }: { work: Work | null }) {
  const { org, subject, drafts, sought } = useOpenNotes()
  const { items, more, loadingMore } = useReadList(listNotes, { org, subject })
  const list = useFocusOnMore<HTMLDivElement>(items.length, loadingMore, 'article')
  const fresh = useFresh(items)
  useNotesAsRead(items)
  useNewsAsRead(useLocation().pathname.replace(/\/responses$/, ''), 'note.shared')
  const isElsewhere = (id: string) => !items.some((note) => note.id === id)
  return (
    <>
      {sought && isElsewhere(sought) && <Sought key={sought} id={sought} work={work} />}
      {drafts.begun
        .filter((id) => id !== sought && isElsewhere(id))
        .map((id) => (
          <Begun key={id} id={id} work={work} />
        ))}
      {items.length === 0 && (
        <Text size="sm" c="dimmed">
          No notes yet. Write down why, what to ask next, or what was agreed.
        </Text>
      )}
      <div ref={list} className={styles.list}>
        {items.map((note) => (
          <NoteCard key={note.id} note={note} work={work} isNew={fresh.has(note.id)} isSought={note.id === sought} />
        ))}
      </div>
      <ShowMore more={more} loading={loadingMore} />
    </>
  )
}

type ElsewhereProps = { id: string; work: Work | null }

/** The note one came for is further down, or not there any more. */
function Sought({ id, work }: ElsewhereProps) {
  const { note, isGone } = useOneNote(id)
  if (note) return <NoteCard note={note} work={work} isNew={note.unread} isSought />
  if (!isGone) return null
  return (
    <Alert color="gray" py="sm">
      <Text size="sm">The note you came for is not there any more, or you may not see it.</Text>
    </Alert>
  )
}

/** A note that somebody was changing is further down, or gone: what was typed is still there. */
function Begun({ id, work }: ElsewhereProps) {
  const { drafts } = useOpenNotes()
  const { note, isGone } = useOneNote(id)
  if (note) return <NoteCard note={note} work={work} isNew={false} isSought={false} />
  if (!isGone) return null
  return (
    <UnsavedTexts
      texts={drafts.unsaved.filter(({ key }) => key === id)}
      why="This note was deleted while you wrote. What you wrote is not saved."
      onDiscard={drafts.discard}
    />
  )
}

function useOneNote(id: string) {
  const { org, subject } = useOpenNotes()
  const { data, error } = useQuery(reading(findNote, { org, id }))
  const note = data?.subject === subject ? data : null
  return { note, isGone: (data && !note) || isNotFound(error) }
}

/** What was unread when it came stays marked while one looks at it. */
function useFresh(items: Note[]): ReadonlySet<string> {
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set<string>())
  const unread = items.filter((note) => note.unread).map(({ id }) => id)
  if (unread.some((id) => !fresh.has(id))) setFresh(new Set([...fresh, ...unread]))
  return fresh
}

const MS_TO_READ = 1000

/** Nobody else learns that something was read. */
function useNotesAsRead(items: Note[]) {
  const { org, subject } = useOpenNotes()
  const { mutate } = useWrite(readNotes, { refresh: noteDoors })
  const isLookedAt = useDocumentVisibility() !== 'hidden'
  const newest = items.find((note) => note.unread)?.id
  useEffect(() => {
    if (!newest || !isLookedAt) return
    const timer = setTimeout(() => mutate({ org, subject }), MS_TO_READ)
    return () => clearTimeout(timer)
  }, [newest, isLookedAt, mutate, org, subject])
}
