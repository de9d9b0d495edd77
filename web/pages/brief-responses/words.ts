import type { z } from 'zod'
import { pricingModels, type Quote } from '../../../shared/briefs.ts'
import { moneyText, percentText } from '../../../shared/money.ts'
import { shortDate } from '../../ui/instant.ts'
import { PERCENT, type Ranked, type Standing } from './ranking.ts'

type Quoted = z.infer<typeof Quote>

/** A day such as `2026-11-23`, as the reader's own clock has it. */
const noonOf = (day: string) => new Date(`${day}T12:00:00`)
export const dayText = (day: string, now = new Date()): string => shortDate(noonOf(day), now)

/** Today as the reader's calendar has it, such as `2026-11-23`. */
export const today = (now = new Date()): string =>
  [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-')

/** Good until the end of its last day. */
export const isExpired = ({ validUntil }: Pick<Quoted, 'validUntil'>, now = new Date()): boolean =>
  validUntil !== null && validUntil < today(now)

export function validText(quote: Pick<Quoted, 'validUntil'>, now = new Date()): string {
  if (quote.validUntil === null) return 'Not stated'
  const day = dayText(quote.validUntil, now)
  return isExpired(quote, now) ? `Expired: was valid until ${day}` : day
}

export const leadText = ({ leadTimeDays }: Pick<Quoted, 'leadTimeDays'>): string => {
  if (leadTimeDays === null) return 'Not stated'
  return leadTimeDays === 1 ? '1 day' : `${leadTimeDays} days`
}

/** `Version 2, replaced`, before the moment at which it was. */
export const versionText = ({ version }: { version: number }): string =>
  version > 1 ? `Version ${version}, replaced` : 'Answered'

export const answerText = (value: string | number | boolean | undefined): string | null => {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return new Intl.NumberFormat('en', { maximumFractionDigits: 9 }).format(value)
  return value || null
}

/** `≈ €376,940.00 at 0.94, 23 Nov`; null where nothing was converted. */
export const convertedText = ({ rate, amount, measure }: Ranked, now = new Date()): string | null =>
  rate && `≈ ${moneyText(amount, measure)} at ${rate.rate}, ${dayText(rate.statedFor, now)}`

/**
 * How a quote stands among those that it is compared with, in words.
 * @param model said where quotes of several models stand side by side
 */
export function standingText(standing: Standing, { pricingModel, currency }: Quoted, severalModels: boolean): string {
  const model = pricingModels[pricingModel].toLowerCase()
  if (standing.kind === 'not_ranked')
    return {
      only_quote: 'Not ranked: the only quote',
      only_of_model: `Not ranked: the only ${model} quote`,
      no_rate: `Not ranked: no rate is stated for ${currency}`,
    }[standing.why]
  const { more, isShared } = standing
  if (more > 0) return moreText(standing)
  const lowest = isShared ? 'Equal lowest' : 'Lowest'
  return `${lowest} ${severalModels ? `of the ${model} quotes` : ''}${inMeasure(standing, severalModels)}`
}

const moreText = ({ more, measure, isConverted }: Ranked) => {
  // 5.5% is not "0.5% more" than 5%.
  if (measure === PERCENT) return `${percentText(more).replace('%', '')} points more than the lowest`
  return `${isConverted ? '≈ ' : ''}${moneyText(more, measure)} more than the lowest`
}

const inMeasure = ({ measure }: Ranked, severalModels: boolean) => {
  if (measure === PERCENT) return severalModels ? '' : 'percentage'
  return severalModels ? ` in ${measure}` : `in ${measure}`
}
