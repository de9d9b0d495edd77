import { sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/shortlists.ts'
import { authorize, can } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { newId } from '../db/new-id.ts'
import type { EventKind, Facts } from '../events/announcements.ts'
import { record } from '../events/record.ts'
import { once } from '../http/idempotency.ts'
import { findRow, present, type ShortlistRow, visible, workOf } from './reading.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** SPEC V4: a partner's begins as a draft, a member's is visible to the team at once. */
export async function createShortlist(ctx: Ctx, { title, description }: Input<typeof api.createShortlist>) {
  const { id: orgId } = authorize(ctx, 'shortlist.create')
  const { tie, user } = ctx.actor
  const delegationId = tie?.kind === 'partner' ? tie.id : null
  // The delegation too: what was made under an earlier one is not answered again (SPEC D10, ABUSE 44).
  return once(ctx, 'shortlist.create', { orgId, delegationId, title, description }, async () => {
    const id = newId()
    await ctx.db
      .insertInto('shortlists')
      .values({
        orgId,
        id,
        title,
        description,
        authorId: user.id,
        delegationId,
        publishedAt: delegationId ? null : sql`now()`,
      })
      .execute()
    await record(ctx, 'shortlist.created', { orgId, workId: id, after: { title } })
    return present(ctx, await findRow(ctx, id))
  })
}

export async function changeShortlist(ctx: Ctx, { id, title, description }: Input<typeof api.changeShortlist>) {
  const before = await openForChange(ctx, id)
  const after = { title: title ?? before.title, description: description ?? before.description }
  if (after.title === before.title && after.description === before.description) return present(ctx, before)
  return change(ctx, before, 'shortlist.changed', after, {
    before: { title: before.title, description: before.description },
    after,
  })
}

/** SPEC V4: not undone. */
export async function publishShortlist(ctx: Ctx, { id }: Input<typeof api.publishShortlist>) {
  const before = await openForChange(ctx, id)
  if (before.publishedAt) refuse('already_published')
  return change(
    ctx,
    before,
    'shortlist.published',
    // The moment itself, not when the request began: it may have waited for changes to the draft.
    { publishedAt: sql`clock_timestamp()` },
    { after: { title: before.title }, facts: { by: ctx.actor.user.name, title: before.title } },
  )
}

/** SPEC V5: what was published goes to the trash; a draft that nobody else has seen is gone. */
export async function deleteShortlist(ctx: Ctx, { id }: Input<typeof api.deleteShortlist>) {
  const before = await openForChange(ctx, id)
  const trashed = before.publishedAt !== null || before.handedOverAt !== null
  if (trashed) await touch(ctx, before, { trashedAt: sql`now()`, trashedBy: ctx.actor.user.id })
  else await ctx.db.deleteFrom('shortlists').where('orgId', '=', before.orgId).where('id', '=', id).execute()
  await record(ctx, 'shortlist.deleted', { orgId: before.orgId, workId: id, before: { title: before.title } })
  return { id, trashed }
}

/**
 * The shortlist to change, locked. Not seen: 404. Seen but not one's to change: 403. A version that somebody else has
 * passed: 412.
 */
export async function openForChange(ctx: Ctx, id: string): Promise<ShortlistRow> {
  const { id: orgId } = authorize(ctx, 'shortlist.list')
  // Only what one sees is waited for: who holds the lock of another's draft must not be felt (SPEC V3).
  await sql`select from shortlists s where ${visible(ctx)} and s.id = ${id} for update`.execute(ctx.db)
  const shortlist = await findRow(ctx, id)
  if (!can(ctx.actor, 'shortlist.write', { orgId, work: workOf(shortlist) })) refuse('forbidden')
  if (ctx.request.ifMatch !== null && ctx.request.ifMatch !== shortlist.version) refuse('version_conflict')
  return shortlist
}

type Happening = { before?: Record<string, unknown>; after?: Record<string, unknown>; facts?: Facts }

/** Writes, remembers, and answers the shortlist as it is now. */
export async function change(
  ctx: Ctx,
  row: ShortlistRow,
  kind: EventKind,
  values: Record<string, unknown>,
  happening: Happening,
) {
  await touch(ctx, row, values)
  await record(ctx, kind, { orgId: row.orgId, workId: row.id, ...happening })
  return present(ctx, await findRow(ctx, row.id))
}

const touch = ({ db, actor }: Ctx, { orgId, id }: ShortlistRow, values: Record<string, unknown>) =>
  db
    .updateTable('shortlists')
    .set({ ...values, updatedAt: sql`now()`, updatedBy: actor.user.id, version: sql`version + 1` })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()
