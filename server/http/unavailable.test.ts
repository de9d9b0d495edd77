import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { endpoint } from '../../shared/endpoint.ts'
import { Slug } from '../../shared/fields.ts'
import { type Answer, freshTown, openSessionFor, organizations, serverOf, settings } from '../../town/town.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { openDb, openPool } from '../db/db.ts'
import { serve } from './serve.ts'

/* R18: the database is slow, full, gone, or gone in the middle of a request. */

const meridian = organizations.meridian.slug
let town: Awaited<ReturnType<typeof freshTown>>
const closers: (() => unknown)[] = []
beforeEach(async () => {
  town = await freshTown()
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  await town.drop()
})

const door = endpoint('POST /workspaces/:org/trouble', {
  summary: 'Runs one statement.',
  input: z.strictObject({ org: Slug }),
  reply: z.object({}),
})

type PoolOptions = Partial<Parameters<typeof openPool>[0]>

/** A program over this database, with a door behind which one thing goes wrong after something was written. */
async function programOver(options: PoolOptions, trouble: (ctx: Ctx) => Promise<unknown> = async () => {}) {
  const token = await openSessionFor(town.db, 'bea')
  const db = openDb(openPool({ url: town.url, ...options }))
  closers.push(() => db.destroy())
  const server = serverOf(db, { settings })
  serve({ http: server.http, db, settings, doors: [] }, door, async (ctx) => {
    const { id } = ctx.actor.user
    authorize(ctx, 'workspace.enter')
    await ctx.db.updateTable('users').set({ name: 'Half Done' }).where('id', '=', id).execute()
    await trouble(ctx)
    return {}
  })
  const bea = server.browserWith(settings.secrets.sign(token))
  return {
    db,
    server,
    bea,
    run: () => bea({ method: 'POST', url: `/api/v1/workspaces/${meridian}/trouble`, body: {} }),
  }
}

function expectUnavailable(answer: Answer) {
  expect(answer.json(), answer.body).toEqual({
    type: 'urn:human-cloud:problem:unavailable',
    title: 'We cannot answer right now. Try again in a moment.',
    status: 503,
    code: 'unavailable',
    retryAfterSeconds: 2,
    requestId: expect.any(String),
  })
  expect(answer.headers['retry-after']).toBe('2')
  expect(answer.headers['content-type']).toContain('application/problem+json')
}

const halfDone = async () => (await town.pool.query(`select from users where name = 'Half Done'`)).rowCount

describe('R18', () => {
  test('R18: a statement that takes too long is 503 with Retry-After, and nothing of it stays', async () => {
    const { run } = await programOver({ statementTimeoutSeconds: 1 }, ({ db }) => sql`select pg_sleep(5)`.execute(db))
    expectUnavailable(await run())
    expect(await halfDone()).toBe(0)
  })

  test('R18: a lock that never comes is 503, not a hanging page', async () => {
    const holder = await town.pool.connect()
    await holder.query('begin; lock table organizations')
    const { run } = await programOver({ statementTimeoutSeconds: 1 })
    expectUnavailable(await run())
    await holder.query('rollback')
    holder.release()
    expect((await run()).statusCode).toBe(200)
  })

  test('R18: with every connection taken, a request waits a little, then is 503; when one is free it goes on', async () => {
    const { db, bea, server } = await programOver({ connections: 2 })
    const pool = sql`select pg_sleep(5.5)`
    const busy = [pool.execute(db), pool.execute(db)]
    const began = Date.now()
    const [answer, probe] = await Promise.all([bea({ url: '/api/v1/me' }), server.http.inject({ url: '/readyz' })])
    expectUnavailable(answer)
    expect(probe.statusCode).toBe(503)
    expect(Date.now() - began).toBeLessThan(5000)
    await Promise.all(busy)
    expect((await bea({ url: '/api/v1/me' })).statusCode).toBe(200)
  })

  test('R18: a connection that is cut in the middle of a transaction is 503, undone, and the next request works', async () => {
    const cut = async ({ db }: Ctx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
      await kill(rows[0]!.pid)
      await sql`select 1`.execute(db)
    }
    let healthy = false
    const { run } = await programOver({}, async (ctx) => (healthy ? undefined : cut(ctx)))
    for (let round = 0; round < 3; round++) expectUnavailable(await run())
    expect(await halfDone()).toBe(0)
    healthy = true
    expect((await run()).statusCode).toBe(200)
  })

  test('R18: a connection that is cut while nobody looks, and only noticed later, is 503 too', async () => {
    const { run } = await programOver({}, async ({ db }) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
      await kill(rows[0]!.pid)
      await sleep(150)
      await sql`select 1`.execute(db)
    })
    expectUnavailable(await run())
    expect(await halfDone()).toBe(0)
  })

  async function asOwner(statement: string, values: unknown[] = []) {
    const owner = openPool({ url: town.url, connections: 1, role: null })
    await owner.query(statement, values)
    await owner.end()
  }
  const kill = (pid: number) => asOwner('select pg_terminate_backend($1)', [pid])

  test('R18: a database that only reads refuses changes with 503, and still answers questions', async () => {
    const { bea, run } = await programOver({})
    const readOnly = `execute format('alter database %I set default_transaction_read_only = on', current_database())`
    await asOwner(`do $$ begin ${readOnly}; end $$`)
    expectUnavailable(await run())
    expect((await bea({ url: '/api/v1/me' })).statusCode).toBe(200)
  })

  /** A road to the database that can be closed and opened. */
  async function roadTo(url: string) {
    const { hostname, port } = new URL(url)
    const open = new Set<Socket>()
    let server: Server
    const road = {
      port: 0,
      async restore() {
        server = createServer((from) => {
          const to = connect(Number(port), hostname)
          for (const socket of [from, to]) {
            open.add(socket)
            socket.on('error', () => {})
            socket.on('close', () => [from, to].map((it) => it.destroy()))
          }
          from.pipe(to).pipe(from)
        })
        await new Promise<void>((resolve) => server.listen(road.port, '127.0.0.1', resolve))
        road.port = (server.address() as { port: number }).port
      },
      async cut() {
        for (const socket of open) socket.destroy()
        await new Promise((resolve) => server.close(resolve))
      },
    }
    await road.restore()
    closers.push(() => road.cut().catch(() => {}))
    return road
  }

  test('R18: without a database every door is 503 within 5 seconds, and all is well again when it is back', async () => {
    const road = await roadTo(town.url)
    const through = new URL(town.url)
    through.hostname = '127.0.0.1'
    through.port = String(road.port)
    const { bea, server } = await programOver({ url: through.href })
    const ready = async () => (await server.http.inject({ url: '/readyz' })).statusCode
    expect((await bea({ url: '/api/v1/me' })).statusCode).toBe(200)
    expect(await ready()).toBe(200)

    await road.cut()
    const began = Date.now()
    const answers = await Promise.all([
      bea({ url: '/api/v1/me' }),
      bea({ url: `/api/v1/workspaces/${meridian}` }),
      bea({ method: 'PATCH', url: '/api/v1/me', body: { name: 'Nobody' } }),
      bea({ method: 'POST', url: '/api/auth/email-otp/send-verification-otp', body: { email: 'a@b.example' } }),
    ])
    for (const answer of answers) expectUnavailable(answer)
    expect(Date.now() - began).toBeLessThan(5000)
    expect((await server.http.inject({ url: '/livez' })).statusCode).toBe(200)
    await sleep(1000)
    expect(await ready()).toBe(503)

    await road.restore()
    await sleep(1000)
    expect(await ready()).toBe(200)
    expect((await bea({ url: '/api/v1/me' })).statusCode).toBe(200)
  })
})

describe('ABUSE 56: probes', () => {
  test('ABUSE 56: /readyz asks the database once a second, however often it is asked', async () => {
    const pool = openPool({ url: town.url, connections: 1 })
    const db = openDb(pool)
    closers.push(() => db.destroy())
    let asked = 0
    pool.on('acquire', () => asked++)
    const { http } = serverOf(db, { settings })
    const began = Date.now()
    const answers = await Promise.all(
      Array.from({ length: 1000 }, () => http.inject({ url: '/readyz', headers: { host: '10.0.0.9' } })),
    )
    expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true)
    expect(asked).toBeLessThanOrEqual(Math.ceil((Date.now() - began) / 1000) + 1)
    expect(pool.totalCount).toBe(1)
  })

  test('ABUSE 56: /livez does no work, and neither probe tells anything', async () => {
    const { http } = serverOf(openDb(openPool({ url: 'postgres://127.0.0.1:1/none', connections: 1 })), { settings })
    expect((await http.inject({ url: '/livez' })).body).toBe('ok')
    const ready = await http.inject({ url: '/readyz' })
    expect([ready.statusCode, ready.body]).toEqual([503, 'not ready'])
  })

  test('ABUSE 56: /metrics counts by route, and carries no id, slug or address of anybody', async () => {
    const server = serverOf(town.db)
    const bea = await server.browserOf('bea')
    await bea({ url: `/api/v1/workspaces/${meridian}` })
    await bea({ url: '/api/v1/workspaces/secret-company' })
    await bea({ url: '/nowhere/secret-company' })
    const { body, headers } = await server.http.inject({ url: '/metrics' })
    expect(headers['content-type']).toContain('text/plain')
    expect(body).toContain(
      'http_request_duration_seconds_count{method="GET",route="/api/v1/workspaces/:org",status="200"} 1',
    )
    expect(body).toContain('status="404"')
    expect(body).not.toMatch(/meridian|secret-company|bea/)
    expect(body).toContain('process_cpu_seconds_total')
  })
})
