import { sql } from 'kysely'
import type { Tx } from './db.ts'

/** An id that must be known before its row is written. */
export async function newId({ db }: { db: Tx }): Promise<string> {
  const { rows } = await sql<{ id: string }>`select new_id() as id`.execute(db)
  return rows[0]!.id
}
