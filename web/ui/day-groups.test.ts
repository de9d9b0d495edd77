import { expect, test } from 'vitest'
import { byDay } from './day-groups.ts'

const now = new Date(2026, 10, 23, 0, 30)
const at = (...moment: [number, number, number, number]) => ({ createdAt: new Date(...moment).toISOString() })

test('what happened stands under its day, in the order it came', () => {
  const days = byDay([at(2026, 10, 23, 0), at(2026, 10, 22, 23), at(2026, 10, 22, 1), at(2026, 8, 3, 12)], now)
  expect(days.map(({ day, happened }) => [day, happened.length])).toEqual([
    ['Today', 1],
    ['Yesterday', 2],
    ['3 September 2026', 1],
  ])
})

test('the day before the first of a month is yesterday too', () =>
  expect(byDay([at(2026, 9, 31, 12)], new Date(2026, 10, 1, 8))[0]?.day).toBe('Yesterday'))

test('nothing has no days', () => expect(byDay([], now)).toEqual([]))
