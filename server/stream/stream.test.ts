import { type AddressInfo, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { change, cookiesOf, metric, openPage, openProcess, until, wordsOf } from '../../town/streams.ts'
import {
  delegations,
  freshTown,
  openSessionFor,
  organizations,
  type Person,
  people,
  serverOf,
  settings,
  shortlists,
} from '../../town/town.ts'
import { createHub } from './hub.ts'

const meridian = organizations.meridian.slug
const revoke = `organizations/${meridian}/delegations/${delegations.max}/revoke`

let town: Awaited<ReturnType<typeof freshTown>>
let cookies: Record<'bea' | 'edith' | 'pia' | 'max' | 'stan', string>
const closers: (() => unknown)[] = []
beforeEach(async () => {
  town = await freshTown()
  const names = ['bea', 'edith', 'pia', 'max', 'stan'] as const
  const made = await cookiesOf(
    town.pool,
    names.map((name) => people[name].id),
  )
  cookies = Object.fromEntries(names.map((name, at) => [name, made[at]!])) as typeof cookies
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  await town.drop()
})

async function startOne() {
  const { port, stop } = await openProcess(town.url)
  closers.push(stop)
  return port
}

const rename = (port: number, title = 'Renamed just now') =>
  change(port, cookies.edith, 'PATCH', `workspaces/${meridian}/shortlists/${shortlists.poland}`, { title })

describe('G3: the open stream of who lost access', () => {
  test('G3, R7b: a revoke closes it within a second on every process, nothing comes after, and it does not open again', async () => {
    const [one, other] = [await startOne(), await startOne()]
    const pages = [await openPage(one, cookies.max, meridian), await openPage(other, cookies.max, meridian)]
    const lobby = await openPage(other, cookies.max, null)
    const { at } = await change(one, cookies.bea, 'POST', revoke)
    await until(() => pages.every(({ closedAt }) => closedAt !== null))
    for (const { closedAt } of pages) expect(closedAt! - at).toBeLessThan(1000)
    await rename(one)
    for (const page of pages) expect(wordsOf(page)).toEqual(['access-ended'])
    await until(() => wordsOf(lobby).length > 1)
    expect(wordsOf(lobby)).toEqual(['changed me', 'notification'])
    for (const port of [one, other]) {
      const refused = await openPage(port, cookies.max, meridian)
      expect([refused.status, JSON.parse(refused.text).code]).toEqual([404, 'not_found'])
    }
  })

  test('V3: a partner who may not see it gets not a single byte', async () => {
    const port = await startOne()
    const max = await openPage(port, cookies.max, meridian)
    const pia = await openPage(port, cookies.pia, meridian)
    const before = max.text
    await rename(port)
    await until(() => pia.heard.length > 0)
    await change(port, cookies.edith, 'DELETE', `workspaces/${meridian}/shortlists/${shortlists.poland}`)
    await until(() => pia.heard.length > 1)
    await sleep(100)
    expect(max.text).toBe(before)
  })

  test('ABUSE 2: signing out closes the pages of that session, on every process, and tells why', async () => {
    const [one, other] = [await startOne(), await startOne()]
    const page = await openPage(other, cookies.pia, meridian)
    const stays = await openPage(other, cookies.max, meridian)
    await change(one, cookies.pia, 'POST', '/api/auth/sign-out')
    await until(() => page.closedAt !== null)
    expect(wordsOf(page)).toEqual(['signed-out'])
    expect([stays.closedAt, stays.heard]).toEqual([null, []])
    expect((await openPage(one, cookies.pia, meridian)).status).toBe(401)
  })
})

describe('PostgreSQL tells, and is not relied on', () => {
  const words = async (work: (client: pg.Client) => Promise<unknown>) => {
    const ear = new pg.Client({ connectionString: town.url })
    const mouth = new pg.Client({ connectionString: town.url })
    for (const client of [ear, mouth]) closers.push(() => client.end())
    const heard: string[] = []
    ear.on('notification', ({ payload }) => heard.push(payload!))
    await ear.connect()
    await mouth.connect()
    await ear.query('listen human_cloud')
    await work(mouth)
    await ear.query('select 1')
    return heard
  }
  const event = `insert into audit_events (org_id, kind, actor_as) values ('${organizations.meridian.id}', 'member.removed', 'system')`
  const notification = `insert into notifications (user_id, org_id, kind, facts) values ('${people.bea.id}', '${organizations.meridian.id}', 'x', '{}')`

  test('one word a transaction, however many rows and tables it writes', async () => {
    const heard = await words(async (client) => {
      await client.query('begin')
      for (let row = 0; row < 5; row++)
        await client.query(`${event}, ('${organizations.meridian.id}', 'x.y', 'system')`)
      await client.query('savepoint halfway')
      await client.query(notification)
      await client.query(`delete from sessions where user_id = '${people.max.id}'`)
      await client.query('commit')
    })
    expect(heard).toHaveLength(1)
  })

  test('a notification without an event is told too, and what was rolled back is not', async () => {
    expect(await words((client) => client.query(notification))).toHaveLength(1)
    expect(await words((client) => client.query(`begin; ${event}; ${notification}; rollback`))).toEqual([])
  })

  test('the listening connection breaks: another one opens, everybody looks again, and who was revoked meanwhile is out', async () => {
    const port = await startOne()
    const max = await openPage(port, cookies.max, meridian)
    const pia = await openPage(port, cookies.pia, meridian)
    // No event says so: it happened while nobody listened.
    await town.pool.query(`update delegations set ended_at = now(), ended_as = 'revoked' where id = $1`, [
      delegations.max,
    ])
    const owner = new pg.Client({ connectionString: town.url })
    closers.push(() => owner.end())
    await owner.connect()
    const killed = await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'human-cloud-listener' and datname = current_database()`,
    )
    expect(killed.rowCount).toBe(1)
    await until(() => max.closedAt !== null && pia.heard.length > 0, 3000)
    expect(wordsOf(max)).toEqual(['access-ended'])
    expect(wordsOf(pia)).toEqual(['changed everything'])
    await rename(port)
    await until(() => pia.heard.length > 1)
    expect(wordsOf(pia)[1]).toBe(`changed shortlist ${shortlists.poland}`)
  })
})

describe('the door of the stream', () => {
  /** A server whose streams the test can reach. */
  async function inThisProcess() {
    const hub = createHub(town.db)
    const { http } = serverOf(town.db, { hub })
    closers.push(() => http.close())
    await http.listen({ port: 0, host: '127.0.0.1' })
    const cookie = settings.secrets.sign(await openSessionFor(town.db, 'max'))
    return { hub, port: (http.server.address() as AddressInfo).port, cookie }
  }

  test('who is refused reads an ordinary problem document', async () => {
    const { browserOf } = serverOf(town.db)
    const statusOf = async (person: Person | 'nobody', query: string) => {
      const answer = await (await browserOf(person))({ url: `/api/v1/stream${query}` })
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
      return [answer.statusCode, answer.json().code]
    }
    const unknown = await statusOf('max', '?org=nobody-knows-it')
    expect(unknown).toEqual([404, 'not_found'])
    expect(await statusOf('nobody', '')).toEqual([401, 'signed_out'])
    expect(await statusOf('nobody', '?org=x&y=1')).toEqual([401, 'signed_out'])
    expect(await statusOf('stan', `?org=${meridian}`)).toEqual(unknown)
    expect(await statusOf('max', '?org=No%20Slug')).toEqual(unknown)
    expect(await statusOf('omar', `?org=${meridian}`)).toEqual(unknown)
    expect(await statusOf('max', '?orgs=1')).toEqual([400, 'unknown_field'])
    expect(await statusOf('max', `?org=${meridian}&org=${meridian}`)).toEqual(unknown)
  })

  test('what it answers is never kept, collected or guessed at', async () => {
    const port = await startOne()
    const page = await openPage(port, cookies.stan, null)
    const { status, headers } = page
    expect(status).toBe(200)
    await until(() => page.text !== '')
    expect(page.text).toMatch(/^retry: \d+\n\n$/)
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
  })

  test('one person holds at most 20; what is closed is free again, and is seen in the metrics', async () => {
    const port = await startOne()
    const open = () => metric(port, 'http_open_streams')
    const pages = await Promise.all(Array.from({ length: 20 }, () => openPage(port, cookies.max, meridian)))
    const refused = await openPage(port, cookies.max, null)
    expect([refused.status, JSON.parse(refused.text).code]).toEqual([429, 'too_many_requests'])
    expect(refused.headers['retry-after']).toBe('60')
    expect((await openPage(port, cookies.pia, meridian)).status).toBe(200)
    expect(await open()).toBe(21)
    pages[0]!.leave()
    await until(async () => (await open()) === 20)
    expect((await openPage(port, cookies.max, meridian)).status).toBe(200)
  })

  test('ABUSE 42: a sign of life every 25 seconds, an end after 15 minutes, and then the door judges again', async () => {
    const { hub, port, cookie } = await inThisProcess()
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
    closers.push(() => vi.useRealTimers())
    const page = await openPage(port, `hc_session=${cookie}`, null)
    vi.advanceTimersByTime(25_000)
    await until(() => page.text.includes(': still here'))
    vi.advanceTimersByTime(14 * 60_000)
    expect([page.closedAt, hub.streams.size]).toEqual([null, 1])
    vi.advanceTimersByTime(60_000)
    await until(() => page.closedAt !== null && hub.streams.size === 0)
    expect(wordsOf(page)).toEqual([])
  })

  test('who does not read is cut off before they fill the memory', async () => {
    const { hub, port, cookie } = await inThisProcess()
    const socket = connect(port, '127.0.0.1')
    closers.push(() => socket.destroy())
    socket.on('error', () => {})
    socket.write(`GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\nCookie: hc_session=${cookie}\r\n\r\n`)
    socket.pause()
    await until(() => hub.streams.size === 1)
    const [stream] = hub.streams
    let sent = 0
    while (hub.streams.size > 0 && sent++ < 20_000) {
      stream!.send('changed', { what: 'x'.repeat(1000) })
      if (sent % 100 === 0) await sleep(1)
    }
    expect(hub.streams.size).toBe(0)
  })

  test('SPEC 13: a program that stops ends its streams at once', async () => {
    const { port, stop } = await openProcess(town.url)
    const page = await openPage(port, cookies.max, meridian)
    const began = performance.now()
    await stop()
    expect(page.closedAt).not.toBeNull()
    expect(performance.now() - began).toBeLessThan(2000)
  })
})
