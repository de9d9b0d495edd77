import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { StreamEvent } from '../../shared/stream.ts'
import { type Actor, loadActors } from '../authz/actor.ts'
import { can } from '../authz/can.ts'
import type { Db } from '../db/db.ts'
import { changesFor } from './changes.ts'
import { type News, readNews } from './news.ts'

/** One open page: whose it is, and which workspace it shows. */
export type Stream = {
  sessionToken: string
  userId: string
  organization: { id: string; slug: string } | null
  send(event: StreamEvent, facts: object): void
  close(): void
}

const MOST_STREAMS_A_PERSON = 20
const MOST_TRANSACTIONS_A_ROUND = 200
const LONGEST_REST_MS = 50
const WAIT_AFTER_TROUBLE_MS = 300

/**
 * The open streams of this process. What is heard while a round is under way is judged together in the next one: every
 * stream that it concerns, by the database as it is then and by the one rule. Whose session or access has ended is told
 * and closed; who may see what changed is told that it did (SPEC G3, V1).
 * @param onTrouble told when the database did not answer; the hub asks again, and judges everybody then
 */
export function createHub(db: Db, onTrouble: (error: unknown) => void = () => {}) {
  const streams = new Set<Stream>()
  const newcomers = new Set<Stream>()
  const heard = new Set<string>()
  let missedSomething = false
  let running: Promise<void> | null = null
  let closed = false

  const announce = (): Promise<void> => {
    running ??= rounds().finally(() => {
      running = null
    })
    return running
  }

  /** Rests as long as it worked: news never take more than half of a connection. */
  async function rounds() {
    while (heard.size > 0 || newcomers.size > 0 || missedSomething) {
      const began = performance.now()
      await round()
      await sleep(Math.min(performance.now() - began, LONGEST_REST_MS))
    }
  }

  async function round() {
    const everybody = missedSomething
    missedSomething = false
    const transactions = [...heard].slice(0, MOST_TRANSACTIONS_A_ROUND)
    for (const transaction of transactions) heard.delete(transaction)
    const fresh = new Set(newcomers)
    newcomers.clear()
    if (streams.size === 0) return
    try {
      const news = await readNews(db, transactions)
      const gone = news.endedSessions ? await signedOutOf([...streams]) : new Set()
      await judge(
        [...streams].filter((it) => everybody || fresh.has(it) || gone.has(it) || concerns(news, it)),
        (stream, actor) => tell(stream, actor, news, everybody),
      )
      await tellLobby(news)
    } catch (error) {
      missedSomething = true
      onTrouble(error)
      await sleep(WAIT_AFTER_TROUBLE_MS)
    }
  }

  /** Reads who they are now, organization by organization, and tells each at once what may be told. */
  async function judge(concerned: Stream[], tellOne: (stream: Stream, actor: Actor) => void) {
    for (const [slug, inside] of Map.groupBy(concerned, ({ organization }) => organization?.slug ?? null)) {
      const tokens = inside.map(({ sessionToken }) => sessionToken)
      const actors = await loadActors(db, [...new Set(tokens)], slug)
      for (const stream of inside.filter((it) => streams.has(it))) {
        const actor = actors.get(stream.sessionToken)
        if (!actor) end(stream, 'signed-out')
        else if (!mayStay(actor, stream)) end(stream, 'access-ended')
        else tellOne(stream, actor)
      }
    }
  }

  /** Between organizations one page speaks of all that one works for: its numbers follow what one sees in each of them. */
  async function tellLobby(news: News) {
    const lobby = [...streams].filter(({ organization }) => organization === null)
    const places = await placesOf(db, news, lobby)
    for (const [slug, here] of Map.groupBy(places, (place) => place.slug)) {
      const people = new Set(here.map(({ userId }) => userId))
      const inside = lobby.filter(({ userId }) => people.has(userId))
      const actors = await loadActors(db, [...new Set(inside.map(({ sessionToken }) => sessionToken))], slug)
      for (const stream of inside) {
        const actor = actors.get(stream.sessionToken)
        const seen = actor?.tie ? changesFor(actor, news) : []
        if (seen.some(({ what }) => /^(shortlist|brief)/.test(what))) stream.send('changed', { what: 'me' })
      }
    }
  }

  function end(stream: Stream, why: 'access-ended' | 'signed-out') {
    streams.delete(stream)
    stream.send(why, {})
    stream.close()
  }

  async function signedOutOf(open: Stream[]): Promise<Set<Stream>> {
    const { rows } = await sql<{ token: string }>`
      select token from sessions where token = any(${open.map(({ sessionToken }) => sessionToken)}) and expires_at > now()`.execute(
      db,
    )
    const live = new Set(rows.map(({ token }) => token))
    return new Set(open.filter(({ sessionToken }) => !live.has(sessionToken)))
  }

  return {
    streams,
    /** One person cannot take every connection. */
    isFullFor: (userId: string) =>
      [...streams].filter((stream) => stream.userId === userId).length >= MOST_STREAMS_A_PERSON,
    /** Judged once more from inside: what ended the access while the door opened has not been missed. */
    enter(stream: Stream) {
      if (closed) return stream.close()
      streams.add(stream)
      newcomers.add(stream)
      void announce()
    },
    leave(stream: Stream) {
      streams.delete(stream)
      newcomers.delete(stream)
    },
    /** A transaction has committed. Answers when everybody has been told. */
    hear(transaction: string): Promise<void> {
      heard.add(transaction)
      return announce()
    },
    /** After silence of unknown length whoever lost access is out, and every page looks again. */
    lookAgain(): Promise<void> {
      missedSomething = true
      return announce()
    },
    /** Before the program stops: the browsers open their streams elsewhere. */
    closeAll() {
      closed = true
      for (const stream of streams) stream.close()
      streams.clear()
    },
  }
}

/** Where something happened to which these people are tied as partners. */
async function placesOf(db: Db, { events }: News, lobby: Stream[]) {
  const organizations = events.flatMap(({ orgId }) => orgId ?? [])
  if (organizations.length === 0 || lobby.length === 0) return []
  const { rows } = await sql<{ userId: string; slug: string }>`
    select d.partner_id as user_id, o.slug from delegations d join organizations o on o.id = d.org_id
    where d.org_id = any(${organizations}::uuid[]) and d.partner_id = any(${lobby.map(({ userId }) => userId)}::uuid[])
      and d.accepted_at is not null and d.ended_at is null`.execute(db)
  return rows
}

export type Hub = ReturnType<typeof createHub>

function concerns({ events, told }: News, { userId, organization }: Stream): boolean {
  return (
    told.has(userId) ||
    events.some(({ orgId, subjectId }) => subjectId === userId || (orgId !== null && orgId === organization?.id))
  )
}

const mayStay = (actor: Actor, { organization }: Stream) =>
  organization === null || can(actor, 'workspace.enter', { orgId: organization.id })

function tell(stream: Stream, actor: Actor, news: News, everything: boolean) {
  if (everything) return stream.send('changed', { what: 'everything' })
  for (const change of changesFor(actor, news)) stream.send('changed', change)
  if (news.told.has(actor.user.id)) stream.send('notification', {})
}
