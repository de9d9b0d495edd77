import { ActionIcon, Badge, Box, Group, Text } from '@mantine/core'
import { IconPlaylistAdd } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Workspace } from '../../../shared/organizations.ts'
import type { SolutionSummary } from '../../../shared/solutions.ts'
import { paths } from '../../paths.ts'
import { SolutionMonogram } from '../../ui/who.tsx'
import { AddToShortlist } from './add-to-shortlist.tsx'
import { SaveIcon } from './save-icon.tsx'
import styles from './solutions.module.css'
import { VerifiedMark } from './verified.tsx'
import { inShort, shorten } from './words.ts'

type SolutionCardProps = { workspace: Workspace; solution: SolutionSummary; saved: boolean | undefined }

/** The whole card leads to the solution; what one can do with it lies above that. */
export const SolutionCard = ({ workspace, solution, saved }: SolutionCardProps) => {
  const org = workspace.organization.slug
  return (
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
        {saved !== undefined && (
          <div className={styles.act}>
            <SaveIcon org={org} solution={solution} saved={saved} />
          </div>
        )}
      </Group>
      <Text size="sm" flex={1} className={styles.tagline ?? ''}>
        {solution.tagline}
      </Text>
      <div className={styles.last}>
        <Tags of={solution.capabilities} />
        {workspace.can.createShortlists && (
          <div className={styles.act}>
            <AddToShortlist
              org={org}
              solution={solution}
              target={(toggle) => (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={`Add ${solution.name} to a shortlist`}
                  onClick={toggle}
                >
                  <IconPlaylistAdd size={20} stroke={1.6} />
                </ActionIcon>
              )}
            />
          </div>
        )}
      </div>
    </article>
  )
}

const Tags = ({ of: capabilities }: { of: string[] }) => {
  const { first, left } = shorten(capabilities, 3)
  return (
    <div className={styles.tags}>
      {first.map((name) => (
        <Badge key={name} size="md" color="gray" fw={500} title={name}>
          {name}
        </Badge>
      ))}
      {left > 0 && (
        <Badge size="md" variant="transparent" color="gray" px={2} title={capabilities.slice(3).join(', ')}>
          +{left}
        </Badge>
      )}
    </div>
  )
}
