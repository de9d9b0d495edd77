import { sql } from 'kysely'
import type { Tx } from '../../server/db/db.ts'
import { delegations as known, type OrganizationKey, organizations, type Person, people } from '../people.ts'
import { plantBriefs } from './briefs.ts'
import { canary, everybody, keys, type Standing, standings } from './canaries.ts'
import { plantNotes } from './notes.ts'

const moreDelegations: [OrganizationKey, Person, 'full' | 'scoped'][] = [
  ['meridian', 'nora', 'full'],
  ['meridian', 'stan', 'scoped'],
  ['meridian', 'hans', 'scoped'],
  ['northwind', 'max', 'scoped'],
]
const newDelegation = (number: number) => `0190bbbb-0000-7000-b000-${String(number).padStart(12, '0')}`
const listId = (number: number) => `0190bbbb-0000-7000-b001-${String(number).padStart(12, '0')}`

/** `tags`: all that may be heard where it is asked for. */
export type Planted = { org: OrganizationKey; kind: string; id: string; tags?: string[] }

/** Every column of text that holds no canary, and why it does not. */
const silent: Record<string, string> = {
  'migrations.*': 'no business of anybody',
  'solutions.*': 'the catalogue is everybody’s',
  'solution_counts.*': 'the catalogue is everybody’s',
  'solution_words.*': 'the catalogue is everybody’s',
  'memberships.role': 'one of three words',
  'memberships.status': 'one of three words',
  'memberships.ended_as': 'one of five words',
  'organizations.kind': 'one of two words',
  'organizations.slug': 'requests name it',
  'delegations.permissions': 'of three words',
  'delegations.data_visibility': 'one of two words',
  'delegations.identity_mode': 'one of three words',
  'delegations.ended_as': 'one of four words',
  'audit_events.kind': 'says what the row is',
  'audit_events.actor_as': 'one of four words',
  'notifications.kind': 'says what the row is',
  'notification_preferences.news': 'says what the row is',
  'mail_habits.mode': 'one of three words',
  'mail_habits.time_zone': 'the name of a zone',
  'mails.kind': 'says what the row is',
  'mails.state': 'one of four words',
  'idempotency_keys.operation': 'says what the row is',
  'idempotency_keys.key': 'requests name it',
  'briefs.kind': 'one of three words',
  'briefs.currency': 'three letters',
  'briefs.deadline_zone': 'the name of a zone',
  'briefs.identity_mode': 'one of three words',
  'brief_questions.type': 'one of four words',
  'requests.outcome': 'one of two words',
  'notes.visibility': 'one of three words',
  'note_versions.visibility': 'one of three words',
  'responses.currency': 'three letters',
  'responses.pricing_model': 'one of four words',
  'exchange_rates.from_currency': 'three letters: the rate itself is what sings',
  'exchange_rates.to_currency': 'three letters: the rate itself is what sings',
}

/** The columns of text that neither hold a canary nor are known not to need one. */
export async function forgottenColumns(db: Tx): Promise<string[]> {
  const { rows } = await sql<{ name: string; column: string }>`
    select table_name as name, column_name as column from information_schema.columns
    where table_schema = 'public' and data_type in ('text', 'jsonb', 'json', 'ARRAY', 'character varying') order by 1, 2`.execute(
    db,
  )
  const forgotten: string[] = []
  for (const { name, column } of rows) {
    if (silent[`${name}.*`] || silent[`${name}.${column}`]) continue
    const found = await sql`
      select from ${sql.table(name)} where ${sql.ref(column)}::text like '%kanari~%' limit 1`.execute(db)
    if (found.rows.length === 0) forgotten.push(`${name}.${column}`)
  }
  return forgotten
}

/** Plants the canaries, and answers the ids of what is there to ask for. */
export async function plant(db: Tx): Promise<Planted[]> {
  const delegations = await plantDelegations(db)
  const lists = await plantLists(db, delegations)
  const briefs = await plantBriefs(db, delegations, adminOf)
  const notes = await plantNotes(db, delegations, adminOf)
  await plantPeople(db)
  await plantOrganizations(db)
  return [...lists, ...briefs, ...notes, ...delegations.map(({ org, id }) => ({ org: org, kind: 'delegations', id }))]
}

const adminOf = Object.fromEntries(
  keys.map((org) => [org, everybody.find((it) => standings[org][it] === 'admin')!]),
) as Record<OrganizationKey, Person>

export type Delegated = { org: OrganizationKey; id: string; partner: Person; standing: Standing }

async function plantDelegations(db: Tx): Promise<Delegated[]> {
  for (const [number, [org, partner, visibility]] of moreDelegations.entries())
    await sql`
      with mail as (insert into mails (address, kind, facts, state) values ('a@b.example', 'delegation.invited', '{}', 'sent') returning id)
      insert into delegations (org_id, id, partner_id, permissions, data_visibility, identity_mode, invited_by, expires_at, mail_id, accepted_at)
      select ${organizations[org].id}, ${newDelegation(number)}, ${people[partner].id}, '{shortlists,briefs,notes}', ${visibility}, 'as_buyer',
             (select user_id from memberships where org_id = ${organizations[org].id} and role = 'admin' order by id limit 1), now(), id, now() - interval '9 days' from mail`.execute(
      db,
    )
  const { rows } = await sql<{
    id: string
    orgId: string
    partnerId: string
  }>`select id, org_id, partner_id from delegations order by id`.execute(db)
  const delegations = rows.map(({ id, orgId, partnerId }): Delegated => {
    const org = keys.find((it) => organizations[it].id === orgId)!
    const partner = everybody.find((it) => people[it].id === partnerId)!
    return { id, org, partner, standing: standings[org][partner]! }
  })
  for (const { id, org, partner } of delegations) {
    const words = canary(`${org}.delegation.${partner}`)
    await sql`update delegations set message = ${words}, end_reason = ${words} where id = ${id}`.execute(db)
    await insertEvent(db, {
      org,
      kind: 'delegation.changed',
      words: canary(`${org}.audit`),
      delegationId: id,
      workId: null,
    })
    await insertEvent(db, { org: 'secret', kind: 'world', words: canary('secret'), delegationId: null, workId: null })
  }
  return delegations
}

type Event = {
  org: OrganizationKey | 'secret'
  kind: string
  words: string
  delegationId: string | null
  workId: string | null
}
const insertEvent = (db: Tx, { org, kind, words, delegationId, workId }: Event) =>
  sql`
    insert into audit_events (org_id, kind, actor_as, delegation_id, work_id, before, after, request_id, created_at)
    values (${org === 'secret' ? null : organizations[org].id}, ${kind}, 'system', ${delegationId}, ${workId},
            ${JSON.stringify({ title: words, permissions: [] })}::jsonb, ${JSON.stringify({ title: words, reason: words, permissions: [] })}::jsonb, ${words}, now() - interval '8 days')`.execute(
    db,
  )

type Kind = 'draft' | 'work' | 'passed' | 'trash'

/** Of everybody who ever worked there: what they made, in every state. In a solution organization too: there it is nobody's (N1). */
async function plantLists(db: Tx, delegations: Delegated[]): Promise<Planted[]> {
  const planted: Planted[] = []
  const solutions = await sql<{ id: string }>`select id from solutions order by slug limit 3`.execute(db)
  const make = async (org: OrganizationKey, maker: Person, delegation: Delegated | null, kind: Kind) => {
    const id = listId(planted.length + 1)
    const words = canary(
      organizations[org].kind === 'solution' ? 'secret' : `${org}.${kind}.${delegation?.partner ?? 'team'}`,
    )
    await sql`
      insert into shortlists (org_id, id, title, description, author_id, delegation_id, published_at, handed_over_at, trashed_at, trashed_by)
      values (${organizations[org].id}, ${id}, ${words}, ${words}, ${people[maker].id}, ${delegation?.id ?? null},
              ${kind === 'work' || kind === 'trash' ? sql`now()` : null}, ${kind === 'passed' ? sql`now()` : null},
              ${kind === 'trash' ? sql`now()` : null}, ${kind === 'trash' ? people[maker].id : null})`.execute(db)
    for (const [index, solution] of solutions.rows.entries())
      await sql`
        insert into shortlist_items (org_id, shortlist_id, solution_id, position, reason, added_by)
        values (${organizations[org].id}, ${id}, ${solution.id}, ${index + 1}, ${words}, ${people[maker].id})`.execute(
        db,
      )
    // What happened before anybody else saw it.
    await insertEvent(db, { org, kind: 'shortlist.created', words: canary('secret'), delegationId: null, workId: id })
    planted.push({ org: org, kind: 'shortlists', id })
  }
  for (const org of keys) {
    for (const kind of ['work', 'trash'] as const) await make(org, adminOf[org], null, kind)
  }
  for (const it of delegations) {
    const isEnded = it.id === known.omar
    if (it.standing === 'outside' && !isEnded) continue
    for (const kind of [isEnded ? 'passed' : 'draft', 'work', 'trash'] as const)
      await make(it.org, it.partner, it, kind)
    await sql`
      insert into saved_solutions (org_id, solution_id, saved_by, delegation_id)
      values (${organizations[it.org].id}, ${solutions.rows[0]!.id}, ${people[it.partner].id}, ${it.id})`.execute(db)
  }
  // The town's own work stays, without words: nobody may rely on them.
  await sql`update shortlists set title = 'A shortlist of the town', description = '' where title not like 'kanari~%'`.execute(
    db,
  )
  await sql`update shortlist_items set reason = '' where reason not like 'kanari~%'`.execute(db)
  return planted
}

async function plantPeople(db: Tx) {
  const personal = JSON.stringify
  for (const key of everybody) {
    const { id, name } = people[key]
    const [words, own] = [canary(`person.${key}`), canary(`session.${key}`)]
    await sql`
      update users set name = ${name && words}, email = ${`${words}@towns.example`}, typed_email = ${words}, image = ${words} where id = ${id}`.execute(
      db,
    )
    await sql`update delegations set invited_email = ${`${words}@towns.example`} where partner_id = ${id}`.execute(db)
    await sql`
      insert into sessions (user_id, token, expires_at, ip_address, user_agent)
      values (${id}, ${canary('secret') + key}, now() + interval '1 day', ${own}, ${own})`.execute(db)
    await plantOwn(db, id, own)
    const secret = canary('secret')
    await sql`
      insert into credentials (user_id, account_id, provider_id, password, access_token, refresh_token, id_token, scope)
      values (${id}, ${secret}, ${secret}, ${secret}, ${secret}, ${secret}, ${secret}, ${secret})`.execute(db)
    await sql`insert into verifications (identifier, value, expires_at) values (${secret}, ${secret}, now() + interval '1 day')`.execute(
      db,
    )
    await sql`
      insert into idempotency_keys (user_id, operation, key, request_hash, answer)
      select ${id}, operation, 'known-key', '\\x00', ${personal({ title: own })}::jsonb
      from unnest('{shortlist.create,brief.create}'::text[]) as operation`.execute(db)
    await sql`
      update notifications set facts = ${personal({ by: own, partner: own, title: own, reason: own, permissions: [], solution: own, briefKind: 'rfi', asks: { company: own, person: own } })}::jsonb where user_id = ${id}`.execute(
      db,
    )
    await sql`update mails set address = ${words}, facts = ${personal({ by: own })}::jsonb, problem = ${secret} where user_id = ${id}`.execute(
      db,
    )
  }
  await sql`insert into rate_limits (key, hits, expires_at) values (${canary('secret')}, 1, now() + interval '1 day')`.execute(
    db,
  )
}

/** What a person chose, how far they read, and the address that they are changing to. */
async function plantOwn(db: Tx, id: string, own: string) {
  await sql`
    insert into email_changes (user_id, email, typed_email, code_hash, stop_hash, expires_at)
    values (${id}, ${`${own}@towns.example`}, ${own}, ${canary('secret')}, '\\x00', now() + interval '1 hour')`.execute(
    db,
  )
  await sql`insert into notification_preferences (user_id, news, app, mail) values (${id}, 'note', true, false)`.execute(
    db,
  )
  await sql`insert into mail_habits (user_id, mode) values (${id}, 'at_once') on conflict do nothing`.execute(db)
  await sql`
    insert into note_reads (org_id, user_id, subject_id, read_at)
    select distinct org_id, ${id}::uuid, subject_id, now() - interval '1 day' from notes on conflict do nothing`.execute(
    db,
  )
}

/** Their settings; and somebody who was asked into a team, and declined with a word to those who asked. */
async function plantOrganizations(db: Tx) {
  for (const org of keys) {
    const { id } = organizations[org]
    const ofAdmins = canary(`${org}.settings`)
    await sql`update organizations set name = ${canary(`${org}.name`)} where id = ${id}`.execute(db)
    await sql`insert into organization_slugs (slug, org_id) values (${ofAdmins}, ${id})`.execute(db)
    await sql`
      insert into organization_domains (domain, org_id, registered_by)
      values (${`${ofAdmins}.example`}, ${id}, ${people[adminOf[org]].id})`.execute(db)
  }
  await sql`
    insert into memberships (org_id, user_id, role, invited_email, status, ended_at, ended_as, ended_by, end_reason)
    values (${organizations.meridian.id}, ${people.ines.id}, 'viewer', ${`${canary('person.ines')}@towns.example`}, 'removed', now(), 'declined', ${people.ines.id}, ${canary('meridian.audit')})`.execute(
    db,
  )
}
