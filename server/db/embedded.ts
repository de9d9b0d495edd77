import { setTimeout as sleep } from 'node:timers/promises'
import { createCluster, urlOf } from './embedded/cluster.ts'
import { type Home, type Log, prepareHome } from './embedded/home.ts'
import { retireOrphan } from './embedded/orphan.ts'
import { keepOwnership, type Ownership, takeOwnership } from './embedded/ownership.ts'
import { launchServer, type Server, stopServer } from './embedded/server.ts'

/*
 * PostgreSQL's own programs, brought by npm and run beside us. On disk, below the data directory:
 *
 *   postgres/database                the files of PostgreSQL
 *   postgres/password                the superuser's password
 *   postgres-binaries-<version>      a copy of the programs, only where the server's account cannot reach the project
 *
 * Whoever holds an advisory lock in the maintenance database owns the server: a second program is refused, and a server
 * without an owner was left behind by a killed program. PostgreSQL itself sees to it that a folder never has two servers.
 *
 * To read on, in this order: home (with account, binaries, make-whole), cluster, server (with lock-file), ownership, orphan.
 */

export { defaultDataDirectory } from './embedded/home.ts'

export type EmbeddedPostgres = { url: string; stop(): Promise<void> }

type Settings = {
  /** `false` only for throwaway test databases: commits no longer wait for the disk, so a power cut may eat the whole folder. */
  durable?: boolean
}

const databaseName = 'human_cloud'
const secondsToStart = 60

/** Starts, or recovers, the database of this data directory and holds it for this program until `stop`. */
export async function startEmbeddedPostgres(
  dataDirectory: string,
  log: Log,
  { durable = true }: Settings = {},
): Promise<EmbeddedPostgres> {
  const home = await prepareHome(dataDirectory, durable)
  await createCluster(home, log)
  const { server, ownership } = await startOwned(home, log)
  keepOwnership(ownership, home, server, log)
  return { url: urlOf(home, server.port, databaseName), stop: () => stopServer(home, server) }
}

async function startOwned(home: Home, log: Log): Promise<{ server: Server; ownership: Ownership }> {
  const deadline = Date.now() + secondsToStart * 1000
  for (;;) {
    await retireOrphan(home, log)
    const server = await launchServer(home, log)
    const ownership = server.over ? undefined : await own(home, server)
    if (ownership) return { server, ownership }
    // Also gives its last words time to arrive.
    await sleep(200)
    if (!mayPass(server) || Date.now() > deadline) {
      throw new Error(`The embedded database does not start. Its last words:\n${server.lastLines.join('\n')}`)
    }
  }
}

/** Makes the new server ours, or stops it again: another program may have found it before us. */
async function own(home: Home, server: Server): Promise<Ownership | undefined> {
  try {
    const ownership = await takeOwnership(home, server.port)
    if (ownership) await createDatabase(ownership)
    else await stopServer(home, server)
    return ownership
  } catch (error) {
    await stopServer(home, server)
    throw error
  }
}

async function createDatabase(connection: Ownership) {
  const { rowCount } = await connection.query('select from pg_database where datname = $1', [databaseName])
  if (rowCount === 0) await connection.query(`create database ${databaseName}`)
}

/** Reasons that go away: the port was just taken, another program is starting or stopping, old processes are still ending. */
const mayPass = (server: Server) =>
  server.stopping || /already exists|still in use|Address already in use/i.test(server.lastLines.join('\n'))
