import { z } from 'zod'
import { Asked, Outcome, PricingModel, Quote, Response } from './briefs.ts'
import { endpoint } from './endpoint.ts'
import { Done, Instant, listOf, OptionalText, Paging, PlainText } from './fields.ts'
import { Amount, Currency } from './money.ts'

export const requestStates = ['open', 'answered', 'declined', 'closed'] as const

const summary = {
  id: z.uuid(),
  solution: z.object({ slug: z.string(), name: z.string() }),
  asked: Asked,
  state: z.enum(requestStates),
  receivedAt: Instant,
  viewedAt: Instant.nullable(),
  answeredAt: Instant.nullable(),
  /** What the buyer decided, once it said so. */
  outcome: Outcome.nullable(),
  can: z.object({ respond: z.boolean(), decline: z.boolean() }),
}

export const RequestSummary = z.object(summary)
export const Request = z.object({
  ...summary,
  response: Response.nullable(),
  declineReason: z.string().nullable(),
  /** What somebody began to write and did not send. */
  draft: z.unknown().nullable(),
})
export type Request = z.infer<typeof Request>

export const listRequests = endpoint('GET /requests', {
  summary: 'The briefs that reached my solutions, newest first.',
  input: z.strictObject({ state: z.enum(requestStates).optional(), ...Paging }),
  reply: listOf(RequestSummary).extend({ open: z.int() }),
})

export const findRequest = endpoint('GET /requests/:id', {
  summary: 'One brief as it reached us, and what we answered.',
  input: z.strictObject({ id: z.uuid() }),
  reply: Request,
})

export const viewRequest = endpoint('POST /requests/:id/view', {
  summary: 'Says that somebody has looked at it.',
  input: z.strictObject({ id: z.uuid() }),
  reply: Done,
})

const LineItem = z.strictObject({
  description: PlainText(300).refine((text) => text !== '', { error: 'Say what it is for.' }),
  quantity: z.int({ error: 'Enter a whole number.' }).min(1, { error: 'Enter a whole number.' }).max(1_000_000),
  unitAmount: Amount,
})

const QuoteGiven = z.strictObject({
  pricingModel: PricingModel,
  currency: Currency,
  lineItems: z.array(LineItem).min(1, { error: 'Add at least one line.' }).max(50),
  /** Checked against the lines, where it is sent. */
  total: Amount.optional(),
  validUntil: z.iso.date().nullable().default(null),
  leadTimeDays: z.int().min(0).max(3650).nullable().default(null),
})

const given = {
  message: PlainText(8000).default(''),
  answers: z
    .array(z.strictObject({ questionId: z.uuid(), value: z.union([PlainText(4000), z.number(), z.boolean()]) }))
    .max(100)
    .default([]),
  quote: QuoteGiven.nullable().default(null),
}

export const respond = endpoint('PUT /requests/:id/response', {
  summary: 'Answers, or replaces the answer until the brief closes. Versions are kept.',
  input: z.strictObject({ id: z.uuid(), ...given }),
  reply: Request,
})

export const keepDraft = endpoint('PUT /requests/:id/draft', {
  summary: 'Keeps an unfinished answer, for all who may answer.',
  input: z.strictObject({ id: z.uuid(), draft: z.record(z.string(), z.unknown()) }),
  reply: Done,
})

export const declineRequest = endpoint('POST /requests/:id/decline', {
  summary: 'Says that we will not answer, with an optional reason.',
  input: z.strictObject({ id: z.uuid(), reason: OptionalText(1000) }),
  reply: Request,
})

export { Quote }
