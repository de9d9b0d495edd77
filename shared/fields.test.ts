import { describe, expect, test } from 'vitest'
import { NewPassword, OptionalText, OrganizationName, Paging, PersonName, SearchText, Slug } from './fields.ts'

const isTaken = (schema: { safeParse(text: unknown): { success: boolean } }, text: unknown) =>
  schema.safeParse(text).success

describe('P3: passwords have 15 to 128 characters, any characters', () => {
  test.each([
    ['14 letters', 'a'.repeat(14), false],
    ['15 letters', 'a'.repeat(15), true],
    ['128 letters', 'a'.repeat(128), true],
    ['129 letters', 'a'.repeat(129), false],
    ['14 characters that are 28 code units', '😀'.repeat(14), false],
    ['15 characters that are 30 code units', '😀'.repeat(15), true],
    ['128 characters that are 256 code units', '😀'.repeat(128), true],
    ['129 characters that are 258 code units', '😀'.repeat(129), false],
    ['15 characters typed as 30 (letter and accent)', 'e\u0301'.repeat(15), true],
    ['14 characters typed as 28', 'e\u0301'.repeat(14), false],
    ['blanks only', ' '.repeat(15), true],
    ['no letter at all', '٣'.repeat(20), true],
    ['blanks around count', ` ${'a'.repeat(13)} `, true],
    ['nothing', '', false],
    ['no text', undefined, false],
    ['a list', ['a'.repeat(20)], false],
    ['a number', 123456789012345, false],
  ])('P3: %s', (_, password, taken) => {
    expect(isTaken(NewPassword, password)).toBe(taken)
  })

  test('P3: the same password typed on another keyboard (NFD) is the same password, and nothing is trimmed', () => {
    expect(NewPassword.parse(` ${'e\u0301'.repeat(15)} `)).toBe(` ${'\u00e9'.repeat(15)} `)
  })
})

describe('ABUSE 25: a name cannot carry a link, an address, a number or a trick', () => {
  const taken = [
    ['Pia Lindqvist', 'Pia Lindqvist'],
    ['  Maximiliane   Freifrau von Wittgenstein-Berleburg ', 'Maximiliane Freifrau von Wittgenstein-Berleburg'],
    ["Conan O'Brien, Jr.", "Conan O'Brien, Jr."],
    ['李小龍', '李小龍'],
    ['محمد', 'محمد'],
    ['Rosenqvist & Aldermann GmbH', 'Rosenqvist & Aldermann GmbH'],
    ['3M 2000', '3M 2000'],
    ['a'.repeat(60), 'a'.repeat(60)],
    ['Zoe\u0308', 'Zoë'],
  ] as const
  const refused = [
    '',
    '   ',
    'a'.repeat(61),
    'Win at https://evil.example',
    'www.evil.example',
    'evil.com',
    'Call evil.ru now',
    'a@b.example',
    'Call +49 30 1234567',
    '0800 123 4567',
    '=?utf-8?q?a?=',
    'Bea\u202egpj.exe',
    'Bea\u2066x',
    'Bea\u200fx',
    'Bea\u0000',
    'Bea\u0007',
    'Bea\u0085x\u0085',
    '<b>Bea</b>',
    'Bea <script>',
    'Bea \ud800',
    null,
    undefined,
    7,
    ['Bea'],
    { name: 'Bea' },
  ]
  for (const [kind, schema] of [
    ['a person', PersonName],
    ['an organization', OrganizationName],
  ] as const) {
    test.each(taken)(`ABUSE 25: ${kind} may be called %j`, (typed, kept) => {
      expect(schema.parse(typed)).toBe(kept)
    })
    test.each(refused.map((name) => [name]))(`ABUSE 25, 27: ${kind} may not be called %j`, (name) => {
      expect(isTaken(schema, name)).toBe(false)
    })
  }

  test('ABUSE 27: a name never keeps a line break', () => {
    for (const lineBreak of ['\r', '\n', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029']) {
      const parsed = PersonName.safeParse(`Bea${lineBreak}Bcc: x`)
      if (parsed.success) expect(parsed.data).toBe('Bea Bcc: x')
    }
  })
})

describe('Plain text', () => {
  test('D2: absent, null, empty and blank are the same: nothing', () => {
    for (const nothing of [undefined, null, '', '  \n ']) expect(OptionalText(10).parse(nothing)).toBeNull()
  })
  test('line breaks stay, one kind of them', () => {
    expect(OptionalText(100).parse(' one\r\ntwo\rthree\n\tfour ')).toBe('one\ntwo\nthree\n\tfour')
  })
  test.each(['a\u0000', 'a\u0007', 'a\u001b[2J', 'a\u202eb', 'a\u2028b', 'a \ud800', '\udc00 a'])(
    'ABUSE 27, 53: %j is refused, before a mail or the database has to',
    (text) => {
      expect(isTaken(OptionalText(100), text)).toBe(false)
    },
  )
  test('the longest is taken, one more is not', () => {
    expect(isTaken(OptionalText(1000), 'a'.repeat(1000))).toBe(true)
    expect(isTaken(OptionalText(1000), 'a'.repeat(1001))).toBe(false)
  })
})

describe('ABUSE 54: what lists and addresses take', () => {
  test.each([1, '1', 100, '100'])('a page of %j', (limit) => {
    expect(isTaken(Paging.limit, limit)).toBe(true)
  })
  test.each([0, -1, 101, '101', '1e400', Number.POSITIVE_INFINITY, 'x', '', '1.5', ['1', '2'], {}, 'NaN'])(
    'no page of %j',
    (limit) => {
      expect(isTaken(Paging.limit, limit)).toBe(false)
    },
  )
  test('a page has 50 where nobody says otherwise', () => {
    expect(Paging.limit.parse(undefined)).toBe(50)
  })
  test.each(['', 'a\u0000', '\u0000', 'a\ud800', 'a\nb', 'a'.repeat(81)])('ABUSE 53: %j is no slug', (slug) => {
    expect(isTaken(Slug, slug)).toBe(false)
  })
  test.each(['a\u0000', '\ud800'])('ABUSE 53: %j is nothing to look for', (words) => {
    expect(isTaken(SearchText(10), words)).toBe(false)
  })
})
