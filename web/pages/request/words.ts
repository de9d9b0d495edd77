import { decimalText, moneyText } from '../../../shared/money.ts'
import type { Request } from '../../../shared/requests.ts'
import type { Typed } from './typed.ts'

type Model = NonNullable<Typed['quote']>['pricingModel']

/** `€1,250.00`, or `12.50%`: a percentage is told in hundredths. */
export const quotedText = (
  minorUnits: number,
  { pricingModel, currency }: { pricingModel: Model; currency: string },
) => (pricingModel === 'percentage' ? `${decimalText(minorUnits, 'EUR')}%` : moneyText(minorUnits, currency))

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
