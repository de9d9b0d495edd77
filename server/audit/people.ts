import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/audit.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { containing } from '../db/search.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type Person = { id: string; email: string; name: string | null; isDeleted: boolean }

/**
 * Whoever belongs or belonged to the organization, or was invited to. People of solutions are not among them: the buyer sees no
 * address of theirs. Names are shown, and found, only of those who accepted (as in SPEC D6). Whoever was only invited is their
 * address, and nothing tells whose it is: another address of a known person, or of the same unknown one, stands for itself. Empty
 * is that of whose account is gone.
 */
const appearingIn = (orgId: string) => sql`
  select case when is_named then user_id else (array_agg(tie_id order by tie_id desc))[1] end as id, array_agg(tie_id) as tie_ids, bool_or(is_deleted) as is_deleted,
         case when is_named then min(name) end as name, case when not bool_or(is_deleted) then (array_agg(address order by has_access desc, tie_id desc))[1] else '' end as email
  from (
    select *, bool_or(is_known) over (partition by user_id, address) as is_named
    from (
      select tie.*, u.name, u.deleted_at is not null as is_deleted, case when tie.has_access then u.email else coalesce(tie.invited_email, u.email) end as address
      from (
        select id as tie_id, user_id, accepted_at is not null or invited_at is null as is_known, status = 'active' as has_access, invited_email
        from memberships where org_id = ${orgId}
        union all
        select id, partner_id, accepted_at is not null, accepted_at is not null and ended_at is null, invited_email
        from delegations where org_id = ${orgId}) tie
      join users u on u.id = tie.user_id) addressed) tied
  group by user_id, is_named, case when not is_named then address end`

/** What the events of a person name: themselves once they are known, and what ties or tied them to the organization. */
export async function traceOf({ db }: Ctx, orgId: string, email: string | null, id: string | null): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select unnest(id || tie_ids) as id from (${appearingIn(orgId)}) appearing
    where case when ${id}::uuid is null then email = ${email} else id = ${id}::uuid end`.execute(db)
  return rows.map((row) => row.id)
}

export async function listAuditPeople(ctx: Ctx, { id, search, limit, cursor }: Input<typeof api.listAuditPeople>) {
  const { id: orgId } = authorize(ctx, 'audit.read')
  const place = placeOf(cursor)
  const pattern = search?.trim() ? containing(search) : null
  const { rows } = await sql<Person>`
    select id, email, name, is_deleted from (${appearingIn(orgId)}) appearing
    where (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)
      and (${pattern}::text is null or name ilike ${pattern} or email ilike ${pattern})
      and (${place}::uuid is null or id < ${place}::uuid)
    order by id desc limit ${limit + 1}`.execute(ctx.db)
  return pageOf(rows, limit)
}
