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

/**
 * Every permission in the product, and the three ways to have it:
 * - `roles`: as a member of the organization that owns the thing, in one of these roles;
 * - `grant`: as a partner of that organization who was given this (`any`: by any live delegation);
 * - `own`: as the person whom the thing belongs to.
 *
 * To add one: add a line here, ask for it in an operation, prove it in a test.
 */
export const permissions = {
  'workspace.enter': { roles: ['admin', 'editor', 'viewer'], grant: 'any', own: false },
  'member.read': { roles: ['admin', 'editor', 'viewer'], grant: null, own: false },
  'member.manage': { roles: ['admin'], grant: null, own: false },
  'delegation.read': { roles: ['admin'], grant: null, own: true },
  'delegation.manage': { roles: ['admin'], grant: null, own: false },
  'delegation.answer': { roles: [], grant: null, own: true },
  'audit.read': { roles: ['admin'], grant: null, own: false },
  'notification.read': { roles: [], grant: null, own: true },
  'account.manage': { roles: [], grant: null, own: true },
  'organization.create': { roles: [], grant: null, own: true },
} as const satisfies Record<string, { roles: readonly Role[]; grant: Grant | 'any' | null; own: boolean }>

export type Permission = keyof typeof permissions
