import { ActionIcon, Text } from '@mantine/core'
import { IconPlaylistAdd } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { Workspace } from '../../../shared/organizations.ts'
import type { SavedSolution } from '../../../shared/solutions.ts'
import { paths } from '../../paths.ts'
import { Moment } from '../../ui/moment.tsx'
import { SolutionMonogram } from '../../ui/who.tsx'
import { AddToShortlist } from '../solutions/add-to-shortlist.tsx'
import { mayUnsave } from '../solutions/saved-marks.ts'
import { VerifiedMark } from '../solutions/verified.tsx'
import { inShort } from '../solutions/words.ts'
import styles from './saved-solutions.module.css'
import { Unsave } from './unsave.tsx'

type SavedRowProps = { workspace: Workspace; saved: z.output<typeof SavedSolution> }

export const SavedRow = ({ workspace, saved }: SavedRowProps) => {
  const { solution, savedBy, savedAt } = saved
  const org = workspace.organization.slug
  return (
    <li className={styles.row}>
      <SolutionMonogram name={solution.name} size={44} />
      <div className={styles.words}>
        <h2>
          <Link to={paths.solution(org, solution.slug)}>{solution.name}</Link>
          {solution.verified && <VerifiedMark />}
        </h2>
        <Text size="sm">{solution.tagline}</Text>
        <Text size="xs" c="dimmed">
          {[solution.category, inShort(solution.regions)].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <div className={styles.by}>
        Saved by {savedBy.name}
        <Text size="xs" c="dimmed">
          <Moment at={savedAt} />
        </Text>
      </div>
      <div className={styles.acts}>
        {workspace.can.createShortlists && (
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
        )}
        {mayUnsave(workspace, saved) && <Unsave org={org} solution={solution} />}
      </div>
    </li>
  )
}
