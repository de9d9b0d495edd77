import { sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/shortlists.ts'
import { MOST_ITEMS } from '../../shared/shortlists.ts'
import type { Ctx } from '../context.ts'
import type { ShortlistRow } from './reading.ts'
import { present } from './reading.ts'
import { change, openForChange } from './shortlists.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** At the end, or where it is wanted. A solution that is there already stays where it is. */
export async function addItem(ctx: Ctx, { id, solutionId: wanted, reason, place }: Input<typeof api.addItem>) {
  const shortlist = await openForChange(ctx, id)
  const solution = await ctx.db
    .selectFrom('solutions')
    .select(['id', 'name'])
    .where('id', '=', wanted)
    .executeTakeFirst()
  if (!solution) return refuse('not_found')
  const { id: solutionId } = solution
  const there = await placesOf(ctx, shortlist)
  if (there.includes(solutionId)) return present(ctx, shortlist)
  if (there.length >= MOST_ITEMS) refuse('too_many_items')
  await ctx.db
    .insertInto('shortlistItems')
    .values({ ...keyOf(shortlist), solutionId, reason, addedBy: ctx.actor.user.id, position: there.length + 1 })
    .execute()
  await put(ctx, shortlist, there.toSpliced((place ?? there.length + 1) - 1, 0, solutionId))
  return change(ctx, shortlist, 'shortlist.itemAdded', {}, { after: { solution: solution.name, reason } })
}

export async function changeItem(ctx: Ctx, { id, solutionId, reason }: Input<typeof api.changeItem>) {
  const shortlist = await openForChange(ctx, id)
  const { reason: before, name } = await openItem(ctx, shortlist, solutionId)
  if (reason === before) return present(ctx, shortlist)
  await itemAt(ctx, shortlist, solutionId, reason)
  return change(
    ctx,
    shortlist,
    'shortlist.itemChanged',
    {},
    { before: { solution: name, reason: before }, after: { solution: name, reason } },
  )
}

const itemAt = ({ db }: Ctx, shortlist: ShortlistRow, solutionId: string, reason: string) =>
  db
    .updateTable('shortlistItems')
    .set({ reason })
    .where('orgId', '=', shortlist.orgId)
    .where('shortlistId', '=', shortlist.id)
    .where('solutionId', '=', solutionId)
    .execute()

export async function removeItem(ctx: Ctx, { id, solutionId }: Input<typeof api.removeItem>) {
  const shortlist = await openForChange(ctx, id)
  const { name, reason } = await openItem(ctx, shortlist, solutionId)
  await ctx.db
    .deleteFrom('shortlistItems')
    .where('orgId', '=', shortlist.orgId)
    .where('shortlistId', '=', id)
    .where('solutionId', '=', solutionId)
    .execute()
  return change(ctx, shortlist, 'shortlist.itemRemoved', {}, { before: { solution: name, reason } })
}

async function openItem({ db }: Ctx, { orgId, id }: ShortlistRow, solutionId: string) {
  const item = await db
    .selectFrom('shortlistItems')
    .innerJoin('solutions', 'solutions.id', 'shortlistItems.solutionId')
    .select(['shortlistItems.reason', 'solutions.name'])
    .where('shortlistItems.orgId', '=', orgId)
    .where('shortlistItems.shortlistId', '=', id)
    .where('shortlistItems.solutionId', '=', solutionId)
    .executeTakeFirst()
  return item ?? refuse('not_found')
}

/** The whole order in one write: two people who order at once end in one of the two, never in a mixture. */
export async function orderItems(ctx: Ctx, { id, solutionIds: wanted }: Input<typeof api.orderItems>) {
  const shortlist = await openForChange(ctx, id)
  const solutionIds = wanted.map((it) => it.toLowerCase())
  const there = await placesOf(ctx, shortlist)
  if (there.toSorted().join() !== solutionIds.toSorted().join()) refuse('items_changed')
  if (there.join() === solutionIds.join()) return present(ctx, shortlist)
  await put(ctx, shortlist, solutionIds)
  return change(ctx, shortlist, 'shortlist.ordered', {}, { after: { solutionIds } })
}

/** What is on the shortlist, in order. */
async function placesOf({ db }: Ctx, { orgId, id }: ShortlistRow): Promise<string[]> {
  const rows = await db
    .selectFrom('shortlistItems')
    .select('solutionId')
    .where('orgId', '=', orgId)
    .where('shortlistId', '=', id)
    .orderBy('position')
    .execute()
  return rows.map(({ solutionId }) => solutionId)
}

const put = ({ db }: Ctx, { orgId, id }: ShortlistRow, solutionIds: string[]) =>
  sql`
    update shortlist_items i set position = wanted.place
    from unnest(${solutionIds}::uuid[]) with ordinality as wanted (solution_id, place)
    where i.org_id = ${orgId} and i.shortlist_id = ${id} and i.solution_id = wanted.solution_id
      and i.position <> wanted.place`.execute(db)

const keyOf = ({ orgId, id }: ShortlistRow) => ({ orgId, shortlistId: id })
