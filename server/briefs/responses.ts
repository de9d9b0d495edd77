import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/briefs.ts'
import type { SolutionSummary } from '../../shared/solutions.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { findRow } from './reading.ts'
import type { BriefRow } from './row.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type Response = z.input<typeof api.Response>

type AnswerRow = {
  message: string
  answers: Response['answers']
  /** Null where there is no quote; then its other columns are null, too. */
  quotedModel: z.output<typeof api.PricingModel> | null
  currency: string
  lineItems: z.input<typeof api.Quote>['lineItems']
  total: number
  validUntil: string | null
  leadTimeDays: number | null
  version: number
  respondedAt: Date
}
export type ResponseRow = SolutionSummary & AnswerRow & { requestId: string }

/** SPEC 5: the newest version of each answer, to those who see the brief. Whoever declined has taken theirs back. */
export async function listResponses(ctx: Ctx, { id, limit, cursor }: Input<typeof api.listResponses>) {
  authorize(ctx, 'quote.read')
  const brief = await findRow(ctx, id)
  const place = placeOf(cursor)
  const rows = await responsesTo(
    ctx,
    brief,
    sql`${place ? sql`r.id < ${place}` : sql`true`} order by r.id desc limit ${limit + 1}`,
  )
  const { items, nextCursor } = pageOf(
    rows.map((row) => ({ id: row.requestId, row })),
    limit,
  )
  return { items: items.map(({ row }) => present(row)), nextCursor }
}

export async function responsesTo(
  { db }: Ctx,
  { orgId, id }: BriefRow,
  page: RawBuilder<unknown>,
): Promise<ResponseRow[]> {
  const { rows } = await sql<ResponseRow>`
    select r.id as request_id, v.id, v.slug, v.name, v.tagline, v.category, v.capabilities, v.regions, v.customer_size, v.pricing_model, v.verified,
           ${answerColumns}
    from requests r
    join responses a on a.org_id = r.org_id and a.request_id = r.id and a.version = r.response
    join solutions v on v.id = r.solution_id
    where r.org_id = ${orgId} and r.brief_id = ${id} and r.response > 0 and r.declined_at is null and ${page}`.execute(
    db,
  )
  return rows
}

/** Of a response known as `a`. The pricing model has a name of its own: the solution has one, too. */
const answerColumns = sql`
  a.message, a.answers, a.pricing_model as quoted_model, a.currency, a.line_items, a.total,
  a.valid_until::text as valid_until, a.lead_time_days, a.version, a.created_at as responded_at`

const present = ({ requestId: _, message, answers, version, respondedAt, ...row }: ResponseRow) => ({
  solutionId: row.id,
  solution: row,
  response: { message, answers, quote: quoteOf(row), version, respondedAt: respondedAt.toISOString() },
})

export const quoteOf = ({ quotedModel, currency, lineItems, total, validUntil, leadTimeDays }: QuoteColumns) =>
  quotedModel ? { pricingModel: quotedModel, currency, lineItems, total, validUntil, leadTimeDays } : null

type QuoteColumns = Omit<AnswerRow, 'message' | 'answers' | 'version' | 'respondedAt'>
