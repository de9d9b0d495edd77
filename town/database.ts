import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../server/db/embedded.ts'
import { migrate } from '../server/db/migrate.ts'
import { loadTown } from './load.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    townUrl: string
  }
}

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
    await server?.stop()
    if (server) await rm(folder, { recursive: true, force: true })
  }
}

async function createDatabase(serverUrl: string): Promise<string> {
  const name = `town_${randomUUID().slice(0, 8)}`
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
