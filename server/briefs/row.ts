import { type RawBuilder, sql } from 'kysely'
import type { BriefKind } from '../../shared/briefs.ts'
import type { Work } from '../authz/work.ts'
import { type Identity, identityModeNow } from './identity.ts'

/** A brief as the database knows it; what solutions may learn of it is `asked.ts`'s business. */
export type BriefRow = Identity & {
  id: string
  orgId: string
  kind: BriefKind
  title: string
  description: string
  requirements: string
  budgetMin: number | null
  budgetMax: number | null
  currency: string | null
  startDate: string | null
  deadline: Date | null
  deadlineZone: string | null
  /** By the database's clock. */
  status: 'draft' | 'sent' | 'closed'
  isDeadlinePast: boolean
  authorId: string
  publishedAt: Date | null
  handedOverAt: Date | null
  trashedAt: Date | null
  /** By somebody, or by its deadline. */
  closedAt: Date | null
  /** Whether its recipients were told that it closed: a moment after its deadline they were not yet. */
  isClosingTold: boolean
  updatedAt: Date
  changedById: string
  changedByName: string
  version: number
  recipientCount: number
  responseCount: number
  /** Recipients who were not told an outcome. */
  undecidedCount: number
}

/** The state of a brief known by its alias. Decided by the database's clock, never by a job having run. */
export const statusOf = (alias: string) =>
  sql`brief_status(${sql.ref(`${alias}.published_at`)}, ${sql.ref(`${alias}.closed_at`)}, ${sql.ref(`${alias}.deadline`)})`

/** Briefs as `b`. The condition may be followed by an order and a limit. */
export const selectBriefs = (condition: RawBuilder<unknown>) => sql<BriefRow>`
  select b.id, b.org_id, b.kind, b.title, b.description, b.requirements, b.budget_min, b.budget_max, b.currency,
         b.start_date::text as start_date, b.deadline, b.deadline_zone, ${statusOf('b')} as status,
         coalesce(b.deadline <= clock_timestamp(), false) as is_deadline_past,
         b.anonymous, b.revealed_at, b.author_id, author.name as author, o.name as company,
         b.delegation_id, ${identityModeNow} as identity_mode, b.published_at, b.handed_over_at, b.trashed_at,
         coalesce(b.closed_at, case when b.published_at is not null and b.deadline <= now() then b.deadline end) as closed_at, b.closed_at is not null as is_closing_told,
         b.updated_at, coalesce(changer.id, author.id) as changed_by_id, coalesce(changer.name, author.name) as changed_by_name, b.version,
         count.recipients as recipient_count, count.responses as response_count, count.undecided as undecided_count
  from briefs b
  join organizations o on o.id = b.org_id
  join users author on author.id = b.author_id
  left join users changer on changer.id = b.updated_by
  left join delegations d on d.org_id = b.org_id and d.id = b.delegation_id
  cross join lateral (
    select count(*) as recipients, count(*) filter (where r.response > 0 and r.declined_at is null) as responses,
           count(*) filter (where r.sent_at is not null and r.outcome is null) as undecided
    from requests r where r.org_id = b.org_id and r.brief_id = b.id
  ) count
  where ${condition}`

export const workOf = (row: Pick<BriefRow, 'delegationId' | 'publishedAt' | 'handedOverAt' | 'trashedAt'>): Work => ({
  delegationId: row.delegationId,
  isPublished: row.publishedAt !== null,
  isHandedOver: row.handedOverAt !== null,
  isTrashed: row.trashedAt !== null,
})

/** Instants as the API says them. */
export const instantOf = (date: Date | null): string | null => date?.toISOString() ?? null
