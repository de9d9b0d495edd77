import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Refusal } from '../../shared/errors.ts'
import { pageOf, placeOf } from './pages.ts'

const rows = (count: number) =>
  Array.from({ length: count }, (_, number) => ({
    id: `01900000-0000-7000-8000-${String(count - number).padStart(12, '0')}`,
  }))

test('SPEC 12: pages of any size hold every row once, in order, and the last one says that it is the last', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.integer({ min: 1, max: 20 }), (count, limit) => {
      const all = rows(count)
      const seen: { id: string }[] = []
      let cursor: string | undefined
      do {
        const place = placeOf(cursor)
        const { items, nextCursor } = pageOf(
          all.filter(({ id }) => place === null || id < place).slice(0, limit + 1),
          limit,
        )
        expect(items.length).toBeLessThanOrEqual(limit)
        seen.push(...items)
        cursor = nextCursor ?? undefined
      } while (cursor)
      expect(seen).toEqual(all)
    }),
  )
})

test('SPEC 12: without a cursor it is the first page', () => {
  expect(placeOf(undefined)).toBeNull()
  expect(placeOf('')).toBeNull()
  expect(pageOf([], 5)).toEqual({ items: [], nextCursor: null })
})

test('ABUSE 45: a cursor that was made up is refused, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      for (const cursor of [text, Buffer.from(text).toString('base64url')])
        if (cursor !== '')
          expect(() => placeOf(cursor)).toThrow(
            expect.objectContaining({ code: 'invalid_cursor' }) as unknown as Refusal,
          )
    }),
  )
  const id = rows(1)[0]!.id
  for (const near of [`${id} `, `${id}\n`, id.toUpperCase().replace('0', 'G'), `${id}' or true --`, id.slice(1)])
    expect(() => placeOf(Buffer.from(near).toString('base64url'))).toThrow(Refusal)
})
