import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshTown, organizations, people } from '../../town/town.ts'
import { type Db, inTransaction, openDb, openPool } from './db.ts'

let town: Awaited<ReturnType<typeof freshTown>>
let db: Db
beforeAll(async () => {
  town = await freshTown()
  db = town.db
})
afterAll(() => town.drop())

const nameOf = async (id: string) =>
  (await db.selectFrom('users').select('name').where('id', '=', id).executeTakeFirstOrThrow()).name
const rename = (on: Db, name: string) =>
  on.updateTable('users').set({ name }).where('id', '=', people.stan.id).execute()

describe('transactions', () => {
  test('D6: what throws in a transaction leaves nothing, and is thrown on', async () => {
    const failing = inTransaction(db, async (tx) => {
      await rename(tx, 'Half')
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    expect(await nameOf(people.stan.id)).toBe(people.stan.name)
  })

  test('D6: a transaction inside a transaction is the same one', async () => {
    const ids = await inTransaction(db, async (outer) => {
      const id = async (on: Db) =>
        (await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(on)).rows[0]!.id
      return [await id(outer), await inTransaction(outer, id)]
    })
    expect(ids[0]).toBe(ids[1])
  })
})

describe('connections', () => {
  const setting = async (name: string, on: Db = db) =>
    (await sql<{ value: string }>`select current_setting(${name}) as value`.execute(on)).rows[0]!.value

  test('ABUSE 45: every connection has its timeouts, its zone and the role of the application', async () => {
    expect(await setting('statement_timeout')).toBe('15s')
    expect(await setting('lock_timeout')).toBe('10s')
    expect(await setting('idle_in_transaction_session_timeout')).toBe('30s')
    expect(await setting('timezone')).toBe('UTC')
    expect(await setting('role')).toBe('human_cloud_app')
  })

  test('R18: a pool tells of connections that broke while nobody used them, and goes on', async () => {
    const lost: Error[] = []
    const pool = openPool({ url: town.url, connections: 1, onLost: (error) => lost.push(error) })
    const { pid } = (await pool.query('select pg_backend_pid() as pid')).rows[0]
    const owner = openPool({ url: town.url, connections: 1, role: null })
    await owner.query('select pg_terminate_backend($1)', [pid])
    await owner.end()
    await expect.poll(() => lost.length, { timeout: 5000 }).toBeGreaterThan(0)
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await pool.end()
  })

  test('a statement is prepared once a connection, under a name made of its text', async () => {
    const pool = openPool({ url: town.url, connections: 1 })
    const own = openDb(pool)
    for (const id of [people.bea.id, people.pia.id, people.stan.id])
      await own.selectFrom('users').select('name').where('id', '=', id).execute()
    const { rows } = await pool.query(
      'select name, statement, generic_plans + custom_plans as runs from pg_prepared_statements',
    )
    expect(rows).toEqual([
      { name: expect.stringMatching(/^[\w-]{27}$/), statement: expect.stringContaining('from "users"'), runs: 3 },
    ])
    await own.destroy()
  })

  test('whole numbers of counts are numbers, and columns have the names of the code', async () => {
    const { rows } = await sql<{
      orgId: string
      found: number
    }>`select org_id, count(*) as found from memberships where org_id = ${organizations.meridian.id} group by 1`.execute(
      db,
    )
    expect(rows).toEqual([{ orgId: organizations.meridian.id, found: 4 }])
  })

  test('keys inside a JSON document stay as they were written', async () => {
    const { rows } = await sql<{ facts: object }>`select '{"snake_case": {"camelCase": 1}}'::jsonb as facts`.execute(db)
    expect(rows[0]!.facts).toEqual({ snake_case: { camelCase: 1 } })
  })
})
