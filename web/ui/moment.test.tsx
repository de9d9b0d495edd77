import { act, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { draw } from '../testing.tsx'
import { Deadline, Moment, SinceDay } from './moment.tsx'

const now = Date.parse('2026-11-23T12:00:00Z')
const minute = 60_000
afterEach(() => vi.useRealTimers())

function told(distance: number) {
  vi.useFakeTimers({ now })
  draw(<Moment at={new Date(now - distance).toISOString()} />)
  return document.querySelector('time')!
}

test.each([
  [0, 'just now'],
  [12 * minute, '12 min ago'],
  [2 * 60 * minute, '2 h ago'],
  [-3 * 60 * minute, 'in 3 h'],
  [24 * 60 * minute, '24 h ago'],
  [25 * 60 * minute, '22 Nov'],
  [81 * 24 * 60 * minute, '3 Sep'],
  [400 * 24 * 60 * minute, '19 Oct 2025'],
])('%d ms ago is told as "%s"', (distance, words) => expect(told(distance).textContent).toBe(words))

test.each([
  [0, 'today'],
  [24 * 60 * minute, 'yesterday'],
  [81 * 24 * 60 * minute, '3 Sep'],
])('since %d ms ago is since "%s"', (distance, words) => {
  vi.useFakeTimers({ now })
  draw(<SinceDay at={new Date(now - distance).toISOString()} />)
  expect(document.querySelector('time')!.textContent).toBe(words)
})

test('the whole instant, with its zone, stands in the title', () => {
  const time = told(12 * minute)
  expect(time.title).toMatch(/^Monday 23 November 2026, \d\d:\d\d \(.+\)$/)
  expect(time.dateTime).toBe('2026-11-23T11:48:00.000Z')
})

test('it grows older while one looks', () => {
  const time = told(12 * minute)
  act(() => vi.advanceTimersByTime(3 * minute))
  expect(time.textContent).toBe('15 min ago')
})

test('a deadline has its day, its time and its zone, never a distance', () => {
  draw(<Deadline at="2026-12-05T16:20:00Z" />)
  expect(screen.getByText(/^\w+ [56] December 2026, \d\d:\d\d \([A-Z]{2,4}([+-]\d+(:\d+)?)?\)$/)).toBeTruthy()
})

test('a deadline that was meant in another zone says there too what its clocks show', () => {
  draw(<Deadline at="2026-12-05T16:20:00Z" zone="Pacific/Kiritimati" />)
  expect(
    screen.getByText(/ December 2026, \d\d:\d\d \(.+\), which is Sunday 6 December 2026, 06:20 in Kiritimati$/),
  ).toBeTruthy()
})
