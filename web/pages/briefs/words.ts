import type { BriefSummary } from '../../../shared/briefs.ts'
import type { Workspace } from '../../../shared/organizations.ts'
import { solutionsIn } from '../solutions/words.ts'

/** A draft may have no title yet. */
export const titleOf = ({ title }: { title: string }): string => title || 'Untitled'

/** Before it is made: SPEC section 4. */
export const whoWillSee = ({ as, organization }: Pick<Workspace, 'as' | 'organization'>): string =>
  as === 'partner'
    ? 'Only you see it until you send it.'
    : `The admins and editors of ${organization.name} see it at once. Solutions see it when you send it.`

type Answered = Pick<BriefSummary, 'status' | 'recipientCount' | 'responseCount'>

/** "3 solutions" who will be asked, or of whom the reader may not know who answered; else "1 of 3". */
export const answeredWords = ({ status, recipientCount, responseCount }: Answered, readsQuotes: boolean): string =>
  status === 'draft' || !readsQuotes ? solutionsIn(recipientCount) : `${responseCount} of ${recipientCount}`
