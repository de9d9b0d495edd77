import { sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/shortlists.ts'
import type { Ctx } from '../context.ts'
import type { ShortlistRow } from './reading.ts'
import { present } from './reading.ts'
import { change, openForChange } from './shortlists.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

const MOST_ITEMS = 200

/** At the end. A solution that is there already stays where it is. */
export async function addItem(ctx: Ctx, { id, solutionId, reason }: Input<typeof api.addItem>) {
  const shortlist = await openForChange(ctx, id)
  const solution = await ctx.db.selectFrom('solutions').select('name').where('id', '=', solutionId).executeTakeFirst()
  if (!solution) return refuse('not_found')
  if (shortlist.itemCount >= MOST_ITEMS) refuse('too_many_items')
  const added = await ctx.db
    .insertInto('shortlistItems')
    .values({
      ...keyOf(shortlist),
      solutionId,
      reason,
      addedBy: ctx.actor.user.id,
      position: sql`(select coalesce(max(position), 0) + 1 from shortlist_items where org_id = ${shortlist.orgId} and shortlist_id = ${id})`,
    })
    .onConflict((it) => it.columns(['orgId', 'shortlistId', 'solutionId']).doNothing())
    .returning('position')
    .executeTakeFirst()
  if (!added) return present(ctx, shortlist)
  return change(ctx, shortlist, 'shortlist.itemAdded', {}, { after: { solution: solution.name, reason } })
}

export async function changeItem(ctx: Ctx, { id, solutionId, reason }: Input<typeof api.changeItem>) {
  const shortlist = await openForChange(ctx, id)
  const { reason: before, name } = await openItem(ctx, shortlist, solutionId)
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
    .where('orgId', '=', orgId)
    .where('shortlistId', '=', id)
    .where('solutionId', '=', solutionId)
    .executeTakeFirst()
  return item ?? refuse('not_found')
}

/** The whole order in one write: two people who order at once end in one of the two, never in a mixture. */
export async function orderItems(ctx: Ctx, { id, solutionIds }: Input<typeof api.orderItems>) {
  const shortlist = await openForChange(ctx, id)
  const { rows } = await sql<{ moved: number }>`
    with wanted as (select solution_id, place from unnest(${solutionIds}::uuid[]) with ordinality as it (solution_id, place))
    update shortlist_items i set position = wanted.place
    from wanted where i.org_id = ${shortlist.orgId} and i.shortlist_id = ${id} and i.solution_id = wanted.solution_id
    returning i.solution_id`.execute(ctx.db)
  if (rows.length !== shortlist.itemCount || solutionIds.length !== shortlist.itemCount) refuse('items_changed')
  return change(ctx, shortlist, 'shortlist.ordered', {}, { after: { solutionIds } })
}

const keyOf = ({ orgId, id }: ShortlistRow) => ({ orgId, shortlistId: id })
