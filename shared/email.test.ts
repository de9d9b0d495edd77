import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { badAddresses } from '../town/bad-addresses.ts'
import { canonicalEmail, EmailAddress, foldedEmail, maskedEmail } from './email.ts'

const characters = (count: number) => 'a'.repeat(count)

describe('P2: one canonical form', () => {
  test.each([
    ['bea@meridian.example', 'bea@meridian.example'],
    ['  Bea@Meridian.Example\t', 'bea@meridian.example'],
    ['BEA@MERIDIAN.EXAMPLE', 'bea@meridian.example'],
    ['bea@bücher.example', 'bea@xn--bcher-kva.example'],
    ['bea@BÜCHER.example', 'bea@xn--bcher-kva.example'],
    ['bea@bu\u0308cher.example', 'bea@xn--bcher-kva.example'],
    ['bea@xn--bcher-kva.example', 'bea@xn--bcher-kva.example'],
    ['bea@ｅxample.com', 'bea@example.com'],
    ['bea@example。com', 'bea@example.com'],
    ['bea@faß.example', 'bea@xn--fa-hia.example'],
    ["o'hara+tag_1-x@c.example", "o'hara+tag_1-x@c.example"],
    [`${characters(64)}@c.example`, `${characters(64)}@c.example`],
  ])('P2: %j becomes %j', (typed, canonical) => {
    expect(canonicalEmail(typed)).toBe(canonical)
  })

  test('P2: plus-tags and dots are distinct addresses', () => {
    const addresses = ['bea@c.example', 'be.a@c.example', 'bea+x@c.example', 'bea+y@c.example'].map(canonicalEmail)
    expect(new Set(addresses).size).toBe(4)
  })

  test('P2: the canonical form of a canonical form is itself, and survives what the database demands of it', () => {
    const local = fc.stringMatching(/^[A-Za-z0-9_+-]{1,20}(\.[A-Za-z0-9_+-]{1,20}){0,2}$/)
    const domain = fc.stringMatching(/^[a-zA-Zäöüßé0-9]{1,20}(\.[A-Za-zÄé0-9]{1,10}){0,2}\.[A-Za-z]{2,8}$/)
    fc.assert(
      fc.property(local, domain, (local, domain) => {
        const canonical = canonicalEmail(`${local}@${domain}`)
        if (canonical === null) return
        expect(canonicalEmail(canonical)).toBe(canonical)
        expect(canonicalEmail(` ${canonical.toUpperCase()} `)).toBe(canonical)
        expect(canonical).toBe(canonical.toLowerCase().trim())
        expect(canonical).toMatch(/^[\x21-\x7e]+$/)
      }),
    )
  })
})

describe('D2: one strict address of at most 254 bytes', () => {
  test.each(badAddresses.map((bad) => [bad]))('D2, ABUSE 15: %j is refused in words', (bad) => {
    const parsed = EmailAddress.safeParse(bad)
    expect(parsed.success).toBe(false)
    expect(parsed.error!.issues[0]!.message).toBe('Enter one address, like name@company.com')
  })

  test('D2: 254 bytes are taken, 255 are not', () => {
    const domain = `${`${characters(61)}.`.repeat(3)}example`
    const longest = `${characters(254 - 1 - domain.length)}@${domain}`
    expect(longest).toHaveLength(254)
    expect(canonicalEmail(longest)).toBe(longest)
    expect(canonicalEmail(`a${longest}`)).toBeNull()
  })

  test('D2: the 254 bytes are counted in the form that is kept, not in the one that was typed', () => {
    const label = 'ü'.repeat(40)
    const typed = `a@${`${label}.`.repeat(5)}example`
    expect(typed.length).toBeLessThan(254)
    expect(canonicalEmail(`a@${label}.example`)).toMatch(/^a@xn--/)
    expect(canonicalEmail(`${characters(60)}@${`${label}.`.repeat(5)}example`)).toBeNull()
  })

  test('D2: the typed form is kept for display, without the blanks around it', () => {
    expect(EmailAddress.parse(' Bea@Meridian.Example ')).toEqual({
      typed: 'Bea@Meridian.Example',
      canonical: 'bea@meridian.example',
    })
  })

  test('ABUSE 30: no input takes the parser longer than 50 ms', () => {
    const hostile = [
      'a'.repeat(100_000),
      '@'.repeat(100_000),
      `a@${'a.'.repeat(50_000)}`,
      `${'a.'.repeat(50_000)}@b.example`,
      `a@${'-'.repeat(100_000)}`,
      `${'"'.repeat(50_000)}@b.example`,
      `${'('.repeat(50_000)}a@b.example`,
    ]
    for (const text of hostile) {
      const began = performance.now()
      EmailAddress.safeParse(text)
      expect(performance.now() - began).toBeLessThan(50)
    }
  })
})

describe('ABUSE 13: confusable addresses', () => {
  const likeAscii = [
    'ı',
    'İ',
    'K',
    'ſ',
    'Å',
    'ａ',
    'Ａ',
    'а',
    'е',
    'о',
    'ⅰ',
    'ª',
    '𝐚',
    'ⓐ',
    'á',
    'a\u0301',
    'ﬁ',
    'ß',
    'ẞ',
  ]

  test('ABUSE 13: no local part that is not ASCII is taken, in whatever normal form', () => {
    for (const character of likeAscii)
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
        const local = character.normalize(form)
        if (/^[\x21-\x7e]+$/.test(local)) continue
        expect(canonicalEmail(`m${local}ke@c.example`), local).toBeNull()
        expect(canonicalEmail(`${local}@c.example`), local).toBeNull()
      }
  })

  test('ABUSE 13: a domain with a confusable letter is another domain, and an ASCII one in the end', () => {
    const plain = canonicalEmail('bea@meridian.example')
    for (const other of ['merıdian', 'meridіan', 'mеridian', 'mеrіdіаn', 'meridiàn'])
      expect(canonicalEmail(`bea@${other}.example`), other).toMatch(/^bea@xn--[\x21-\x7e]+\.example$/)
    for (const same of ['MERIDIAN', 'ｍeridian', 'Meridian', 'ⓜeridian', '𝐦eridian'])
      expect(canonicalEmail(`bea@${same}.example`), same).toBe(plain)
  })
})

describe('ABUSE 14: caps count folded addresses', () => {
  test.each([
    ['bea+1@c.example', 'bea@c.example'],
    ['b.e.a@c.example', 'bea@c.example'],
    ['b.ea+x+y@c.example', 'bea@c.example'],
  ])('ABUSE 14: %s counts as %s', (address, folded) => {
    expect(foldedEmail(address)).toBe(folded)
  })

  test('ABUSE 14: folding is done once and for all, and never changes the domain', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const canonical = canonicalEmail(address)
        if (canonical === null) return
        const folded = foldedEmail(canonical)
        expect(foldedEmail(folded)).toBe(folded)
        expect(folded.split('@')[1]).toBe(canonical.split('@')[1])
      }),
    )
  })
})

test('I5: a masked address tells its first letter and its domain, and not how long it is', () => {
  expect(maskedEmail('bea@meridian.example')).toBe('b***@meridian.example')
  expect(maskedEmail('beatrice.okafor@meridian.example')).toBe('b***@meridian.example')
})
