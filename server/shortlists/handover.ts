import { sql } from 'kysely'
import type { Tx } from '../db/db.ts'

/** SPEC D11: the drafts made under a delegation pass to the organization when it ends. */
export async function passShortlists(db: Tx, orgId: string, delegationId: string): Promise<void> {
  await sql`
    update shortlists set handed_over_at = now(), version = version + 1
    where org_id = ${orgId} and delegation_id = ${delegationId} and published_at is null and handed_over_at is null`.execute(
    db,
  )
}
