import type { Workspace } from '../../../shared/organizations.ts'

/** Before it is made: SPEC V4. */
export const whoWillSee = ({ as, organization }: Pick<Workspace, 'as' | 'organization'>): string =>
  as === 'partner'
    ? 'Only you see it until you publish.'
    : `The team of ${organization.name} sees it at once, and any partner who sees all published work.`
