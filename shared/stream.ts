import { z } from 'zod'
import { Slug } from './fields.ts'

/** `GET /api/v1/stream?org=` answers server-sent events. It is not a door: it never ends with one answer. */
export const STREAM_PATH = '/api/v1/stream'
export const StreamInput = z.strictObject({ org: Slug.optional() })

/**
 * - `notification`: the bell has something new.
 * - `changed`: something that this person may see is not as it was.
 * - `access-ended`, `signed-out`: the last event of a stream, and why. Opening it again is refused.
 */
export type StreamEvent = 'notification' | 'changed' | 'access-ended' | 'signed-out'

/**
 * What changed, to look at again; never the thing itself. `shortlist` and `brief` name which one; `shortlists` and `briefs` say that
 * their number changed, or any number of them; `notes` names what they are about.
 */
export const Changed = z.object({
  what: z.enum([
    'shortlist',
    'shortlists',
    'brief',
    'briefs',
    'rates',
    'saved',
    'notes',
    'workspace',
    'delegations',
    'members',
    'settings',
    'me',
    'everything',
  ]),
  id: z.uuid().optional(),
})
export type Changed = z.infer<typeof Changed>
