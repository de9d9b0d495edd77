import { Button } from '@mantine/core'
import { IconNote } from '@tabler/icons-react'
import { use, useEffect, useRef } from 'react'
import styles from './notes.module.css'
import { OpenNotes } from './open-notes.ts'
import { unreadWords } from './words.ts'

/** How one comes to the notes beside this page: how many there are, and whether something in them is new. */
export function NotesButton() {
  const open = use(OpenNotes)
  const isShown = open?.isShown ?? false
  const button = useRef<HTMLButtonElement>(null)
  const wasShown = useRef(isShown)
  useEffect(() => {
    const isClosed = wasShown.current && !isShown
    wasShown.current = isShown
    // The panel went, and the focus with it.
    if (isClosed && document.activeElement === document.body) button.current?.focus()
  }, [isShown])
  // Where they stand beside the page, nobody has to come to them.
  if (!open || (isShown && !open.isNarrow)) return null
  const { counts, show } = open
  const { all, unread } = counts ?? { all: 0, unread: 0 }
  // Begins with what can be read on it, for those who speak to their browser.
  const name = all > 0 ? `Notes ${all}` : 'Notes'
  return (
    <Button
      ref={button}
      variant="default"
      className={styles.button ?? ''}
      leftSection={<IconNote size={18} stroke={1.7} />}
      aria-label={unread > 0 ? `${name}, ${unreadWords(unread)}` : name}
      aria-expanded={isShown}
      onClick={() => show(!isShown)}
    >
      <span className={styles.word}>Notes</span>
      {all > 0 && <span className={styles.number}>{all}</span>}
      {unread > 0 && <span className={styles.dot} />}
    </Button>
  )
}
