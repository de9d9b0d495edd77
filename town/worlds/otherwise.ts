import fc from 'fast-check'
import { isGiven, savedSeenBy, sightOf, sightOfBrief, standingOf } from './rule.ts'
import {
  type Brief,
  becameOf,
  briefBecameOf,
  briefs,
  type Delegation,
  deskOf,
  type List,
  lists,
  type Membership,
  ORGANIZATIONS,
  type Saved,
  saved,
  type World,
  worlds,
} from './world.ts'

/* Two worlds that differ only in what one person may not see. */

type Others = {
  lists: List[]
  saved: Saved[]
  moreLists: List[]
  moreBriefs: Brief[]
  moreSaved: Saved[]
  delegations: Delegation[]
  rows: World['rows']
}
export type Pair = { world: World; who: number; others: Others; turn: number }

export const pairs: fc.Arbitrary<Pair> = fc.record({
  // D1: only buyers have partners.
  world: worlds.map((it) => (it.delegations.some(({ org }) => org === 1) ? { ...it, kinds: ['buyer', 'buyer'] } : it)),
  who: fc.nat(100),
  turn: fc.nat(100),
  others: fc.record({
    lists: fc.array(lists, { minLength: 7, maxLength: 7 }),
    saved: fc.array(saved, { minLength: 6, maxLength: 6 }),
    moreLists: fc.array(lists, { minLength: 1, maxLength: 4 }),
    moreBriefs: fc.array(briefs, { minLength: 1, maxLength: 3 }),
    moreSaved: fc.array(saved, { maxLength: 2 }),
    delegations: worlds.map(({ delegations }) => delegations),
    rows: worlds.map(({ rows }) => rows),
  }),
})

/** Mostly somebody with a tie, and the address at which they have it. */
export function askerIn({ memberships, delegations }: World, who: number): { user: number; org: number } {
  const ties = [
    ...memberships.filter(({ status }) => status === 'active'),
    ...delegations.filter(({ state }) => state === 'active'),
  ]
  return ties[who % (ties.length + 1)] ?? { user: who % 4, org: who % ORGANIZATIONS }
}

const isRole = (world: World, user: number, org: number, roles: string[]) => {
  const standing = standingOf(world, user, org)
  return standing !== null && 'role' in standing && roles.includes(standing.role)
}

/** Neither in a list nor in the trash that the person may open. */
export const isHidden = (world: World, user: number, list: List) =>
  sightOf(world, user, list) === 'nothing' &&
  !(becameOf(world, list).isTrashed && isGiven(world, user, list.org, 'shortlist.restore'))

export const isHiddenBrief = (world: World, user: number, brief: Brief) =>
  sightOfBrief(world, user, brief) === 'nothing' &&
  !(briefBecameOf(world, brief).isTrashed && isGiven(world, user, brief.org, 'brief.restore'))

/** The same world to this person: what they may not see is another, and there is more of it. */
export function otherwise({ world, others, who }: Pair): World {
  const { user } = askerIn(world, who)
  const isTheirs = (desk: { delegation: number | null }) =>
    desk.delegation !== null && world.delegations[desk.delegation]!.user === user
  const settled = <T extends List | Brief | Saved>(one: T): T => ({ ...one, made: deskOf(world, one) })
  const hidden = (list: List) => isHidden(world, user, list)

  const changed = world.lists.map((list, number) => {
    if (!hidden(list)) return settled(list)
    const title = `Nobody's business ${number}`
    // That something of one's own lies in the trash one knows; what became of it there one does not see.
    if (isTheirs(deskOf(world, list))) return { ...settled(list), title, solutions: others.lists[number]!.solutions }
    const instead = settled({ ...others.lists[number]!, title })
    return hidden(instead) && !isTheirs(instead.made!) ? instead : { ...settled(list), title }
  })
  const more = others.moreLists.map(settled).filter((list) => hidden(list) && !isTheirs(list.made!))
  const changedBriefs = world.briefs.map((brief, number) =>
    isHiddenBrief(world, user, brief) ? { ...settled(brief), title: `Nobody's business ${number}` } : settled(brief),
  )
  const moreBriefs = others.moreBriefs
    .map(settled)
    .filter((brief) => isHiddenBrief(world, user, brief) && !isTheirs(brief.made!))
  const changedSaved = world.saved.map((it, number) => {
    const instead = settled(others.saved[number]!)
    return isSavedSeen(world, user, it) || isSavedSeen(world, user, instead) ? settled(it) : instead
  })
  const moreSaved = others.moreSaved.map(settled).filter((it) => !isSavedSeen(world, user, it))
  return {
    ...world,
    memberships: world.memberships.map((it) => otherMembership(world, user, it)),
    delegations: otherDelegations(world, user, others.delegations),
    lists: [...changed, ...more],
    briefs: [...changedBriefs, ...moreBriefs],
    saved: [...changedSaved, ...moreSaved],
    rows: [
      ...world.rows.map((it, number) => (isRowSeen(world, user, it) ? it : (unseen(others.rows[number]) ?? it))),
      ...others.rows.filter((it) => !isRowSeen(world, user, it)),
    ],
  }
  function unseen(row: World['rows'][number] | undefined) {
    return row && !isRowSeen(world, user, row) ? row : undefined
  }
}

const isSavedSeen = (world: World, user: number, it: Saved) =>
  savedSeenBy({ ...world, saved: [it] }, user, it.org).length > 0

const isRowSeen = (world: World, user: number, { org, user: whose }: World['rows'][number]) =>
  whose === user || isRole(world, user, org ?? 0, ['admin'])

/** Colleagues are known to colleagues only. */
const otherMembership = (world: World, user: number, it: Membership): Membership =>
  it.user === user || isRole(world, user, it.org, ['admin', 'editor', 'viewer'])
    ? it
    : { ...it, role: it.role === 'admin' ? 'viewer' : 'admin' }

/** Delegations are known to admins and to their own partner only. Other terms, and more of them that never began or have ended. */
function otherDelegations(world: World, user: number, others: Delegation[]): Delegation[] {
  const isSeen = (it: Delegation) => it.user === user || isRole(world, user, it.org, ['admin'])
  const turned = world.delegations.map(
    (it): Delegation =>
      isSeen(it) ? it : { ...it, visibility: it.visibility === 'full' ? 'scoped' : 'full', grants: ['shortlists'] },
  )
  const ended = others.filter((it) => !isSeen(it) && !['pending', 'expired', 'active'].includes(it.state))
  return [...turned, ...ended]
}
