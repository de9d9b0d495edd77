import { readFileSync } from 'node:fs'
import pg from 'pg'
import { openDb, openPool } from '../server/db/db.ts'
import { importCatalogue } from '../server/solutions/import.ts'
import { demoPeople } from './people.ts'

/**
 * Loads the demo town, its catalogue and its work into an empty database; leaves any other one alone. Answers who can
 * sign in, or null. A town that was left without its catalogue gets it on the next start.
 */
export async function loadTown(databaseUrl: string): Promise<typeof demoPeople | null> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7211003)')
    const { rows } = await client.query<{ people: string }>('select count(*)::text as people from users')
    if (rows[0]!.people === '0') await client.query(sqlOf('town'))
    const known = await client.query('select from users where email = $1', [demoPeople[0]!.email])
    const solutions = await client.query('select from solutions limit 1')
    if (known.rowCount && !solutions.rowCount) {
      await loadCatalogue(databaseUrl)
      await client.query(sqlOf('work'))
    }
    return known.rowCount ? demoPeople : null
  } finally {
    await client.end()
  }
}

const sqlOf = (name: string) => readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8')

/** About sixty solutions that do not exist, through the same checks as every other catalogue. */
async function loadCatalogue(databaseUrl: string) {
  const db = openDb(openPool({ url: databaseUrl, connections: 1, role: null }))
  const catalogue: unknown[] = JSON.parse(readFileSync(new URL('./catalogue.json', import.meta.url), 'utf8'))
  const { bad } = await importCatalogue(
    db,
    catalogue.map((values, index) => ({ line: index + 1, values })),
  ).finally(() => db.destroy())
  if (bad[0]) throw new Error(`town/catalogue.json, entry ${bad[0].line}: ${bad[0].problem}`)
}
