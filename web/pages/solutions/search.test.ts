import { expect, test } from 'vitest'
import { searchSolutions } from '../../../shared/solutions.ts'
import { choicesOf, solutionsSearch } from './search.ts'

test('the address keeps words, choices and order; whatever else stands there is not there', () => {
  expect(
    solutionsSearch({ search: 'night', category: 'MSP', region: ['DACH', 'DACH', ''], sort: 'name', page: 3 }),
  ).toEqual({ search: 'night', category: ['MSP'], region: ['DACH'], sort: 'name' })
  expect(solutionsSearch({ search: '  ', category: [], sort: 'match' })).toEqual({})
})

test('whatever is typed into the address bar, the door takes it', () => {
  const typed = [2026, '\u0000night\u0007', `${'x'.repeat(199)}😀`, { a: 1 }, null, 'y'.repeat(5000)]
  for (const search of typed) {
    const filter = solutionsSearch({ search, capability: [search, 'z'.repeat(500)], region: Array(50).fill(search) })
    expect(searchSolutions.input.safeParse(filter).success, String(search)).toBe(true)
  }
})

test('what is chosen is told facet by facet', () => {
  expect(choicesOf({ region: ['DACH'], category: ['MSP', 'RPO'] })).toEqual([
    { facet: 'category', value: 'MSP' },
    { facet: 'category', value: 'RPO' },
    { facet: 'region', value: 'DACH' },
  ])
})
