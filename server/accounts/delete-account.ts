import { sql } from 'kysely'
import { DELETED_NAME } from '../../shared/accounts.ts'
import { refuse } from '../../shared/errors.ts'
import { authorizeOwn } from '../authz/can.ts'
import { closePerson } from '../authz/lock.ts'
import type { Ctx } from '../context.ts'
import { leave } from '../delegations/delegations.ts'
import { record } from '../events/record.ts'
import { declineInvitation } from '../invitations/answer.ts'
import { closeExpired } from '../orgs/invite-member.ts'
import { leaveTeam } from '../orgs/members.ts'
import { addressOfNobody } from './address-of-nobody.ts'
import { type Proof, proveMyself } from './proof.ts'

/**
 * Ends everything the person belongs to as if they left, then takes from their row what says who they were. The row itself
 * stays: the work of organizations points to it. Their address is free: whoever proves it begins anew.
 */
export async function deleteMe(ctx: Ctx, proof: Proof) {
  const { id } = authorizeOwn(ctx, 'account.manage')
  await closePerson(ctx.db, id)
  await refuseLastAdmin(ctx, id)
  await proveMyself(ctx, proof)
  const nameless = await forgetName(ctx, id)
  for (const { orgId, membershipId } of await teamsOf(ctx, id)) await leaveTeam(nameless, orgId, membershipId)
  for (const delegationId of await partnershipsOf(ctx, id)) await leave(nameless, delegationId)
  await lockAddress(ctx, id)
  for (const invitationId of await invitationsOf(ctx, id))
    await declineInvitation(nameless, { id: invitationId, note: null })
  for (const invited of await expiredInvitationsOf(ctx, id)) await closeExpired(ctx, invited.orgId, invited.id, id)
  await record(ctx, 'account.deleted', { orgId: null, subjectId: id })
  await erase(ctx, id)
  ctx.request.newSession = null
  return { done: true } as const
}

/** First of all: what is told of everything that ends now would keep the name for good. */
async function forgetName(ctx: Ctx, id: string): Promise<Ctx> {
  await ctx.db.updateTable('users').set({ name: DELETED_NAME }).where('id', '=', id).execute()
  return { ...ctx, actor: { ...ctx.actor, user: { ...ctx.actor.user, name: DELETED_NAME } } }
}

/** Asked before the trouble of proving who one is. */
export async function findDeletion(ctx: Ctx) {
  const { id } = authorizeOwn(ctx, 'account.manage')
  return { lastAdminOf: await lastAdminOf(ctx, id) }
}

/** Said with all of their names before anything ends; asked again under the lock of each. */
async function refuseLastAdmin(ctx: Ctx, userId: string) {
  const organizations = await lastAdminOf(ctx, userId)
  if (organizations.length === 0) return
  refuse('last_admin', { detail: `You are the last admin of ${organizations.map(({ name }) => name).join(', ')}.` })
}

async function lastAdminOf({ db }: Ctx, userId: string) {
  const { rows } = await sql<{ slug: string; name: string }>`
    select o.slug, o.name from memberships m join organizations o on o.id = m.org_id
    where m.user_id = ${userId} and m.role = 'admin' and m.status = 'active' and not exists (
      select from memberships other where other.org_id = m.org_id and other.id <> m.id and other.role = 'admin' and other.status = 'active')
    order by o.name`.execute(db)
  return rows
}

/** In one order, so that two who go at once never wait for each other in a circle. */
async function teamsOf({ db }: Ctx, userId: string) {
  const { rows } = await sql<{ orgId: string; membershipId: string }>`
    select org_id, id as membership_id from memberships where user_id = ${userId} and status = 'active' order by org_id`.execute(
    db,
  )
  return rows
}

async function partnershipsOf({ db }: Ctx, userId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from delegations where partner_id = ${userId} and accepted_at is not null and ended_at is null order by id`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

/** Whoever is inviting them in this moment is waited for, and whoever looks for the address later finds nobody there. */
const lockAddress = ({ db }: Ctx, userId: string) => sql`select from users where id = ${userId} for update`.execute(db)

async function invitationsOf({ db }: Ctx, userId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from delegations where partner_id = ${userId} and accepted_at is null and ended_at is null and expires_at > now()
    union all
    select id from memberships where user_id = ${userId} and status = 'invited' and expires_at > now()
    order by id`.execute(db)
  return rows.map(({ id }) => id)
}

/** To teams. They would wait to be sent again, to nobody. */
const expiredInvitationsOf = ({ db }: Ctx, userId: string) =>
  db
    .selectFrom('memberships')
    .select(['id', 'orgId'])
    .where('userId', '=', userId)
    .where('status', '=', 'invited')
    .where(sql<boolean>`expires_at <= now()`)
    .orderBy('orgId')
    .execute()

/** Personal notes were nobody else's, so they go. The last mail, which says that all is gone, still finds its way. */
async function erase({ db }: Ctx, id: string): Promise<void> {
  const nowhere = addressOfNobody(sql`${id}::uuid`)
  await sql`
    with gone_sessions as (delete from sessions where user_id = ${id}),
    gone_credentials as (delete from credentials where user_id = ${id}),
    gone_changes as (delete from email_changes where user_id = ${id}),
    gone_codes as (delete from verifications where identifier = ${`proof-${id}`} or identifier in (
      select kind || '-otp-' || email from users, unnest('{sign-in,forget-password}'::text[]) kind where id = ${id})),
    gone_keys as (delete from idempotency_keys where user_id = ${id}),
    gone_invited as (update delegations set invited_email = null where partner_id = ${id}),
    gone_members as (update memberships set invited_email = null where user_id = ${id}),
    gone_notices as (delete from notifications where user_id = ${id}),
    gone_notes as (delete from notes where author_id = ${id} and visibility = 'personal'),
    gone_choices as (delete from notification_preferences where user_id = ${id}),
    gone_habits as (delete from mail_habits where user_id = ${id}),
    gone_reads as (delete from note_reads where user_id = ${id}),
    gone_mails as (
      update mails set state = case state when 'queued' then 'withdrawn' else state end, sealed = null, settled_at = coalesce(settled_at, now()),
        address = ${nowhere}, facts = '{}', problem = null
      where kind <> 'account.deleted' and (user_id = ${id} or user_id is null and address = (select email from users where id = ${id})))
    update users set email = ${nowhere}, typed_email = null, email_verified = false, image = null, deleted_at = now(), updated_at = now()
    where id = ${id}`.execute(db)
}
