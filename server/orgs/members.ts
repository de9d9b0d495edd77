import { sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/organizations.ts'
import { authorize } from '../authz/can.ts'
import { closeTie } from '../authz/lock.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { containing } from '../db/search.ts'
import { record } from '../events/record.ts'
import { withdrawInvitation, withdrawNews, withdrawUnseenNews } from '../events/withdraw.ts'
import { isNameShown, type MemberRow, present, selectMembers, shownEmail, visibleMembers } from './present-member.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

export async function listMembers(ctx: Ctx, { status, search, limit, cursor }: Input<typeof api.listMembers>) {
  const { id: orgId } = authorize(ctx, 'member.read')
  const place = placeOf(cursor)
  const rows = await visibleMembers(ctx)
    .where('memberships.status', '<>', 'removed')
    .$if(status !== undefined, (query) => query.where('memberships.status', '=', status!))
    .$if(Boolean(search?.trim()), (query) => query.where(matches(search!)))
    .$if(place !== null, (query) => query.where('memberships.id', '<', place))
    .orderBy('memberships.id', 'desc')
    .limit(limit + 1)
    .execute()
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map((row) => present(ctx, row)), nextCursor, counts: await countMembers(ctx, orgId) }
}

/** Names are found only where they are shown. */
const matches = (search: string) => {
  const pattern = containing(search)
  return sql<boolean>`(${shownEmail} ilike ${pattern} or (${isNameShown} and users.name ilike ${pattern}))`
}

type Counts = { all: number; active: number; invited: number; admins: number }

async function countMembers({ db }: Ctx, orgId: string): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select count(*) as all, count(*) filter (where status = 'active') as active, count(*) filter (where status = 'invited') as invited,
           count(*) filter (where status = 'active' and role = 'admin') as admins
    from memberships where org_id = ${orgId} and status <> 'removed'`.execute(db)
  return rows[0]!
}

export async function changeRole(ctx: Ctx, { id, role }: Input<typeof api.changeRole>) {
  const before = await openMember(ctx, id)
  if (before.isExpired) refuse('invitation_expired')
  if (before.role === role) return present(ctx, before)
  if (role !== 'admin') await keepOneAdmin(ctx, before)
  await update(ctx, before, { role })
  await withdrawUnseenNews(ctx, before)
  await record(ctx, 'member.roleChanged', {
    orgId: before.orgId,
    membershipId: id,
    subjectId: before.userId,
    before: { role: before.role },
    after: { role },
    facts: { by: ctx.actor.user.name, role },
    // ABUSE 28: as often as it changes. The page of the invitation says the role that it would be.
    silent: before.status === 'invited',
  })
  return present(ctx, { ...before, role })
}

/** SPEC O2: access ends at once, work stays. Who was only invited is not invited any more. */
export async function removeMember(ctx: Ctx, { id }: Input<typeof api.removeMember>) {
  const before = await openMember(ctx, id)
  const wasActive = before.status === 'active'
  await keepOneAdmin(ctx, before)
  await end(ctx, before, wasActive ? 'removed' : 'cancelled')
  await record(ctx, wasActive ? 'member.removed' : 'member.cancelled', {
    orgId: before.orgId,
    membershipId: id,
    subjectId: before.userId,
    before: { role: before.role },
    facts: { by: ctx.actor.user.name },
  })
  return present(ctx, { ...before, status: 'removed' })
}

/** The member's own way out. */
export async function leaveOrganization(ctx: Ctx) {
  const { id: orgId } = authorize(ctx, 'member.leave')
  await leaveTeam(ctx, orgId, ctx.actor.tie!.id)
  return { done: true } as const
}

/** Ends a membership as its own member, wherever they ask from. */
export async function leaveTeam(ctx: Ctx, orgId: string, membershipId: string): Promise<void> {
  const before = await lockMember(ctx, orgId, membershipId)
  await keepOneAdmin(ctx, before)
  await end(ctx, before, 'left')
  await record(ctx, 'member.left', {
    orgId,
    membershipId,
    subjectId: before.userId,
    before: { role: before.role },
    facts: { by: before.name || before.email },
  })
}

export const openMember = (ctx: Ctx, id: string) => lockMember(ctx, authorize(ctx, 'member.manage').id, id)

/**
 * The membership to change. One organization's roles change one at a time, and only after every write under the
 * membership has ended (SPEC G2); an answer to its invitation waits, too.
 */
async function lockMember({ db }: Ctx, orgId: string, id: string): Promise<MemberRow> {
  await db.selectFrom('organizations').select('id').where('id', '=', orgId).forNoKeyUpdate().execute()
  await findLive(db, orgId, id)
  await closeTie(db, id)
  await sql`select from memberships where org_id = ${orgId} and id = ${id} for update`.execute(db)
  return findLive(db, orgId, id)
}

const findLive = async (db: Ctx['db'], orgId: string, id: string) =>
  (await selectMembers(db)
    .where('memberships.orgId', '=', orgId)
    .where('memberships.id', '=', id)
    .where('memberships.status', '<>', 'removed')
    .executeTakeFirst()) ?? refuse('not_found')

/** Asked where an active admin is about to be one no longer. */
async function keepOneAdmin({ db }: Ctx, { orgId, id, role, status }: MemberRow) {
  if (role !== 'admin' || status !== 'active') return
  const another = await db
    .selectFrom('memberships')
    .select('id')
    .where('orgId', '=', orgId)
    .where('role', '=', 'admin')
    .where('status', '=', 'active')
    .where('id', '<>', id)
    .executeTakeFirst()
  if (!another) refuse('last_admin')
}

/** What the organization had to tell them goes with the membership (SPEC 10, G4). */
async function end(ctx: Ctx, member: MemberRow, endedAs: 'removed' | 'left' | 'cancelled') {
  await update(ctx, member, {
    status: 'removed',
    tokenHash: null,
    endedAt: sql<Date>`now()`,
    endedAs,
    endedBy: ctx.actor.user.id,
  })
  if (member.status === 'invited') await withdrawInvitation(ctx, member, member.id)
  else await withdrawNews(ctx, member)
}

const update = ({ db }: Ctx, { orgId, id }: MemberRow, values: Record<string, unknown>) =>
  db.updateTable('memberships').set(values).where('orgId', '=', orgId).where('id', '=', id).execute()
