import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Instant, listOf, Paging } from './fields.ts'

export const Notification = z.object({
  id: z.uuid(),
  kind: z.string(),
  /** Where it happened; null of what a solution hears of a brief, which may not say who asks (SPEC 7). */
  organization: z.object({ slug: z.string(), name: z.string() }).nullable(),
  text: z.string(),
  detail: z.string().nullable(),
  /** Where it leads, as an address of the web. */
  path: z.string(),
  /** The invitation that can be answered in place, while it is pending. */
  invitationId: z.uuid().nullable(),
  createdAt: Instant,
  readAt: Instant.nullable(),
})
export type Notification = z.infer<typeof Notification>

export const listNotifications = endpoint('GET /notifications', {
  summary: 'My notifications, newest first.',
  input: z.strictObject({ unread: z.enum(['true', 'false']).default('false'), ...Paging }),
  reply: listOf(Notification).extend({ unread: z.int() }),
})

export const readNotifications = endpoint('POST /notifications/read', {
  summary: 'Marks notifications of mine as read: some, or all.',
  input: z
    .strictObject({ ids: z.array(z.uuid()).max(100).optional(), all: z.literal(true).optional() })
    .refine(({ ids, all }) => (ids === undefined) !== (all === undefined), { error: 'Say which ones: ids, or all.' }),
  reply: z.object({ unread: z.int() }),
})
