import { sql } from 'kysely'
import { mayBeTold } from '../authz/told.ts'
import type { Machine } from '../context.ts'

type Reader = { orgId: string; userId: string }

/**
 * SPEC 10, G4: what an organization had to tell to somebody whose access ends goes with it, in the same transaction: what they
 * had not read, and mails that wait. Call it before the notice of the end itself is recorded.
 */
export const withdrawNews = ({ db }: Machine, reader: Reader): Promise<void> => withdraw(db, reader, true)

/** The same after rights became fewer: only what is about work that the person does not see any more. */
export const withdrawUnseenNews = ({ db }: Machine, reader: Reader): Promise<void> => withdraw(db, reader, false)

async function withdraw(db: Machine['db'], { orgId, userId }: Reader, everything: boolean): Promise<void> {
  await sql`
    with unread as (
      delete from notifications n where n.user_id = ${userId} and n.org_id = ${orgId} and n.read_at is null and (${everything} or not ${mayBeTold('n')})
    )
    update mails set state = 'withdrawn', sealed = null, settled_at = now()
    where mails.user_id = ${userId} and mails.org_id = ${orgId} and mails.state = 'queued' and (${everything} or not ${mayBeTold('mails')})`.execute(
    db,
  )
}
