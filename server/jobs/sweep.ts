import { sql } from 'kysely'
import type { Db } from '../db/db.ts'

/**
 * Clears what has run out: every reader looks at the dates itself. And what a worker that died in its last try left
 * queued is said to have failed, for silence is worse.
 */
export async function sweep(db: Db): Promise<void> {
  await sql`delete from rate_limits where expires_at < now()`.execute(db)
  await sql`delete from idempotency_keys where created_at < now() - interval '24 hours'`.execute(db)
  await sql`delete from verifications where expires_at < now()`.execute(db)
  await sql`delete from email_changes where expires_at < now()`.execute(db)
  await sql`
    update mails set state = 'failed', problem = 'given up after two days', sealed = null, settled_at = now()
    where state = 'queued' and coalesce(waits_until, created_at) < now() - interval '2 days'`.execute(db)
  await sql`delete from sessions where expires_at < now()`.execute(db)
}
