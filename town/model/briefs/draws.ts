import fc from 'fast-check'
import {
  type Brief,
  type Deed,
  objection,
  type Place,
  partners,
  people,
  placeOf,
  relations,
  relationTo,
  solutions,
  standingAt,
  standings,
  threadOf,
  threads,
  type World,
} from './model.ts'

/* Which deed comes next: first the state, of those that occur, then who acts, of those who stand differently to it. */

export type Draw = { kind: Deed['kind']; numbers: number[]; allowed: boolean }

const weights: Record<Deed['kind'], number> = {
  create: 6,
  rename: 5,
  send: 8,
  ask: 5,
  close: 7,
  reveal: 5,
  delete: 5,
  restore: 6,
  view: 4,
  respond: 6,
  decline: 5,
  keepDraft: 4,
  revoke: 1,
  widen: 1,
  narrow: 1,
  deadlinePasses: 2,
  monthPasses: 1,
}
const kinds = Object.entries(weights).flatMap(([kind, weight]) => Array<Deed['kind']>(weight).fill(kind as never))

export const draws: fc.Arbitrary<Draw> = fc.noBias(
  fc.record({
    kind: fc.constantFrom(...kinds),
    numbers: fc.array(fc.nat(5039), { minLength: 8, maxLength: 8 }),
    allowed: fc.constantFrom(true, false),
  }),
)

/** A deed, and the pair of state and command that it visits. */
export type Resolved = { deed: Deed; pair: string }

/** Half of the draws look for a deed that is allowed, so that briefs have a life; where there is none soon, so be it. */
export function resolve(world: World, { kind, numbers, allowed }: Draw, key: string): Resolved {
  for (let attempt = 0; ; attempt++) {
    const shifted = numbers.map((number, index) => number + attempt * (index + 1))
    const resolved = resolveOnce(world, kind, shifted, key)
    if (!allowed || attempt === 24 || objection(world, resolved.deed) === null) return resolved
  }
}

const pairOf = (...parts: string[]) => parts.join(' / ')
const pick = <T>(values: readonly T[], number: number): T => values[number % values.length]!

/** One of the groups that occur, then one of its members. */
function pickOfGroups<T, G>(values: readonly T[], groupOf: (value: T) => G, group: number, member: number): [G, T] {
  const [name, members] = pick([...Map.groupBy(values, groupOf)], group)
  return [name, pick(members, member)]
}

function resolveOnce(world: World, kind: Deed['kind'], numbers: number[], key: string): Resolved {
  const [group, member, place, which, ...rest] = numbers as [number, number, number, number, ...number[]]
  const briefs: (Brief | undefined)[] = [...world.briefs, undefined]
  const relating = (brief?: Brief) => pickOfGroups(people, (name) => relationTo(world, name, brief), group, member)
  switch (kind) {
    case 'create': {
      const [relation, actor] = relating()
      const chosen = solutions.filter((_, index) => (rest[0]! >> index) % 2)
      const anonymous = rest[1]! % 3 === 0
      return { deed: { kind, actor, key, anonymous, solutions: chosen }, pair: pairOf(kind, relation) }
    }
    case 'revoke':
    case 'widen':
    case 'narrow': {
      const partner = pick(partners, group)
      return { deed: { kind, partner }, pair: pairOf(kind, world.accesses[partner].isActive ? 'active' : 'ended') }
    }
    case 'monthPasses':
      return { deed: { kind }, pair: pairOf(kind) }
    case 'deadlinePasses': {
      const [state, brief] = pickOfGroups(briefs, placeOf, place, which)
      return { deed: { kind, brief: brief?.key ?? 'made up' }, pair: pairOf(kind, state) }
    }
    case 'view':
    case 'respond':
    case 'decline':
    case 'keepDraft':
      return onThread(world, kind, numbers)
    default: {
      const [state, brief] = pickOfGroups(briefs, placeOf, place, which)
      const [relation, actor] = relating(brief)
      return { deed: onBrief(kind, actor, brief, rest, key), pair: pairOf(kind, state, relation) }
    }
  }
}

type BriefKind = 'rename' | 'send' | 'ask' | 'close' | 'reveal' | 'delete' | 'restore'

function onBrief(kind: BriefKind, actor: string, brief: Brief | undefined, rest: number[], key: string): Deed {
  const on = { actor, brief: brief?.key ?? 'made up' }
  switch (kind) {
    case 'rename': {
      const seen = pick([undefined, undefined, brief?.version, (brief?.version ?? 2) - 1], rest[0]!)
      const title = rest[1]! % 8 === 0 ? (brief?.title ?? 'x') : `Renamed ${key}`
      return { kind, ...on, title, ...(seen !== undefined && { seen }) }
    }
    case 'ask':
      return { kind, ...on, solution: pick(solutions, rest[0]!) }
    case 'close':
      return { kind, ...on, decided: pick([null, ...solutions], rest[0]!) }
    default:
      return { kind, ...on }
  }
}

function onThread(world: World, kind: 'view' | 'respond' | 'decline' | 'keepDraft', numbers: number[]): Resolved {
  const [group, member, place, which, version] = numbers as [number, number, number, number, number]
  const asked = [...world.briefs, undefined].flatMap((brief) => solutions.map((solution) => ({ brief, solution })))
  const [state, { brief, solution }] = pickOfGroups(asked, (it) => threadOf(it.brief, it.solution), place, which)
  const [standing, actor] = pickOfGroups(people, (name) => standingAt(solution, name), group, member)
  const on = { actor, brief: brief?.key ?? 'made up', solution }
  const pair = pairOf(kind, state, standing)
  if (kind !== 'respond') return { deed: { kind, ...on }, pair }
  const { answers = 0, refusals = 0 } = brief?.asked.find((it) => it.solution === solution) ?? {}
  const now = answers + refusals
  const seen = pick([undefined, undefined, now, now + 1], version)
  return { deed: { kind, ...on, ...(seen !== undefined && { seen }) }, pair }
}

// What there is to visit -------------------------------------------------------------------------------------------------

const product = (...lists: (readonly string[])[]): string[] =>
  lists
    .reduce<string[][]>((all, values) => all.flatMap((it) => values.map((value) => [...it, value])), [[]])
    .map((parts) => pairOf(...parts))

const places: Place[] = ['desk', 'team', 'passed', 'sent', 'closed', 'binDraft', 'binClosed', 'away']
/** Its maker's access has ended; and what an editor made is never a partner's draft. */
const withoutMaker: Place[] = ['team', 'passed', 'binDraft']
const withoutAuthor: Place[] = ['desk', 'passed']

/** Every pair of a command and a state in which it can be given. */
export const allPairs: string[] = [
  ...product(
    ['create'],
    relations.filter((it) => it !== 'maker' && it !== 'author'),
  ),
  ...places.flatMap((place) =>
    product(
      ['rename', 'send', 'ask', 'close', 'reveal', 'delete', 'restore'],
      [place],
      relations.filter(
        (it) =>
          !(it === 'maker' && withoutMaker.includes(place)) && !(it === 'author' && withoutAuthor.includes(place)),
      ),
    ),
  ),
  ...product(['view', 'respond', 'decline', 'keepDraft'], threads, standings),
  ...product(['revoke', 'widen', 'narrow'], ['active', 'ended']),
  ...product(['deadlinePasses'], places),
  'monthPasses',
]
