import { readdirSync, readFileSync } from 'node:fs'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { APP_ROLE } from './db.ts'

const FOLDER = new URL('./migrations/', import.meta.url)
const LOCK = 72_11_001

/**
 * Brings a database up to date, as the role that owns it: our numbered SQL files, each in a transaction of its own, and
 * the job queue's own migrations. Many processes may start at once: one migrates, the others wait.
 */
export async function migrate(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await refuseOldServer(client)
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await ensureAppRole(client)
    const done = await applyPending(client)
    await runMigrations({ connectionString: url })
    await client.query(grantsOnQueue)
    return done
  } finally {
    await client.end()
  }
}

const OLDEST = 15

async function refuseOldServer(client: pg.Client) {
  const { rows } = await client.query<{ version: string }>("select current_setting('server_version_num') as version")
  const major = Math.floor(Number(rows[0]!.version) / 10_000)
  if (major < OLDEST) throw new Error(`It is PostgreSQL ${major}; at least ${OLDEST} is needed.`)
}

async function applyPending(client: pg.Client): Promise<string[]> {
  await client.query(
    'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
  )
  const { rows } = await client.query<{ name: string }>('select name from migrations')
  const applied = new Set(rows.map(({ name }) => name))
  const pending = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql') && !applied.has(name))
    .sort()
  for (const name of pending) await apply(client, name)
  return pending
}

async function apply(client: pg.Client, name: string) {
  await client.query('begin')
  await client.query(readFileSync(new URL(name, FOLDER), 'utf8'))
  await client.query('insert into migrations (name) values ($1)', [name])
  await client.query('commit')
}

/** Roles belong to the whole server, so another database may have made this one, even in this very moment. */
async function ensureAppRole(client: pg.Client) {
  try {
    await client.query(`
      do $$ begin
        if not exists (select from pg_roles where rolname = '${APP_ROLE}') then create role ${APP_ROLE} nologin; end if;
      exception when duplicate_object or unique_violation then null;
      end $$`)
    await client.query(`
      do $$ begin
        if not pg_has_role(current_user, '${APP_ROLE}', 'usage') then grant ${APP_ROLE} to current_user; end if;
      end $$`)
  } catch (cause) {
    const help = `create role ${APP_ROLE} nologin; grant ${APP_ROLE} to <the user of DATABASE_URL>;`
    throw new Error(`The database user may not create the role ${APP_ROLE}. As an administrator, run once: ${help}`, {
      cause,
    })
  }
}

/** The queue's tables are closed by row-level security to all but their owner. */
const grantsOnQueue = `
  grant usage on schema graphile_worker to ${APP_ROLE};
  grant select, insert, update, delete on all tables in schema graphile_worker to ${APP_ROLE};
  grant usage on all sequences in schema graphile_worker to ${APP_ROLE};
  grant execute on all functions in schema graphile_worker to ${APP_ROLE};
  do $$ declare closed record; begin
    for closed in select tablename from pg_tables where schemaname = 'graphile_worker' and rowsecurity
      and not exists (select from pg_policies p where p.schemaname = 'graphile_worker' and p.tablename = pg_tables.tablename and p.policyname = '${APP_ROLE}')
    loop execute format('create policy ${APP_ROLE} on graphile_worker.%I to ${APP_ROLE} using (true) with check (true)', closed.tablename); end loop;
  end $$`
