import { type RawBuilder, sql } from 'kysely'
import { canonicalEmail } from '../../shared/email.ts'
import { problemOf, refuse } from '../../shared/errors.ts'
import { findOrCreateUsers } from '../accounts/stubs.ts'
import { asksOf, type Identity, identityModeNow } from '../briefs/identity.ts'
import type { Machine } from '../context.ts'
import { type Facts, type RequestNews, requestAnnouncements } from '../events/announcements.ts'
import { byMail, inApp, joinChoices, waitsUntil } from '../events/channels.ts'
import { queueMailed } from '../jobs/tasks.ts'

/*
 * What solutions are told of briefs, in the transaction that gives cause for it. Such news belong to no organization of a
 * buyer, and hold nothing but what the solution reads on its page: who asks by section 7, and never another recipient (N1).
 */

export type BriefKey = { orgId: string; id: string }

/**
 * Everything that *Send* does to the recipients that were chosen and not asked yet: their contact is found or becomes a stub
 * user, the request is theirs from now on, and they are told. A handful of statements, however many they are. The brief has
 * to be published by then, with its identity mode.
 * @throws `recipient_unreachable` naming each solution that has neither a contact nor people of its own
 */
export async function announceRequests({ db }: Machine, brief: BriefKey): Promise<void> {
  const chosen = await chosenFor(db, brief)
  if (chosen.length === 0) return
  refuseUnreachable(chosen)
  const contacts = await findOrCreateUsers(
    db,
    chosen.flatMap(({ contact }) => contact ?? []),
  )
  const reached = chosen.map(({ id, contact, solutionOrgId }) => ({
    id,
    contactId: contact && contacts.get(contact),
    solutionOrgId,
  }))
  await tell(db, 'request.received', await requestsToTell(db, sql`r.id = any(${await handOver(db, brief, reached)})`))
}

type Chosen = {
  id: string
  solutionId: string
  name: string
  contactEmail: string | null
  solutionOrgId: string | null
  hasPeople: boolean
}

async function chosenFor(db: Machine['db'], { orgId, id }: BriefKey) {
  const { rows } = await sql<Chosen>`
    select r.id, r.solution_id, v.name, v.contact_email, o.id as solution_org_id,
           exists (select from memberships m where m.org_id = o.id and m.status = 'active') as has_people
    from requests r join solutions v on v.id = r.solution_id left join organizations o on o.id = v.org_id and o.kind = 'solution'
    where r.org_id = ${orgId} and r.brief_id = ${id} and r.sent_at is null order by v.name, r.id`.execute(db)
  return rows.map((row) => ({ ...row, contact: row.contactEmail && canonicalEmail(row.contactEmail) }))
}

function refuseUnreachable(chosen: (Chosen & { contact: string | null })[]) {
  const errors = chosen
    .filter(({ contact, hasPeople }) => !contact && !hasPeople)
    .map(({ solutionId, name }) => ({
      path: `solutionIds.${solutionId}`,
      code: 'recipient_unreachable',
      message: `${name} has no contact who could be asked.`,
    }))
  const [first] = errors
  if (first)
    refuse('recipient_unreachable', {
      detail: errors.length > 1 ? problemOf('recipient_unreachable').title : first.message,
      errors,
    })
}

type Reached = { id: string; contactId: string | null | undefined; solutionOrgId: string | null }

/**
 * From now on the requests are theirs, under new ids: lists are in the order of ids, and an id says when it was made, while
 * nobody out there need know when the draft was.
 */
async function handOver(db: Machine['db'], { orgId }: BriefKey, reached: Reached[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update requests r set id = new_id(), sent_at = clock_timestamp(), contact_id = it."contactId", solution_org_id = it."solutionOrgId"
    from jsonb_to_recordset(${JSON.stringify(reached)}::jsonb) as it (id uuid, "contactId" uuid, "solutionOrgId" uuid)
    where r.org_id = ${orgId} and r.id = it.id returning r.id`.execute(db)
  return rows.map(({ id }) => id)
}

const ofBriefs = (briefs: BriefKey[]) => sql`(r.org_id, r.brief_id) in (
  select * from unnest(${briefs.map(({ orgId }) => orgId)}::uuid[], ${briefs.map(({ id }) => id)}::uuid[]))`

export const isUnanswered = sql`r.sent_at is not null and r.response = 0 and r.declined_at is null`

/** SPEC 10: the deadline is near. For those who have not answered. */
export const announceReminder = async ({ db }: Machine, briefs: BriefKey[]): Promise<void> =>
  tell(db, 'request.reminder', await requestsToTell(db, sql`${ofBriefs(briefs)} and ${isUnanswered}`))

/**
 * SPEC 10: it is closed, by somebody or by its deadline. For those who have not answered, and for those of whom something
 * is decided with it. Who was told an outcome before has heard that it closed.
 */
export const announceClosing = async ({ db }: Machine, briefs: BriefKey[], decided: string[] = []): Promise<void> =>
  tell(
    db,
    'request.closed',
    await requestsToTell(
      db,
      sql`${ofBriefs(briefs)} and ((${isUnanswered} and r.outcome is null) or r.id = any(${decided}))`,
    ),
  )

/** What was decided after it had closed, for those of whom it was decided. */
export const announceOutcomes = async ({ db }: Machine, requestIds: string[]): Promise<void> =>
  tell(db, 'request.closed', await requestsToTell(db, sql`r.id = any(${requestIds})`))

type ToldRequest = { id: string; facts: Facts }
type ToldRow = Identity &
  Pick<Required<Facts>, 'title' | 'solution' | 'briefKind' | 'deadlineZone' | 'outcome'> & {
    id: string
    deadline: Date | null
  }

async function requestsToTell(db: Machine['db'], condition: RawBuilder<unknown>): Promise<ToldRequest[]> {
  const { rows } = await sql<ToldRow>`
    select r.id, v.name as solution, b.kind as brief_kind, b.title, b.deadline, b.deadline_zone, r.outcome,
           o.name as company, author.name as author, b.delegation_id, ${identityModeNow} as identity_mode, b.anonymous, b.revealed_at
    from requests r
    join briefs b on b.org_id = r.org_id and b.id = r.brief_id
    join organizations o on o.id = b.org_id
    join users author on author.id = b.author_id
    left join delegations d on d.org_id = b.org_id and d.id = b.delegation_id
    join solutions v on v.id = r.solution_id
    where ${condition}`.execute(db)
  return rows.map((row) => ({ id: row.id, facts: factsOf(row) }))
}

const factsOf = ({ title, solution, briefKind, deadline, deadlineZone, outcome, ...identity }: ToldRow): Facts => ({
  title,
  solution,
  briefKind,
  asks: asksOf(identity),
  deadline: deadline?.toISOString() ?? null,
  deadlineZone,
  outcome,
})

/** The contact and the people of the solution's organization, in the app and by queued mail: one statement for all. */
async function tell(db: Machine['db'], kind: RequestNews, told: ToldRequest[]): Promise<void> {
  if (told.length === 0) return
  const news = requestAnnouncements[kind]
  await sql`
    with news as (select * from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as it (id uuid, facts jsonb)),
    people as (
      select r.id as request_id, news.facts, contact.id as user_id from news join requests r on r.id = news.id
      join users contact on contact.id = r.contact_id and contact.deleted_at is null
      union
      select r.id, news.facts, m.user_id from news join requests r on r.id = news.id
      join memberships m on m.org_id = r.solution_org_id and m.status = 'active'
    ),
    told as (
      insert into notifications (user_id, org_id, kind, request_id, facts)
      select people.user_id, null, ${kind}, request_id, facts from people ${joinChoices('people.userId', news)} where ${inApp(news)}
    ),
    mailed as (
      insert into mails (user_id, address, org_id, kind, request_id, facts, waits_until)
      select users.id, users.email, null, ${kind}, people.request_id, people.facts, ${waitsUntil(news)}
      from people join users on users.id = people.user_id ${joinChoices('people.userId', news)} where ${byMail(news)}
      returning id, user_id, request_id, waits_until
    ),
    -- The mail whose fate the buyer is shown: the contact's, or that of somebody of theirs.
    followed as (
      update requests r set mail_id = it.id
      from (select distinct on (request_id) mailed.id, request_id from mailed join requests asked on asked.id = request_id
            order by request_id, (mailed.user_id = asked.contact_id) desc nulls last) it
      where r.id = it.request_id and ${kind} = 'request.received'
    )
    ${queueMailed}`.execute(db)
}
