import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Me } from '../../shared/accounts.ts'
import { authorizeOwn } from '../authz/can.ts'
import { requestsWithin } from '../authz/requests.ts'
import { mayBeTold } from '../authz/told.ts'
import { othersWorkUnder, ownWorkUnder } from '../authz/work.ts'
import { statusOf } from '../briefs/row.ts'
import type { Ctx } from '../context.ts'
import { instantText } from '../db/instant.ts'
import { isIn } from '../requests/row.ts'

/** The person asking, in one statement: what the header, the switcher and the dashboard show. */
export async function readMe(ctx: Ctx): Promise<z.input<typeof Me>> {
  const { id, email, name } = authorizeOwn(ctx, 'account.manage')
  const { rows } = await sql<Omit<Me, 'user'> & { hasPassword: boolean }>`
    select
      exists (select from credentials where user_id = ${id} and provider_id = 'credential') as has_password,
      coalesce((
        select jsonb_agg(jsonb_build_object('slug', o.slug, 'name', o.name, 'kind', o.kind, 'role', m.role) order by coalesce(m.accepted_at, m.created_at), o.id)
        from memberships m join organizations o on o.id = m.org_id
        where m.user_id = ${id} and m.status = 'active'
      ), '[]') as organizations,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'delegationId', d.id, 'permissions', d.permissions, 'dataVisibility', d.data_visibility,
          'organization', jsonb_build_object('slug', o.slug, 'name', o.name, 'kind', o.kind),
          'acceptedAt', ${instantText('d.accepted_at')}, 'lastActivityAt', ${instantText('greatest(d.accepted_at, activity.at)')}
        ) || case when 'shortlists' = any(d.permissions) then jsonb_build_object('shortlists', jsonb_build_object('drafts', work.drafts, 'published', work.published)) else '{}' end
          || case when 'briefs' = any(d.permissions) then jsonb_build_object('briefs', jsonb_build_object('drafts', asked.drafts, 'open', asked.open, 'newResponses', (
            select count(distinct (n.work_id, n.facts ->> 'solution')) from notifications n where n.user_id = ${id} and n.org_id = d.org_id and n.kind = 'response.received' and n.read_at is null and ${mayBeTold('n')}
          ))) else '{}' end
        order by d.accepted_at, d.id)
        from delegations d join organizations o on o.id = d.org_id
        cross join lateral (${shortlistsUnder}) work
        cross join lateral (${briefsUnder}) asked
        left join lateral (
          select max(at) as at from (
            (select created_at as at from audit_events e where e.delegation_id = d.id order by e.id desc limit 1)
            union all
            (select greatest(work.changed_at, asked.changed_at))
          ) happened
        ) activity on true
        where d.partner_id = ${id} and d.accepted_at is not null and d.ended_at is null
          -- Whoever is a member as well enters as one (D3 keeps this rare).
          and not exists (select from memberships m where m.org_id = d.org_id and m.user_id = d.partner_id and m.status = 'active')
      ), '[]') as partnerships,
      ${requests(ctx)} as requests,
      (select count(*) from delegations where partner_id = ${id} and ended_at is null and accepted_at is null and expires_at > now())
        + (select count(*) from memberships where user_id = ${id} and status = 'invited' and expires_at > now()) as pending_invitations,
      (select count(*) from notifications n where n.user_id = ${id} and n.read_at is null and ${mayBeTold('n')}) as unread_notifications
  `.execute(ctx.db)
  const { hasPassword, requests: asked, ...me } = rows[0]!
  return { ...me, ...(asked && { requests: asked }), user: { id, email, name, hasPassword } }
}

/**
 * What one sees of the work under a delegation `d`, and when one's own changed last. Without the permission nothing is looked
 * at. The halves are counted apart, for the reason told in authz/work.ts.
 */
const workUnder = (table: 'shortlists' | 'briefs', columns: RawBuilder<unknown>) => sql`
  select coalesce(sum(drafts), 0) as drafts, coalesce(sum(published), 0) as published, coalesce(sum(open), 0) as open, max(changed_at) as changed_at
  from (
    select ${columns}, max(w.updated_at) as changed_at from ${sql.table(table)} w
    where ${table} = any(d.permissions) and w.org_id = d.org_id and ${ownWorkUnder(sql`d.id`, 'w')}
    union all
    select ${columns}, null from ${sql.table(table)} w
    where ${table} = any(d.permissions) and w.org_id = d.org_id and ${othersWorkUnder(sql`d.id`, sql`d.data_visibility = 'full'`, 'w')}
  ) halves`

const drafts = sql`count(*) filter (where w.published_at is null) as drafts, count(*) filter (where w.published_at is not null) as published`
const shortlistsUnder = workUnder('shortlists', sql`${drafts}, 0 as open`)
const briefsUnder = workUnder('briefs', sql`${drafts}, count(*) filter (where ${statusOf('w')} = 'sent') as open`)

/** Null for whom no brief ever reached, unless they work for a solution. */
const requests = ({ actor }: Ctx) => sql`(
  select case when count(*) > 0 or exists (
      select from memberships m join organizations o on o.id = m.org_id where m.user_id = ${actor.user.id} and m.status = 'active' and o.kind = 'solution')
    then jsonb_build_object('open', count(*) filter (where ${isIn('open')})) end
  from requests r join briefs b on b.org_id = r.org_id and b.id = r.brief_id where ${requestsWithin(actor, 'request.read', 'r')})`
