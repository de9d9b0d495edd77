import type { Me } from '../shared/accounts.ts'
import { paths } from './paths.ts'

/** Where a person who signed in begins: where something waits, or where they work. */
export function startOf({ user, organizations, partnerships, pendingInvitations, requests }: Me): string {
  const works = partnerships.length > 0 || pendingInvitations > 0
  if (!user.name) return paths.welcome
  if (works) return paths.partnerDashboard
  // Who answers briefs has nothing else here yet.
  if (requests && organizations.every(({ kind }) => kind === 'solution')) return paths.requests
  return organizations[0] ? paths.workspace(organizations[0].slug) : paths.newOrganization
}

/** Where signing in leads: first to a name, then back to where one was asked to sign in, else to one's own start. */
export function afterSignIn(me: Me, back: string): string {
  if (me.user.name) return back === paths.home ? startOf(me) : back
  return welcomeThen(back)
}

/** The welcome page, and after it the page that one came for. */
export const welcomeThen = (back: string): string =>
  back === paths.home ? paths.welcome : `${paths.welcome}?${new URLSearchParams({ back })}`
