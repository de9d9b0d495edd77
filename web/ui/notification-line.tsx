import { ActionIcon, Group, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Moment, TimeOfDay } from './moment.tsx'
import styles from './notification-line.module.css'
import type { Place } from './variables.ts'
import { OrganizationMonogram } from './who.tsx'

type NotificationLineProps = {
  organization: Place
  text: string
  /** Where it leads; then the whole line is the link. */
  to?: string | undefined
  onFollow?: (() => void) | undefined
  detail?: string | null
  at: string
  /** Under a heading that says the day: the time of day says the rest. */
  underDay?: boolean
  unread: boolean
  /** Marks it as read, without following it. */
  onMark: () => void
  /** What can be answered in place. */
  actions?: ReactNode
}

export const NotificationLine = ({
  organization,
  detail,
  at,
  underDay = false,
  unread,
  onMark,
  actions,
  ...sentence
}: NotificationLineProps) => (
  <article className={styles.line} data-unread={unread || undefined}>
    <OrganizationMonogram of={organization} size={34} />
    <div className={styles.text}>
      {unread && <VisuallyHidden>Unread. </VisuallyHidden>}
      <span className={styles.sentence}>
        <Sentence {...sentence} />
      </span>
      <div className={styles.meta}>
        {detail && `${detail} · `}
        {underDay ? <TimeOfDay at={at} /> : <Moment at={at} />}
      </div>
      {actions && (
        <Group gap="xs" mt="xs" className={styles.actions}>
          {actions}
        </Group>
      )}
    </div>
    {unread && <MarkAsRead text={sentence.text} onMark={onMark} />}
  </article>
)

/** The dot says that it is new. Pressed it goes, and the sentence, which stays, has the focus. */
const MarkAsRead = ({ text, onMark }: Pick<NotificationLineProps, 'text' | 'onMark'>) => (
  <Tooltip label="Mark as read" position="left" openDelay={300}>
    <ActionIcon
      variant="subtle"
      color="gray"
      size={36}
      className={styles.mark ?? ''}
      aria-label={`Mark as read: ${text}`}
      onClick={({ currentTarget }) => {
        currentTarget.closest('article')?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true })
        onMark()
      }}
    >
      <span className={styles.dot} />
      <IconCheck className={styles.check} size={18} />
    </ActionIcon>
  </Tooltip>
)

/** The server's addresses may say more than a path, such as which note. */
function Sentence({ text, to, onFollow }: Pick<NotificationLineProps, 'text' | 'to' | 'onFollow'>) {
  if (!to) return text
  const { pathname, searchParams } = new URL(to, window.location.origin)
  return (
    <Link to={pathname} search={Object.fromEntries(searchParams)} onClick={onFollow}>
      {text}
    </Link>
  )
}
