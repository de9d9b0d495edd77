import { sql } from 'kysely'
import type { Db } from '../db/db.ts'

/** Clears what has run out. Nothing depends on it: every reader looks at the dates itself. */
export async function sweep(db: Db): Promise<void> {
  await sql`delete from rate_limits where expires_at < now()`.execute(db)
  await sql`delete from idempotency_keys where created_at < now() - interval '24 hours'`.execute(db)
  await sql`delete from verifications where expires_at < now()`.execute(db)
  await sql`delete from sessions where expires_at < now()`.execute(db)
}
