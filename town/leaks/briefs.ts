import { sql } from 'kysely'
import type { Tx } from '../../server/db/db.ts'
import { delegations as known, type OrganizationKey, organizations, type Person, people } from '../people.ts'
import { canary, keys } from './canaries.ts'
import type { Delegated, Planted } from './plant.ts'
import { answerersOf, rosterOf, type Solution, slugs, tagsOfRequest } from './rosters.ts'

/*
 * Briefs of everybody who ever worked there, in every state, with a canary in every word; and what solutions answered, each
 * with one of its own. In a solution organization there is one, too: there it is nobody's (N1).
 */

type Kind = 'teamdraft' | 'briefdraft' | 'brief' | 'briefpassed' | 'brieftrash'
type Brief = { org: OrganizationKey; maker: Person; delegation: Delegated | null; kind: Kind; number: number }

const idOf = (family: 2 | 3 | 4, number: number) =>
  `0190bbbb-0000-7000-b00${family}-${String(number).padStart(12, '0')}`
const isSent = (kind: Kind) => kind === 'brief' || kind === 'brieftrash'

export async function plantBriefs(db: Tx, delegations: Delegated[], admins: Record<OrganizationKey, Person>) {
  await silenceTown(db)
  await plantContacts(db)
  const solutions = await solutionIds(db)
  const planted: Planted[] = []
  for (const [index, brief] of briefsOf(delegations, admins).entries()) {
    const one = { ...brief, number: index + 1 }
    planted.push(...(await plantBrief(db, one)))
    const { to } = rosterOf(one.org, one.kind, whoMade(one))
    for (const [place, solution] of to.entries())
      planted.push(await plantRequest(db, one, solution, solutions[solution], 10 * one.number + place))
  }
  await plantRates(db, admins)
  return planted
}

const whoMade = ({ delegation }: Pick<Brief, 'delegation'>) => delegation?.partner ?? 'team'
/** What is a secret there is a secret everywhere. */
const tagOf = (brief: Brief) =>
  organizations[brief.org].kind === 'solution' ? 'secret' : `${brief.org}.${brief.kind}.${whoMade(brief)}`

function briefsOf(delegations: Delegated[], admins: Record<OrganizationKey, Person>): Omit<Brief, 'number'>[] {
  const ofTeams = keys.flatMap((org) =>
    (['teamdraft', 'brief', 'brieftrash'] as const).map((kind) => ({
      org,
      maker: admins[org],
      delegation: null,
      kind,
    })),
  )
  const ofPartners = delegations
    .filter(({ id, standing }) => standing !== 'outside' || id === known.omar)
    .flatMap((delegation) =>
      [
        delegation.id === known.omar ? ('briefpassed' as const) : ('briefdraft' as const),
        'brief' as const,
        'brieftrash' as const,
      ].map((kind) => ({ org: delegation.org, maker: delegation.partner, delegation, kind })),
    )
  return [...ofTeams, ...ofPartners]
}

async function plantBrief(db: Tx, brief: Brief): Promise<Planted[]> {
  const { org, maker, delegation, kind, number } = brief
  const [id, words] = [idOf(2, number), canary(tagOf(brief))]
  const { identity, anonymous, revealed } = rosterOf(org, kind, whoMade(brief))
  const at = (is: boolean) => (is ? sql`now()` : null)
  await sql`
    insert into briefs (org_id, id, kind, title, description, requirements, author_id, delegation_id, identity_mode, anonymous, revealed_at,
                        published_at, handed_over_at, trashed_at, trashed_by, closed_at)
    values (${organizations[org].id}, ${id}, 'rfi', ${words}, ${words}, ${words}, ${people[maker].id}, ${delegation?.id ?? null},
            ${delegation && isSent(kind) ? identity : null}, ${anonymous}, ${at(revealed)}, ${at(isSent(kind))}, ${at(kind === 'briefpassed')},
            ${at(kind === 'brieftrash')}, ${kind === 'brieftrash' ? people[maker].id : null}, ${at(kind === 'brieftrash')})`.execute(
    db,
  )
  const questions = [0, 1].map((place) => idOf(4, 10 * number + place))
  await sql`
    insert into brief_questions (org_id, brief_id, id, position, text, type, choices)
    values (${organizations[org].id}, ${id}, ${questions[0]}, 1, ${words}, 'text', '{}'),
           (${organizations[org].id}, ${id}, ${questions[1]}, 2, ${words}, 'choice', ${[words, 'Two']})`.execute(db)
  if (delegation)
    // What happened before anybody else saw it.
    await sql`
      insert into audit_events (org_id, kind, actor_as, work_id, after, created_at)
      values (${organizations[org].id}, 'brief.created', 'system', ${id}, ${JSON.stringify({ title: canary('secret') })}::jsonb, now() - interval '8 days')`.execute(
      db,
    )
  return [{ org, kind: 'briefs', id }, ...questions.map((question) => ({ org, kind: 'questions', id: question }))]
}

/** Answered twice, and begun once more; of the team's, one declined. */
async function plantRequest(
  db: Tx,
  brief: Brief,
  solution: Solution,
  solutionId: string,
  number: number,
): Promise<Planted> {
  const { org, kind } = brief
  const [id, who] = [idOf(3, number), whoMade(brief)]
  const words = canary(`${org}.${kind === 'brief' ? 'answer' : 'trashanswer'}.${who}.${solution}`)
  const hasDeclined = solution === 'kindred' && who === 'team'
  const [answerer] = answerersOf[solution]
  const isContact = solution !== 'crewline'
  await sql`
    insert into requests (org_id, id, brief_id, solution_id, solution_org_id, contact_id, sent_at, declined_at, decline_reason, response, answered_at)
    values (${organizations[org].id}, ${id}, ${idOf(2, brief.number)}, ${solutionId}, ${isContact ? null : organizations.crewline.id},
            ${isContact ? people[answerer].id : null}, now(), ${hasDeclined ? sql`now()` : null}, ${hasDeclined ? words : null},
            ${hasDeclined ? 0 : 2}, ${hasDeclined ? null : sql`now()`})`.execute(db)
  const planted = { org, kind: 'requests', id, tags: tagsOfRequest(org, kind, who, solution) }
  if (hasDeclined) return planted
  for (const [version, message] of [canary('secret'), words].entries())
    await sql`
      insert into responses (org_id, request_id, version, message, answers, pricing_model, currency, line_items, total, responded_by)
      values (${organizations[org].id}, ${id}, ${version + 1}, ${message}, ${JSON.stringify([{ questionId: idOf(4, 10 * brief.number), value: message }])}::jsonb,
              'fixed', 'EUR', ${JSON.stringify([{ description: message, quantity: 2, unitAmount: 3 }])}::jsonb, 6, ${people[answerer].id})`.execute(
      db,
    )
  const draft = { message: canary(`${org}.answerdraft.${who}.${solution}`), answers: [], quote: null }
  await sql`
    insert into response_drafts (org_id, request_id, draft, updated_by)
    values (${organizations[org].id}, ${id}, ${JSON.stringify(draft)}::jsonb, ${people[answerer].id})`.execute(db)
  return planted
}

async function solutionIds(db: Tx) {
  const rows = await db.selectFrom('solutions').select(['slug', 'id']).execute()
  const ids = new Map(rows.map(({ slug, id }) => [slug, id]))
  return Object.fromEntries(Object.entries(slugs).map(([key, slug]) => [key, ids.get(slug)!])) as Record<
    Solution,
    string
  >
}

/** Kim reads at Crewline; Hans, who works for Meridian, is the contact of a solution, too. */
async function plantContacts(db: Tx) {
  await sql`insert into memberships (org_id, user_id, role) values (${organizations.crewline.id}, ${people.kim.id}, 'viewer')`.execute(
    db,
  )
  await sql`update solutions set contact_email = ${people.hans.email} where slug = ${slugs.interimo}`.execute(db)
}

/** Numbers sing, too. */
export const singingRate = (org: OrganizationKey) => `31415926${keys.indexOf(org)}`

async function plantRates(db: Tx, admins: Record<OrganizationKey, Person>) {
  for (const org of keys)
    await sql`
      insert into exchange_rates (org_id, from_currency, to_currency, rate, stated_for, stated_by)
      values (${organizations[org].id}, 'EUR', 'SEK', ${singingRate(org)}::numeric, current_date, ${people[admins[org]].id})`.execute(
      db,
    )
}

/** The town's own briefs stay, without words: nobody may rely on them. */
async function silenceTown(db: Tx) {
  await sql`update briefs set title = 'A brief of the town', description = '', requirements = ''`.execute(db)
  await sql`update brief_questions set text = 'A question'`.execute(db)
  await sql`update requests set decline_reason = '' where decline_reason is not null`.execute(db)
  await sql`update responses set message = '', answers = '[]'`.execute(db)
}
