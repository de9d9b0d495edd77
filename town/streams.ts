import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, vi } from 'vitest'
import { startProgram } from '../server/program.ts'
import { newToken, openSecrets } from '../server/secrets/secrets.ts'
import { STREAM_PATH } from '../shared/stream.ts'
import { organizations, people } from './people.ts'

const AUTH_SECRET = 'a secret of the programs that stream'

/** The web half of the program, on a port of this machine, with a listening connection of its own. */
export async function openProcess(databaseUrl: string) {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  const port = await freePort()
  const program = await startProgram(environment(port, databaseUrl))
  return { port, stop: program.stop }
}

/** The same as a process of the machine, so that its memory is its own. */
export async function spawnProcess(databaseUrl: string) {
  const port = await freePort()
  const program = spawn(process.execPath, [join(import.meta.dirname, '../server/main.ts')], {
    env: { ...process.env, NODE_ENV: '', ...environment(port, databaseUrl) },
    stdio: 'ignore',
  })
  await until(
    () =>
      fetch(`http://localhost:${port}/readyz`)
        .then(({ ok }) => ok)
        .catch(() => false),
    20_000,
  )
  return {
    port,
    async stop() {
      const ended = once(program, 'exit')
      program.kill('SIGTERM')
      await ended
    },
  }
}

const environment = (port: number, databaseUrl: string) => ({
  PORT: String(port),
  HOST: '127.0.0.1',
  PUBLIC_URL: 'http://localhost',
  DATABASE_URL: databaseUrl,
  SMTP_URL: 'smtp://localhost:9',
  AUTH_SECRET,
  ROLE: 'web',
  RATE_LIMIT: 'off',
  LOG_LEVEL: 'silent',
})

/** A number from the program's own metrics. */
export async function metric(port: number, name: string): Promise<number> {
  const metrics = await (await fetch(`http://localhost:${port}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1])
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

const secrets = openSecrets(AUTH_SECRET)

type Rows = { query(text: string, values: unknown[]): Promise<{ rows: unknown[] }> }

/** A new session of each of these people, as the cookie of a browser. */
export async function cookiesOf(pool: Rows, userIds: string[]): Promise<string[]> {
  const tokens = userIds.map(() => newToken())
  await pool.query(
    `insert into sessions (user_id, token, expires_at) select *, now() + interval '1 hour' from unnest($1::uuid[], $2::text[])`,
    [userIds, tokens],
  )
  return tokens.map((token) => `hc_session=${secrets.sign(token)}`)
}

/** New partners of Meridian who see everything that is published, each with the cookie of a browser. */
export async function partnersOf(pool: Rows, count: number) {
  const { rows } = await pool.query(
    `with person as (
       insert into users (email, name, email_verified) select new_id() || '@streams.example', 'Partner', true from generate_series(1, $1::int) returning id),
     given as (select id as user_id, new_id() as delegation_id, new_id() as mail_id from person),
     mailed as (
       insert into mails (id, user_id, address, org_id, delegation_id, kind, facts, state)
       select mail_id, user_id, 'somebody@streams.example', $2, delegation_id, 'delegation.invited', '{}', 'sent' from given),
     made as (
       insert into delegations (org_id, id, partner_id, permissions, data_visibility, identity_mode, invited_by, expires_at, mail_id, accepted_at)
       select $2, delegation_id, user_id, '{shortlists}', 'full', 'as_buyer', $3, now() + interval '9 days', mail_id, now() from given)
     select user_id as "userId", delegation_id as "delegationId" from given`,
    [count, organizations.meridian.id, people.bea.id],
  )
  const made = rows as { userId: string; delegationId: string }[]
  const cookies = await cookiesOf(
    pool,
    made.map(({ userId }) => userId),
  )
  return made.map(({ delegationId }, at) => ({ delegationId, cookie: cookies[at]! }))
}

export type Heard = { event: string; what: string; id: string | undefined; at: number }
export type Page = {
  status: number
  headers: IncomingMessage['headers']
  /** Everything that arrived, whole. */
  text: string
  heard: Heard[]
  closedAt: number | null
  leave(): void
}

/** Opens a stream as a browser does, and keeps what it hears. A refusal is read to its end. */
export async function openPage(port: number, cookie: string | null, org: string | null): Promise<Page> {
  const path = org === null ? STREAM_PATH : `${STREAM_PATH}?org=${org}`
  const headers = { host: 'localhost', ...(cookie && { cookie }) }
  const asking = request({ port, path, headers, agent: false }).end()
  const answer = await answerTo(asking)
  const page: Page = {
    status: answer.statusCode!,
    headers: answer.headers,
    text: '',
    heard: [],
    closedAt: null,
    leave: () => asking.destroy(),
  }
  let unread = ''
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    page.text += chunk
    const blocks = (unread + chunk).split('\n\n')
    unread = blocks.pop()!
    page.heard.push(...blocks.flatMap(heardIn))
  })
  for (const sign of ['close', 'error']) answer.on(sign, () => (page.closedAt ??= performance.now()))
  if (page.status !== 200) await until(() => page.closedAt !== null)
  return page
}

const answerTo = (asking: ClientRequest) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    asking.once('response', resolve)
    asking.once('error', reject)
  })

function heardIn(block: string): Heard[] {
  const event = /^event: (.*)$/m.exec(block)?.[1]
  if (!event) return []
  const { what = '', id } = JSON.parse(/^data: (.*)$/m.exec(block)![1]!)
  return [{ event, what, id, at: performance.now() }]
}

export const wordsOf = ({ heard }: Page) =>
  heard.map(({ event, what, id }) => [event, what, id].filter(Boolean).join(' '))

/** Changes something through the program's own door. */
export async function change(port: number, cookie: string, method: string, path: string, body: object = {}) {
  const sent = JSON.stringify(body)
  const headers = {
    host: 'localhost',
    origin: 'http://localhost',
    cookie,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(sent),
  }
  const whole = path.startsWith('/') ? path : `/api/v1/${path}`
  const asking = request({ port, method, path: whole, headers, agent: false }).end(sent)
  const answer = await answerTo(asking)
  const text = (await answer.setEncoding('utf8').toArray()).join('')
  expect(answer.statusCode, text).toBeLessThan(300)
  return { text, at: performance.now() }
}

export async function until(isSo: () => boolean | Promise<boolean>, withinMs = 5000): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > end) expect.fail(`Waited ${withinMs} ms in vain`)
    await sleep(5)
  }
}
