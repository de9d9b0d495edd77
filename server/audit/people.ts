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
 * address of theirs. Names are shown, and found, only of those who accepted (as in SPEC D6); the address of whoever has no access
 * is that which was invited, and empty for whose account is gone.
 */
export const appearingIn = (orgId: string) => sql`
  select u.id, u.deleted_at is not null as is_deleted, case when bool_or(tied.is_known) then u.name end as name,
         case when u.deleted_at is not null then ''
              when bool_or(tied.has_access) then u.email
              else coalesce((array_agg(tied.invited_email order by tied.tie_id desc) filter (where tied.invited_email is not null))[1], u.email) end as email
  from (
    select id as tie_id, user_id, accepted_at is not null or invited_at is null as is_known, status = 'active' as has_access, invited_email
    from memberships where org_id = ${orgId}
    union all
    select id, partner_id, accepted_at is not null, accepted_at is not null and ended_at is null, invited_email
    from delegations where org_id = ${orgId}) tied
  join users u on u.id = tied.user_id group by u.id`

export async function listAuditPeople(ctx: Ctx, { id, search, limit, cursor }: Input<typeof api.listAuditPeople>) {
  const { id: orgId } = authorize(ctx, 'audit.read')
  const place = placeOf(cursor)
  const pattern = search?.trim() ? `%${search.trim().replace(/[\\%_]/g, '\\$&')}%` : null
  const { rows } = await sql<Person>`
    select id, email, name, is_deleted from (${appearingIn(orgId)}) appearing
    where (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)
      and (${pattern}::text is null or name ilike ${pattern} or email ilike ${pattern})
      and (${place}::uuid is null or id < ${place}::uuid)
    order by id desc limit ${limit + 1}`.execute(ctx.db)
  return pageOf(rows, limit)
}
