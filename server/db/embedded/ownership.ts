import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { urlOf } from './cluster.ts'
import type { Home, Log } from './home.ts'
import type { Server } from './server.ts'

/** A connection that holds the advisory lock: as long as it lives, the server is ours and no other program's. */
export type Ownership = pg.Client

/** Any number will do, as long as every version of this program uses the same one. */
const ownershipLock = 725_918_364

/** `undefined` while the server is starting, stopping or gone; an error if another program owns it. */
export async function takeOwnership(home: Home, port: number): Promise<Ownership | undefined> {
  const connection = await connect(home, port)
  if (!connection) return undefined
  const { rows } = await connection.query('select pg_try_advisory_lock($1) as mine', [ownershipLock])
  if (rows[0].mine) return connection
  const program = await owningProgram(connection)
  await connection.end()
  throw new Error(
    `Human Cloud is already running on ${dirname(home.folder)}${program && ` (process ${program})`}. ` +
      'Stop it first, or give this one its own data folder with DATA_DIR.',
  )
}

/** PostgreSQL cuts every connection when one of its processes crashes; the lock must then be taken again. */
export function keepOwnership(ownership: Ownership, home: Home, server: Server, log: Log) {
  ownership.once('end', () => {
    regainOwnership(home, server, log).catch((error) =>
      log(`The embedded database has lost its owner. ${error.message}`),
    )
  })
}

async function regainOwnership(home: Home, server: Server, log: Log) {
  while (!server.stopping && !server.over) {
    const ownership = await takeOwnership(home, server.port)
    if (ownership) return keepOwnership(ownership, home, server, log)
    await sleep(200)
  }
}

async function connect(home: Home, port: number): Promise<pg.Client | undefined> {
  const connection = new pg.Client({
    connectionString: urlOf(home, port, 'postgres'),
    ssl: false,
    application_name: `human-cloud owner ${process.pid}`,
  })
  connection.on('error', () => undefined)
  try {
    await connection.connect()
    return connection
  } catch (error) {
    if (isPassing(error as NodeJS.ErrnoException)) return undefined
    throw new Error(
      `The embedded database lets nobody in: ${(error as Error).message}. Its files are in ${home.folder}.`,
    )
  }
}

/** The server is starting, stopping or just gone. Anything else (a wrong password, say) stays wrong however long one waits. */
const isPassing = (error: NodeJS.ErrnoException) =>
  ['57P01', '57P03', 'ECONNREFUSED', 'ECONNRESET'].includes(error.code ?? '') || /terminated/.test(String(error))

/** The process id of the program that holds the lock, as it named itself when it connected; empty if it has just left. */
async function owningProgram(connection: pg.Client): Promise<string> {
  const { rows } = await connection.query(
    `select substring(application_name from '^human-cloud owner (\\d+)$') as pid
       from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' and objid = $1 and granted`,
    [ownershipLock],
  )
  return rows[0]?.pid ?? ''
}
