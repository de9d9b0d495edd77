import { z } from 'zod'
import { TimelineEntry } from './delegations.ts'
import { EmailAddress } from './email.ts'
import { endpoint } from './endpoint.ts'
import { CsvFile, Instant, listOf, Paging, SearchText, Slug } from './fields.ts'

const filters = {
  org: Slug,
  /** The address of who did it, or to whom it happened. */
  person: EmailAddress.optional(),
  delegation: z.uuid().optional(),
  /** One kind (`member.removed`), or all of a noun (`member`). */
  kind: SearchText(80).optional(),
  from: Instant.optional(),
  /** Not including this instant. */
  until: Instant.optional(),
}

export const AuditEntry = TimelineEntry.extend({ delegationId: z.uuid().nullable() })
export type AuditEntry = z.infer<typeof AuditEntry>

export const readAudit = endpoint('GET /organizations/:org/audit', {
  summary:
    'Everything that was changed in the organization, newest first. What one person saved of one brief or shortlist in a row is told once.',
  input: z.strictObject({ ...filters, ...Paging }),
  reply: listOf(AuditEntry),
})

export const exportAudit = endpoint('GET /organizations/:org/audit/export', {
  summary:
    'The same as a file, every single event of it: the newest 10,000. For more, ask for one time after the other.',
  input: z.strictObject(filters),
  reply: CsvFile,
  sends: 'csv',
})
