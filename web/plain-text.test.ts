import { expect, test } from 'vitest'
import { SearchText } from '../shared/fields.ts'
import { plain } from './plain-text.ts'

test('whatever is typed or pasted, a door that searches takes it, and words stay apart', () => {
  expect(plain('night\tshift\r\n', 200)).toBe('night shift ')
  for (const typed of [
    '\u0000\u0007',
    `${'x'.repeat(199)}😀`,
    '\ud83d',
    'y'.repeat(5000),
    2026,
    null,
    undefined,
    { a: 1 },
  ])
    expect(SearchText(200).safeParse(plain(typed, 200)).success).toBe(true)
})
