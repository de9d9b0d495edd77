import { sql } from 'kysely'
import type { z } from 'zod'
import { canonicalEmail } from '../../shared/email.ts'
import { refuse, refuseField } from '../../shared/errors.ts'
import type * as api from '../../shared/organizations.ts'
import type { Actor } from '../authz/actor.ts'
import { authorize } from '../authz/can.ts'
import { asPerson, type Ctx, type Visit } from '../context.ts'
import { record } from '../events/record.ts'
import { closeExpired } from './invite-member.ts'
import { isPublicMail } from './public-mail.ts'
import { isProven, settingsOf } from './settings.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** SPEC O3: the admin's own verified address proves the domain. Everybody who signs in has proven theirs. */
export async function registerDomain(ctx: Ctx, { domain: typed }: Input<typeof api.registerDomain>) {
  const { id: orgId } = authorize(ctx, 'domain.manage')
  const domain = domainOf(canonicalEmail(`somebody@${typed}`) ?? '')
  if (isPublicMail(domain)) refuseField('domain', 'public_domain')
  if (domain === '' || domain !== domainOf(ctx.actor.user.email)) refuseField('domain', 'domain_not_proven')
  const registered = await take(ctx, orgId, domain)
  const settings = await settingsOf(ctx, orgId)
  if (registered) await record(ctx, 'organization.domainRegistered', { orgId, after: { domain } })
  else if (!settings.domains.some((it) => it.domain === domain)) refuseField('domain', 'domain_taken')
  return settings
}

/** Nothing where it is registered. Of an organization that proves it no longer it passes to the one that does, and its admins are told. */
async function take({ db, actor }: Ctx, orgId: string, domain: string) {
  const outlived = await sql<{ orgId: string }>`
    delete from organization_domains d where d.domain = ${domain} and d.org_id <> ${orgId} and not ${isProven} returning d.org_id`.execute(
    db,
  )
  for (const { orgId: former } of outlived.rows)
    await record({ db }, 'organization.domainRemoved', {
      orgId: former,
      before: { domain },
      facts: { domain },
    })
  return db
    .insertInto('organizationDomains')
    .values({ domain, orgId, registeredBy: actor.user.id })
    .onConflict((it) => it.column('domain').doNothing())
    .returning('domain')
    .executeTakeFirst()
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
  await record(ctx, 'organization.domainRemoved', { orgId, before: { domain }, silent: true })
  return settingsOf(ctx, orgId)
}

const domainOf = (email: string): string => email.split('@')[1] ?? ''

/**
 * SPEC O3: who has just proven an address for the first time joins the organization of its domain as a viewer. Whoever was
 * invited to its team, or works for it as a partner, has an answer to give instead; whoever ever belonged to it with that mailbox,
 * by whatever plus address, needs an invitation.
 */
export async function joinByDomain(visit: Visit, user: Actor['user']): Promise<void> {
  const open = await findOpen(visit, user)
  if (!open) return
  if (open.expiredId) await closeExpired({ db: visit.db }, open.orgId, open.expiredId, user.id)
  const { rows } = await sql<{ id: string; orgId: string }>`
    insert into memberships (org_id, user_id, role) values (${open.orgId}, ${user.id}, 'viewer')
    on conflict (org_id, user_id) where status <> 'removed' do nothing
    returning id, org_id`.execute(visit.db)
  for (const { id, orgId } of rows)
    await record(asPerson(visit, user), 'member.joined', {
      orgId,
      membershipId: id,
      subjectId: user.id,
      after: { role: 'viewer', domain: domainOf(user.email) },
      facts: { by: user.email, role: 'viewer' },
    })
}

/** The organization that this person may join, and an invitation to it that came to nothing. */
async function findOpen({ db }: Visit, { id, email }: Actor['user']) {
  const { rows } = await sql<{ orgId: string; expiredId: string | null }>`
    select d.org_id, m.id as expired_id from organization_domains d
    left join memberships m on m.org_id = d.org_id and m.user_id = ${id} and m.status = 'invited' and m.expires_at <= now()
    where d.domain = ${domainOf(email)} and ${isProven}
      and not exists (select from former_addresses f where f.org_id = d.org_id and f.email_hash = sha256(convert_to(folded_email(${email}), 'UTF8')))
      and not exists (select from users other where folded_email(other.email) = folded_email(${email}) and other.id <> ${id} and d.org_id in (select ever_belonged_to(other.id)))
      and not exists (select from delegations p where p.org_id = d.org_id and p.partner_id = ${id} and p.ended_at is null
        and (p.accepted_at is not null or p.expires_at > now()))`.execute(db)
  return rows[0]
}
