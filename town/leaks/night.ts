import { expect } from 'vitest'
import type { Tx } from '../../server/db/db.ts'
import { composeMail, type QueuedMail } from '../../server/notifications/compose.ts'
import { organizations, type Person, people } from '../people.ts'
import { db, dumpOf, settings } from '../town.ts'
import { canary, everybody, inside, keys, listen, mayHear, standings, tagsIn } from './canaries.ts'
import { answerersOf, type Solution } from './rosters.ts'

/** What the day did to the rows of others, and what it told them. */
export async function night(person: Person, before: Row[], mustStay: Row[]) {
  const now = await rowsOf(db())
  const there = new Set(now.map(({ text }) => text))
  const gone = mustStay.filter(({ text }) => !there.has(text))
  expect(
    gone.length > 0 ? gone.filter((row) => !isExplained(row, person, now)) : [],
    `${person} changed what is not theirs`,
  ).toEqual([])
  const known = new Set(before.map(({ text }) => text))
  const fresh = now.filter(({ text }) => !known.has(text)).map(readRow)
  const isTheirs = answeredBy(person, now)
  expect(
    fresh.filter((row) => foreignTo(person)(row) && !isTheirs(row)),
    `${person} wrote to another organization`,
  ).toEqual([])
  expect(
    fresh.filter((row) => isOfSomebodyElse(person, row)),
    `${person} chose or read for somebody else`,
  ).toEqual([])
  const ofRequest = tagsByRequest(now)
  for (const { table, ownerId, requestId, text } of fresh) {
    const told = (tag: string) =>
      requestId
        ? ofRequest(requestId).includes(tag) || tag === `person.${personWith(ownerId)}`
        : mayBeTold(ownerId, person, tag) || isPublishing(text, tag, person)
    if (table === 'public.notifications') listen('a notification', text, told)
    if (table === 'public.mails') listen('a mail', text + lettersOf(JSON.parse(text)), told)
  }
}

/** What everybody has to themselves, whoever is admin of what. */
const isPersonal = ({ table }: Row) => /\.(notification_preferences|mail_habits|email_changes|note_reads)$/.test(table)
const isOfSomebodyElse = (person: Person, row: Row): boolean =>
  isPersonal(row) && (JSON.parse(row.text) as RawRow).user_id !== people[person].id

const isExplained = (row: Row, person: Person, now: Row[]) =>
  hasPassed(row, person, now) || wasTakenBack(row, person, now) || wentWithItsNote(row, now)

/** Whether the note itself might go is asked of the note. */
const wentWithItsNote = ({ table, text }: Row, now: Row[]): boolean => {
  if (table !== 'public.note_versions') return false
  const { note_id } = JSON.parse(text) as { note_id: string }
  return !now.some((it) => it.table === 'public.notes' && it.text.includes(`"id":"${note_id}"`))
}

const personWith = (id: string | null) => everybody.find((it) => people[it].id === id)

/** Somebody from outside the town was invited by this person: they read by whom, and for which organization (I1). */
function mayBeTold(userId: string | null, by: Person, tag: string): boolean {
  const owner = personWith(userId)
  return owner ? mayHear(owner, tag) : tag === `person.${by}` || tag.endsWith('.name')
}

/** D11: when an admin revokes, or the partner leaves, drafts pass to the organization, with nothing else in them changed. */
function hasPassed(row: Row, person: Person, now: Row[]): boolean {
  const { orgId } = readRow(row)
  const isAdmin = keys.some((org) => organizations[org].id === orgId && standings[org][person] === 'admin')
  const isAuthor = row.text.includes(`"author_id":"${people[person].id}"`)
  if (!isAdmin && !isAuthor) return false
  const rest = ({ text }: Row) => text.replace(/"(handed_over_at|version)":[^,]+,/g, '')
  return now.some((it) => it.text.includes('"handed_over_at":"') && rest(it) === rest(row))
}

/** SPEC 10: when an admin ends or narrows somebody's access, what they had not read of it goes, and so do mails that wait. */
function wasTakenBack({ table, text }: Row, person: Person, now: Row[]): boolean {
  const row = JSON.parse(text) as RawRow & { read_at?: string | null; state?: string }
  const isAdmin = keys.some((org) => organizations[org].id === row.org_id && standings[org][person] === 'admin')
  if (!isAdmin) return false
  if (table === 'public.notifications') return row.read_at === null
  const isWithdrawn = (it: Row) => it.table === table && it.text.includes(row.id) && it.text.includes('"withdrawn"')
  return table === 'public.mails' && row.state === 'queued' && now.some(isWithdrawn)
}

/** V4: from now on it is no draft any more. */
const isPublishing = (text: string, tag: string, person: Person) =>
  (text.includes('"shortlist.published"') && tag.endsWith(`.draft.${person}`)) ||
  (text.includes('"brief.sent"') && tag.endsWith(`.briefdraft.${person}`))

/** SPEC 7, N1: what a solution is told of a request: the words of that brief, and who asks as far as it may know. */
function tagsByRequest(rows: Row[]): (requestId: string) => string[] {
  const of = <T extends object>(table: string) =>
    rows.filter((row) => row.table === `public.${table}`).map(({ text }) => ({ text, ...(JSON.parse(text) as T) }))
  const requests = new Map(of<{ id: string; brief_id: string }>('requests').map(({ id, brief_id }) => [id, brief_id]))
  const briefs = new Map(of<SentBrief>('briefs').map((brief) => [brief.id, brief]))
  return (requestId) => {
    const brief = briefs.get(requests.get(requestId) ?? '')
    return brief ? [...tagsIn(brief.text), ...namesIn(brief)] : []
  }
}

type SentBrief = {
  id: string
  org_id: string
  author_id: string
  delegation_id: string | null
  identity_mode: string | null
  anonymous: boolean
  revealed_at: string | null
}

function namesIn(brief: SentBrief): string[] {
  const isHidden = brief.identity_mode === 'anonymous' || (brief.anonymous && !brief.revealed_at)
  const org = keys.find((it) => organizations[it].id === brief.org_id)
  if (isHidden || !org) return []
  const author = everybody.find((it) => people[it].id === brief.author_id)
  return [`${org}.name`, ...(brief.delegation_id && brief.identity_mode === 'transparent' ? [`person.${author}`] : [])]
}

/**
 * S2: the people of a solution write into the buyer's book: their answer and what goes with it, to requests that are theirs;
 * whoever only reads there says no more than that they looked.
 */
function answeredBy(person: Person, rows: Row[]): (row: Row) => boolean {
  const solutions = (Object.keys(answerersOf) as Solution[]).filter((it) => answerersOf[it].includes(person))
  const mine = rows.flatMap(({ table, text }) => {
    if (table !== 'public.requests' || solutions.length === 0) return []
    const row = JSON.parse(text) as { id: string; brief_id: string; contact_id: string; solution_org_id: string }
    const atDesk = keys.some((org) => organizations[org].id === row.solution_org_id && standings[org][person])
    return atDesk || row.contact_id === people[person].id ? [row] : []
  })
  const [ids, briefs] = [new Set(mine.map(({ id }) => id)), new Set(mine.map((row) => row.brief_id))]
  const answers = keys.every((org) => standings[org][person] !== 'viewer')
  const told = answers ? /"(request\.viewed|request\.declined|response\.received)"/ : /"request\.viewed"/
  return ({ table, text }) => {
    const row = JSON.parse(text) as { id: string; request_id?: string; work_id?: string }
    if (table === 'public.requests') return ids.has(row.id)
    if (/responses|response_drafts/.test(table)) return answers && ids.has(row.request_id ?? '')
    return /audit_events|notifications|mails/.test(table) && told.test(text) && briefs.has(row.work_id ?? '')
  }
}

/** Rows of the town's organizations where one is not inside, but for what is one's own there: an invitation, and the answer to it. */
function foreignTo(person: Person): (row: ReadRow) => boolean {
  const home = new Set<string>(inside(person).map((org) => organizations[org].id))
  const town = new Set<string>(Object.values(organizations).map(({ id }) => id))
  const invited = keys.filter((org) => standings[org][person] === 'outside').map((org): string => organizations[org].id)
  return ({ orgId, ownerId, table, text }) => {
    if (orgId === null || !town.has(orgId) || home.has(orgId)) return false
    if (ownerId === people[person].id) return false
    const isAnswer = invited.includes(orgId) && /audit_events|notifications|mails/.test(table)
    return !(isAnswer && /"delegation\.(accepted|declined|left)"/.test(text))
  }
}

/** The letter that will be sent, in HTML and in plain text. */
function lettersOf(row: Record<string, string | null>): string {
  const org = keys.find((it) => organizations[it].id === row.org_id)
  return JSON.stringify(
    composeMail(
      {
        ...row,
        orgName: org ? canary(`${org}.name`) : null,
        orgSlug: org ? organizations[org].slug : null,
        delegationId: row.delegation_id,
        workId: row.work_id,
        requestId: row.request_id,
        createdAt: new Date(row.created_at!),
        sealed: row.sealed && Buffer.from(row.sealed.slice(2), 'hex'),
      } as unknown as QueuedMail,
      settings,
    ),
  )
}

export type Row = { table: string; text: string }
type ReadRow = Row & { orgId: string | null; ownerId: string | null; requestId: string | null }

/** Every row of the business. */
export async function rowsOf(from: Tx): Promise<Row[]> {
  const dump = await dumpOf(from, notLookedAt)
  return Object.entries(dump)
    .filter(([table]) => table.startsWith('public.'))
    .flatMap(([table, rows]) => rows.map((text) => ({ table, text })))
}

/** The catalogue, which no door writes; and what every request may write. */
const notLookedAt = [
  'public.migrations',
  'public.solutions',
  'public.solution_counts',
  'public.solution_words',
  'public.rate_limits',
  'public.sessions',
]

/** With the organization and the person it belongs to. */
function readRow({ table, text }: Row): ReadRow {
  const row = JSON.parse(text) as RawRow
  const orgId = table === 'public.organizations' ? row.id : (row.org_id ?? null)
  const requestId = /notifications|mails/.test(table) ? (row.request_id ?? null) : null
  return { table, text, orgId, ownerId: row.user_id ?? row.partner_id ?? null, requestId }
}

type RawRow = { id: string; org_id?: string; user_id?: string; partner_id?: string; request_id?: string }

/** What may not have changed when this person sleeps: the rows of others, and every row with a word that they may not hear. */
export function othersRows(person: Person, rows: Row[]): Row[] {
  const isForeign = foreignTo(person)
  const isTheirs = answeredBy(person, rows)
  const authors = authorsOf(rows)
  return rows.filter((row) => {
    if (isTheirs(row)) return false
    if (isPersonal(row)) return isOfSomebodyElse(person, row)
    return (
      /responses|response_drafts/.test(row.table) ||
      isForeign(readRow(row)) ||
      isOnAnotherDesk(person, row, authors) ||
      tagsIn(row.text).some((tag) => !mayHear(person, tag))
    )
  })
}

/** Of each brief. */
const authorsOf = (rows: Row[]): Map<string, string> =>
  new Map(
    rows
      .filter(({ table }) => table === 'public.briefs')
      .map(({ text }) => JSON.parse(text) as { id: string; author_id: string })
      .map(({ id, author_id }) => [id, author_id]),
  )

/** V2: a partner saves and takes back at their own desk, and changes their own work only. */
function isOnAnotherDesk(person: Person, { table, text }: Row, authors: Map<string, string>): boolean {
  const row = JSON.parse(text) as {
    org_id: string
    author_id?: string
    saved_by?: string
    added_by?: string
    brief_id?: string
  }
  const org = keys.find((it) => organizations[it].id === row.org_id)
  const standing = org && standings[org][person]
  if (
    !/shortlist|saved_solutions|brief|requests|exchange_rates|\.notes/.test(table) ||
    !standing ||
    ['admin', 'editor'].includes(standing)
  )
    return false
  return (row.author_id ?? row.saved_by ?? row.added_by ?? authors.get(row.brief_id ?? '')) !== people[person].id
}
