import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/notes.ts'
import type { SubjectKind, Visibility } from '../../shared/notes.ts'
import { authorize } from '../authz/can.ts'
import { changesNote, deletesNote, isOwnIn, isOwnNote, type Note, notesSeenBy } from '../authz/notes.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { containing } from '../db/search.ts'
import { findSubject, partsOf } from './subjects.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

export type NoteRow = {
  id: string
  orgId: string
  kind: SubjectKind
  subjectId: string
  subjectName: string
  subjectSlug: string | null
  body: string
  visibility: Visibility
  authorId: string
  authorName: string
  delegationId: string | null
  unread: boolean
  createdAt: Date
  updatedAt: Date
  version: number
  /** Of the work it is about; of a solution they say nothing. */
  workDelegationId: string | null
  isPublished: boolean
  isHandedOver: boolean
}

/** The one place that says which notes a person may see. List, get, counts, versions and marks start here. */
export const visible = ({ actor }: Ctx) => notesSeenBy(actor, 'n')

/** Notes as `n`, and up to where the person has read as `r`. What one wrote oneself was never unread. */
const withMarks = ({ actor }: Ctx) =>
  sql`notes n left join note_reads r on r.org_id = n.org_id and r.subject_id = n.subject_id and r.user_id = ${actor.user.id}`
const isUnread = ({ actor }: Ctx) =>
  sql<boolean>`(n.author_id <> ${actor.user.id} and (r.read_at is null or n.shown_at > r.read_at))`

const kindOf = sql<SubjectKind>`case when n.solution_id is not null then 'solution' when n.shortlist_id is not null then 'shortlist' else 'brief' end`

/** The condition may be followed by an order and a limit: what a note is about is looked up for those that are left. */
const selectNotes = (ctx: Ctx, condition: RawBuilder<unknown>) => sql<NoteRow>`
  select n.id, n.org_id, ${kindOf} as kind, n.subject_id, coalesce(v.name, s.title, b.title) as subject_name, v.slug as subject_slug,
         n.body, n.visibility, n.author_id, author.name as author_name, n.delegation_id, n.unread,
         n.created_at, n.updated_at, n.version, coalesce(s.delegation_id, b.delegation_id) as work_delegation_id,
         coalesce(s.published_at, b.published_at) is not null as is_published,
         coalesce(s.handed_over_at, b.handed_over_at) is not null as is_handed_over
  from (select n.*, ${isUnread(ctx)} as unread from ${withMarks(ctx)} where ${condition}) n
  join users author on author.id = n.author_id
  left join solutions v on v.id = n.solution_id
  left join shortlists s on s.org_id = n.org_id and s.id = n.shortlist_id
  left join briefs b on b.org_id = n.org_id and b.id = n.brief_id
  order by n.id desc`

export async function listNotes(ctx: Ctx, asked: Input<typeof api.listNotes>) {
  authorize(ctx, 'note.read')
  const { subject, limit, cursor } = asked
  if (subject) await findSubject(ctx, subject)
  const place = placeOf(cursor)
  const { rows } = await selectNotes(
    ctx,
    sql`${visible(ctx)} and ${narrowed(ctx, asked)} and ${place ? sql`n.id < ${place}` : sql`true`}
      order by n.id desc limit ${limit + 1}`,
  ).execute(ctx.db)
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map((row) => present(ctx, row)), nextCursor }
}

function narrowed(ctx: Ctx, { subject, on, visibility, mine, unread, search }: Input<typeof api.listNotes>) {
  const conditions = [
    subject && isOn(subject),
    on && sql`${sql.ref(`n.${on}_id`)} is not null`,
    visibility && sql`n.visibility = ${visibility}`,
    mine && isOwnIn(ctx.actor, 'n'),
    unread && isUnread(ctx),
    search?.trim() && sql`n.body ilike ${containing(search)}`,
  ]
  return sql.join([sql`true`, ...conditions.filter((it) => typeof it === 'object')], sql` and `)
}

/** Ids are unique in all tables: the id alone says which subject. */
const isOn = (subject: string) => sql`n.subject_id = ${partsOf(subject).id}`

export async function findNote(ctx: Ctx, { id }: Pick<Input<typeof api.findNote>, 'id'>) {
  authorize(ctx, 'note.read')
  return present(ctx, await findRow(ctx, id))
}

export async function findRow(ctx: Ctx, id: string): Promise<NoteRow> {
  const { rows } = await selectNotes(ctx, sql`${visible(ctx)} and n.id = ${id}`).execute(ctx.db)
  return rows[0] ?? refuse('not_found')
}

/** Of each version only who could see it when it was written: what was personal stays so, also when the note is shared later. */
export async function listNoteVersions(ctx: Ctx, { id, limit, cursor }: Input<typeof api.listNoteVersions>) {
  authorize(ctx, 'note.read')
  await findRow(ctx, id)
  const place = placeOf(cursor)
  const { rows } = await sql<{ id: string; version: number; body: string; visibility: Visibility; createdAt: Date }>`
    select v.id, v.version, v.body, v.visibility, v.created_at
    from notes n join note_versions v on v.org_id = n.org_id and v.note_id = n.id
    where ${visible(ctx)} and ${notesSeenBy(ctx.actor, 'n', 'v.visibility')} and n.id = ${id} and ${place ? sql`v.id < ${place}` : sql`true`}
    order by v.id desc limit ${limit + 1}`.execute(ctx.db)
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map(({ createdAt, ...it }) => ({ ...it, at: createdAt.toISOString() })), nextCursor }
}

export async function countNotes(ctx: Ctx, { subject }: Pick<Input<typeof api.countNotes>, 'subject'>) {
  authorize(ctx, 'note.read')
  if (subject) await findSubject(ctx, subject)
  const { rows } = await sql<{ kind: SubjectKind; subjectId: string; all: number; unread: number }>`
    select ${kindOf} as kind, n.subject_id, count(*) as all, count(*) filter (where ${isUnread(ctx)}) as unread
    from ${withMarks(ctx)} where ${visible(ctx)} and ${subject ? isOn(subject) : sql`true`}
    group by 1, 2 order by max(n.shown_at) filter (where ${isUnread(ctx)}) desc nulls last`.execute(ctx.db)
  const unread = rows.filter((it) => it.unread > 0).slice(0, MOST_SUBJECTS)
  return {
    all: sumOf(rows.map(({ all }) => all)),
    unread: sumOf(rows.map(({ unread }) => unread)),
    subjects: unread.map((it) => ({ subject: `${it.kind}:${it.subjectId}`, unread: it.unread })),
  }
}
const MOST_SUBJECTS = 100

const sumOf = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0)

/** What the rule looks at. Whoever reads the row sees it, so that what it is about is not in the trash. */
export const noteOf = (row: NoteRow): Note => ({
  orgId: row.orgId,
  subject:
    row.kind === 'solution'
      ? { kind: row.kind }
      : {
          kind: row.kind,
          work: {
            delegationId: row.workDelegationId,
            isPublished: row.isPublished,
            isHandedOver: row.isHandedOver,
            isTrashed: false,
          },
        },
  authorId: row.authorId,
  delegationId: row.delegationId,
  visibility: row.visibility,
})

export function present({ actor }: Ctx, row: NoteRow): z.input<typeof api.Note> {
  const note = noteOf(row)
  return {
    id: row.id,
    subject: `${row.kind}:${row.subjectId}`,
    about: { name: row.subjectName, slug: row.subjectSlug },
    body: row.body,
    visibility: row.visibility,
    author: { name: row.authorName, as: row.delegationId ? 'partner' : 'member' },
    own: isOwnNote(actor, note),
    unread: row.unread,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
    can: { edit: changesNote(actor, note), delete: deletesNote(actor, note) },
  }
}
