import type { Asks } from '../../shared/briefs.ts'
import type { IdentityMode } from '../../shared/delegations.ts'

/** What decides how a brief names who asks. */
export type Identity = {
  /** Names of the organization and of the author. */
  company: string
  author: string
  delegationId: string | null
  /** How the partner appears: as it was when the brief was sent, before that as it would be now. Null of members. */
  identityMode: IdentityMode | null
  anonymous: boolean
  revealedAt: Date | null
}

/**
 * SPEC 7: who asks, as solutions may know it. Pages, mails, notifications and the preview of the buyer ask here and nowhere
 * else, so that what is hidden in one place is hidden in all of them. Members ask as their company.
 */
export function asksOf(identity: Identity): Asks {
  const company = namesCompany(identity) ? identity.company : null
  const isNamed = company !== null && identity.delegationId !== null && identity.identityMode === 'transparent'
  return { company, person: isNamed ? identity.author : null }
}

const namesCompany = ({ identityMode, anonymous, revealedAt }: Identity) =>
  identityMode !== 'anonymous' && (!anonymous || revealedAt !== null)

/** Whether revealing would name anybody: what an anonymous partner hides stays hidden. */
export const isRevealable = ({ anonymous, revealedAt, identityMode }: Identity): boolean =>
  anonymous && revealedAt === null && identityMode !== 'anonymous'
