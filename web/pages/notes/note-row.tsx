import { Title, VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Note } from '../../../shared/notes.ts'
import { Audience } from '../../ui/badges.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { Moment } from '../../ui/moment.tsx'
import styles from './notes.module.css'
import { authorOfNote, kindNames, kindOf, nameOf, placeOfNote } from './words.ts'

/** One note, away from what it is about: it leads there. */
export const NoteRow = ({ org, note }: { org: string; note: Note }) => (
  <article className={styles.row}>
    <Title order={2} size="h4">
      <Link to={placeOfNote(org, note)} search={{ note: note.id }} className={styles.about}>
        {note.unread && <VisuallyHidden>Unread. </VisuallyHidden>}
        {nameOf(note)}
      </Link>
      {note.unread && <span className={styles.dot} aria-hidden="true" />}
    </Title>
    <div className={styles.meta}>
      <span>{kindNames[kindOf(note.subject)]}</span>
      <span>
        {authorOfNote(note)}
        {!note.own && note.author.as === 'partner' && ', partner'}
      </span>
      <Moment at={note.createdAt} />
      {note.version > 1 && <span>changed</span>}
      <Audience of={note.visibility} />
    </div>
    <div className={styles.excerpt}>
      <Markdown>{note.body}</Markdown>
    </div>
  </article>
)
