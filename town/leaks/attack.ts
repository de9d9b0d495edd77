import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { pino } from 'pino'
import { expect } from 'vitest'
import type { Tx } from '../../server/db/db.ts'
import { organizations, type Person } from '../people.ts'
import { db, openSessionFor, serverOf, settings } from '../town.ts'
import { inside, listen, mayHear, tagsIn } from './canaries.ts'
import { night, othersRows, rowsOf } from './night.ts'
import { forgottenColumns, type Planted, plant } from './plant.ts'
import { chanceOf, type Ids, type Request, requestsOf } from './requests.ts'
import { slugs as answering } from './rosters.ts'

/*
 * Days in a town full of canaries: one person sends requests by chance, everything that comes out is listened to, and at
 * night nothing has changed that was not theirs. Then the day is taken back, and the next one begins.
 */

export type Attack = {
  name: string
  requests: number
  seed: number
  people: Person[]
  slugs: string[]
  ids: (it: Planted) => boolean
}
const A_DAY = 100
/** After these one has lost a right, or made others lose theirs, so that other canaries may be heard: the day ends. */
const endsTheDay =
  /sign-out|DELETE \/me\/sessions\/|\/revoke|DELETE \/partnerships|\/members\/:id|\/leave|\/accept|\/password|reset-password/

export async function attack({ name, requests, seed, people: attackers, slugs, ids }: Attack) {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const server = serverOf(db(), { logger: pino({ level: 'trace' }, stream) })
  const planted = await plant(db())
  expect(await forgottenColumns(db()), 'columns without a canary').toEqual([])
  const sessions = new Map<Person, string>()
  for (const person of attackers) sessions.set(person, await openSessionFor(db(), person))
  const pool = await idsOf(db(), planted.filter(ids))
  const before = await rowsOf(db())
  const mustStay = new Map(attackers.map((person) => [person, othersRows(person, before)]))
  const chance = chanceOf(seed)
  const next = requestsOf(chance, pool, slugs)
  const seen = {
    requests: 0,
    days: 0,
    statuses: {} as Record<string, number>,
    doors: new Map<string, Set<number>>(),
    heard: new Set<string>(),
  }

  while (seen.requests < requests) {
    const person = attackers[seen.days++ % attackers.length]!
    const homes = inside(person)
      .map((org): string => organizations[org].slug)
      .filter((slug) => slugs.includes(slug))
    const browser = server.browserWith(settings.secrets.sign(sessions.get(person)!))
    await sql`savepoint day`.execute(db())
    for (let hour = 0; hour < A_DAY && seen.requests < requests; hour++) {
      seen.requests++
      const request = next(homes)
      const status = await send(browser, person, request, planted, seen.heard)
      seen.statuses[status] = (seen.statuses[status] ?? 0) + 1
      seen.doors.set(request.door.route, (seen.doors.get(request.door.route) ?? new Set()).add(status))
      if (status < 300 && endsTheDay.test(request.door.route)) break
    }
    await night(person, before, mustStay.get(person)!)
    listen('the log', lines.splice(0).join(''), () => false)
    await sql`rollback to savepoint day`.execute(db())
  }
  console.info(`${name}:`, JSON.stringify({ ...seen, doors: seen.doors.size, heard: [...seen.heard] }))
  return seen
}

/** As the server keeps transactions: what is refused has changed nothing. */
async function send(
  browser: ReturnType<ReturnType<typeof serverOf>['browserWith']>,
  person: Person,
  request: Request,
  planted: Planted[],
  heard: Set<string>,
): Promise<number> {
  const { door, ...asked } = request
  const isUnsafe = asked.method !== 'GET'
  if (isUnsafe) await sql`savepoint asked`.execute(db())
  const answer = await browser(asked)
  if (isUnsafe && answer.statusCode >= 400) await sql`rollback to savepoint asked`.execute(db())
  const where = `${person}: ${asked.method} ${asked.url} ${JSON.stringify(asked.body ?? '')} → ${answer.statusCode}`
  expect(answer.statusCode, `${where} ${answer.body}`).toBeLessThan(500)
  const page = door.route.includes(' /requests/:id') ? planted.find(({ id }) => asked.url.includes(id)) : undefined
  const isOnPage = (tag: string) => !page?.tags || page.tags.includes(tag)
  listen(
    where,
    JSON.stringify(answer.headers) + answer.body,
    (tag) => mayHear(person, tag, door.route) && isOnPage(tag),
  )
  for (const tag of tagsIn(answer.body)) heard.add(tag.split('.')[1] ?? tag)
  return answer.statusCode
}

async function idsOf(from: Tx, planted: Planted[]): Promise<Ids> {
  const { rows: members } = await sql<{ id: string; orgId: string }>`select id, org_id from memberships`.execute(from)
  const { rows: sessions } = await sql<{ id: string }>`select id from sessions`.execute(from)
  const ofTown = async (table: 'shortlists' | 'briefs' | 'requests') =>
    (
      await sql<{ id: string }>`
        select id from ${sql.table(table)} where id <> all(${planted.map(({ id }) => id)}::uuid[])`.execute(from)
    ).rows
  const { rows: solutions } = await sql<{ id: string }>`
    select id from solutions where slug = any(${Object.values(answering)}) union all
    (select id from solutions where slug <> all(${Object.values(answering)}) order by slug limit 3)`.execute(from)
  const others = (kind: string, rows: { id: string }[]) =>
    rows.map(({ id }) => ({ org: 'meridian' as const, kind, id }))
  return {
    all: [
      ...planted,
      ...others('members', members),
      ...others('sessions', sessions),
      ...others('shortlists', await ofTown('shortlists')),
      ...others('briefs', await ofTown('briefs')),
      ...others('requests', await ofTown('requests')),
    ],
    solutions: solutions.map(({ id }) => id),
  }
}
