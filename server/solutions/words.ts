import { sql } from 'kysely'
import type { Db } from '../db/db.ts'

/** What is searched: a text search query, and the words it was made of where they are not those that were typed. */
export type Words = { query: string; searchedFor: string | null }

const MOST_WORDS = 8

/**
 * Every word must occur, in any form or as a beginning. A word that begins no known word is taken for a misspelling and
 * replaced by the known words most like it. Null where nothing can be found, or nothing was typed.
 */
export async function readWords(db: Db, typed: string): Promise<Words | null> {
  const words = (
    typed
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).slice(0, MOST_WORDS)
  if (words.length === 0) return null
  const { rows } = await sql<{ word: string; alike: string | null }>`
    select typed.word, case when typed.known then null else (
      select known.word from solution_words known where known.word % typed.word
      order by similarity(known.word, typed.word) desc, known.word limit 1
    ) end as alike
    from (
      select word, place, length(word) < 3 or exists (select from solution_words known where known.word like word || '%')
        or exists (select from solutions where search @@ to_tsquery('english', word || ':*')) as known
      from unnest(${words}::text[]) with ordinality as it (word, place)
    ) typed order by typed.place`.execute(db)
  const meant = rows.map(({ word, alike }) => alike ?? word)
  return {
    query: meant.map((word) => `${word}:*`).join(' & '),
    searchedFor: rows.some(({ alike }) => alike) ? meant.join(' ') : null,
  }
}
