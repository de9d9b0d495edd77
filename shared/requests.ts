import { z } from 'zod'
import { Asked, MOST_QUESTIONS, Outcome, PricingModel, Response } from './briefs.ts'
import { endpoint } from './endpoint.ts'
import { DayGiven, Done, Instant, listOf, OptionalText, Paging, PlainText, TypedText } from './fields.ts'
import { Amount, Currency, totalOf } from './money.ts'

export const requestStates = { open: 'Open', answered: 'Answered', declined: 'Declined', closed: 'Closed' } as const
export const RequestState = z.enum(['open', 'answered', 'declined', 'closed'])
export type RequestState = z.infer<typeof RequestState>

const summary = {
  id: z.uuid(),
  /** Which of one's solutions is asked. */
  solution: z.object({ slug: z.string(), name: z.string() }),
  /** `closed` takes no answers any more, whatever was answered before. */
  state: RequestState,
  receivedAt: Instant,
  viewedAt: Instant.nullable(),
  answeredAt: Instant.nullable(),
  declinedAt: Instant.nullable(),
  /** What the buyer decided, once it said so. */
  outcome: Outcome.nullable(),
  can: z.object({ respond: z.boolean(), decline: z.boolean() }),
}

/** What was typed and not sent: as typed, so nothing in it has to be right yet. */
export const Draft = z.object({
  message: z.string(),
  answers: z.array(z.object({ questionId: z.uuid(), value: z.union([z.string(), z.boolean()]) })),
  quote: z
    .object({
      pricingModel: PricingModel.nullable(),
      currency: z.string(),
      lineItems: z.array(z.object({ description: z.string(), quantity: z.string(), unitAmount: z.string() })),
      validUntil: z.string(),
      leadTimeDays: z.string(),
    })
    .nullable(),
})
export type Draft = z.infer<typeof Draft>

const MOST_LINES = 50
const LONGEST_ANSWER = 4000
const typed = (longest: number) => TypedText(longest).default('')
const tooManyAnswers = { error: `At most ${MOST_QUESTIONS} answers.` }

/** Of the parts of a union none speaks for all: this does, where no part came close. */
const answerWords = ({ input }: { input?: unknown }) =>
  typeof input === 'string' ? `At most ${LONGEST_ANSWER.toLocaleString('en')} characters.` : 'Answer the question.'

const DraftGiven = z.strictObject({
  message: typed(8000),
  answers: z
    .array(
      z.strictObject({
        questionId: z.uuid(),
        value: z.union([TypedText(LONGEST_ANSWER), z.boolean()], { error: answerWords }),
      }),
    )
    .max(MOST_QUESTIONS, tooManyAnswers)
    .default([]),
  quote: z
    .strictObject({
      pricingModel: PricingModel.nullable().default(null),
      currency: typed(3),
      lineItems: z
        .array(z.strictObject({ description: typed(300), quantity: typed(40), unitAmount: typed(40) }))
        .max(MOST_LINES, { error: `At most ${MOST_LINES} lines.` })
        .default([]),
      validUntil: typed(40),
      leadTimeDays: typed(40),
    })
    .nullable()
    .default(null),
})

export const RequestSummary = z.object({
  ...summary,
  asked: Asked.pick({ kind: true, title: true, deadline: true, deadlineZone: true, asks: true }),
})
export type RequestSummary = z.infer<typeof RequestSummary>

export const Request = z.object({
  ...summary,
  asked: Asked,
  response: Response.nullable(),
  /** The colleague who wrote the response. */
  respondedBy: z.object({ name: z.string() }).nullable(),
  declineReason: z.string().nullable(),
  draft: z.object({ content: Draft, keptBy: z.object({ name: z.string() }), keptAt: Instant }).nullable(),
  /** Of the response; 0 before the first. */
  version: z.int(),
})
export type Request = z.infer<typeof Request>

export const listRequests = endpoint('GET /requests', {
  summary: 'The briefs that reached my solutions, newest first.',
  input: z.strictObject({ state: RequestState.optional(), ...Paging }),
  /** `open` are all that wait for an answer, on whatever page they stand. */
  reply: listOf(RequestSummary).extend({ open: z.int() }),
})

const one = { id: z.uuid() }

export const findRequest = endpoint('GET /requests/:id', {
  summary: 'One brief as it reached us, and what we answered.',
  input: z.strictObject(one),
  reply: Request,
  versioned: true,
})

export const viewRequest = endpoint('POST /requests/:id/view', {
  summary: 'Says that somebody has looked at it. The first time is kept.',
  input: z.strictObject(one),
  reply: Done,
})

const WholeNumber = (least: number, most: number) =>
  z
    .int({ error: 'Enter a whole number.' })
    .min(least, { error: 'Enter a whole number.' })
    .max(most, {
      error: `At most ${most.toLocaleString('en')}.`,
    })

const LineItem = z.strictObject({
  description: PlainText(300).refine((text) => text !== '', { error: 'Say what it is for.' }),
  quantity: WholeNumber(1, 1_000_000),
  unitAmount: Amount,
})

const QuoteGiven = z
  .strictObject({
    pricingModel: PricingModel,
    currency: Currency,
    lineItems: z
      .array(LineItem)
      .min(1, { error: 'Add at least one line.' })
      .max(MOST_LINES, { error: `At most ${MOST_LINES} lines.` }),
    /** Said to make sure: one that is not the sum of the lines is refused. */
    total: Amount.optional(),
    validUntil: DayGiven.nullable().default(null),
    leadTimeDays: WholeNumber(0, 3650).nullable().default(null),
  })
  .refine(({ lineItems }) => totalOf(lineItems) !== null, {
    error: 'This is more than can be written down.',
    path: ['lineItems'],
  })
  .refine(({ lineItems, total }) => total === undefined || total === totalOf(lineItems), {
    error: 'The total is not the sum of the lines.',
    path: ['total'],
  })

const given = {
  message: PlainText(8000).default(''),
  answers: z
    .array(
      z.strictObject({
        questionId: z.uuid(),
        value: z.union([PlainText(LONGEST_ANSWER), z.number(), z.boolean()], { error: answerWords }),
      }),
    )
    .max(MOST_QUESTIONS, tooManyAnswers)
    .default([]),
  quote: QuoteGiven.nullable().default(null),
}

export const respond = endpoint('PUT /requests/:id/response', {
  summary: 'Answers, or replaces the answer until the brief closes. Versions are kept.',
  input: z.strictObject({ ...one, ...given }),
  reply: Request,
  versioned: true,
  largeBody: true,
})

export const keepDraft = endpoint('PUT /requests/:id/draft', {
  summary: 'Keeps an unfinished answer, for all who may answer.',
  input: z.strictObject({ ...one, draft: DraftGiven }),
  reply: Done,
  largeBody: true,
})

export const declineRequest = endpoint('POST /requests/:id/decline', {
  summary: 'Says that we will not answer, with an optional reason. An answer later takes it back.',
  input: z.strictObject({ ...one, reason: OptionalText(1000) }),
  reply: Request,
})
