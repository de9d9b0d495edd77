import { type Expression, type SqlBool, sql } from 'kysely'
import { type Permission, permissions, type Role } from '../../shared/permissions.ts'
import type { Tx } from '../db/db.ts'
import type { Actor } from './actor.ts'
import { can } from './can.ts'
import { holdTie } from './lock.ts'

/*
 * SPEC 6. A request is the solution's, not the buyer's: it belongs to the organization of the solution and to the person
 * behind its contact address. No organization stands in the address of these pages, so one's ties to solution
 * organizations are looked up here, and the rule of `can` and `within` is asked about each of them:
 *   - the contact reads and answers;
 *   - so do admins and editors of the solution's organization; its viewers read.
 * The people of the buyer have no part in this, whatever they are over there.
 */

/** Whose a request is. What is not sent yet is nobody's. */
export type Addressee = { solutionOrgId: string | null; contactId: string | null; isSent: boolean }
export type RequestPermission = Extract<Permission, `request.${string}`>

/** The solution organizations in which somebody works, with the membership that says so. */
export type Desk = { id: string; orgId: string; role: Role }

export async function loadDesks({ db, actor }: { db: Tx; actor: Actor }): Promise<Desk[]> {
  const { rows } = await sql<Desk>`
    select m.id, m.org_id, m.role from memberships m join organizations o on o.id = m.org_id
    where m.user_id = ${actor.user.id} and m.status = 'active' and o.kind = 'solution'`.execute(db)
  return rows
}

/** The rule for one request. */
export function canRequest(actor: Actor, desks: Desk[], permission: RequestPermission, it: Addressee): boolean {
  const desk = desks.find(({ orgId }) => orgId === it.solutionOrgId)
  const thing = { orgId: it.solutionOrgId, userId: it.contactId }
  return can(sittingAt(actor, desk), permission, thing) && it.isSent
}

/** The same person, as they are tied to the organization of the solution instead of to one in the address. */
const sittingAt = (actor: Actor, desk: Desk | undefined): Actor => {
  if (!desk) return { ...actor, tie: null }
  const organization = { id: desk.orgId, slug: '', name: '', kind: 'solution' } as const
  return { ...actor, tie: { kind: 'member', id: desk.id, organization, role: desk.role } }
}

/**
 * The same rule as a condition on requests, known in the query by `alias`: by the memberships as they are in this moment. Each
 * half finds its rows by its own index; as one condition with an `or`, PostgreSQL would rather walk through all requests.
 */
export function requestsWithin(actor: Actor, permission: RequestPermission, alias: string): Expression<SqlBool> {
  const { roles, own } = permissions[permission]
  return sql<SqlBool>`${sql.ref(`${alias}.id`)} in (
    select own.id from requests own where own.contact_id = ${actor.user.id} and own.sent_at is not null and ${sql.lit(own)}
    union all
    select ours.id from requests ours
    join memberships m on m.org_id = ours.solution_org_id
    join organizations o on o.id = m.org_id
    where m.user_id = ${actor.user.id} and m.status = 'active' and m.role = any(${[...roles]}) and o.kind = 'solution' and ours.sent_at is not null)`
}

/** SPEC G2: a write to a request holds the membership it happens under. Read the request again after this. */
export async function holdDesk(ctx: { db: Tx; actor: Actor }, solutionOrgId: string | null): Promise<void> {
  const desk = (await loadDesks(ctx)).find(({ orgId }) => orgId === solutionOrgId)
  if (desk) await holdTie(ctx.db, desk.id)
}
