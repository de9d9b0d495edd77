import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { refuse, refuseField } from '../../shared/errors.ts'
import type * as api from '../../shared/organizations.ts'
import { authorize, requireName } from '../authz/can.ts'
import type { Ctx, Machine } from '../context.ts'
import { newId } from '../db/new-id.ts'
import { record } from '../events/record.ts'
import { once } from '../http/idempotency.ts'
import { countHits, limitsOfRecipient } from '../http/limits.ts'
import {
  expiryFrom,
  findOrCreateInvitee,
  type Invitee,
  refuseFrequentResend,
  refuseInvitee,
} from '../invitations/sending.ts'
import { hashToken, newToken } from '../secrets/secrets.ts'
import { openMember } from './members.ts'
import { type MemberRow, present, visibleMembers } from './present-member.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** SPEC O2, by the machinery of D6: stub user, membership, audit event, notification and mail job, all or nothing. */
export async function inviteMember(ctx: Ctx, { email, role }: Input<typeof api.inviteMember>) {
  const { id: orgId } = authorize(ctx, 'member.manage')
  requireName(ctx)
  return once(ctx, 'member.invite', { orgId, email, role }, async () => {
    const invitee = await findInvitable(ctx, orgId, email)
    if (ctx.settings.rateLimit) await countHits(ctx.db, limitsOfRecipient(email.canonical, orgId))
    const secret = newSecret(ctx)
    const member = await insertMember(ctx, orgId, invitee.userId, email.canonical, role, secret)
    if (!member) return refuseInvitee('member_invited')
    await recordMailed(ctx, 'member.invited', { ...member, orgId, role, userId: invitee.userId }, secret, {
      email: email.canonical,
      role,
    })
    return findShown(ctx, orgId, member.id)
  })
}

/** SPEC D3, D4: nobody oneself, nobody who is in, and nobody twice; an expired invitation is closed and opened anew. */
async function findInvitable(
  ctx: Ctx,
  orgId: string,
  email: Input<typeof api.inviteMember>['email'],
): Promise<Invitee> {
  if (email.canonical === ctx.actor.user.email) refuseField('email', 'self_invitation')
  const invitee = await findOrCreateInvitee(ctx, orgId, email)
  if (invitee.isMember) refuseInvitee('already_member', { message: 'This person is in your team already.' })
  if (invitee.isPartner) refuseInvitee('already_partner')
  if (invitee.invitedId && !invitee.invitedHasExpired) refuseInvitee('member_invited')
  if (invitee.invitedId) await closeExpired(ctx, orgId, invitee.invitedId, invitee.userId)
  return invitee
}

export async function closeExpired(ctx: Machine, orgId: string, id: string, userId: string) {
  const closed = await ctx.db
    .updateTable('memberships')
    .set({ status: 'removed', endedAt: sql`expires_at`, endedAs: 'expired', tokenHash: null })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .where('status', '=', 'invited')
    .returning('id')
    .executeTakeFirst()
  if (closed) await record(ctx, 'member.expired', { orgId, membershipId: id, subjectId: userId })
}

/** Nothing where a live one appeared in the meantime: the partial unique index is the judge. */
const insertMember = (
  { db, actor, settings }: Ctx,
  orgId: string,
  userId: string,
  email: string,
  role: MemberRow['role'],
  secret: Secret,
) =>
  db
    .insertInto('memberships')
    .values({
      orgId,
      userId,
      role,
      status: 'invited',
      invitedBy: actor.user.id,
      invitedEmail: email,
      invitedAt: sql<Date>`now()`,
      expiresAt: expiryFrom(orgId, settings),
      tokenHash: hashToken(secret.token),
      mailId: secret.mail.id,
    })
    .onConflict((it) => it.columns(['orgId', 'userId']).where(sql<boolean>`status <> 'removed'`).doNothing())
    .returning(['id', 'expiresAt'])
    .executeTakeFirst()

/** SPEC D9: a new link and a new time; the earlier link dies. What has expired works again. */
export async function resendMemberInvitation(ctx: Ctx, { id }: Input<typeof api.resendMemberInvitation>) {
  const before = await openMember(ctx, id)
  if (before.status !== 'invited') refuse('invitation_not_pending')
  await refuseFrequentResend(ctx, mailsOf(before))
  if (ctx.settings.rateLimit) await countHits(ctx.db, limitsOfRecipient(before.email, before.orgId))
  const secret = newSecret(ctx)
  const { expiresAt } = await ctx.db
    .updateTable('memberships')
    .set({
      tokenHash: hashToken(secret.token),
      mailId: secret.mail.id,
      remindedAt: null,
      expiresAt: expiryFrom(before.orgId, ctx.settings),
    })
    .where('orgId', '=', before.orgId)
    .where('id', '=', id)
    .returning('expiresAt')
    .executeTakeFirstOrThrow()
  await recordMailed(ctx, 'member.resent', { ...before, expiresAt }, secret)
  return findShown(ctx, before.orgId, id)
}

const mailsOf = ({ orgId, userId, id }: MemberRow): RawBuilder<unknown> => sql`
  user_id = ${userId} and org_id = ${orgId} and kind in ('member.invited', 'member.resent') and facts->>'invitationId' = ${id}`

type Secret = { token: string; mail: { id: string; sealed: Buffer } }

/** The secret of a link. Only its hash and its sealed mail know it (SPEC I2). */
function newSecret({ settings }: Ctx): Secret {
  const token = newToken()
  const id = newId()
  return { token, mail: { id, sealed: settings.secrets.seal(token, id) } }
}

type Invited = Pick<MemberRow, 'id' | 'orgId' | 'userId' | 'role' | 'expiresAt'>

const recordMailed = (
  ctx: Ctx,
  kind: 'member.invited' | 'member.resent',
  { id, orgId, userId, role, expiresAt }: Invited,
  { mail }: Secret,
  after?: Record<string, unknown>,
) =>
  record(ctx, kind, {
    orgId,
    membershipId: id,
    subjectId: userId,
    ...(after && { after }),
    facts: { by: ctx.actor.user.name, role, invitationId: id, expiresAt: expiresAt!.toISOString() },
    mail,
  })

const findShown = async (ctx: Ctx, orgId: string, id: string) =>
  present(
    ctx,
    await visibleMembers(ctx)
      .where('memberships.orgId', '=', orgId)
      .where('memberships.id', '=', id)
      .executeTakeFirstOrThrow(),
  )
