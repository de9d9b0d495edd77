import pg from 'pg'
import { loadActor } from '../server/authz/actor.ts'
import { openDb, openPool } from '../server/db/db.ts'
import { listDelegations } from '../server/delegations/delegations.ts'
import { openSecrets } from '../server/secrets/secrets.ts'
import { measure } from './measure.ts'
import { answerWith } from './processes.ts'

/*
 * The floor under the list: the statements that the door runs, and nothing else. They are not copied here: the door's own
 * operation runs once over a pool that listens, so this can never measure statements of yesterday.
 */

export type Driving = { url: string; sessionToken: string; slug: string; connections: number; seconds: number }
type Statement = { name: string; text: string; values: unknown[] }

async function statementsOfList({ url, sessionToken, slug }: Driving): Promise<Statement[]> {
  const pool = openPool({ url })
  const statements: Statement[] = []
  const db = openDb(
    listeningTo(pool, (text, values) => statements.push({ name: `${statements.length}`, text, values })),
  )
  const actor = (await loadActor(db, sessionToken, slug))!
  const settings = {
    publicUrl: 'http://localhost',
    inviteExpiryDays: 14,
    secrets: openSecrets('only for this benchmark, not secret'),
  }
  await listDelegations({ db, actor, settings } as never, { org: slug, limit: 20 })
  await pool.end()
  return statements
}

function listeningTo(pool: pg.Pool, heard: (text: string, values: unknown[]) => void): pg.Pool {
  const connect = async () => {
    const client = await pool.connect()
    const query = (text: string, values: unknown[]) => {
      heard(text, values)
      return client.query(text, values)
    }
    return { query, release: () => client.release() }
  }
  return { connect, options: pool.options, end: async () => {} } as unknown as pg.Pool
}

let statements: Statement[] | undefined
/** Kept from round to round, as a server keeps its own. */
const clients: pg.Client[] = []

answerWith(async (driving: Driving) => {
  statements ??= await statementsOfList(driving)
  const run = statements
  while (clients.length < driving.connections) clients.push(await openClient(driving.url))
  return measure(driving.connections, driving.seconds, async (lane) => {
    let rows: unknown[] = []
    for (const statement of run) rows = (await clients[lane]!.query(statement)).rows
    return { good: rows.length > 0, body: `${run.length} statements` }
  })
})

async function openClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}
