import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { pino } from 'pino'
import { expect } from 'vitest'
import type { Tx } from '../../server/db/db.ts'
import { composeMail, type QueuedMail } from '../../server/notifications/compose.ts'
import { type OrganizationKey, organizations, type Person, people } from '../people.ts'
import { db, dumpOf, serverOf, settings } from '../town.ts'
import { forgottenColumns, inside, mayHear, type Planted, plant, standings, tagsIn } from './canaries.ts'
import { chanceOf, type Ids, type Request, requestsOf } from './requests.ts'

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
const keys = Object.keys(organizations) as OrganizationKey[]
/** After these one has lost a right, or made others lose theirs, so that other canaries may be heard: the day ends. */
const endsTheDay =
  /sign-out|sessions|\/revoke|DELETE \/partnerships|\/members\/:id|\/accept|\/password|reset-password|PATCH \/organizations/

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
  const browsers = new Map<Person, Awaited<ReturnType<typeof server.browserOf>>>()
  for (const person of attackers) browsers.set(person, await server.browserOf(person))
  const pool = await idsOf(db(), planted.filter(ids))
  const before = await rowsOf(db())
  const chance = chanceOf(seed)
  const next = requestsOf(chance, pool, slugs)
  const seen = { requests: 0, days: 0, statuses: {} as Record<string, number>, doors: new Map<string, Set<number>>() }

  while (seen.requests < requests) {
    const person = attackers[seen.days++ % attackers.length]!
    await sql`savepoint day`.execute(db())
    for (let hour = 0; hour < A_DAY && seen.requests < requests; hour++, seen.requests++) {
      const request = next()
      const status = await send(browsers.get(person)!, person, request)
      seen.statuses[status] = (seen.statuses[status] ?? 0) + 1
      seen.doors.set(request.door.route, (seen.doors.get(request.door.route) ?? new Set()).add(status))
      if (status < 300 && endsTheDay.test(request.door.route)) break
    }
    await night(person, before)
    listen('the log', lines.splice(0).join(''), () => false)
    await sql`rollback to savepoint day`.execute(db())
  }
  console.info(`${name}:`, JSON.stringify({ ...seen, doors: seen.doors.size }))
  return seen
}

/** As the server keeps transactions: what is refused has changed nothing. */
async function send(
  browser: Awaited<ReturnType<ReturnType<typeof serverOf>['browserOf']>>,
  person: Person,
  request: Request,
): Promise<number> {
  const { door, ...asked } = request
  const isUnsafe = asked.method !== 'GET'
  if (isUnsafe) await sql`savepoint asked`.execute(db())
  const answer = await browser(asked)
  if (isUnsafe && answer.statusCode >= 400) await sql`rollback to savepoint asked`.execute(db())
  const where = `${person}: ${asked.method} ${asked.url} ${JSON.stringify(asked.body ?? '')} → ${answer.statusCode}`
  expect(answer.statusCode, `${where} ${answer.body}`).toBeLessThan(500)
  listen(where, JSON.stringify(answer.headers) + answer.body, (tag) => mayHear(person, tag, door.route))
  return answer.statusCode
}

function listen(where: string, text: string, mayHear: (tag: string) => boolean) {
  if (!text.includes('kanari')) return
  const wrong = tagsIn(text).filter((tag) => !mayHear(tag))
  expect(wrong, `${where}\n${text.slice(0, 2000)}`).toEqual([])
}

/** What the day did to the rows of others, and what it told them. */
async function night(person: Person, before: Row[]) {
  const now = await rowsOf(db())
  const there = new Set(now.map(({ text }) => text))
  const isForeign = foreignTo(person)
  const mustStay = before.filter((row) => isForeign(row) || tagsIn(row.text).some((tag) => !mayHear(person, tag)))
  expect(
    mustStay.filter(({ text }) => !there.has(text)),
    `${person} changed what is not theirs`,
  ).toEqual([])
  const known = new Set(before.map(({ text }) => text))
  const fresh = now.filter(({ text }) => !known.has(text))
  expect(fresh.filter(isForeign), `${person} wrote to another organization`).toEqual([])
  for (const { table, text } of fresh)
    if (table === 'public.notifications') listen('a notification', text, (tag) => mayHear(ownerOf(text)!, tag))
  for (const { text } of fresh.filter(({ table }) => table === 'public.mails')) listenToMail(JSON.parse(text))
}

/** Rows of the town's organizations where one is not inside, but for what is one's own there: an invitation, and the answer to it. */
function foreignTo(person: Person): (row: Row) => boolean {
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

const ownerOf = (text: string) =>
  (Object.keys(people) as Person[]).find((it) => people[it].id === JSON.parse(text).user_id)

function listenToMail(row: Record<string, string | null>) {
  const owner = row.user_id ? ownerOf(JSON.stringify(row)) : undefined
  if (!owner) return
  const organization = Object.values(organizations).find(({ id }) => id === row.org_id)
  const mail = {
    ...row,
    orgName: organization?.name ?? null,
    orgSlug: organization?.slug ?? null,
    delegationId: row.delegation_id,
    createdAt: new Date(row.created_at!),
    sealed: row.sealed && Buffer.from(row.sealed.slice(2), 'hex'),
  } as unknown as QueuedMail
  listen('a mail', JSON.stringify(composeMail(mail, settings)), (tag) => mayHear(owner, tag))
}

type Row = { table: string; orgId: string | null; ownerId: string | null; text: string }

/** Every row of the business, with the organization it belongs to. */
async function rowsOf(from: Tx): Promise<Row[]> {
  const catalogue = [
    'public.migrations',
    'public.solution_counts',
    'public.solution_words',
    'public.rate_limits',
    'public.sessions',
  ]
  const dump = await dumpOf(from, catalogue)
  return Object.entries(dump)
    .filter(([table]) => table.startsWith('public.'))
    .flatMap(([table, rows]) =>
      rows.map((text) => {
        const row = JSON.parse(text) as { id: string; org_id?: string; user_id?: string; partner_id?: string }
        const orgId = table === 'public.organizations' ? row.id : (row.org_id ?? null)
        return { table, orgId, ownerId: row.user_id ?? row.partner_id ?? null, text }
      }),
    )
}

async function idsOf(from: Tx, planted: Planted[]): Promise<Ids> {
  const { rows: members } = await sql<{ id: string; orgId: string }>`select id, org_id from memberships`.execute(from)
  const { rows: sessions } = await sql<{ id: string }>`select id from sessions`.execute(from)
  const { rows: lists } = await sql<{
    id: string
  }>`select id from shortlists where id <> all(${planted.map(({ id }) => id)}::uuid[])`.execute(from)
  const { rows: solutions } = await sql<{ id: string }>`select id from solutions order by slug limit 4`.execute(from)
  const others = (kind: string, rows: { id: string }[]) =>
    rows.map(({ id }) => ({ orgs: 'meridian' as const, kind, id }))
  return {
    all: [...planted, ...others('members', members), ...others('sessions', sessions), ...others('shortlists', lists)],
    solutions: solutions.map(({ id }) => id),
  }
}
