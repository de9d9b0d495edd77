import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inTransaction, openDb, openPool } from '../server/db/db.ts'
import { gatherMails } from '../server/notifications/gather.ts'

export type Mail = {
  subject: string
  to: string
  text: string
  html: string
  headers: Record<string, unknown>
  from: string
  /** As it came over the line. */
  source: string
}
export type Product = {
  url: string
  /** The newest mail to an address whose subject contains the words; waits for it. */
  mailTo(address: string, words: string): Promise<Mail>
  /** The clock moves: the deadline of the brief with this title is a second away. */
  letDeadlinePass(title: string): Promise<void>
  /** The clock moves: mails that wait for each other have waited long enough. */
  letWaitingMailsGo(): Promise<void>
  /** How many mails to an address have arrived by now whose subject contains the words. */
  countMails(address: string, words: string): Promise<number>
  stop(): Promise<void>
}

/**
 * Starts the whole product as `npm start` does, in an empty data folder, and stops it with SIGTERM. With a DATABASE_URL
 * it brings no database of its own.
 */
export async function startProduct(environment: Record<string, string> = {}): Promise<Product> {
  const folder = join(tmpdir(), `human-cloud-journey-${randomUUID()}`)
  const port = await freePort()
  const program = spawn(process.execPath, [join(import.meta.dirname, '../server/main.ts')], {
    env: { ...process.env, NODE_ENV: '', PORT: String(port), DATA_DIR: folder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const welcome = await readWelcome(program)
  const databaseUrl = environment.DATABASE_URL ?? (await databaseOf(folder))
  const mailbox = /Mailbox\s+(\S+)/.exec(welcome)![1]!
  return {
    url: `http://localhost:${port}`,
    mailTo: (address, words) => waitForMail(mailbox, address, words),
    countMails: async (address, words) =>
      (await allMails(mailbox)).filter((mail) => mail.to === address && mail.subject.includes(words)).length,
    letDeadlinePass: (title) =>
      inDatabase(databaseUrl, async (client) => {
        const { rowCount } = await client.query(
          "update briefs set deadline = now() + interval '1 second' where title = $1",
          [title],
        )
        if (rowCount !== 1) throw new Error(`${rowCount} briefs are called ${title}`)
      }),
    async letWaitingMailsGo() {
      await inDatabase(databaseUrl, async (client) => {
        await client.query("update mails set waits_until = now() where state = 'queued' and waits_until is not null")
      })
      await gatherIn(databaseUrl)
    },
    async stop() {
      const ended = new Promise((resolve) => program.once('exit', resolve))
      program.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The embedded database of a running product: its port is the fourth line of PostgreSQL's own file. */
async function databaseOf(folder: string): Promise<string> {
  const read = (path: string) => readFile(join(folder, 'postgres', path), 'utf8')
  const [password, state] = await Promise.all([read('password'), read('database/postmaster.pid')])
  return `postgres://postgres:${encodeURIComponent(password.trim())}@127.0.0.1:${state.split('\n')[3]}/human_cloud`
}

async function inDatabase(url: string, work: (client: pg.Client) => Promise<void>) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await work(client).finally(() => client.end())
}

/** What the product does once a minute, at once. */
async function gatherIn(url: string) {
  const pool = openPool({ url, connections: 1 })
  await inTransaction(openDb(pool), (tx) => gatherMails({ db: tx })).finally(() => pool.end())
}

/** Everything printed until the welcome is complete; what was printed instead, where it does not come. */
function readWelcome(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const read = (chunk: Buffer) => {
      printed += chunk
      if (/Mailbox(.*\n)+\n/.test(printed)) resolve(printed)
    }
    program.stdout!.on('data', read)
    program.stderr!.on('data', read)
    program.once('exit', () => reject(new Error(`The program ended before it was ready:\n${printed}`)))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

const SECONDS_TO_ARRIVE = 20

async function waitForMail(mailbox: string, address: string, words: string): Promise<Mail> {
  for (
    const until = Date.now() + SECONDS_TO_ARRIVE * 1000;
    Date.now() < until;
    await new Promise((resolve) => setTimeout(resolve, 150))
  ) {
    const mails = await allMails(mailbox)
    const found = mails.filter((mail) => mail.to === address && mail.subject.includes(words)).at(-1)
    if (found) return { ...found, source: await sourceOf(mailbox, found.id) }
  }
  throw new Error(`No mail to ${address} about "${words}" within ${SECONDS_TO_ARRIVE} s`)
}

const sourceOf = async (mailbox: string, id: string) => (await fetch(`${mailbox}/api/email/${id}/source`)).text()

type MaildevMail = {
  id: string
  subject: string
  to: { address: string }[]
  from: { address: string; name: string }[]
  text: string
  html: string
  headers: Record<string, unknown>
  time: string
}

async function allMails(mailbox: string): Promise<(Omit<Mail, 'source'> & { id: string })[]> {
  const response = await fetch(`${mailbox}/api/email`, { headers: { accept: 'application/json' } })
  const mails = (await response.json()) as MaildevMail[]
  return mails
    .sort((one, other) => Date.parse(one.time) - Date.parse(other.time))
    .map(({ id, subject, to, from, text, html, headers }) => ({
      id,
      subject,
      to: to[0]!.address,
      from: `${from[0]!.name} <${from[0]!.address}>`,
      text,
      html,
      headers,
    }))
}
