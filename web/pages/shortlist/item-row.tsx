import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { UnstyledButton } from '@mantine/core'
import { IconGripVertical } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Shortlist } from '../../../shared/shortlists.ts'
import { paths } from '../../paths.ts'
import { TextLink } from '../../ui/link.tsx'

import { SolutionMonogram } from '../../ui/who.tsx'
import { VerifiedMark } from '../solutions/verified.tsx'
import styles from './shortlist.module.css'

type Item = Shortlist['items'][number]
type RowProps = {
  org: string
  item: Item
  rank: number
  isNew: boolean
  /** The line why. */
  children: ReactNode
}

/** For readers: the rank, the solution, the line why. */
export const ItemRow = ({ isNew, ...row }: RowProps) => (
  <li className={`${styles.item} ${styles.still} ${isNew ? styles.arrived : ''}`}>
    <Solution {...row} />
  </li>
)

/** For those who may edit: with a grip at the left and a menu at the right. */
export function MovableRow({ menu, isNew, ...row }: RowProps & { menu: ReactNode }) {
  const { name } = row.item.solution
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging, newIndex } =
    useSortable({ id: row.item.solutionId })
  const look = [styles.item, isDragging && styles.lifted, isNew && styles.arrived].filter(Boolean).join(' ')
  return (
    <li ref={setNodeRef} className={look} style={{ transform: CSS.Translate.toString(transform), transition }}>
      <UnstyledButton
        ref={setActivatorNodeRef}
        className={styles.grip ?? ''}
        {...attributes}
        {...listeners}
        aria-label={`Move ${name}, now number ${row.rank}`}
      >
        <IconGripVertical size={18} stroke={1.6} />
      </UnstyledButton>
      <Solution {...row} rank={newIndex + 1} />
      {menu}
    </li>
  )
}

const Solution = ({ org, item: { solution }, rank, children }: Omit<RowProps, 'isNew'>) => (
  <>
    <span className={styles.rank}>{rank}</span>
    <SolutionMonogram name={solution.name} />
    <div className={styles.words}>
      <TextLink to={paths.solution(org, solution.slug)} className={styles.name ?? ''}>
        {solution.name}
      </TextLink>
      {solution.verified && <VerifiedMark />}
      <p className={styles.tagline}>{solution.tagline}</p>
      {children}
    </div>
  </>
)
