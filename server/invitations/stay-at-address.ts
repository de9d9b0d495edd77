import { sql } from 'kysely'
import { findOrCreateUsers } from '../accounts/stubs.ts'
import type { Ctx } from '../context.ts'

/**
 * SPEC I4, P4: an invitation is for an address. Where its owner takes another one, what waits for an answer stays behind, with
 * its mails and notices, for whoever proves the address next. Lock them before the address is given up: an answer given in this
 * moment waits, or is waited for.
 */
export async function lockUnanswered({ db }: Ctx, userId: string, email: string): Promise<string[]> {
  const { rows: asPartner } = await sql<{ id: string }>`
    select id from delegations where partner_id = ${userId} and invited_email = ${email} and accepted_at is null and ended_at is null
    order by id for update`.execute(db)
  const { rows: asMember } = await sql<{ id: string }>`
    select id from memberships where user_id = ${userId} and invited_email = ${email} and status = 'invited'
    order by id for update`.execute(db)
  return [...asPartner, ...asMember].map(({ id }) => id)
}

/**
 * To be called when nobody has the address any more. Who was inviting it until then was waited for, so it is asked again. A
 * letter that holds other news as well is for one person only: reminders in it do not move, they are given up.
 */
export async function leaveAtAddress(ctx: Ctx, userId: string, email: string): Promise<void> {
  const ids = await lockUnanswered(ctx, userId, email)
  if (ids.length === 0) return
  const next = (await findOrCreateUsers(ctx.db, [email])).get(email)!
  const isOfThem = sql`user_id = ${userId} and (delegation_id = any(${ids}::uuid[]) or facts->>'invitationId' = any(${ids}::text[]))`
  await sql`
    with as_partner as (update delegations set partner_id = ${next} where id = any(${ids}::uuid[])),
    as_member as (update memberships set user_id = ${next} where id = any(${ids}::uuid[])),
    notices as (update notifications set user_id = ${next} where ${isOfThem}),
    gathered as (
      update mails set state = 'withdrawn', settled_at = now() where ${isOfThem} and letter_id is not null and state = 'queued')
    update mails set user_id = ${next} where ${isOfThem} and letter_id is null`.execute(ctx.db)
}
