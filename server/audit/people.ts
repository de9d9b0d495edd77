import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/audit.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type Person = { id: string; email: string; name: string | null; isDeleted: boolean }

/**
 * Whoever belongs or belonged to the organization, or was invited to. People of solutions are not among them: the buyer sees no
 * address of theirs. Names are shown, and found, only of those who accepted (as in SPEC D6).
 */
export async function listAuditPeople(ctx: Ctx, { id, search, limit, cursor }: Input<typeof api.listAuditPeople>) {
  const { id: orgId } = authorize(ctx, 'audit.read')
  const place = placeOf(cursor)
  const pattern = search?.trim() ? `%${search.trim().replace(/[\\%_]/g, '\\$&')}%` : null
  const { rows } = await sql<Person>`
    with tied as (
      select user_id as id, accepted_at is not null or invited_at is null as is_known from memberships where org_id = ${orgId}
      union all
      select partner_id, accepted_at is not null from delegations where org_id = ${orgId}),
    appearing as (
      select u.id, u.email, u.deleted_at is not null as is_deleted, case when bool_or(tied.is_known) then u.name end as name
      from tied join users u on u.id = tied.id group by u.id)
    select id, email, name, is_deleted from appearing
    where (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)
      and (${pattern}::text is null or name ilike ${pattern} or not is_deleted and email ilike ${pattern})
      and (${place}::uuid is null or id < ${place}::uuid)
    order by id desc limit ${limit + 1}`.execute(ctx.db)
  return pageOf(rows, limit)
}
