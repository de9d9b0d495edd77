import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type Mailbox, startMailbox } from './mailbox.ts'

const directory = mkdtempSync(join(tmpdir(), 'human-cloud-mailbox-'))
const lines: string[] = []
let mailbox: Mailbox
let ports: { smtpPort: number; webPort: number }

beforeAll(async () => {
  ports = { smtpPort: await somePort(), webPort: await somePort() }
  mailbox = await start()
})
afterEach(() => void lines.splice(0))
afterAll(async () => {
  await mailbox.stop()
  rmSync(directory, { recursive: true, force: true })
})

test('a mail that was sent is shown on the web page, and stays after a restart', async () => {
  await send('Your code is 123456')
  expect(await subjects()).toEqual(['Your code is 123456'])

  await mailbox.stop()
  mailbox = await start()
  expect(await subjects()).toEqual(['Your code is 123456'])
  expect(await (await fetch(mailbox.webUrl, { headers: { accept: 'text/html' } })).text()).toContain(
    '<title>MailDev</title>',
  )
})

test('it listens on this machine only', () => {
  expect(mailbox.smtpUrl).toBe(`smtp://127.0.0.1:${ports.smtpPort}`)
  expect(mailbox.webUrl).toBe(`http://127.0.0.1:${ports.webPort}`)
})

test('when its ports are taken it moves on and says so', async () => {
  const second = await startMailbox({ ...ports, directory: join(directory, 'second'), log: (line) => lines.push(line) })
  expect(lines).toEqual([
    expect.stringContaining(`${ports.smtpPort} is taken`),
    expect.stringContaining(`${ports.webPort} is taken`),
  ])
  expect(second.webUrl).not.toBe(mailbox.webUrl)
  await second.stop()
})

test('programs that start in the same moment each get ports of their own', async () => {
  const startNumber = (number: number) =>
    startMailbox({ ...ports, directory: join(directory, `together-${number}`), log: () => {} })
  const together = await Promise.all([1, 2, 3].map(startNumber))
  expect(new Set([mailbox, ...together].flatMap(({ smtpUrl, webUrl }) => [smtpUrl, webUrl])).size).toBe(8)
  for (const one of together) expect((await fetch(`${one.webUrl}/api/email`)).status).toBe(200)
  for (const one of together) await one.stop()
})

test('pages of other sites cannot read it', async () => {
  expect(await statusFor({ origin: 'https://evil.example' })).toBe(403)
  expect(await statusFor({ origin: 'null' })).toBe(403)
  expect(await statusFor({ origin: mailbox.webUrl })).toBe(200)
  expect(await statusFor({})).toBe(200)
})

test('pages of other sites cannot listen in', async () => {
  const handshake = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AQIDBAUGBwgJCgsMDQ4PEA==',
  }
  const path = '/socket.io/?EIO=4&transport=websocket'
  expect(await statusFor({ ...handshake, origin: mailbox.webUrl }, path)).toBe(101)
  expect(await statusFor({ ...handshake, origin: 'https://evil.example' }, path)).toBe('cut')
})

test('a client that keeps its connection does not hold up the end', async () => {
  const own = await startMailbox({ ...ports, directory: join(directory, 'third'), log: () => undefined })
  const transport = createTransport({ url: own.smtpUrl, pool: true } as object)
  await transport.sendMail({ from: 'a@acme.example', to: 'b@acme.example', subject: 'x', text: 'x' })
  const began = Date.now()
  await own.stop()
  transport.close()
  expect(Date.now() - began).toBeLessThan(3000)
})

test('it prints nothing', async () => {
  const spies = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name).mockReturnValue())
  const quiet = await startMailbox({ ...ports, directory: join(directory, 'fourth'), log: () => undefined })
  await quiet.stop()
  expect(spies.flatMap(({ mock }) => mock.calls)).toEqual([])
  vi.restoreAllMocks()
})

const start = () => startMailbox({ ...ports, directory, log: (line) => lines.push(line) })

async function send(subject: string) {
  const transport = createTransport(mailbox.smtpUrl)
  await transport.sendMail({ from: 'no-reply@humancloud.example', to: 'ana@acme.example', subject, text: subject })
}

async function subjects(): Promise<string[]> {
  const answer = await fetch(`${mailbox.webUrl}/api/email/summary`)
  const { items } = (await answer.json()) as { items: { subject: string }[] }
  return items.map(({ subject }) => subject)
}

function statusFor(headers: Record<string, string>, path = '/api/email'): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = request(mailbox.webUrl + path, { headers })
    asked.once('response', (response) => resolve(response.resume().statusCode!))
    asked.once('upgrade', ({ statusCode }, socket) => {
      socket.destroy()
      resolve(statusCode!)
    })
    asked.once('error', () => resolve('cut'))
    asked.end()
  })
}

async function somePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
