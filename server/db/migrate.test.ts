import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { freshTown, organizations, people } from '../../town/town.ts'
import { APP_ROLE, openPool } from './db.ts'
import { migrate } from './migrate.ts'

const files = readdirSync(new URL('./migrations/', import.meta.url)).sort()

describe('SPEC 13: bringing a database up to date', () => {
  async function emptyDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
    const name = `empty_${randomUUID().slice(0, 8)}`
    const url = Object.assign(new URL(inject('townUrl')), { pathname: `/${name}` }).href
    const owner = new pg.Client({ connectionString: Object.assign(new URL(url), { pathname: '/postgres' }).href })
    await owner.connect()
    await owner.query(`create database ${name}`)
    try {
      return await work(url)
    } finally {
      await owner.query(`drop database ${name} with (force)`)
      await owner.end()
    }
  }
  const appliedIn = async (url: string) => {
    const pool = openPool({ url, connections: 1 })
    const { rows } = await pool.query<{ name: string }>('select name from migrations order by name')
    await pool.end()
    return rows.map(({ name }) => name)
  }

  test('SPEC 13: many that start at once migrate once; the others wait and find nothing to do', async () => {
    await emptyDatabase(async (url) => {
      const done = await Promise.all(Array.from({ length: 5 }, () => migrate(url)))
      expect(done.filter((names) => names.length > 0)).toEqual([files])
      expect(await appliedIn(url)).toEqual(files)
      expect(await migrate(url)).toEqual([])
    })
  })

  test('SPEC 13: so do processes of their own', { timeout: 30_000 }, async () => {
    const script = `const { migrate } = await import(${JSON.stringify(new URL('./migrate.ts', import.meta.url).href)}); console.log((await migrate(process.argv[1])).length)`
    await emptyDatabase(async (url) => {
      const said = await Promise.all(
        Array.from({ length: 3 }, async () => {
          const child = spawn(process.execPath, ['--input-type=module', '-e', script, url], {
            stdio: ['ignore', 'pipe', 'inherit'],
          })
          const [output] = await Promise.all([text(child.stdout), once(child, 'exit')])
          return Number(output)
        }),
      )
      expect(said.toSorted()).toEqual([0, 0, files.length])
      expect(await appliedIn(url)).toEqual(files)
    })
  })

  test('SPEC 13: migrations are numbered without gaps, so nobody’s is forgotten', () => {
    expect(files.map((name) => Number(name.slice(0, 4)))).toEqual(files.map((_, index) => index + 1))
    expect(files.every((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))).toBe(true)
  })
})

describe('SPEC 11, ABUSE 55: what the application may', () => {
  let town: Awaited<ReturnType<typeof freshTown>>
  let owner: pg.Pool
  beforeAll(async () => {
    town = await freshTown()
    owner = openPool({ url: town.url, connections: 1, role: null })
  })
  afterAll(async () => {
    await owner.end()
    await town.drop()
  })

  const attempts = [
    `update audit_events set kind = 'delegation.left'`,
    `update audit_events set after = null where false or true`,
    'delete from audit_events',
    'truncate audit_events',
    'truncate audit_events cascade',
    `insert into audit_events (id, kind, actor_as) select id, 'x', 'system' from audit_events limit 1 on conflict (id) do update set kind = 'x'`,
    `merge into audit_events using (values (1)) v on true when matched then delete`,
  ]

  test.each(attempts)('ABUSE 55: the application is refused: %s', async (statement) => {
    await expect(town.pool.query(statement)).rejects.toMatchObject({ code: '42501' })
  })

  test.each(attempts)('ABUSE 55: even the owner of the table is refused: %s', async (statement) => {
    await expect(owner.query(statement)).rejects.toMatchObject({
      code: '42501',
      message: 'audit events are never changed',
    })
  })

  test('ABUSE 55: what it may do is remember', async () => {
    const { rowCount } = await town.pool.query(
      `insert into audit_events (kind, actor_as, actor_id, org_id) values ('x', 'member', $1, $2)`,
      [people.bea.id, organizations.meridian.id],
    )
    expect(rowCount).toBe(1)
  })

  test.each([
    'create table mine (id int)',
    'create schema mine',
    'create function mine() returns int language sql as $$ select 1 $$',
    'create role mine',
    'create extension citext',
    'delete from migrations',
    'alter table audit_events disable trigger all',
    'alter table users add column mine text',
    'drop trigger audit_events_append_only on audit_events',
    'drop table audit_events',
    'create or replace function refuse_change() returns trigger language plpgsql as $$ begin return old; end $$',
    'grant all on audit_events to human_cloud_app',
    `copy users to '/tmp/users'`,
    `select pg_read_file('/etc/passwd')`,
    'alter system set fsync = off',
  ])('ABUSE 55: the application changes nothing about the database itself: %s', async (statement) => {
    const outcome = await town.pool.query(statement).catch((error: { code: string }) => error.code)
    // A grant by somebody who may not grant is only a warning.
    if (statement.startsWith('grant'))
      await expect(town.pool.query('delete from audit_events')).rejects.toMatchObject({ code: '42501' })
    else expect(outcome).toBe('42501')
  })

  test('the generated types say what the migrations made: tables, columns, and which may be null', async () => {
    const { rows } = await owner.query<{ table: string; column: string; nullable: boolean }>(`
      select table_name as table, column_name as column, is_nullable = 'YES' as nullable
      from information_schema.columns where table_schema = 'public' order by 1, 2`)
    const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
    const inDatabase = rows.map((it) => `${camel(it.table)}.${camel(it.column)}${it.nullable ? '?' : ''}`)

    const source = readFileSync(new URL('./schema.ts', import.meta.url), 'utf8')
    const tables = [...source.match(/export interface DB \{([^}]*)\}/)![1]!.matchAll(/(\w+): (\w+);/g)]
    const inTypes = tables.flatMap(([, table, name]) =>
      [...source.match(new RegExp(`export interface ${name} \\{([^}]*)\\}`))![1]!.matchAll(/(\w+): (.*);/g)].map(
        ([, column, type]) => `${table}.${column}${type!.includes('| null') ? '?' : ''}`,
      ),
    )
    expect(inTypes.sort()).toEqual(inDatabase.sort())
  })

  test('HOUSE: what a buyer organization owns is keyed by the organization first', async () => {
    const { rows } = await owner.query<{ table: string; columns: string[] }>(`
      select c.conrelid::regclass::text as table,
             array(select a.attname::text from unnest(c.conkey) with ordinality k(n, i) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by k.i) as columns
      from pg_constraint c where c.contype = 'p' and c.conrelid in ('memberships'::regclass, 'delegations'::regclass)`)
    expect(rows.map(({ columns }) => columns)).toEqual([
      ['org_id', 'id'],
      ['org_id', 'id'],
    ])
  })

  test('D4, P2, P4: the database itself refuses what must not exist', async () => {
    const impossible: [string, string][] = [
      [`insert into users (email) values ('${people.bea.email}')`, 'users_email'],
      [`insert into users (email) values ('Upper@Case.example')`, 'users_email_canonical'],
      [`insert into users (email) values (' space@case.example')`, 'users_email_canonical'],
      [`insert into users (email, name) values ('stub@case.example', 'Stub')`, 'users_stub_is_nameless'],
      [
        `insert into memberships (org_id, user_id, role) values ('${organizations.meridian.id}', '${people.bea.id}', 'viewer')`,
        'memberships_once',
      ],
      [`update delegations set permissions = '{}' where ended_at is null`, 'delegations_permissions_check'],
      [
        `update delegations set permissions = '{shortlists,secrets}' where ended_at is null`,
        'delegations_permissions_check',
      ],
      [`update delegations set ended_at = now() where ended_at is null`, 'delegations_end_is_whole'],
      [
        `update delegations set ended_at = now(), ended_as = 'declined' where accepted_at is not null and ended_at is null`,
        'delegations_end_before_acceptance',
      ],
      [
        `update delegations set token_hash = 'x' where accepted_at is not null`,
        'delegations_secret_only_while_pending',
      ],
      [
        `update delegations set ended_at = null, ended_as = null, partner_id = '${people.pia.id}' where ended_at is not null and org_id = '${organizations.meridian.id}'`,
        'delegations_live_once',
      ],
    ]
    for (const [statement, constraint] of impossible)
      await expect(town.pool.query(statement), statement).rejects.toMatchObject({ constraint })
  })

  test(`the role ${APP_ROLE} cannot sign in and is no superuser`, async () => {
    const { rows } = await owner.query(
      'select rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = $1',
      [APP_ROLE],
    )
    expect(rows).toEqual([
      { rolcanlogin: false, rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false },
    ])
  })
})
