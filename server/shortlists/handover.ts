import { sql } from 'kysely'
import type { Tx } from '../db/db.ts'

/**
 * SPEC D11: the drafts made under a delegation pass to the organization when it ends. The moment itself, not when the request
 * began: it has waited for the last writes under the delegation.
 */
export async function passShortlists(db: Tx, orgId: string, delegationId: string): Promise<void> {
  await sql`
    update shortlists set handed_over_at = clock_timestamp(), version = version + 1
    where org_id = ${orgId} and delegation_id = ${delegationId} and published_at is null and handed_over_at is null`.execute(
    db,
  )
}
