import { sql } from 'kysely'
import type { Ctx } from '../context.ts'
import { record } from '../events/record.ts'
import { recordAnswer } from '../invitations/answer.ts'
import { addressOfNobody } from './address-of-nobody.ts'

/**
 * SPEC P4: an address that was invited or asked, and that nobody ever proved, keeps nobody from having it. The emptied row
 * stays: the audit points to it.
 * @returns whose it was, if anybody's
 */
export async function freeStub({ db }: Ctx, email: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    update users set email = ${addressOfNobody(sql`id`)}, typed_email = null, deleted_at = now(), updated_at = now()
    where email = ${email} and not email_verified returning id`.execute(db)
  return rows[0]?.id ?? null
}

/**
 * Whoever proved the mailbox gets what waited there. To be called when the address, and none of what waited at the old one, is
 * theirs.
 */
export async function takeOver(ctx: Ctx, stubId: string, email: string): Promise<void> {
  const { id } = ctx.actor.user
  const surplus = await endSurplus(ctx, stubId)
  await sql`
    with partner as (update delegations set partner_id = ${id} where partner_id = ${stubId}),
    member as (update memberships set user_id = ${id} where user_id = ${stubId}),
    asked as (update requests set contact_id = ${id} where contact_id = ${stubId} and sent_at is not null),
    told as (update notifications set user_id = ${id} where user_id = ${stubId})
    update mails set user_id = ${id} where user_id = ${stubId}`.execute(ctx.db)
  for (const invitation of surplus) await recordEnd(ctx, invitation, email)
}

type Surplus = { as: 'partner' | 'member'; id: string; orgId: string; endedAs: 'declined' | 'expired' }

/**
 * Nobody is anything twice: invitations to be what the person is already are declined, as they would have to, and so are those
 * to be a partner of one's own organization (SPEC D3). What had expired by then is only closed.
 */
async function endSurplus({ db, actor }: Ctx, stubId: string): Promise<Surplus[]> {
  const { id } = actor.user
  const { rows } = await sql<Surplus>`
    with partner as (
      update delegations d set partner_id = ${id}, ${endOf(id)}, version = version + 1
      where partner_id = ${stubId} and ended_at is null and (
        exists (select from delegations own where own.org_id = d.org_id and own.partner_id = ${id} and own.ended_at is null)
        or exists (${ownMembership(id, 'd')}))
      returning id, org_id, ended_as),
    member as (
      update memberships m set user_id = ${id}, status = 'removed', ${endOf(id)}
      where user_id = ${stubId} and status = 'invited' and exists (${ownMembership(id, 'm')})
      returning id, org_id, ended_as)
    select 'partner' as "as", id, org_id, ended_as from partner union all select 'member', id, org_id, ended_as from member`.execute(
    db,
  )
  return rows
}

const endOf = (userId: string) => sql`
  ended_at = least(expires_at, now()), ended_as = case when expires_at <= now() then 'expired' else 'declined' end,
  ended_by = case when expires_at > now() then ${userId}::uuid end, token_hash = null`

const ownMembership = (userId: string, invitation: string) => sql`
  select from memberships own where own.org_id = ${sql.ref(`${invitation}.org_id`)} and own.user_id = ${userId} and own.status = 'active'`

async function recordEnd(ctx: Ctx, { endedAs, ...invitation }: Surplus, email: string) {
  const { as, id, orgId } = invitation
  const inviteeId = ctx.actor.user.id
  if (endedAs === 'expired')
    return as === 'partner'
      ? record(ctx, 'delegation.expired', { orgId, delegationId: id, subjectId: inviteeId })
      : record(ctx, 'member.expired', { orgId, membershipId: id, subjectId: inviteeId })
  return recordAnswer(
    ctx,
    'declined',
    { ...invitation, inviteeId },
    { after: { status: 'declined' }, facts: { partner: email, reason: null } },
  )
}
