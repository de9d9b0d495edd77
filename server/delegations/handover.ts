import type { Ctx } from '../context.ts'
import type { DelegationRow } from './present.ts'

/**
 * SPEC D11: what happens to the work when a delegation ends, in the transaction that ends it. Published work needs no
 * change: it belongs to the organization already. Each kind of work that has drafts adds its line here.
 */
const handovers: ((ctx: Ctx, delegation: DelegationRow) => Promise<void>)[] = []

export async function passWork(ctx: Ctx, delegation: DelegationRow): Promise<void> {
  for (const handOver of handovers) await handOver(ctx, delegation)
}
