import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { CsvFile, DayGiven, Instant, InstantGiven, listOf, Paging, PlainText, SearchText, Slug } from './fields.ts'
import { Amount, Currency, Rate } from './money.ts'
import { SolutionSummary } from './solutions.ts'

export const briefKinds = { brief: 'Brief', rfi: 'RFI', rfp: 'RFP' } as const
export const BriefKind = z.enum(['brief', 'rfi', 'rfp'])
export type BriefKind = z.infer<typeof BriefKind>

export const questionTypes = { text: 'Text', yes_no: 'Yes or no', number: 'Number', choice: 'One of several' } as const
export const QuestionType = z.enum(['text', 'yes_no', 'number', 'choice'])

export const MOST_QUESTIONS = 60
export const MOST_RECIPIENTS = 50

/* What comes in is checked word by word. What goes out is what the database holds: no reply refuses it once more. */

const line = (longest: number) => PlainText(longest).overwrite((text) => text.replace(/\s+/g, ' '))

/** A question keeps its id for as long as it is the same question: answers point to it. */
export const Question = z.object({
  id: z.uuid(),
  text: z.string(),
  type: QuestionType,
  /** Of a `choice` only. */
  choices: z.array(z.string()),
  required: z.boolean(),
})
export type Question = z.infer<typeof Question>

/** An empty line is no choice: nobody could choose it. */
const Choices = z
  .array(line(200))
  .max(20, { error: 'At most 20 choices.' })
  .overwrite((choices) => choices.filter((choice) => choice !== ''))
  .refine(allDiffer, { error: 'Two choices are the same.' })

/** A new question may come without an id, and gets one. */
const QuestionGiven = z
  .strictObject({
    id: z.uuid().optional(),
    text: line(500),
    type: QuestionType,
    choices: Choices.default([]),
    required: z.boolean().default(false),
  })
  .refine(({ type, choices }) => type === 'choice' || choices.length === 0, {
    error: 'Only a question of this type has choices.',
    path: ['choices'],
  })

const Questions = z
  .array(QuestionGiven)
  .max(MOST_QUESTIONS, { error: `At most ${MOST_QUESTIONS} questions.` })
  .refine((questions) => allDiffer(questions.flatMap(({ id }) => id?.toLowerCase() ?? [])), {
    error: 'Two questions have the same id.',
  })

function allDiffer(words: string[]): boolean {
  return new Set(words).size === words.length
}

const Budget = z.object({ min: z.int().nullable(), max: z.int().nullable(), currency: z.string() })
const BudgetGiven = z
  .strictObject({ min: Amount.nullable().default(null), max: Amount.nullable().default(null), currency: Currency })
  .refine(({ min, max }) => min === null || max === null || min <= max, {
    error: 'The highest amount is below the lowest.',
    path: ['max'],
  })

/** A zone by its name, such as `Europe/Berlin`. A bare distance from UTC would not know summer from winter. */
export const Zone = z
  .string()
  .max(60)
  .refine((zone) => !/^[+-]/.test(zone) && isZone(zone), { error: 'Choose a time zone.' })

function isZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}

/** What its authors wrote. */
const content = {
  description: z.string(),
  requirements: z.string(),
  questions: z.array(Question),
  budget: Budget.nullable(),
  startDate: z.iso.date().nullable(),
  /** An instant, and the zone in which its author meant it. */
  deadline: Instant.nullable(),
  deadlineZone: z.string().nullable(),
}

/** What they write. A draft may be as empty as it likes; *Send* asks for a title and a recipient. */
const contentGiven = {
  kind: BriefKind,
  title: line(160),
  description: PlainText(8000),
  requirements: PlainText(8000),
  questions: Questions,
  budget: BudgetGiven.nullable(),
  startDate: DayGiven.nullable(),
  deadline: InstantGiven.nullable(),
  deadlineZone: Zone.nullable(),
  /** The buyer is not named either, until somebody reveals it (SPEC 7). */
  anonymous: z.boolean(),
}

/** What stands for a buyer that is not named (SPEC 7). */
export const ANONYMOUS_BUYER = 'Anonymous Buyer'

/** Who asks, as far as solutions may know: either may be hidden. */
export const Asks = z.object({ company: z.string().nullable(), person: z.string().nullable() })
export type Asks = z.infer<typeof Asks>

/** `Pia Lindqvist for Meridian Health`, `Meridian Health` or `Anonymous Buyer`. */
export const askerText = ({ company, person }: Asks): string =>
  company && person ? `${person} for ${company}` : (company ?? ANONYMOUS_BUYER)

export const RecipientState = z.enum(['chosen', 'sent', 'mail_failed', 'viewed', 'declined', 'responded'])
export const Outcome = z.enum(['selected', 'not_selected'])

const Recipient = z.object({
  solutionId: z.uuid(),
  solution: SolutionSummary,
  /** `chosen` before the brief is sent. */
  state: RecipientState,
  sentAt: Instant.nullable(),
  viewedAt: Instant.nullable(),
  answeredAt: Instant.nullable(),
  declineReason: z.string().nullable(),
  outcome: Outcome.nullable(),
})

const summary = {
  id: z.uuid(),
  kind: BriefKind,
  title: z.string(),
  status: z.enum(['draft', 'sent', 'closed']),
  author: z.object({ name: z.string(), as: z.enum(['member', 'partner']) }),
  /** Made by the person asking, under their present membership or delegation. */
  own: z.boolean(),
  handedOverAt: Instant.nullable(),
  sentAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  deadline: Instant.nullable(),
  updatedAt: Instant,
  changedBy: z.object({ name: z.string(), own: z.boolean() }),
  version: z.int(),
  can: z.object({
    edit: z.boolean(),
    send: z.boolean(),
    addRecipients: z.boolean(),
    close: z.boolean(),
    /** Say to recipients whether they were selected: as long as one of them has not been told. */
    decide: z.boolean(),
    reveal: z.boolean(),
    /** Also of one that was sent: it closes and goes to the trash. */
    delete: z.boolean(),
  }),
}

export const BriefSummary = z.object({ ...summary, recipientCount: z.int(), responseCount: z.int() })
export type BriefSummary = z.infer<typeof BriefSummary>

export const Brief = z.object({
  ...summary,
  ...content,
  anonymous: z.boolean(),
  /** How its author appears to solutions, in words of section 7. */
  asks: Asks,
  /** How solutions would read it after *Reveal*; null where there is nothing to reveal. */
  asksRevealed: Asks.nullable(),
  revealedAt: Instant.nullable(),
  recipients: z.array(Recipient),
})
export type Brief = z.infer<typeof Brief>

type Sendable = {
  title: string
  recipients: number
  isDeadlinePast: boolean
  questions: Omit<Question, 'id' | 'required'>[]
}

/** What *Send* asks for: a title and a recipient, a deadline that lies ahead, and questions that can be answered. */
export function missingToSend({ title, recipients, isDeadlinePast, questions }: Sendable) {
  const at = (path: string, message: string) => ({ path, code: 'invalid_input', message })
  return [
    ...(title ? [] : [at('title', 'Enter a title.')]),
    ...(recipients > 0 ? [] : [at('solutionIds', 'Choose at least one solution.')]),
    ...(isDeadlinePast ? [at('deadline', 'This deadline has passed. Choose a later one.')] : []),
    ...questions.flatMap(({ text, type, choices }, index) => [
      ...(text ? [] : [at(`questions.${index}.text`, 'Write the question, or take it out.')]),
      ...(type !== 'choice' || choices.length > 1
        ? []
        : [at(`questions.${index}.choices`, 'Give at least two choices.')]),
    ]),
  ]
}

const one = { org: Slug, id: z.uuid() }
/** Each once, however often and in whatever letters it is named. */
const Recipients = z
  .array(z.uuid())
  .max(MOST_RECIPIENTS, { error: `At most ${MOST_RECIPIENTS} at a time.` })
  .overwrite((ids) => [...new Set(ids.map((id) => id.toLowerCase()))])

export const listBriefs = endpoint('GET /workspaces/:org/briefs', {
  summary: 'The briefs of the workspace that one may see, newest first.',
  input: z.strictObject({
    org: Slug,
    status: z.enum(['draft', 'sent', 'closed']).optional(),
    search: SearchText(200).optional(),
    ...Paging,
  }),
  reply: listOf(BriefSummary),
})

export const countBriefs = endpoint('GET /workspaces/:org/briefs/counts', {
  summary: 'How many briefs one may see.',
  input: z.strictObject({ org: Slug }),
  reply: z.object({ all: z.int(), draft: z.int(), sent: z.int(), closed: z.int() }),
})

const written = z.strictObject({ ...contentGiven, solutionIds: Recipients }).partial().shape

export const createBrief = endpoint('POST /workspaces/:org/briefs', {
  summary: 'Begins a draft: empty, as a copy of another brief that one sees, or with the solutions of a shortlist.',
  input: z.strictObject({
    org: Slug,
    ...written,
    /** Everything but recipients, dates and state is taken over. */
    copyOf: z.uuid().optional(),
    shortlistId: z.uuid().optional(),
  }),
  reply: Brief,
  status: 201,
  idempotent: true,
  largeBody: true,
})

export const findBrief = endpoint('GET /workspaces/:org/briefs/:id', {
  summary: 'One brief with its questions and recipients.',
  input: z.strictObject(one),
  reply: Brief,
  versioned: true,
})

export const changeBrief = endpoint('PATCH /workspaces/:org/briefs/:id', {
  summary: 'Changes a draft. Of a sent brief nothing changes but its deadline, and that only to later.',
  input: z.strictObject({ ...one, ...written }),
  reply: Brief,
  versioned: true,
  largeBody: true,
})

export const deleteBrief = endpoint('DELETE /workspaces/:org/briefs/:id', {
  summary: "Deletes a draft; a sent one is closed and goes to the organization's trash for 30 days.",
  input: z.strictObject(one),
  reply: z.object({ id: z.uuid(), trashed: z.boolean() }),
  versioned: true,
})

export const sendBrief = endpoint('POST /workspaces/:org/briefs/:id/send', {
  summary: 'Sends it to its recipients. Not undone.',
  input: z.strictObject({ ...one, solutionIds: Recipients.optional() }),
  reply: Brief,
  versioned: true,
})

export const addRecipients = endpoint('POST /workspaces/:org/briefs/:id/recipients', {
  summary: 'Sends a brief that is open to more solutions.',
  input: z.strictObject({ ...one, solutionIds: Recipients.min(1, { error: 'Choose at least one solution.' }) }),
  reply: Brief,
})

export const closeBrief = endpoint('POST /workspaces/:org/briefs/:id/close', {
  summary: 'Takes no further responses. Tells each recipient, where said, whether it was selected; later too.',
  input: z.strictObject({
    ...one,
    outcomes: z
      .array(z.strictObject({ solutionId: z.uuid(), outcome: Outcome }))
      .max(1000)
      .refine((outcomes) => allDiffer(outcomes.map(({ solutionId }) => solutionId.toLowerCase())), {
        error: 'One solution is named twice.',
      })
      .default([]),
  }),
  reply: Brief,
  versioned: true,
})

export const revealBrief = endpoint('POST /workspaces/:org/briefs/:id/reveal', {
  summary: 'Names the buyer of an anonymous brief from now on. For its author and admins. Not undone.',
  input: z.strictObject(one),
  reply: Brief,
})

export const pricingModels = { fixed: 'Fixed', hourly: 'Hourly', monthly: 'Monthly', percentage: 'Percentage' } as const
export const PricingModel = z.enum(['fixed', 'hourly', 'monthly', 'percentage'])

const Answer = z.object({ questionId: z.uuid(), value: z.union([z.string(), z.number(), z.boolean()]) })

/** Quantity times unit amount, summed up, is the total; whole numbers all through. A percentage is told in hundredths. */
export const Quote = z.object({
  pricingModel: PricingModel,
  currency: z.string(),
  lineItems: z.array(z.object({ description: z.string(), quantity: z.int(), unitAmount: z.int() })),
  total: z.int(),
  validUntil: z.iso.date().nullable(),
  leadTimeDays: z.int().nullable(),
})

export const Response = z.object({
  message: z.string(),
  answers: z.array(Answer),
  quote: Quote.nullable(),
  version: z.int(),
  respondedAt: Instant,
})
export type Response = z.infer<typeof Response>

export const listResponses = endpoint('GET /workspaces/:org/briefs/:id/responses', {
  summary: 'What the recipients answered, the newest version of each.',
  input: z.strictObject({ ...one, ...Paging }),
  reply: listOf(z.object({ solutionId: z.uuid(), solution: SolutionSummary, response: Response })),
})

export const exportResponses = endpoint('GET /workspaces/:org/briefs/:id/responses/export', {
  summary: 'Answers and quotes side by side, as CSV. No cell is a formula.',
  input: z.strictObject(one),
  reply: CsvFile,
  sends: 'csv',
})

/** What solutions are asked, exactly as they will read it: names hidden as they will be (SPEC 7). */
export const Asked = z.object({
  kind: BriefKind,
  title: z.string(),
  ...content,
  asks: Asks,
})
export type Asked = z.infer<typeof Asked>

export const previewBrief = endpoint('GET /workspaces/:org/briefs/:id/preview', {
  summary: 'The brief as a solution will read it.',
  input: z.strictObject(one),
  reply: Asked,
})

export const TrashedBrief = z.object({
  id: z.uuid(),
  kind: BriefKind,
  title: z.string(),
  author: z.object({ name: z.string(), as: z.enum(['member', 'partner']) }),
  trashedAt: Instant,
  trashedBy: z.object({ name: z.string() }),
  goneAt: Instant,
})

export const listTrashedBriefs = endpoint('GET /workspaces/:org/trash/briefs', {
  summary: 'Briefs that others had seen and that were deleted in the last 30 days. For admins and editors.',
  input: z.strictObject({ org: Slug, ...Paging }),
  reply: listOf(TrashedBrief),
})

export const restoreBrief = endpoint('POST /workspaces/:org/trash/briefs/:id/restore', {
  summary: 'Brings a deleted brief back. One that was sent stays closed.',
  input: z.strictObject(one),
  reply: Brief,
})

export const StatedRate = z.object({
  from: z.string(),
  to: z.string(),
  rate: z.string(),
  /** The day it was good for. */
  statedFor: z.iso.date(),
  statedBy: z.object({ name: z.string() }),
  statedAt: Instant,
})
export type StatedRate = z.infer<typeof StatedRate>
const Rates = z.object({ items: z.array(StatedRate) })

export const listRates = endpoint('GET /workspaces/:org/rates', {
  summary: 'The exchange rates that the organization stated. Without one, amounts in two currencies are not ranked.',
  input: z.strictObject({ org: Slug }),
  reply: Rates,
})

export const stateRate = endpoint('PUT /workspaces/:org/rates', {
  summary: 'States how many units of one currency are paid for one of another, and for which day; null takes it back.',
  input: z.strictObject({
    org: Slug,
    from: Currency,
    to: Currency,
    rate: Rate.nullable(),
    statedFor: DayGiven.optional(),
  }),
  reply: Rates,
})
