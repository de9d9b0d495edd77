import { Button } from '@mantine/core'
import { IconPlaylistAdd } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { openWorkspace, type Workspace } from '../../shared/organizations.ts'
import { findSolution, type Solution as SolutionView } from '../../shared/solutions.ts'
import { useRead } from '../api.ts'
import { Loaded } from '../ui/loaded.tsx'
import { ThingHeader } from '../ui/page.tsx'
import { SolutionMonogram } from '../ui/who.tsx'
import { SolutionFacts } from './solution/facts.tsx'
import { FilterLink } from './solution/filter-link.tsx'
import { SolutionGhosts } from './solution/ghosts.tsx'
import { InThisWorkspace } from './solution/in-this-workspace.tsx'
import { SaveButton } from './solution/save-button.tsx'
import styles from './solution/solution.module.css'
import { Tags } from './solution/tags.tsx'
import { AddToShortlist } from './solutions/add-to-shortlist.tsx'
import { Verified } from './solutions/verified.tsx'

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
    <>
      <ThingHeader
        state={<State org={org} solution={solution} />}
        title={solution.name}
        purpose={solution.tagline}
        actions={workspace.can.createShortlists && <Actions workspace={workspace} solution={solution} />}
      />
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
    </>
  )
}

const State = ({ org, solution }: { org: string; solution: SolutionView }) => (
  <>
    <SolutionMonogram name={solution.name} size={44} />
    <FilterLink org={org} facet="category" value={solution.category} />
    {solution.verified && <Verified />}
  </>
)

const Actions = ({ workspace, solution }: { workspace: Workspace; solution: SolutionView }) => (
  <>
    {workspace.can.saveSolutions && <SaveButton workspace={workspace} solution={solution} />}
    <AddToShortlist
      org={workspace.organization.slug}
      solution={solution}
      target={(toggle) => (
        <Button leftSection={<IconPlaylistAdd size={18} />} onClick={toggle}>
          Add to shortlist
        </Button>
      )}
    />
  </>
)

/** Each once: they tell themselves apart by their words. */
const paragraphsOf = (text: string) => [...new Set(text.split(/\n{2,}/).filter((it) => it.trim() !== ''))]
