import type { Ctx } from '../context.ts'
import type { EventKind } from '../events/announcements.ts'
import { record } from '../events/record.ts'
import type { NoteRow } from './reading.ts'

type NoteEvent = Extract<EventKind, `note.${string}`>

/**
 * SPEC 11: who did what to which note, never what it says: the audit keeps for ever what its author deletes, and admins read
 * it. What the note said stands in its versions, for those who saw them. Of a personal note only its author learns that it is
 * there: the audit keeps its events and shows them to nobody.
 */
export async function rememberNote(
  ctx: Ctx,
  kind: NoteEvent,
  { before, after }: { before?: NoteRow; after?: NoteRow },
) {
  const note = (after ?? before)!
  const isOthers = note.authorId !== ctx.actor.user.id
  await record(ctx, kind, {
    orgId: note.orgId,
    noteId: note.id,
    ...(note.kind !== 'solution' && { workId: note.subjectId }),
    ...(isOthers && { subjectId: note.authorId }),
    ...(before && { before: factsOf(before) }),
    ...(after && { after: factsOf(after) }),
    facts: { by: ctx.actor.user.name, title: note.subjectName, noteId: note.id, on: note.kind, slug: note.subjectSlug },
  })
}

const factsOf = (note: NoteRow) => ({
  noteId: note.id,
  subject: `${note.kind}:${note.subjectId}`,
  ...(note.visibility !== 'personal' && { title: note.subjectName }),
  visibility: note.visibility,
  authorId: note.authorId,
  delegationId: note.delegationId,
  version: note.version,
})
