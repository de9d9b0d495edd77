import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/briefs.ts'
import { refuse } from '../../shared/errors.ts'
import type { Ctx } from '../context.ts'
import { announceClosing, announceOutcomes } from '../requests/announce.ts'
import { isRevealable } from './identity.ts'
import { change, openForChange } from './open.ts'
import { mayReveal } from './reading.ts'
import type { BriefRow } from './row.ts'

type Outcomes = z.output<typeof api.closeBrief.input>['outcomes']
type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/**
 * SPEC 5: no further responses. One that has closed already, by its deadline or by hand, still takes the outcomes of those
 * who have not been told theirs: an outcome that was told is not told otherwise.
 */
export async function closeBrief(ctx: Ctx, { id, outcomes }: Input<typeof api.closeBrief>) {
  const brief = await openForChange(ctx, id)
  if (brief.status === 'draft') refuse('brief_not_sent')
  if (brief.status === 'closed' && outcomes.length === 0) refuse('brief_closed')
  const decided = await decide(ctx, brief, outcomes)
  const ids = decided.map((it) => it.id)
  const after = { title: brief.title, outcomes: decided.map(({ name, outcome }) => `${name}: ${outcome}`) }
  if (brief.status === 'closed') {
    await announceOutcomes(ctx, ids)
    return change(ctx, brief, 'brief.decided', {}, { after })
  }
  await announceClosing(ctx, [brief], ids)
  const closed = { closedAt: sql`clock_timestamp()`, closedBy: ctx.actor.user.id }
  return change(ctx, brief, 'brief.closed', closed, { after })
}

type Decided = { id: string; name: string; outcome: string }

async function decide({ db }: Ctx, { orgId, id }: BriefRow, outcomes: Outcomes): Promise<Decided[]> {
  if (outcomes.length === 0) return []
  const { rows } = await sql<Decided>`
    update requests r set outcome = it.outcome
    from unnest(${outcomes.map(({ solutionId }) => solutionId)}::uuid[], ${outcomes.map((it) => it.outcome)}::text[]) as it (solution_id, outcome)
    join solutions v on v.id = it.solution_id
    where r.org_id = ${orgId} and r.brief_id = ${id} and r.solution_id = it.solution_id and r.outcome is null
    returning r.id, v.name, r.outcome`.execute(db)
  return rows.length === new Set(outcomes.map(({ solutionId }) => solutionId)).size ? rows : refuse('already_decided')
}

/** SPEC 7: for its author and the buyer's admins; not undone. */
export async function revealBrief(ctx: Ctx, { id }: Input<typeof api.revealBrief>) {
  const brief = await openForChange(ctx, id)
  if (!mayReveal(ctx, brief)) refuse('forbidden')
  if (brief.status === 'draft') refuse('brief_not_sent')
  if (!isRevealable(brief)) refuse('nothing_to_reveal')
  return change(ctx, brief, 'brief.revealed', { revealedAt: sql`clock_timestamp()` }, { after: { title: brief.title } })
}
