import { Group, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { Moment } from './moment.tsx'
import styles from './notification-line.module.css'
import type { Place } from './variables.ts'
import { OrganizationMonogram } from './who.tsx'

type NotificationLineProps = {
  organization: Place
  /** The sentence; a link where it leads somewhere. */
  text: ReactNode
  detail?: string | null
  at: string
  unread: boolean
  /** What can be answered in place. */
  actions?: ReactNode
}

export const NotificationLine = ({ organization, text, detail, at, unread, actions }: NotificationLineProps) => (
  <article className={styles.line} data-unread={unread || undefined}>
    <OrganizationMonogram of={organization} size={34} />
    <div className={styles.text}>
      {unread && <VisuallyHidden>Unread. </VisuallyHidden>}
      <span className={styles.sentence}>{text}</span>
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
