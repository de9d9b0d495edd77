import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/shortlists.ts'
import type { SolutionSummary } from '../../shared/solutions.ts'
import type { Tie } from '../authz/actor.ts'
import { authorize, can, within } from '../authz/can.ts'
import type { Work } from '../authz/work.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { containing } from '../db/search.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

export type ShortlistRow = {
  id: string
  orgId: string
  title: string
  description: string
  authorId: string
  authorName: string
  delegationId: string | null
  publishedAt: Date | null
  handedOverAt: Date | null
  trashedAt: Date | null
  updatedAt: Date
  changedById: string
  changedByName: string
  version: number
  itemCount: number
}

/** The one place that says which shortlists a person may see. List, get, search, counts and export start here. */
export const visible = ({ actor }: Ctx) => within(actor, 'shortlist.read', { org: 's.orgId', work: 's' })

type Listed = ShortlistRow & { holds: boolean | null }
const selectShortlists = (condition: RawBuilder<unknown>, holds: RawBuilder<unknown> = sql`null`) => sql<Listed>`
  select s.id, s.org_id, s.title, s.description, s.author_id, author.name as author_name, s.delegation_id, s.published_at, s.handed_over_at,
         s.trashed_at, s.updated_at, coalesce(s.updated_by, s.author_id) as changed_by_id, coalesce(changer.name, author.name) as changed_by_name, s.version,
         (select count(*) from shortlist_items i where i.org_id = s.org_id and i.shortlist_id = s.id) as item_count,
         ${holds} as holds
  from shortlists s join users author on author.id = s.author_id left join users changer on changer.id = s.updated_by
  where ${condition}`

export async function listShortlists(ctx: Ctx, asked: Input<typeof api.listShortlists>) {
  authorize(ctx, 'shortlist.list')
  const { limit, cursor, holding } = asked
  const place = placeOf(cursor)
  const { rows } = await selectShortlists(
    sql`${visible(ctx)} and ${narrowed(ctx, asked)} and ${place ? sql`s.id < ${place}` : sql`true`}
      order by s.id desc limit ${limit + 1}`,
    holding ? isOn(holding) : undefined,
  ).execute(ctx.db)
  const { items, nextCursor } = pageOf(rows, limit)
  return {
    items: items.map((row) => ({ ...summaryOf(ctx, row), itemCount: row.itemCount, holds: row.holds })),
    nextCursor,
  }
}

function narrowed({ actor }: Ctx, { status, search, editable, withSolution }: Input<typeof api.listShortlists>) {
  const conditions = [
    status && (status === 'published' ? sql`s.published_at is not null` : sql`s.published_at is null`),
    // The drafts that the team sees were handed over: saying so lets their own index find them.
    status === 'draft' && actor.tie?.kind === 'member' && sql`s.handed_over_at is not null`,
    search?.trim() && sql`s.title ilike ${containing(search)}`,
    editable && within(actor, 'shortlist.write', { org: 's.orgId', work: 's' }),
    withSolution &&
      sql`s.id in (select i.shortlist_id from shortlist_items i where i.org_id = s.org_id and i.solution_id = ${withSolution})`,
  ]
  return sql.join([sql`true`, ...conditions.filter((it) => typeof it === 'object')], sql` and `)
}

/** With a limit it is asked once a row, by its key; without, PostgreSQL may gather all shortlists of all that hold it. */
const isOn = (solutionId: string) => sql`(
  select true from shortlist_items i where i.org_id = s.org_id and i.shortlist_id = s.id and i.solution_id = ${solutionId} limit 1) is not null`

export async function countShortlists(ctx: Ctx) {
  authorize(ctx, 'shortlist.list')
  const { rows } = await sql<{ all: number; draft: number; published: number }>`
    select count(*) as all, count(*) filter (where s.published_at is null) as draft, count(*) filter (where s.published_at is not null) as published
    from shortlists s where ${visible(ctx)}`.execute(ctx.db)
  return rows[0]!
}

export async function findShortlist(ctx: Ctx, { id }: Pick<Input<typeof api.findShortlist>, 'id'>) {
  authorize(ctx, 'shortlist.list')
  return present(ctx, await findRow(ctx, id))
}

export async function findRow(ctx: Ctx, id: string): Promise<ShortlistRow> {
  const { rows } = await selectShortlists(sql`${visible(ctx)} and s.id = ${id}`).execute(ctx.db)
  return rows[0] ?? refuse('not_found')
}

export async function present(ctx: Ctx, row: ShortlistRow): Promise<z.input<typeof api.Shortlist>> {
  return { ...summaryOf(ctx, row), items: await itemsOf(ctx, row) }
}

export const workOf = (
  row: Pick<ShortlistRow, 'delegationId' | 'publishedAt' | 'handedOverAt' | 'trashedAt'>,
): Work => ({
  delegationId: row.delegationId,
  isPublished: row.publishedAt !== null,
  isHandedOver: row.handedOverAt !== null,
  isTrashed: row.trashedAt !== null,
})

function summaryOf({ actor }: Ctx, row: ShortlistRow) {
  const edit = can(actor, 'shortlist.write', { orgId: row.orgId, work: workOf(row) })
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    status: row.publishedAt ? ('published' as const) : ('draft' as const),
    author: { name: row.authorName, as: row.delegationId ? ('partner' as const) : ('member' as const) },
    own: isOwn(actor.tie, actor.user.id, row),
    handedOverAt: row.handedOverAt?.toISOString() ?? null,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
    changedBy: { name: row.changedByName, own: row.changedById === actor.user.id },
    version: row.version,
    can: { edit, publish: edit && row.publishedAt === null },
  }
}

const isOwn = (tie: Tie | null, userId: string, { delegationId, authorId }: ShortlistRow) =>
  tie?.kind === 'partner' ? delegationId === tie.id : delegationId === null && authorId === userId

export async function itemsOf({ db }: Ctx, { orgId, id }: ShortlistRow) {
  const { rows } = await sql<SolutionSummary & { solutionId: string; reason: string }>`
    select i.solution_id, i.reason, v.id, v.slug, v.name, v.tagline, v.category, v.capabilities, v.regions, v.customer_size, v.pricing_model, v.verified
    from shortlist_items i join solutions v on v.id = i.solution_id
    where i.org_id = ${orgId} and i.shortlist_id = ${id} order by i.position`.execute(db)
  return rows.map(({ solutionId, reason, ...solution }) => ({ solutionId, reason, solution }))
}
