import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/notifications.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { newsOf } from '../events/announcements.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type Row = { id: string; kind: string; email: string; name: string; as: 'member' | 'partner'; at: Date }

const DAYS = 30

/**
 * Mails of an organization that never arrived, for its admins, who can reach people by another way. Of those who belong to it
 * now; what the mails said is not told.
 */
export async function listMailFailures(ctx: Ctx, { limit, cursor }: Input<typeof api.listMailFailures>) {
  const { id: orgId } = authorize(ctx, 'member.manage')
  const place = placeOf(cursor)
  const { rows } = await sql<Row>`
    select mails.id, mails.kind, u.email, u.name, mails.settled_at as at, case when m.id is null then 'partner' else 'member' end as as
    from mails
    join users u on u.id = mails.user_id
    left join memberships m on m.org_id = mails.org_id and m.user_id = mails.user_id and m.status = 'active'
    where mails.org_id = ${orgId} and mails.state = 'failed' and mails.settled_at > now() - make_interval(days => ${DAYS})
      and (m.id is not null or exists (
        select from delegations d where d.org_id = mails.org_id and d.partner_id = mails.user_id and d.accepted_at is not null and d.ended_at is null))
      and (${place}::uuid is null or mails.id < ${place}::uuid)
    order by mails.id desc limit ${limit + 1}`.execute(ctx.db)
  const { items, nextCursor } = pageOf(rows, limit)
  return {
    items: items.map(({ email, name, at, ...row }) => ({
      ...row,
      news: newsOf(row.kind) ?? null,
      to: { email, name },
      at: at.toISOString(),
    })),
    nextCursor,
  }
}
