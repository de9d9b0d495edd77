import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/delegations.ts'
import type { DelegationStatus } from '../../shared/delegations.ts'
import { refuse } from '../../shared/errors.ts'
import { authorize } from '../authz/can.ts'
import { closeTie } from '../authz/lock.ts'
import type { Ctx } from '../context.ts'
import { newId } from '../db/new-id.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { containing } from '../db/search.ts'
import type { EventKind, Facts } from '../events/announcements.ts'
import { record } from '../events/record.ts'
import { withdrawInvitation, withdrawNews, withdrawUnseenNews } from '../events/withdraw.ts'
import { expiryFrom, refuseFrequentResend } from '../invitations/sending.ts'
import { hashToken, newToken } from '../secrets/secrets.ts'
import { changesBetween, type Terms } from './changes.ts'
import { passWork } from './handover.ts'
import { type DelegationRow, partnerLabel, present, selectDelegations, shownEmail, status } from './present.ts'
import { findVisible, visibleHere } from './visible.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

export async function findDelegation(ctx: Ctx, { id }: Input<typeof api.findDelegation>) {
  const { id: orgId } = authorize(ctx, 'delegation.read')
  return present(await findInOrganization(ctx, orgId, id), ctx.settings)
}

const findInOrganization = async (ctx: Ctx, orgId: string, id: string) =>
  (await findVisible(ctx, sql`d.org_id = ${orgId} and d.id = ${id}`)) ?? refuse('not_found')

export async function listDelegations(
  ctx: Ctx,
  { status: wanted, search, limit, cursor }: Input<typeof api.listDelegations>,
) {
  authorize(ctx, 'delegation.read')
  const place = placeOf(cursor)
  const page = selectDelegations(sql`${visibleHere(ctx)}
    and ${wanted ? hasStatus(wanted) : sql`true`}
    and ${search ? matches(search) : sql`true`}
    and ${place ? sql`d.id < ${place}` : sql`true`}
    order by d.id desc limit ${limit + 1}`)

  const { rows } = await sql<ListRow>`
    select * from (${countDelegations(ctx)}) counts left join (${page}) page on true order by page.id desc`.execute(
    ctx.db,
  )
  const { all, active, pending, ended } = rows[0]!
  const { items, nextCursor } = pageOf(rows.filter(isFound), limit)
  return { items: items.map((row) => present(row, ctx.settings)), nextCursor, counts: { all, active, pending, ended } }
}

/** Where the page is empty, one row carries the counts alone. */
const isFound = (row: ListRow): row is Counts & DelegationRow => row.id !== null
type ListRow = Counts & (DelegationRow | { id: null })

const hasStatus = (wanted: DelegationStatus | 'ended') =>
  wanted === 'ended' ? sql`${status} not in ('pending', 'active')` : sql`${status} = ${wanted}`

/** Names are found only where they are shown: after acceptance. */
const matches = (search: string) => {
  const pattern = containing(search)
  return sql`(${shownEmail} ilike ${pattern} or (d.accepted_at is not null and partner.name ilike ${pattern}))`
}

type Counts = { all: number; active: number; pending: number; ended: number }

const countDelegations = (ctx: Ctx) => sql`
  select count(*) as all, count(*) filter (where ${status} = 'active') as active, count(*) filter (where ${status} = 'pending') as pending,
         count(*) filter (where ${status} not in ('pending', 'active')) as ended
  from delegations d where ${visibleHere(ctx)}`

/** SPEC D8: takes effect at once. Narrowing waits for writes under the old rights, like a revoke (G2). */
export async function changeDelegation(
  ctx: Ctx,
  { id, permissions, dataVisibility, identityMode }: Input<typeof api.changeDelegation>,
) {
  const before = await openForChange(ctx, id)
  if (before.status !== 'active' && before.status !== 'pending') refuse('delegation_not_live')
  const terms = {
    permissions: permissions ?? before.permissions,
    dataVisibility: dataVisibility ?? before.dataVisibility,
    identityMode: identityMode ?? before.identityMode,
  }
  const changes = changesBetween(before, terms)
  if (changes.length === 0) return present(before, ctx.settings)

  await update(ctx, before, terms)
  await withdrawUnseenNews(ctx, readerOf(before))
  await recordOn(ctx, 'delegation.changed', before, {
    before: termsOf(before),
    after: terms,
    facts: { permissions: terms.permissions, changes, wasActive: before.status === 'active' },
  })
  return present({ ...before, ...terms, version: before.version + 1 }, ctx.settings)
}

const termsOf = ({ permissions, dataVisibility, identityMode }: Terms): Terms => ({
  permissions,
  dataVisibility,
  identityMode,
})

/** SPEC D9: a new link and a new time; the earlier link dies. */
export async function resendInvitation(ctx: Ctx, { id }: Input<typeof api.resendInvitation>) {
  const before = await openForChange(ctx, id)
  refuseUnlessPending(before)
  await refuseFrequentResend(ctx, sql`delegation_id = ${id} and kind in ('delegation.invited', 'delegation.resent')`)

  const mailId = newId()
  const token = newToken()
  await update(ctx, before, {
    tokenHash: hashToken(token),
    mailId,
    remindedAt: null,
    expiresAt: expiryFrom(before.orgId, ctx.settings),
  })
  const { expiresAt } = await ctx.db
    .selectFrom('delegations')
    .select('expiresAt')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  await recordOn(ctx, 'delegation.resent', before, {
    facts: { permissions: before.permissions, message: before.message, expiresAt: expiresAt.toISOString() },
    mail: { id: mailId, sealed: ctx.settings.secrets.seal(token, mailId) },
  })
  return present(await findInOrganization(ctx, before.orgId, id), ctx.settings)
}

function refuseUnlessPending({ status }: DelegationRow) {
  if (status === 'expired') refuse('invitation_expired')
  if (status !== 'pending') refuse('delegation_not_pending')
}

export async function cancelInvitation(ctx: Ctx, { id }: Input<typeof api.cancelInvitation>) {
  const before = await openForChange(ctx, id)
  refuseUnlessPending(before)
  return end(ctx, before, 'cancelled', null)
}

/** SPEC D10, G2: final. When this has committed, nothing under the delegation commits any more. */
export async function revokeDelegation(ctx: Ctx, { id, reason }: Input<typeof api.revokeDelegation>) {
  const before = await openForChange(ctx, id)
  if (before.status === 'expired') refuse('invitation_expired')
  if (before.status !== 'active' && before.status !== 'pending') refuse('delegation_not_live')
  return end(ctx, before, 'revoked', reason)
}

/** The partner's own way out: a revoke that they do themselves. */
export async function leave(ctx: Ctx, id: string) {
  const mine = sql`d.id = ${id} and d.partner_id = ${ctx.actor.user.id}`
  if (!(await findVisible(ctx, mine))) refuse('not_found')
  await closeTie(ctx.db, id)
  const before = (await findVisible(ctx, mine)) ?? refuse('not_found')
  if (before.status !== 'active') refuse('delegation_not_active')
  await end(ctx, before, 'revoked', null, 'delegation.left')
  return { id, status: 'revoked' as const }
}

async function end(
  ctx: Ctx,
  before: DelegationRow,
  endedAs: 'revoked' | 'cancelled',
  reason: string | null,
  kind: EventKind = `delegation.${endedAs}`,
) {
  await update(ctx, before, {
    endedAt: sql<Date>`now()`,
    endedAs,
    endedBy: ctx.actor.user.id,
    endReason: reason,
    tokenHash: null,
  })
  await passWork(ctx, before)
  if (before.acceptedAt) await withdrawNews(ctx, readerOf(before))
  else await withdrawInvitation(ctx, readerOf(before), before.id)
  await recordOn(ctx, kind, before, {
    before: { status: before.status },
    after: { status: endedAs, ...(reason && { reason }) },
    facts: { reason, wasActive: before.status === 'active' },
  })
  return present((await findVisible(ctx, sql`d.id = ${before.id}`))!, ctx.settings)
}

const readerOf = ({ orgId, partnerId }: DelegationRow) => ({ orgId, userId: partnerId })

/**
 * The delegation to change, alone: writes under it have ended and new ones wait (SPEC G2), so what is read here is what
 * is changed. A stale `If-Match` is refused.
 */
async function openForChange(ctx: Ctx, id: string): Promise<DelegationRow> {
  const { id: orgId } = authorize(ctx, 'delegation.manage')
  await findInOrganization(ctx, orgId, id)
  await closeTie(ctx.db, id)
  await ctx.db
    .selectFrom('delegations')
    .select('id')
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .forUpdate()
    .execute()
  const delegation = await findInOrganization(ctx, orgId, id)
  if (ctx.request.ifMatch !== null && ctx.request.ifMatch !== delegation.version) refuse('version_conflict')
  return delegation
}

const update = ({ db }: Ctx, { orgId, id }: DelegationRow, values: Record<string, unknown>) =>
  db
    .updateTable('delegations')
    .set({ ...values, version: sql`version + 1` })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

type Happening = {
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  facts?: Facts
  mail?: { id: string; sealed: Buffer }
}

const recordOn = (ctx: Ctx, kind: EventKind, row: DelegationRow, { facts, ...happening }: Happening) =>
  record(ctx, kind, {
    orgId: row.orgId,
    delegationId: row.id,
    subjectId: row.partnerId,
    facts: { by: ctx.actor.user.name, partner: partnerLabel(row), ...facts },
    ...happening,
  })
