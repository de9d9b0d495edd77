import { randomUUID } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import type { ControlledTransaction } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeEach, inject } from 'vitest'
import { openAuth } from '../server/accounts/auth.ts'
import { buildApp } from '../server/app.ts'
import { type Actor, loadActor } from '../server/authz/actor.ts'
import type { Ctx, RequestFacts, Settings, Visit } from '../server/context.ts'
import { type Db, openDb, openPool, type Tx } from '../server/db/db.ts'
import type { DB } from '../server/db/schema.ts'
import { hashToken, newToken, openSecrets } from '../server/secrets/secrets.ts'
import { type OrganizationKey, organizations, type Person, people } from './people.ts'

export { delegations, organizations, type Person, people } from './people.ts'

const AUTH_SECRET = 'a secret of the town, known to everyone in it'
export const settings: Settings = { publicUrl: 'http://localhost', inviteExpiryDays: 14, secrets: openSecrets(AUTH_SECRET) }

const pool = openPool({ url: inject('townUrl'), connections: 6 })
const database = openDb(pool)
let open: ControlledTransaction<DB>

/** Every test runs in one transaction that never commits. */
export const db = () => open as unknown as Tx
beforeEach(async () => {
  open = await database.startTransaction().execute()
})
afterEach(async () => {
  await open.rollback().execute()
})
afterAll(() => database.destroy())

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
export async function as(person: Person, organization: OrganizationKey | null = null, request: Partial<RequestFacts> = {}): Promise<Ctx> {
  const actor = await actorOf(db(), person, organization)
  return { db: db(), actor, request: facts(request), settings }
}

/** What an operation receives when nobody is signed in. */
export const asVisitor = (request: Partial<RequestFacts> = {}): Visit => ({ db: db(), actor: null, request: facts(request), settings })

export async function actorOf(db: Tx, person: Person, organization: OrganizationKey | null): Promise<Actor> {
  const token = await openSessionFor(db, person)
  return (await loadActor(db, token, organization && organizations[organization].slug))!
}

export async function openSessionFor(db: Db, person: Person): Promise<string> {
  const token = newToken()
  await db.insertInto('sessions').values({ userId: people[person].id, token, expiresAt: new Date(Date.now() + 3_600_000) }).execute()
  return token
}

/** Gives a pending invitation a secret that the test knows. */
export async function knownToken(delegationId: string, db_: Db = db()): Promise<string> {
  const token = newToken()
  await db_.updateTable('delegations').set({ tokenHash: hashToken(token) }).where('id', '=', delegationId).execute()
  return token
}

type Sending = { method?: string; url: string; body?: unknown; headers?: Record<string, string | undefined> }
export type Answer = Pick<LightMyRequestResponse, 'statusCode' | 'headers' | 'body' | 'cookies'> & { json: () => any }

/** The whole server over one database, and its people's browsers. Nothing is mocked: requests go through every hook. */
export function serverOf(database: Db, options: { rateLimit?: boolean; authDb?: Db; settings?: Settings } = {}) {
  const using = options.settings ?? settings
  const auth = openAuth(options.authDb ?? database, using.publicUrl, AUTH_SECRET)
  const http = buildApp({ db: database, auth, settings: using, rateLimit: options.rateLimit ?? false })

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
        headers: { host: 'localhost', origin: 'http://localhost', ...(jar && { cookie: `hc_session=${jar}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers } as Record<string, string>,
        ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const set = answer.cookies.find(({ name }) => name === 'hc_session')
      if (set) jar = set.value || null
      return answer as Answer
    }
  }
  return { http, browserOf, browserWith }
}

/** For tests in which things really commit: a copy of the town of their own, dropped afterwards. */
export async function freshTown() {
  const name = `copy_${randomUUID().replaceAll('-', '').slice(0, 12)}`
  const template = new URL(inject('townUrl'))
  await administer(`create database ${name}`, template)
  await copyInto(name, template)
  const url = withName(template, name)
  const copied = openPool({ url, connections: 25 })
  const db = openDb(copied)
  return {
    url,
    pool: copied,
    db,
    async drop() {
      await db.destroy()
      await administer(`drop database ${name} with (force)`, template)
    },
  }
}

const withName = (url: URL, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href

async function administer(statement: string, url: URL) {
  const client = new pg.Client({ connectionString: withName(url, 'postgres') })
  await client.connect()
  await client.query(statement)
  await client.end()
}

/** The town's database is in use by other tests, so it cannot be a template; making it anew takes a second. */
async function copyInto(name: string, url: URL) {
  const { migrate } = await import('../server/db/migrate.ts')
  const { loadTown } = await import('./load.ts')
  await migrate(withName(url, name))
  await loadTown(withName(url, name))
}
