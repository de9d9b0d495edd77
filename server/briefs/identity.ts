import { sql } from 'kysely'
import type { Asks } from '../../shared/briefs.ts'
import type { IdentityMode } from '../../shared/delegations.ts'

/** What decides how a brief names who asks. */
export type Identity = {
  /** Names of the organization and of the author. */
  company: string
  author: string
  delegationId: string | null
  /** How the partner appears (`identityModeNow`); null of members. */
  identityMode: IdentityMode | null
  anonymous: boolean
  revealedAt: Date | null
}

/**
 * How the partner behind a brief appears, as an expression on briefs `b` with their delegations `d` (SPEC 7). As it was
 * when the brief was sent, so that what was read stays true; but a delegation that hides more since hides it here at once
 * (D8). A draft that passed to the organization is sent in its name alone.
 */
export const identityModeNow = sql<IdentityMode | null>`case
  when b.delegation_id is null then null
  when b.handed_over_at is not null then coalesce(b.identity_mode, 'as_buyer')
  when 'anonymous' in (b.identity_mode, d.identity_mode) then 'anonymous'
  when 'as_buyer' in (b.identity_mode, d.identity_mode) then 'as_buyer'
  else 'transparent' end`

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
