/** What a buyer may hand to a partner (SPEC D5). The invite form, the validation, the menu and the mail read these lines. */
export const grants = {
  shortlists: { label: 'Shortlists', allows: 'Save solutions and build shortlists of them' },
  briefs: { label: 'Briefs', allows: 'Write briefs, RFIs and RFPs, send them and compare quotes' },
  notes: { label: 'Notes', allows: 'Write notes, personal or shared with the team' },
} as const
export type Grant = keyof typeof grants
export const grantNames = Object.keys(grants) as [Grant, ...Grant[]]

export const roles = { admin: 'Admin', editor: 'Editor', viewer: 'Viewer' } as const
export type Role = keyof typeof roles
export const roleNames = Object.keys(roles) as [Role, ...Role[]]

/** What each role may do (SPEC O2), by the kind of organization: what everybody reads who gives a role or gets one. */
export const roleAllows: Record<'buyer' | 'solution', Record<Role, string>> = {
  buyer: {
    admin: 'Everything, also team, partners, settings and audit',
    editor: 'Create, edit and send shortlists, briefs and notes',
    viewer: 'Read what the team made, and keep personal notes',
  },
  solution: {
    admin: 'Everything, also team, settings and audit',
    editor: 'Read and answer requests',
    viewer: 'Read requests and what was answered',
  },
}

/**
 * Every permission in the product, and the three ways to have it:
 * - `roles`: as a member of the organization that owns the thing, in one of these roles;
 * - `grant`: as a partner of that organization who was given this (`any`: by any live delegation);
 * - `own`: as the person whom the thing belongs to.
 *
 * `buyer`: it exists in buyer organizations only. In a solution organization there is nothing of the kind.
 *
 * `work` narrows a permission on work (shortlists, briefs) to what the person sees of it (`read`) or may change of it
 * (`write`): SPEC V1 and V2, in `server/authz/work.ts`.
 *
 * To add one: add a line here, ask for it in an operation, prove it in a test.
 */
export const permissions = {
  'workspace.enter': { roles: ['admin', 'editor', 'viewer'], grant: 'any', own: false, buyer: false, work: null },
  'member.read': { roles: ['admin', 'editor', 'viewer'], grant: null, own: false, buyer: false, work: null },
  'member.manage': { roles: ['admin'], grant: null, own: false, buyer: false, work: null },
  'member.leave': { roles: ['admin', 'editor', 'viewer'], grant: null, own: false, buyer: false, work: null },
  'organization.read': { roles: ['admin'], grant: null, own: false, buyer: false, work: null },
  'organization.manage': { roles: ['admin'], grant: null, own: false, buyer: false, work: null },
  'domain.manage': { roles: ['admin'], grant: null, own: false, buyer: true, work: null },
  'delegation.read': { roles: ['admin'], grant: null, own: true, buyer: true, work: null },
  'delegation.manage': { roles: ['admin'], grant: null, own: false, buyer: true, work: null },
  'delegation.answer': { roles: [], grant: null, own: true, buyer: false, work: null },
  'audit.read': { roles: ['admin'], grant: null, own: false, buyer: false, work: null },
  'notification.read': { roles: [], grant: null, own: true, buyer: false, work: null },
  'account.manage': { roles: [], grant: null, own: true, buyer: false, work: null },
  'organization.create': { roles: [], grant: null, own: true, buyer: false, work: null },
  'catalogue.read': { roles: [], grant: null, own: true, buyer: false, work: null },
  'request.read': { roles: ['admin', 'editor', 'viewer'], grant: null, own: true, buyer: false, work: null },
  'request.answer': { roles: ['admin', 'editor'], grant: null, own: true, buyer: false, work: null },
  'saved.read': { roles: ['admin', 'editor', 'viewer'], grant: 'shortlists', own: false, buyer: true, work: null },
  'saved.write': { roles: ['admin', 'editor'], grant: 'shortlists', own: false, buyer: true, work: null },
  'shortlist.list': { roles: ['admin', 'editor', 'viewer'], grant: 'shortlists', own: false, buyer: true, work: null },
  'shortlist.create': { roles: ['admin', 'editor'], grant: 'shortlists', own: false, buyer: true, work: null },
  'shortlist.read': {
    roles: ['admin', 'editor', 'viewer'],
    grant: 'shortlists',
    own: false,
    buyer: true,
    work: 'read',
  },
  'shortlist.write': { roles: ['admin', 'editor'], grant: 'shortlists', own: false, buyer: true, work: 'write' },
  'shortlist.restore': { roles: ['admin', 'editor'], grant: null, own: false, buyer: true, work: null },
  'brief.list': { roles: ['admin', 'editor', 'viewer'], grant: 'briefs', own: false, buyer: true, work: null },
  'brief.create': { roles: ['admin', 'editor'], grant: 'briefs', own: false, buyer: true, work: null },
  'brief.read': { roles: ['admin', 'editor', 'viewer'], grant: 'briefs', own: false, buyer: true, work: 'read' },
  'brief.write': { roles: ['admin', 'editor'], grant: 'briefs', own: false, buyer: true, work: 'write' },
  /** Unless the organization keeps them from its viewers. */
  'quote.read': { roles: ['admin', 'editor', 'viewer'], grant: 'briefs', own: false, buyer: true, work: null },
  'brief.restore': { roles: ['admin', 'editor'], grant: null, own: false, buyer: true, work: null },
  // Everybody may keep notes of their own; V2: a viewer shares none.
  'note.read': { roles: ['admin', 'editor', 'viewer'], grant: 'notes', own: false, buyer: true, work: null },
  'note.write': { roles: ['admin', 'editor', 'viewer'], grant: 'notes', own: false, buyer: true, work: null },
  'note.share': { roles: ['admin', 'editor'], grant: 'notes', own: false, buyer: true, work: null },
  'note.moderate': { roles: ['admin'], grant: null, own: false, buyer: true, work: null },
  'rate.state': { roles: ['admin', 'editor'], grant: null, own: false, buyer: true, work: null },
} as const satisfies Record<
  string,
  { roles: readonly Role[]; grant: Grant | 'any' | null; own: boolean; buyer: boolean; work: 'read' | 'write' | null }
>

export type Permission = keyof typeof permissions
