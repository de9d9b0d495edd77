import { sql } from 'kysely'
import type { Ctx } from '../context.ts'
import { recordAnswer } from '../invitations/answer.ts'

/**
 * SPEC P4: an address that was invited or asked, and that nobody ever proved, keeps nobody from having it. The emptied row
 * stays: the audit points to it.
 * @returns whose it was, if anybody's
 */
export async function freeStub({ db }: Ctx, email: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    update users set email = 'deleted-' || id || '@deleted.invalid', typed_email = null, deleted_at = now(), updated_at = now()
    where email = ${email} and not email_verified returning id`.execute(db)
  return rows[0]?.id ?? null
}

/** Whoever proved the mailbox gets what waited there. To be called when the address, and none of what waited at the old one, is theirs. */
export async function takeOver(ctx: Ctx, stubId: string, email: string): Promise<void> {
  const { id } = ctx.actor.user
  const surplus = await endSurplus(ctx, stubId)
  await sql`
    with partner as (update delegations set partner_id = ${id} where partner_id = ${stubId}),
    member as (update memberships set user_id = ${id} where user_id = ${stubId}),
    asked as (update requests set contact_id = ${id} where contact_id = ${stubId}),
    told as (update notifications set user_id = ${id} where user_id = ${stubId})
    update mails set user_id = ${id} where user_id = ${stubId}`.execute(ctx.db)
  for (const invitation of surplus)
    await recordAnswer(
      ctx,
      'declined',
      { ...invitation, inviteeId: id },
      { after: { status: 'declined' }, facts: { partner: email, reason: null } },
    )
}

type Surplus = { as: 'partner' | 'member'; id: string; orgId: string }

/** Nobody is anything twice: invitations to be what the person is already are declined, as they would have to. */
async function endSurplus({ db, actor }: Ctx, stubId: string): Promise<Surplus[]> {
  const { id } = actor.user
  const { rows } = await sql<Surplus>`
    with partner as (
      update delegations d set partner_id = ${id}, ended_at = now(), ended_as = 'declined', ended_by = ${id}, token_hash = null, version = version + 1
      where partner_id = ${stubId} and ended_at is null
        and exists (select from delegations own where own.org_id = d.org_id and own.partner_id = ${id} and own.ended_at is null)
      returning id, org_id),
    member as (
      update memberships m set user_id = ${id}, status = 'removed', ended_at = now(), ended_as = 'declined', ended_by = ${id}, token_hash = null
      where user_id = ${stubId} and status = 'invited'
        and exists (select from memberships own where own.org_id = m.org_id and own.user_id = ${id} and own.status = 'active')
      returning id, org_id)
    select 'partner' as "as", id, org_id from partner union all select 'member', id, org_id from member`.execute(db)
  return rows
}
