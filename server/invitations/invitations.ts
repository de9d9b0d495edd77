import { sql } from 'kysely'
import type { z } from 'zod'
import type { DataVisibility, DelegationStatus } from '../../shared/delegations.ts'
import { maskedEmail } from '../../shared/email.ts'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/invitations.ts'
import type { Invitation } from '../../shared/invitations.ts'
import type { Grant } from '../../shared/permissions.ts'
import { setPassword } from '../accounts/account.ts'
import { refuseCommonPassword } from '../accounts/passwords.ts'
import { openSession } from '../accounts/session-token.ts'
import { authorizeOwn, within } from '../authz/can.ts'
import { asPerson, type Ctx, type Visit } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { leave } from '../delegations/delegations.ts'
import { endedBy, status } from '../delegations/present.ts'
import type { EventKind } from '../events/announcements.ts'
import { record } from '../events/record.ts'
import { equal, hashToken } from '../secrets/secrets.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

type InvitationRow = {
  id: string
  orgId: string
  partnerId: string
  email: string
  emailVerified: boolean
  status: DelegationStatus
  permissions: Grant[]
  dataVisibility: DataVisibility
  message: string | null
  inviterName: string
  invitedAt: Date
  expiresAt: Date
  endedAt: Date | null
  tokenHash: Buffer | null
  slug: string
  orgName: string
  kind: 'buyer' | 'solution'
}

const selectInvitations = sql`
  select d.id, d.org_id, d.partner_id, u.email, u.email_verified, ${status} as status, d.permissions, d.data_visibility, d.message,
         inviter.name as inviter_name, d.invited_at, d.expires_at, d.ended_at, d.token_hash, o.slug, o.name as org_name, o.kind
  from delegations d
  join organizations o on o.id = d.org_id
  join users u on u.id = d.partner_id
  join users inviter on inviter.id = d.invited_by`

async function openInvitation({ db }: Pick<Visit, 'db'>, id: string): Promise<InvitationRow> {
  const { rows } = await sql<InvitationRow>`${selectInvitations} where d.id = ${id}`.execute(db)
  return rows[0] ?? refuse('not_found')
}

const organizationOf = ({ slug, orgName: name, kind }: InvitationRow) => ({ slug, name, kind })

/** SPEC I6: they wait from the first sign-in, whichever way the person signed up. */
export async function listInvitations(ctx: Ctx, { limit, cursor }: Input<typeof api.listInvitations>) {
  authorizeOwn(ctx, 'delegation.answer')
  const place = placeOf(cursor)
  const { rows } = await sql<InvitationRow>`
    ${selectInvitations}
    where ${within(ctx.actor, 'delegation.answer', { user: 'd.partnerId' })} and d.ended_at is null and d.accepted_at is null and d.expires_at > now()
      and ${place ? sql`d.id < ${place}` : sql`true`}
    order by d.id desc limit ${limit + 1}`.execute(ctx.db)
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map(presentPending), nextCursor }
}

const presentPending = (row: InvitationRow) => ({
  id: row.id,
  organization: organizationOf(row),
  invitedBy: { name: row.inviterName },
  permissions: row.permissions,
  dataVisibility: row.dataVisibility,
  message: row.message,
  invitedAt: row.invitedAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
})

/** SPEC I3, I5: looking changes nothing. Who may know the address and the message: the invited person, and who has the secret. */
export async function findInvitation(
  visit: Visit,
  { id }: Input<typeof api.findInvitation>,
): Promise<z.input<typeof Invitation>> {
  const row = await openInvitation(visit, id)
  const viewer = viewerOf(visit, row)
  const trusted = viewer === 'invitee' || viewer === 'account' || viewer === 'claim'
  return {
    id,
    state: row.status,
    viewer,
    organization: organizationOf(row),
    invitedBy: { name: row.inviterName },
    permissions: row.permissions,
    dataVisibility: row.dataVisibility,
    maskedEmail: maskedEmail(row.email),
    signedInAs: viewer === 'other' ? maskedEmail(visit.actor!.user.email) : null,
    message: trusted ? row.message : null,
    email: trusted ? row.email : null,
    expiresAt: row.expiresAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}

function viewerOf({ actor, request }: Visit, row: InvitationRow): Invitation['viewer'] {
  if (actor) return actor.user.id === row.partnerId ? 'invitee' : 'other'
  if (!isSecretOf(row, request.invitationToken)) return 'stranger'
  return row.emailVerified ? 'account' : 'claim'
}

const isSecretOf = ({ tokenHash }: InvitationRow, token: string | null) =>
  token !== null && tokenHash !== null && equal(tokenHash, hashToken(token))

/** SPEC I4: two keys, a session of the invited address and a live pending delegation. Accepting twice is accepting once. */
export async function acceptInvitation(ctx: Ctx, { id }: Input<typeof api.acceptInvitation>) {
  const row = await openOwn(ctx, id)
  if (row.status !== 'active') await accept(ctx, row, ctx.actor.user.name || ctx.actor.user.email)
  return { id, status: 'active' as const, organization: organizationOf(row) }
}

/** Somebody else's invitation is refused by name, and stays intact (ABUSE 5). */
async function openOwn(ctx: Ctx, id: string): Promise<InvitationRow> {
  const { id: userId } = authorizeOwn(ctx, 'delegation.answer')
  await sql`select from delegations where id = ${id} and partner_id = ${userId} for update`.execute(ctx.db)
  const row = await openInvitation(ctx, id)
  return row.partnerId === userId ? row : refuse('invitation_email_mismatch')
}

/** The consuming statement judges for itself, by the database's clock (ABUSE 9). */
async function accept(visit: Visit, row: InvitationRow, name: string) {
  await refuseMembers(visit, row)
  const accepted = await visit.db
    .updateTable('delegations')
    .set({ acceptedAt: sql`now()`, tokenHash: null, version: sql`version + 1` })
    .where('id', '=', row.id)
    .where('partnerId', '=', row.partnerId)
    .where('acceptedAt', 'is', null)
    .where('endedAt', 'is', null)
    .where(sql<boolean>`expires_at > now()`)
    .returning('id')
    .executeTakeFirst()
  if (!accepted) refuseClosed(row)
  await recordAnswer(visit, 'delegation.accepted', row, {
    after: { status: 'active' },
    facts: { by: name, partner: name, permissions: row.permissions },
  })
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
  const declined = await ctx.db
    .updateTable('delegations')
    .set({
      endedAt: sql`now()`,
      endedAs: 'declined',
      endedBy: row.partnerId,
      endReason: note,
      tokenHash: null,
      version: sql`version + 1`,
    })
    .where('id', '=', id)
    .where('partnerId', '=', row.partnerId)
    .where('acceptedAt', 'is', null)
    .where('endedAt', 'is', null)
    .where(sql<boolean>`expires_at > now()`)
    .returning('id')
    .executeTakeFirst()
  if (!declined) refuseClosed(row)
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

export async function leavePartnership(ctx: Ctx, { delegationId }: Input<typeof api.leavePartnership>) {
  authorizeOwn(ctx, 'delegation.answer')
  return leave(ctx, delegationId)
}

type EndedRow = InvitationRow & {
  acceptedAt: Date
  endedBy: string | null
  endReason: string | null
  enderName: string | null
  partnerName: string
}

/** For the *Access ended* page: what once was mine, who ended it, and why. */
export async function listEndedPartnerships(ctx: Ctx, { limit, cursor }: Input<typeof api.listEndedPartnerships>) {
  authorizeOwn(ctx, 'delegation.answer')
  const place = placeOf(cursor)
  const { rows } = await sql<EndedRow>`
    select ended.*, u.name as partner_name, ender.name as ender_name, d.ended_by, d.end_reason, d.accepted_at
    from (${selectInvitations}) ended
    join delegations d on d.id = ended.id
    join users u on u.id = d.partner_id
    left join users ender on ender.id = d.ended_by
    where ${within(ctx.actor, 'delegation.answer', { user: 'd.partnerId' })} and d.accepted_at is not null and d.ended_at is not null
      and ${place ? sql`d.id < ${place}` : sql`true`}
    order by d.id desc limit ${limit + 1}`.execute(ctx.db)
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map(presentEnded), nextCursor }
}

const presentEnded = (row: EndedRow) => ({
  id: row.id,
  organization: organizationOf(row),
  endedAt: row.endedAt!.toISOString(),
  endedBy: endedBy(row),
  endReason: row.endReason,
  invitedBy: { name: row.inviterName },
})
