import { useSyncExternalStore } from 'react'
import { placeOfZone } from '../../shared/zoned-time.ts'
import { dayAndTime, longDate, recentDay, relative, shortDate, time, wholeInstant } from './instant.ts'

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

type DeadlineProps = {
  at: string
  /** In which its author meant it: told too, where its clocks show something else than the reader's. */
  zone?: string | null
}

/** Until when: always the day, the time and the zone, never "in 3 days". */
export function Deadline({ at, zone }: DeadlineProps) {
  const instant = new Date(at)
  const there = zone && dayAndTime(instant, zone)
  return (
    <time dateTime={at}>
      {wholeInstant(instant)}
      {there && there !== dayAndTime(instant) && `, which is ${there} in ${placeOfZone(zone)}`}
    </time>
  )
}

/** A day that something belongs to, in a sentence. */
export const Day = ({ at }: { at: string }) => (
  <time dateTime={at} title={wholeInstant(new Date(at))}>
    {longDate(new Date(at))}
  </time>
)

/** Since which day: `today`, `yesterday`, then the date. */
export const SinceDay = ({ at }: { at: string }) => (
  <time dateTime={at} title={wholeInstant(new Date(at))}>
    {recentDay(new Date(at), new Date()) ?? shortDate(new Date(at), new Date())}
  </time>
)

/** `17:20`, where the day is told already. */
export const TimeOfDay = ({ at }: { at: string }) => (
  <time dateTime={at} title={wholeInstant(new Date(at))}>
    {time(new Date(at))}
  </time>
)

const halfMinute = 30_000
const halfMinuteNow = () => Math.ceil(Date.now() / halfMinute) * halfMinute

function everyHalfMinute(tell: () => void) {
  const timer = setInterval(tell, halfMinute)
  return () => clearInterval(timer)
}
