import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/notifications.ts'
import { type NewsGroup, newsKinds } from '../../shared/notifications.ts'
import { authorizeOwn, within } from '../authz/can.ts'
import { mayBeTold } from '../authz/told.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { type Facts, kindsOf } from '../events/announcements.ts'
import { wordsOf } from './words.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type Row = {
  id: string
  kind: string
  facts: Facts
  delegationId: string | null
  workId: string | null
  requestId: string | null
  createdAt: Date
  readAt: Date | null
  slug: string | null
  name: string | null
  isPending: boolean
}

/** The one place that says which notifications a person may see. */
const visible = ({ actor }: Ctx) =>
  sql`(${within(actor, 'notification.read', { user: 'n.userId' })} and ${mayBeTold('n')})`

export async function listNotifications(
  ctx: Ctx,
  { unread, organization, group, limit, cursor }: Input<typeof api.listNotifications>,
) {
  const { id: userId } = authorizeOwn(ctx, 'notification.read')
  const place = placeOf(cursor)
  const { rows } = await sql<Row>`
    select n.id, n.kind, n.facts, n.delegation_id, n.work_id, n.request_id, n.created_at, n.read_at, o.slug, o.name,
           coalesce(n.kind in ('delegation.invited', 'delegation.expiring') and d.partner_id = ${userId}
             and d.accepted_at is null and d.ended_at is null and d.expires_at > now(), false)
           or (n.kind in ('member.invited', 'member.expiring') and exists (
             select from memberships m where m.org_id = n.org_id and m.user_id = ${userId} and m.id::text = n.facts->>'invitationId'
               and m.status = 'invited' and m.expires_at > now())) as is_pending
    from notifications n
    left join organizations o on o.id = n.org_id
    left join delegations d on d.org_id = n.org_id and d.id = n.delegation_id
    where ${visible(ctx)} and ${unread === 'true' ? sql`n.read_at is null` : sql`true`}
      and ${among({ organization, group })}
      and ${place ? sql`n.id < ${place}` : sql`true`}
    order by n.id desc limit ${limit + 1}`.execute(ctx.db)
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map(present), nextCursor, unread: await countUnread(ctx, { organization, group }) }
}

type Filter = { organization?: string | undefined; group?: NewsGroup | undefined }

const among = ({ organization, group }: Filter) => sql<SqlBool>`(
  ${organization ? sql`n.org_id = (select org_id from organization_slugs where slug = ${organization})` : sql`true`}
  and ${group ? sql`n.kind = any(${kindsIn(group)})` : sql`true`})`

const kindsIn = (group: NewsGroup) => kindsOf((news) => newsKinds[news].group === group)

/** Names as they are now; what happened as it was then. */
function present({ id, kind, facts, delegationId, workId, requestId, createdAt, readAt, slug, name, isPending }: Row) {
  const organization = slug !== null && name !== null ? { slug, name } : null
  const invitationId = isPending ? (facts.invitationId ?? delegationId) : null
  return {
    id,
    kind,
    organization,
    ...wordsOf(kind, { organization, delegationId, workId, requestId, facts }),
    invitationId,
    createdAt: createdAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
  }
}

/** All of them are all that the filter lets through: nobody marks what they do not look at. */
export async function readNotifications(ctx: Ctx, { ids = [], all, ...filter }: Input<typeof api.readNotifications>) {
  const { id: userId } = authorizeOwn(ctx, 'notification.read')
  await sql`
    update notifications n set read_at = now()
    where n.user_id = ${userId} and n.read_at is null and (n.id = any(${ids}::uuid[]) or (${all === true} and ${among(filter)}))`.execute(
    ctx.db,
  )
  return { unread: await countUnread(ctx, {}) }
}

async function countUnread(ctx: Ctx, filter: Filter): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select count(*) as unread from notifications n where ${visible(ctx)} and n.read_at is null and ${among(filter)}`.execute(
    ctx.db,
  )
  return rows[0]!.unread
}
