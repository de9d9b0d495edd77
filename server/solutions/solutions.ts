import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/solutions.ts'
import type { Solution, SolutionSummary } from '../../shared/solutions.ts'
import { authorizeOwn } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { readWords } from './words.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type Search = Input<typeof api.searchSolutions>
type Filters = Pick<Search, 'category' | 'capability' | 'region'>
type Facet = keyof Filters

/** Counting stops here: beyond it, "10,000 and more" says as much. */
const MOST_COUNTED = 10_000

/** The catalogue is the same for everybody who is signed in. */
export async function searchSolutions(ctx: Ctx, input: Search) {
  authorizeOwn(ctx, 'catalogue.read')
  const words = input.search ? await readWords(ctx.db, input.search) : null
  const found = words ? sql`v.search @@ to_tsquery('english', ${words.query})` : sql`true`
  const sort = input.sort ?? (words ? 'match' : 'name')
  const page = await readPage(
    ctx,
    sql`${found} and ${chosen(input)}`,
    words && sort === 'match' ? words.query : null,
    input,
  )
  const counts = input.cursor ? { total: null, facets: null } : await countFound(ctx, found, input)
  return { ...page, ...counts, searchedFor: words?.searchedFor ?? null }
}

const conditions: Record<Facet, (values: string[]) => RawBuilder<unknown>> = {
  category: (values) => sql`v.category = any(${values})`,
  capability: (values) => sql`v.capabilities @> ${values}`,
  region: (values) => sql`v.regions && ${values}`,
}

/** One of the chosen categories and regions, all of the chosen capabilities. */
const chosen = (filters: Filters, except?: Facet): RawBuilder<unknown> => {
  const facets = (Object.keys(conditions) as Facet[]).filter((facet) => facet !== except && filters[facet]?.length)
  return facets.length === 0
    ? sql`true`
    : sql.join(
        facets.map((facet) => conditions[facet](filters[facet]!)),
        sql` and `,
      )
}

const summary = sql`v.id, v.slug, v.name, v.tagline, v.category, v.capabilities, v.regions, v.customer_size, v.pricing_model, v.verified`

type Row = SolutionSummary & { rank: number; sortName: string }

/** Keyset pages: by rank and name, or by name; the id makes every place unique. */
async function readPage({ db }: Ctx, found: RawBuilder<unknown>, rankedBy: string | null, { limit, cursor }: Search) {
  const place = cursor ? readPlace(cursor) : null
  const rank = rankedBy ? sql`-ts_rank(v.search, to_tsquery('english', ${rankedBy}))::float8` : sql`0::float8`
  const { rows } = await sql<Row>`
    select * from (select ${summary}, ${rank} as rank, lower(v.name) as sort_name from solutions v where ${found}) ranked
    where ${place ? sql`(rank, sort_name, id) > (${place.rank}::float8, ${place.sortName}, ${place.id}::uuid)` : sql`true`}
    order by rank, sort_name, id limit ${limit + 1}`.execute(db)
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? writePlace(items.at(-1)!) : null }
}

const writePlace = ({ rank, sortName, id }: Row) =>
  Buffer.from(JSON.stringify([rank, sortName, id])).toString('base64url')

function readPlace(cursor: string): Pick<Row, 'rank' | 'sortName' | 'id'> {
  try {
    const [rank, sortName, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const isPlace = typeof rank === 'number' && typeof sortName === 'string' && /^[0-9a-f-]{36}$/.test(id)
    return isPlace ? { rank, sortName, id } : refuse('invalid_cursor')
  } catch {
    return refuse('invalid_cursor')
  }
}

/** Each facet counts as if its own choice were not made, so that one sees what choosing more would bring. */
async function countFound(ctx: Ctx, found: RawBuilder<unknown>, filters: Filters) {
  const [total, category, capability, region] = await Promise.all([
    countAll(ctx, sql`${found} and ${chosen(filters)}`),
    countFacet(ctx, sql`v.category`, sql`${found} and ${chosen(filters, 'category')}`),
    countFacet(ctx, sql`unnest(v.capabilities)`, sql`${found} and ${chosen(filters, 'capability')}`),
    countFacet(ctx, sql`unnest(v.regions)`, sql`${found} and ${chosen(filters, 'region')}`),
  ])
  return { total, facets: { category, capability, region } }
}

async function countAll({ db }: Ctx, condition: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from (select from solutions v where ${condition} limit ${MOST_COUNTED}) counted`.execute(
    db,
  )
  return rows[0]!.total
}

const MOST_VALUES = 40

async function countFacet({ db }: Ctx, value: RawBuilder<unknown>, condition: RawBuilder<unknown>) {
  const { rows } = await sql<{ value: string; count: number }>`
    select value, count(*) as count
    from (select v.category, v.capabilities, v.regions from solutions v where ${condition} limit ${MOST_COUNTED}) v, lateral (select ${value} as value) each
    group by value order by count desc, value limit ${MOST_VALUES}`.execute(db)
  return rows
}

export async function findSolution(ctx: Ctx, { slug }: Input<typeof api.findSolution>): Promise<Solution> {
  authorizeOwn(ctx, 'catalogue.read')
  const { rows } = await sql<Solution & { maySeeContact: boolean }>`
    select ${summary}, v.description, v.website, v.contact_email,
      exists (select from memberships m join organizations o on o.id = m.org_id where m.user_id = ${ctx.actor.user.id} and m.status = 'active' and o.kind = 'buyer')
      or exists (select from delegations d where d.partner_id = ${ctx.actor.user.id} and d.accepted_at is not null and d.ended_at is null) as may_see_contact
    from solutions v where v.slug = ${slug}`.execute(ctx.db)
  const solution = rows[0] ?? refuse('not_found')
  return { ...solution, contactEmail: solution.maySeeContact ? solution.contactEmail : null }
}
