import type { BriefSummary } from '../../../shared/briefs.ts'
import type { Workspace } from '../../../shared/organizations.ts'
import type { ShortlistSummary } from '../../../shared/shortlists.ts'

/* What shortlists and briefs have in common: somebody made them, somebody changed them, and somebody sees them. */

type Work = ShortlistSummary | BriefSummary
type Authored = Pick<Work, 'author' | 'own'>
type Changed = Pick<Work, 'changedBy'>
type State = Pick<Work, 'status' | 'handedOverAt' | 'author'>
type Company = Workspace['organization']

/**
 * A draft is its author's alone where a partner makes it; one of the team, or one that passed to it when its author's
 * access ended, is its admins' and editors' (SPEC section 4, D11).
 */
const audienceOf = ({ status, handedOverAt, author }: State) => {
  if (status !== 'draft') return 'everybody'
  return handedOverAt || author.as === 'member' ? 'editors' : 'author'
}

/** Who sees it now, beside its status. `act` is what lets others see it. */
export const whoSees = ({ name }: Company, work: State, act: 'publish' | 'send'): string =>
  ({
    everybody: `The team of ${name} sees it, and any partner who sees all published work`,
    editors: `The admins and editors of ${name} see it`,
    author: `Only you see it until you ${act}`,
  })[audienceOf(work)]

/** Who sees it now, in a row. */
export const seenBy = (work: State): string =>
  ({
    everybody: 'The team sees it',
    editors: 'Admins and editors see it',
    author: 'Only you see it',
  })[audienceOf(work)]

/** How a draft of somebody else came here; null where nothing passed. */
export const handedOver = ({ status, handedOverAt, author }: State): string | null =>
  status === 'draft' && handedOverAt ? `Draft of ${author.name}, passed to you when their access ended` : null

export const authorOf = ({ own, author }: Authored): string => (own ? 'You' : author.name)

/** "By you", "By Pia Lindqvist, partner", or how it came here. */
export const originOf = (work: State & Authored): string =>
  handedOver(work) ??
  `By ${work.own ? 'you' : work.author.name}${!work.own && work.author.as === 'partner' ? ', partner' : ''}`

/** Who changed it last. One's own name is not news. */
export const changedByOf = ({ changedBy }: Changed): string => (changedBy.own ? 'you' : changedBy.name)

/** Who was quicker. It can be oneself, in another window. */
export const quickerOf = ({ changedBy }: Changed): string => (changedBy.own ? 'You' : changedBy.name)
