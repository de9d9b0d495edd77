import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import { SearchText } from '../../shared/fields.ts'
import type { SolutionSummary } from '../../shared/solutions.ts'
import type { Db } from '../db/db.ts'
import { foundBy, namedBy, oneByOne } from './conditions.ts'
import { MOST_WEIGHED } from './counts.ts'
import type { Words } from './words.ts'

/*
 * Keyset pages. The way they are read is decided on the first page and stays in the cursor:
 *
 *   weighed       at most MOST_WEIGHED were found: all of them are taken and ranked (or sorted by name);
 *   walked        more were found, by name: the catalogue is walked by name, and every other step or so finds one;
 *   named         more were found, best match first: those found by the words of their name, by name;
 *   namedWalked   the same where those are more than MOST_WEIGHED, too;
 *   others        follow them, by name.
 *
 * To rank 60,000 solutions of 100,000 takes a second, and what everybody says tells nobody apart.
 */
const ways = ['weighed', 'walked', 'named', 'namedWalked', 'others'] as const
export type Way = (typeof ways)[number]

const Place = z.tuple([z.enum(ways), z.number(), SearchText(300), z.uuid()])
type Place = { way: Way; rank: number; sortName: string; id: string }
type Row = SolutionSummary & { rank: number; sortName: string }

export type Wanted = {
  /** What is searched, null where no words were typed. */
  words: Words | null
  chosen: RawBuilder<unknown>
  byMatch: boolean
  way: Way
  limit: number
}

export const summary = sql`v.id, v.slug, v.name, v.tagline, v.category, v.capabilities, v.regions, v.customer_size, v.pricing_model, v.verified`

export async function readPage(db: Db, wanted: Wanted, place: Place | null) {
  const { way, limit } = wanted
  const rows = (await read[way](wanted, place).execute(db)).rows.map((row) => ({ ...row, way }))
  if (way.startsWith('named') && rows.length <= limit) {
    const others = await read.others({ ...wanted, limit: limit - rows.length }, null).execute(db)
    rows.push(...others.rows.map((row) => ({ ...row, way: 'others' as const })))
  }
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? writePlace(items.at(-1)!) : null }
}

type Read = (wanted: Wanted, place: Place | null) => RawBuilder<Row>

const read: Record<Way, Read> = {
  weighed: ({ words, chosen, byMatch, limit }, place) => sql<Row>`
    with found as materialized (
      select ${words && byMatch ? sql`-ts_rank(v.search, ${words.query}::tsquery)::float8` : sql`0::float8`} as rank, lower(v.name) as sort_name, v.id
      from solutions v where ${foundBy(words)} and ${chosen} limit ${sql.lit(MOST_WEIGHED + 1)}
    ), page as (
      select * from found where ${place ? sql`(rank, sort_name, id) > (${place.rank}::float8, ${place.sortName}, ${place.id}::uuid)` : sql`true`}
      order by rank, sort_name, id limit ${sizeOf(limit)}
    )
    select ${summary}, page.rank, page.sort_name from page join solutions v on v.id = page.id order by page.rank, page.sort_name, page.id`,
  walked: ({ words, chosen, limit }, place) => walk(sql`${foundBy(words)} and ${chosen}`, limit, place),
  named: ({ words, chosen, limit }, place) => sql<Row>`
    with found as materialized (
      select lower(v.name) as sort_name, v.id from solutions v where ${namedBy(words)} and ${chosen} and ${after(place)}
      order by lower(v.name), v.id limit ${sizeOf(limit)}
    )
    select ${summary}, 0::float8 as rank, found.sort_name from found join solutions v on v.id = found.id order by found.sort_name, found.id`,
  namedWalked: ({ words, chosen, limit }, place) => walk(sql`${namedBy(words)} and ${chosen}`, limit, place),
  others: ({ words, chosen, limit }, place) =>
    walk(sql`${foundBy(words)} and not ${namedBy(words)} and ${chosen}`, limit, place),
}

const after = (place: Place | null) =>
  place ? sql`(lower(v.name), v.id) > (${place.sortName}, ${place.id}::uuid)` : sql`true`

/** One more than the page, to see whether there is more. Every size would be a statement of its own, prepared for ever: so there are a few. */
const sizeOf = (limit: number) => sql.lit(SIZES.find((size) => size > limit)!)
const SIZES = [25, 51, 101]

/** By name, along the index: asked openly, PostgreSQL might guess that few are found, and fetch and sort them all. */
const walk = (condition: RawBuilder<unknown>, limit: number, place: Place | null) => sql<Row>`
  select ${summary}, 0::float8 as rank, lower(v.name) as sort_name from solutions v
  where ${after(place)} and ${oneByOne(condition)}
  order by lower(v.name), v.id limit ${sizeOf(limit)}`

const writePlace = ({ way, rank, sortName, id }: Row & { way: Way }) =>
  Buffer.from(JSON.stringify([way, rank, sortName, id])).toString('base64url')

/** Where the page begins. Whatever a stranger wrote into a cursor is refused here, not in the database. */
export function readPlace(cursor: string): Place {
  const parsed = Place.safeParse(parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (!parsed.success) return refuse('invalid_cursor')
  const [way, rank, sortName, id] = parsed.data
  return { way, rank, sortName, id }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
