import { createContext, use } from 'react'
import { listMembers, type Member, type Workspace } from '../../../shared/organizations.ts'
import { roles } from '../../../shared/permissions.ts'
import { useRead } from '../../api.ts'
import { useMe } from '../../me.ts'

/** The team that a page shows: whose it is, and what the reader may do with it. */
type Team = { org: string; workspace: Workspace }

const Context = createContext<Team | null>(null)
export const OpenTeam = Context.Provider

export function useTeam(): Team {
  const team = use(Context)
  if (!team) throw new Error('There is no team around')
  return team
}

/** How many there are, whatever the filter. */
export const useCounts = (org: string) => useRead(listMembers, { org, limit: 1 }).counts

/** What every change of a member makes old. */
export const changed = [listMembers]

/** Before someone accepted we know an address, not a person. */
export const nameOf = ({ user: { name, email } }: Pick<Member, 'user'>): string => name || email

/** "an admin", "a viewer" */
export const asRole = (role: Member['role']): string => `${role === 'viewer' ? 'a' : 'an'} ${roles[role].toLowerCase()}`

/** Whether this is the person who is looking. */
export function useIsOneself(): (member: Pick<Member, 'user' | 'status'>) => boolean {
  const { email } = useMe().user
  return ({ user, status }) => status === 'active' && user.email === email
}
