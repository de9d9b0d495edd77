import type { z } from 'zod'
import type { Question } from '../../../shared/briefs.ts'
import type { FieldError } from '../../../shared/errors.ts'
import { amountTyped, currencies, minorDigits, percentTyped, totalOf } from '../../../shared/money.ts'
import type { respond } from '../../../shared/requests.ts'
import type { Typed, TypedAnswers, TypedLine, TypedQuote } from './typed.ts'

/* From what was typed to what is sent. Amounts become whole minor units without ever being floats. */

export type Given = Omit<z.input<typeof respond.input>, 'id'>
export type FieldErrors = Record<string, string>
type Answers = NonNullable<Given['answers']>
type GivenQuote = NonNullable<Given['quote']>

/** What is sent; and by field, what cannot be read as what it should be. The rest the server judges. */
export function givenOf({ message, answers, quote }: Typed, questions: Question[]) {
  const errors: FieldErrors = {}
  const given: Given = {
    message,
    answers: questions.flatMap((question) => answerOf(question, answers, errors)),
    quote: quote && quoteOf(quote, errors),
  }
  return { given, errors }
}

function answerOf({ id, type, required }: Question, answers: TypedAnswers, errors: FieldErrors): Answers {
  const typed = answers[id] ?? ''
  if (typeof typed === 'boolean') return [{ questionId: id, value: typed }]
  if (typed.trim() === '') {
    if (required) errors[`answers.${id}`] = 'This question needs an answer.'
    return []
  }
  if (type !== 'number') return [{ questionId: id, value: typed }]
  const value = numberTyped(typed)
  if (value !== null) return [{ questionId: id, value }]
  errors[`answers.${id}`] = 'Enter a number.'
  return []
}

/** `12`, `-3.5`, `12,5` or `1,250.5`. A single comma before three digits groups them, unless the first is 0. */
export function numberTyped(typed: string): number | null {
  const tidy = typed.replace(/[\s'’]/g, '')
  const plain = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(tidy) ? tidy.replaceAll(',', '') : tidy.replace(',', '.')
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(plain) ? Number(plain) : null
}

/** Whole numbers are read like a currency that has no cents. */
export const wholeTyped = (typed: string): number | null => amountTyped(typed, 'JPY')

function quoteOf(quote: TypedQuote, errors: FieldErrors): GivenQuote {
  if (!quote.pricingModel) errors['quote.pricingModel'] = 'Choose how you charge.'
  if (!currencies.includes(quote.currency)) errors['quote.currency'] = 'Choose a currency.'
  const lead = quote.leadTimeDays.trim()
  const leadTimeDays = lead === '' ? null : wholeTyped(lead)
  if (lead !== '' && leadTimeDays === null) errors['quote.leadTimeDays'] = 'Enter a whole number.'
  const total = sumOfQuote(quote)
  return {
    pricingModel: quote.pricingModel ?? 'fixed',
    currency: quote.currency,
    lineItems: quote.lineItems.map((line, place) => lineOf(line, place, quote, errors)),
    // What stood on the screen: the server refuses any other sum.
    ...(total !== null && { total }),
    validUntil: quote.validUntil || null,
    leadTimeDays,
  }
}

function lineOf(line: TypedLine, place: number, quote: TypedQuote, errors: FieldErrors) {
  const at = `quote.lineItems.${place}`
  const { quantity, unitAmount } = countedIn(line, quote)
  if (quantity === null) errors[`${at}.quantity`] = 'Enter a whole number.'
  if (unitAmount === null) errors[`${at}.unitAmount`] = amountWords(quote)
  return { description: line.description, quantity: quantity ?? 0, unitAmount: unitAmount ?? 0 }
}

/** As far as it can be read. Nobody buys two of a percentage. */
function countedIn(line: TypedLine, quote: TypedQuote) {
  if (quote.pricingModel === 'percentage') return { quantity: 1, unitAmount: percentTyped(line.unitAmount) }
  const isCurrency = currencies.includes(quote.currency)
  return {
    quantity: wholeTyped(line.quantity),
    unitAmount: isCurrency ? amountTyped(line.unitAmount, quote.currency) : null,
  }
}

const digitWords = ['no decimals', 'at most 1 decimal']
const amountWords = (quote: TypedQuote): string => {
  if (quote.pricingModel === 'percentage') return 'Enter a percentage, such as 12.5.'
  if (!currencies.includes(quote.currency)) return 'Enter an amount.'
  const digits = minorDigits(quote.currency)
  return `Enter an amount. ${quote.currency} has ${digitWords[digits] ?? `at most ${digits} decimals`}.`
}

/** What a line comes to, in minor units; null until it can be read. */
export const sumOfLine = (line: TypedLine, quote: TypedQuote): number | null => sumOf([line], quote)

/** What all lines come to; null until each of them can be read. */
export const sumOfQuote = (quote: TypedQuote): number | null => sumOf(quote.lineItems, quote)

function sumOf(lines: TypedLine[], quote: TypedQuote): number | null {
  const counted = lines.flatMap((line) => {
    const { quantity, unitAmount } = countedIn(line, quote)
    return quantity === null || unitAmount === null ? [] : [{ quantity, unitAmount }]
  })
  return counted.length < lines.length ? null : totalOf(counted)
}

/** A refusal by field. What the door itself refuses of an answer is named by its place in what was sent. */
export const errorsAt = (errors: FieldError[], given: Given): FieldErrors =>
  Object.fromEntries(errors.map(({ path, message }) => [fieldOf(path, given), message] as const).reverse())

function fieldOf(path: string, given: Given): string {
  const place = /^answers\.(\d+)(?:\.|$)/.exec(path)?.[1]
  const questionId = place && given.answers?.[Number(place)]?.questionId
  return questionId ? `answers.${questionId}` : path
}
