import { z } from 'zod'
import { TimelineEntry } from './delegations.ts'
import { EmailAddress } from './email.ts'
import { endpoint } from './endpoint.ts'
import { CsvFile, Instant, InstantGiven, listOf, Paging, SearchText, Slug } from './fields.ts'

const filters = {
  org: Slug,
  /** The address of who did it, or to whom it happened. */
  person: EmailAddress.optional(),
  /** The same person by their id, for addresses that people pass on. */
  personId: z.uuid().optional(),
  /** What happened to it, and what was done under it. */
  delegation: z.uuid().optional(),
  /** One kind (`member.removed`), or all of a noun (`member`). */
  kind: SearchText(80).optional(),
  from: InstantGiven.optional(),
  /** Not including this instant. */
  until: InstantGiven.optional(),
}

export const AuditEntry = TimelineEntry.extend({
  /** The delegation that it happened to, or under which it was done. */
  delegationId: z.uuid().nullable(),
  /** Where one line tells what was saved several times in a row: how often, and since when. `before` is that of the first. */
  savedInRow: z.object({ times: z.int(), since: Instant }).nullable(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

export const AuditPerson = z.object({
  id: z.uuid(),
  email: z.string(),
  /** Null until they accepted an invitation: an address, not yet a person (SPEC D6). */
  name: z.string().nullable(),
  isDeleted: z.boolean(),
})
export type AuditPerson = z.infer<typeof AuditPerson>

export const listAuditPeople = endpoint('GET /organizations/:org/audit/people', {
  summary: 'Whom the audit can be asked about: everybody who is or was on the team, a partner, or invited to be.',
  input: z.strictObject({ org: Slug, id: z.uuid().optional(), search: SearchText(200).optional(), ...Paging }),
  reply: listOf(AuditPerson),
})

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

type KindGroup = {
  label: string
  /** What `kind` asks for to get all of it, where it is all of one noun. */
  all?: string
  kinds: Record<string, string>
}

/** Every kind of event, as people choose among them. */
export const auditKinds: KindGroup[] = [
  {
    label: 'Partners',
    all: 'delegation',
    kinds: {
      'delegation.invited': 'Partner invited',
      'delegation.resent': 'Invitation sent again',
      'delegation.accepted': 'Invitation accepted',
      'delegation.declined': 'Invitation declined',
      'delegation.cancelled': 'Invitation cancelled',
      'delegation.expiring': 'Invitation about to expire',
      'delegation.expired': 'Invitation expired',
      'delegation.changed': 'Access changed',
      'delegation.revoked': 'Access revoked',
      'delegation.left': 'Partner left',
    },
  },
  {
    label: 'Team',
    all: 'member',
    kinds: {
      'member.invited': 'Invited to the team',
      'member.resent': 'Invitation to the team sent again',
      'member.accepted': 'Invitation to the team accepted',
      'member.declined': 'Invitation to the team declined',
      'member.cancelled': 'Invitation to the team cancelled',
      'member.expiring': 'Invitation to the team about to expire',
      'member.expired': 'Invitation to the team expired',
      'member.joined': 'Joined by email domain',
      'member.roleChanged': 'Role changed',
      'member.removed': 'Removed from the team',
      'member.left': 'Left the team',
    },
  },
  {
    label: 'Settings',
    all: 'organization',
    kinds: {
      'organization.created': 'Organization created',
      'organization.changed': 'Settings changed',
      'organization.domainRegistered': 'Email domain added',
      'organization.domainRemoved': 'Email domain removed',
    },
  },
  {
    label: 'Shortlists',
    all: 'shortlist',
    kinds: {
      'shortlist.created': 'Shortlist created',
      'shortlist.changed': 'Shortlist changed',
      'shortlist.itemAdded': 'Solution added',
      'shortlist.itemChanged': 'Reasons changed',
      'shortlist.itemRemoved': 'Solution removed',
      'shortlist.ordered': 'Order changed',
      'shortlist.published': 'Shortlist published',
      'shortlist.deleted': 'Shortlist deleted',
      'shortlist.restored': 'Shortlist restored',
    },
  },
  {
    label: 'Briefs',
    all: 'brief',
    kinds: {
      'brief.created': 'Brief begun',
      'brief.changed': 'Brief changed',
      'brief.sent': 'Brief sent',
      'brief.recipientsAdded': 'Sent to more solutions',
      'brief.revealed': 'Who asks revealed',
      'brief.closing': 'Deadline near',
      'brief.closed': 'Brief closed',
      'brief.decided': 'Outcomes told',
      'brief.deleted': 'Brief deleted',
      'brief.restored': 'Brief restored',
    },
  },
  {
    label: 'Solutions and their answers',
    kinds: {
      'request.viewed': 'Brief looked at',
      'request.declined': 'Brief declined',
      'response.received': 'Response received',
      'rate.stated': 'Exchange rate stated',
      'solution.saved': 'Solution saved',
      'solution.unsaved': 'Solution no longer saved',
    },
  },
  {
    label: 'Notes',
    all: 'note',
    kinds: {
      'note.created': 'Note written',
      'note.shared': 'Note shared',
      'note.changed': 'Note changed',
      'note.deleted': 'Note deleted',
    },
  },
]
