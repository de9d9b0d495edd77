import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tie } from './actor.ts'

/** What the rule looks at in a piece of work: a shortlist or a brief. */
export type Work = {
  /** The delegation it was made under; null where a member made it. */
  delegationId: string | null
  isPublished: boolean
  /** A draft that passed to the organization when its delegation ended (SPEC D11). */
  isHandedOver: boolean
  isTrashed: boolean
}

/*
 * SPEC section 4, in one place and two faces:
 *   - a partner sees what was made under their own delegation, and with `full` everything that is published;
 *   - the team sees what is published; its admins and editors also its own drafts, and those that passed to the organization;
 *   - nobody else's draft is seen by anybody.
 * Changing: a partner only their own; admins and editors what they see.
 */

export function seesWork(tie: Tie, work: Work): boolean {
  if (work.isTrashed) return false
  if (tie.kind === 'partner') return work.delegationId === tie.id || (tie.dataVisibility === 'full' && work.isPublished)
  return work.isPublished || (isOfTeam(work) && tie.role !== 'viewer')
}

/** Made by a member, or passed to the organization. */
const isOfTeam = ({ delegationId, isHandedOver }: Work) => delegationId === null || isHandedOver

export const changesWork = (tie: Tie, work: Work): boolean =>
  seesWork(tie, work) && (tie.kind === 'member' || work.delegationId === tie.id)

/** `seesWork` as a condition on a table with the columns of work, known in the query by `alias`. */
export function workSeenBy(tie: Tie, alias: string): Expression<SqlBool> {
  if (tie.kind === 'partner') return workSeenUnder(sql`${tie.id}`, sql`${tie.dataVisibility === 'full'}`, alias)
  const seen = tie.role === 'viewer' ? isPublished(alias) : sql`(${isPublished(alias)} or ${isOfTeamIn(alias)})`
  return sql<SqlBool>`(${isKept(alias)} and ${seen})`
}

/** What a partner sees: their own, and with `full` what others published. */
export const workSeenUnder = (delegationId: RawBuilder<unknown>, isFull: RawBuilder<unknown>, alias: string) =>
  sql<SqlBool>`(${isKept(alias)} and (${sql.ref(`${alias}.delegation_id`)} = ${delegationId} or (${isFull} and ${isPublished(alias)})))`

/*
 * The two halves of it apart, where the query itself knows the delegation (many partnerships of one person at once). As one
 * condition it would make PostgreSQL look at all work of the organization, also for somebody who sees three pieces of it:
 * slow, and telling (SPEC V3).
 */
export const ownWorkUnder = (delegationId: RawBuilder<unknown>, alias: string) =>
  sql<SqlBool>`(${isKept(alias)} and ${sql.ref(`${alias}.delegation_id`)} = ${delegationId})`
export const othersWorkUnder = (delegationId: RawBuilder<unknown>, isFull: RawBuilder<unknown>, alias: string) =>
  sql<SqlBool>`(${isFull} and ${isKept(alias)} and ${isPublished(alias)} and ${sql.ref(`${alias}.delegation_id`)} is distinct from ${delegationId})`

/** `seesWork` for the team of the row's own organization, where the query itself knows the role: news of many organizations at once. */
export const workSeenByTeam = (role: RawBuilder<unknown>, alias: string) =>
  sql<SqlBool>`(${isKept(alias)} and (${isPublished(alias)} or ((${isOfTeamIn(alias)}) and ${role} <> 'viewer')))`

const isPublished = (alias: string) => sql`${sql.ref(`${alias}.published_at`)} is not null`
const isOfTeamIn = (alias: string) =>
  sql`${sql.ref(`${alias}.handed_over_at`)} is not null or ${sql.ref(`${alias}.delegation_id`)} is null`
const isKept = (alias: string) => sql`${sql.ref(`${alias}.trashed_at`)} is null`

/** `changesWork` as a condition. */
export const workChangedBy = (tie: Tie, alias: string): Expression<SqlBool> =>
  tie.kind === 'member'
    ? workSeenBy(tie, alias)
    : sql<SqlBool>`(${workSeenBy(tie, alias)} and ${sql.ref(`${alias}.delegation_id`)} = ${tie.id})`
