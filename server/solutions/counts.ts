import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../db/db.ts'
import { chosen, type Facet, type Filters, facets, foundBy, isChosen, namedBy } from './conditions.ts'
import type { Words } from './words.ts'

/**
 * Beyond this, solutions are neither counted nor weighed one by one: "More than 1,000" says as much, and nobody reads so
 * far. What is found up to here is counted and ranked exactly.
 */
export const MOST_WEIGHED = 1000
const MOST_VALUES = 40

type Count = { facet: Facet | 'all' | 'named'; value: string; count: number }
type Values = { value: string; count: number }[]
/** `named`: how many were found by the words of their name, counted no further than the total. */
export type Counts = { total: number; totalIsLeast: boolean; named: number; facets: Record<Facet, Values> }

/**
 * The total, and each facet counted as if its own choice were not made, so that one sees what choosing more would bring.
 * One statement; facets without a choice share what the total was counted of.
 * @param words what is searched, null where no words were typed
 */
export async function countFound(db: Db, words: Words | null, filters: Filters): Promise<Counts> {
  const whole = conditionOf(words, filters)
  const { rows } = await sql<Count>`
    with every as materialized (${bounded(whole ?? sql`false`)})
    ${sql.join(
      [
        whole ? sql`select 'all' as facet, '' as value, count(*) as count from every` : keptTotal,
        ...(!words
          ? []
          : [sql`select 'named', '', count(*) from (${bounded(sql`${namedBy(words)} and ${chosen(filters)}`)}) v`]),
        ...facets.map((facet) => countFacet(facet, words, filters)),
      ],
      sql` union all `,
    )}`.execute(db)
  const counted = rows.find(({ facet }) => facet === 'all')?.count ?? 0
  return {
    total: whole ? Math.min(counted, MOST_WEIGHED) : counted,
    totalIsLeast: whole !== null && counted > MOST_WEIGHED,
    named: rows.find(({ facet }) => facet === 'named')?.count ?? 0,
    facets: {
      category: valuesOf('category', rows, filters),
      capability: valuesOf('capability', rows, filters),
      region: valuesOf('region', rows, filters),
    },
  }
}

/** What is chosen stays in sight, also where it finds nothing. */
function valuesOf(wanted: Facet, rows: Count[], filters: Filters): Values {
  const values = rows.filter(({ facet }) => facet === wanted).map(({ value, count }) => ({ value, count }))
  const missing = [...new Set(filters[wanted])].filter((choice) => !values.some(({ value }) => value === choice))
  return [...values, ...missing.map((value) => ({ value, count: 0 }))]
}

/** All conditions but that of the facet; null where nothing narrows the catalogue, and the kept counts say it at once. */
function conditionOf(words: Words | null, filters: Filters, except?: Facet) {
  const narrowed = facets.some((facet) => facet !== except && isChosen(filters, facet))
  return !words && !narrowed ? null : sql`${foundBy(words)} and ${chosen(filters, except)}`
}

const bounded = (condition: RawBuilder<unknown>) => sql`
  select v.category, v.capabilities, v.regions from solutions v where ${condition} limit ${sql.lit(MOST_WEIGHED + 1)}`

const keptTotal = sql`select facet, value, solutions::bigint as count from solution_counts where facet = 'all'`

const each: Record<Facet, RawBuilder<unknown>> = {
  category: sql`v.category`,
  capability: sql`unnest(v.capabilities)`,
  region: sql`unnest(v.regions)`,
}

function countFacet(facet: Facet, words: Words | null, filters: Filters) {
  const condition = conditionOf(words, filters, facet)
  if (!condition)
    return sql`(select facet, value, solutions from solution_counts where facet = ${facet} and solutions > 0
      order by solutions desc, value limit ${sql.lit(MOST_VALUES)})`
  const rows = isChosen(filters, facet) ? sql`(${bounded(condition)})` : sql`every`
  return sql`(select ${facet}, value, count(*) from (select ${each[facet]} as value from ${rows} v) it
    group by value order by count(*) desc, value limit ${sql.lit(MOST_VALUES)})`
}
