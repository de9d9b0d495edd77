import { sql } from 'kysely'
import { refuse } from '../../shared/errors.ts'
import type { Tx } from '../db/db.ts'

export type Address = { canonical: string; typed: string }

/**
 * A stub for every address that nobody has (SPEC P4), as the head of a statement that then looks up those that somebody
 * has: what is inserted here is not seen by the rest of it. In one order, so that two such lists never wait in a circle.
 */
export const newStubs = (addresses: Address[]) => sql`
  insert into users (email, typed_email)
  select * from unnest(${addresses.map((it) => it.canonical)}::text[], ${addresses.map((it) => it.typed)}::text[]) order by 1
  on conflict on constraint users_email do nothing returning id, email`

/**
 * The people behind addresses, by address. Where somebody else makes the same stub in this moment, or an address changes
 * hands, the statement waits for it and asks again.
 */
export async function findOrCreateUsers(db: Tx, emails: string[], again = true): Promise<Map<string, string>> {
  const wanted = [...new Set(emails)]
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<{ id: string; email: string }>`
    with stub as (${newStubs(wanted.map((email) => ({ canonical: email, typed: email })))})
    select id, email from stub
    union all select id, email from (select id, email from users where email = any(${wanted}) order by email for key share) found`.execute(
    db,
  )
  const found = new Map(rows.map(({ id, email }) => [email, id]))
  if (found.size === wanted.length) return found
  return again ? findOrCreateUsers(db, wanted, false) : refuse('unavailable', { retryAfterSeconds: 1 })
}
