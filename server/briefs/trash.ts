import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/briefs.ts'
import { refuse } from '../../shared/errors.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { outlivedTrash, readTrash, takeFromTrash } from '../db/trash.ts'
import { record } from '../events/record.ts'
import { findRow, present } from './reading.ts'
import type { BriefRow } from './row.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** SPEC V5: for admins and editors. */
export async function listTrashedBriefs(ctx: Ctx, { limit, cursor }: Input<typeof api.listTrashedBriefs>) {
  const { id: orgId } = authorize(ctx, 'brief.restore')
  return readTrash<Pick<BriefRow, 'kind'>>(ctx.db, 'briefs', { orgId, limit, cursor }, sql`w.kind`)
}

/**
 * SPEC V5: after that a draft is gone for good, but for its row: the audit asks it from when on the team saw it. What was
 * sent is the solutions' thread as well, and stays theirs; here nobody sees it any more.
 */
export async function emptyTrash({ db }: Pick<Ctx, 'db'>): Promise<void> {
  await sql`
    with gone as (
      update briefs b set title = ${GONE}, description = '', requirements = '', budget_min = null, budget_max = null, currency = null
      where ${outlivedTrash('b')} and b.published_at is null and b.title <> ${GONE}
      returning b.org_id, b.id
    ),
    unasked as (delete from requests r using gone where r.org_id = gone.org_id and r.brief_id = gone.id)
    delete from brief_questions q using gone where q.org_id = gone.org_id and q.brief_id = gone.id`.execute(db)
}
const GONE = '(gone for good)'

export async function restoreBrief(ctx: Ctx, { id }: Input<typeof api.restoreBrief>) {
  const { id: orgId } = authorize(ctx, 'brief.restore')
  if (!(await takeFromTrash(ctx.db, 'briefs', { orgId, id, by: ctx.actor.user.id }))) refuse('not_found')
  const restored = await findRow(ctx, id)
  await record(ctx, 'brief.restored', { orgId, workId: id, after: { title: restored.title } })
  return present(ctx, restored)
}
