import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/briefs.ts'
import { refuse } from '../../shared/errors.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { record } from '../events/record.ts'
import { findRow, present } from './reading.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type TrashRow = {
  id: string
  kind: z.output<typeof api.BriefKind>
  title: string
  delegationId: string | null
  authorName: string
  trashedAt: Date
  goneAt: Date
  trashedBy: string
}

const KEPT_DAYS = 30
const inTrash = sql`b.trashed_at > now() - make_interval(days => ${KEPT_DAYS})`

/** SPEC V5: for admins and editors. */
export async function listTrashedBriefs(ctx: Ctx, { limit, cursor }: Input<typeof api.listTrashedBriefs>) {
  const { id: orgId } = authorize(ctx, 'brief.restore')
  const place = placeOf(cursor)
  const { rows } = await sql<TrashRow>`
    select b.id, b.kind, b.title, b.delegation_id, author.name as author_name, b.trashed_at,
           b.trashed_at + make_interval(days => ${KEPT_DAYS}) as gone_at, trasher.name as trashed_by
    from briefs b join users author on author.id = b.author_id join users trasher on trasher.id = b.trashed_by
    where b.org_id = ${orgId} and ${inTrash} and ${place ? sql`b.id < ${place}` : sql`true`}
    order by b.id desc limit ${limit + 1}`.execute(ctx.db)
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map(presentTrashed), nextCursor }
}

const presentTrashed = ({ delegationId, authorName, trashedAt, goneAt, trashedBy, ...row }: TrashRow) => ({
  ...row,
  author: { name: authorName, as: delegationId ? ('partner' as const) : ('member' as const) },
  trashedAt: trashedAt.toISOString(),
  goneAt: goneAt.toISOString(),
  trashedBy: { name: trashedBy },
})

export async function restoreBrief(ctx: Ctx, { id }: Input<typeof api.restoreBrief>) {
  const { id: orgId } = authorize(ctx, 'brief.restore')
  const { rows } = await sql<{ title: string }>`
    update briefs b set trashed_at = null, trashed_by = null, updated_at = now(), updated_by = ${ctx.actor.user.id}, version = version + 1
    where b.org_id = ${orgId} and b.id = ${id} and ${inTrash} returning b.id, b.title`.execute(ctx.db)
  const [restored] = rows
  if (!restored) return refuse('not_found')
  await record(ctx, 'brief.restored', { orgId, workId: id, after: { title: restored.title } })
  return present(ctx, await findRow(ctx, id))
}
