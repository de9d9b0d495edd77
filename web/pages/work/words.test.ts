import { expect, test } from 'vitest'
import { changedByOf, quickerOf } from './words.ts'

test('who changed it is oneself where the server says so, and never by an equal name', () => {
  expect(changedByOf({ changedBy: { name: 'Pia Lindqvist', own: true } })).toBe('you')
  expect(changedByOf({ changedBy: { name: 'Pia Lindqvist', own: false } })).toBe('Pia Lindqvist')
  expect(quickerOf({ changedBy: { name: 'Pia Lindqvist', own: true } })).toBe('You')
})
