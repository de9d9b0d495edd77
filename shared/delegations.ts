import { z } from 'zod'
import { EmailAddress } from './email.ts'
import { endpoint } from './endpoint.ts'
import { Problem } from './errors.ts'
import { Instant, listOf, OptionalText, Paging, SearchText, Slug } from './fields.ts'
import { type Grant, grantNames } from './permissions.ts'

export const delegationStatuses = ['pending', 'active', 'revoked', 'declined', 'cancelled', 'expired'] as const
export type DelegationStatus = (typeof delegationStatuses)[number]

/** What a partner sees beside their own work. */
export const dataVisibilities = {
  scoped: { label: 'Own work only', explains: 'Nothing that your team or other partners made' },
  full: { label: 'All published work', explains: 'Also what others published. Drafts stay hidden' },
} as const
export const DataVisibility = z.enum(['scoped', 'full'])
export type DataVisibility = z.infer<typeof DataVisibility>

/** How a partner appears to solutions on briefs. */
export const identityModes = {
  as_buyer: { label: 'As Buyer', explains: (company: string) => `only ${company} is named` },
  transparent: { label: 'Transparent', explains: (company: string) => `their name beside ${company}` },
  anonymous: { label: 'Anonymous', explains: () => 'neither is named' },
} as const
export const IdentityMode = z.enum(['as_buyer', 'transparent', 'anonymous'])
export type IdentityMode = z.infer<typeof IdentityMode>

/** In the catalogue's order, each once, at least one (SPEC D5). */
export const Grants = z
  .array(z.enum(grantNames))
  .min(1, { error: 'Choose at least one.' })
  .max(20)
  .transform((chosen): Grant[] => grantNames.filter((name) => chosen.includes(name)))

export const Delegation = z.object({
  id: z.uuid(),
  status: z.enum(delegationStatuses),
  /**
   * Before they accept, a partner is an address: no name, whether or not there is an account (D6). Whoever deleted their
   * account is `Deleted user`, with an empty address.
   */
  partner: z.object({ email: z.string(), name: z.string().nullable() }),
  permissions: z.array(z.enum(grantNames)),
  dataVisibility: DataVisibility,
  identityMode: IdentityMode,
  message: z.string().nullable(),
  invitedBy: z.object({ name: z.string() }),
  invitedAt: Instant,
  expiresAt: Instant,
  acceptedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  endedBy: z.object({ name: z.string(), as: z.enum(['admin', 'partner', 'clock']) }).nullable(),
  endReason: z.string().nullable(),
  /** What became of the invitation mail: `withdrawn` where the invitation ended before it was sent. */
  mailState: z.enum(['queued', 'sent', 'failed', 'withdrawn']),
  mailAt: Instant,
  /** The invitation's address without its secret (D9, *Copy link*). */
  link: z.string(),
  version: z.int(),
})
export type Delegation = z.infer<typeof Delegation>

const terms = {
  permissions: Grants.default([...grantNames]),
  dataVisibility: DataVisibility.default('scoped'),
  identityMode: IdentityMode.default('as_buyer'),
  message: OptionalText(1000),
}
const one = { org: Slug, id: z.uuid() }

export const invitePartner = endpoint('POST /organizations/:org/delegations', {
  summary: 'Invites a partner by email. The answer is the same whether or not the address has an account.',
  input: z.strictObject({ org: Slug, email: EmailAddress, ...terms }),
  reply: Delegation,
  status: 201,
  idempotent: true,
})

export const invitePartners = endpoint('POST /organizations/:org/delegations/bulk', {
  summary: 'Invites many partners with the same terms; one result per address.',
  input: z.strictObject({
    org: Slug,
    emails: z
      .array(
        z
          .string({ error: 'Enter one address, like name@company.com' })
          .max(400)
          .transform((typed) => typed.toWellFormed().replaceAll('\0', '\ufffd')),
      )
      .min(1, { error: 'Enter at least one address.' })
      .max(100, { error: 'At most 100 addresses at once.' }),
    ...terms,
  }),
  reply: z.object({
    results: z.array(z.object({ email: z.string(), delegation: Delegation.optional(), problem: Problem.optional() })),
  }),
  idempotent: true,
})

export const listDelegations = endpoint('GET /organizations/:org/delegations', {
  summary: 'Lists the delegations of the organization, newest first, with the number in each state.',
  input: z.strictObject({
    org: Slug,
    status: z.enum([...delegationStatuses, 'ended']).optional(),
    search: SearchText(200).optional(),
    ...Paging,
  }),
  reply: listOf(Delegation).extend({
    counts: z.object({ all: z.int(), active: z.int(), pending: z.int(), ended: z.int() }),
  }),
})

export const findDelegation = endpoint('GET /organizations/:org/delegations/:id', {
  summary: 'One delegation.',
  input: z.strictObject(one),
  reply: Delegation,
  versioned: true,
})

export const changeDelegation = endpoint('PATCH /organizations/:org/delegations/:id', {
  summary: 'Changes permissions, visibility or identity mode of a live delegation, at once.',
  input: z.strictObject({
    ...one,
    permissions: Grants.optional(),
    dataVisibility: DataVisibility.optional(),
    identityMode: IdentityMode.optional(),
  }),
  reply: Delegation,
  versioned: true,
})

export const resendInvitation = endpoint('POST /organizations/:org/delegations/:id/resend', {
  summary: 'Sends the invitation again: new link, new time, the earlier link dies.',
  input: z.strictObject(one),
  reply: Delegation,
  versioned: true,
})

export const cancelInvitation = endpoint('POST /organizations/:org/delegations/:id/cancel', {
  summary: 'Takes a pending invitation back.',
  input: z.strictObject(one),
  reply: Delegation,
  versioned: true,
})

export const revokeDelegation = endpoint('POST /organizations/:org/delegations/:id/revoke', {
  summary: 'Ends a pending or active delegation for good. Once answered, nothing under it commits any more.',
  input: z.strictObject({ ...one, reason: OptionalText(500) }),
  reply: Delegation,
  versioned: true,
})

export const TimelineEntry = z.object({
  id: z.uuid(),
  kind: z.string(),
  /** The event as a sentence a person reads. */
  text: z.string(),
  detail: z.string().nullable(),
  at: Instant,
  actor: z.object({ name: z.string(), as: z.enum(['member', 'partner', 'person', 'system']) }),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  requestId: z.string().nullable(),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

export const readTimeline = endpoint('GET /organizations/:org/delegations/:id/timeline', {
  summary: 'Everything that happened to one delegation, newest first.',
  input: z.strictObject({ ...one, ...Paging }),
  reply: listOf(TimelineEntry),
})
