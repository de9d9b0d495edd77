import { sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/invitations.ts'
import { setPassword } from '../accounts/account.ts'
import { refuseCommonPassword } from '../accounts/passwords.ts'
import { openSession } from '../accounts/session-token.ts'
import { authorizeOwn, requireName } from '../authz/can.ts'
import { holdPerson } from '../authz/lock.ts'
import { asPerson, type Ctx, type Visit } from '../context.ts'
import { record } from '../events/record.ts'
import { joinByDomain } from '../orgs/domains.ts'
import { type InvitationRow, isFor, isSecretOf, openInvitation, organizationOf } from './row.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** SPEC I4: two keys, a session of the invited address and a live pending delegation. Accepting twice is accepting once. */
export async function acceptInvitation(ctx: Ctx, { id }: Input<typeof api.acceptInvitation>) {
  await holdPerson(ctx.db, ctx.actor.user.id)
  const row = await openOwn(ctx, id)
  if (row.status !== 'active') {
    requireName(ctx)
    await accept(ctx, row, ctx.actor.user.name)
  }
  return { id, status: 'active' as const, organization: organizationOf(row) }
}

/** Somebody else's invitation is refused by name, and stays intact (ABUSE 5). */
async function openOwn(ctx: Ctx, id: string): Promise<InvitationRow> {
  const user = authorizeOwn(ctx, 'delegation.answer')
  await lockInvitation(ctx, id)
  const row = await openInvitation(ctx, id)
  return isFor(row, user) ? row : refuse('invitation_email_mismatch')
}

async function accept(visit: Visit, row: InvitationRow, name: string) {
  await refuseOtherTie(visit, row)
  await consume(visit, row, acceptance[row.as])
  await recordAnswer(visit, 'accepted', row, {
    after: { status: 'active' },
    facts: { by: name, partner: name, permissions: row.permissions, ...(row.role && { role: row.role }) },
  })
}

type Values = Record<string, unknown>
const now = sql<Date>`now()`
const acceptance: Record<InvitationRow['as'], Values> = {
  partner: { acceptedAt: now },
  member: { acceptedAt: now, status: 'active' },
}
const refusal: Record<InvitationRow['as'], Values> = { partner: {}, member: { status: 'removed' } }

/** Uses the invitation up, once. These statements judge for themselves, by the database's clock (ABUSE 9). */
async function consume(visit: Visit, row: InvitationRow, answer: Values) {
  if (!(await consumption[row.as](visit, row, { ...answer, tokenHash: null }))) refuseClosed(row)
}

const consumption = {
  partner: ({ db }: Visit, { id, inviteeId }: InvitationRow, answer: Values) =>
    db
      .updateTable('delegations')
      .set({ ...answer, version: sql`version + 1` })
      .where('id', '=', id)
      .where('partnerId', '=', inviteeId)
      .where('acceptedAt', 'is', null)
      .where('endedAt', 'is', null)
      .where(sql<boolean>`expires_at > now()`)
      .returning('id')
      .executeTakeFirst(),
  member: ({ db }: Visit, { id, inviteeId }: InvitationRow, answer: Values) =>
    db
      .updateTable('memberships')
      .set(answer)
      .where('id', '=', id)
      .where('userId', '=', inviteeId)
      .where('status', '=', 'invited')
      .where(sql<boolean>`expires_at > now()`)
      .returning('id')
      .executeTakeFirst(),
}

/** SPEC D3: somebody who joined the organization in the meantime needs no delegation, and its partner is no member. */
async function refuseOtherTie({ db }: Visit, { as, orgId, inviteeId }: InvitationRow) {
  const { rows } = await sql<{ isMember: boolean; isPartner: boolean }>`
    select exists (select from memberships where org_id = ${orgId} and user_id = ${inviteeId} and status = 'active') as is_member,
           exists (select from delegations where org_id = ${orgId} and partner_id = ${inviteeId} and accepted_at is not null and ended_at is null) as is_partner
  `.execute(db)
  if (rows[0]!.isMember) refuse('already_member', { detail: 'You are a member of this organization already.' })
  if (as === 'member' && rows[0]!.isPartner)
    refuse('already_partner', { detail: 'You are a partner of this organization. Leave it first, then join its team.' })
}

const refuseClosed = ({ status, orgName, inviterName }: InvitationRow): never =>
  refuse(status === 'expired' ? 'invitation_expired' : 'invitation_not_pending', {
    detail: `This invitation is ${status === 'active' ? 'already accepted' : status}. Ask ${inviterName} at ${orgName}.`,
  })

export async function declineInvitation(ctx: Ctx, { id, note }: Input<typeof api.declineInvitation>) {
  const row = await openOwn(ctx, id)
  const ended = { endedAt: now, endedAs: 'declined', endedBy: row.inviteeId, endReason: note }
  await consume(ctx, row, { ...refusal[row.as], ...ended })
  await recordAnswer(ctx, 'declined', row, {
    after: { status: 'declined', ...(note && { note }) },
    facts: { partner: row.email, reason: note },
  })
  return { id, status: 'declined' as const }
}

/**
 * SPEC I5, P4: the secret of the link proves the mailbox, so a name is all that is missing. Only for a stub: an address
 * with an account signs in (ABUSE 24: a link is never a login).
 */
export async function claimInvitation(visit: Visit, { id, token, name, password }: Input<typeof api.claimInvitation>) {
  await lockInvitation(visit, id)
  const row = await openInvitation(visit, id)
  if (row.status !== 'pending') refuseClosed(row)
  if (!isSecretOf(row, token)) refuse('invitation_token_invalid')
  if (password) refuseCommonPassword('password', password, [row.email, name])

  const claimed = await visit.db
    .updateTable('users')
    .set({ emailVerified: true, name, updatedAt: new Date() })
    .where('id', '=', row.inviteeId)
    .where('emailVerified', '=', false)
    .returning('id')
    .executeTakeFirst()
  if (!claimed) refuse('account_exists')
  const asClaimed = asPerson(visit, { id: row.inviteeId, email: row.email, name })
  if (password) await setPassword(visit, row.inviteeId, password)
  await record(asClaimed, 'account.claimed', {
    orgId: null,
    subjectId: row.inviteeId,
    ...(row.as === 'partner' && { delegationId: id }),
  })
  await accept(asClaimed, row, name)
  await joinByDomain(asClaimed, { id: row.inviteeId, email: row.email, name })
  await openSession(visit, row.inviteeId)
  return { id, status: 'active' as const, organization: organizationOf(row) }
}

/**
 * Whoever answers, resends, cancels or revokes at the same time waits: what is read next is what is answered. All invitations
 * of this person to this organization, in one order: who accepts one finds the other as it was answered (SPEC D3).
 */
async function lockInvitation({ db }: Visit, id: string) {
  await sql`
    select from delegations d
    where (d.org_id, d.partner_id) in (${tieOf(id)}) for update`.execute(db)
  await sql`
    select from memberships m
    where (m.org_id, m.user_id) in (${tieOf(id)}) for update`.execute(db)
}

const tieOf = (id: string) => sql`
  select org_id, partner_id from delegations where id = ${id}
  union all
  select org_id, user_id from memberships where id = ${id}`

/** Remembers the answer. What waited in the bell for it waits no longer. */
export async function recordAnswer(
  visit: Visit,
  answer: 'accepted' | 'declined',
  { as, orgId, id, inviteeId }: Pick<InvitationRow, 'as' | 'orgId' | 'id' | 'inviteeId'>,
  happening: Pick<Parameters<typeof record>[2], 'after' | 'facts'>,
) {
  await sql`
    update notifications set read_at = now()
    where user_id = ${inviteeId} and org_id = ${orgId} and kind = any(${asking[as]}) and read_at is null
      and coalesce(delegation_id::text, facts->>'invitationId') = ${id}`.execute(visit.db)
  await record(visit, `${as === 'partner' ? 'delegation' : 'member'}.${answer}`, {
    orgId,
    ...(as === 'partner' ? { delegationId: id } : { membershipId: id }),
    subjectId: inviteeId,
    before: { status: 'pending' },
    ...happening,
  })
}

const asking = {
  partner: ['delegation.invited', 'delegation.expiring'],
  member: ['member.invited', 'member.expiring'],
}
