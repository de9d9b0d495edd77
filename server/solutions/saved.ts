import { sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/solutions.ts'
import type { SolutionSummary } from '../../shared/solutions.ts'
import { actingDelegationOf } from '../authz/actor.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { record } from '../events/record.ts'
import { summary } from './pages.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type SavedRow = SolutionSummary & { savedId: string; savedByName: string; savedAt: Date; own: boolean }

/** Whose saved solutions one sees: a `scoped` partner their own, everybody else all of them, each solution once. */
const seen = (ctx: Ctx, alias: string) => {
  const { tie } = ctx.actor
  return tie?.kind === 'partner' && tie.dataVisibility === 'scoped'
    ? sql`${sql.ref(`${alias}.delegation_id`)} = ${tie.id}`
    : sql`true`
}

export async function listSavedSolutions(
  ctx: Ctx,
  { solutionId, limit, cursor }: Input<typeof api.listSavedSolutions>,
) {
  const { id: orgId } = authorize(ctx, 'saved.read')
  const place = placeOf(cursor)
  const { rows } = await sql<SavedRow>`
    select saved.id as saved_id, ${summary}, saver.name as saved_by_name, saved.saved_at,
      exists (select from saved_solutions mine where mine.org_id = saved.org_id and mine.solution_id = saved.solution_id
        and mine.delegation_id is not distinct from ${actingDelegationOf(ctx.actor.tie)}::uuid) as own
    from saved_solutions saved join solutions v on v.id = saved.solution_id join users saver on saver.id = saved.saved_by
    where saved.org_id = ${orgId} and ${seen(ctx, 'saved')}
      and not exists (select from saved_solutions earlier where earlier.org_id = saved.org_id
        and earlier.solution_id = saved.solution_id and earlier.id < saved.id and ${seen(ctx, 'earlier')})
      and ${solutionId ? sql`saved.solution_id = any(${solutionId}::uuid[])` : sql`true`}
      and ${place ? sql`saved.id < ${place}` : sql`true`}
    order by saved.id desc limit ${limit + 1}`.execute(ctx.db)
  const { items, nextCursor } = pageOf(
    rows.map((row) => ({ ...row, solutionId: row.id, id: row.savedId })),
    limit,
  )
  return { items: items.map(present), nextCursor }
}

const present = ({ savedByName, savedAt, own, solutionId, ...row }: SavedRow & { solutionId: string }) => ({
  solution: { ...row, id: solutionId },
  savedBy: { name: savedByName },
  savedAt: savedAt.toISOString(),
  own,
})

/** Saving twice is saving once. */
export async function saveSolution(ctx: Ctx, { solutionId }: Input<typeof api.saveSolution>) {
  const { id: orgId } = authorize(ctx, 'saved.write')
  const solution = await ctx.db.selectFrom('solutions').select('name').where('id', '=', solutionId).executeTakeFirst()
  if (!solution) return refuse('not_found')
  const saved = await ctx.db
    .insertInto('savedSolutions')
    .values({ orgId, solutionId, savedBy: ctx.actor.user.id, delegationId: actingDelegationOf(ctx.actor.tie) })
    .onConflict((it) => it.constraint('saved_solutions_once').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (saved) await record(ctx, 'solution.saved', { orgId, after: { solution: solution.name } })
  return { done: true } as const
}

/** A partner takes back what they saved; the team what anybody saved. */
export async function unsaveSolution(ctx: Ctx, { solutionId }: Input<typeof api.unsaveSolution>) {
  const { id: orgId } = authorize(ctx, 'saved.write')
  const delegationId = actingDelegationOf(ctx.actor.tie)
  const { rows } = await sql<{ name: string; delegationId: string | null }>`
    delete from saved_solutions saved using solutions v
    where saved.org_id = ${orgId} and saved.solution_id = ${solutionId} and v.id = saved.solution_id and ${delegationId ? sql`saved.delegation_id = ${delegationId}` : sql`true`}
    returning v.name, saved.delegation_id`.execute(ctx.db)
  // Whose it was: they too are told that it is gone.
  const savedUnder = rows.flatMap((row) => row.delegationId ?? [])
  if (rows[0]) await record(ctx, 'solution.unsaved', { orgId, before: { solution: rows[0].name, savedUnder } })
  return { done: true } as const
}
