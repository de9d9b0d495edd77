import { expect, test } from 'vitest'
import { auditSearch, wanted } from './search.ts'

const id = '01900000-0000-7000-8000-000000000009'

test('the address holds ids, a kind and days; whatever else stands there is not there', () => {
  const good = { person: id, delegation: id, kind: 'delegation.revoked', from: '2026-11-01', to: '2026-11-30' }
  expect(auditSearch({ ...good, page: '2' })).toEqual(good)
  expect(auditSearch({ kind: 'member' })).toEqual({ kind: 'member' })
  expect(
    auditSearch({
      person: 'pia@lindqvist.example',
      delegation: ['x'],
      kind: '%00',
      from: 'yesterday',
      to: '0000-01-01',
    }),
  ).toEqual({})
  expect(auditSearch({ from: '2026-13-40', to: '9999-12-31' })).toEqual({})
})

test('a day begins at midnight of the reader, and the last day is whole', () => {
  const { from, until } = wanted({ from: '2026-10-25', to: '2026-10-25' })
  expect(new Date(from!).getTime()).toBe(new Date(2026, 9, 25).getTime())
  expect(new Date(until!).getTime()).toBe(new Date(2026, 9, 26).getTime())
  expect(wanted({})).toEqual({})
})
