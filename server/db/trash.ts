import { type RawBuilder, sql } from 'kysely'
import type { Db } from './db.ts'
import { pageOf, placeOf } from './pages.ts'

/** SPEC V5: what lies in the trash can be had back for so long, by the database's clock. */
const KEPT_DAYS = 30
export const inTrash = (alias: string) =>
  sql`${sql.ref(`${alias}.trashed_at`)} > now() - make_interval(days => ${KEPT_DAYS})`
export const outlivedTrash = (alias: string) =>
  sql`${sql.ref(`${alias}.trashed_at`)} is not null and not ${inTrash(alias)}`

type Trashed = {
  id: string
  title: string
  delegationId: string | null
  authorName: string
  trashedAt: Date
  goneAt: Date
  trashedBy: string
}
type Asked = { orgId: string; limit: number; cursor?: string | undefined }

/** One page of an organization's trash, newest first. `more` are further columns, of the work as `w`. */
export async function readTrash<More extends object = object>(
  db: Db,
  table: 'shortlists' | 'briefs',
  { orgId, limit, cursor }: Asked,
  more: RawBuilder<unknown> = sql`null as nothing`,
) {
  const place = placeOf(cursor)
  const { rows } = await sql<Trashed & More>`
    select w.id, w.title, w.delegation_id, author.name as author_name, w.trashed_at,
           w.trashed_at + make_interval(days => ${KEPT_DAYS}) as gone_at, trasher.name as trashed_by, ${more}
    from ${sql.table(table)} w join users author on author.id = w.author_id join users trasher on trasher.id = w.trashed_by
    where w.org_id = ${orgId} and ${inTrash('w')} and ${place ? sql`w.id < ${place}` : sql`true`}
    order by w.id desc limit ${limit + 1}`.execute(db)
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map(present), nextCursor }
}

const present = <Row extends Trashed>({ delegationId, authorName, trashedAt, goneAt, trashedBy, ...row }: Row) => ({
  ...row,
  author: { name: authorName, as: delegationId ? ('partner' as const) : ('member' as const) },
  trashedAt: trashedAt.toISOString(),
  goneAt: goneAt.toISOString(),
  trashedBy: { name: trashedBy },
})

/** Takes it out, changed by whoever did. Answers whether it was there. */
export async function takeFromTrash(
  db: Db,
  table: 'shortlists' | 'briefs',
  { orgId, id, by }: { orgId: string; id: string; by: string },
): Promise<boolean> {
  const { rows } = await sql`
    update ${sql.table(table)} w set trashed_at = null, trashed_by = null, updated_at = now(), updated_by = ${by}, version = version + 1
    where w.org_id = ${orgId} and w.id = ${id} and ${inTrash('w')} returning w.id`.execute(db)
  return rows.length > 0
}
