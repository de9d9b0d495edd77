import { lazy } from 'react'
import type { Workspace } from '../../../shared/organizations.ts'
import { WorkSection } from './work-section.tsx'

/* Who may not has no use for the code, either (SPEC D5). */
const NewestShortlists = lazy(() => import('./newest-shortlists.tsx'))
const NewestBriefs = lazy(() => import('./newest-briefs.tsx'))

/** Where the work is: of each kind that one may read. */
export const NewestWork = ({ workspace: { organization, can } }: { workspace: Workspace }) => (
  <>
    {can.readShortlists && (
      <WorkSection title="Shortlists">
        <NewestShortlists org={organization.slug} />
      </WorkSection>
    )}
    {can.readBriefs && (
      <WorkSection title="Briefs">
        <NewestBriefs org={organization.slug} />
      </WorkSection>
    )}
  </>
)
