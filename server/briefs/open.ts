import { sql } from 'kysely'
import { refuse } from '../../shared/errors.ts'
import { authorize, can } from '../authz/can.ts'
import { closeBriefs } from '../authz/lock.ts'
import type { Ctx } from '../context.ts'
import type { EventKind, Facts } from '../events/announcements.ts'
import { record } from '../events/record.ts'
import { findRow, present, visible } from './reading.ts'
import { type BriefRow, workOf } from './row.ts'

/**
 * The brief to change, locked. Not seen: 404. Seen but not one's to change: 403. A version that somebody else has passed: 412.
 */
export async function openForChange(ctx: Ctx, id: string): Promise<BriefRow> {
  const { id: orgId } = authorize(ctx, 'brief.list')
  // Only what one sees is waited for: who holds the lock of another's draft must not be felt (SPEC V3).
  await closeBriefs(ctx.db, sql`select b.id from briefs b where ${visible(ctx)} and b.id = ${id}`)
  await sql`select from briefs b where ${visible(ctx)} and b.id = ${id} for update`.execute(ctx.db)
  const brief = await findRow(ctx, id)
  if (!can(ctx.actor, 'brief.write', { orgId, work: workOf(brief) })) refuse('forbidden')
  if (ctx.request.ifMatch !== null && ctx.request.ifMatch !== brief.version) refuse('version_conflict')
  return brief
}

export type Happening = { before?: Record<string, unknown>; after?: Record<string, unknown>; facts?: Facts }

/** Writes, remembers, and answers the brief as it is now. */
export async function change(
  ctx: Ctx,
  row: BriefRow,
  kind: EventKind,
  values: Record<string, unknown>,
  { facts, ...happening }: Happening,
) {
  await touch(ctx, row, values)
  await remember(ctx, row, kind, { facts: { by: ctx.actor.user.name, title: row.title, ...facts }, ...happening })
  return present(ctx, await findRow(ctx, row.id))
}

export const remember = (ctx: Ctx, { orgId, id }: BriefRow, kind: EventKind, happening: Happening) =>
  record(ctx, kind, { orgId, workId: id, ...happening })

export const touch = ({ db, actor }: Ctx, { orgId, id }: BriefRow, values: Record<string, unknown>) =>
  db
    .updateTable('briefs')
    .set({ ...values, updatedAt: sql`now()`, updatedBy: actor.user.id, version: sql`version + 1` })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()
