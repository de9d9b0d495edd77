import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Outcome } from '../../shared/briefs.ts'
import type { RequestState } from '../../shared/requests.ts'
import type { Addressee } from '../authz/requests.ts'
import type { AskedRow } from '../briefs/asked.ts'
import { identityModeNow } from '../briefs/identity.ts'
import { statusOf } from '../briefs/row.ts'

/** A request with as much of its brief as its solution may read, and with what decides who is named. */
export type RequestRow = AskedRow &
  Omit<Addressee, 'isSent'> & {
    id: string
    orgId: string
    briefId: string
    solutionSlug: string
    solutionName: string
    isOpen: boolean
    state: RequestState
    sentAt: Date
    viewedAt: Date | null
    answeredAt: Date | null
    declinedAt: Date | null
    declineReason: string | null
    outcome: z.infer<typeof Outcome> | null
    /** The newest version of the answer; 0 without one. */
    response: number
    refusals: number
  }

/**
 * What takes no answers any more is closed, whatever became of it before; by the database's clock. A brief in the trash of
 * its buyer stays with those whom it had reached.
 */
const isOpen = sql`(${statusOf('b')} = 'sent' and b.trashed_at is null)`
const state = sql<RequestState>`case when not ${isOpen} then 'closed' when r.declined_at is not null then 'declined'
  when r.response > 0 then 'answered' else 'open' end`

export const isIn = (wanted: RequestState) => sql`${state} = ${wanted}`

/** Requests as `r`, with their briefs as `b`. The condition may be followed by an order and a limit. */
export const selectRequests = (condition: RawBuilder<unknown>) => sql<RequestRow>`
  select r.id, r.org_id, r.brief_id, r.solution_org_id, r.contact_id, v.slug as solution_slug, v.name as solution_name,
         ${isOpen} as is_open, ${state} as state, r.sent_at, r.viewed_at, r.answered_at, r.declined_at, r.decline_reason,
         r.outcome, r.response, r.refusals,
         b.kind, b.title, b.description, b.requirements, b.budget_min, b.budget_max, b.currency, b.start_date::text as start_date,
         b.deadline, b.deadline_zone, b.anonymous, b.revealed_at, b.delegation_id, ${identityModeNow} as identity_mode,
         author.name as author, o.name as company
  from requests r
  join briefs b on b.org_id = r.org_id and b.id = r.brief_id
  join solutions v on v.id = r.solution_id
  join organizations o on o.id = b.org_id
  join users author on author.id = b.author_id
  left join delegations d on d.org_id = b.org_id and d.id = b.delegation_id
  where ${condition}`

/** Answers and refusals, counted: what If-Match speaks of. */
export const versionOf = ({ response, refusals }: Pick<RequestRow, 'response' | 'refusals'>): number =>
  response + refusals

export const addresseeOf = ({ solutionOrgId, contactId }: RequestRow): Addressee => ({
  solutionOrgId,
  contactId,
  isSent: true,
})
