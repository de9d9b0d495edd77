import { sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/invitations.ts'
import { setPassword } from '../accounts/account.ts'
import { refuseCommonPassword } from '../accounts/passwords.ts'
import { openSession } from '../accounts/session-token.ts'
import { authorizeOwn, requireName } from '../authz/can.ts'
import { asPerson, type Ctx, type Visit } from '../context.ts'
import type { EventKind } from '../events/announcements.ts'
import { record } from '../events/record.ts'
import { type InvitationRow, isSecretOf, openInvitation, organizationOf } from './row.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** SPEC I4: two keys, a session of the invited address and a live pending delegation. Accepting twice is accepting once. */
export async function acceptInvitation(ctx: Ctx, { id }: Input<typeof api.acceptInvitation>) {
  const row = await openOwn(ctx, id)
  if (row.status !== 'active') {
    requireName(ctx)
    await accept(ctx, row, ctx.actor.user.name)
  }
  return { id, status: 'active' as const, organization: organizationOf(row) }
}

/** Somebody else's invitation is refused by name, and stays intact (ABUSE 5). */
async function openOwn(ctx: Ctx, id: string): Promise<InvitationRow> {
  const { id: userId } = authorizeOwn(ctx, 'delegation.answer')
  await lockInvitation(ctx, id)
  const row = await openInvitation(ctx, id)
  return row.partnerId === userId ? row : refuse('invitation_email_mismatch')
}

async function accept(visit: Visit, row: InvitationRow, name: string) {
  await refuseMembers(visit, row)
  await consume(visit, row, { acceptedAt: sql<Date>`now()` })
  await recordAnswer(visit, 'delegation.accepted', row, {
    after: { status: 'active' },
    facts: { by: name, partner: name, permissions: row.permissions },
  })
}

/** Uses the invitation up, once. This statement judges for itself, by the database's clock (ABUSE 9). */
async function consume({ db }: Visit, row: InvitationRow, answer: Record<string, unknown>) {
  const consumed = await db
    .updateTable('delegations')
    .set({ ...answer, tokenHash: null, version: sql`version + 1` })
    .where('id', '=', row.id)
    .where('partnerId', '=', row.partnerId)
    .where('acceptedAt', 'is', null)
    .where('endedAt', 'is', null)
    .where(sql<boolean>`expires_at > now()`)
    .returning('id')
    .executeTakeFirst()
  if (!consumed) refuseClosed(row)
}

/** SPEC D3: somebody who joined the organization in the meantime needs no delegation. */
async function refuseMembers({ db }: Visit, { orgId, partnerId }: InvitationRow) {
  const member = await db
    .selectFrom('memberships')
    .select('id')
    .where('orgId', '=', orgId)
    .where('userId', '=', partnerId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  if (member) refuse('already_member', { detail: 'You are a member of this organization already.' })
}

const refuseClosed = ({ status, orgName, inviterName }: InvitationRow): never =>
  refuse(status === 'expired' ? 'invitation_expired' : 'invitation_not_pending', {
    detail: `This invitation is ${status === 'active' ? 'already accepted' : status}. Ask ${inviterName} at ${orgName}.`,
  })

export async function declineInvitation(ctx: Ctx, { id, note }: Input<typeof api.declineInvitation>) {
  const row = await openOwn(ctx, id)
  await consume(ctx, row, { endedAt: sql<Date>`now()`, endedAs: 'declined', endedBy: row.partnerId, endReason: note })
  await recordAnswer(ctx, 'delegation.declined', row, {
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
    .where('id', '=', row.partnerId)
    .where('emailVerified', '=', false)
    .returning('id')
    .executeTakeFirst()
  if (!claimed) refuse('account_exists')
  const asClaimed = asPerson(visit, { id: row.partnerId, email: row.email, name })
  if (password) await setPassword(visit, row.partnerId, password)
  await record(asClaimed, 'account.claimed', { orgId: null, subjectId: row.partnerId, delegationId: id })
  await accept(asClaimed, row, name)
  await openSession(visit, row.partnerId)
  return { id, status: 'active' as const, organization: organizationOf(row) }
}

/** Whoever answers, resends, cancels or revokes at the same time waits: what is read next is what is answered. */
const lockInvitation = ({ db }: Visit, id: string) =>
  sql`select from delegations where id = ${id} for update`.execute(db)

/** Remembers the answer. What waited in the bell for it waits no longer. */
async function recordAnswer(
  visit: Visit,
  kind: EventKind,
  { orgId, id, partnerId }: InvitationRow,
  happening: Pick<Parameters<typeof record>[2], 'after' | 'facts'>,
) {
  await sql`
    update notifications set read_at = now()
    where user_id = ${partnerId} and delegation_id = ${id} and kind in ('delegation.invited', 'delegation.expiring') and read_at is null
  `.execute(visit.db)
  await record(visit, kind, {
    orgId,
    delegationId: id,
    subjectId: partnerId,
    before: { status: 'pending' },
    ...happening,
  })
}
