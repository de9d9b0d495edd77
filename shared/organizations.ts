import { z } from 'zod'
import { EmailAddress } from './email.ts'
import { endpoint } from './endpoint.ts'
import { Done, Instant, listOf, OrganizationName, Paging, SearchText, Slug } from './fields.ts'
import { grantNames, roleNames } from './permissions.ts'

export const OrganizationKind = z.enum(['buyer', 'solution'])
export const Organization = z.object({ slug: z.string(), name: z.string(), kind: OrganizationKind })
export type Organization = z.infer<typeof Organization>

export const createOrganization = endpoint('POST /organizations', {
  summary: 'Creates an organization; its creator becomes its first admin.',
  input: z.strictObject({ name: OrganizationName, kind: OrganizationKind.default('buyer') }),
  reply: Organization,
  status: 201,
  idempotent: true,
})

export const Member = z.object({
  id: z.uuid(),
  user: z.object({ email: z.string(), name: z.string() }),
  role: z.enum(roleNames),
  status: z.enum(['active', 'invited', 'removed']),
  since: Instant,
  /** Of somebody who was invited and has not answered; for admins only. Until they accept, they are an address without a name. */
  invitation: z
    .object({
      invitedBy: z.object({ name: z.string() }),
      invitedAt: Instant,
      expiresAt: Instant,
      isExpired: z.boolean(),
      mailState: z.enum(['queued', 'sent', 'failed', 'withdrawn']),
      mailAt: Instant,
      /** The invitation's address without its secret. */
      link: z.string(),
    })
    .nullable()
    .optional(),
})
export type Member = z.infer<typeof Member>

export const listMembers = endpoint('GET /organizations/:org/members', {
  summary:
    'Lists the people of the organization, newest first, with counts of all of them. `admins` are the active ones: the last of them stays.',
  input: z.strictObject({
    org: Slug,
    status: z.enum(['active', 'invited']).optional(),
    search: SearchText(200).optional(),
    ...Paging,
  }),
  reply: listOf(Member).extend({
    counts: z.object({ all: z.int(), active: z.int(), invited: z.int(), admins: z.int() }),
  }),
})

export const inviteMember = endpoint('POST /organizations/:org/members', {
  summary: 'Invites somebody to the team by email. The answer is the same whether or not the address has an account.',
  input: z.strictObject({ org: Slug, email: EmailAddress, role: z.enum(roleNames) }),
  reply: Member,
  status: 201,
  idempotent: true,
})

export const resendMemberInvitation = endpoint('POST /organizations/:org/members/:id/resend', {
  summary: 'Sends the invitation to the team again, also an expired one: new link, new time, the earlier link dies.',
  input: z.strictObject({ org: Slug, id: z.uuid() }),
  reply: Member,
})

export const leaveOrganization = endpoint('POST /organizations/:org/leave', {
  summary: 'Ends my own membership. My work stays. The last active admin cannot leave.',
  input: z.strictObject({ org: Slug }),
  reply: Done,
})

export const changeRole = endpoint('PATCH /organizations/:org/members/:id', {
  summary: "Changes a member's role. The last active admin keeps theirs.",
  input: z.strictObject({ org: Slug, id: z.uuid(), role: z.enum(roleNames) }),
  reply: Member,
})

export const removeMember = endpoint('DELETE /organizations/:org/members/:id', {
  summary:
    "Ends a member's access at once, or takes an invitation back. Their work stays. The last active admin cannot be removed.",
  input: z.strictObject({ org: Slug, id: z.uuid() }),
  reply: Member,
})

/** What exists for this person in this workspace. Menus and pages are drawn from `can`. */
export const Workspace = z.object({
  organization: Organization,
  as: z.enum(['member', 'partner']),
  role: z.enum(roleNames).nullable(),
  permissions: z.array(z.enum(grantNames)),
  dataVisibility: z.enum(['scoped', 'full']).nullable(),
  delegationId: z.uuid().nullable(),
  invitedBy: z.object({ name: z.string() }).nullable(),
  /** How long an invitation that is sent now will work; null for who sends none. */
  inviteExpiryDays: z.int().nullable(),
  can: z.object({
    manageDelegations: z.boolean(),
    readMembers: z.boolean(),
    manageMembers: z.boolean(),
    manageOrganization: z.boolean(),
    readAudit: z.boolean(),
    readShortlists: z.boolean(),
    createShortlists: z.boolean(),
    readBriefs: z.boolean(),
    readQuotes: z.boolean(),
    createBriefs: z.boolean(),
    stateRates: z.boolean(),
    saveSolutions: z.boolean(),
    restoreWork: z.boolean(),
    readNotes: z.boolean(),
    writeNotes: z.boolean(),
    shareNotes: z.boolean(),
  }),
})
export type Workspace = z.infer<typeof Workspace>

export const openWorkspace = endpoint('GET /workspaces/:org', {
  summary: 'What the person asking is in this workspace, and what they may do there.',
  input: z.strictObject({ org: Slug }),
  reply: Workspace,
})

/** Typed in any letters; whose it is, is for the server to say. */
const Domain = SearchText(253).min(1)

/** What admins decide for their organization. */
export const OrganizationSettings = Organization.extend({
  /** Addresses it had before: they still lead to it. */
  formerSlugs: z.array(z.string()),
  /** How many days invitations work; null: as this installation has it, which is `defaultInviteExpiryDays`. */
  inviteExpiryDays: z.int().nullable(),
  defaultInviteExpiryDays: z.int(),
  viewersSeeQuotes: z.boolean(),
  /** Who proves an address in one of these joins as a viewer. */
  domains: z.array(
    z.object({
      domain: z.string(),
      registeredBy: z.object({ name: z.string() }),
      registeredAt: Instant,
      /** No admin's address is in it any more, so nobody joins by it. */
      isPaused: z.boolean(),
    }),
  ),
})
export type OrganizationSettings = z.infer<typeof OrganizationSettings>

export const readOrganization = endpoint('GET /organizations/:org', {
  summary: 'The settings of the organization.',
  input: z.strictObject({ org: Slug }),
  reply: OrganizationSettings,
})

/** What may stand in an address: what `slugOf` makes of a name. */
const NewSlug = z
  .string()
  .min(2, { error: 'At least 2 characters.' })
  .max(50, { error: 'At most 50 characters.' })
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'Use small letters, digits and single dashes between them.' })

export const changeOrganization = endpoint('PATCH /organizations/:org', {
  summary: 'Changes the settings. With a new address (`slug`) the old one still leads here, for good.',
  input: z.strictObject({
    org: Slug,
    name: OrganizationName.optional(),
    slug: NewSlug.optional(),
    inviteExpiryDays: z
      .int()
      .min(1, { error: 'At least 1 day.' })
      .max(30, { error: 'At most 30 days.' })
      .nullable()
      .optional(),
    viewersSeeQuotes: z.boolean().optional(),
  }),
  reply: OrganizationSettings,
})

export const registerDomain = endpoint('PUT /organizations/:org/domains/:domain', {
  summary:
    'Whoever proves an address in this domain from now on joins as a viewer. It must be the domain of my own address.',
  input: z.strictObject({ org: Slug, domain: Domain }),
  reply: OrganizationSettings,
})

export const removeDomain = endpoint('DELETE /organizations/:org/domains/:domain', {
  summary: 'Nobody joins by this domain any more. Those who joined stay.',
  input: z.strictObject({ org: Slug, domain: Domain }),
  reply: OrganizationSettings,
})
