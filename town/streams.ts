import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, vi } from 'vitest'
import { startProgram } from '../server/program.ts'
import { newToken, openSecrets } from '../server/secrets/secrets.ts'
import { STREAM_PATH } from '../shared/stream.ts'

const AUTH_SECRET = 'a secret of the programs that stream'

/** The web half of the program, on a port of this machine, with a listening connection of its own. */
export async function openProcess(databaseUrl: string) {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  const port = await freePort()
  const program = await startProgram({
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
  return { port, stop: program.stop }
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
