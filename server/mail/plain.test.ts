import fc from 'fast-check'
import { expect, test } from 'vitest'
import { manyLines, moment, nameInLetter, oneLine } from './plain.ts'

test('one line has no control characters, no separators of lines, no marks that turn the writing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(oneLine(text)).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/u)
    }),
  )
})

test.each([
  ['  Meridian \t Health ', 'Meridian Health'],
  ['Meridian\r\nBcc: eve@evil.example', 'Meridian Bcc: eve@evil.example'],
  ['\u202eMeridian\u2069', 'Meridian'],
  ['=?utf-8?Q?evil=2Ecom?=', '= ?utf-8?Q?evil=2Ecom?='],
  ['Łódź, Ørsted & Müller 株式会社 👩‍⚕️', 'Łódź, Ørsted & Müller 株式会社 👩‍⚕️'],
])('%j becomes %j', (text, line) => {
  expect(oneLine(text)).toBe(line)
})

test('many lines keep their breaks, and never more than one empty line', () => {
  expect(manyLines(' a \r\n\r\n\r\n\r\nb\u2028c\u0000 ')).toBe('a\n\nb\nc')
})

test('an ordinary name is not touched inside a letter', () => {
  for (const name of ['Meridian Health', 'Dr. Bea Okafor-Müller', "O'Neill & Sons, Ltd.", 'A/S 24']) {
    expect(nameInLetter(name)).toBe(name)
  }
})

test('a moment has its weekday and names its zone', () => {
  expect(moment(new Date('2026-11-23T00:05:59Z'))).toBe('Monday 23 November 2026, 00:05 UTC')
})
