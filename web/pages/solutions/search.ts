/** What the address says of the catalogue: words, what is chosen in the facets, and the order. */
export type SolutionsSearch = {
  search?: string
  category?: string[]
  capability?: string[]
  region?: string[]
  sort?: 'match' | 'name'
}

const chosen = (value: unknown): string[] =>
  [value ?? []]
    .flat()
    .map((one) => String(one).slice(0, 100))
    .filter((one) => one !== '')
    .slice(0, 20)

/** Whatever else stands in the address bar is not there. */
export function solutionsSearch({
  search,
  category,
  capability,
  region,
  sort,
}: Record<string, unknown>): SolutionsSearch {
  const text = search === undefined || search === null ? '' : String(search).slice(0, 200)
  const facets = Object.entries({ category, capability, region }).map(([name, value]) => [name, chosen(value)] as const)
  return {
    ...(text && { search: text }),
    ...Object.fromEntries(facets.filter(([, values]) => values.length > 0)),
    ...(sort === 'name' && { sort }),
  }
}
