import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshTown, newestSecret, organizations, people, serverOf } from '../../town/town.ts'
import { inTransaction, openPool } from '../db/db.ts'
import { remindExpiring } from '../delegations/reminders.ts'
import { record } from '../events/record.ts'
import { gatherMails } from '../notifications/gather.ts'
import { sweep } from './sweep.ts'
import { enqueue } from './tasks.ts'
import { startWorker, type Worker } from './worker.ts'

let town: Awaited<ReturnType<typeof freshTown>>
const closers: (() => unknown)[] = []
beforeEach(async () => {
  town = await freshTown()
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  await town.drop()
})

const silent = { error() {}, warn() {}, debug() {} }
const meridian = `/api/v1/organizations/${organizations.meridian.slug}/delegations`
const invite = async (email: string) => {
  const bea = await serverOf(town.db).browserOf('bea')
  expect((await bea({ method: 'POST', url: meridian, body: { email } })).statusCode).toBe(201)
}
const jobs = async () =>
  (
    await town.pool.query<{ locked_by: string | null; attempts: number }>(
      'select locked_by, attempts from graphile_worker.jobs',
    )
  ).rows
const mailStates = async () =>
  (
    await town.pool.query<{ state: string; n: number }>(
      'select state, count(*) as n from mails where address like $1 group by 1',
      ['%@killed.example'],
    )
  ).rows

const newsInTheApp = async () =>
  (
    await town.pool.query<{ user_id: string; n: number }>(
      `select user_id, count(*)::int as n from notifications where kind = 'delegation.accepted' and created_at > now() - interval '10 minutes' group by 1 order by 1`,
    )
  ).rows

async function until<T>(what: () => Promise<T> | T, isSo: (it: T) => boolean, seconds: number): Promise<T> {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const found = await what()
    if (isSo(found)) return found
    if (Date.now() > deadline) expect.fail(`Not within ${seconds} s: ${JSON.stringify(found)}`)
    await sleep(50)
  }
}

type Delivery = { to: string; messageId: string }

/** A mail server that never answers at a chosen step, until it is told to work. */
async function postOffice() {
  const taken: Delivery[] = []
  const hung: string[] = []
  const office = { taken, hung, works: false, url: '' }
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onRcptTo({ address }, _, done) {
      if (office.works || !address.startsWith('before')) return done()
      hung.push(address)
    },
    onData(stream, { envelope }, done) {
      text(stream).then((raw) => {
        const to = envelope.rcptTo[0]!.address
        taken.push({ to, messageId: /^message-id: (.*)$/im.exec(raw)![1]!.trim() })
        if (office.works) return done()
        hung.push(to)
      }, done)
    },
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())))
  office.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  return office
}

/** The real program as a worker, in a process of its own that can be killed. */
function spawnWorker(smtpUrl: string): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      ROLE: 'worker',
      DATABASE_URL: town.url,
      SMTP_URL: smtpUrl,
      AUTH_SECRET: 'a secret of the town, known to everyone in it',
      MAIL_FROM: 'no-reply@humancloud.example',
      LOG_LEVEL: 'silent',
    },
  })
  closers.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  return child
}

describe('R1, I8: killed', () => {
  test('I8, R1: what a worker that was killed had not sent arrives within 35 s of the restart; what it had sent is known by its Message-ID', {
    timeout: 60_000,
  }, async () => {
    const office = await postOffice()
    await invite('before@killed.example')
    await invite('after@killed.example')
    const first = spawnWorker(office.url)
    await until(
      () => office.hung.toSorted(),
      (hung) => hung.length === 2,
      20,
    )
    first.kill('SIGKILL')
    await once(first, 'exit')
    expect(office.hung.toSorted()).toEqual(['after@killed.example', 'before@killed.example'])
    expect((await jobs()).every((job) => job.locked_by !== null)).toBe(true)
    expect(await mailStates()).toEqual([{ state: 'queued', n: 2 }])

    office.works = true
    const restarted = Date.now()
    spawnWorker(office.url)
    await until(mailStates, (states) => states.some(({ state, n }) => state === 'sent' && n === 2), 35)
    const seconds = (Date.now() - restarted) / 1000
    console.info(`killed worker: both mails were out ${seconds.toFixed(1)} s after the restart`)
    expect(seconds).toBeLessThan(35)

    // Killed before DATA: exactly once. Killed after it: the relay has it twice, under one Message-ID.
    const of = (to: string) => office.taken.filter((mail) => mail.to === to).map(({ messageId }) => messageId)
    expect(of('before@killed.example')).toHaveLength(1)
    expect(of('after@killed.example')).toHaveLength(2)
    expect(new Set(of('after@killed.example')).size).toBe(1)
    expect(await until(jobs, (left) => left.length === 0, 5)).toEqual([])
  })

  test('SPEC 10, R1: mails that waited for each other survive a kill in the middle as one letter, with one Message-ID', {
    timeout: 60_000,
  }, async () => {
    const office = await postOffice()
    for (const partner of ['Kim', 'Stan'])
      await inTransaction(town.db, (tx) =>
        record({ db: tx }, 'delegation.accepted', { orgId: organizations.meridian.id, facts: { partner } }),
      )
    await town.pool.query('update mails set waits_until = now() where waits_until is not null')
    await inTransaction(town.db, (tx) => gatherMails({ db: tx }))
    const toJonas = () => office.taken.filter(({ to }) => to === people.jonas.email)

    const first = spawnWorker(office.url)
    await until(toJonas, (taken) => taken.length === 1, 20)
    const inTheApp = await newsInTheApp()
    first.kill('SIGKILL')
    await once(first, 'exit')
    office.works = true
    spawnWorker(office.url)
    await until(jobs, (left) => left.length === 0, 35)
    expect(toJonas()).toHaveLength(2)
    expect(new Set(toJonas().map(({ messageId }) => messageId)).size).toBe(1)
    const { rows } = await town.pool.query('select state from mails where letter_id is not null and user_id = $1', [
      people.jonas.id,
    ])
    expect(rows).toEqual([{ state: 'sent' }, { state: 'sent' }])
    expect(await newsInTheApp(), 'the bell was told with the cause, and not again').toEqual(inTheApp)
    expect(inTheApp).toContainEqual({ user_id: people.jonas.id, n: 2 })
  })

  test('R1: jobs of dead workers are unlocked, jobs of live ones are not, however long they take', async () => {
    const runs: string[] = []
    let finish = () => {}
    const finished = new Promise<void>((resolve) => {
      finish = resolve
    })
    const work =
      (name: string) =>
      async ({ mailId }: { mailId: string }) => {
        runs.push(`${name} ${mailId}`)
        if (mailId === 'slow') await finished
      }
    const start = async (name: string): Promise<Worker> => {
      const pool = openPool({ url: town.url, connections: 10 })
      const worker = await startWorker(pool, { sendMail: work(name) }, [], silent)
      closers.push(async () => {
        finish()
        await worker.stop()
        await pool.end()
      })
      return worker
    }
    await start('living')
    await inTransaction(town.db, (tx) => enqueue({ db: tx }, 'sendMail', { mailId: 'slow' }))
    await until(
      () => runs,
      () => runs.length === 1,
      5,
    )
    await town.pool.query(
      `select graphile_worker.add_job('sendMail', '{"mailId":"orphan"}'::json, run_at := now() + interval '1 hour')`,
    )
    await town.pool.query(
      `update graphile_worker._private_jobs set locked_at = now() - interval '1 minute', locked_by = coalesce(locked_by, 'worker-that-died'), run_at = now()`,
    )

    await start('other')
    await until(
      () => runs,
      () => runs.length === 2,
      10,
    )
    await sleep(300)
    expect(runs[0]).toBe('living slow')
    expect(runs[1]).toMatch(/ orphan$/)
    expect(runs).toHaveLength(2)
    expect((await jobs()).map(({ attempts }) => attempts)).toEqual([1])
  })

  test('R1: a job that was locked a moment ago is given time, because its worker may only just have started', async () => {
    await town.pool.query(`select graphile_worker.add_job('sendMail', '{"mailId":"fresh"}'::json)`)
    await town.pool.query(
      `update graphile_worker._private_jobs set locked_at = now() - interval '5 seconds', locked_by = 'worker-that-starts'`,
    )
    const pool = openPool({ url: town.url, connections: 10 })
    const worker = await startWorker(pool, { sendMail: async () => {} }, [], silent)
    const [job] = await jobs()
    expect(job!.locked_by).toBe('worker-that-starts')
    await worker.stop()
    await pool.end()
  })

  test('R17: a worker that stops gives every connection back, so its program can end', async () => {
    const pool = openPool({ url: town.url, connections: 10 })
    const worker = await startWorker(pool, { sendMail: async () => {} }, [], silent)
    await sleep(200)
    const held = await town.pool.query(
      `select count(distinct pid) as pids, count(*) as locks from pg_locks where locktype = 'advisory' and classid = 7211002 and database = (select oid from pg_database where datname = current_database())`,
    )
    expect(held.rows).toEqual([{ pids: 1, locks: 1 }])
    await worker.stop()
    await Promise.race([pool.end(), sleep(3000).then(() => expect.fail('connections were not given back'))])
  })
})

describe('D6, I8: queued with its cause', () => {
  test('D6: a job of a transaction that was rolled back never existed', async () => {
    await inTransaction(town.db, async (tx) => {
      await enqueue({ db: tx }, 'sendMail', { mailId: 'never' })
      throw new Error('undone')
    }).catch(() => {})
    expect(await jobs()).toEqual([])
  })

  test('I8: a task that fails is tried again, twelve times in all', async () => {
    const pool = openPool({ url: town.url, connections: 10 })
    const tries: boolean[] = []
    const sendMail = async (_: unknown, isLastTry: boolean) => {
      tries.push(isLastTry)
      throw new Error('not today')
    }
    const worker = await startWorker(pool, { sendMail }, [], silent)
    await inTransaction(town.db, (tx) => enqueue({ db: tx }, 'sendMail', { mailId: 'x' }))
    for (let round = 1; round <= 12; round++) {
      await until(
        () => tries.length,
        (count) => count === round,
        10,
      )
      await until(jobs, ([job]) => job!.locked_by === null, 5)
      await town.pool.query(`update graphile_worker._private_jobs set run_at = now()`)
      await town.pool.query(`select pg_notify('jobs:insert', '{"r":"0","count":1}')`)
    }
    await sleep(300)
    expect(tries).toEqual([...Array(11).fill(false), true])
    await worker.stop()
    await pool.end()
  })
})

describe('by the clock', () => {
  const remind = () => inTransaction(town.db, (tx) => remindExpiring({ db: tx }))
  const expiring = (days: string) =>
    town.pool.query(
      `update delegations set expires_at = now() + $1::interval where id = (select id from delegations where accepted_at is null and ended_at is null order by id limit 1) returning id`,
      [days],
    )

  test('SPEC 10: each invitation that is about to expire is reminded of once, also by ten workers at once', async () => {
    await town.pool.query(
      `update delegations set expires_at = now() + interval '10 days' where accepted_at is null and ended_at is null`,
    )
    expect(await remind()).toBe(0)
    await expiring('2 days')
    const found = await Promise.all(Array.from({ length: 10 }, remind))
    expect(found.toSorted()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    expect(await remind()).toBe(0)
    const { rows } = await town.pool.query(
      `select (select count(*) from mails where kind = 'delegation.expiring') as mails, (select count(*) from notifications where kind = 'delegation.expiring') as news, (select count(*) from audit_events where kind = 'delegation.expiring') as events`,
    )
    expect(rows).toEqual([{ mails: 1, news: 1, events: 1 }])
  })

  test('SPEC 10: what has expired, was answered or has ended is not reminded of', async () => {
    await town.pool.query(`update delegations set expires_at = now() + interval '2 days', reminded_at = null
                           where accepted_at is null and ended_at is null`)
    const { rows } = await town.pool.query(
      'select id from delegations where accepted_at is null and ended_at is null order by id',
    )
    expect(rows.length).toBeGreaterThanOrEqual(3)
    const changes = [
      `expires_at = now() - interval '1 minute'`,
      `ended_at = now(), ended_as = 'cancelled', token_hash = null`,
      'accepted_at = now(), token_hash = null',
    ]
    for (const [index, { id }] of rows.entries())
      await town.pool.query(`update delegations set ${changes[index % 3]} where id = $1`, [id])
    expect(await remind()).toBe(0)
  })

  test('ABUSE 9: sweeping clears what has run out and nothing else', async () => {
    const visitor = await serverOf(town.db, { rateLimit: true }).browserOf('nobody')
    const bea = await serverOf(town.db).browserOf('bea')
    await visitor({
      method: 'POST',
      url: '/api/auth/email-otp/send-verification-otp',
      body: { email: people.bea.email },
    })
    await bea({
      method: 'POST',
      url: meridian,
      body: { email: 'a@sweep.example' },
      headers: { 'idempotency-key': 'once' },
    })
    expect(await newestSecret(people.bea.email, town.db)).toMatch(/^\d{6}$/)
    const count = async () =>
      (
        await town.pool.query(
          'select (select count(*) from rate_limits) as limits, (select count(*) from idempotency_keys) as keys, (select count(*) from verifications) as codes, (select count(*) from sessions) as sessions',
        )
      ).rows[0]
    const before = await count()
    expect(Object.values(before).every((n) => Number(n) > 0)).toBe(true)
    await sweep(town.db)
    expect(await count()).toEqual(before)
    await sql`update rate_limits set expires_at = now() - interval '1 second'`.execute(town.db)
    await sql`update idempotency_keys set created_at = now() - interval '25 hours'`.execute(town.db)
    await sql`update verifications set expires_at = now() - interval '1 second'`.execute(town.db)
    await sql`update sessions set expires_at = now() - interval '1 second'`.execute(town.db)
    await sweep(town.db)
    expect(await count()).toEqual({ limits: 0, keys: 0, codes: 0, sessions: 0 })
  })
})
