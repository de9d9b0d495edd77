import { currencies } from '../../shared/money.ts'

const names = new Intl.DisplayNames('en', { type: 'currency' })

/** For a searchable `Select`: `EUR · Euro`. */
export const currencyChoices = currencies.map((code) => ({ value: code, label: `${code} · ${names.of(code)}` }))
