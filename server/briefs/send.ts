import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/briefs.ts'
import { missingToSend } from '../../shared/briefs.ts'
import { refuse } from '../../shared/errors.ts'
import { requireName } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { announceRequests } from '../requests/announce.ts'
import { questionsOf } from './asked.ts'
import { openForChange, remember, touch } from './open.ts'
import { findRow, present } from './reading.ts'
import { choose, countSending, refuseTooMany } from './recipients.ts'
import type { BriefRow } from './row.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/**
 * SPEC V4, 5: not undone. One transaction: the brief is the organization's to see, every recipient has their request, and
 * mails and news are queued; or nothing of it.
 */
export async function sendBrief(ctx: Ctx, { id, solutionIds = [] }: Input<typeof api.sendBrief>) {
  const draft = await openForChange(ctx, id)
  requireName(ctx)
  if (draft.status !== 'draft') refuse('already_sent')
  const names = await choose(ctx, draft, solutionIds)
  refuseTooMany(draft.recipientCount + names.length)
  await refuseUnfinished(ctx, draft, draft.recipientCount + names.length)
  // The moment itself, not when the request began: it may have waited for changes to the draft.
  const published = {
    publishedAt: sql`clock_timestamp()`,
    sentBy: ctx.actor.user.id,
    identityMode: draft.delegationId && draft.identityMode,
  }
  await touch(ctx, draft, published)
  await countSending(ctx, draft)
  await announceRequests(ctx, draft)
  const sent = await findRow(ctx, id)
  const { title, recipientCount } = sent
  await remember(ctx, sent, 'brief.sent', {
    after: { title, recipients: recipientCount },
    facts: { by: ctx.actor.user.name, title },
  })
  return present(ctx, sent)
}

async function refuseUnfinished(ctx: Ctx, { title, isDeadlinePast, ...draft }: BriefRow, recipients: number) {
  const questions = await questionsOf(ctx.db, draft)
  const errors = missingToSend({ title, recipients, isDeadlinePast, questions })
  const [first] = errors
  if (first) refuse('invalid_input', { detail: first.message, errors })
}
