import { sql } from 'kysely'
import { mayBeTold } from '../authz/told.ts'
import type { Machine } from '../context.ts'

type Reader = { orgId: string; userId: string }

/**
 * SPEC 10, G4: what an organization had to tell to somebody whose access ends goes with it, in the same transaction: what they
 * had not read, and mails that wait. Call it before the notice of the end itself is recorded.
 */
export const withdrawNews = ({ db }: Machine, reader: Reader): Promise<void> => withdraw(db, reader, true)

/** Where only an invitation ends that nobody answered: what is about it alone, and nothing of another one. */
export async function withdrawInvitation({ db }: Machine, { orgId, userId }: Reader, id: string): Promise<void> {
  const isAbout = sql`user_id = ${userId} and org_id = ${orgId} and coalesce(delegation_id::text, facts->>'invitationId') = ${id}`
  await sql`
    with unread as (delete from notifications where ${isAbout} and read_at is null)
    update mails set state = 'withdrawn', sealed = null, settled_at = now() where ${isAbout} and state = 'queued'`.execute(
    db,
  )
}

/** The same after rights became fewer: only what the person may not be told any more. */
export const withdrawUnseenNews = ({ db }: Machine, reader: Reader): Promise<void> => withdraw(db, reader, false)

async function withdraw(db: Machine['db'], { orgId, userId }: Reader, everything: boolean): Promise<void> {
  await sql`
    with unread as (
      delete from notifications n where n.user_id = ${userId} and n.org_id = ${orgId} and n.read_at is null
        and case when ${everything} then not ${asksStill('n')} else not ${mayBeTold('n')} end
    )
    update mails set state = 'withdrawn', sealed = null, settled_at = now()
    where mails.user_id = ${userId} and mails.org_id = ${orgId} and mails.state = 'queued'
      and case when ${everything} then not ${asksStill('mails')} else not ${mayBeTold('mails')} end`.execute(db)
}

/** Whether it is about another invitation to the same organization, which waits for an answer: that does not end with the access. */
const asksStill = (news: string) => sql`(
  exists (select from memberships m where m.org_id = ${sql.ref(`${news}.org_id`)} and m.user_id = ${sql.ref(`${news}.user_id`)} and m.status = 'invited'
    and m.id::text = ${sql.ref(`${news}.facts`)} ->> 'invitationId')
  or exists (select from delegations d where d.org_id = ${sql.ref(`${news}.org_id`)} and d.id = ${sql.ref(`${news}.delegation_id`)}
    and d.partner_id = ${sql.ref(`${news}.user_id`)} and d.accepted_at is null and d.ended_at is null))`
