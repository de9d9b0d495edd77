import { useQuery } from '@tanstack/react-query'
import { countNotes } from '../../../shared/notes.ts'
import { openWorkspace } from '../../../shared/organizations.ts'
import { reading } from '../../api.ts'
import styles from './notes.module.css'
import { unreadWords } from './words.ts'

/** In a list: whether something was written about this that one has not read. Asked once for all rows, and by those who may. */
export function UnreadNotes({ org, subject }: { org: string; subject: string }) {
  const { data: workspace } = useQuery(reading(openWorkspace, { org }))
  const { data: counts } = useQuery({ ...reading(countNotes, { org }), enabled: workspace?.can.readNotes === true })
  const unread = workspace?.can.readNotes && counts?.subjects.find((it) => it.subject === subject)?.unread
  if (!unread) return null
  return (
    <span className={styles.unread}>
      <span className={styles.dot} aria-hidden="true" />
      {unreadWords(unread)}
    </span>
  )
}
