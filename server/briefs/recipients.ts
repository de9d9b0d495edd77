import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/briefs.ts'
import { MOST_RECIPIENTS } from '../../shared/briefs.ts'
import { refuse } from '../../shared/errors.ts'
import type { Ctx } from '../context.ts'
import { countHits, limitsOfSending } from '../http/limits.ts'
import { announceRequests } from '../requests/announce.ts'
import { change, openForChange } from './open.ts'
import { present } from './reading.ts'
import type { BriefRow } from './row.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type Key = Pick<BriefRow, 'orgId' | 'id'>

/** Chooses more recipients; who is one already stays as they are. Answers the names of those who are new. */
export async function choose(ctx: Ctx, { orgId, id }: Key, solutionIds: string[]): Promise<string[]> {
  if (solutionIds.length === 0) return []
  await refuseUnknown(ctx, solutionIds)
  const { rows } = await sql<{ name: string }>`
    with chosen as (
      insert into requests (org_id, brief_id, solution_id)
      select ${orgId}, ${id}, v.id from solutions v where v.id = any(${solutionIds}::uuid[])
      on conflict on constraint requests_once do nothing returning solution_id
    )
    select v.name from chosen join solutions v on v.id = chosen.solution_id order by lower(v.name)`.execute(ctx.db)
  return rows.map(({ name }) => name)
}

/** Of a draft: exactly these are its recipients from now on. Says which came and which went, by name. */
export async function chooseExactly(ctx: Ctx, { orgId, id }: Key, solutionIds: string[]) {
  const { rows } = await sql<{ name: string }>`
    delete from requests r using solutions v
    where r.org_id = ${orgId} and r.brief_id = ${id} and v.id = r.solution_id and r.solution_id <> all(${solutionIds}::uuid[])
    returning v.name`.execute(ctx.db)
  return { gone: rows.map(({ name }) => name), come: await choose(ctx, { orgId, id }, solutionIds) }
}

/** 422 at each solution that the catalogue does not have. */
async function refuseUnknown({ db }: Ctx, solutionIds: string[]) {
  const { rows } = await sql<{ id: string }>`
    select id from solutions where id = any(${solutionIds}::uuid[])`.execute(db)
  const known = new Set(rows.map(({ id }) => id))
  const message = 'This solution does not exist.'
  const errors = solutionIds.flatMap((id, index) =>
    known.has(id.toLowerCase()) ? [] : [{ path: `solutionIds.${index}`, code: 'invalid_input', message }],
  )
  if (errors.length > 0) refuse('invalid_input', { detail: message, errors })
}

/** What a draft can hold, and what *Send* takes at once. */
export function refuseTooMany(recipients: number) {
  if (recipients > MOST_RECIPIENTS) refuse('too_many_recipients')
}

/** SPEC 5: a sent brief can get more recipients, not other questions. */
export async function addRecipients(ctx: Ctx, { id, solutionIds }: Input<typeof api.addRecipients>) {
  const brief = await openForChange(ctx, id)
  if (brief.status === 'draft') refuse('brief_not_sent')
  if (brief.status === 'closed') refuse('brief_closed')
  const names = await choose(ctx, brief, solutionIds)
  if (names.length === 0) return present(ctx, brief)
  await countSending(ctx, brief)
  await announceRequests(ctx, brief)
  return change(ctx, brief, 'brief.recipientsAdded', {}, { after: { title: brief.title, solutions: names } })
}

/** ABUSE 28: those who are chosen and not asked yet count; where that is too often, none of them is asked. */
export async function countSending({ db, actor, settings }: Ctx, { orgId, id }: Key): Promise<void> {
  if (!settings.rateLimit) return
  const { rows } = await sql<{ contact: string }>`
    select coalesce(v.contact_email, v.id::text) as contact from requests r join solutions v on v.id = r.solution_id
    where r.org_id = ${orgId} and r.brief_id = ${id} and r.sent_at is null`.execute(db)
  const contacts = rows.map(({ contact }) => contact)
  const senderId = actor.tie?.kind === 'partner' ? actor.tie.id : orgId
  await countHits(db, limitsOfSending(actor.user.id, senderId, contacts))
}
