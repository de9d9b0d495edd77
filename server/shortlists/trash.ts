import { sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/shortlists.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { outlivedTrash, readTrash, takeFromTrash } from '../db/trash.ts'
import { record } from '../events/record.ts'
import { findRow, present } from './reading.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** SPEC V5: for admins and editors. */
export async function listTrash(ctx: Ctx, { limit, cursor }: Input<typeof api.listTrash>) {
  const { id: orgId } = authorize(ctx, 'shortlist.restore')
  return readTrash(ctx.db, 'shortlists', { orgId, limit, cursor })
}

/** SPEC V5: after that what was in it is gone for good. The row stays, for the audit asks it from when on the team saw it. */
export async function emptyTrash({ db }: Pick<Ctx, 'db'>): Promise<void> {
  await sql`
    with gone as (
      update shortlists s set title = ${GONE}, description = ''
      where ${outlivedTrash('s')} and s.title <> ${GONE}
      returning s.org_id, s.id
    )
    delete from shortlist_items i using gone where i.org_id = gone.org_id and i.shortlist_id = gone.id`.execute(db)
}
const GONE = '(gone for good)'

export async function restoreShortlist(ctx: Ctx, { id }: Input<typeof api.restoreShortlist>) {
  const { id: orgId } = authorize(ctx, 'shortlist.restore')
  if (!(await takeFromTrash(ctx.db, 'shortlists', { orgId, id, by: ctx.actor.user.id }))) refuse('not_found')
  await record(ctx, 'shortlist.restored', { orgId, workId: id })
  return present(ctx, await findRow(ctx, id))
}
