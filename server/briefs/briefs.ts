import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/briefs.ts'
import { refuse, refuseField } from '../../shared/errors.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { newId } from '../db/new-id.ts'
import { record } from '../events/record.ts'
import { once } from '../http/idempotency.ts'
import { countHits, limitsOfDeadline } from '../http/limits.ts'
import { announceClosing } from '../requests/announce.ts'
import { findShortlist } from '../shortlists/reading.ts'
import { questionsOf } from './asked.ts'
import { type Content, columnsOf, contentOf, differences, emptyContent, replaceQuestions, written } from './content.ts'
import { change, openForChange, remember, touch } from './open.ts'
import { findRow, present } from './reading.ts'
import { choose, chooseExactly, refuseTooMany } from './recipients.ts'
import type { BriefRow } from './row.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** SPEC V4: a draft, the team's or the partner's own. */
export async function createBrief(ctx: Ctx, input: Input<typeof api.createBrief>) {
  const { id: orgId } = authorize(ctx, 'brief.create')
  const { tie, user } = ctx.actor
  const delegationId = tie?.kind === 'partner' ? tie.id : null
  const { org: _, copyOf, shortlistId, ...given } = input
  // The delegation too: what was made under an earlier one is not answered again (SPEC D10, ABUSE 44).
  return once(ctx, 'brief.create', { orgId, delegationId, copyOf, shortlistId, ...given }, async () => {
    const id = newId()
    const content = written(copyOf ? await copied(ctx, copyOf) : emptyContent, given)
    const listed = shortlistId ? await onShortlist(ctx, shortlistId) : []
    const solutionIds = [...new Set([...(given.solutionIds ?? []), ...listed])]
    refuseTooMany(solutionIds.length)
    await ctx.db
      .insertInto('briefs')
      .values({ orgId, id, ...columnsOf(content), authorId: user.id, delegationId })
      .execute()
    await replaceQuestions(ctx, { orgId, id }, content.questions)
    await choose(ctx, { orgId, id }, solutionIds)
    await record(ctx, 'brief.created', { orgId, workId: id, after: { title: content.title, kind: content.kind } })
    return present(ctx, await findRow(ctx, id))
  })
}

/** What another brief says, but for its dates; its questions are new ones. */
async function copied(ctx: Ctx, id: string): Promise<Content> {
  const row = await findRow(ctx, id)
  const questions = (await questionsOf(ctx.db, row)).map((question) => ({ ...question, id: randomUUID() }))
  return { ...contentOf(row, questions), startDate: null, deadline: null, deadlineZone: null }
}

async function onShortlist(ctx: Ctx, id: string): Promise<string[]> {
  const { items } = await findShortlist(ctx, { id })
  return items.map(({ solutionId }) => solutionId)
}

export async function changeBrief(ctx: Ctx, { org: _, id, ...given }: Input<typeof api.changeBrief>) {
  const row = await openForChange(ctx, id)
  const before = contentOf(row, await questionsOf(ctx.db, row))
  const after = written(before, given)
  return row.status === 'draft'
    ? changeDraft(ctx, row, before, after, given.solutionIds)
    : changeSent(ctx, row, before, after, given.solutionIds)
}

async function changeDraft(ctx: Ctx, row: BriefRow, was: Content, is: Content, solutionIds: string[] | undefined) {
  const { before, after } = differences(was, is)
  if (after.questions) await replaceQuestions(ctx, row, is.questions)
  const chosen = solutionIds && (await chooseExactly(ctx, row, solutionIds))
  const isChosenAnew = chosen !== undefined && chosen.come.length + chosen.gone.length > 0
  if (Object.keys(after).length === 0 && !isChosenAnew) return present(ctx, row)
  return change(ctx, row, 'brief.changed', columnsOf(is), {
    before: { title: was.title, ...before, ...(isChosenAnew && { removed: chosen.gone }) },
    after: { title: is.title, ...after, ...(isChosenAnew && { added: chosen.come }) },
  })
}

/** SPEC 5: a sent brief can get more recipients, not other questions. Its deadline moves to later only, while it is open. */
async function changeSent(ctx: Ctx, row: BriefRow, was: Content, is: Content, solutionIds: string[] | undefined) {
  const { before, after } = differences(was, is)
  const { deadline, deadlineZone, ...others } = after
  if (Object.keys(others).length > 0 || solutionIds) refuse('brief_sent')
  if (deadline === undefined && deadlineZone === undefined) return present(ctx, row)
  if (row.status === 'closed') refuse('brief_closed')
  if (was.deadline === null)
    return refuseField(
      'deadline',
      'brief_sent',
      'It was sent without a deadline, and solutions rely on that. Close it instead.',
    )
  if (is.deadline === null || is.deadline < was.deadline)
    return refuseField('deadline', 'brief_sent', 'A deadline only moves to later.')
  if (ctx.settings.rateLimit) await countHits(ctx.db, limitsOfDeadline(row.id))
  // Whoever was reminded of the earlier one is reminded again.
  const again = is.deadline > was.deadline && { remindedAt: null }
  const values = { deadline: is.deadline, deadlineZone: is.deadlineZone, ...again }
  return change(ctx, row, 'brief.changed', values, {
    before: { title: was.title, ...before },
    after: { title: is.title, ...after },
  })
}

/** SPEC V5: what others have seen goes to the trash, and a sent one closes; a partner's draft is gone. */
export async function deleteBrief(ctx: Ctx, { id }: Input<typeof api.deleteBrief>) {
  const row = await openForChange(ctx, id)
  const trashed = row.publishedAt !== null || row.handedOverAt !== null || row.delegationId === null
  if (trashed) await moveToTrash(ctx, row)
  else await ctx.db.deleteFrom('briefs').where('orgId', '=', row.orgId).where('id', '=', id).execute()
  await remember(ctx, row, 'brief.deleted', { before: { title: row.title } })
  return { id, trashed }
}

async function moveToTrash(ctx: Ctx, row: BriefRow) {
  const closes = row.publishedAt !== null && !row.isClosingTold
  const closed = { closedAt: sql`least(clock_timestamp(), deadline)`, closedBy: ctx.actor.user.id }
  await touch(ctx, row, { trashedAt: sql`now()`, trashedBy: ctx.actor.user.id, ...(closes && closed) })
  if (closes) await announceClosing(ctx, [row])
}
