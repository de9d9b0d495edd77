import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Instant, listOf, Paging, PlainText, SearchText, Slug } from './fields.ts'

/** Who sees a note, narrowest first: the first one is what a note is unless told (SPEC 5). */
export const visibilities = { personal: 'Personal', team: 'Team', shared: 'Shared' } as const
export type Visibility = keyof typeof visibilities
export const visibilityNames = Object.keys(visibilities) as [Visibility, ...Visibility[]]

export const subjectKinds = ['solution', 'shortlist', 'brief'] as const
export type SubjectKind = (typeof subjectKinds)[number]

/** What a note is about: `shortlist:<id>`. */
export const Subject = z
  .string()
  .regex(/^(solution|shortlist|brief):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, {
    error: 'Name a solution, a shortlist or a brief, like shortlist:<id>.',
  })
  .toLowerCase()

/** In characters. */
export const LONGEST_NOTE = 8000

/** A subset of Markdown, as it was written. */
const Body = PlainText(LONGEST_NOTE).refine((text) => text.length > 0, { error: 'Write something.' })

export const Note = z.object({
  id: z.uuid(),
  subject: z.string(),
  /** What the subject is called; the slug is that of a solution. */
  about: z.object({ name: z.string(), slug: z.string().nullable() }),
  body: z.string(),
  visibility: z.enum(visibilityNames),
  author: z.object({ name: z.string(), as: z.enum(['member', 'partner']) }),
  /** Written by the person asking, under their present membership or delegation. */
  own: z.boolean(),
  unread: z.boolean(),
  createdAt: Instant,
  updatedAt: Instant,
  version: z.int(),
  can: z.object({ edit: z.boolean(), delete: z.boolean() }),
})
export type Note = z.infer<typeof Note>

export const NoteVersion = z.object({
  version: z.int(),
  body: z.string(),
  visibility: z.enum(visibilityNames),
  at: Instant,
})
export type NoteVersion = z.infer<typeof NoteVersion>

const one = { org: Slug, id: z.uuid() }

export const listNotes = endpoint('GET /workspaces/:org/notes', {
  summary: 'The notes that one may see, newest first: of one subject, or of the workspace.',
  input: z.strictObject({
    org: Slug,
    subject: Subject.optional(),
    /** Only those on this kind of subject. */
    on: z.enum(subjectKinds).optional(),
    visibility: z.enum(visibilityNames).optional(),
    mine: z.literal('true').optional(),
    unread: z.literal('true').optional(),
    search: SearchText(200).optional(),
    ...Paging,
  }),
  reply: listOf(Note),
})

export const countNotes = endpoint('GET /workspaces/:org/notes/counts', {
  summary: 'How many notes one may see, how many of them are unread, and on which subjects those are.',
  input: z.strictObject({ org: Slug, subject: Subject.optional() }),
  reply: z.object({
    all: z.int(),
    unread: z.int(),
    /** The 100 subjects with the newest unread notes. */
    subjects: z.array(z.object({ subject: z.string(), unread: z.int() })),
  }),
})

export const createNote = endpoint('POST /workspaces/:org/notes', {
  summary: 'Writes a note on a solution, a shortlist or a brief that one can see. Personal unless told.',
  input: z.strictObject({
    org: Slug,
    subject: Subject,
    body: Body,
    visibility: z.enum(visibilityNames).default('personal'),
  }),
  reply: Note,
  status: 201,
  idempotent: true,
})

export const readNotes = endpoint('POST /workspaces/:org/notes/read', {
  summary: 'Marks the notes on one subject as read, or all notes of the workspace.',
  input: z
    .strictObject({ org: Slug, subject: Subject.optional(), all: z.literal(true).optional() })
    .refine(({ subject, all }) => (subject === undefined) !== (all === undefined), {
      error: 'Say which ones: a subject, or all.',
    }),
  reply: z.object({ unread: z.int() }),
})

export const findNote = endpoint('GET /workspaces/:org/notes/:id', {
  summary: 'One note.',
  input: z.strictObject(one),
  reply: Note,
  versioned: true,
})

export const listNoteVersions = endpoint('GET /workspaces/:org/notes/:id/versions', {
  summary: 'What a note said and says, newest first; of each version only who could see it then.',
  input: z.strictObject({ ...one, ...Paging }),
  reply: listOf(NoteVersion),
})

export const changeNote = endpoint('PATCH /workspaces/:org/notes/:id', {
  summary: 'Changes what a note says, or who sees it. For its author; earlier versions are kept.',
  input: z.strictObject({ ...one, body: Body.optional(), visibility: z.enum(visibilityNames).optional() }),
  reply: Note,
  versioned: true,
})

export const deleteNote = endpoint('DELETE /workspaces/:org/notes/:id', {
  summary: 'Deletes a note with its versions. For its author, and for admins what is not personal.',
  input: z.strictObject(one),
  reply: z.object({ id: z.uuid() }),
  versioned: true,
})
