import pg from 'pg'
import { loadActor } from '../server/authz/actor.ts'
import { listResponses } from '../server/briefs/responses.ts'
import { openDb, openPool } from '../server/db/db.ts'
import { listDelegations } from '../server/delegations/delegations.ts'
import { openSecrets } from '../server/secrets/secrets.ts'
import { listShortlists } from '../server/shortlists/reading.ts'
import { searchSolutions } from '../server/solutions/solutions.ts'
import { listResponses as responsesDoor } from '../shared/briefs.ts'
import { listDelegations as delegationsDoor } from '../shared/delegations.ts'
import { listShortlists as shortlistsDoor } from '../shared/shortlists.ts'
import { searchSolutions as solutionsDoor } from '../shared/solutions.ts'
import { bareSend, RECIPIENTS } from './briefs.ts'
import { measure } from './measure.ts'
import { answerWith } from './processes.ts'

/*
 * The floor under what we read: the statements that the door runs, and nothing else. They are not copied here: the door's
 * own operation runs once over a pool that listens, so this can never measure statements of yesterday.
 */

export type Driving = { url: string; connections: number; seconds: number } & (
  | { reading: Reading }
  | { sending: string[] }
)
/** Who reads what: one page through one of the doors below. */
export type Reading = {
  door: keyof typeof doors
  sessionToken: string
  slug: string | null
  input: Record<string, unknown>
}
type Statement = { name: string; text: string; values: unknown[] }

const doors = {
  delegations: [delegationsDoor, listDelegations],
  shortlists: [shortlistsDoor, listShortlists],
  responses: [responsesDoor, listResponses],
  solutions: [solutionsDoor, searchSolutions],
} as const

/** Kept from round to round, as a server keeps its own. */
const known = new Map<string, Statement[]>()

async function statementsOf(url: string, { door, sessionToken, slug, input }: Reading): Promise<Statement[]> {
  const pool = openPool({ url })
  const statements: Statement[] = []
  const db = openDb(
    listeningTo(pool, (text, values) => statements.push({ name: `${known.size}-${statements.length}`, text, values })),
  )
  const actor = (await loadActor(db, sessionToken, slug))!
  const settings = {
    publicUrl: 'http://localhost',
    inviteExpiryDays: 14,
    secrets: openSecrets('only for this benchmark, not secret'),
  }
  const [{ input: shape }, operation] = doors[door]
  await operation({ db, actor, settings } as never, shape.parse({ ...input, ...(slug && { org: slug }) }) as never)
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

/** Kept from round to round, as a server keeps its own. */
const clients: pg.Client[] = []

answerWith(async ({ url, connections, seconds, ...what }: Driving) => {
  while (clients.length < connections) clients.push(await openClient(url))
  return 'reading' in what ? read(url, what.reading, connections, seconds) : send(what.sending, connections, seconds)
})

async function read(url: string, reading: Reading, connections: number, seconds: number) {
  const key = JSON.stringify(reading)
  const run = known.get(key) ?? (await statementsOf(url, reading))
  known.set(key, run)
  return measure(connections, seconds, async (lane) => {
    let rows = 0
    for (const statement of run) rows = (await clients[lane]!.query(statement)).rows.length
    return { good: rows > 0, body: `${run.length} statements` }
  })
}

let sent = 0

/** Every draft can be sent once. */
const send = (drafts: string[], connections: number, seconds: number) =>
  measure(connections, seconds, async (lane) => {
    const { rows } = await clients[lane]!.query({ name: 'send', text: bareSend, values: [drafts[sent++]] })
    return { good: rows.length === RECIPIENTS, body: `${rows.length} mails` }
  })

async function openClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}
