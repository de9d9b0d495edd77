import type { Workspace } from '../../../shared/organizations.ts'
import type { ShortlistSummary } from '../../../shared/shortlists.ts'

type State = Pick<ShortlistSummary, 'status' | 'handedOverAt'>
type Authored = Pick<ShortlistSummary, 'author' | 'own'>
type Changed = Pick<ShortlistSummary, 'changedBy'>
type Company = Workspace['organization']

/** Whoever reads a draft is its author, or it passed to the team when the author's access ended (SPEC section 4, D11). */
const audienceOf = ({ status, handedOverAt }: State) =>
  status === 'published' ? 'everybody' : handedOverAt ? 'editors' : 'author'

/** Who sees it now, beside its status. */
export const whoSees = ({ name }: Company, shortlist: State): string =>
  ({
    everybody: `The team of ${name} sees it, and any partner who sees all published work`,
    editors: `The admins and editors of ${name} see it`,
    author: 'Only you see it until you publish',
  })[audienceOf(shortlist)]

/** Before it is made: SPEC V4. */
export const whoWillSee = ({ as, organization }: Pick<Workspace, 'as' | 'organization'>): string =>
  as === 'partner'
    ? 'Only you see it until you publish.'
    : `The team of ${organization.name} sees it at once, and any partner who sees all published work.`

/** Who sees it now, in a row. */
export const seenBy = (shortlist: State): string =>
  ({
    everybody: 'The team sees it',
    editors: 'Admins and editors see it',
    author: 'Only you see it',
  })[audienceOf(shortlist)]

/** How a draft of somebody else came here; null where nothing passed. */
export const handedOver = ({ status, handedOverAt, author }: State & Authored): string | null =>
  status === 'draft' && handedOverAt ? `Draft of ${author.name}, passed to you when their access ended` : null

export const authorOf = ({ own, author }: Authored): string => (own ? 'You' : author.name)

/** Who changed it last. One's own name is not news. */
export const changedByOf = ({ changedBy }: Changed): string => (changedBy.own ? 'you' : changedBy.name)

/** Who was quicker. It can be oneself, in another window. */
export const quickerOf = ({ changedBy }: Changed): string => (changedBy.own ? 'You' : changedBy.name)
