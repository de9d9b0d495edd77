import { newsKinds } from '../../shared/notifications.ts'
import type { Settings } from '../context.ts'
import { newsOf } from '../events/announcements.ts'
import { equal } from '../secrets/secrets.ts'

/** What ● marks in SPEC 10, and codes, come whatever was chosen. */
export const canBeSwitchedOff = (kind: string): boolean => {
  const news = newsOf(kind)
  return news !== undefined && newsKinds[news].mail !== 'always'
}

const proofOf = (letterId: string, { secrets }: Pick<Settings, 'secrets'>): string =>
  secrets.keyedHash(`unsubscribe/${letterId}`)

/**
 * RFC 8058, ABUSE 32: an address that says nothing and that only we can make. Opened it shows what it would switch off; a POST
 * without a session does it.
 */
export const unsubscribeUrl = (letterId: string, settings: Settings): string =>
  `${settings.publicUrl}/unsubscribe/${letterId}.${proofOf(letterId, settings)}`

/** The letter that a link came with, or null where the link is not ours, whole and unaltered. */
export function letterOf(token: string, settings: Pick<Settings, 'secrets'>): string | null {
  const [, letterId, proof] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/.exec(token) ?? []
  if (!letterId || !proof) return null
  return equal(Buffer.from(proofOf(letterId, settings)), Buffer.from(proof)) ? letterId : null
}
