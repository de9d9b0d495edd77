import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/organizations.ts'
import type { Role } from '../../shared/permissions.ts'
import { authorize, within } from '../authz/can.ts'
import { closeTie } from '../authz/lock.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { record } from '../events/record.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** The one place that says which memberships a person may see. */
const visibleMembers = ({ db, actor }: Ctx) =>
  db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.userId')
    .where(within(actor, 'member.read', { org: 'memberships.orgId' }))
    .select([
      'memberships.id',
      'memberships.userId',
      'memberships.role',
      'memberships.status',
      'memberships.createdAt',
      'users.email',
      'users.name',
    ])

export async function listMembers(ctx: Ctx, { limit, cursor }: Input<typeof api.listMembers>) {
  authorize(ctx, 'member.read')
  const place = placeOf(cursor)
  const rows = await visibleMembers(ctx)
    .where('memberships.status', '<>', 'removed')
    .$if(place !== null, (query) => query.where('memberships.id', '<', place))
    .orderBy('memberships.id', 'desc')
    .limit(limit + 1)
    .execute()
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map(present), nextCursor }
}

export async function changeRole(ctx: Ctx, { id, role }: Input<typeof api.changeRole>) {
  const { before, orgId } = await openMember(ctx, id)
  if (before.role === role) return present(before)
  if (before.role === 'admin' && role !== 'admin') await keepOneAdmin(ctx, orgId, id)
  await ctx.db.updateTable('memberships').set({ role }).where('orgId', '=', orgId).where('id', '=', id).execute()
  await record(ctx, 'member.roleChanged', {
    orgId,
    subjectId: before.userId,
    before: { role: before.role },
    after: { role },
  })
  return present({ ...before, role })
}

/** SPEC O2: access ends at once, work stays. */
export async function removeMember(ctx: Ctx, { id }: Input<typeof api.removeMember>) {
  const { before, orgId } = await openMember(ctx, id)
  if (before.role === 'admin') await keepOneAdmin(ctx, orgId, id)
  await ctx.db
    .updateTable('memberships')
    .set({ status: 'removed' })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()
  await record(ctx, 'member.removed', { orgId, subjectId: before.userId, before: { role: before.role } })
  return present({ ...before, status: 'removed' as const })
}

/**
 * The membership to change. One organization's roles change one at a time, and only after every write under the
 * membership has ended (SPEC G2).
 */
async function openMember(ctx: Ctx, id: string) {
  const { id: orgId } = authorize(ctx, 'member.manage')
  await ctx.db.selectFrom('organizations').select('id').where('id', '=', orgId).forNoKeyUpdate().execute()
  await findMember(ctx, orgId, id)
  await closeTie(ctx.db, id)
  return { before: await findMember(ctx, orgId, id), orgId }
}

const findMember = async (ctx: Ctx, orgId: string, id: string) =>
  (await visibleMembers(ctx)
    .where('memberships.orgId', '=', orgId)
    .where('memberships.id', '=', id)
    .where('memberships.status', '<>', 'removed')
    .executeTakeFirst()) ?? refuse('not_found')

async function keepOneAdmin({ db }: Ctx, orgId: string, exceptId: string) {
  const another = await db
    .selectFrom('memberships')
    .select('id')
    .where('orgId', '=', orgId)
    .where('role', '=', 'admin')
    .where('status', '=', 'active')
    .where('id', '<>', exceptId)
    .executeTakeFirst()
  if (!another) refuse('last_admin')
}

type MemberRow = {
  id: string
  email: string
  name: string
  role: Role
  status: 'active' | 'invited' | 'removed'
  createdAt: Date
}
const present = ({ id, email, name, role, status, createdAt }: MemberRow) => ({
  id,
  user: { email, name },
  role,
  status,
  since: createdAt.toISOString(),
})
