import fc from 'fast-check'
import { type Grant, grantNames, type Role, roleNames } from '../../shared/permissions.ts'

/*
 * Generated worlds: a few organizations and people, tied to each other in every way there is, and their work. Everything is
 * known by its number, so that a world can be judged by the rule without looking into the database.
 */

/** Of a run: printed, and repeated with `SEED=`. */
export function seedOf(test: string): number {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
  console.info(`${test}: SEED=${seed}`)
  return seed
}

export const ends = [
  'pending',
  'expired',
  'active',
  'revoked',
  'revokedWhilePending',
  'declined',
  'cancelled',
  'closedExpired',
] as const
export type End = (typeof ends)[number]
export type Kind = 'buyer' | 'solution'
export type Membership = { org: number; user: number; role: Role; status: 'active' | 'invited' | 'removed' }
export type Delegation = { org: number; user: number; state: End; grants: Grant[]; visibility: 'scoped' | 'full' }
/** A shortlist. `desk` chooses among the team and all delegations that were ever accepted; what it became follows from that. */
export type List = {
  org: number
  desk: number
  isPublished: boolean
  isPublishedLate: boolean
  isTrashed: boolean
  solutions: number[]
  title?: string
} & Made
/** A brief: like a shortlist, but that the team has drafts, too. */
export type Brief = Omit<List, 'solutions'>
export type Saved = { org: number; desk: number; solution: number } & Made
/** Under which delegation, or null for the team, and by whom. */
export type Desk = { delegation: number | null; author: number }
/** Whose it stays in a world that differs from another one only elsewhere. */
type Made = { made?: Desk }
export type World = {
  kinds: Kind[]
  memberships: Membership[]
  delegations: Delegation[]
  rows: { org: number | null; user: number }[]
  lists: List[]
  briefs: Brief[]
  saved: Saved[]
}

export const ORGANIZATIONS = 2
export const USERS = 4
export const SOLUTIONS = 4
const org = fc.nat(ORGANIZATIONS - 1)
const user = fc.nat(USERS - 1)
const desk = fc.nat(11)
const place = ({ org, user }: { org: number; user: number }) => `${org} ${user}`
const isLive = ({ state }: Delegation) => state === 'pending' || state === 'expired' || state === 'active'

const work = {
  org,
  desk,
  isPublished: fc.boolean(),
  isPublishedLate: fc.boolean(),
  isTrashed: fc.nat(3).map((it) => it === 0),
}
export const lists: fc.Arbitrary<List> = fc.record({
  ...work,
  solutions: fc.shuffledSubarray([...Array(SOLUTIONS).keys()]),
})
export const briefs: fc.Arbitrary<Brief> = fc.record(work)
export const saved: fc.Arbitrary<Saved> = fc.record({ org, desk, solution: fc.nat(SOLUTIONS - 1) })

export const worlds: fc.Arbitrary<World> = fc.record({
  kinds: fc.tuple(fc.constant<Kind>('buyer'), fc.constantFrom<Kind>('buyer', 'buyer', 'solution')),
  memberships: fc.uniqueArray(
    fc.record({
      org,
      user,
      role: fc.constantFrom(...roleNames),
      status: fc.constantFrom('active', 'active', 'invited', 'removed'),
    }),
    { maxLength: 5, selector: place },
  ),
  delegations: fc.uniqueArray(
    fc.record({
      org,
      user,
      state: fc.constantFrom(...ends, 'active', 'active', 'revoked'),
      grants: fc.subarray(grantNames, { minLength: 1 }),
      visibility: fc.constantFrom('scoped', 'full'),
    }),
    // D4: one live delegation per partner and organization; ended ones as many as one likes.
    { maxLength: 7, selector: (it) => (isLive(it) ? place(it) : it), comparator: Object.is },
  ),
  rows: fc.array(fc.record({ org: fc.option(org), user }), { minLength: 1, maxLength: 4 }),
  lists: fc.array(lists, { maxLength: 7 }),
  briefs: fc.array(briefs, { maxLength: 6 }),
  saved: fc.array(saved, { maxLength: 6 }),
})

// What follows ---------------------------------------------------------------------------------------------------------

/** Only who accepted has ever worked there. */
export function deskOf({ delegations }: World, { org, desk, made }: { org: number; desk: number } & Made): Desk {
  if (made) return made
  const everAccepted = delegations.flatMap((it, number) => (it.org === org && facts[it.state].accepted ? [number] : []))
  const delegation = [null, ...everAccepted][desk % (everAccepted.length + 1)] ?? null
  return { delegation, author: delegation === null ? desk % USERS : delegations[delegation]!.user }
}

export type Became = Desk & { isPublished: boolean; isHandedOver: boolean; isTrashed: boolean }

/** V4: a member's is published at once. D11: a draft passes to the organization when its delegation ends. V5: only what others saw goes to the trash. */
export const becameOf = (world: World, list: List): Became =>
  grown(world, list, list.isPublished || deskOf(world, list).delegation === null)

/** The same of a brief, but that a member's begins as a draft of the team. */
export const briefBecameOf = (world: World, brief: Brief): Became => grown(world, brief, brief.isPublished)

function grown(world: World, work: Brief, wasPublished: boolean): Became {
  const desk = deskOf(world, work)
  const hasEnded = desk.delegation !== null && world.delegations[desk.delegation]!.state !== 'active'
  const isHandedOver = hasEnded && !wasPublished
  const isPublished = wasPublished || (isHandedOver && work.isPublishedLate)
  const wasSeen = isPublished || isHandedOver || desk.delegation === null
  return { ...desk, isPublished, isHandedOver, isTrashed: work.isTrashed && wasSeen }
}

/** Each once at each desk, as the database keeps them; the first of two alike counts. */
export function savedIn(world: World): (Saved & Desk & { number: number })[] {
  const all = world.saved.map((it, number) => ({ ...it, ...deskOf(world, it), number }))
  return all.filter(
    (it, index) =>
      all.findIndex(
        ({ org, solution, delegation }) => org === it.org && solution === it.solution && delegation === it.delegation,
      ) === index,
  )
}

// Known by its number ---------------------------------------------------------------------------------------------------

export const id = (kind: number, number: number) =>
  `0190aaaa-0000-7000-8000-${String(kind).padStart(4, '0')}${String(number).padStart(8, '0')}`
export const orgId = (number: number) => id(1, number)
export const userId = (number: number) => id(2, number)
export const delegationId = (number: number) => id(5, number)
export const listId = (number: number) => id(6, number)
export const briefId = (number: number) => id(12, number)
export const requestId = (number: number) => id(13, number)
export const savedId = (number: number) => id(7, number)
export const slug = (number: number) => `world-${number}`
export const eventId = (number: number) => id(11, number)
export const token = (number: number) => `world-session-${number}`
export const nameOf = (number: number) => `Person ${number}`
export const numbers = (count: number) => Array.from({ length: count }, (_, number) => number)
/** Half of them are found by `night`. */
export const titleOf = (number: number) => `${number % 2 ? 'Night' : 'Day'} shifts ${number}`
export const reasonOf = (list: number, solution: number) => `Reason ${list} ${solution}`

type Facts = { accepted: boolean; ended: 'revoked' | 'declined' | 'cancelled' | 'expired' | null; expired: boolean }
export const facts: Record<End, Facts> = {
  pending: { accepted: false, ended: null, expired: false },
  expired: { accepted: false, ended: null, expired: true },
  active: { accepted: true, ended: null, expired: true },
  revoked: { accepted: true, ended: 'revoked', expired: true },
  revokedWhilePending: { accepted: false, ended: 'revoked', expired: false },
  declined: { accepted: false, ended: 'declined', expired: false },
  cancelled: { accepted: false, ended: 'cancelled', expired: false },
  closedExpired: { accepted: false, ended: 'expired', expired: true },
}
