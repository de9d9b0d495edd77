import { sql } from 'kysely'
import type { z } from 'zod'
import type { Question, Quote, Response } from '../../shared/briefs.ts'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/requests.ts'
import type { Draft } from '../../shared/requests.ts'
import { authorizeOwn } from '../authz/can.ts'
import { canRequest, type Desk, loadDesks, type RequestPermission, requestsWithin } from '../authz/requests.ts'
import { askedOf, questionsOf } from '../briefs/asked.ts'
import { instantOf } from '../briefs/row.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { addresseeOf, isIn, type RequestRow, selectRequests, versionOf } from './row.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** The one place that says which requests a person may see. */
export const visible = ({ actor }: Ctx, permission: RequestPermission = 'request.read') =>
  requestsWithin(actor, permission, 'r')

export async function listRequests(ctx: Ctx, { state, limit, cursor }: Input<typeof api.listRequests>) {
  authorizeOwn(ctx, 'request.read')
  const place = placeOf(cursor)
  const [{ rows }, desks, open] = await Promise.all([
    selectRequests(
      sql`${visible(ctx)} and ${state ? isIn(state) : sql`true`} and ${place ? sql`r.id < ${place}` : sql`true`}
        order by r.id desc limit ${limit + 1}`,
    ).execute(ctx.db),
    loadDesks(ctx),
    countOpen(ctx),
  ])
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map((row) => ({ ...summaryOf(ctx, desks, row), asked: askedOf(row, []) })), nextCursor, open }
}

async function countOpen(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*) as open from requests r join briefs b on b.org_id = r.org_id and b.id = r.brief_id
    where ${visible(ctx)} and ${isIn('open')}`.execute(ctx.db)
  return rows[0]!.open
}

export async function findRequest(ctx: Ctx, { id }: Input<typeof api.findRequest>) {
  authorizeOwn(ctx, 'request.read')
  return present(ctx, await findRow(ctx, id))
}

export async function findRow(ctx: Ctx, id: string): Promise<RequestRow> {
  const { rows } = await selectRequests(sql`${visible(ctx)} and r.id = ${id}`).execute(ctx.db)
  return rows[0] ?? refuse('not_found')
}

export const mayAnswer = ({ actor }: Ctx, desks: Desk[], row: RequestRow): boolean =>
  canRequest(actor, desks, 'request.answer', addresseeOf(row))

function summaryOf(ctx: Ctx, desks: Desk[], row: RequestRow) {
  const respond = row.isOpen && mayAnswer(ctx, desks, row)
  return {
    id: row.id,
    solution: { slug: row.solutionSlug, name: row.solutionName },
    state: row.state,
    receivedAt: row.sentAt.toISOString(),
    viewedAt: instantOf(row.viewedAt),
    answeredAt: instantOf(row.answeredAt),
    declinedAt: instantOf(row.declinedAt),
    outcome: row.outcome,
    can: { respond, decline: respond && row.state === 'open' },
  }
}

export async function present(ctx: Ctx, row: RequestRow): Promise<z.input<typeof api.Request>> {
  const [desks, questions, own] = await Promise.all([
    loadDesks(ctx),
    questionsOf(ctx.db, { orgId: row.orgId, id: row.briefId }),
    ownWords(ctx, row),
  ])
  return {
    ...summaryOf(ctx, desks, row),
    asked: askedOf(row, questions),
    response: own && responseOf(own, questions),
    respondedBy: own?.responderName == null ? null : { name: own.responderName },
    declineReason: row.declineReason,
    draft: own && draftOf(own),
    version: versionOf(row),
  }
}

type OwnWords = {
  version: number | null
  message: string
  answers: Response['answers']
  pricingModel: z.infer<typeof Quote>['pricingModel'] | null
  currency: string
  lineItems: z.infer<typeof Quote>['lineItems']
  total: number
  validUntil: string | null
  leadTimeDays: number | null
  respondedAt: Date
  responderName: string | null
  draft: Draft | null
  draftKeptAt: Date
  draftKeeper: string
}

/** The newest answer, and what was begun and not sent. */
async function ownWords({ db }: Ctx, { orgId, id, response }: RequestRow): Promise<OwnWords | null> {
  const { rows } = await sql<OwnWords>`
    select a.version, a.message, a.answers, a.pricing_model, a.currency, a.line_items, a.total, a.valid_until::text as valid_until,
           a.lead_time_days, a.created_at as responded_at, responder.name as responder_name,
           d.draft, d.updated_at as draft_kept_at, keeper.name as draft_keeper
    from (select) nothing
    left join responses a on a.org_id = ${orgId} and a.request_id = ${id} and a.version = ${response}
    left join users responder on responder.id = a.responded_by
    left join response_drafts d on d.org_id = ${orgId} and d.request_id = ${id}
    left join users keeper on keeper.id = d.updated_by`.execute(db)
  return rows[0] ?? null
}

function responseOf({ version, message, answers, respondedAt, ...quote }: OwnWords, questions: Question[]) {
  if (version === null) return null
  const places = new Map(questions.map(({ id }, place) => [id, place]))
  const inOrder = answers.toSorted((one, other) => places.get(one.questionId)! - places.get(other.questionId)!)
  return { message, answers: inOrder, quote: quoteOf(quote), version, respondedAt: respondedAt.toISOString() }
}

const quoteOf = (it: Omit<OwnWords, 'version' | 'message' | 'answers' | 'respondedAt'>) =>
  it.pricingModel && {
    pricingModel: it.pricingModel,
    currency: it.currency,
    lineItems: it.lineItems,
    total: it.total,
    validUntil: it.validUntil,
    leadTimeDays: it.leadTimeDays,
  }

const draftOf = ({ draft, draftKeptAt, draftKeeper }: OwnWords) =>
  draft && { content: draft, keptBy: { name: draftKeeper }, keptAt: draftKeptAt.toISOString() }
