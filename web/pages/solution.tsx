import { useParams } from '@tanstack/react-router'
import { lazy } from 'react'
import { openWorkspace, type Workspace } from '../../shared/organizations.ts'
import { findSolution, type Solution as SolutionView } from '../../shared/solutions.ts'
import { useRead } from '../api.ts'
import { Loaded } from '../ui/loaded.tsx'
import { ThingHeader } from '../ui/page.tsx'
import { SolutionMonogram } from '../ui/who.tsx'
import { Notes, NotesBeside } from './notes/notes-beside.tsx'
import { NotesButton } from './notes/notes-button.tsx'
import { SolutionFacts } from './solution/facts.tsx'
import { FilterLink } from './solution/filter-link.tsx'
import { SolutionGhosts } from './solution/ghosts.tsx'
import styles from './solution/solution.module.css'
import { Tags } from './solution/tags.tsx'
import { Verified } from './solutions/verified.tsx'

/* Who may not has no use for the code, either (SPEC D5). */
const SolutionActs = lazy(() => import('./solution/acts.tsx'))
const InThisWorkspace = lazy(() => import('./solution/in-this-workspace.tsx'))

export default function Solution() {
  const { org, slug } = useParams({ from: '/signed-in/w/$org/catalogue/solutions/$slug' })
  return (
    <Loaded key={slug} label="Loading the solution" skeleton={<SolutionGhosts />}>
      <Page org={org} slug={slug} />
    </Loaded>
  )
}

function Page({ org, slug }: { org: string; slug: string }) {
  const workspace = useRead(openWorkspace, { org })
  const solution = useRead(findSolution, { slug })
  return (
    <NotesBeside key={solution.id} org={org} subject={`solution:${solution.id}`}>
      <ThingHeader
        state={<State org={org} solution={solution} />}
        title={solution.name}
        purpose={solution.tagline}
        actions={<Actions workspace={workspace} solution={solution} />}
      />
      <div className={styles.content}>
        <div className={styles.columns}>
          <div className={styles.description}>
            {paragraphsOf(solution.description).map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
            <Tags org={org} label="Capabilities" facet="capability" values={solution.capabilities} />
            <Tags org={org} label="Regions" facet="region" values={solution.regions} />
          </div>
          <div className={styles.panel}>
            <SolutionFacts solution={solution} />
            {workspace.can.readShortlists && <InThisWorkspace workspace={workspace} solutionId={solution.id} />}
          </div>
        </div>
      </div>
      <Notes work={null} />
    </NotesBeside>
  )
}

const Actions = ({ workspace, solution }: { workspace: Workspace; solution: SolutionView }) => (
  <>
    <NotesButton />
    {workspace.can.createShortlists && <SolutionActs workspace={workspace} solution={solution} />}
  </>
)

const State = ({ org, solution }: { org: string; solution: SolutionView }) => (
  <>
    <SolutionMonogram name={solution.name} size={44} />
    <FilterLink org={org} facet="category" value={solution.category} />
    {solution.verified && <Verified />}
  </>
)

/** Each once: they tell themselves apart by their words. */
const paragraphsOf = (text: string) => [...new Set(text.split(/\n{2,}/).filter((it) => it.trim() !== ''))]
