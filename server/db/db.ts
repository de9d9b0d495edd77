import { createHash } from 'node:crypto'
import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from './schema.ts'

export type Db = Kysely<DB>
export type Tx = Transaction<DB>

/** The role that migrations create: everything but changing audit events (SPEC 11). */
export const APP_ROLE = 'human_cloud_app'

/**
 * Prepares every parameterized statement under a name made of its text, so that PostgreSQL parses and plans each text
 * once per connection. Our texts are few and fixed: lists of values are passed as one array, never spelled out.
 */
class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the driver's own signature is a pile of overloads
  override query(statement: any, values?: any, callback?: any): any {
    const plain = typeof statement === 'string' && Array.isArray(values) && values.length > 0 && !callback
    return plain
      ? super.query({ name: nameOf(statement), text: statement, values })
      : super.query(statement, values, callback)
  }
}

const names = new Map<string, string>()
function nameOf(text: string): string {
  const known = names.get(text)
  if (known) return known
  const name = createHash('sha1').update(text).digest('base64url')
  names.set(text, name)
  return name
}

// Whole numbers of counts arrive as text from the driver; ours are far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

// Our sessions speak UTC: `2026-01-31 12:00:00.123456+00`. The driver's own parser knows every zone and takes thrice as long.
const parseAnyInstant = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) =>
  text.length < 30 && text.endsWith('+00')
    ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
    : parseAnyInstant(text),
)

export type PoolOptions = {
  url: string
  connections?: number
  role?: string | null
  statementTimeoutSeconds?: number
  /** Told when a connection breaks while nobody waits for it; the pool opens another. */
  onLost?: (error: Error) => void
}

export function openPool({
  url,
  connections = 20,
  role = APP_ROLE,
  statementTimeoutSeconds = 15,
  onLost = () => {},
}: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    Client: PreparingClient,
    max: connections,
    connectionTimeoutMillis: 4000,
    idleTimeoutMillis: 60_000,
    options: [
      `-c statement_timeout=${statementTimeoutSeconds}s`,
      '-c lock_timeout=10s',
      '-c idle_in_transaction_session_timeout=30s',
      '-c timezone=UTC',
      ...(role ? [`-c role=${role}`] : []),
    ].join(' '),
  } as pg.PoolConfig)
  pool.on('error', onLost)
  pool.on('connect', (client) => client.on('error', onLost))
  return pool
}

/** Answers with tables and columns in camel case; the SQL itself stays in snake case. */
export const openDb = (pool: pg.Pool): Db =>
  new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })

/** The only way to get a `Tx`. Nests, so tests can wrap a whole scenario and roll it back. */
export const inTransaction = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.isTransaction ? work(db as Tx) : db.transaction().execute(work)
