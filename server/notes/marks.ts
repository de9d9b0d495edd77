import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/notes.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { countNotes, visible } from './reading.ts'
import { findSubject, partsOf } from './subjects.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** Moves the marks up to the newest note that the person sees at this moment, never back. Nobody else learns of it. */
export async function readNotes(ctx: Ctx, { subject }: Pick<Input<typeof api.readNotes>, 'subject'>) {
  authorize(ctx, 'note.read')
  if (subject) await findSubject(ctx, subject)
  const { id: userId } = ctx.actor.user
  await sql`
    insert into note_reads as mark (org_id, user_id, subject_id, read_at)
    select n.org_id, ${userId}::uuid, n.subject_id, max(n.shown_at) from notes n
    where ${visible(ctx)} and n.author_id <> ${userId} and ${subject ? sql`n.subject_id = ${partsOf(subject).id}` : sql`true`}
    group by n.org_id, n.subject_id order by n.subject_id
    on conflict (org_id, user_id, subject_id) do update set read_at = excluded.read_at where mark.read_at < excluded.read_at`.execute(
    ctx.db,
  )
  const { unread } = await countNotes(ctx, { subject: undefined })
  return { unread }
}
