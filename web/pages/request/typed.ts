import { randomId } from '@mantine/hooks'
import type { Response } from '../../../shared/briefs.ts'
import { decimalText } from '../../../shared/money.ts'
import type { Draft, Request } from '../../../shared/requests.ts'

/* An answer while it is written: as typed, so nothing in it has to be right yet. */

type DraftQuote = NonNullable<Draft['quote']>
/** `key` stays with a line while others come and go around it. */
export type TypedLine = DraftQuote['lineItems'][number] & { key: string }
export type TypedQuote = Omit<DraftQuote, 'lineItems'> & { lineItems: TypedLine[] }
export type TypedAnswers = Record<string, string | boolean>
export type Typed = { message: string; answers: TypedAnswers; quote: TypedQuote | null }

export const nothingTyped: Typed = { message: '', answers: {}, quote: null }

export const newLine = (): TypedLine => ({ key: randomId('line'), description: '', quantity: '1', unitAmount: '' })

/** In the currency of the buyer's budget, where it names one. */
export const newQuote = (currency: string): TypedQuote => ({
  pricingModel: 'fixed',
  currency,
  lineItems: [newLine()],
  validUntil: '',
  leadTimeDays: '',
})

/** How it is kept on the server. What says nothing is left out. */
export const draftOf = ({ message, answers, quote }: Typed): Draft => ({
  message,
  answers: Object.entries(answers)
    .filter(([, value]) => value !== '')
    .map(([questionId, value]) => ({ questionId, value })),
  quote: quote && { ...quote, lineItems: quote.lineItems.map(({ key: _, ...line }) => line) },
})

/** How a kept draft is typed on. */
export const typedOf = ({ message, answers, quote }: Draft): Typed => ({
  message,
  answers: Object.fromEntries(answers.map(({ questionId, value }) => [questionId, value])),
  quote: quote && { ...quote, lineItems: quote.lineItems.map((line) => ({ ...line, key: randomId('line') })) },
})

/** A percentage is told in hundredths, like an amount of money that has cents. */
export const digitsLike = ({ pricingModel, currency }: Pick<DraftQuote, 'pricingModel' | 'currency'>): string =>
  pricingModel === 'percentage' ? 'EUR' : currency

/** How a sent answer is typed on, to replace it. */
export const draftOfResponse = ({ message, answers, quote }: Response): Draft => ({
  message,
  answers: answers.map(({ questionId, value }) => ({
    questionId,
    value: typeof value === 'number' ? String(value) : value,
  })),
  quote: quote && {
    pricingModel: quote.pricingModel,
    currency: quote.currency,
    lineItems: quote.lineItems.map(({ description, quantity, unitAmount }) => ({
      description,
      quantity: String(quantity),
      unitAmount: decimalText(unitAmount, digitsLike(quote)),
    })),
    validUntil: quote.validUntil ?? '',
    leadTimeDays: quote.leadTimeDays === null ? '' : String(quote.leadTimeDays),
  },
})

type Begun = Pick<Request, 'draft' | 'response'>

/** What the form begins with: what was kept, else what was sent, else nothing. */
export const beginningOf = ({ draft, response }: Begun): Draft =>
  draft?.content ?? (response ? draftOfResponse(response) : draftOf(nothingTyped))

/** Whether something was kept that says more than what was sent. */
export const isBegun = ({ draft, response }: Begun): boolean =>
  draft !== null && !isSame(draft.content, beginningOf({ draft: null, response }))

export const isSame = (one: Draft, other: Draft): boolean =>
  JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other))

const inOrder = ({ message, answers, quote }: Draft) => [
  message,
  [...answers]
    .sort((one, other) => one.questionId.localeCompare(other.questionId))
    .map(({ questionId, value }) => [questionId, value]),
  quote && [
    quote.pricingModel,
    quote.currency,
    quote.validUntil,
    quote.leadTimeDays,
    quote.lineItems.map(({ description, quantity, unitAmount }) => [description, quantity, unitAmount]),
  ],
]
