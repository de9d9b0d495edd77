import { sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/notes.ts'
import type { Visibility } from '../../shared/notes.ts'
import { actingDelegationOf } from '../authz/actor.ts'
import { authorize } from '../authz/can.ts'
import { changesNote, deletesNote, mayWrite } from '../authz/notes.ts'
import type { Ctx } from '../context.ts'
import { newId } from '../db/new-id.ts'
import { once } from '../http/idempotency.ts'
import { findRow, type NoteRow, noteOf, present, visible } from './reading.ts'
import { rememberNote } from './remember.ts'
import { holdSubject, type Subject } from './subjects.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** SPEC 5: on what one sees, and personal unless told. */
export async function createNote(ctx: Ctx, { subject: named, body, visibility }: Input<typeof api.createNote>) {
  const { id: orgId } = authorize(ctx, 'note.read')
  const subject = await holdSubject(ctx, named)
  if (!mayWrite(ctx.actor, { orgId, visibility })) refuse('forbidden')
  const delegationId = actingDelegationOf(ctx.actor.tie)
  // The delegation too: what was written under an earlier one is not answered again (SPEC D10, ABUSE 44).
  return once(ctx, 'note.create', { orgId, delegationId, subject: named, body, visibility }, async () => {
    const id = newId()
    await insertNote(ctx, { orgId, id, subject, body, visibility, delegationId })
    const note = await findRow(ctx, id)
    await rememberNote(ctx, visibility === 'shared' ? 'note.shared' : 'note.created', { after: note })
    return present(ctx, note)
  })
}

type NewNote = {
  orgId: string
  id: string
  subject: Subject
  body: string
  visibility: Visibility
  delegationId: string | null
}

/** The note and its first version. */
const insertNote = ({ db, actor }: Ctx, { orgId, id, subject, body, visibility, delegationId }: NewNote) =>
  sql`
    with note as (
      insert into notes (org_id, id, ${sql.ref(`${subject.kind}_id`)}, body, visibility, author_id, delegation_id)
      values (${orgId}, ${id}, ${subject.id}, ${body}, ${visibility}, ${actor.user.id}, ${delegationId})
      returning org_id, id, version, body, visibility
    )
    insert into note_versions (org_id, note_id, version, body, visibility) select * from note`.execute(db)

/** Only for its author; the versions before stay. */
export async function changeNote(ctx: Ctx, { id, body, visibility }: Input<typeof api.changeNote>) {
  const before = await openNote(ctx, id)
  if (!changesNote(ctx.actor, noteOf(before))) refuse('forbidden')
  refuseStale(ctx, before)
  const after = { body: body ?? before.body, visibility: visibility ?? before.visibility }
  if (after.body === before.body && after.visibility === before.visibility) return present(ctx, before)
  if (!mayWrite(ctx.actor, { orgId: before.orgId, visibility: after.visibility })) refuse('forbidden')
  await updateNote(ctx, before, after)
  const changed = await findRow(ctx, id)
  const isNewlyShared = changed.visibility === 'shared' && before.visibility !== 'shared'
  if (isNewlyShared) await rememberNote(ctx, 'note.shared', { after: changed })
  else await rememberNote(ctx, 'note.changed', { before, after: changed })
  return present(ctx, changed)
}

/** Whoever could not see it until now has not read it. */
const updateNote = ({ db }: Ctx, { orgId, id }: NoteRow, after: Pick<NoteRow, 'body' | 'visibility'>) =>
  sql`
    with note as (
      update notes n set body = ${after.body}, visibility = ${after.visibility}, updated_at = now(), version = version + 1,
        shown_at = case when n.visibility = ${after.visibility} then n.shown_at else clock_timestamp() end
      where n.org_id = ${orgId} and n.id = ${id}
      returning org_id, id, version, body, visibility
    )
    insert into note_versions (org_id, note_id, version, body, visibility) select * from note`.execute(db)

/** Its author, and of what is not personal every admin: with all its versions, for good. */
export async function deleteNote(ctx: Ctx, { id }: Input<typeof api.deleteNote>) {
  const before = await openNote(ctx, id)
  if (!deletesNote(ctx.actor, noteOf(before))) refuse('forbidden')
  refuseStale(ctx, before)
  await ctx.db.deleteFrom('notes').where('orgId', '=', before.orgId).where('id', '=', before.id).execute()
  await rememberNote(ctx, 'note.deleted', { before })
  return { id: before.id }
}

/** The note, locked. What one does not see is not waited for. */
async function openNote(ctx: Ctx, id: string): Promise<NoteRow> {
  authorize(ctx, 'note.read')
  await sql`select from notes n where ${visible(ctx)} and n.id = ${id} for update`.execute(ctx.db)
  return findRow(ctx, id)
}

function refuseStale({ request }: Ctx, { version }: NoteRow) {
  if (request.ifMatch !== null && request.ifMatch !== version) refuse('version_conflict')
}
