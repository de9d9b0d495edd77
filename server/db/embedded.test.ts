import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { defaultDataDirectory, type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'

const asRoot = process.getuid?.() === 0
const base = join(tmpdir(), `human-cloud-embedded-${process.pid}`)
const shared = join(base, 'shared')
const silent = () => undefined

const patiently = { timeout: 25_000, interval: 5 }
vi.setConfig({ testTimeout: 30_000 })

const cleanUps: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

test('the first start makes a durable database with Unicode rules that are the same everywhere', async () => {
  const { url } = await start(shared)
  expect(url).toMatch(/^postgres:\/\/postgres:[\w-]{43}@127\.0\.0\.1:\d+\/human_cloud$/)
  expect(
    await query(
      url,
      `select lower('ŽLUŤ') as lower, array(select unnest(array['b', 'É', 'a', 'B']) order by 1) as sorted`,
    ),
  ).toEqual([{ lower: 'žluť', sorted: ['B', 'a', 'b', 'É'] }])
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) expect(await show(url, setting)).toBe('on')
  expect(await show(url, 'listen_addresses')).toBe('127.0.0.1')
  expect(await show(url, 'max_connections')).toBe('200')
})

test('the password stays between PostgreSQL and us, and is asked for', async () => {
  const { url } = await start(shared)
  expect(statSync(join(shared, 'postgres', 'password')).mode & 0o777).toBe(0o600)
  await expect(query(url.replace(/postgres:[\w-]+@/, 'postgres:wrong@'), 'select 1')).rejects.toThrow(
    'password authentication failed',
  )
})

test('what was written is there after a restart', async () => {
  const first = await start(shared)
  await query(first.url, `create table kept (word text)`)
  await query(first.url, `insert into kept values ('survives')`)
  await first.stop()
  expect(await query((await start(shared)).url, 'select word from kept')).toEqual([{ word: 'survives' }])
})

test('a second program is refused in words, and the first does not notice', async () => {
  const { url } = await start(shared)
  await expect(startEmbeddedPostgres(shared, silent)).rejects.toThrow(
    `Human Cloud is already running on ${shared} (process ${process.pid})`,
  )
  expect(await programElsewhere(shared).outcome).toContain('already running')
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('ownership survives the loss of its connection', async () => {
  const { url } = await start(shared)
  const [{ pid }] = await query(url, holder)
  await query(url, `select pg_terminate_backend(${pid})`)
  await expect.poll(async () => (await query(url, holder))[0]?.pid ?? pid, patiently).not.toBe(pid)
  await expect(startEmbeddedPostgres(shared, silent)).rejects.toThrow('already running')
})

test('a server that outlived its killed program is retired, and nothing is lost', async () => {
  const victim = programElsewhere(shared)
  await query(await victim.outcome, `insert into kept values ('written before the kill')`)
  const orphan = serverProcess(shared)
  await killHard(victim.child)
  expect(isServing(orphan)).toBe(true)

  const lines: string[] = []
  const { url } = await start(shared, (line) => lines.push(line))
  expect(lines).toEqual(['A database server of an earlier run is still there: restarting it.'])
  expect(isServing(orphan)).toBe(false)
  expect(await words(url)).toContain('written before the kill')
})

test('a server that dies by itself is reported, and the next start recovers', async () => {
  const lines: string[] = []
  const { url } = await start(shared, (line) => lines.push(line))
  await query(url, `insert into kept values ('written before the crash')`)
  process.kill(serverProcess(shared), 'SIGKILL')
  await expect.poll(() => lines[0], patiently).toContain('stopped by itself (SIGKILL)')

  expect(await words((await start(shared)).url)).toContain('written before the crash')
})

test('a lock file whose number now belongs to another process stops nobody', async () => {
  await crash(shared)
  const stranger = spawn('sleep', ['60'], ownerOf(join(shared, 'postgres')))
  cleanUps.push(() => stranger.kill())
  rewriteLockFile(shared, ([, ...others]) => [String(stranger.pid), ...others])

  expect(await words((await start(shared)).url)).toContain('survives')
  expect(commandOf(stranger.pid!)).toContain('sleep 60')
})

test.each(['', '\0\0\0'])('a lock file that a power cut left blank (%j) stops nobody', async (content) => {
  await crash(shared)
  rewriteLockFile(shared, () => [content])
  expect(await words((await start(shared)).url)).toContain('survives')
})

test('a server that cannot start says why', async () => {
  const settings = join(shared, 'postgres', 'database', 'postgresql.conf')
  const before = readFileSync(settings, 'utf8')
  writeFileSync(settings, `${before}\nno_such_setting = 1\n`)
  await expect(startEmbeddedPostgres(shared, silent)).rejects.toThrow(/does not start.*no_such_setting/s)
  writeFileSync(settings, before)
})

test('a database without its password is not replaced by an empty one', async () => {
  const place = join(shared, 'postgres', 'password')
  const password = readFileSync(place)
  rmSync(place)
  await expect(startEmbeddedPostgres(shared, silent)).rejects.toThrow('does not hold a complete database')
  writeFileSync(place, password, { mode: 0o600 })
})

test('a creation that was killed half-way starts over', async () => {
  const directory = join(base, 'half')
  const victim = programElsewhere(directory)
  const drafts = () => (existsSync(directory) ? readdirSync(directory).filter((name) => name.includes('.new-')) : [])
  await expect
    .poll(() => drafts().some((name) => existsSync(join(directory, name, 'database', 'base'))), patiently)
    .toBe(true)
  await killHard(victim.child)
  expect(existsSync(join(directory, 'postgres'))).toBe(false)

  const { url } = await start(directory)
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(drafts()).toEqual([])
})

test('of two programs that start at once one wins and one is refused', async () => {
  const rivals = [programElsewhere(join(base, 'rivals')), programElsewhere(join(base, 'rivals'))]
  const outcomes = await Promise.all(rivals.map(({ outcome }) => outcome))
  expect(outcomes.filter((outcome) => outcome.includes('already running'))).toHaveLength(1)
  const winner = outcomes.find((outcome) => outcome.startsWith('postgres://'))!
  expect(await query(winner, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a program that simply ends takes its server along', async () => {
  const program = programElsewhere(shared)
  await program.outcome
  const server = serverProcess(shared)
  program.child.stdin!.end('leave')
  await expect.poll(() => isServing(server), patiently).toBe(false)
})

test('a throwaway database trades durability for speed', async () => {
  const { url, stop } = await startEmbeddedPostgres(join(base, 'throwaway'), silent, { durable: false })
  cleanUps.push(stop)
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes'])
    expect(await show(url, setting)).toBe('off')
})

test.runIf(asRoot)('root is told when the account of the database cannot enter the folder', async () => {
  const hidden = join(base, 'hidden')
  mkdirSync(hidden, { mode: 0o700 })
  await expect(startEmbeddedPostgres(join(hidden, 'data'), silent)).rejects.toThrow(
    /cannot enter .*hidden\/data.*Set DATA_DIR/,
  )
})

test('the default folder is the project’s own wherever it can be', () => {
  expect(defaultDataDirectory()).toMatch(asRoot ? /(\/data|^\/var\/lib\/human-cloud\/[0-9a-f]{12})$/ : /\/data$/)
})

async function start(directory: string, log: (line: string) => void = silent): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres(directory, log)
  cleanUps.push(database.stop)
  return database
}

/** Another program with its own database: prints its address or why it was refused, then waits to be killed or told to leave. */
function programElsewhere(directory: string): { child: ChildProcess; outcome: Promise<string> } {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)})
    const outcome = await startEmbeddedPostgres(${JSON.stringify(directory)}, () => undefined).then(({ url }) => url, ({ message }) => message)
    console.log(outcome.split('\\n')[0])
    if (!outcome.startsWith('postgres://')) process.exit()
    process.stdin.once('data', () => process.exit())`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  cleanUps.push(() => leave(child))
  const outcome = once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line))
  return { child, outcome }
}

async function leave(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  if (child.stdin!.writable) child.stdin!.end('leave')
  await once(child, 'exit')
}

async function killHard(child: ChildProcess) {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** Leaves the folder as a power cut would: no server, a lock file that names a dead process. */
async function crash(directory: string) {
  let over = false
  await start(directory, () => {
    over = true
  })
  process.kill(serverProcess(directory), 'SIGKILL')
  await expect.poll(() => over, patiently).toBe(true)
}

const lockFile = (directory: string) => join(directory, 'postgres', 'database', 'postmaster.pid')
const lockLines = (directory: string) => readFileSync(lockFile(directory), 'utf8').split('\n')
const serverProcess = (directory: string) => Number(lockLines(directory)[0])

function rewriteLockFile(directory: string, change: (lines: string[]) => string[]) {
  writeFileSync(lockFile(directory), change(lockLines(directory)).join('\n'))
}

function ownerOf(path: string) {
  const { uid, gid } = statSync(path)
  return asRoot ? { uid, gid } : {}
}

/** A dead process keeps its number, but loses its arguments, until somebody asks how it ended: in a container perhaps nobody does. */
const isServing = (pid: number) => commandOf(pid).includes('postgres -D')
const commandOf = (pid: number) => spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout

async function query(url: string, text: string) {
  const client = new pg.Client(url)
  client.on('error', silent)
  try {
    await client.connect()
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const show = async (url: string, setting: string) => Object.values((await query(url, `show ${setting}`))[0])[0]
const holder = `select pid from pg_locks where locktype = 'advisory'`
const words = async (url: string) => (await query(url, 'select word from kept')).map(({ word }) => word)
