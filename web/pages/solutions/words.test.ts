import { expect, test } from 'vitest'
import { foundWords, inShort } from './words.ts'

test('how many were found is said of how many there are, and never more exactly than it was counted', () => {
  const found = (total: number, all: number | null, totalIsLeast = false) => foundWords({ total, totalIsLeast }, all)
  expect(found(6, 61)).toBe('6 of 61 solutions')
  expect(found(0, 1)).toBe('0 of 1 solution')
  expect(found(1, null)).toBe('1 solution')
  expect(found(61, 61)).toBe('61 solutions')
  expect(found(1000, 100_000, true)).toBe('More than 1,000 of 100,000 solutions')
})

test('of many regions the first three are named, and the others counted', () => {
  expect(inShort(['Nordics', 'DACH'])).toBe('Nordics, DACH')
  expect(inShort(['A', 'B', 'C', 'D', 'E'])).toBe('A, B, C +2')
})
