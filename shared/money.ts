import { z } from 'zod'

/** ISO 4217, as the runtime knows them. */
export const currencies: readonly string[] = Intl.supportedValuesOf('currency')
export const Currency = z
  .string({ error: 'Choose a currency.' })
  .regex(/^[A-Z]{3}$/, { error: 'Choose a currency.' })
  .refine((code) => currencies.includes(code), { error: 'Choose a currency.' })

/** Whole minor units, such as cents: at most 900 billion of what has cents, far below where numbers stop being exact. */
export const MOST_MONEY = 900_000_000_000_00
export const Amount = z
  .int({ error: 'Enter an amount.' })
  .min(0, { error: 'Enter an amount.' })
  .max(MOST_MONEY, { error: 'This is more than can be written down.' })

/** How many digits stand behind the point: 2 for EUR, 0 for JPY, 3 for KWD. */
export const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** Minor units as a decimal number in plain digits, for files and fields: `125000` in EUR is `1250.00`. */
export function decimalText(minorUnits: number, currency: string): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(minorUnits)).padStart(digits + 1, '0')
  const decimal = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return minorUnits < 0 ? `-${decimal}` : decimal
}

/** "€1,250.00" in the reader's language. The digits go to the formatter as text, so no float ever holds them. */
export const moneyText = (minorUnits: number, currency: string, locale?: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
    decimalText(minorUnits, currency) as Intl.StringNumericLiteral,
  )

/** An amount of a quote: "€1,250.00", or "12.50%" where its pricing model is a percentage, which is told in hundredths. */
export const quotedText = (
  amount: number,
  { pricingModel, currency }: { pricingModel: string | null; currency: string },
  locale?: string,
): string => (pricingModel === 'percentage' ? percentText(amount) : moneyText(amount, currency, locale))

/** "12.50%" */
export const percentText = (hundredths: number): string => `${decimalText(hundredths, 'EUR')}%`

/**
 * What a person typed (`1,250.00`, `1.250,00`, `1 250.5`, `1250`) in minor units; null where it is no amount, or says more
 * digits than the currency has. Never by floats. A single sign that is followed by three digits groups them, unless the
 * currency itself has three. A group never begins with 0: `0.125` is not 125.
 */
export function amountTyped(typed: string, currency: string): number | null {
  const digits = minorDigits(currency)
  const tidy = unspaced(typed)
  if (!/^\d[\d.,]*$/.test(tidy)) return null
  const [whole, fraction] = partedAtPoint(tidy, digits)
  if (!isGrouped(whole) || !/^\d*$/.test(fraction) || fraction.length > digits) return null
  const units = Number(`${whole.replace(/[.,]/g, '')}${fraction.padEnd(digits, '0')}`)
  return Number.isSafeInteger(units) ? units : null
}

/**
 * A percentage that a person typed, in hundredths; null where it is none, or says more than two digits. Nobody means
 * thousands of percent: a single sign never groups.
 */
export const percentTyped = (typed: string): number | null =>
  /^\d+[.,]\d{3}$/.test(unspaced(typed)) ? null : amountTyped(typed, 'EUR')

const unspaced = (typed: string) => typed.replace(/[\s'’]/g, '')

/** Before and behind the sign that separates the fraction: the last one, where it is the only one of its kind. */
function partedAtPoint(tidy: string, digits: number): [string, string] {
  const at = Math.max(tidy.lastIndexOf('.'), tidy.lastIndexOf(','))
  if (at < 0) return [tidy, '']
  const behind = tidy.slice(at + 1)
  const isRepeated = tidy.indexOf(tidy[at]!) !== at
  const isAlone = /^\d+[.,]\d+$/.test(tidy)
  const groups = isRepeated || digits === 0 || (isAlone && behind.length === 3 && digits !== 3)
  return groups ? [tidy, ''] : [tidy.slice(0, at), behind]
}

/** `1250`, or threes parted by one sign: `1,250,000`. */
const isGrouped = (whole: string) => /^\d+$/.test(whole) || /^[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*$/.test(whole)

/** A line of a quote, as far as it counts. */
export type Counted = { quantity: number; unitAmount: number }

/** Quantity times unit amount, summed up; null where the sum is more than can be written down. */
export function totalOf(lines: readonly Counted[]): number | null {
  const total = lines.reduce((sum, { quantity, unitAmount }) => sum + BigInt(quantity) * BigInt(unitAmount), 0n)
  return total <= BigInt(MOST_MONEY) ? Number(total) : null
}

/** A rate in plain digits, such as `1.0845`: how many units of one currency are paid for one of another. */
export const Rate = z
  .string({ error: 'Enter a rate, such as 1.0845.' })
  .regex(/^\d{1,9}(\.\d{1,9})?$/, { error: 'Enter a rate, such as 1.0845.' })
  .refine((rate) => /[1-9]/.test(rate), { error: 'A rate is more than nothing.' })

/** An amount in another currency, in its minor units, rounded half up; counted in whole numbers all through. */
export function converted(minorUnits: number, from: string, to: string, rate: string): number {
  const [whole = '', fraction = ''] = rate.split('.')
  const scale = minorDigits(to) - minorDigits(from) - fraction.length
  const product = BigInt(minorUnits) * BigInt(whole + fraction)
  if (scale >= 0) return Number(product * 10n ** BigInt(scale))
  const divisor = 10n ** BigInt(-scale)
  return Number((product + divisor / 2n) / divisor)
}
