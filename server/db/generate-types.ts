/*
 * `npm run db:types`: writes schema.ts from a database that the migrations just made. What SQL only says in checks
 * (roles, states) is in codegen.json.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from './embedded.ts'
import { migrate } from './migrate.ts'

const folder = join(tmpdir(), `human-cloud-types-${process.pid}`)
const database = await startEmbeddedPostgres(folder, () => {}, { durable: false })
await migrate(database.url)
const options = {
  '--url': database.url,
  '--dialect': 'postgres',
  '--default-schema': 'public',
  '--include-pattern': 'public.*',
  '--overrides': readFileSync(join(import.meta.dirname, 'codegen.json'), 'utf8'),
  '--out-file': join(import.meta.dirname, 'schema.ts'),
}
const { status } = spawnSync('kysely-codegen', ['--camel-case', ...Object.entries(options).flat()], {
  stdio: ['ignore', 'inherit', 'ignore'],
})
await database.stop()
await rm(folder, { recursive: true, force: true })
process.exit(status ?? 1)
