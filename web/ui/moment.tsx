import { useSyncExternalStore } from 'react'
import { longDate, relative, shortDate, wholeInstant } from './instant.ts'

/** When something was: relative for a day, then the date. The whole instant stands in the title. */
export function Moment({ at }: { at: string }) {
  const now = new Date(useSyncExternalStore(everyHalfMinute, halfMinuteNow))
  const instant = new Date(at)
  return (
    <time dateTime={at} title={wholeInstant(instant)}>
      {relative(instant, now) ?? shortDate(instant, now)}
    </time>
  )
}

/** Until when: always the day, the time and the zone, never "in 3 days". */
export const Deadline = ({ at }: { at: string }) => <time dateTime={at}>{wholeInstant(new Date(at))}</time>

/** A day that something belongs to, in a sentence. */
export const Day = ({ at }: { at: string }) => (
  <time dateTime={at} title={wholeInstant(new Date(at))}>
    {longDate(new Date(at))}
  </time>
)

const halfMinute = 30_000
const halfMinuteNow = () => Math.ceil(Date.now() / halfMinute) * halfMinute

function everyHalfMinute(tell: () => void) {
  const timer = setInterval(tell, halfMinute)
  return () => clearInterval(timer)
}
