import { Badge, Box, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SolutionSummary } from '../../../shared/solutions.ts'
import { paths } from '../../paths.ts'
import { SolutionMonogram } from '../../ui/who.tsx'
import styles from './solutions.module.css'
import { VerifiedMark } from './verified.tsx'
import { inShort, shorten } from './words.ts'

type SolutionCardProps = {
  org: string
  solution: SolutionSummary
  /** What one may do with it. */
  save?: ReactNode
  add?: ReactNode
}

/** The whole card leads to the solution; what one can do with it lies above that. */
export const SolutionCard = ({ org, solution, save, add }: SolutionCardProps) => (
  <article className={styles.card}>
    <Group wrap="nowrap" gap="sm" align="flex-start">
      <SolutionMonogram name={solution.name} size={44} />
      <Box flex={1} miw={0}>
        <h2>
          <Link to={paths.solution(org, solution.slug)}>{solution.name}</Link>
          {solution.verified && <VerifiedMark />}
        </h2>
        <Text size="xs" c="dimmed">
          {[solution.category, inShort(solution.regions)].filter(Boolean).join(' · ')}
        </Text>
      </Box>
      {save && <div className={styles.act}>{save}</div>}
    </Group>
    <Text size="sm" flex={1} className={styles.tagline ?? ''}>
      {solution.tagline}
    </Text>
    <div className={styles.last}>
      <Tags of={solution.capabilities} />
      {add && <div className={styles.act}>{add}</div>}
    </div>
  </article>
)

/** What is left stays beside the last one. */
const Tags = ({ of: capabilities }: { of: string[] }) => {
  const { first, left } = shorten(capabilities, 3)
  const last = first.at(-1)
  return (
    <div className={styles.tags}>
      {first.slice(0, -1).map((name) => (
        <Tag key={name} name={name} />
      ))}
      {last && (
        <span className={styles.lastTag}>
          <Tag name={last} />
          {left > 0 && (
            <Badge size="md" variant="transparent" color="gray" px={2} title={capabilities.slice(3).join(', ')}>
              +{left}
            </Badge>
          )}
        </span>
      )}
    </div>
  )
}

const Tag = ({ name }: { name: string }) => (
  <Badge size="md" color="gray" fw={500} title={name}>
    {name}
  </Badge>
)
