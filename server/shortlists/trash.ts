import { sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/shortlists.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { record } from '../events/record.ts'
import { findRow, present } from './reading.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type TrashRow = {
  id: string
  title: string
  delegationId: string | null
  authorName: string
  trashedAt: Date
  goneAt: Date
  trashedBy: string
}

const KEPT_DAYS = 30
const inTrash = sql`s.trashed_at > now() - make_interval(days => ${KEPT_DAYS})`

/** SPEC V5: for admins and editors. */
export async function listTrash(ctx: Ctx, { limit, cursor }: Input<typeof api.listTrash>) {
  const { id: orgId } = authorize(ctx, 'shortlist.restore')
  const place = placeOf(cursor)
  const { rows } = await sql<TrashRow>`
    select s.id, s.title, s.delegation_id, author.name as author_name, s.trashed_at, s.trashed_at + make_interval(days => ${KEPT_DAYS}) as gone_at, trasher.name as trashed_by
    from shortlists s join users author on author.id = s.author_id join users trasher on trasher.id = s.trashed_by
    where s.org_id = ${orgId} and ${inTrash} and ${place ? sql`s.id < ${place}` : sql`true`}
    order by s.id desc limit ${limit + 1}`.execute(ctx.db)
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map(presentTrashed), nextCursor }
}

const presentTrashed = ({ id, title, delegationId, authorName, trashedAt, goneAt, trashedBy }: TrashRow) => ({
  id,
  title,
  author: { name: authorName, as: delegationId ? ('partner' as const) : ('member' as const) },
  trashedAt: trashedAt.toISOString(),
  goneAt: goneAt.toISOString(),
  trashedBy: { name: trashedBy },
})

/** SPEC V5: after that what was in it is gone for good. The row stays, for the audit asks it from when on the team saw it. */
export async function emptyTrash({ db }: Pick<Ctx, 'db'>): Promise<void> {
  await sql`
    with gone as (
      update shortlists s set title = ${GONE}, description = ''
      where s.trashed_at is not null and not ${inTrash} and s.title <> ${GONE}
      returning s.org_id, s.id
    )
    delete from shortlist_items i using gone where i.org_id = gone.org_id and i.shortlist_id = gone.id`.execute(db)
}
const GONE = '(gone for good)'

export async function restoreShortlist(ctx: Ctx, { id }: Input<typeof api.restoreShortlist>) {
  const { id: orgId } = authorize(ctx, 'shortlist.restore')
  const { rows } = await sql`
    update shortlists s set trashed_at = null, trashed_by = null, updated_at = now(), updated_by = ${ctx.actor.user.id}, version = version + 1
    where s.org_id = ${orgId} and s.id = ${id} and ${inTrash} returning s.id`.execute(ctx.db)
  if (rows.length === 0) return refuse('not_found')
  await record(ctx, 'shortlist.restored', { orgId, workId: id })
  return present(ctx, await findRow(ctx, id))
}
