import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Instant, listOf, OrganizationName, Paging, Slug } from './fields.ts'
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
})
export type Member = z.infer<typeof Member>

export const listMembers = endpoint('GET /organizations/:org/members', {
  summary: 'Lists the people of the organization.',
  input: z.strictObject({ org: Slug, ...Paging }),
  reply: listOf(Member),
})

export const changeRole = endpoint('PATCH /organizations/:org/members/:id', {
  summary: "Changes a member's role. The last active admin keeps theirs.",
  input: z.strictObject({ org: Slug, id: z.uuid(), role: z.enum(roleNames) }),
  reply: Member,
})

export const removeMember = endpoint('DELETE /organizations/:org/members/:id', {
  summary: "Ends a member's access at once. Their work stays. The last active admin cannot be removed.",
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
  /** How long an invitation that is sent now will work. */
  inviteExpiryDays: z.int(),
  can: z.object({
    manageDelegations: z.boolean(),
    readMembers: z.boolean(),
    manageMembers: z.boolean(),
    readAudit: z.boolean(),
    readShortlists: z.boolean(),
    createShortlists: z.boolean(),
    readBriefs: z.boolean(),
    createBriefs: z.boolean(),
    stateRates: z.boolean(),
    saveSolutions: z.boolean(),
    restoreWork: z.boolean(),
  }),
})
export type Workspace = z.infer<typeof Workspace>

export const openWorkspace = endpoint('GET /workspaces/:org', {
  summary: 'What the person asking is in this workspace, and what they may do there.',
  input: z.strictObject({ org: Slug }),
  reply: Workspace,
})
