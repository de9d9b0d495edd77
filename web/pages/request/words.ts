import type { Request } from '../../../shared/requests.ts'
import type { Typed } from './typed.ts'

type Model = NonNullable<Typed['quote']>['pricingModel']

/** What is counted, and what one of it costs. */
export const unitsOf = (model: Model): { quantity: string; unitAmount: string } =>
  ({
    fixed: { quantity: 'Quantity', unitAmount: 'Price each' },
    hourly: { quantity: 'Hours', unitAmount: 'Per hour' },
    monthly: { quantity: 'Months', unitAmount: 'Per month' },
    percentage: { quantity: 'Quantity', unitAmount: 'Percent' },
  })[model ?? 'fixed']

/** Who will read the answer, as far as one may know (SPEC 7). */
export const buyerOf = ({ asked: { asks } }: Pick<Request, 'asked'>): string => asks.company ?? 'The buyer'

export const buyerInSentence = (request: Pick<Request, 'asked'>): string => request.asked.asks.company ?? 'the buyer'
