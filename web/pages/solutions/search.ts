import { plain } from '../../plain-text.ts'

export const facetNames = ['category', 'capability', 'region'] as const
export type FacetName = (typeof facetNames)[number]

/** What the address says of the catalogue: words, what is chosen in the facets, and the order. */
export type SolutionsSearch = { search?: string; sort?: 'name' } & { [facet in FacetName]?: string[] }

const chosen = (value: unknown): string[] => {
  const values = [value ?? []].flat().map((one) => plain(one, 100))
  return [...new Set(values)].filter((one) => one !== '').slice(0, 20)
}

/** Whatever else stands in the address bar is not there. */
export function solutionsSearch(typed: Record<string, unknown>): SolutionsSearch {
  const text = plain(typed.search, 200)
  const facets = facetNames.map((name) => [name, chosen(typed[name])] as const)
  return {
    ...(text.trim() && { search: text }),
    ...Object.fromEntries(facets.filter(([, values]) => values.length > 0)),
    ...(typed.sort === 'name' && { sort: 'name' }),
  }
}

/** How many solutions a page of the catalogue has. */
export const PAGE = 24

/** Everything that is chosen in the facets, one by one. */
export const choicesOf = (filter: SolutionsSearch) =>
  facetNames.flatMap((facet) => (filter[facet] ?? []).map((value) => ({ facet, value })))
