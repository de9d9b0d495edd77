import { sql } from 'kysely'
import type { z } from 'zod'
import { canonicalEmail } from '../../shared/email.ts'
import { refuse, refuseField } from '../../shared/errors.ts'
import type * as api from '../../shared/organizations.ts'
import type { Actor } from '../authz/actor.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx, Visit } from '../context.ts'
import { record } from '../events/record.ts'
import { isPublicMail } from './public-mail.ts'
import { settingsOf } from './settings.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** SPEC O3: the admin's own verified address proves the domain. Everybody who signs in has proven theirs. */
export async function registerDomain(ctx: Ctx, { domain: typed }: Input<typeof api.registerDomain>) {
  const { id: orgId } = authorize(ctx, 'domain.manage')
  const domain = domainOf(canonicalEmail(`somebody@${typed}`) ?? '')
  if (isPublicMail(domain)) refuseField('domain', 'public_domain')
  if (domain === '' || domain !== domainOf(ctx.actor.user.email)) refuseField('domain', 'domain_not_proven')
  const registered = await ctx.db
    .insertInto('organizationDomains')
    .values({ domain, orgId, registeredBy: ctx.actor.user.id })
    .onConflict((it) => it.column('domain').doNothing())
    .returning('domain')
    .executeTakeFirst()
  const settings = await settingsOf(ctx, orgId)
  if (registered) await record(ctx, 'organization.domainRegistered', { orgId, after: { domain } })
  else if (!settings.domains.some((it) => it.domain === domain)) refuseField('domain', 'domain_taken')
  return settings
}

export async function removeDomain(ctx: Ctx, { domain }: Input<typeof api.removeDomain>) {
  const { id: orgId } = authorize(ctx, 'domain.manage')
  const removed = await ctx.db
    .deleteFrom('organizationDomains')
    .where('orgId', '=', orgId)
    .where('domain', '=', domain)
    .returning('domain')
    .executeTakeFirst()
  if (!removed) refuse('not_found')
  await record(ctx, 'organization.domainRemoved', { orgId, before: { domain } })
  return settingsOf(ctx, orgId)
}

const domainOf = (email: string): string => email.split('@')[1] ?? ''

/**
 * SPEC O3: who has just proven an address for the first time joins the organization of its domain as a viewer. Whoever was
 * invited to its team, or works for it as a partner, has an answer to give instead.
 */
export async function joinByDomain(visit: Visit, user: Actor['user']): Promise<void> {
  const { rows } = await sql<{ orgId: string }>`
    insert into memberships (org_id, user_id, role)
    select d.org_id, ${user.id}, 'viewer' from organization_domains d
    where d.domain = ${domainOf(user.email)}
      and not exists (select from delegations p where p.org_id = d.org_id and p.partner_id = ${user.id} and p.ended_at is null
        and (p.accepted_at is not null or p.expires_at > now()))
    on conflict (org_id, user_id) where status <> 'removed' do nothing
    returning org_id`.execute(visit.db)
  for (const { orgId } of rows)
    await record(visit, 'member.joined', {
      orgId,
      subjectId: user.id,
      after: { role: 'viewer', domain: domainOf(user.email) },
      facts: { by: user.email, role: 'viewer' },
    })
}
