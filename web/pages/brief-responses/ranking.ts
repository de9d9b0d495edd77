import type { z } from 'zod'
import type { Quote, StatedRate } from '../../../shared/briefs.ts'
import { converted, MOST_MONEY } from '../../../shared/money.ts'

type Amounts = Pick<z.infer<typeof Quote>, 'pricingModel' | 'currency' | 'total'>
export type Quoted = { solutionId: string; quote: Amounts | null }
type Rate = Pick<StatedRate, 'from' | 'to' | 'rate' | 'statedFor'>

/** Percentages are compared with each other, in whatever currency their sums will be paid. */
export const PERCENT = '%'

export type Ranked = {
  kind: 'ranked'
  /** The currency in which it is compared, or `%`. */
  measure: string
  /** In that measure: minor units, or hundredths of a percent. */
  amount: number
  /** How much more than the lowest one; 0 of the lowest. */
  more: number
  /** Another one is as low. */
  isShared: boolean
  /** By which rate, where it was told in another currency. */
  rate: Rate | null
  /** Some of those that it is compared with were told in another currency: differences are approximate. */
  isConverted: boolean
}
export type NotRanked = { kind: 'not_ranked'; why: 'only_quote' | 'only_of_model' | 'no_rate' }
export type Standing = Ranked | NotRanked

/**
 * SPEC 5: only quotes of one pricing model are ranked, and only in one currency, or in one that stated rates lead to
 * directly. Rates are taken as they were stated: never turned round, never chained. Who did not quote has no standing.
 * @param preferred the currency to compare in where several would do, such as that of the budget
 */
export function standings(
  responses: readonly Quoted[],
  rates: readonly Rate[],
  preferred: string | null = null,
): Map<string, Standing> {
  const quotes = responses.flatMap(({ solutionId, quote }) => (quote ? [{ ...quote, solutionId }] : []))
  if (quotes.length === 1) return all(quotes, 'only_quote')
  const models = [...new Set(quotes.map(({ pricingModel }) => pricingModel))]
  const ofModel = (model: string) => quotes.filter(({ pricingModel }) => pricingModel === model)
  return new Map(models.flatMap((model) => [...rankedOfOneModel(ofModel(model), rates, preferred)]))
}

type Asked = Amounts & { solutionId: string }

const all = (quotes: Asked[], why: NotRanked['why']): Map<string, Standing> =>
  new Map(quotes.map(({ solutionId }) => [solutionId, { kind: 'not_ranked', why }]))

/** The largest group that can be compared is ranked, then the largest of what is left, until nothing can be. */
function rankedOfOneModel(quotes: Asked[], rates: readonly Rate[], preferred: string | null): Map<string, Standing> {
  if (quotes.length === 1) return all(quotes, 'only_of_model')
  const group = largestGroup(quotes, rates, preferred)
  if (group.length < 2) return all(quotes, 'no_rate')
  const ranked = new Map<string, Standing>(rankedInOneMeasure(group))
  const left = quotes.filter(({ solutionId }) => !ranked.has(solutionId))
  if (left.length === 0) return ranked
  const others = left.length === 1 ? all(left, 'no_rate') : rankedOfOneModel(left, rates, preferred)
  return new Map([...ranked, ...others])
}

type Measured = { solutionId: string; measure: string; amount: number; rate: Rate | null }

function largestGroup(quotes: Asked[], rates: readonly Rate[], preferred: string | null): Measured[] {
  const groups = measuresFor(quotes, rates).map((measure) =>
    quotes.flatMap((quote) => measuredIn(measure, quote, rates) ?? []),
  )
  const worth = (group: Measured[]) => [
    group.length,
    Number(group[0]?.measure === preferred),
    group.filter(({ rate }) => rate === null).length,
  ]
  return groups.toSorted((one, other) => inOrder(worth(other), worth(one)))[0] ?? []
}

/** By name where nothing else decides, so that the order in which answers came does not. */
const measuresFor = (quotes: Asked[], rates: readonly Rate[]): string[] => {
  const own = new Set(quotes.map(measureOf))
  const led = rates.filter(({ from }) => own.has(from)).map(({ to }) => to)
  return [...new Set([...own, ...led])].toSorted()
}

const measureOf = ({ pricingModel, currency }: Amounts) => (pricingModel === 'percentage' ? PERCENT : currency)

const inOrder = (one: number[], other: number[]): number => {
  const place = one.findIndex((it, index) => it !== other[index])
  return place < 0 ? 0 : one[place]! - other[place]!
}

function measuredIn(measure: string, quote: Asked, rates: readonly Rate[]): Measured | null {
  const { solutionId, currency, total } = quote
  const own = measureOf(quote)
  if (own === measure) return { solutionId, measure, amount: total, rate: null }
  const rate = own === PERCENT ? undefined : rates.find(({ from, to }) => from === currency && to === measure)
  if (!rate) return null
  const amount = converted(total, currency, measure, rate.rate)
  // More than can be written down exactly is not compared.
  return amount <= MOST_MONEY ? { solutionId, measure, amount, rate } : null
}

function rankedInOneMeasure(group: Measured[]): [string, Ranked][] {
  const lowest = Math.min(...group.map(({ amount }) => amount))
  const isLowestConverted = group.every(({ amount, rate }) => amount !== lowest || rate !== null)
  const isShared = group.filter(({ amount }) => amount === lowest).length > 1
  return group.map(({ solutionId, measure, amount, rate }) => [
    solutionId,
    {
      kind: 'ranked',
      measure,
      amount,
      rate,
      more: amount - lowest,
      isShared: isShared && amount === lowest,
      isConverted: rate !== null || isLowestConverted,
    },
  ])
}
