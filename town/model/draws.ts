import fc from 'fast-check'
import { type Grant, grantNames } from '../../shared/permissions.ts'
import {
  type Deed,
  type List,
  newestAccess,
  objection,
  type Phase,
  type Place,
  type Relation,
  relations,
  relationTo,
  type Terms,
  type World,
  workingAccess,
} from './model.ts'
import { organizations, people, solutions, team } from './people.ts'

/*
 * Which deed comes next. A draw is a kind and some numbers; what they choose from is the world at that moment: first the
 * state, of those that occur, then who acts, of those who stand differently to it. So rare states are tried as often as
 * common ones.
 */

export type Draw = { kind: Deed['kind']; numbers: number[]; allowed: boolean }

const weights: Record<Deed['kind'], number> = {
  invite: 4,
  accept: 5,
  decline: 4,
  revoke: 5,
  leave: 4,
  cancel: 4,
  change: 5,
  expire: 2,
  monthPasses: 1,
  create: 4,
  rename: 7,
  publish: 7,
  delete: 7,
  restore: 7,
  addItem: 7,
  removeItem: 7,
  order: 7,
  save: 5,
  unsave: 5,
}
const kinds = Object.entries(weights).flatMap(([kind, weight]) => Array<Deed['kind']>(weight).fill(kind as never))

/** Without the library's liking for small numbers: here they are choices, and none is simpler than another. */
export const draws: fc.Arbitrary<Draw> = fc.noBias(
  fc.record({
    kind: fc.constantFrom(...kinds),
    numbers: fc.array(fc.nat(5039), { minLength: 8, maxLength: 8 }),
    allowed: fc.constantFrom(true, false, false),
  }),
)

/** A deed, and the pair of state and command that it visits. */
export type Resolved = { deed: Deed; pair: string }

/** Most happens where most people are. */
const busy = [0, 0, 0, 0, 1, 1, 2, 3].map((number) => organizations[number]!)

/** A third of the draws looks for a deed that is allowed, so that the world moves on; where there is none soon, so be it. */
export function resolve(world: World, { kind, numbers, allowed }: Draw, key: string): Resolved {
  for (let attempt = 0; ; attempt++) {
    const resolved = resolveOnce(
      world,
      kind,
      numbers.map((number, index) => number + attempt * (index + 1)),
      key,
    )
    if (!allowed || attempt === 24 || objection(world, resolved.deed) === null) return resolved
  }
}

function resolveOnce(world: World, kind: Deed['kind'], numbers: number[], key: string): Resolved {
  const [first, ...rest] = numbers as [number, ...number[]]
  const org = pick(busy, first)
  const it = { world, org, key, numbers: rest }
  switch (kind) {
    case 'monthPasses':
      return { deed: { kind }, pair: pairOf(kind) }
    case 'expire':
      return onAccess(it, kind)
    case 'invite':
    case 'accept':
    case 'decline':
    case 'leave':
    case 'cancel':
    case 'revoke':
    case 'change':
      return onAccess(it, kind)
    case 'create': {
      const [relation, actor] = whoStands(it.numbers, (name) => relationTo(world, { actor: name, org }))
      return { deed: { kind, org, actor, key, title: `List ${key}` }, pair: pairOf(kind, relation) }
    }
    case 'save':
    case 'unsave':
      return onSolution(it, kind)
    default:
      return onList(it, kind)
  }
}

type Drawn = { world: World; org: string; key: string; numbers: number[] }
const pairOf = (...parts: string[]) => parts.join(' / ')
const pick = <T>(values: readonly T[], number: number): T => values[number % values.length]!

/** One of the groups that occur, then one of its members. */
function pickOfGroups<T, G>(values: readonly T[], groupOf: (value: T) => G, group: number, member: number): [G, T] {
  const [name, members] = pick([...Map.groupBy(values, groupOf)], group)
  return [name, pick(members, member)]
}

const whoStands = <G>(numbers: number[], standing: (name: string) => G) =>
  pickOfGroups(people, standing, numbers[0]!, numbers[1]!)

// Deeds on an access -----------------------------------------------------------------------------------------------------

const standings = ['admin', 'member', 'invitee', 'outsider'] as const
const standingOf = (org: string, partner: string) => (name: string) => {
  if (name === partner) return 'invitee'
  const role = team[org]![name]
  if (!role) return 'outsider'
  return role === 'admin' ? 'admin' : 'member'
}

const grantSets: Grant[][] = [[...grantNames], ['shortlists'], ['shortlists', 'notes'], ['briefs', 'notes']]
const termsOf = (number: number): Terms => ({
  permissions: pick(grantSets, number),
  dataVisibility: pick(['scoped', 'full'], number >> 2),
})

type AccessKind = Extract<Deed, { access: string }>['kind'] | 'invite'

/** The newest access of somebody, in one of the phases that occur; now and then one of history. */
function accessOf({ world, org, numbers }: Drawn, kind: AccessKind) {
  const outsiders = people.filter((name) => !team[org]![name])
  const newest = outsiders.map((partner) => ({ partner, access: newestAccess(world, org, partner) }))
  const history = world.accesses
    .filter((it) => it.org === org && it !== newestAccess(world, org, it.partner))
    .map((access) => ({ partner: access.partner, access }))
  const from = kind !== 'invite' && history.length > 0 && numbers[2]! % 3 === 0 ? history : newest
  return pickOfGroups(from, ({ access }): Phase => access?.phase ?? 'none', numbers[3]!, numbers[4]!)
}

function onAccess(drawn: Drawn, kind: AccessKind): Resolved {
  const { org, key, numbers } = drawn
  const [phase, { partner, access }] = accessOf(drawn, kind)
  if (kind === 'expire') return { deed: { kind, access: access?.key ?? 'made up' }, pair: pairOf(kind, phase) }
  const [standing, actor] = whoStands(numbers, standingOf(org, partner))
  const pair = pairOf(kind, phase, standing)
  if (kind === 'invite') {
    const invitee = numbers[5]! % 16 === 0 ? pick(Object.keys(team[org]!), numbers[6]!) : partner
    return { deed: { kind, org, actor, invitee, key, ...termsOf(numbers[6]!) }, pair }
  }
  const on = { org, actor, access: access?.key ?? 'made up' }
  return { deed: kind === 'change' ? { kind, ...on, terms: termsOf(numbers[6]!) } : { kind, ...on }, pair }
}

// Deeds on lists ---------------------------------------------------------------------------------------------------------

type ListKind = Extract<Deed, { list: string }>['kind']
const madeUp = (org: string): List => ({
  key: 'made up',
  org,
  title: '',
  maker: '',
  under: null,
  place: 'never',
  version: 1,
  changer: '',
  solutions: [],
})

function onList({ world, org, key, numbers }: Drawn, kind: ListKind): Resolved {
  const lists = [...world.lists.filter((it) => it.org === org), madeUp(org)]
  const [place, list] = pickOfGroups(lists, (it): Place => it.place, numbers[2]!, numbers[3]!)
  const [relation, actor] = whoStands(numbers, (name) => relationTo(world, { actor: name, org }, list.under))
  const seen = pick([undefined, undefined, list.version, list.version - 1], numbers[4]!)
  const on = { org, actor, list: list.key, ...(seen !== undefined && { seen }) }
  const pair = pairOf(kind, place, relation)
  const missing = solutions.filter((it) => !list.solutions.includes(it))
  const solution = pick([...missing, ...missing, ...solutions], numbers[5]!)
  switch (kind) {
    case 'rename':
      return { deed: { kind, ...on, title: numbers[5]! % 8 === 0 ? list.title || 'x' : `Renamed ${key}` }, pair }
    case 'addItem':
      return { deed: { kind, ...on, solution, ...(numbers[6]! % 4 > 0 && { at: numbers[6]! % 4 }) }, pair }
    case 'removeItem':
      return {
        deed: { kind, ...on, solution: pick([...list.solutions, ...list.solutions, solution], numbers[6]!) },
        pair,
      }
    case 'order':
      return { deed: { kind, ...on, solutions: reordered(list.solutions, numbers[6]!) }, pair }
    default:
      return { deed: { kind, ...on }, pair }
  }
}

/** Turned round, as it is, or another set. */
function reordered(order: string[], number: number): string[] {
  const turn = number % (order.length + 1)
  const turned = [...order.slice(turn), ...order.slice(0, turn)]
  return number % 7 === 0 ? turned.slice(1) : turned
}

// Saved solutions --------------------------------------------------------------------------------------------------------

const desks = ['nowhere', 'own', 'others', 'both'] as const

function onSolution({ world, org, numbers }: Drawn, kind: 'save' | 'unsave'): Resolved {
  const [relation, actor] = whoStands(numbers, (name) => relationTo(world, { actor: name, org }))
  const under = workingAccess(world, org, actor)?.key ?? null
  const [state, solution] = pickOfGroups(
    solutions,
    (name): (typeof desks)[number] => {
      const kept = world.saved.filter((it) => it.org === org && it.solution === name)
      const own = kept.some((it) => it.under === under)
      const others = kept.some((it) => it.under !== under)
      if (own) return others ? 'both' : 'own'
      return others ? 'others' : 'nowhere'
    },
    numbers[2]!,
    numbers[3]!,
  )
  return { deed: { kind, org, actor, solution }, pair: pairOf(kind, state, relation) }
}

// What there is to visit ---------------------------------------------------------------------------------------------------

const phases: Phase[] = ['none', 'waiting', 'lapsed', 'working', 'revoked', 'declined', 'cancelled', 'expired']
const places: Place[] = ['desk', 'passed', 'open', 'bin', 'binPassed', 'faded', 'gone', 'never']
const atOrganization = relations.filter((it) => it !== 'maker')
/** Whoever's access ended is not its maker any more, and what was made up was made by nobody. */
const withoutMaker: Place[] = ['passed', 'binPassed', 'never']

const product = (...lists: (readonly string[])[]): string[] =>
  lists
    .reduce<string[][]>((all, values) => all.flatMap((it) => values.map((value) => [...it, value])), [[]])
    .map((parts) => pairOf(...parts))

/** Every pair of a command and a state in which it can be given. An expired access is closed by the next, so it is never the newest. */
export const allPairs: string[] = [
  ...product(['invite'], phases.slice(0, -1), standings),
  ...product(['accept', 'decline', 'leave', 'cancel', 'revoke', 'change'], phases, standings),
  ...product(['expire'], phases),
  ...product(['create'], atOrganization),
  ...product(['save', 'unsave'], desks, atOrganization),
  ...places.flatMap((place) =>
    product(
      ['rename', 'publish', 'delete', 'restore', 'addItem', 'removeItem', 'order'],
      [place],
      relations.filter((relation: Relation) => relation !== 'maker' || !withoutMaker.includes(place)),
    ),
  ),
  pairOf('monthPasses'),
]
