import type { Workspace } from '../../../shared/organizations.ts'
import { listShortlists } from '../../../shared/shortlists.ts'
import { listSavedSolutions } from '../../../shared/solutions.ts'
import { useRead, useReadList } from '../../api.ts'
import { paths } from '../../paths.ts'
import { StatusBadge } from '../../ui/badges.tsx'
import { TextLink } from '../../ui/link.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import styles from './solution.module.css'

type InWorkspaceProps = { workspace: Workspace; solutionId: string }

/** Who saved it here, and which shortlists that one sees hold it. */
export default function InThisWorkspace(props: InWorkspaceProps) {
  return (
    <Loaded label="Loading shortlists">
      <Known {...props} />
    </Loaded>
  )
}

function Known({ workspace, solutionId }: InWorkspaceProps) {
  const org = workspace.organization.slug
  const saved = useRead(listSavedSolutions, { org, solutionId: [solutionId] }).items[0]
  const { items, more, loadingMore } = useReadList(listShortlists, { org, withSolution: solutionId, limit: 20 })
  if (!saved && items.length === 0) return null
  return (
    <section className={styles.card} aria-labelledby="in-workspace">
      <h2 id="in-workspace">In this workspace</h2>
      {saved && (
        <p className={styles.saved}>
          Saved by {saved.savedBy.name}, <Moment at={saved.savedAt} />
        </p>
      )}
      {items.length > 0 && (
        <ul className={styles.shortlists} aria-label="Shortlists that hold it">
          {items.map(({ id, title, status }) => (
            <li key={id}>
              <TextLink to={paths.shortlist(org, id)} size="sm">
                {title}
              </TextLink>
              <StatusBadge status={status} />
            </li>
          ))}
        </ul>
      )}
      <ShowMore more={more} loading={loadingMore} />
    </section>
  )
}
