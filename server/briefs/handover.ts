import { sql } from 'kysely'
import type { Tx } from '../db/db.ts'

/** SPEC D11: as for shortlists. What was sent stays the organization's, and the partner hears no more of its responses. */
export async function passBriefs(db: Tx, orgId: string, delegationId: string): Promise<void> {
  await sql`
    update briefs set handed_over_at = clock_timestamp(), version = version + 1
    where org_id = ${orgId} and delegation_id = ${delegationId} and published_at is null and handed_over_at is null`.execute(
    db,
  )
}
