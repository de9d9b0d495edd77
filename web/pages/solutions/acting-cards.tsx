import type { Workspace } from '../../../shared/organizations.ts'
import type { SolutionSummary } from '../../../shared/solutions.ts'
import { AddIcon } from './add-icon.tsx'
import { SaveIcon } from './save-icon.tsx'
import { useSavedMarks } from './saved-marks.ts'
import { SolutionCard } from './solution-card.tsx'

type ActingCardsProps = { workspace: Workspace; solutions: SolutionSummary[] }

/** With *Save*, as soon as one knows what is saved, and *Add to shortlist*. */
export default function ActingCards({ workspace, solutions }: ActingCardsProps) {
  const { can, organization } = workspace
  const markOf = useSavedMarks(
    workspace,
    solutions.map(({ id }) => id),
  )
  return solutions.map((solution) => {
    const about = { org: organization.slug, solution }
    const mark = markOf(solution.id)
    return (
      <SolutionCard
        key={solution.id}
        {...about}
        save={mark && <SaveIcon {...about} mark={mark} />}
        add={can.createShortlists && <AddIcon {...about} />}
      />
    )
  })
}
