import { sql } from 'kysely'
import { type Actor, loadActors } from '../authz/actor.ts'
import { can } from '../authz/can.ts'
import type { Work } from '../authz/work.ts'
import type { Db } from '../db/db.ts'
import type { EventKind } from '../events/announcements.ts'
import { workOf } from '../shortlists/reading.ts'

/** One open page: whose it is, and which workspace it shows. */
export type Stream = {
  sessionToken: string
  userId: string
  organization: { id: string; slug: string } | null
  send(event: 'notification' | 'changed' | 'access-ended', facts: object): void
  close(): void
}

type EventRow = {
  kind: EventKind
  orgId: string | null
  subjectId: string | null
  workId: string | null
  delegationId: string | null
}
type WorkRow = {
  id: string
  delegationId: string | null
  publishedAt: Date | null
  handedOverAt: Date | null
  trashedAt: Date | null
}

/**
 * The open streams of this process. Each time a transaction committed, every stream of its organizations is judged anew,
 * by the database as it is now and by the one rule: who has no access any more is told and closed, who may see what
 * changed is told that it did (SPEC G3, V1).
 */
export function createHub(db: Db) {
  const streams = new Set<Stream>()

  async function announceTransaction(xact: string): Promise<void> {
    const [events, told] = await Promise.all([eventsOf(db, xact), peopleToldBy(db, xact)])
    for (const orgId of new Set(events.map((event) => event.orgId))) {
      const inside = [...streams].filter((stream) => orgId !== null && stream.organization?.id === orgId)
      if (inside.length > 0)
        await announceInside(
          inside,
          events.filter((event) => event.orgId === orgId),
        )
    }
    for (const stream of streams) if (told.has(stream.userId)) stream.send('notification', {})
  }

  async function announceInside(inside: Stream[], events: EventRow[]) {
    const { slug } = inside[0]!.organization!
    const [actors, works] = await Promise.all([
      loadActors(
        db,
        inside.map(({ sessionToken }) => sessionToken),
        slug,
      ),
      worksOf(db, events),
    ])
    for (const stream of inside) {
      const actor = actors.get(stream.sessionToken)
      if (actor?.tie) tellChanges(stream, actor, events, works)
      else end(stream)
    }
  }

  function end(stream: Stream) {
    streams.delete(stream)
    stream.send('access-ended', { organization: stream.organization?.slug })
    stream.close()
  }

  return {
    streams,
    announceTransaction,
    /** Before the program stops: the browsers open their streams elsewhere. */
    closeAll: () => {
      for (const stream of streams) stream.close()
    },
    /** After silence of unknown length every page should look again, and whoever lost access is out. */
    async announceEverything(): Promise<void> {
      for (const slug of new Set([...streams].flatMap(({ organization }) => organization?.slug ?? []))) {
        await announceInside(
          [...streams].filter(({ organization }) => organization?.slug === slug),
          [],
        )
      }
      for (const stream of streams) stream.send('changed', { what: 'everything' })
    },
  }
}

export type Hub = ReturnType<typeof createHub>

function tellChanges(stream: Stream, actor: Actor, events: EventRow[], works: Map<string, Work>) {
  const seen = events.flatMap((event) => changeFor(actor, event, works) ?? [])
  for (const change of new Set(seen.map((it) => JSON.stringify(it)))) stream.send('changed', JSON.parse(change))
}

/** What this person may know of an event: that a piece of work they see has changed, or their own access, or the partners they manage. */
function changeFor(actor: Actor, event: EventRow, works: Map<string, Work>): object | null {
  const { orgId } = event
  if (event.kind.startsWith('shortlist.')) {
    const work = works.get(event.workId ?? '')
    // What is gone for good had been seen by its maker only, whose own page knows.
    return work && can(actor, 'shortlist.read', { orgId, work: { ...work, isTrashed: false } })
      ? { what: 'shortlist', id: event.workId }
      : null
  }
  if (event.kind.startsWith('solution.'))
    return can(actor, 'saved.read', { orgId }) && actor.tie?.kind === 'member' ? { what: 'saved' } : null
  if (event.subjectId === actor.user.id) return { what: 'workspace' }
  if (event.kind.startsWith('delegation.'))
    return can(actor, 'delegation.read', { orgId }) ? { what: 'delegations' } : null
  return can(actor, 'member.read', { orgId }) ? { what: 'members' } : null
}

async function eventsOf(db: Db, xact: string): Promise<EventRow[]> {
  const { rows } =
    await sql<EventRow>`select kind, org_id, subject_id, work_id, delegation_id from audit_events where xact = ${xact}::xid8`.execute(
      db,
    )
  return rows
}

async function peopleToldBy(db: Db, xact: string): Promise<Set<string>> {
  const { rows } = await sql<{
    userId: string
  }>`select distinct user_id from notifications where xact = ${xact}::xid8`.execute(db)
  return new Set(rows.map(({ userId }) => userId))
}

async function worksOf(db: Db, events: EventRow[]): Promise<Map<string, Work>> {
  const ids = events.flatMap(({ workId }) => workId ?? [])
  if (ids.length === 0) return new Map()
  const { rows } =
    await sql<WorkRow>`select id, delegation_id, published_at, handed_over_at, trashed_at from shortlists where id = any(${ids}::uuid[])`.execute(
      db,
    )
  return new Map(rows.map((row) => [row.id, workOf(row)]))
}
