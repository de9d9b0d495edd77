import { z } from 'zod'
import { errors } from './errors.ts'

/**
 * SPEC P2: the one canonical form of an address, or null where it is not one strict address (D2).
 * Trimmed, NFC, lower-case, domain as IDNA A-label. The local part is an ASCII dot-atom, because lower-casing
 * anything else can make two mailboxes of one (ABUSE 13), and quoted forms are how parsers are split (ABUSE 15).
 */
export function canonicalEmail(typed: string): string | null {
  const text = typed.trim().normalize('NFC').toLowerCase()
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  const domain = asciiDomain(text.slice(at + 1))
  const address = `${local}@${domain}`
  const strict =
    hasAsciiLocalPart(typed) && domain !== null && address.length <= 254 && z.email().safeParse(address).success
  return strict ? address : null
}

/** Looked at before lower-casing: the Kelvin sign is not ASCII, but its lower case is a plain k. */
const hasAsciiLocalPart = (typed: string) =>
  /^[\x21-\x7e]{1,64}$/.test(typed.trim().slice(0, typed.trim().lastIndexOf('@')))

/** The parser of addresses in every browser and in Node maps a domain by the rules of UTS #46. */
function asciiDomain(domain: string): string | null {
  if (domain.length === 0 || /[\s/\\:?#@%[\]<>^|`{}"'(),;&=+$!*~\p{C}]/u.test(domain)) return null
  try {
    const { hostname } = new URL(`https://${domain}`)
    // RFC 5321: a label has at most 63 characters and ends with a letter or a digit.
    return /[^.]{64}|-(\.|$)/.test(hostname) ? null : hostname
  } catch {
    return null
  }
}

/** Mailboxes that plus-tags and dots reach: the key of abuse caps only, never an identity (SPEC P2). */
export function foldedEmail(canonical: string): string {
  const [local = '', domain = ''] = canonical.split('@')
  return `${local.replace(/\+.*$/, '').replaceAll('.', '')}@${domain}`
}

/** How an address is shown to people who need not know it: always three stars, so that no length is told. */
export const maskedEmail = (canonical: string): string => `${canonical[0]}***@${canonical.split('@')[1]}`

/** An address as typed: answers both forms, so that `typed` can be shown and `canonical` compared. */
export const EmailAddress = z.string({ error: errors.invalid_email.title }).transform((typed, check) => {
  const canonical = typed.length <= 400 ? canonicalEmail(typed) : null
  if (canonical) return { typed: typed.trim(), canonical }
  check.addIssue({ code: 'custom', message: errors.invalid_email.title })
  return z.NEVER
})
