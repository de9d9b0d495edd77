import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { CsvFile, Instant, listOf, Paging, PlainText, SearchText, Slug } from './fields.ts'
import { SolutionSummary } from './solutions.ts'

const Title = PlainText(120)
  .transform((text) => text.replace(/\s+/g, ' '))
  .refine((text) => text.length > 0, { error: 'Enter a title.' })
const Description = PlainText(4000)
const Reason = PlainText(500)

/** Who made it, and how a draft came to be seen by the team (SPEC D11). */
const Author = z.object({ name: z.string(), as: z.enum(['member', 'partner']) })

const summary = {
  id: z.uuid(),
  title: z.string(),
  description: z.string(),
  status: z.enum(['draft', 'published']),
  author: Author,
  /** Made by the person asking, under their present membership or delegation. */
  own: z.boolean(),
  /** A draft of a partner whose access ended: it passed to the organization then. */
  handedOverAt: Instant.nullable(),
  publishedAt: Instant.nullable(),
  updatedAt: Instant,
  /** Who changed it last. */
  changedBy: z.object({ name: z.string() }),
  version: z.int(),
  can: z.object({ edit: z.boolean(), publish: z.boolean() }),
}

export const ShortlistSummary = z.object({
  ...summary,
  itemCount: z.int(),
  /** Whether the solution asked for is on it; null where none was asked for. */
  holds: z.boolean().nullable(),
})
export type ShortlistSummary = z.infer<typeof ShortlistSummary>

export const ShortlistItem = z.object({ solutionId: z.uuid(), solution: SolutionSummary, reason: z.string() })
export const Shortlist = z.object({ ...summary, items: z.array(ShortlistItem) })
export type Shortlist = z.infer<typeof Shortlist>

const one = { org: Slug, id: z.uuid() }
export const MOST_ITEMS = 200

export const listShortlists = endpoint('GET /workspaces/:org/shortlists', {
  summary: 'The shortlists of the workspace that one may see, newest first, with the number in each state.',
  input: z.strictObject({
    org: Slug,
    status: z.enum(['draft', 'published']).optional(),
    search: SearchText(200).optional(),
    /** Only those that one may change. */
    editable: z.literal('true').optional(),
    /** Only those that this solution is on. */
    withSolution: z.uuid().optional(),
    /** Says of each whether this solution is on it. */
    holding: z.uuid().optional(),
    ...Paging,
  }),
  reply: listOf(ShortlistSummary),
})

export const countShortlists = endpoint('GET /workspaces/:org/shortlists/counts', {
  summary: 'How many shortlists one may see.',
  input: z.strictObject({ org: Slug }),
  reply: z.object({ all: z.int(), draft: z.int(), published: z.int() }),
})

export const createShortlist = endpoint('POST /workspaces/:org/shortlists', {
  summary: "Creates a shortlist: a partner's is a draft, a member's is visible to the team at once.",
  input: z.strictObject({ org: Slug, title: Title, description: Description.default('') }),
  reply: Shortlist,
  status: 201,
  idempotent: true,
})

export const findShortlist = endpoint('GET /workspaces/:org/shortlists/:id', {
  summary: 'One shortlist with its solutions in order.',
  input: z.strictObject(one),
  reply: Shortlist,
  versioned: true,
})

export const exportShortlist = endpoint('GET /workspaces/:org/shortlists/:id/export', {
  summary: 'The solutions of a shortlist, in order, as CSV. No cell is a formula.',
  input: z.strictObject(one),
  reply: CsvFile,
  sends: 'csv',
})

export const changeShortlist = endpoint('PATCH /workspaces/:org/shortlists/:id', {
  summary: 'Changes title or description.',
  input: z.strictObject({ ...one, title: Title.optional(), description: Description.optional() }),
  reply: Shortlist,
  versioned: true,
})

export const deleteShortlist = endpoint('DELETE /workspaces/:org/shortlists/:id', {
  summary: "Deletes a draft; a published one goes to the organization's trash for 30 days.",
  input: z.strictObject(one),
  reply: z.object({ id: z.uuid(), trashed: z.boolean() }),
  versioned: true,
})

export const publishShortlist = endpoint('POST /workspaces/:org/shortlists/:id/publish', {
  summary: 'Makes it visible to the organization. Not undone.',
  input: z.strictObject(one),
  reply: Shortlist,
  versioned: true,
})

export const addItem = endpoint('POST /workspaces/:org/shortlists/:id/items', {
  summary: 'Adds a solution, at the end unless a place is told. Adding twice is adding once.',
  input: z.strictObject({
    ...one,
    solutionId: z.uuid(),
    reason: Reason.default(''),
    /** Counted from 1. */
    place: z.int().min(1).max(MOST_ITEMS).optional(),
  }),
  reply: Shortlist,
  versioned: true,
})

export const changeItem = endpoint('PATCH /workspaces/:org/shortlists/:id/items/:solutionId', {
  summary: 'Changes the line of reasons of a solution.',
  input: z.strictObject({ ...one, solutionId: z.uuid(), reason: Reason }),
  reply: Shortlist,
  versioned: true,
})

export const removeItem = endpoint('DELETE /workspaces/:org/shortlists/:id/items/:solutionId', {
  summary: 'Takes a solution off the shortlist.',
  input: z.strictObject({ ...one, solutionId: z.uuid() }),
  reply: Shortlist,
  versioned: true,
})

export const orderItems = endpoint('PUT /workspaces/:org/shortlists/:id/order', {
  summary: 'Puts the solutions in this order. All of them, each once: else somebody changed the list meanwhile.',
  input: z.strictObject({ ...one, solutionIds: z.array(z.uuid()).max(MOST_ITEMS) }),
  reply: Shortlist,
  versioned: true,
})

export const TrashedShortlist = z.object({
  id: z.uuid(),
  title: z.string(),
  author: Author,
  trashedAt: Instant,
  trashedBy: z.object({ name: z.string() }),
  goneAt: Instant,
})
export type TrashedShortlist = z.infer<typeof TrashedShortlist>

export const listTrash = endpoint('GET /workspaces/:org/trash/shortlists', {
  summary: 'Published shortlists that were deleted in the last 30 days. For admins and editors.',
  input: z.strictObject({ org: Slug, ...Paging }),
  reply: listOf(TrashedShortlist),
})

export const restoreShortlist = endpoint('POST /workspaces/:org/trash/shortlists/:id/restore', {
  summary: 'Brings a deleted shortlist back.',
  input: z.strictObject(one),
  reply: Shortlist,
})
