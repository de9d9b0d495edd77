import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/briefs.ts'
import { pricingModels, type Question } from '../../shared/briefs.ts'
import { decimalText, percentText } from '../../shared/money.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { csvOf, fileNameOf } from '../http/csv.ts'
import { questionsOf } from './asked.ts'
import { findRow } from './reading.ts'
import { quoteOf, type ResponseRow, responsesTo } from './responses.ts'

type Cell = (row: ResponseRow) => string | number

/** Answers and quotes as a file: it starts from the same reading as the page, so it can never hold more. */
export async function exportResponses(ctx: Ctx, { id }: z.output<typeof api.exportResponses.input>) {
  authorize(ctx, 'quote.read')
  const brief = await findRow(ctx, id)
  const questions = await questionsOf(ctx.db, brief)
  const rows = await responsesTo(ctx, brief, sql`true order by lower(v.name), v.id`)
  const columns = [...before, ...questions.map(columnOf), ...ofQuotes]
  return {
    fileName: `${fileNameOf(brief.title, 'Responses')}.csv`,
    text: csvOf([columns.map(([name]) => name), ...rows.map((row) => columns.map(([, cell]) => cell(row)))]),
  }
}

const before: [string, Cell][] = [
  ['Solution', ({ name }) => name],
  ['Answered', ({ respondedAt }) => respondedAt.toISOString()],
  ['Version', ({ version }) => version],
  ['Message', ({ message }) => message],
]

const columnOf = ({ id, text }: Question): [string, Cell] => [
  text,
  ({ answers }) => wordsOf(answers.find(({ questionId }) => questionId === id)?.value),
]

const wordsOf = (value: string | number | boolean | undefined): string | number =>
  typeof value === 'boolean' ? (value ? 'Yes' : 'No') : (value ?? '')

type Quote = NonNullable<ReturnType<typeof quoteOf>>
const ofQuote =
  (cell: (quote: Quote) => string | number | null): Cell =>
  (row) => {
    const quote = quoteOf(row)
    return (quote && cell(quote)) ?? ''
  }

/** Amounts in plain digits with a point, in the currency that stands beside them. */
const ofQuotes: [string, Cell][] = [
  ['Pricing model', ofQuote(({ pricingModel }) => pricingModels[pricingModel])],
  ['Currency', ofQuote(({ currency }) => currency)],
  ['Total', ofQuote((quote) => digitsOf(quote.total, quote))],
  ['Lines', ofQuote((quote) => quote.lineItems.map((line) => lineText(line, quote)).join('\n'))],
  ['Valid until', ofQuote(({ validUntil }) => validUntil)],
  ['Lead time in days', ofQuote(({ leadTimeDays }) => leadTimeDays)],
]

/** A percentage is told in hundredths, whatever the currency has. */
const digitsOf = (amount: number, { pricingModel, currency }: Quote) =>
  pricingModel === 'percentage' ? percentText(amount) : decimalText(amount, currency)

const lineText = ({ description, quantity, unitAmount }: Quote['lineItems'][number], quote: Quote) =>
  `${description}: ${quantity} × ${digitsOf(unitAmount, quote)}`
