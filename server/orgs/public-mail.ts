import { disposableEmailBlocklist } from 'disposable-email-domains-js'
import listed from 'email-providers/all.json' with { type: 'json' }
import { moreMailProviders } from './more-mail-providers.ts'

/** They have addresses in so many countries that no list has them all. */
const brands =
  /^(yahoo|ymail|rocketmail|hotmail|live|outlook|msn|gmail|googlemail|gmx|icloud|aol|protonmail|yandex|zoho|zohomail|wanadoo|tiscali|chello|t-online|rediffmail)\.(com|net|org|info|biz|((com?|net|org)\.)?[a-z]{2})$/

/** On the lists for those who give names away below them; below these are the companies of whole countries and cities. */
const isOfCountry = /^((com?|net|org)\.[a-z]{2}|(msk|spb)\.ru|(pp|zp)\.ua|nom\.za|web\.id|za\.com)$/

const providers = new Set(
  [...listed, ...disposableEmailBlocklist(), ...moreMailProviders].filter((domain) => !isOfCountry.test(domain)),
)

/**
 * Whether everybody can have an address there (SPEC O3): being in such a domain says nothing about where one works. A name
 * below one counts as well.
 */
export function isPublicMail(domain: string): boolean {
  const labels = domain.split('.')
  const names = labels.map((_, index) => labels.slice(index).join('.'))
  return names.some((name) => providers.has(name) || brands.test(name))
}
