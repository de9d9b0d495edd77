import { z } from 'zod'

/** ISO 4217, as the runtime knows them. */
export const currencies: readonly string[] = Intl.supportedValuesOf('currency')
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, { error: 'Choose a currency.' })
  .refine((code) => currencies.includes(code), { error: 'Choose a currency.' })

/** Whole minor units, such as cents. Above nine trillion a number of JavaScript would not be exact any more. */
export const Amount = z
  .int({ error: 'Enter an amount.' })
  .min(0, { error: 'Enter an amount.' })
  .max(900_000_000_000_00, { error: 'This is more than can be written down.' })

/** How many digits stand behind the point: 2 for EUR, 0 for JPY, 3 for KWD. */
export const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** "€1,250.00" in the reader's language. */
export function moneyText(minorUnits: number, currency: string, locale?: string): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(minorUnits)).padStart(digits + 1, '0')
  const decimal = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
    `${minorUnits < 0 ? '-' : ''}${decimal}` as unknown as number,
  )
}

/** What a person typed ("1,250.00", "1250", "1 250,5") in minor units; null where it is no amount. Never by floats. */
export function amountTyped(typed: string, currency: string): number | null {
  const digits = minorDigits(currency)
  const tidy = typed.replace(/[\s'’ {2}]/g, '')
  const match = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d*))?$/.exec(tidy)
  if (!match) return null
  const [, whole = '', fraction = ''] = match
  if (fraction.length > digits) return null
  const units = Number(`${whole.replace(/[.,]/g, '')}${fraction.padEnd(digits, '0')}`)
  return Number.isSafeInteger(units) ? units : null
}
