import { Group, VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Moment } from './moment.tsx'
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
  unread: boolean
  /** What can be answered in place. */
  actions?: ReactNode
}

export const NotificationLine = ({ organization, detail, at, unread, actions, ...sentence }: NotificationLineProps) => (
  <article className={styles.line} data-unread={unread || undefined}>
    <OrganizationMonogram of={organization} size={34} />
    <div className={styles.text}>
      {unread && <VisuallyHidden>Unread. </VisuallyHidden>}
      <span className={styles.sentence}>
        <Sentence {...sentence} />
      </span>
      <div className={styles.meta}>
        {detail && `${detail} · `}
        <Moment at={at} />
      </div>
      {actions && (
        <Group gap="xs" mt="xs" className={styles.actions}>
          {actions}
        </Group>
      )}
    </div>
    {unread && <span className={styles.dot} aria-hidden="true" />}
  </article>
)

const Sentence = ({ text, to, onFollow }: Pick<NotificationLineProps, 'text' | 'to' | 'onFollow'>) =>
  to ? (
    <Link to={to} onClick={onFollow}>
      {text}
    </Link>
  ) : (
    text
  )
