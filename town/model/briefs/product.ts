import { sql } from 'kysely'
import { type Actor, loadActors } from '../../../server/authz/actor.ts'
import * as briefs from '../../../server/briefs/briefs.ts'
import * as closing from '../../../server/briefs/close.ts'
import * as reading from '../../../server/briefs/reading.ts'
import { addRecipients } from '../../../server/briefs/recipients.ts'
import { listResponses } from '../../../server/briefs/responses.ts'
import { sendBrief } from '../../../server/briefs/send.ts'
import * as trash from '../../../server/briefs/trash.ts'
import type { Ctx } from '../../../server/context.ts'
import type { Db, Tx } from '../../../server/db/db.ts'
import * as delegations from '../../../server/delegations/delegations.ts'
import * as inbox from '../../../server/requests/reading.ts'
import * as requests from '../../../server/requests/requests.ts'
import * as api from '../../../shared/briefs.ts'
import * as delegationDoors from '../../../shared/delegations.ts'
import { Refusal } from '../../../shared/errors.ts'
import * as requestDoors from '../../../shared/requests.ts'
import { settings } from '../../town.ts'
import { codeOf, through } from '../product.ts'
import { type Deed, identities, organization, type Partner, partners, people, team } from './model.ts'

export type Ids = Map<string, string>
const NOBODYS = '0190ffff-0000-7000-8000-000000000000'
const emailOf = (name: string) => `${name}@model.example`

/** The organization, its partners, and the people of the solutions, committed, in a town of its own. */
export async function settle(db: Db): Promise<Ids> {
  const ids: Ids = new Map()
  const insert = async (key: string, statement: ReturnType<typeof sql<{ id: string }>>) =>
    ids.set(key, (await statement.execute(db)).rows[0]!.id)
  await insert(
    'org',
    sql`insert into organizations (kind, name, slug) values ('buyer', 'Amber', ${organization}) returning id`,
  )
  await insert(
    'works',
    sql`insert into organizations (kind, name, slug) values ('solution', 'Works', 'works') returning id`,
  )
  for (const name of people) {
    await insert(
      name,
      sql`insert into users (email, name, email_verified) values (${emailOf(name)}, ${name}, true) returning id`,
    )
    await sql`insert into sessions (user_id, token, expires_at) values (${ids.get(name)!}, ${name}, now() + interval '1 day')`.execute(
      db,
    )
  }
  const members = [
    ...Object.entries(team).map(([name, role]) => ['org', name, role] as const),
    ['works', 'mia', 'editor'] as const,
    ['works', 'vera', 'viewer'] as const,
  ]
  for (const [org, name, role] of members)
    await sql`insert into memberships (org_id, user_id, role) values (${ids.get(org)!}, ${ids.get(name)!}, ${role})`.execute(
      db,
    )
  for (const partner of partners) await insert(`access of ${partner}`, delegationOf(ids, partner))
  await sql`update solutions set contact_email = ${emailOf('sid')} where slug = 'soloflow'`.execute(db)
  await sql`update solutions set org_id = ${ids.get('works')!} where slug = 'crewline'`.execute(db)
  const rows = await db.selectFrom('solutions').select(['slug', 'id']).execute()
  for (const { slug, id } of rows) ids.set(slug, id)
  return ids
}

const delegationOf = (ids: Ids, partner: Partner) => sql<{ id: string }>`
  with mail as (insert into mails (address, kind, facts, state) values ('a@model.example', 'delegation.invited', '{}', 'sent') returning id)
  insert into delegations (org_id, partner_id, permissions, data_visibility, identity_mode, invited_by, expires_at, mail_id, accepted_at)
  select ${ids.get('org')!}, ${ids.get(partner)!}, ${partner === 'fay' ? ['shortlists'] : ['shortlists', 'briefs']},
         ${partner === 'eve' ? 'scoped' : 'full'}, ${identities[partner]}, ${ids.get('ada')!}, now() + interval '9 days', id, now()
  from mail returning id`

export type Product = ReturnType<typeof productIn>

/** The product, asked by its own operations through their doors' schemas, in one transaction that is never committed. */
export function productIn(db: Tx, ids: Ids) {
  const idOf = (key: string) => ids.get(key) ?? NOBODYS
  const ctxOf = (actor: Actor, ifMatch: number | null = null): Ctx => ({
    db,
    actor,
    settings,
    request: {
      id: 'model',
      ipAddress: '203.0.113.7',
      userAgent: '',
      idempotencyKey: null,
      ifMatch,
      invitationToken: null,
    },
  })
  const actorsAt = (org: string | null, names: string[]) => loadActors(db, names, org)

  async function requestId({ brief, solution }: { brief: string; solution: string }): Promise<string> {
    const { rows } = await sql<{ id: string }>`
      select id from requests where brief_id = ${idOf(brief)} and solution_id = ${idOf(solution)}`.execute(db)
    return rows[0]?.id ?? NOBODYS
  }

  /** What one request does, and all of it undone where it is refused. */
  async function perform(deed: Deed): Promise<string> {
    if (deed.kind === 'deadlinePasses' || deed.kind === 'monthPasses') return letTimePass(db, deed, idOf)
    const isOnThread = 'solution' in deed && deed.kind !== 'ask'
    const actor = 'actor' in deed ? deed.actor : 'ada'
    const ctx = ctxOf(
      (await actorsAt(isOnThread ? null : organization, [actor])).get(actor)!,
      'seen' in deed ? (deed.seen ?? null) : null,
    )
    await sql`savepoint deed`.execute(db)
    const code = await codeOf(async () => {
      const answer = await (isOnThread
        ? onThread(
            ctx,
            deed as Extract<Deed, { solution: string }>,
            await requestId(deed as { brief: string; solution: string }),
          )
        : onBrief(ctx, deed, idOf))
      if (deed.kind === 'create') ids.set(deed.key, answer.id!)
    })
    await sql.raw(code === 'done' ? 'release deed' : 'rollback to deed; release deed').execute(db)
    return code
  }
  return { db, ids, idOf, actorsAt, perform, ctxOf }
}

/** Time is the database's clock, which cannot be set: the dates are moved instead. */
async function letTimePass(db: Tx, deed: Deed, idOf: (key: string) => string): Promise<string> {
  if (deed.kind === 'deadlinePasses')
    await sql`
      update briefs set deadline = now() - interval '1 second', deadline_zone = 'UTC' where id = ${idOf(deed.brief)}`.execute(
      db,
    )
  else await sql`update briefs set trashed_at = trashed_at - interval '30 days'`.execute(db)
  return 'done'
}

async function onThread(ctx: Ctx, deed: Extract<Deed, { solution: string }>, id: string): Promise<{ id?: string }> {
  switch (deed.kind) {
    case 'view':
      await through(ctx, requestDoors.viewRequest, requests.viewRequest, { id })
      return {}
    case 'respond':
      return through(ctx, requestDoors.respond, requests.respond, { id, message: 'Gladly.' })
    case 'decline':
      return through(ctx, requestDoors.declineRequest, requests.declineRequest, { id })
    default:
      await through(ctx, requestDoors.keepDraft, requests.keepDraft, { id, draft: { message: 'So far' } })
      return {}
  }
}

async function onBrief(ctx: Ctx, deed: Deed, idOf: (key: string) => string): Promise<{ id?: string }> {
  const org = organization
  const one = { org, id: 'brief' in deed ? idOf(deed.brief) : NOBODYS }
  switch (deed.kind) {
    case 'create': {
      const { key, anonymous, solutions } = deed
      return through(ctx, api.createBrief, briefs.createBrief, {
        org,
        title: `Brief ${key}`,
        anonymous,
        solutionIds: solutions.map(idOf),
      })
    }
    case 'rename':
      return through(ctx, api.changeBrief, briefs.changeBrief, { ...one, title: deed.title })
    case 'send':
      return through(ctx, api.sendBrief, sendBrief, one)
    case 'ask':
      return through(ctx, api.addRecipients, addRecipients, { ...one, solutionIds: [idOf(deed.solution)] })
    case 'close': {
      const outcomes = deed.decided ? [{ solutionId: idOf(deed.decided), outcome: 'selected' }] : []
      return through(ctx, api.closeBrief, closing.closeBrief, { ...one, outcomes })
    }
    case 'reveal':
      return through(ctx, api.revealBrief, closing.revealBrief, one)
    case 'delete':
      return through(ctx, api.deleteBrief, briefs.deleteBrief, one)
    case 'restore':
      return through(ctx, api.restoreBrief, trash.restoreBrief, one)
    case 'revoke':
      return through(ctx, delegationDoors.revokeDelegation, delegations.revokeDelegation, {
        org,
        id: idOf(`access of ${deed.partner}`),
      })
    case 'widen':
    case 'narrow':
      return through(ctx, delegationDoors.changeDelegation, delegations.changeDelegation, {
        org,
        id: idOf(`access of ${deed.partner}`),
        dataVisibility: deed.kind === 'widen' ? 'full' : 'scoped',
      })
    default:
      throw new Error(`nobody asks a brief for this: ${deed.kind}`)
  }
}

// What each person finds -------------------------------------------------------------------------------------------------

/** The answer, or null where there is no such page for this person. */
const orNull = <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: unknown) => {
    if (error instanceof Refusal) return null
    throw error
  })

const page = { org: organization, limit: 100 }
export const briefsOf = (ctx: Ctx) => orNull(through(ctx, api.listBriefs, reading.listBriefs, page))
export const countsOf = (ctx: Ctx) => orNull(through(ctx, api.countBriefs, reading.countBriefs, { org: organization }))
export const briefFor = (ctx: Ctx, id: string) =>
  orNull(through(ctx, api.findBrief, reading.findBrief, { org: organization, id }))
export const responsesFor = (ctx: Ctx, id: string) =>
  orNull(through(ctx, api.listResponses, listResponses, { ...page, id }))
export const binOf = (ctx: Ctx) => orNull(through(ctx, api.listTrashedBriefs, trash.listTrashedBriefs, page))
export const inboxOf = (ctx: Ctx) => through(ctx, requestDoors.listRequests, inbox.listRequests, { limit: 100 })

/** What was remembered, and how many mails to solutions wait, since the run began. */
export async function countTold(db: Tx): Promise<{ events: number; mails: number }> {
  const { rows } = await sql<{ events: number; mails: number }>`
    select (select count(*) from audit_events where xact = pg_current_xact_id()) as events,
           (select count(*) from mails where request_id is not null and created_at = now()) as mails`.execute(db)
  return rows[0]!
}
