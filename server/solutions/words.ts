import { sql } from 'kysely'
import type { Db } from '../db/db.ts'

/** What is searched. */
export type Words = {
  /** A text search query. */
  query: string
  /** So many solutions say it that it is quicker to look at each until enough are found than to ask the index. */
  common: boolean
  /** The words that are searched instead, where they are not those that were typed. */
  searchedFor: string | null
}

const MOST_WORDS = 8
/** Of all solutions, from which on a search is for common words. */
const COMMON_SHARE = 0.2
/** Words of the catalogue with the same beginning that are looked for by their stem as well. */
const MOST_ENDINGS = 20
const MOST_ENDINGS_OF_LETTERS = 5
/** PostgreSQL's greatest character: what begins with a word lies between it and it with this at the end. */
const LAST = '\u{10ffff}'

/**
 * Every word must occur, in any form or as a beginning. A word that begins no known word is taken for a misspelling and
 * replaced by the known word most like it. Null where nothing was typed; signs without a letter find nothing.
 */
export async function readWords(db: Db, typed: string): Promise<Words | null> {
  if (typed.trim() === '') return null
  const words = wordsOf(typed)
  if (words.length === 0) return { query: '', common: false, searchedFor: null }
  const { rows } = await understand(words).execute(db)
  return {
    query: rows
      .filter(({ query }) => query !== '')
      .map(({ query }) => `(${query})`)
      .join(' & '),
    // As if the words had nothing to do with each other.
    common: rows.reduce((share, { solutions, total }) => (share * solutions) / total, 1) > COMMON_SHARE,
    searchedFor: rows.some(({ meant, word }) => meant !== word) ? rows.map(({ meant }) => meant).join(' ') : null,
  }
}

const wordsOf = (typed: string) =>
  (
    typed
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  ).slice(0, MOST_WORDS)

type Understood = { word: string; meant: string; query: string; solutions: number; total: number }

/**
 * A word as a query: its stem and all that begins with it; itself, where the stem is no beginning of it, because names are
 * also kept as they are; and the stems of the known words that begin with it, because "staffi" begins "staffing" but
 * not its stem "staf". One or two letters begin nearly everything: they stand for themselves and the most used words.
 */
const understand = (words: string[]) => sql<Understood>`
  select typed.word, meant.word as meant, array_to_string(array_remove(array[
      case when stem <> '' then quote_literal(stem) || beginning end,
      case when not starts_with(meant.word, stem) or stem = '' then quote_literal(meant.word) || beginning end,
      endings.query
    ], null), ' | ') as query,
    coalesce(most.solutions, 0) as solutions,
    coalesce((select solutions from solution_counts where facet = 'all'), 1) as total
  from unnest(${words}::text[]) with ordinality as typed (word, place)
  cross join lateral (select coalesce((${likest}), typed.word) as word) meant
  cross join lateral (
    select coalesce((ts_lexize('english_stem', meant.word))[1], '') as stem, case when length(meant.word) > 2 then ':*' else '' end as beginning
  ) it
  cross join lateral (
    select string_agg(distinct quote_literal(ending), ' | ') as query
    from (
      ${knownBeginningWith('meant')} order by solutions desc, word
      limit case when length(meant.word) > 2 then ${sql.lit(MOST_ENDINGS)} else ${sql.lit(MOST_ENDINGS_OF_LETTERS)} end
    ) known, unnest(ts_lexize('english_stem', known.word)) as ending
    where stem = '' or beginning = '' or not starts_with(ending, stem)
  ) endings
  cross join lateral (select max(solutions) as solutions from (${knownBeginningWith('meant')}) known) most
  order by typed.place`

const knownBeginningWith = (alias: 'meant' | 'typed') => sql`
  select known.word, known.solutions from solution_words known
  where known.solutions > 0 and known.word >= ${sql.ref(alias)}.word and known.word < ${sql.ref(alias)}.word || ${sql.lit(LAST)}`

/** Nothing for words that are known or too short to be misspelt. */
const likest = sql`
  select known.word from solution_words known
  where length(typed.word) > 3 and known.solutions > 0 and known.word % typed.word
    and not exists (${knownBeginningWith('typed')})
  order by similarity(known.word, typed.word) desc, known.solutions desc, known.word limit 1`
