import { type Expression, type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { exportMe as door } from '../../shared/accounts.ts'
import { authorizeOwn } from '../authz/can.ts'
import { workSeenByTeam } from '../authz/work.ts'
import type { Ctx } from '../context.ts'
import { instantText } from '../db/instant.ts'

/** What is kept of a person, in one statement. Of others there is nothing in it: only what they themselves said or made. */
export async function exportMe(ctx: Ctx): Promise<z.input<typeof door.reply>> {
  const { id } = authorizeOwn(ctx, 'account.manage')
  const { rows } = await sql<z.input<typeof door.reply>>`
    select
      (select jsonb_build_object('id', u.id, 'email', u.email, 'name', u.name, 'createdAt', ${instantText('u.created_at')},
        'hasPassword', exists (select from credentials c where c.user_id = u.id and c.provider_id = 'credential')) from users u where u.id = ${id}) as user,
      ${listed(sql`select o.name as organization, m.role, m.status, ${instantText('coalesce(m.accepted_at, m.created_at)')} as since, ${instantText('m.ended_at')} as ended
        from memberships m join organizations o on o.id = m.org_id where m.user_id = ${id} order by m.id`)} as memberships,
      ${listed(sql`select o.name as organization, delegation_status(d.accepted_at, d.ended_as, d.expires_at) as status, d.permissions,
        ${instantText('d.invited_at')} as invited, ${instantText('d.accepted_at')} as accepted, ${instantText('d.ended_at')} as ended
        from delegations d join organizations o on o.id = d.org_id where d.partner_id = ${id} order by d.id`)} as partnerships,
      ${listed(sql`select w.kind, o.name as organization, w.title, ${instantText('w.created_at')} as created
        from (select 'shortlist' as kind, 'shortlists' as needed, ${workColumns} from shortlists
          union all select kind, 'briefs', ${workColumns} from briefs) w
        join organizations o on o.id = w.org_id and o.kind = 'buyer'
        where w.author_id = ${id} and ${isTied('w', sql`w.needed`, workSeenByTeam(sql`m.role`, 'w'))} and w.trashed_at is null order by w.created_at`)} as work,
      ${listed(sql`select o.name as organization, n.visibility, n.body, ${instantText('n.created_at')} as created
        from notes n join organizations o on o.id = n.org_id and o.kind = 'buyer'
        where n.author_id = ${id} and (n.visibility = 'personal' or ${isTied('n', sql`'notes'`, sql`true`)}) order by n.id`)} as notes,
      ${listed(sql`select s.ip_address as "ipAddress", s.user_agent as "userAgent", ${instantText('s.created_at')} as created
        from sessions s where s.user_id = ${id} order by s.id`)} as sessions
  `.execute(ctx.db)
  return rows[0]!
}

const listed = (query: ReturnType<typeof sql>) =>
  sql`coalesce((select jsonb_agg(to_jsonb(one)) from (${query}) one), '[]')`

const workColumns = sql`org_id, title, author_id, delegation_id, created_at, published_at, handed_over_at, trashed_at`

/**
 * What was made for an organization is its own; one reads of it while one belongs there, as one did when one made it, and may
 * still read such things (SPEC D5, V1).
 */
const isTied = (alias: string, grant: RawBuilder<unknown>, asMember: Expression<unknown>) => {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  return sql`case when ${column('delegation_id')} is null
    then exists (select from memberships m where m.org_id = ${column('org_id')} and m.user_id = ${column('author_id')} and m.status = 'active' and ${asMember})
    else exists (select from delegations d where d.org_id = ${column('org_id')} and d.id = ${column('delegation_id')} and d.accepted_at is not null and d.ended_at is null
      and ${grant} = any(d.permissions))
  end`
}
