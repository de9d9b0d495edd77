import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/solutions.ts'
import type { Words } from './words.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
export type Search = Input<typeof api.searchSolutions>
export type Filters = Pick<Search, 'category' | 'capability' | 'region'>
export type Facet = keyof Filters

const conditions: Record<Facet, (values: string[]) => RawBuilder<unknown>> = {
  category: (values) => sql`v.category = any(${values})`,
  capability: (values) => sql`v.capabilities @> ${values}`,
  region: (values) => sql`v.regions && ${values}`,
}
export const facets = Object.keys(conditions) as Facet[]

export const isChosen = (filters: Filters, facet: Facet) => (filters[facet]?.length ?? 0) > 0

/** One of the chosen categories, one of the chosen regions, all of the chosen capabilities. */
export const chosen = (filters: Filters, except?: Facet): RawBuilder<unknown> =>
  allOf(
    facets
      .filter((facet) => facet !== except && isChosen(filters, facet))
      .map((facet) => conditions[facet](filters[facet]!)),
  )

const allOf = (parts: RawBuilder<unknown>[]): RawBuilder<unknown> =>
  parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)

/**
 * PostgreSQL cannot know how often words occur together, and plans by guessing. A subquery hides the words from it: then
 * it always goes by their index. `case` hides the whole question: then it never does.
 */
const byIndex = (column: 'search' | 'name_words', query: string) =>
  sql`${sql.ref(`v.${column}`)} @@ (select ${query}::tsquery)`
export const oneByOne = (condition: RawBuilder<unknown>) => sql`case when ${condition} then true end`

export const foundBy = (words: Words | null) => {
  if (!words) return sql`true`
  return words.common ? oneByOne(byIndex('search', words.query)) : byIndex('search', words.query)
}

/** The words of the name are among those that are searched, so this says all that `foundBy` says. */
export const namedBy = (words: Words | null) => (words ? byIndex('name_words', words.query) : sql`true`)
