import { readFileSync } from 'node:fs'
import pg from 'pg'
import { demoPeople } from './people.ts'

/** Loads the demo town into an empty database; leaves any other one alone. Answers who can sign in, or null. */
export async function loadTown(databaseUrl: string): Promise<typeof demoPeople | null> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7211003)')
    const { rows } = await client.query<{ people: string }>('select count(*)::text as people from users')
    if (rows[0]!.people === '0') await client.query(readFileSync(new URL('./town.sql', import.meta.url), 'utf8'))
    const known = await client.query('select from users where email = $1', [demoPeople[0]!.email])
    return known.rowCount ? demoPeople : null
  } finally {
    await client.end()
  }
}
