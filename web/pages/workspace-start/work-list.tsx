import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { BriefSummary } from '../../../shared/briefs.ts'
import type { ShortlistSummary } from '../../../shared/shortlists.ts'
import { StatusBadge } from '../../ui/badges.tsx'
import { TextLink } from '../../ui/link.tsx'
import { Moment } from '../../ui/moment.tsx'
import { authorOf } from '../work/words.ts'
import styles from './workspace-start.module.css'

/** How many of them the first page shows. */
export const NEWEST = 4

type Work = Pick<ShortlistSummary | BriefSummary, 'id' | 'title' | 'status' | 'own' | 'author' | 'updatedAt'>
type WorkListProps<One extends Work> = {
  works: One[]
  pathOf: (id: string) => string
  /** What one reads of it before who made it. */
  aboutOf?: (work: One) => string
  /** The way to all of them, where there are more. */
  all: { to: string; words: string } | null
}

/** The newest of one kind, and the way to all of them. */
export const WorkList = <One extends Work>({ works, pathOf, aboutOf, all }: WorkListProps<One>) => (
  <>
    <ul className={styles.list}>
      {works.map((it) => (
        <li key={it.id}>
          <div className={styles.who}>
            <TextLink to={pathOf(it.id)} className={styles.title ?? ''} title={it.title}>
              {it.title || 'Untitled'}
            </TextLink>
            <Text size="xs" c="dimmed">
              {aboutOf && `${aboutOf(it)} · `}
              {authorOf(it)}, <Moment at={it.updatedAt} />
            </Text>
          </div>
          <StatusBadge status={it.status} />
        </li>
      ))}
    </ul>
    {all && (
      <Text mt="sm">
        <TextLink to={all.to}>{all.words}</TextLink>
      </Text>
    )}
  </>
)

/** Where there is none: what one would begin with. */
export const NoWork = ({ children }: { children: ReactNode }) => <Text>Nothing here yet. {children}</Text>
