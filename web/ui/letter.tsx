import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { PageHeading } from './heading.tsx'
import styles from './letter.module.css'
import { Cloud, Wordmark } from './mark.tsx'
import { type Place, variables } from './variables.ts'
import { OrganizationMonogram } from './who.tsx'

type LetterProps = {
  /** Whose desk it lies on. Without one it is ours. */
  of?: Place | undefined
  /** A `LetterHead`, or a `PageHeading`. */
  head: ReactNode
  foot?: ReactNode
  width?: number
  children: ReactNode
}

/** A page with one thing to decide. */
export const Letter = ({ of, head, foot, width = 560, children }: LetterProps) => (
  <div className={styles.desk} style={variables({ '--org': of?.color, '--width': `${width}px` })}>
    <svg className={styles.cloud} viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="6.4" r="5" />
      <Cloud />
    </svg>
    <header>
      <Wordmark />
    </header>
    <main className={styles.letter}>
      <div className={styles.sheet}>
        <div className={styles.edge} />
        <div className={styles.head}>{head}</div>
        <div className={styles.body}>{children}</div>
        {foot && <div className={styles.foot}>{foot}</div>}
      </div>
    </main>
  </div>
)

/** Whose letter it is, what it says, one quiet line. */
export const LetterHead = ({ of, title, children }: { of: Place; title: string; children?: ReactNode }) => (
  <div className={styles.who}>
    <OrganizationMonogram of={of} size={52} />
    <div>
      <PageHeading>{title}</PageHeading>
      {children && (
        <Text c="dimmed" mt={4}>
          {children}
        </Text>
      )}
    </div>
  </div>
)

export const LetterActions = ({ children }: { children: ReactNode }) => <div className={styles.actions}>{children}</div>
/** Somebody's own words. */
export const Quote = ({ children }: { children: ReactNode }) => (
  <blockquote className={styles.quote}>{children}</blockquote>
)
