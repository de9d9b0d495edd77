import { lazy, Suspense } from 'react'
import type { Workspace } from '../../../shared/organizations.ts'
import type { SolutionSummary } from '../../../shared/solutions.ts'
import { SolutionCard } from './solution-card.tsx'
import styles from './solutions.module.css'

const ActingCards = lazy(() => import('./acting-cards.tsx'))

type CardsProps = { workspace: Workspace; solutions: SolutionSummary[] }

/** Who may do nothing with them loads nothing for it, either (SPEC D5). Nobody waits for the buttons. */
export function Cards({ workspace, solutions }: CardsProps) {
  const { can, organization } = workspace
  const plain = solutions.map((solution) => (
    <SolutionCard key={solution.id} org={organization.slug} solution={solution} />
  ))
  return (
    <div className={styles.grid}>
      {can.saveSolutions || can.createShortlists ? (
        <Suspense fallback={plain}>
          <ActingCards workspace={workspace} solutions={solutions} />
        </Suspense>
      ) : (
        plain
      )}
    </div>
  )
}
