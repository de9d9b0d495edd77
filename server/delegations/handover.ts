import { passBriefs } from '../briefs/handover.ts'
import type { Ctx } from '../context.ts'
import { passShortlists } from '../shortlists/handover.ts'
import type { DelegationRow } from './present.ts'

/**
 * SPEC D11: what happens to the work when a delegation ends, in the transaction that ends it. Published work needs no
 * change: it belongs to the organization already. Drafts of each kind of work pass to it here.
 */
export async function passWork({ db }: Ctx, { orgId, id }: DelegationRow): Promise<void> {
  await passShortlists(db, orgId, id)
  await passBriefs(db, orgId, id)
}
