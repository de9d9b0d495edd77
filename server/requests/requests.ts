import { sql } from 'kysely'
import type { z } from 'zod'
import { type ErrorCode, refuse } from '../../shared/errors.ts'
import { totalOf } from '../../shared/money.ts'
import type * as api from '../../shared/requests.ts'
import { authorizeOwn, requireName } from '../authz/can.ts'
import { holdBrief } from '../authz/lock.ts'
import { holdDesk, loadDesks, type RequestPermission } from '../authz/requests.ts'
import { questionsOf } from '../briefs/asked.ts'
import type { Ctx } from '../context.ts'
import type { Facts } from '../events/announcements.ts'
import { record } from '../events/record.ts'
import { type Answer, checkedAnswers } from './answers.ts'
import { findRow, mayAnswer, present, visible } from './reading.ts'
import { type RequestRow, versionOf } from './row.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** Looking at a page changes nothing; saying that one has looked does, and only the first time. */
export async function viewRequest(ctx: Ctx, { id }: Input<typeof api.viewRequest>) {
  const request = await openRequest(ctx, id, 'request.read')
  if (request.viewedAt) return { done: true } as const
  await sql`update requests set viewed_at = clock_timestamp() where org_id = ${request.orgId} and id = ${id}`.execute(
    ctx.db,
  )
  await remember(ctx, 'request.viewed', request)
  return { done: true } as const
}

/** SPEC 5, S2: replaces what was answered before. Every version is kept. */
export async function respond(ctx: Ctx, { id, message, answers: given, quote }: Input<typeof api.respond>) {
  requireName(ctx)
  const request = await openRequest(ctx, id, 'request.answer')
  if (ctx.request.ifMatch !== null && ctx.request.ifMatch !== versionOf(request)) refuse('version_conflict')
  if (!request.isOpen) refuse('request_closed')
  const answers = checkedAnswers(await questionsOf(ctx.db, { orgId: request.orgId, id: request.briefId }), given)
  if (message === '' && answers.length === 0 && quote === null) refuse('answer_empty')
  await write(ctx, request, { message, answers, quote })
  await remember(ctx, 'response.received', request, { version: request.response + 1 })
  return present(ctx, await findRow(ctx, id))
}

type Written = { message: string; answers: Answer[]; quote: Input<typeof api.respond>['quote'] }

/**
 * The version, and the request that says it is the newest; what was begun is finished. Whether it is still open is asked
 * once more by the clock of this very statement: the transaction may have waited while the deadline passed.
 */
async function write({ db, actor }: Ctx, { orgId, id, briefId }: RequestRow, { message, answers, quote }: Written) {
  const { rows } = await sql`
    with moment as materialized (select clock_timestamp() as at),
    open as (
      select r.org_id, r.id, r.response + 1 as version, moment.at
      from moment, requests r join briefs b on b.org_id = r.org_id and b.id = r.brief_id
      where r.org_id = ${orgId} and r.id = ${id} and b.id = ${briefId} and b.published_at is not null and b.closed_at is null
        and b.trashed_at is null and (b.deadline is null or b.deadline > moment.at)
    ),
    answered as (
      update requests r set response = open.version, answered_at = open.at, declined_at = null, decline_reason = null,
             viewed_at = coalesce(viewed_at, open.at)
      from open where r.org_id = open.org_id and r.id = open.id
    ),
    finished as (delete from response_drafts d using open where d.org_id = open.org_id and d.request_id = open.id)
    insert into responses (org_id, request_id, version, message, answers, pricing_model, currency, line_items, total, valid_until,
                           lead_time_days, responded_by, created_at)
    select org_id, id, version, ${message}, ${JSON.stringify(answers)}::jsonb, ${quote?.pricingModel ?? null}, ${quote?.currency ?? null},
           ${quote ? JSON.stringify(quote.lineItems) : null}::jsonb, ${quote && totalOf(quote.lineItems)}::bigint,
           ${quote?.validUntil ?? null}::date, ${quote?.leadTimeDays ?? null}::integer, ${actor.user.id}, at
    from open returning version`.execute(db)
  if (rows.length === 0) refuse('request_closed')
}

export async function keepDraft(ctx: Ctx, { id, draft }: Input<typeof api.keepDraft>) {
  const request = await openRequest(ctx, id, 'request.answer')
  if (!request.isOpen) refuse('request_closed')
  await sql`
    insert into response_drafts as kept (org_id, request_id, draft, updated_by, updated_at)
    values (${request.orgId}, ${id}, ${JSON.stringify(draft)}::jsonb, ${ctx.actor.user.id}, now())
    on conflict (org_id, request_id) do update set draft = excluded.draft, updated_by = excluded.updated_by, updated_at = now()`.execute(
    ctx.db,
  )
  return { done: true } as const
}

export async function declineRequest(ctx: Ctx, { id, reason }: Input<typeof api.declineRequest>) {
  requireName(ctx)
  const request = await openRequest(ctx, id, 'request.answer')
  const refusals: Partial<Record<RequestRow['state'], ErrorCode>> = {
    closed: 'request_closed',
    answered: 'already_answered',
  }
  const refusal = refusals[request.state]
  if (refusal) refuse(refusal)
  if (request.state === 'declined') return present(ctx, request)
  await sql`
    update requests set refusals = refusals + 1, declined_at = clock_timestamp(), decline_reason = ${reason}, viewed_at = coalesce(viewed_at, clock_timestamp())
    where org_id = ${request.orgId} and id = ${id}`.execute(ctx.db)
  await remember(ctx, 'request.declined', request, { reason })
  return present(ctx, await findRow(ctx, id))
}

/**
 * The request to write to: under the membership that gives the right, held (SPEC G2), the brief kept as it is, and the
 * request locked. Not one's to see: 404. Seen but not one's to answer: 403.
 */
async function openRequest(ctx: Ctx, id: string, permission: RequestPermission): Promise<RequestRow> {
  authorizeOwn(ctx, permission)
  const seen = await findRow(ctx, id)
  await holdDesk(ctx, seen.solutionOrgId)
  await lock(ctx, seen)
  const request = await findRow(ctx, id)
  if (permission === 'request.answer' && !mayAnswer(ctx, await loadDesks(ctx), request)) refuse('forbidden')
  return request
}

/** Who closes a brief waits for the answers that are being written, and every later one finds it closed. */
async function lock(ctx: Ctx, { orgId, briefId, id }: RequestRow) {
  await holdBrief(ctx.db, briefId)
  await sql`select from briefs b where b.org_id = ${orgId} and b.id = ${briefId} for share`.execute(ctx.db)
  await sql`select from requests r where ${visible(ctx)} and r.id = ${id} for update`.execute(ctx.db)
}

/** In the buyer's own book: what happened, happened to its brief. */
const remember = (
  ctx: Ctx,
  kind: 'request.viewed' | 'request.declined' | 'response.received',
  { orgId, briefId, solutionName, title }: RequestRow,
  after: Record<string, unknown> = {},
) => {
  const facts: Facts = { solution: solutionName, title }
  return record(ctx, kind, { orgId, workId: briefId, after: { title, solution: solutionName, ...after }, facts })
}
