import { sql } from 'kysely'
import type { Note } from '../authz/notes.ts'
import type { Work } from '../authz/work.ts'
import type { Db } from '../db/db.ts'
import type { EventKind } from '../events/announcements.ts'
import { workOf } from '../shortlists/reading.ts'

/** What the audit says of a note. */
export type EventNote = Pick<Note, 'authorId' | 'delegationId' | 'visibility'> & { subject: string }

/** What is remembered of a change, as far as it says who may hear of it. */
export type EventRow = {
  kind: EventKind
  orgId: string | null
  subjectId: string | null
  workId: string | null
  delegationId: string | null
  /** Under which delegation it was done, where a partner did it. */
  actingDelegationId: string | null
  /** Under which delegations the solution was saved that the team took off. */
  savedUnder: string[] | null
  /** The note as it was and as it is, where it happened to one. */
  notes: (EventNote | null)[] | null
}

export type WorkTable = 'shortlists' | 'briefs'

/** What some transactions did, and what their work is like now. */
export type News = {
  events: EventRow[]
  /** The people whose bell has something new. */
  told: Set<string>
  works: Map<string, Work>
  /** Delegations whose drafts passed to the organization (SPEC D11), by the kind of work. */
  handedOver: Record<WorkTable, Set<string>>
  /** A transaction that is remembered nowhere ended a session: nothing else of that kind is announced. */
  endedSessions: boolean
}

export async function readNews(db: Db, transactions: string[]): Promise<News> {
  const [events, notifications] = await Promise.all([eventsOf(db, transactions), notificationsOf(db, transactions)])
  const traced = new Set([...events, ...notifications].map(({ xact }) => xact))
  const [works, shortlists, briefs] = await Promise.all([
    worksOf(db, events),
    handedOverBy(db, events, 'shortlists'),
    handedOverBy(db, events, 'briefs'),
  ])
  return {
    events,
    told: new Set([...notifications.map(({ userId }) => userId), ...events.flatMap(withOtherNotices)]),
    works,
    handedOver: { shortlists, briefs },
    endedSessions: transactions.some((xact) => !traced.has(xact)),
  }
}

/** What waits unanswered at an address is told to whoever has it: notices come or go, however old they are. */
const withOtherNotices = ({ kind, subjectId }: EventRow) => (kind === 'account.emailChanged' ? [subjectId!] : [])

/** A restored copy of a database counts its transactions anew: what happened in its first life is no news. */
const isRecent = sql`created_at > now() - interval '1 hour'`

async function eventsOf(db: Db, transactions: string[]) {
  const { rows } = await sql<EventRow & { xact: string }>`
    select xact::text as xact, kind, org_id, subject_id, work_id, delegation_id, acting_delegation_id, before->'savedUnder' as saved_under,
           case when kind like 'note.%' then jsonb_build_array(before, after) end as notes
    from audit_events where xact = any(${transactions}::xid8[]) and ${isRecent}`.execute(db)
  return rows
}

async function notificationsOf(db: Db, transactions: string[]) {
  const { rows } = await sql<{ xact: string; userId: string }>`
    select distinct xact::text as xact, user_id from notifications where xact = any(${transactions}::xid8[]) and ${isRecent}`.execute(
    db,
  )
  return rows
}

type WorkRow = {
  id: string
  delegationId: string | null
  publishedAt: Date | null
  handedOverAt: Date | null
  trashedAt: Date | null
}

async function worksOf(db: Db, events: EventRow[]): Promise<Map<string, Work>> {
  const touched = events.filter(({ workId }) => workId !== null)
  if (touched.length === 0) return new Map()
  const isTouched = sql`
    org_id = any(${touched.map(({ orgId }) => orgId)}::uuid[]) and id = any(${touched.map(({ workId }) => workId)}::uuid[])`
  const { rows } = await sql<WorkRow>`
    select id, delegation_id, published_at, handed_over_at, trashed_at from shortlists where ${isTouched}
    union all
    select id, delegation_id, published_at, handed_over_at, trashed_at from briefs where ${isTouched}`.execute(db)
  return new Map(rows.map((row) => [row.id, workOf(row)]))
}

async function handedOverBy(db: Db, events: EventRow[], table: WorkTable): Promise<Set<string>> {
  const ended = events.filter(({ kind }) => kind === 'delegation.revoked' || kind === 'delegation.left')
  if (ended.length === 0) return new Set()
  const { rows } = await sql<{ delegationId: string }>`
    select distinct delegation_id from ${sql.table(table)}
    where org_id = any(${ended.map(({ orgId }) => orgId)}::uuid[]) and delegation_id = any(${ended.map(({ delegationId }) => delegationId)}::uuid[])
      and handed_over_at is not null`.execute(db)
  return new Set(rows.map(({ delegationId }) => delegationId))
}
