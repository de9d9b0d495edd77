import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/delegations.ts'
import { canonicalEmail } from '../../shared/email.ts'
import { problemOf, Refusal, refuseField } from '../../shared/errors.ts'
import type { OrganizationRow } from '../authz/actor.ts'
import { authorize, requireName } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { newId } from '../db/new-id.ts'
import { record } from '../events/record.ts'
import { once } from '../http/idempotency.ts'
import { countHits, limitsOfRecipient } from '../http/limits.ts'
import { expiryFrom, findOrCreateInvitee, type Invitee, refuseInvitee } from '../invitations/sending.ts'
import { hashToken, newToken } from '../secrets/secrets.ts'
import { present } from './present.ts'
import { findVisible } from './visible.ts'

type Invite = z.output<typeof api.invitePartner.input>
type BulkInvite = z.output<typeof api.invitePartners.input>
type Terms = Omit<Invite, 'org' | 'email'>

/** SPEC D6: stub user, delegation, audit event, notification and mail job, all or nothing. */
export async function invitePartner(ctx: Ctx, { org: _, email, ...terms }: Invite) {
  const organization = authorizeInviting(ctx)
  return once(ctx, 'delegation.invite', { orgId: organization.id, email, terms }, () =>
    invite(ctx, organization, email, terms),
  )
}

/** SPEC D9: many addresses, one result each. An address that is refused changes nothing for the others. */
export async function invitePartners(ctx: Ctx, { org: _, emails, ...terms }: BulkInvite) {
  const organization = authorizeInviting(ctx)
  return once(ctx, 'delegation.inviteMany', { orgId: organization.id, emails, terms }, async () => {
    const results: BulkResult[] = []
    for (const { typed, place } of inOneOrder(emails))
      results[place] = { email: typed, ...(await inviteOrProblem(ctx, organization, typed, terms)) }
    return { results }
  })
}

type BulkResult = {
  email: string
  delegation?: Awaited<ReturnType<typeof invite>>
  problem?: ReturnType<typeof problemOf>
}

/** Every list is worked through in the same order, so that two of them never wait for each other in a circle. */
const inOneOrder = (emails: string[]) =>
  emails
    .map((typed, place) => ({ typed, place, canonical: canonicalEmail(typed) ?? '' }))
    .sort((one, other) => (one.canonical < other.canonical ? -1 : Number(one.canonical > other.canonical)))

function authorizeInviting(ctx: Ctx): OrganizationRow {
  const organization = authorize(ctx, 'delegation.manage')
  requireName(ctx)
  return organization
}

/** Refusals come before the first write of an address, so none has to be undone. */
async function inviteOrProblem(ctx: Ctx, organization: OrganizationRow, typed: string, terms: Terms) {
  try {
    const canonical = canonicalEmail(typed) ?? refuseField('email', 'invalid_email')
    return { delegation: await invite(ctx, organization, { typed, canonical }, terms) }
  } catch (error) {
    if (error instanceof Refusal) return { problem: problemOf(error.code, error.particulars) }
    throw error
  }
}

async function invite(ctx: Ctx, organization: OrganizationRow, email: Invite['email'], terms: Terms) {
  if (email.canonical === ctx.actor.user.email) refuseField('email', 'self_invitation')
  const invitee = await findOrCreateInvitee(ctx, organization.id, email)
  if (invitee.isMember) refuseInvitee('already_member')
  if (invitee.delegationId && !invitee.delegationHasExpired) return refuseExisting(ctx, organization.id, invitee.userId)
  if (invitee.delegationId) await closeExpired(ctx, organization.id, invitee)

  if (ctx.settings.rateLimit) await countHits(ctx.db, limitsOfRecipient(email.canonical, organization.id))

  const mailId = newId()
  const token = newToken()
  const delegation = await insertDelegation(ctx, organization.id, invitee.userId, email.canonical, mailId, token, terms)
  if (!delegation) return refuseExisting(ctx, organization.id, invitee.userId)
  await record(ctx, 'delegation.invited', {
    orgId: organization.id,
    delegationId: delegation.id,
    subjectId: invitee.userId,
    after: {
      email: email.canonical,
      permissions: terms.permissions,
      dataVisibility: terms.dataVisibility,
      identityMode: terms.identityMode,
    },
    facts: {
      by: ctx.actor.user.name,
      partner: email.canonical,
      permissions: terms.permissions,
      message: terms.message,
      expiresAt: delegation.expiresAt.toISOString(),
    },
    mail: { id: mailId, sealed: ctx.settings.secrets.seal(token, mailId) },
  })
  return present(
    {
      ...delegation,
      ...terms,
      email: email.canonical,
      partnerName: '',
      inviterName: ctx.actor.user.name,
      status: 'pending',
      mailState: 'queued',
      mailAt: delegation.invitedAt,
      acceptedAt: null,
      endedAt: null,
      endedBy: null,
      enderName: null,
      endReason: null,
    },
    ctx.settings,
  )
}

/** SPEC D4: inviting again after an expiry closes the expired one, in this transaction. */
async function closeExpired(ctx: Ctx, orgId: string, { delegationId, userId }: Invitee) {
  const closed = await ctx.db
    .updateTable('delegations')
    .set({ endedAt: sql`expires_at`, endedAs: 'expired', tokenHash: null, version: sql`version + 1` })
    .where('orgId', '=', orgId)
    .where('id', '=', delegationId!)
    .where('endedAt', 'is', null)
    .where('acceptedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (closed) await record(ctx, 'delegation.expired', { orgId, delegationId: delegationId!, subjectId: userId })
}

/** Nothing where a live one appeared in the meantime: the partial unique index is the judge. */
async function insertDelegation(
  { db, actor, settings }: Ctx,
  orgId: string,
  partnerId: string,
  email: string,
  mailId: string,
  token: string,
  terms: Terms,
) {
  return db
    .insertInto('delegations')
    .values({
      orgId,
      partnerId,
      ...terms,
      invitedBy: actor.user.id,
      invitedEmail: email,
      expiresAt: expiryFrom(orgId, settings),
      tokenHash: hashToken(token),
      mailId,
    })
    .onConflict((it) => it.columns(['orgId', 'partnerId']).where('endedAt', 'is', null).doNothing())
    .returning(['id', 'orgId', 'partnerId', 'invitedAt', 'expiresAt', 'version'])
    .executeTakeFirst()
}

/** SPEC D4: 409, naming the live one. */
async function refuseExisting(ctx: Ctx, orgId: string, partnerId: string): Promise<never> {
  const live = await findVisible(ctx, sql`d.org_id = ${orgId} and d.partner_id = ${partnerId} and d.ended_at is null`)
  return refuseInvitee('delegation_exists', live && { delegation: { id: live.id, status: live.status } })
}
