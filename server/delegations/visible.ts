import { type RawBuilder, sql } from 'kysely'
import { within } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { type DelegationRow, selectDelegations } from './present.ts'

/** The one place that says which delegations a person may see. Every reading of delegations goes through here. */
export const visible = ({ actor }: Ctx, condition: RawBuilder<unknown>) =>
  sql`${within(actor, 'delegation.read', { org: 'd.orgId', user: 'd.partnerId' })} and ${condition}`

/**
 * The same limit for whoever asks about one organization as one of its own: their tie alone decides. Without "or what is
 * mine" the database can walk the organization's index and stop after a page.
 */
export const visibleHere = ({ actor }: Ctx) => within(actor, 'delegation.read', { org: 'd.orgId' })

export async function findVisible(ctx: Ctx, condition: RawBuilder<unknown>): Promise<DelegationRow | undefined> {
  const { rows } = await selectDelegations(visible(ctx, condition)).execute(ctx.db)
  return rows[0]
}
