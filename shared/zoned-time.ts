/* Clocks on the wall, by the runtime's own knowledge of zones: nothing here counts summer or winter itself. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Further from UTC than any zone is. */
const FURTHEST = 15 * HOUR

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...parts })
  clocks.set(timeZone, clock)
  return clock
}

/** What calendar and clock of a zone show: `2026-12-05T17:20`. */
export function localTime(instant: Date, timeZone: string): string {
  const parts = clockOf(timeZone).formatToParts(instant)
  const part = (wanted: string) => parts.find(({ type }) => type === wanted)!.value
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/**
 * The instants at which a zone's clock shows a local time such as `2026-12-05T17:20`, earliest first. Mostly one; none
 * where clocks are put forward over it; two where they are put back; none also for what is no time at all.
 */
export function instantsAt(local: string, timeZone: string): Date[] {
  const asUtc = Date.parse(`${local}:00Z`)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) || Number.isNaN(asUtc)) return []
  const distances = [asUtc - FURTHEST, asUtc, asUtc + FURTHEST].map((near) => distanceFromUtc(near, timeZone))
  return [...new Set(distances)]
    .map((distance) => new Date(asUtc - distance))
    .filter((instant) => localTime(instant, timeZone) === local)
    .sort((one, other) => one.getTime() - other.getTime())
}

/** How far a zone's clock is ahead of UTC at an instant, in milliseconds. */
function distanceFromUtc(instant: number, timeZone: string): number {
  const wholeMinute = Math.floor(instant / MINUTE) * MINUTE
  return Date.parse(`${localTime(new Date(wholeMinute), timeZone)}:00Z`) - wholeMinute
}

/** `UTC+1`, `UTC+5:30`, `UTC`: tells two equal times apart where clocks are put back. */
export function distanceText(instant: Date, timeZone: string): string {
  const minutes = distanceFromUtc(instant.getTime(), timeZone) / MINUTE
  if (minutes === 0) return 'UTC'
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`
}

/** A zone's name as people say it: `Europe/Berlin` is `Berlin`, `America/New_York` is `New York`. */
export const placeOfZone = (timeZone: string): string => timeZone.split('/').at(-1)!.replaceAll('_', ' ')
