import { sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/solutions.ts'
import type { Solution } from '../../shared/solutions.ts'
import { authorizeOwn } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { chosen, type Search } from './conditions.ts'
import { type Counts, countFound, MOST_WEIGHED } from './counts.ts'
import { readPage, readPlace, summary, type Way } from './pages.ts'
import { readWords, type Words } from './words.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** The catalogue is the same for everybody who is signed in. */
export async function searchSolutions(ctx: Ctx, input: Search) {
  authorizeOwn(ctx, 'catalogue.read')
  const place = input.cursor ? readPlace(input.cursor) : null
  const words = input.search ? await readWords(ctx.db, input.search) : null
  const counts = place ? null : await countFound(ctx.db, words, input)
  const page = await readPage(
    ctx.db,
    {
      words,
      chosen: chosen(input),
      byMatch: input.sort !== 'name',
      way: place?.way ?? wayOf(counts!, words, input),
      limit: input.limit,
    },
    place,
  )
  return {
    ...page,
    total: counts?.total ?? null,
    totalIsLeast: counts?.totalIsLeast ?? false,
    facets: counts?.facets ?? null,
    searchedFor: words?.searchedFor ?? null,
  }
}

/** Few are weighed one by one; the whole catalogue may be many, too. */
function wayOf({ total, totalIsLeast, named }: Counts, words: Words | null, { sort }: Search): Way {
  if (!totalIsLeast && total <= MOST_WEIGHED) return 'weighed'
  if (sort === 'name' || !words) return 'walked'
  return named > MOST_WEIGHED ? 'namedWalked' : 'named'
}

/** Member of a buyer organization, or partner of one: those who may write to a solution. */
const mayWrite = (userId: string) => sql<boolean>`(
  exists (select from memberships m join organizations o on o.id = m.org_id
    where m.user_id = ${userId} and m.status = 'active' and o.kind = 'buyer')
  or exists (select from delegations d where d.partner_id = ${userId} and d.accepted_at is not null and d.ended_at is null))`

/** Whoever buys for nobody reads everything but whom to write to. */
export async function findSolution(ctx: Ctx, { slug }: Input<typeof api.findSolution>): Promise<Solution> {
  const { id: userId } = authorizeOwn(ctx, 'catalogue.read')
  const { rows } = await sql<Solution>`
    select ${summary}, v.description, v.website, case when ${mayWrite(userId)} then v.contact_email end as contact_email
    from solutions v where v.slug = ${slug}`.execute(ctx.db)
  return rows[0] ?? refuse('not_found')
}
