import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/briefs.ts'
import { refuseField } from '../../shared/errors.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { record } from '../events/record.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type RateRow = { from: string; to: string; rate: string; statedFor: string; statedByName: string; statedAt: Date }

/** SPEC 5: amounts in different currencies are never ranked without a stated, dated rate. */
export async function listRates(ctx: Ctx) {
  const { id: orgId } = authorize(ctx, 'brief.list')
  const { rows } = await sql<RateRow>`
    select e.from_currency as from, e.to_currency as to, trim_scale(e.rate)::text as rate, e.stated_for::text as stated_for,
           stater.name as stated_by_name, e.stated_at
    from exchange_rates e join users stater on stater.id = e.stated_by
    where e.org_id = ${orgId} order by e.from_currency, e.to_currency`.execute(ctx.db)
  return { items: rows.map(present) }
}

const present = ({ statedByName, statedAt, ...rate }: RateRow) => ({
  ...rate,
  statedBy: { name: statedByName },
  statedAt: statedAt.toISOString(),
})

export async function stateRate(ctx: Ctx, { from, to, rate, statedFor }: Input<typeof api.stateRate>) {
  const { id: orgId } = authorize(ctx, 'rate.state')
  if (from === to) refuseField('to', 'invalid_input', 'Choose another currency.')
  const before = await rateOf(ctx, orgId, from, to)
  if (rate === null)
    await ctx.db
      .deleteFrom('exchangeRates')
      .where(ofPair(orgId, from, to))
      .execute()
  else await putRate(ctx, { orgId, from, to, rate, statedFor })
  const after = await rateOf(ctx, orgId, from, to)
  await record(ctx, 'rate.stated', { orgId, before: { from, to, ...before }, after: { from, to, ...after } })
  return listRates(ctx)
}

const ofPair = (orgId: string, from: string, to: string) =>
  sql<boolean>`org_id = ${orgId} and from_currency = ${from} and to_currency = ${to}`

type Remembered = { rate: string | null; statedFor: string | null }

async function rateOf({ db }: Ctx, orgId: string, from: string, to: string): Promise<Remembered> {
  const { rows } = await sql<Remembered>`
    select trim_scale(rate)::text as rate, stated_for::text as stated_for from exchange_rates where ${ofPair(orgId, from, to)} for update`.execute(
    db,
  )
  return rows[0] ?? { rate: null, statedFor: null }
}

type Stated = { orgId: string; from: string; to: string; rate: string; statedFor: string | undefined }

/** For today, where no day was told. */
const putRate = ({ db, actor }: Ctx, { orgId, from, to, rate, statedFor }: Stated) =>
  sql`
    insert into exchange_rates (org_id, from_currency, to_currency, rate, stated_for, stated_by)
    values (${orgId}, ${from}, ${to}, ${rate}::numeric, coalesce(${statedFor ?? null}::date, current_date), ${actor.user.id})
    on conflict (org_id, from_currency, to_currency) do update
      set rate = excluded.rate, stated_for = excluded.stated_for, stated_by = excluded.stated_by, stated_at = now()`.execute(
    db,
  )
