import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Question } from '../../shared/briefs.ts'
import { MOST_MONEY } from '../../shared/money.ts'
import { respond } from '../../shared/requests.ts'
import { question, sentBrief } from '../../town/asked.ts'
import { db, serverOf } from '../../town/town.ts'
import { checkedAnswers } from './answers.ts'

const line = fc.record({
  description: fc.constantFrom('Nurse', 'Travel', 'Payroll'),
  quantity: fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1_000_000 })),
  unitAmount: fc.oneof(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: MOST_MONEY })),
})
const lines = fc.array(line, { minLength: 1, maxLength: 50 })
const sumOf = (items: { quantity: number; unitAmount: number }[]) =>
  items.reduce((sum, { quantity, unitAmount }) => sum + BigInt(quantity) * BigInt(unitAmount), 0n)
const given = (lineItems: object[], total?: number) => ({
  id: '0190cccc-0000-7000-b003-000000000001',
  quote: { pricingModel: 'fixed', currency: 'EUR', lineItems, ...(total !== undefined && { total }) },
})

describe('totals', () => {
  test('a quote is taken exactly if its sum can be written down, and only with its own total', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: -3, max: 3 }), (items, off) => {
        const sum = sumOf(items)
        const fits = sum <= BigInt(MOST_MONEY)
        expect(respond.input.safeParse(given(items)).success).toBe(fits)
        const said = Number(sum) + off
        if (fits && said >= 0) expect(respond.input.safeParse(given(items, said)).success).toBe(off === 0)
      }),
      { numRuns: 500 },
    )
  })

  test('no quote of whatever shape breaks the check', () => {
    const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(1e300, -0, 2 ** 53, Number.MIN_VALUE))
    const anyLine = fc.record({ description: fc.constant('x'), quantity: number, unitAmount: number })
    fc.assert(
      fc.property(fc.array(anyLine), fc.option(number), (items, total) => {
        const parsed = respond.input.safeParse(given(items, total ?? undefined))
        if (!parsed.success) return
        for (const { quantity, unitAmount } of parsed.data.quote!.lineItems)
          expect(Number.isSafeInteger(quantity) && Number.isSafeInteger(unitAmount)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('what is kept is the sum that the database counts itself, to the last cent', async () => {
    const { requests } = await sentBrief(db())
    const cara = await serverOf(db()).browserOf('cara')
    await fc.assert(
      fc.asyncProperty(lines, async (items) => {
        const fitting = items.filter((_, at) => sumOf(items.slice(0, at + 1)) <= BigInt(MOST_MONEY))
        if (fitting.length === 0 || sumOf(fitting) > BigInt(MOST_MONEY)) return
        const { quote } = given(fitting)
        const it = await cara({ method: 'PUT', url: `/api/v1/requests/${requests.crewline}/response`, body: { quote } })
        expect(it.statusCode, it.body).toBe(200)
        expect(BigInt(it.json().response.quote.total)).toBe(sumOf(fitting))
        expect(it.json().response.quote.lineItems).toEqual(fitting)
      }),
      { numRuns: 40 },
    )
    const { rows } = await sql<{
      wrong: number
    }>`select count(*) as wrong from responses where total <> lines_total(line_items)`.execute(db())
    expect(rows).toEqual([{ wrong: 0 }])
  })
})

describe('answers', () => {
  const questions = fc.array(
    fc.record({
      type: fc.constantFrom<Question['type']>('text', 'yes_no', 'number', 'choice'),
      required: fc.boolean(),
    }),
    { maxLength: 6 },
  )
  const value = fc.oneof(fc.constantFrom('', 'One', 'Two', 'Other'), fc.boolean(), fc.integer())
  const fits = ({ type, choices }: Question, value: unknown): boolean =>
    ({
      text: typeof value === 'string',
      yes_no: typeof value === 'boolean',
      number: typeof value === 'number',
      choice: typeof value === 'string' && choices.includes(value),
    })[type]

  test('are taken exactly if every required question has one, and every one fits its question', () => {
    fc.assert(
      fc.property(questions, fc.array(fc.option(value), { minLength: 6, maxLength: 6 }), (asked, values) => {
        const all = asked.map(({ type, required }) => question(type, required, type === 'choice' ? ['One', 'Two'] : []))
        const told = all.flatMap((it, at) => (values[at] == null ? [] : [{ questionId: it.id, value: values[at] }]))
        const isGood = all.every((it, at) => {
          const given = values[at] ?? ''
          return given === '' ? !it.required : fits(it, given)
        })
        const check = () => checkedAnswers(all, told.toReversed())
        if (isGood) expect(check()).toEqual(told.filter(({ value }) => value !== ''))
        else expect(check).toThrow()
      }),
      { numRuns: 1000 },
    )
  })
})
