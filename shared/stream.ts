import { z } from 'zod'
import { Slug } from './fields.ts'

/** `GET /api/v1/stream?org=` answers server-sent events. It is not a door: it never ends with one answer. */
export const STREAM_PATH = '/api/v1/stream'
export const StreamInput = z.strictObject({ org: Slug.optional() })

/** What changed, to look at again; never the thing itself. */
export const Changed = z.object({
  what: z.enum(['shortlist', 'saved', 'workspace', 'delegations', 'members', 'everything']),
  id: z.uuid().optional(),
})
