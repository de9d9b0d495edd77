import { expect, test } from 'vitest'
import { membersSearch } from './search.ts'

test.each([
  [
    { status: 'invited', search: 'nina' },
    { status: 'invited', search: 'nina' },
  ],
  [{ status: 'removed', search: '  ' }, {}],
  [{ status: ['active'], search: 12, page: 3 }, { search: '12' }],
])('the address keeps the filter, and nothing else: %j', (search, kept) => expect(membersSearch(search)).toEqual(kept))
