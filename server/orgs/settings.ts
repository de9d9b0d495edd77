import { sql } from 'kysely'
import type { z } from 'zod'
import { refuse, refuseField } from '../../shared/errors.ts'
import type * as api from '../../shared/organizations.ts'
import type { OrganizationSettings } from '../../shared/organizations.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { instantText } from '../db/instant.ts'
import { record } from '../events/record.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type Changes = Omit<Input<typeof api.changeOrganization>, 'org'>

export async function readOrganization(ctx: Ctx): Promise<z.input<typeof OrganizationSettings>> {
  const { id: orgId } = authorize(ctx, 'organization.read')
  return settingsOf(ctx, orgId)
}

export async function settingsOf({ db, settings }: Ctx, orgId: string): Promise<z.input<typeof OrganizationSettings>> {
  const { rows } = await sql<Omit<OrganizationSettings, 'defaultInviteExpiryDays'>>`
    select o.slug, o.name, o.kind, o.invite_expiry_days, o.viewers_see_quotes,
      array(select s.slug from organization_slugs s where s.org_id = o.id and s.slug <> o.slug order by s.since desc) as former_slugs,
      coalesce((
        select jsonb_agg(jsonb_build_object('domain', d.domain, 'registeredBy', jsonb_build_object('name', u.name),
          'registeredAt', ${instantText('d.registered_at')}, 'isPaused', not ${isProven}) order by d.domain)
        from organization_domains d join users u on u.id = d.registered_by where d.org_id = o.id
      ), '[]') as domains
    from organizations o where o.id = ${orgId}`.execute(db)
  return { ...rows[0]!, defaultInviteExpiryDays: settings.inviteExpiryDays }
}

/** One change at a time: what is remembered as it was before is what was replaced. */
export async function changeOrganization(ctx: Ctx, { org: _, ...wanted }: Input<typeof api.changeOrganization>) {
  const { id: orgId } = authorize(ctx, 'organization.manage')
  await ctx.db.selectFrom('organizations').select('id').where('id', '=', orgId).forNoKeyUpdate().execute()
  const current = await settingsOf(ctx, orgId)
  const changes = differing(current, wanted)
  if (Object.keys(changes).length === 0) return current
  if (changes.slug) await takeSlug(ctx, orgId, changes.slug)
  await ctx.db.updateTable('organizations').set(changes).where('id', '=', orgId).execute()
  const before = Object.fromEntries((Object.keys(changes) as (keyof Changes)[]).map((name) => [name, current[name]]))
  await record(ctx, 'organization.changed', { orgId, before, after: changes })
  return settingsOf(ctx, orgId)
}

/** SPEC O3: whether the address of an admin still proves the domain. As a condition on `organization_domains d`. */
export const isProven = sql`exists (
  select from memberships a join users on users.id = a.user_id
  where a.org_id = d.org_id and a.role = 'admin' and a.status = 'active' and users.email_verified and split_part(users.email, '@', 2) = d.domain)`

const differing = (current: z.input<typeof OrganizationSettings>, wanted: Changes): Changes =>
  Object.fromEntries(
    (Object.keys(wanted) as (keyof Changes)[])
      .filter((name) => wanted[name] !== undefined && wanted[name] !== current[name])
      .map((name) => [name, wanted[name]]),
  )

const MOST_SLUGS = 10

/** An address that another organization has, or had, is never given away: links to it would lead to strangers. */
async function takeSlug({ db }: Ctx, orgId: string, slug: string) {
  const { rows } = await sql`
    insert into organization_slugs (slug, org_id)
    select ${slug}, ${orgId} where (select count(*) from organization_slugs where org_id = ${orgId}) < ${MOST_SLUGS}
    on conflict (slug) do nothing returning slug`.execute(db)
  if (rows.length > 0) return
  // A statement of its own: only then is seen who took it in this very moment.
  const { rows: owners } = await sql<{ orgId: string }>`
    select org_id from organization_slugs where slug = ${slug}`.execute(db)
  const owner = owners[0]?.orgId ?? refuse('too_many_slugs')
  if (owner === orgId) return
  refuseField('slug', 'slug_taken')
}
