import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { converted } from '../../../shared/money.ts'
import { PERCENT, type Quoted, type Ranked, standings } from './ranking.ts'

type Quote = NonNullable<Quoted['quote']>

const quoted = (
  solutionId: string,
  total: number,
  currency = 'EUR',
  pricingModel: Quote['pricingModel'] = 'fixed',
) => ({
  solutionId,
  quote: { pricingModel, currency, total },
})
const rate = (from: string, to: string, at: string) => ({ from, to, rate: at, statedFor: '2026-11-23' })
const kindOf = (found: ReturnType<typeof standings>, id: string) => {
  const standing = found.get(id)!
  return standing.kind === 'ranked' ? standing.more : standing.why
}

describe('SPEC 5: quotes of one pricing model and one currency are ranked', () => {
  test('the lowest is the lowest, and the others are told how much more they are', () => {
    const found = standings([quoted('a', 412_500_00), quoted('b', 438_000_00)], [])
    expect(found.get('a')).toEqual({
      kind: 'ranked',
      measure: 'EUR',
      amount: 412_500_00,
      more: 0,
      isShared: false,
      rate: null,
      isConverted: false,
    })
    expect(kindOf(found, 'b')).toBe(25_500_00)
  })

  test('two that are as low share the place', () => {
    const found = standings([quoted('a', 5), quoted('b', 5), quoted('c', 6)], [])
    expect([...found.values()].map((it) => (it as Ranked).isShared)).toEqual([true, true, false])
  })

  test('one alone is not ranked, nor is one that is alone in its pricing model; who did not quote has no standing', () => {
    expect(kindOf(standings([quoted('a', 5), { solutionId: 'b', quote: null }], []), 'a')).toBe('only_quote')
    const found = standings([quoted('a', 5), quoted('b', 6), quoted('c', 7, 'EUR', 'hourly')], [])
    expect(kindOf(found, 'a')).toBe(0)
    expect(kindOf(found, 'c')).toBe('only_of_model')
    expect(standings([{ solutionId: 'b', quote: null }], []).size).toBe(0)
  })

  test('percentages are compared with each other, whatever currency they would be paid in', () => {
    const found = standings([quoted('a', 5_50, 'CHF', 'percentage'), quoted('b', 5_00, 'JPY', 'percentage')], [])
    expect(found.get('a')).toMatchObject({ measure: PERCENT, more: 50, rate: null, isConverted: false })
  })
})

describe('SPEC 5: amounts in different currencies are never ranked without a stated rate', () => {
  const mixed = [quoted('a', 412_500_00), quoted('b', 438_000_00), quoted('c', 401_000_00, 'CHF')]

  test('without one, those of one currency are ranked and the other is not', () => {
    const found = standings(mixed, [])
    expect([kindOf(found, 'a'), kindOf(found, 'b'), kindOf(found, 'c')]).toEqual([0, 25_500_00, 'no_rate'])
  })

  test('with one, all are compared in one currency, and which rate it was is told', () => {
    const stated = rate('CHF', 'EUR', '0.94')
    const found = standings(mixed, [stated])
    expect(found.get('c')).toMatchObject({
      measure: 'EUR',
      amount: 376_940_00,
      more: 0,
      rate: stated,
      isConverted: true,
    })
    expect(kindOf(found, 'a')).toBe(35_560_00)
    expect(found.get('a')).toMatchObject({ rate: null, isConverted: true })
  })

  test('what was asked and is lowest in one currency is exact, whatever rates there are', () => {
    const found = standings([quoted('a', 5), quoted('b', 9), quoted('c', 100, 'CHF')], [rate('CHF', 'EUR', '0.94')])
    expect(found.get('b')).toMatchObject({ more: 4, isConverted: false })
    expect(found.get('c')).toMatchObject({ isConverted: true })
  })

  test('a rate is not turned round: all are compared in the currency that it leads to', () => {
    const found = standings(mixed, [rate('EUR', 'CHF', '1.06')])
    expect(found.get('a')).toMatchObject({ measure: 'CHF', amount: 437_250_00 })
    expect(kindOf(found, 'c')).toBe(0)
  })

  test('rates are not chained', () => {
    const found = standings(
      [quoted('a', 1), quoted('b', 2, 'CHF')],
      [rate('EUR', 'SEK', '11'), rate('SEK', 'CHF', '0.1')],
    )
    expect([kindOf(found, 'a'), kindOf(found, 'b')]).toEqual(['no_rate', 'no_rate'])
  })

  test('both may be led to a third currency, in which nobody quoted', () => {
    const found = standings(
      [quoted('a', 1_00, 'SEK'), quoted('b', 1_00, 'CHF')],
      [rate('SEK', 'EUR', '0.09'), rate('CHF', 'EUR', '1')],
    )
    expect(found.get('b')).toMatchObject({ measure: 'EUR', amount: 1_00, more: 91 })
  })

  test('where several currencies would do, that of the budget is taken', () => {
    const both = [rate('EUR', 'CHF', '1.06'), rate('CHF', 'EUR', '0.94')]
    for (const budget of ['EUR', 'CHF'])
      expect(standings(mixed, both, budget).get('a')).toMatchObject({ measure: budget })
    expect(standings(mixed, both).get('a')).toMatchObject({ measure: 'EUR' })
  })

  test('two of one currency and two of another are ranked apart', () => {
    const found = standings([...mixed, quoted('d', 400_000_00, 'CHF')], [])
    expect([kindOf(found, 'a'), kindOf(found, 'c'), kindOf(found, 'd')]).toEqual([0, 1_000_00, 0])
  })

  test('what is more than can be written down is not compared', () => {
    const found = standings([quoted('a', 5, 'JPY'), quoted('b', 900_000_000_000_00)], [rate('EUR', 'JPY', '999999999')])
    expect([kindOf(found, 'a'), kindOf(found, 'b')]).toEqual(['no_rate', 'no_rate'])
  })
})

describe('SPEC 5: of any quotes and any rates', () => {
  const currency = fc.constantFrom('EUR', 'CHF', 'SEK', 'JPY', 'KWD')
  const model = fc.constantFrom('fixed', 'hourly', 'monthly', 'percentage')
  const responses = fc
    .array(fc.option(fc.record({ pricingModel: model, currency, total: fc.nat(1_000_000_00) }), { freq: 8 }), {
      maxLength: 9,
    })
    .map((quotes) => quotes.map((quote, place): Quoted => ({ solutionId: `s${place}`, quote: quote as Quote | null })))
  const rates = fc
    .uniqueArray(fc.tuple(currency, currency), { selector: ([from, to]) => from + to, maxLength: 8 })
    .chain((pairs) =>
      fc.tuple(
        ...pairs.map(([from, to]) => fc.integer({ min: 1, max: 99_999 }).map((at) => rate(from, to, `${at}.5`))),
      ),
    )
    .map((some) => some.filter(({ from, to }) => from !== to))
  const given = { numRuns: 500 }

  test('every quote has a standing; what is ranked is in its own currency or converted by a rate that was stated', () => {
    fc.assert(
      fc.property(responses, rates, (some, stated) => {
        const found = standings(some, stated)
        for (const { solutionId, quote } of some) {
          const standing = found.get(solutionId)
          expect(standing === undefined).toBe(quote === null)
          if (!quote || standing?.kind !== 'ranked') continue
          const { measure, amount, rate: by } = standing
          if (by) {
            expect(stated).toContain(by)
            expect([by.from, by.to]).toEqual([quote.currency, measure])
            expect(amount).toBe(converted(quote.total, quote.currency, measure, by.rate))
          } else {
            expect(measure).toBe(quote.pricingModel === 'percentage' ? PERCENT : quote.currency)
            expect(amount).toBe(quote.total)
          }
        }
      }),
      given,
    )
  })

  test('nothing is ranked against another pricing model or another measure, and never alone', () => {
    fc.assert(
      fc.property(responses, rates, (some, stated) => {
        const found = standings(some, stated)
        const modelOf = (id: string) => some.find(({ solutionId }) => solutionId === id)!.quote!.pricingModel
        const ranked = [...found].flatMap(([id, it]) => (it.kind === 'ranked' ? [{ ...it, model: modelOf(id) }] : []))
        for (const one of ranked) {
          const group = ranked.filter(({ model, measure }) => model === one.model && measure === one.measure)
          expect(group.length).toBeGreaterThan(1)
          const lowest = Math.min(...group.map(({ amount }) => amount))
          expect(one.more).toBe(one.amount - lowest)
          expect(one.isShared).toBe(one.more === 0 && group.filter(({ amount }) => amount === lowest).length > 1)
        }
      }),
      given,
    )
  })

  test('the order in which answers came, or rates were stated, changes nothing', () => {
    const shuffled = (some: Quoted[]) => fc.shuffledSubarray(some, { minLength: some.length, maxLength: some.length })
    const both = responses.chain((some) => fc.tuple(fc.constant(some), shuffled(some)))
    fc.assert(
      fc.property(both, rates, ([some, others], stated) => {
        expect(Object.fromEntries(standings(others, stated.toReversed()))).toEqual(
          Object.fromEntries(standings(some, stated)),
        )
      }),
      given,
    )
  })

  test('without rates nobody is converted', () => {
    fc.assert(
      fc.property(responses, (some) => {
        for (const it of standings(some, []).values()) if (it.kind === 'ranked') expect(it.isConverted).toBe(false)
      }),
      given,
    )
  })
})
