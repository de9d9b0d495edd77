import { sql } from 'kysely'
import type { Ctx } from '../context.ts'
import { outlivedTrash } from '../db/trash.ts'

/** SPEC V5: what was said about work goes for good with it. */
export async function forgetNotes({ db }: Pick<Ctx, 'db'>): Promise<void> {
  for (const table of ['shortlists', 'briefs'] as const)
    await sql`
      delete from notes n using ${sql.table(table)} w
      where n.org_id = w.org_id and n.subject_id = w.id and ${outlivedTrash('w')}`.execute(db)
}
