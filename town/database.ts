import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../server/db/embedded.ts'
import { migrate } from '../server/db/migrate.ts'
import { loadTown } from './load.ts'

/**
 * Before the tests: a throwaway PostgreSQL (or the server of TEST_DATABASE_URL) with one database that holds the town.
 * Tests read and write it in transactions that never commit; those that must commit copy it (`freshTown`).
 */
export default async function setUp({ provide }: TestProject) {
  const folder = join(tmpdir(), `human-cloud-test-${process.pid}-${Date.now()}`)
  const own = process.env.TEST_DATABASE_URL
  const server = own ? null : await startEmbeddedPostgres(folder, () => {}, { durable: false })
  const townUrl = await createDatabase(own ?? server!.url)
  await migrate(townUrl)
  await loadTown(townUrl)
  provide('townUrl', townUrl)

  return async () => {
    if (own) await dropWithCopies(own, townUrl)
    await server?.stop()
    if (server) await rm(folder, { recursive: true, force: true })
  }
}

async function createDatabase(serverUrl: string): Promise<string> {
  const name = `town_${randomUUID().slice(0, 8)}`
  await administer(serverUrl, (client) => client.query(`create database ${name}`))
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
}

/** The town and the copies of it that the workers had. */
async function dropWithCopies(serverUrl: string, townUrl: string) {
  const name = new URL(townUrl).pathname.slice(1)
  await administer(serverUrl, async (client) => {
    const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [name])
    for (const { datname } of rows) await client.query(`drop database "${datname}" with (force)`)
  })
}

async function administer(serverUrl: string, work: (client: pg.Client) => Promise<unknown>) {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  await work(client).finally(() => client.end())
}
