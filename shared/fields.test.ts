import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  DayGiven,
  InstantGiven,
  NewPassword,
  OptionalText,
  OrganizationName,
  Paging,
  PersonName,
  PlainText,
  SearchText,
  Slug,
  TypedText,
} from './fields.ts'

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

  test.each([
    ['\u0958', 2],
    ['\ufb2c', 3],
    ['\u2adc', 2],
  ])('ABUSE 53: %j becomes %i characters when it is kept, and that many count', (letter, kept) => {
    const most = Math.floor(1000 / kept)
    expect(PlainText(1000).parse(letter.repeat(most))).toHaveLength(most * kept)
    expect(PlainText(1000).safeParse(letter.repeat(most + 1)).error?.issues).toMatchObject([
      { message: 'At most 1,000 characters.' },
    ])
  })

  test('ABUSE 53: what was taken is taken again as it was kept: no text grows on its way', () => {
    const letter = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 1 }),
      fc.constantFrom('\u0958', '\ufb2c', 'e\u0301', '\r\n', ' '),
    )
    fc.assert(
      fc.property(fc.array(letter, { maxLength: 60 }), (letters) => {
        const { data: kept } = PlainText(40).safeParse(letters.join(''))
        if (kept === undefined) return
        expect([...kept].length).toBeLessThanOrEqual(40)
        expect(PlainText(40).parse(kept)).toBe(kept)
      }),
    )
  })

  test('ABUSE 45: heaps of accents are refused before they cost anything', () => {
    const heap = `a${'\u0301\u0323'.repeat(150_000)}`
    const started = performance.now()
    for (const schema of [PlainText(8000), PersonName, NewPassword]) expect(isTaken(schema, heap)).toBe(false)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('R21: what is not finished is kept as typed', () => {
  test.each(['', ' 1,', 'a\r\nb\t', 'e\u0301', '😀', 'a'.repeat(100)])('R21: %j', (typed) => {
    expect(TypedText(100).parse(typed)).toBe(typed)
  })
  test.each(['\0', 'a\0b', '\ud83d', 'a\ude00', 'a'.repeat(101)])(
    'R21: %j is refused, before the database has to',
    (typed) => {
      expect(isTaken(TypedText(100), typed)).toBe(false)
    },
  )
})

describe('R21: days and moments that the database can hold, and every clock can show', () => {
  test.each(['1900-01-01', '2028-02-29', '9999-12-31'])('R21: %s is a day', (day) => {
    expect(DayGiven.parse(day)).toBe(day)
  })
  test.each([
    '0000-01-01',
    '0001-01-01',
    '1899-12-31',
    '10000-01-01',
    '2027-02-29',
    '2027-13-01',
    '',
    'today',
    7,
    null,
  ])('R21: %j is none', (day) => {
    expect(isTaken(DayGiven, day)).toBe(false)
  })
  test.each([
    '1900-01-01T00:00:00Z',
    '1899-12-31T23:00:00-01:00',
    '9999-12-31T23:59:59Z',
    '2027-01-31T12:00:00.5+05:45',
  ])('R21: %s is a moment', (instant) => {
    expect(InstantGiven.parse(instant)).toBe(instant)
  })
  test.each([
    '0000-06-01T00:00:00Z',
    '1900-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-23:59',
    '9999-12-31T23:59:59-00:01',
    '2027-01-31T12:00:00',
    '2027-01-31',
    '2027-01-31T25:00:00Z',
    '',
    7,
    null,
  ])('R21: %j is none', (instant) => {
    expect(isTaken(InstantGiven, instant)).toBe(false)
  })
  test('R21: a moment that is taken can be told in UTC with four digits of a year', () => {
    const two = (most: number) => fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'))
    const edge = fc.constantFrom('0000-01-01', '0000-12-31', '1899-12-31', '1900-01-01', '9999-01-01', '9999-12-31')
    const given = fc
      .tuple(edge, two(23), two(59), fc.constantFrom('+', '-'), two(23), two(59))
      .map(([day, hour, minute, sign, hours, minutes]) => `${day}T${hour}:${minute}:00${sign}${hours}:${minutes}`)
    fc.assert(
      fc.property(given, (text) => {
        if (isTaken(InstantGiven, text)) expect(new Date(text).toISOString()).toMatch(/^(19|[2-9]\d)\d\d-/)
      }),
    )
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
