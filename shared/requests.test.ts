import { describe, expect, test } from 'vitest'
import { createBrief, MOST_QUESTIONS, MOST_RECIPIENTS } from './briefs.ts'
import { LARGE_BODY_BYTES } from './endpoint.ts'
import { MOST_MONEY } from './money.ts'
import { keepDraft, respond } from './requests.ts'

const id = '018f0000-0000-7000-8000-00000000000a'
const answer = (value: unknown) => ({ questionId: id, value })
const many = <T>(count: number, make: (place: number) => T) => Array.from({ length: count }, (_, place) => make(place))
const wordsOf = (parsed: { error?: { issues: { path: PropertyKey[]; message: string }[] } }) =>
  parsed.error?.issues.map(({ path, message }) => [path.join('.'), message])

/** At four bytes a character no text is longer. */
const long = (length: number, place = 10) => `${place}${'😀'.repeat(length - 2)}`
const uuid = (place: number) => `018f0000-0000-7000-8000-${String(place).padStart(12, '0')}`

describe('ABUSE 45: a body is bounded, and every answer that the fields allow fits', () => {
  const answers = many(MOST_QUESTIONS, (place) => ({ questionId: uuid(place), value: long(4000) }))
  const lines = (quantity: unknown, unitAmount: unknown) =>
    many(50, () => ({ description: long(300), quantity, unitAmount }))
  const quote = { pricingModel: 'percentage', currency: 'EUR', validUntil: '2027-01-31', leadTimeDays: 3650 }
  const unit = Math.floor(MOST_MONEY / 50)
  const longest = [
    [
      'a brief',
      createBrief,
      { org: 'meridian' },
      {
        kind: 'brief',
        title: long(160),
        description: long(8000),
        requirements: long(8000),
        budget: { min: MOST_MONEY, max: MOST_MONEY, currency: 'EUR' },
        startDate: '2027-01-31',
        deadline: '2027-01-31T12:00:00.000000000+05:45',
        deadlineZone: 'America/Argentina/ComodRivadavia',
        anonymous: false,
        questions: many(MOST_QUESTIONS, (place) => ({
          id: uuid(place),
          text: long(500),
          type: 'choice',
          choices: many(20, (choice) => long(200, choice + 10)),
          required: false,
        })),
        solutionIds: many(MOST_RECIPIENTS, uuid),
        copyOf: id,
        shortlistId: id,
      },
    ],
    [
      'a response',
      respond,
      { id },
      { message: long(8000), answers, quote: { ...quote, lineItems: lines(1, unit), total: unit * 50 } },
    ],
    [
      'a draft of one',
      keepDraft,
      { id },
      {
        draft: {
          message: long(8000),
          answers,
          quote: { ...quote, leadTimeDays: long(40), validUntil: long(40), lineItems: lines(long(40), long(40)) },
        },
      },
    ],
  ] as const

  test.each(longest)('ABUSE 45: the longest of %s', (_, door, inPath, body) => {
    expect(wordsOf(door.input.safeParse({ ...inPath, ...body }))).toBeUndefined()
    expect(door.largeBody).toBe(true)
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(LARGE_BODY_BYTES)
  })

  test('ABUSE 45: more answers than a brief has questions are refused', () => {
    const tooMany = many(MOST_QUESTIONS + 1, () => answer('x'))
    expect(wordsOf(respond.input.safeParse({ id, answers: tooMany }))).toEqual([['answers', 'At most 60 answers.']])
    expect(wordsOf(keepDraft.input.safeParse({ id, draft: { answers: tooMany } }))).toEqual([
      ['draft.answers', 'At most 60 answers.'],
    ])
  })
})

describe('R21: what an answer can hold', () => {
  test.each(['a'.repeat(4001), '\u0958'.repeat(2001), '\ufb2c'.repeat(1334)])(
    'R21: an answer is as long as it is when it is kept, and says so where that is too long',
    (value) => {
      expect(wordsOf(respond.input.safeParse({ id, answers: [answer(value)] }))).toEqual([
        ['answers.0.value', 'At most 4,000 characters.'],
      ])
    },
  )

  test.each([null, [], {}, undefined])('R21: %j is no answer', (value) => {
    expect(wordsOf(respond.input.safeParse({ id, answers: [answer(value)] }))).toEqual([
      ['answers.0.value', 'Answer the question.'],
    ])
  })

  test.each(['\0', '\ud800', 'a\udc00'])('R21: a draft that holds %j is refused at its field', (text) => {
    const draft = {
      message: text,
      answers: [answer(text)],
      quote: { currency: text, validUntil: text, leadTimeDays: text, lineItems: [{ description: text }] },
    }
    const words = 'Remove the invisible control characters.'
    expect(wordsOf(keepDraft.input.safeParse({ id, draft }))).toEqual(
      [
        'message',
        'answers.0.value',
        'quote.currency',
        'quote.lineItems.0.description',
        'quote.validUntil',
        'quote.leadTimeDays',
      ].map((field) => [`draft.${field}`, words]),
    )
  })

  test('R21: a quote is valid until a day that exists', () => {
    const quote = {
      pricingModel: 'fixed',
      currency: 'EUR',
      lineItems: [{ description: 'x', quantity: 1, unitAmount: 1 }],
    }
    expect(wordsOf(respond.input.safeParse({ id, quote: { ...quote, validUntil: '0000-01-01' } }))).toEqual([
      ['quote.validUntil', 'Choose a day from 1900 to 9999.'],
    ])
  })
})
