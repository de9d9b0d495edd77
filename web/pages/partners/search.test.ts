import { expect, test } from 'vitest'
import { partnersSearch } from './search.ts'

const id = '01900000-0000-7000-b000-000000000002'

test('the address keeps filter and open drawer', () => {
  const search = { status: 'pending', search: 'rex', delegation: id, show: 'timeline' }
  expect(partnersSearch(search)).toEqual(search)
})

test.each([
  [{ status: 'asleep', search: '', delegation: 'x', show: 'timeline' }, {}],
  [{ status: ['active'], search: null }, {}],
  [{ search: 123 }, { search: '123' }],
  [{ delegation: id, show: 'else' }, { delegation: id }],
])('what does not belong there is not there: %j', (search, kept) => expect(partnersSearch(search)).toEqual(kept))
