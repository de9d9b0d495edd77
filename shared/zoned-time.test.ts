import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distanceText, instantsAt, localTime, placeOfZone } from './zoned-time.ts'

const iso = (instants: Date[]) => instants.map((it) => it.toISOString())
const zones = Intl.supportedValuesOf('timeZone')
const minuteOfYears = fc
  .integer({ min: Date.parse('2000-01-01T00:00:00Z') / 60_000, max: Date.parse('2060-01-01T00:00:00Z') / 60_000 })
  .map((minutes) => new Date(minutes * 60_000))

test('SPEC 5: in any zone, the instant at which its clock shows a time is found again from what it shows', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), minuteOfYears, (zone, instant) => {
      expect(iso(instantsAt(localTime(instant, zone), zone))).toContain(instant.toISOString())
    }),
    { numRuns: 2000 },
  )
})

/** Minutes in which clocks are changed are few: they are looked for, not waited for. */
const nearAChange = fc
  .tuple(fc.constantFrom(...zones), fc.integer({ min: 2000, max: 2035 }), fc.integer({ min: -180, max: 180 }))
  .map(([zone, year, minutes]) => ({ zone, changes: changesIn(zone, year), minutes }))
  .filter(({ changes }) => changes.length > 0)

/** To the minute, by halving the hours between two distances from UTC. */
function changesIn(zone: string, year: number): number[] {
  const days = Array.from({ length: 366 }, (_, day) => Date.UTC(year, 0, 1 + day))
  const distance = (at: number) => Date.parse(`${localTime(new Date(at), zone)}:00Z`) - at
  return days.slice(1).flatMap((end, index) => {
    let [from, to] = [days[index]!, end]
    if (distance(from) === distance(to)) return []
    while (to - from > 60_000) {
      const middle = Math.floor((from + to) / 2 / 60_000) * 60_000
      if (distance(middle) === distance(from)) from = middle
      else to = middle
    }
    return [to]
  })
}

test('SPEC 5: around every change of clocks a local time has no instant, one, or two, and each of them shows it', () => {
  fc.assert(
    fc.property(nearAChange, ({ zone, changes, minutes }) => {
      for (const change of changes) {
        const local = localTime(new Date(change + minutes * 60_000), zone)
        const found = instantsAt(local, zone)
        expect(found.length).toBeGreaterThanOrEqual(1)
        expect(found.length).toBeLessThanOrEqual(2)
        for (const instant of found) expect(localTime(instant, zone)).toBe(local)
      }
    }),
    { numRuns: 60 },
  )
}, 30_000)

test.each([
  ['2026-03-29T01:59', 'Europe/Berlin', ['2026-03-29T00:59:00.000Z']],
  ['2026-03-29T02:30', 'Europe/Berlin', []],
  ['2026-03-29T03:00', 'Europe/Berlin', ['2026-03-29T01:00:00.000Z']],
  ['2026-10-25T02:30', 'Europe/Berlin', ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']],
  ['2026-03-08T02:30', 'America/New_York', []],
  ['2026-11-01T01:30', 'America/New_York', ['2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z']],
  ['2026-04-05T01:45', 'Australia/Lord_Howe', ['2026-04-04T14:45:00.000Z', '2026-04-04T15:15:00.000Z']],
  ['2011-12-30T12:00', 'Pacific/Apia', []],
  ['2026-12-05T17:20', 'Asia/Kolkata', ['2026-12-05T11:50:00.000Z']],
  ['2026-02-30T12:00', 'UTC', []],
  ['2026-12-05', 'UTC', []],
  ['', 'UTC', []],
])('SPEC 5: %s in %s is %j', (local, zone, instants) => expect(iso(instantsAt(local, zone))).toEqual(instants))

test('two equal times are told apart by their distance from UTC', () => {
  const told = instantsAt('2026-10-25T02:30', 'Europe/Berlin').map((it) => distanceText(it, 'Europe/Berlin'))
  expect(told).toEqual(['UTC+2', 'UTC+1'])
  expect(distanceText(new Date(0), 'Asia/Kolkata')).toBe('UTC+5:30')
  expect(distanceText(new Date('2026-07-01'), 'America/St_Johns')).toBe('UTC−2:30')
  expect(distanceText(new Date(0), 'UTC')).toBe('UTC')
})

test('a zone is told by its place', () => {
  expect(placeOfZone('America/Argentina/Buenos_Aires')).toBe('Buenos Aires')
  expect(placeOfZone('UTC')).toBe('UTC')
})
