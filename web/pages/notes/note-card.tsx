import { ActionIcon, Menu, Text, VisuallyHidden } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { lazy, type RefObject, Suspense, useEffect, useRef, useState } from 'react'
import type { Note } from '../../../shared/notes.ts'
import { Audience } from '../../ui/badges.tsx'
import { copy } from '../../ui/copy.ts'
import { afterDialog } from '../../ui/focus.ts'
import { Moment } from '../../ui/moment.tsx'
import { toastRefusal } from '../../ui/toast.tsx'
import { PersonAvatar } from '../../ui/who.tsx'
import { DeleteNote } from './delete-note.tsx'
import { EditNote } from './edit-note.tsx'
import { LongText } from './long-text.tsx'
import styles from './notes.module.css'
import { useOpenNotes } from './open-notes.ts'
import { authorOfNote, placeOfNote, type Work } from './words.ts'

const Versions = lazy(() => import('./versions.tsx'))

type CardProps = {
  note: Note
  work: Work | null
  /** Was not read before. */
  isNew: boolean
  /** One came for this very note. */
  isSought: boolean
}

type Dialog = 'versions' | 'delete'

export function NoteCard({ note, work, isNew, isSought }: CardProps) {
  const { drafts } = useOpenNotes()
  const card = useRef<HTMLElement>(null)
  const menu = useRef<HTMLButtonElement>(null)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const focusMenu = () => menu.current?.focus()
  const close = () => {
    setDialog(null)
    afterDialog(focusMenu)
  }
  const opened = (one: Dialog) => ({ opened: dialog === one, onClose: close })
  const draft = note.can.edit ? drafts.of(note.id) : null
  useComing(card, isSought)
  return (
    <article
      ref={card}
      tabIndex={-1}
      className={styles.note}
      data-sought={isSought || undefined}
      aria-label={`Note of ${note.author.name}`}
    >
      <Head note={note} isNew={isNew} menu={menu} onAsk={setDialog} />
      {draft ? <EditNote note={note} draft={draft} work={work} onDone={focusMenu} /> : <LongText>{note.body}</LongText>}
      {dialog === 'versions' && (
        <Suspense>
          <Versions note={note} {...opened('versions')} />
        </Suspense>
      )}
      <DeleteNote note={note} {...opened('delete')} />
    </article>
  )
}

/** Whoever came for a note sees it, and a screen reader reads it. */
function useComing(card: RefObject<HTMLElement | null>, isSought: boolean) {
  useEffect(() => {
    if (!isSought) return
    card.current?.scrollIntoView({ block: 'nearest' })
    card.current?.focus({ preventScroll: true })
  }, [card, isSought])
}

type HeadProps = {
  note: Note
  isNew: boolean
  menu: RefObject<HTMLButtonElement | null>
  onAsk: (dialog: Dialog) => void
}

const Head = ({ note, isNew, menu, onAsk }: HeadProps) => (
  <header className={styles.head}>
    <PersonAvatar name={note.author.name} size={30} />
    <div className={styles.who}>
      <Text size="sm" fw={600} lh={1.3} truncate title={note.author.name}>
        {authorOfNote(note)}
        {isNew && <VisuallyHidden>, unread</VisuallyHidden>}
        {isNew && <span className={styles.dot} aria-hidden="true" />}
      </Text>
      <div className={styles.meta}>
        {!note.own && note.author.as === 'partner' && <span>Partner</span>}
        <Moment at={note.createdAt} />
        {note.version > 1 && <span>changed</span>}
        <Audience of={note.visibility} />
      </div>
    </div>
    <Acts note={note} menu={menu} onAsk={onAsk} />
  </header>
)

function Acts({ note, menu, onAsk }: Omit<HeadProps, 'isNew'>) {
  const { org, drafts } = useOpenNotes()
  const edit = () => {
    const { id, body, visibility, version } = note
    const card = menu.current?.closest('article')
    // The menu that closes gives the focus back first: the field that comes after that keeps it.
    afterDialog(() => {
      drafts.write(id, drafts.of(id) ?? { body, visibility, from: { body, visibility, version } })
      card?.querySelector('textarea')?.focus()
    })
  }
  /** A dialog gives the focus back to whoever had it: that must not be an entry of a menu that is gone. */
  const ask = (dialog: Dialog) => {
    menu.current?.focus()
    onAsk(dialog)
  }
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon
          ref={menu}
          variant="subtle"
          color="gray"
          size={32}
          aria-label={`Actions for the note of ${authorOfNote(note)}`}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {note.can.edit && <Menu.Item onClick={edit}>Edit</Menu.Item>}
        {note.version > 1 && <Menu.Item onClick={() => ask('versions')}>Earlier versions</Menu.Item>}
        <Menu.Item onClick={() => void copyLink(org, note)}>Copy link</Menu.Item>
        {note.can.delete && (
          <>
            <Menu.Divider />
            <Menu.Item c="red" onClick={() => ask('delete')}>
              Delete
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

const copyLink = (org: string, note: Note) => {
  const link = `${window.location.origin}${placeOfNote(org, note)}?note=${note.id}`
  return copy(link, 'Link copied', () => toastRefusal(`Your browser does not let us copy. This is the link: ${link}`))
}
