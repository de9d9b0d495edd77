/* How an instant is told. English, in the zone of the reader. */

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** `just now`, `12 min ago`, `in 2 h`; null where it is more than a day away. */
export function relative(at: Date, now: Date): string | null {
  const distance = Math.abs(now.getTime() - at.getTime())
  if (distance > day) return null
  if (distance < minute) return 'just now'
  const told = distance < hour ? `${Math.floor(distance / minute)} min` : `${Math.floor(distance / hour)} h`
  return at < now ? `${told} ago` : `in ${told}`
}

/** `today`, `yesterday`; null for any other day. */
export function recentDay(at: Date, now: Date): string | null {
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
  if (at.toDateString() === now.toDateString()) return 'today'
  return at.toDateString() === yesterday.toDateString() ? 'yesterday' : null
}

/** `3 Sep`; with the year if it is not this one. */
export const shortDate = (at: Date, now: Date): string =>
  part(at, { day: 'numeric', month: 'short', ...(at.getFullYear() !== now.getFullYear() && { year: 'numeric' }) })

/** `5 December 2026` */
export const longDate = (at: Date, timeZone?: string): string =>
  part(at, { day: 'numeric', month: 'long', year: 'numeric', ...(timeZone && { timeZone }) })

/** `Saturday 5 December 2026, 17:20 (CET)` */
export const wholeInstant = (at: Date): string => `${dayAndTime(at)} (${zone(at)})`

/** `17:20` */
export const time = (at: Date): string => part(at, { hour: '2-digit', minute: '2-digit' })

/** `Saturday 5 December 2026, 17:20`; in the reader's zone unless told. */
export const dayAndTime = (at: Date, timeZone?: string): string =>
  `${part(at, { weekday: 'long', ...(timeZone && { timeZone }) })} ${longDate(at, timeZone)}, ${part(at, { hour: '2-digit', minute: '2-digit', ...(timeZone && { timeZone }) })}`

/* Months by hand: the abbreviation of September differs between versions of the browsers' data. */
const part = (at: Date, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', options).format(at).replace(/Sept\b/, 'Sep')

/** British English names the zones of Europe, American English those of America; all others are `GMT+9`. */
function zone(at: Date): string {
  const [british, american] = ['en-GB', 'en-US'].map(
    (locale) =>
      new Intl.DateTimeFormat(locale, { timeZoneName: 'short' })
        .formatToParts(at)
        .find(({ type }) => type === 'timeZoneName')?.value,
  )
  return (british?.startsWith('GMT') ? american : british) ?? 'UTC'
}
