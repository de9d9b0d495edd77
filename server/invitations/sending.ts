import { type RawBuilder, sql } from 'kysely'
import { type ErrorCode, problemOf, refuse } from '../../shared/errors.ts'
import { newStubs } from '../accounts/stubs.ts'
import type { Ctx, Settings } from '../context.ts'

/*
 * What every invitation has in common, be it to a partner or to a member: whom it reaches, how long it works, and how often
 * it may be mailed.
 */

export type Invitee = {
  userId: string
  isMember: boolean
  isPartner: boolean
  /** The live delegation, pending or active. */
  delegationId: string | null
  delegationHasExpired: boolean
  /** The invitation to the team that was neither answered nor taken back. */
  invitedId: string | null
  invitedHasExpired: boolean
}

/**
 * The person behind an address, and what ties them to this organization already; a stub where there is nobody (SPEC P4).
 * Where another invitation makes the same stub in this moment, the statement waits for it and asks again; so it does for who is
 * giving the address up, who in turn waits for what was found here.
 */
export async function findOrCreateInvitee(
  ctx: Ctx,
  orgId: string,
  email: { canonical: string; typed: string },
  again = true,
): Promise<Invitee> {
  const { rows } = await sql<Invitee>`
    with stub as (${newStubs([email])})
    select id as user_id, false as is_member, false as is_partner, null::uuid as delegation_id, false as delegation_has_expired,
           null::uuid as invited_id, false as invited_has_expired
    from stub
    union all
    select u.id, coalesce(m.status = 'active', false), d.accepted_at is not null, d.id, coalesce(d.accepted_at is null and d.expires_at <= now(), false),
           case when m.status = 'invited' then m.id end, coalesce(m.status = 'invited' and m.expires_at <= now(), false)
    from (select id from users where email = ${email.canonical} for key share) u
    left join memberships m on m.org_id = ${orgId} and m.user_id = u.id and m.status <> 'removed'
    left join delegations d on d.org_id = ${orgId} and d.partner_id = u.id and d.ended_at is null`.execute(ctx.db)
  if (rows[0]) return rows[0]
  return again ? findOrCreateInvitee(ctx, orgId, email, false) : refuse('unavailable', { retryAfterSeconds: 1 })
}

/** How long an invitation works: as the organization has it, or else the installation. */
export const expiryDays = (orgId: string, { inviteExpiryDays }: Settings) =>
  sql<number>`coalesce((select invite_expiry_days from organizations where id = ${orgId}), ${inviteExpiryDays}::int)`

/** When an invitation that is sent now stops working. */
export const expiryFrom = (orgId: string, settings: Settings) =>
  sql<Date>`now() + make_interval(days => ${expiryDays(orgId, settings)})`

const RESEND_PAUSE_MINUTES = 10
const RESENDS_A_WEEK = 3

/**
 * SPEC D9, ABUSE 28.
 * @param mails which of the outbox belong to the invitation
 */
export async function refuseFrequentResend({ db }: Ctx, mails: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql<{ waitSeconds: number; resent: number }>`
    select ceil(extract(epoch from max(created_at) + make_interval(mins => ${RESEND_PAUSE_MINUTES}) - now()))::int as wait_seconds,
           count(*) filter (where kind in ('delegation.resent', 'member.resent') and created_at > now() - interval '7 days') as resent
    from mails where ${mails}`.execute(db)
  const { waitSeconds, resent } = rows[0]!
  if (waitSeconds > 0) refuse('resend_too_soon', { retryAfterSeconds: waitSeconds })
  if (resent >= RESENDS_A_WEEK) refuse('resend_limit', { retryAfterSeconds: 86_400 })
}

/** A refusal that the form shows beside the address. */
export const refuseInvitee = (
  code: ErrorCode,
  { message = problemOf(code).title, ...more }: { message?: string; delegation?: { id: string; status: string } } = {},
): never => refuse(code, { detail: message, errors: [{ path: 'email', code, message }], ...more })
