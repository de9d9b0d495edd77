import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Question, Response } from '../../../shared/briefs.ts'
import { totalOf } from '../../../shared/money.ts'
import { respond } from '../../../shared/requests.ts'
import { uuid } from '../../testing-workspace.tsx'
import { errorsAt, givenOf, numberTyped, sumOfLine, sumOfQuote } from './given.ts'
import {
  beginningOf,
  draftOf,
  draftOfResponse,
  isBegun,
  isSame,
  newQuote,
  nothingTyped,
  type Typed,
  typedOf,
} from './typed.ts'

const question = (number: number, type: Question['type'], required = false): Question => ({
  id: uuid(number),
  text: `Question ${number}`,
  type,
  choices: type === 'choice' ? ['One', 'Two'] : [],
  required,
})
const quoted = (currency: string, lines: [quantity: string, unitAmount: string][], more: object = {}) => ({
  ...newQuote(currency),
  lineItems: lines.map(([quantity, unitAmount], place) => ({
    key: `${place}`,
    description: 'Work',
    quantity,
    unitAmount,
  })),
  ...more,
})

describe('SPEC 5: money is counted in minor units', () => {
  test.each([
    ['EUR', '3', '412.50', 123750],
    ['EUR', '1,200', '1.250,00', 150000000],
    ['JPY', '3', '12,500', 37500],
    ['KWD', '2', '1.250', 2500],
  ])('in %s, %s times %s', (currency, quantity, unitAmount, sum) => {
    const quote = quoted(currency, [[quantity, unitAmount]])
    expect(sumOfLine(quote.lineItems[0]!, quote)).toBe(sum)
    expect(givenOf({ ...nothingTyped, quote }, []).errors).toEqual({})
  })

  test.each([
    ['JPY', '12.50', 'Enter an amount. JPY has no decimals.'],
    ['EUR', '12.505', null],
    ['EUR', '12.5055', 'Enter an amount. EUR has at most 2 decimals.'],
    ['KWD', '1.2345', 'Enter an amount. KWD has at most 3 decimals.'],
    ['', '12', 'Enter an amount.'],
  ])('in %s, %s is told at its field where it is no amount', (currency, unitAmount, words) => {
    const { errors } = givenOf({ ...nothingTyped, quote: quoted(currency, [['1', unitAmount]]) }, [])
    expect(errors['quote.lineItems.0.unitAmount'] ?? null).toBe(words)
  })

  test('a percentage is sent in hundredths, and is not counted', () => {
    const quote = quoted('EUR', [['7', '12.5']], { pricingModel: 'percentage' })
    const { given, errors } = givenOf({ ...nothingTyped, quote }, [])
    expect(errors).toEqual({})
    expect(given.quote?.lineItems).toEqual([{ description: 'Work', quantity: 1, unitAmount: 1250 }])
  })

  test.each(['2.125', '2,125', '12.500'])('%s is no percentage: a single sign never makes thousands of it', (typed) => {
    const quote = quoted('EUR', [['1', typed]], { pricingModel: 'percentage' })
    const { errors } = givenOf({ ...nothingTyped, quote }, [])
    expect(errors).toEqual({ 'quote.lineItems.0.unitAmount': 'Enter a percentage, such as 12.5.' })
  })

  test('the total on the screen is the sum that the server keeps, and it is sent along', () => {
    const line = fc.record({
      quantity: fc.integer({ min: 1, max: 1_000_000 }),
      unitAmount: fc.integer({ min: 0, max: 10_000_000 }),
    })
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 20 }),
        fc.constantFrom('EUR', 'JPY', 'KWD'),
        (lineItems, currency) => {
          const response = {
            message: '',
            answers: [],
            version: 1,
            respondedAt: '',
            quote: {
              pricingModel: 'fixed',
              currency,
              lineItems: lineItems.map((it) => ({ description: 'x', ...it })),
              total: 0,
              validUntil: null,
              leadTimeDays: null,
            },
          } as Response
          const typed = typedOf(draftOfResponse(response))
          expect(sumOfQuote(typed.quote!)).toBe(totalOf(lineItems))
          const { given } = givenOf(typed, [])
          expect(given.quote).toMatchObject({ lineItems: response.quote?.lineItems, total: totalOf(lineItems) })
          expect(respond.input.safeParse({ id: uuid(1), ...given }).success).toBe(true)
        },
      ),
    )
  })

  test('as long as one line cannot be read there is no total', () =>
    expect(
      sumOfQuote(
        quoted('EUR', [
          ['1', '5'],
          ['1', 'five'],
        ]),
      ),
    ).toBeNull())
})

describe('SPEC 5: answers by the type of their question', () => {
  test.each([
    ['12', 12],
    ['-3.5', -3.5],
    ['12,5', 12.5],
    ['1,250.5', 1250.5],
    ['1,250', 1250],
    ['0,125', 0.125],
    ['-0,500', -0.5],
    ['1 250', 1250],
    ['twelve', null],
    ['1.2.3', null],
    ['', null],
    ['9'.repeat(400), null],
  ])('the number %s', (typed, number) => expect(numberTyped(typed)).toBe(number))

  test('each is sent in the form that its question wants, and what says nothing is not sent', () => {
    const questions = [
      question(1, 'text'),
      question(2, 'yes_no', true),
      question(3, 'number'),
      question(4, 'choice'),
      question(5, 'text'),
    ]
    const answers = { [uuid(1)]: 'Words', [uuid(2)]: false, [uuid(3)]: '12.5', [uuid(4)]: 'Two', [uuid(5)]: '  ' }
    const { given, errors } = givenOf({ ...nothingTyped, answers }, questions)
    expect(errors).toEqual({})
    expect(given.answers?.map(({ value }) => value)).toEqual(['Words', false, 12.5, 'Two'])
  })

  test('what is required and what is no number is told at its question, all at once', () => {
    const questions = [question(1, 'text', true), question(2, 'number', true), question(3, 'yes_no', true)]
    const { errors } = givenOf({ ...nothingTyped, answers: { [uuid(2)]: 'many' } }, questions)
    expect(errors).toEqual({
      [`answers.${uuid(1)}`]: 'This question needs an answer.',
      [`answers.${uuid(2)}`]: 'Enter a number.',
      [`answers.${uuid(3)}`]: 'This question needs an answer.',
    })
  })

  test('a refusal by place finds its question, and of two the first is told', () => {
    const { given } = givenOf({ ...nothingTyped, answers: { [uuid(2)]: 'x' } }, [
      question(1, 'text'),
      question(2, 'text'),
    ])
    const refusals = [
      { path: 'answers.0.value', code: 'invalid', message: 'Too long.' },
      { path: 'quote.lineItems.0.unitAmount', code: 'invalid', message: 'First.' },
      { path: 'quote.lineItems.0.unitAmount', code: 'invalid', message: 'Second.' },
    ]
    expect(errorsAt(refusals, given)).toEqual({
      [`answers.${uuid(2)}`]: 'Too long.',
      'quote.lineItems.0.unitAmount': 'First.',
    })
  })
})

describe('drafts', () => {
  const typed: Typed = {
    message: 'Hello',
    answers: { [uuid(1)]: 'x', [uuid(2)]: false },
    quote: quoted('EUR', [['1,', '12,']]),
  }
  const kept = { content: draftOf(typed), keptBy: { name: 'Cara' }, keptAt: '2026-11-23T08:00:00Z' }
  const response: Response = {
    message: 'Sent',
    answers: [],
    quote: null,
    version: 1,
    respondedAt: '2026-11-23T08:00:00Z',
  }

  test('what is typed comes back as it was typed, right or wrong', () =>
    expect(draftOf(typedOf(draftOf(typed)))).toEqual(draftOf(typed)))

  test('the form begins with what was kept, else with what was sent, else with nothing', () => {
    expect(beginningOf({ draft: kept, response })).toEqual(kept.content)
    expect(beginningOf({ draft: null, response }).message).toBe('Sent')
    expect(beginningOf({ draft: null, response: null })).toEqual(draftOf(nothingTyped))
  })

  test('a draft that says what was sent, in another order of answers, is none', () => {
    const same = { ...kept.content, answers: kept.content.answers.toReversed() }
    expect(isSame(kept.content, same)).toBe(true)
    expect(isBegun({ draft: kept, response })).toBe(true)
    expect(isBegun({ draft: { ...kept, content: draftOfResponse(response) }, response })).toBe(false)
  })
})
