import pg from 'pg'
import { briefsTown } from './briefs.ts'
import { parentOf } from './processes.ts'
import { workTown } from './work.ts'

/*
 * The same world for everybody who is measured: 200 buyers with 100 partners each (20,000 delegations), every tenth
 * of them ended, every fifth pending. Beside them many small companies, which do the inviting: so no list that is read
 * grows while we measure, and no limit per organization gets in the way.
 */
export const BUYERS = 200
export const PARTNERS_EACH = 100
export const COMPANIES = 2000
/** Partners of the measured buyer who accepted: those who open its workspace. */
export const activePartners = Array.from({ length: PARTNERS_EACH }, (_, n) => n + 1).filter((n) => n % 10 > 2)

export const measuredBuyer = 'buyer-1'
/** Session tokens are known beforehand, one a person. */
export const adminSession = (organization: string) => `session-of-admin-of-${organization}`
export const partnerSession = (n: number) => `session-of-partner-${n}`

const ourTown = `
  insert into organizations (kind, name, slug, created_at)
  select 'buyer', 'Buyer ' || n, 'buyer-' || n, now() - interval '1 year' from generate_series(1, ${BUYERS}) n
  union all
  select 'buyer', 'Company ' || n, 'company-' || n, now() - interval '1 year' from generate_series(1, ${COMPANIES}) n;

  insert into users (email, name, email_verified)
  select 'admin@' || slug || '.example', 'Admin of ' || name, true from organizations;
  insert into users (email, name, email_verified)
  select 'colleague-' || n || '@' || slug || '.example', 'Colleague ' || n, true from organizations, generate_series(1, 4) n where slug like 'buyer-%';
  insert into users (email, name, email_verified)
  select 'partner-' || n || '@partners.example', case when n % 10 = 1 then '' else 'Partner ' || n end, n % 10 <> 1
  from generate_series(1, ${BUYERS * PARTNERS_EACH}) n;

  insert into memberships (org_id, user_id, role)
  select o.id, u.id, case when u.email like 'admin@%' then 'admin' else 'editor' end
  from organizations o join users u on split_part(u.email, '@', 2) = o.slug || '.example';

  begin;
  create temporary table invited on commit drop as
  select n, n % 10 as kind, new_id() as mail_id, o.id as org_id, partner.id as partner_id, admin.id as admin_id,
         now() - interval '90 days' * (n % ${PARTNERS_EACH}) / ${PARTNERS_EACH} as invited_at, partner.email
  from generate_series(1, ${BUYERS * PARTNERS_EACH}) n
  join organizations o on o.slug = 'buyer-' || ((n - 1) / ${PARTNERS_EACH} + 1)
  join users partner on partner.email = 'partner-' || n || '@partners.example'
  join users admin on admin.email = 'admin@' || o.slug || '.example';
  insert into delegations (org_id, partner_id, permissions, data_visibility, identity_mode, message, invited_by, invited_at, expires_at, mail_id, accepted_at, ended_at, ended_as, ended_by, end_reason)
  select org_id, partner_id, '{shortlists,briefs,notes}', case when n % 4 = 0 then 'full' else 'scoped' end, 'as_buyer',
         'Hello, could you take over our sourcing for the spring season? Thank you.', admin_id, invited_at, now() + interval '10 days', mail_id,
         case when kind = 0 or kind > 2 then invited_at + interval '1 day' end,
         case when kind = 0 then now() end, case when kind = 0 then 'revoked' end, case when kind = 0 then admin_id end,
         case when kind = 0 then 'The season is over.' end
  from invited order by n;
  insert into mails (id, user_id, address, org_id, delegation_id, kind, facts, state, created_at, settled_at)
  select i.mail_id, i.partner_id, i.email, i.org_id, d.id, 'delegation.invited', '{"by": "Admin"}', 'sent', i.invited_at, i.invited_at
  from invited i join delegations d on d.mail_id = i.mail_id;
  insert into notifications (user_id, org_id, kind, delegation_id, facts, created_at)
  select i.partner_id, i.org_id, 'delegation.invited', d.id, '{"by": "Admin"}', i.invited_at from invited i join delegations d on d.mail_id = i.mail_id;
  insert into audit_events (org_id, kind, actor_id, actor_as, delegation_id, subject_id, after, created_at)
  select i.org_id, 'delegation.invited', i.admin_id, 'member', d.id, i.partner_id, '{"permissions": ["shortlists"]}', i.invited_at from invited i join delegations d on d.mail_id = i.mail_id;
  commit;

  insert into sessions (user_id, token, expires_at)
  select u.id, 'session-of-admin-of-' || split_part(split_part(u.email, '@', 2), '.', 1), now() + interval '20 days' from users u where u.email like 'admin@%'
  union all
  select u.id, 'session-of-' || split_part(u.email, '@', 1), now() + interval '20 days' from users u where u.email like 'partner-%';
`

/** The same organizations, people, sessions and invitations, in the peer's tables. */
const peerTown = `
  insert into "organization" (id, name, slug, "createdAt")
  select 'buyer-' || n, 'Buyer ' || n, 'buyer-' || n, now() from generate_series(1, ${BUYERS}) n
  union all
  select 'company-' || n, 'Company ' || n, 'company-' || n, now() from generate_series(1, ${COMPANIES}) n;

  insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
  select 'admin-of-' || id, 'Admin of ' || name, 'admin@' || id || '.example', true, now(), now() from "organization"
  union all
  select 'colleague-' || n || '-of-' || id, 'Colleague ' || n, 'colleague-' || n || '@' || id || '.example', true, now(), now()
  from "organization", generate_series(1, 4) n where id like 'buyer-%'
  union all
  select 'partner-' || n, 'Partner ' || n, 'partner-' || n || '@partners.example', true, now(), now() from generate_series(1, ${BUYERS * PARTNERS_EACH}) n;

  insert into "member" (id, "organizationId", "userId", role, "createdAt")
  select 'member-' || id, split_part(id, '-of-', 2), id, case when id like 'admin%' then 'owner' else 'member' end, now()
  from "user" where id like '%-of-%';

  insert into "invitation" (id, "organizationId", email, role, status, "expiresAt", "createdAt", "inviterId")
  select 'invitation-' || n, 'buyer-' || ((n - 1) / ${PARTNERS_EACH} + 1), 'partner-' || n || '@partners.example', 'member',
         case when n % 10 = 0 then 'canceled' when n % 10 > 2 then 'accepted' else 'pending' end, now() + interval '10 days', now(),
         'admin-of-buyer-' || ((n - 1) / ${PARTNERS_EACH} + 1)
  from generate_series(1, ${BUYERS * PARTNERS_EACH}) n;

  insert into "session" (id, token, "userId", "expiresAt", "createdAt", "updatedAt")
  select id, 'session-of-' || id, id, now() + interval '7 days', now(), now() from "user" where id like 'admin-of-%' or id like 'partner-%';
`

export const loadOurTown = (url: string) => load(url, ourTown + workTown + briefsTown)
export const loadPeerTown = (url: string) => load(url, peerTown)

function load(url: string, statements: string) {
  return withClient(url, async (client) => {
    await client.query(statements)
    await client.query('vacuum (analyze)')
    await client.query('checkpoint')
  })
}

/** Answers the address of a new, empty database on the same server. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await withClient(serverUrl, (client) => client.query(`create database ${name}`))
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
}

/** The process of PostgreSQL whose children serve the connections. */
export const mainProcessOf = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    return parentOf(rows[0]!.pid)
  })

async function withClient<A>(url: string, work: (client: pg.Client) => Promise<A>): Promise<A> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
