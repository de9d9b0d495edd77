import { type Grant, type Permission, permissions, type Role } from '../../shared/permissions.ts'
import {
  type Became,
  type Brief,
  becameOf,
  briefBecameOf,
  type Delegation,
  type List,
  savedIn,
  type World,
} from './world.ts'

/*
 * SPEC 1, 2 and 4 once more, in other words than `server/authz` uses, and about the numbers of a generated world instead of
 * rows. Tests hold the two against each other.
 */

type Standing = { role: Role } | { delegation: number; terms: Delegation } | null

/** An active member has a role, the partner of an active delegation has its terms, everybody else has nothing. */
export function standingOf({ memberships, delegations }: World, user: number, org: number): Standing {
  const member = memberships.find((it) => it.org === org && it.user === user && it.status === 'active')
  if (member) return { role: member.role }
  const delegation = delegations.findIndex((it) => it.org === org && it.user === user && it.state === 'active')
  return delegation < 0 ? null : { delegation, terms: delegations[delegation]! }
}

/** Whether the catalogue gives this person the permission there, work aside. N1: what only buyers have is not in a solution organization. */
export function isGiven(world: World, user: number, org: number, permission: Permission): boolean {
  const { roles, grant, buyer } = permissions[permission]
  const standing = standingOf(world, user, org)
  if (!standing || (buyer && world.kinds[org] === 'solution')) return false
  if ('role' in standing) return (roles as readonly Role[]).includes(standing.role)
  return grant === 'any' || (grant !== null && standing.terms.grants.includes(grant))
}

export type Sight = 'nothing' | 'reads' | 'edits'

export const sightOf = (world: World, user: number, list: List): Sight =>
  sightOfWork(world, user, list.org, becameOf(world, list), 'shortlists')

export const sightOfBrief = (world: World, user: number, brief: Brief): Sight =>
  sightOfWork(world, user, brief.org, briefBecameOf(world, brief), 'briefs')

/** The table of SPEC 4, row by row, for one piece of work in its own organization, by those who need this grant for it. */
export function sightOfWork(world: World, user: number, org: number, work: Became, grant: Grant): Sight {
  const standing = standingOf(world, user, org)
  const { isTrashed, isPublished, isHandedOver, delegation } = work
  if (!standing || isTrashed || world.kinds[org] === 'solution') return 'nothing'
  if ('role' in standing) {
    if (standing.role === 'viewer') return isPublished ? 'reads' : 'nothing'
    return isPublished || isHandedOver || delegation === null ? 'edits' : 'nothing'
  }
  if (!standing.terms.grants.includes(grant)) return 'nothing'
  if (delegation === standing.delegation) return 'edits'
  return isPublished && standing.terms.visibility === 'full' ? 'reads' : 'nothing'
}

/** The numbers of the saved solutions that this person sees there, and whether each is saved at their own desk; newest first. */
export function savedSeenBy(world: World, user: number, org: number): { solution: number; own: boolean }[] {
  const standing = standingOf(world, user, org)
  if (!standing || !isGiven(world, user, org, 'saved.read')) return []
  const ownDesk = 'role' in standing ? null : standing.delegation
  const isScoped = 'terms' in standing && standing.terms.visibility === 'scoped'
  const seen = savedIn(world).filter((it) => it.org === org && (!isScoped || it.delegation === ownDesk))
  const firsts = seen.filter(({ solution }, index) => seen.findIndex((it) => it.solution === solution) === index)
  return firsts
    .map(({ solution }) => ({
      solution,
      own: seen.some((it) => it.solution === solution && it.delegation === ownDesk),
    }))
    .reverse()
}
