import type { FastifyBaseLogger, LightMyRequestResponse } from 'fastify'
import { type ControlledTransaction, sql } from 'kysely'
import { expect } from 'vitest'
import { openAuth } from '../server/accounts/auth.ts'
import { buildApp } from '../server/app.ts'
import { type Actor, loadActor } from '../server/authz/actor.ts'
import type { Ctx, RequestFacts, Settings } from '../server/context.ts'
import { type Db, openDb, openPool, type Tx } from '../server/db/db.ts'
import type { DB } from '../server/db/schema.ts'
import { hashToken, newToken, openSecrets } from '../server/secrets/secrets.ts'
import { createHub, type Hub } from '../server/stream/hub.ts'
import { copyTown } from './copies.ts'
import { type OrganizationKey, organizations, type Person, people } from './people.ts'

export { briefs, delegations, organizations, type Person, people, requests, shortlists } from './people.ts'

const AUTH_SECRET = 'a secret of the town, known to everyone in it'
export const settings: Settings = {
  publicUrl: 'http://localhost',
  inviteExpiryDays: 14,
  secrets: openSecrets(AUTH_SECRET),
  rateLimit: false,
}

/** Every worker has a copy of the town to itself: tests never wait for each other's locks. It goes with the town. */
const { db: database } = await copyOfTown(6)
let open: ControlledTransaction<DB>

/** Every test runs in one transaction that never commits (begun and rolled back by town/rolled-back.ts). */
export const db = () => open as unknown as Tx
export async function begin() {
  open = await database.startTransaction().execute()
}
export async function rollBack() {
  // A test that takes longer than a transaction may idle has lost its connection, and everything in it, already.
  await open
    .rollback()
    .execute()
    .catch(() => {})
}

const facts = (more: Partial<RequestFacts> = {}): RequestFacts => ({
  id: 'test-request',
  ipAddress: '203.0.113.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  idempotencyKey: null,
  ifMatch: null,
  invitationToken: null,
  ...more,
})

/** What an operation receives when this person asks, at the address of this organization or at none. */
export async function as(
  person: Person,
  organization: OrganizationKey | null = null,
  request: Partial<RequestFacts> = {},
): Promise<Ctx> {
  const actor = await actorOf(db(), person, organization)
  return { db: db(), actor, request: facts(request), settings }
}

/** What an operation receives when nobody is signed in. */

export async function actorOf(db: Tx, person: Person, organization: OrganizationKey | null): Promise<Actor> {
  const token = await openSessionFor(db, person)
  return (await loadActor(db, token, organization && organizations[organization].slug))!
}

export async function openSessionFor(db: Db, person: Person): Promise<string> {
  const token = newToken()
  await db
    .insertInto('sessions')
    .values({ userId: people[person].id, token, expiresAt: new Date(Date.now() + 3_600_000) })
    .execute()
  return token
}

/** Gives a pending invitation a secret that the test knows. */
export async function knownToken(delegationId: string, db_: Db = db()): Promise<string> {
  const token = newToken()
  await db_
    .updateTable('delegations')
    .set({ tokenHash: hashToken(token) })
    .where('id', '=', delegationId)
    .execute()
  return token
}

type Sending = { method?: string; url: string; body?: unknown; headers?: Record<string, string | undefined> }
// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
export type Answer = Pick<LightMyRequestResponse, 'statusCode' | 'headers' | 'body' | 'cookies'> & { json: () => any }

type ServerOptions = { rateLimit?: boolean; authDb?: Db; settings?: Settings; logger?: FastifyBaseLogger; hub?: Hub }

/** The whole server over one database, and its people's browsers. Nothing is mocked: requests go through every hook. */
export function serverOf(database: Db, options: ServerOptions = {}) {
  const { rateLimit = false, ...others } = options
  if (database !== open || Object.keys(others).length > 0) return newServer(database, options)
  servers[String(rateLimit)] ??= newServer(inThisTest, options)
  return servers[String(rateLimit)]!
}

/** Building a server takes longer than most tests, so those that run in the test's transaction share one. */
const servers: Record<string, ReturnType<typeof newServer>> = {}
const inThisTest = boundTo(() => open as unknown as Db, {})

function newServer(database: Db, options: ServerOptions) {
  const using = { ...(options.settings ?? settings), rateLimit: options.rateLimit ?? false }
  const auth = openAuth(options.authDb ?? nesting(database), using.publicUrl, AUTH_SECRET)
  const http = buildApp({
    db: database,
    auth,
    settings: using,
    hub: options.hub ?? createHub(database),
    ...(options.logger && { logger: options.logger }),
  })

  /** A browser: with the session of a person, or of nobody. */
  async function browserOf(person: Person | 'nobody') {
    const token = person === 'nobody' ? null : await openSessionFor(database, person)
    return browserWith(token ? using.secrets.sign(token) : null)
  }
  function browserWith(cookie: string | null) {
    let jar = cookie
    return async ({ method = 'GET', url, body, headers = {} }: Sending): Promise<Answer> => {
      const answer = await http.inject({
        method: method as 'GET',
        url,
        headers: defined({
          host: 'localhost',
          origin: 'http://localhost',
          cookie: jar ? `hc_session=${jar}` : undefined,
          'content-type': body === undefined ? undefined : 'application/json',
          ...headers,
        }),
        ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const set = answer.cookies.find(({ name }) => name === 'hc_session')
      if (set) jar = set.value || null
      return answer as Answer
    }
  }
  return { http, browserOf, browserWith }
}

/** Headers without those that a test takes away. */
const defined = (headers: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<string, string>

/** The accounts library asks for connections and transactions of its own; inside a test's transaction it gets that one. */
function nesting(database: Db): Db {
  const nested = () => ({ execute: <T>(work: (db: Db) => Promise<T>) => work(database) })
  return database.isTransaction ? boundTo(() => database, { connection: nested, transaction: nested }) : database
}

/** Stands for a database handle that is looked up at every use. */
function boundTo(handle: () => Db, instead: Record<string | symbol, unknown>): Db {
  return new Proxy({} as Db, {
    get(_, name) {
      if (name in instead) return instead[name]
      const value = Reflect.get(handle(), name, handle())
      return typeof value === 'function' ? value.bind(handle()) : value
    },
  })
}

/** For tests in which things really commit: a copy of the town of their own, dropped afterwards. */
export const freshTown = () => copyOfTown(25)

async function copyOfTown(connections: number) {
  const { url, drop } = await copyTown()
  const pool = openPool({ url, connections })
  const db = openDb(pool)
  return {
    url,
    pool,
    db,
    async drop() {
      await db.destroy()
      await drop()
    },
  }
}

/** The outbox of one address, oldest first, with the secret that each mail still carries: a code, or the token of a link. */
export async function mailsTo(address: string, from: Db = db()) {
  const mails = await from
    .selectFrom('mails')
    .selectAll()
    .where('address', '=', address)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return mails.map((mail) => ({ ...mail, secret: mail.sealed && settings.secrets.open(mail.sealed, mail.id) }))
}

/** The code or token that the newest mail to an address carries, as only its reader knows it. */
export async function newestSecret(address: string, from: Db = db()): Promise<string> {
  const secrets = (await mailsTo(address, from)).flatMap(({ secret }) => secret ?? [])
  return secrets.at(-1) ?? expect.fail(`No mail with a secret waits for ${address}`)
}

/** Every row of every table, as text: what a copy of the database would tell. */
export async function dumpOf(from: Db = db(), without: string[] = []): Promise<Record<string, string[]>> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'graphile_worker') and has_table_privilege(format('%I.%I', schemaname, tablename), 'select')
    order by 1`.execute(from)
  const dump: Record<string, string[]> = {}
  for (const { name } of tables.filter((table) => !without.includes(table.name))) {
    const { rows } = await sql<{ row: string }>`
      select row_to_json(t)::text as row from ${sql.raw(name)} t order by 1`.execute(from)
    dump[name] = rows.map(({ row }) => row)
  }
  return dump
}
