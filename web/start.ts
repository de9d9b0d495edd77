import type { Me } from '../shared/accounts.ts'
import { paths } from './paths.ts'

/** Where a person who signed in begins: where something waits, or where they work. */
export function startOf({ user, organizations, partnerships, pendingInvitations }: Me): string {
  const works = partnerships.length > 0 || pendingInvitations > 0
  if (!user.name) return paths.welcome
  if (works) return paths.partnerDashboard
  return organizations[0] ? paths.workspace(organizations[0].slug) : paths.newOrganization
}
