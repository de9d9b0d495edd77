import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { Workspace } from '../../../shared/organizations.ts'
import type { SavedSolution } from '../../../shared/solutions.ts'
import { paths } from '../../paths.ts'
import { focusHeading } from '../../ui/focus.ts'
import { Moment } from '../../ui/moment.tsx'
import { SolutionMonogram } from '../../ui/who.tsx'
import { AddIcon } from '../solutions/add-icon.tsx'
import { SaveIcon } from '../solutions/save-icon.tsx'
import { mayUnsave } from '../solutions/saved-marks.ts'
import { VerifiedMark } from '../solutions/verified.tsx'
import { inShort } from '../solutions/words.ts'
import styles from './saved-solutions.module.css'

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
        {workspace.can.createShortlists && <AddIcon org={org} solution={solution} />}
        {mayUnsave(workspace, saved) && <SaveIcon org={org} solution={solution} saved onUnsaved={focusHeading} />}
      </div>
    </li>
  )
}
