import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/invitations.ts'
import { authorizeOwn, within } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { leave } from '../delegations/delegations.ts'
import { endedBy } from '../delegations/present.ts'
import { type InvitationRow, organizationOf, selectInvitations } from './row.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

export async function leavePartnership(ctx: Ctx, { delegationId }: Input<typeof api.leavePartnership>) {
  authorizeOwn(ctx, 'delegation.answer')
  return leave(ctx, delegationId)
}

type EndedRow = InvitationRow & {
  partnerId: string
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
    select ended.*, d.partner_id, u.name as partner_name, ender.name as ender_name, d.ended_by, d.end_reason, d.accepted_at
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
