import type { Grant, Role } from '../../shared/permissions.ts'

/*
 * What SPEC says of delegations, shortlists and saved solutions, as a game of cards: every list lies in one place, every
 * place has its audience. Nothing in here knows how the server does it, and nothing in here is shared with it.
 */

export type Phase = 'none' | 'waiting' | 'lapsed' | 'working' | 'revoked' | 'declined' | 'cancelled' | 'expired'
export type Terms = { permissions: Grant[]; dataVisibility: 'scoped' | 'full' }
export type Access = Terms & { key: string; org: string; partner: string; phase: Phase; version: number }

/**
 * `desk`: a draft before its maker alone; `passed`: a draft that fell to the organization; `open`: published; `bin`: in the
 * trash; `faded`: 30 days later; `gone`: a draft that was deleted; `never`: made up.
 */
export type Place = 'desk' | 'passed' | 'open' | 'bin' | 'binPassed' | 'faded' | 'gone' | 'never'
export type List = {
  key: string
  org: string
  title: string
  maker: string
  /** Under which access it was made; null for the team's own. */
  under: string | null
  place: Place
  version: number
  changer: string
  solutions: string[]
}
export type Saved = { org: string; solution: string; by: string; under: string | null }

export type World = {
  team: Record<string, Record<string, Role>>
  accesses: Access[]
  lists: List[]
  saved: Saved[]
}

/** What a person is to an organization, and, of a partner, to a list in it. */
export type Relation = Role | 'maker' | 'fullPartner' | 'scopedPartner' | 'otherPartner' | 'outsider'
export const relations = [
  'admin',
  'editor',
  'viewer',
  'maker',
  'fullPartner',
  'scopedPartner',
  'otherPartner',
  'outsider',
] as const satisfies Relation[]

type By = { actor: string; org: string }
type OnAccess = By & { access: string }
type OnList = By & { list: string; seen?: number }
export type Deed =
  | (By & { kind: 'invite'; invitee: string; key: string } & Terms)
  | (OnAccess & { kind: 'accept' | 'decline' | 'leave' | 'cancel' | 'revoke' })
  | (OnAccess & { kind: 'change'; terms: Partial<Terms> })
  | { kind: 'expire'; access: string }
  | { kind: 'monthPasses' }
  | (By & { kind: 'create'; key: string; title: string })
  | (OnList & { kind: 'rename'; title: string })
  | (OnList & { kind: 'publish' | 'delete' | 'restore' })
  | (OnList & { kind: 'addItem'; solution: string; at?: number })
  | (OnList & { kind: 'removeItem'; solution: string })
  | (OnList & { kind: 'order'; solutions: string[] })
  | (By & { kind: 'save' | 'unsave'; solution: string })

/** `events`: how many lines this adds to the audit. */
export type Verdict = { code: string; events: number; world: World }

// Who is who ------------------------------------------------------------------------------------------------------------

/** Whether or not it was closed since: time has decided. */
const isOver = (phase: Phase) => phase === 'lapsed' || phase === 'expired'
const isLive = ({ phase }: Access) => phase === 'waiting' || phase === 'working'

/** The newest of a person in an organization: those before it are history. */
export const newestAccess = (world: World, org: string, partner: string): Access | undefined =>
  world.accesses.findLast((it) => it.org === org && it.partner === partner)

export const workingAccess = (world: World, org: string, partner: string): Access | undefined =>
  world.accesses.find((it) => it.org === org && it.partner === partner && it.phase === 'working')

export function relationTo(world: World, { actor, org }: By, under?: string | null): Relation {
  const role = world.team[org]?.[actor]
  if (role) return role
  const access = workingAccess(world, org, actor)
  if (!access) return 'outsider'
  if (!access.permissions.includes('shortlists')) return 'otherPartner'
  if (under === access.key) return 'maker'
  return access.dataVisibility === 'full' ? 'fullPartner' : 'scopedPartner'
}

/** V1, V2, D11: before whom each place lies open, and whose hands may touch what lies there. */
const eyes: Record<Place, readonly Relation[]> = {
  desk: ['maker'],
  passed: ['admin', 'editor'],
  open: ['admin', 'editor', 'viewer', 'maker', 'fullPartner'],
  bin: [],
  binPassed: [],
  faded: [],
  gone: [],
  never: [],
}
const hands: Record<Place, readonly Relation[]> = { ...eyes, open: ['admin', 'editor', 'maker'] }

export const sees = (world: World, actor: string, list: List) =>
  eyes[list.place].includes(relationTo(world, { actor, org: list.org }, list.under))
export const touches = (world: World, actor: string, list: List) =>
  hands[list.place].includes(relationTo(world, { actor, org: list.org }, list.under))

/** What a person finds on the page of shortlists, newest first; null where there is no such page. */
export function listsBefore(world: World, actor: string, org: string): List[] | null {
  const relation = relationTo(world, { actor, org })
  if (relation === 'outsider' || relation === 'otherPartner') return null
  return world.lists.filter((list) => list.org === org && sees(world, actor, list)).reverse()
}

/** What lies in the trash, newest first; null for those who have no trash. */
export function binBefore(world: World, actor: string, org: string): List[] | null {
  const role = world.team[org]?.[actor]
  if (role !== 'admin' && role !== 'editor') return null
  return world.lists.filter((it) => it.org === org && (it.place === 'bin' || it.place === 'binPassed')).reverse()
}

/** The saved solutions a person finds, and whether each was saved at their own desk; null where there are none to find. */
export function savedBefore(
  world: World,
  actor: string,
  org: string,
): Map<string, { by: string; own: boolean }> | null {
  const relation = relationTo(world, { actor, org })
  if (relation === 'outsider' || relation === 'otherPartner') return null
  const desk = workingAccess(world, org, actor)?.key ?? null
  const seen = world.saved.filter((it) => it.org === org && (relation !== 'scopedPartner' || it.under === desk))
  const found = new Map<string, { by: string; own: boolean }>()
  for (const { solution, by, under } of seen) {
    const first = found.get(solution)
    found.set(solution, { by: first?.by ?? by, own: (first?.own ?? false) || under === desk })
  }
  return found
}

// What happens -----------------------------------------------------------------------------------------------------------

/** The world after it, and the words of the refusal where there is one: then the world is as it was. */
export function judge(world: World, deed: Deed): Verdict {
  const code = objection(world, deed)
  if (code) return { code, events: 0, world }
  const next = after(structuredClone(world), deed)
  const isChange = JSON.stringify(next) !== JSON.stringify(world)
  const closesOne = deed.kind === 'invite' && newestAccess(world, deed.org, deed.invitee)?.phase === 'lapsed'
  const byNobody = deed.kind === 'expire' || deed.kind === 'monthPasses'
  return { code: 'done', events: byNobody || !isChange ? 0 : closesOne ? 2 : 1, world: next }
}

/** Why it is refused; null where nothing stands against it. */
export function objection(world: World, deed: Deed): string | null {
  switch (deed.kind) {
    case 'expire':
    case 'monthPasses':
      return null
    case 'invite':
      return strangerToPartners(world, deed) ?? objectionToInvitee(world, deed)
    case 'cancel':
    case 'revoke':
    case 'change':
      return strangerToPartners(world, deed) ?? objectionToEnding(world, deed)
    case 'accept':
    case 'decline':
    case 'leave':
      return objectionToAnswer(world, deed)
    case 'create':
    case 'save':
    case 'unsave':
      return objectionToWork(relationTo(world, deed))
    case 'restore':
      return objectionToRestoring(world, deed)
    default:
      return objectionToTouching(world, deed) ?? objectionToChange(listOf(world, deed), deed)
  }
}

/** D1. */
function strangerToPartners(world: World, { actor, org }: By): string | null {
  const role = world.team[org]?.[actor]
  if (!role) return 'not_found'
  return role === 'admin' ? null : 'admin_only'
}

/** D3, D4. */
function objectionToInvitee(world: World, { actor, org, invitee }: Extract<Deed, { kind: 'invite' }>): string | null {
  if (actor === invitee) return 'self_invitation'
  if (world.team[org]?.[invitee]) return 'already_member'
  const newest = newestAccess(world, org, invitee)
  return newest && isLive(newest) ? 'delegation_exists' : null
}

function objectionToEnding(world: World, { kind, org, access }: Extract<Deed, OnAccess>): string | null {
  const phase = world.accesses.find((it) => it.key === access && it.org === org)?.phase
  if (!phase) return 'not_found'
  if (isOver(phase) && kind !== 'change') return 'invitation_expired'
  if (kind === 'cancel') return phase === 'waiting' ? null : 'delegation_not_pending'
  return phase === 'waiting' || phase === 'working' ? null : 'delegation_not_live'
}

/** I4: it is theirs, and it waits. Accepting twice is accepting once. */
function objectionToAnswer(world: World, { kind, actor, access }: Extract<Deed, OnAccess>): string | null {
  const found = world.accesses.find((it) => it.key === access)
  const isTheirs = found?.partner === actor
  if (kind === 'leave') {
    if (!isTheirs) return 'not_found'
    return found?.phase === 'working' ? null : 'delegation_not_active'
  }
  if (!found) return 'not_found'
  if (!isTheirs) return 'invitation_email_mismatch'
  if (found.phase === 'waiting' || (found.phase === 'working' && kind === 'accept')) return null
  return isOver(found.phase) ? 'invitation_expired' : 'invitation_not_pending'
}

/** D5: what was not granted does not exist; who only reads is told so. */
function objectionToWork(relation: Relation): string | null {
  if (relation === 'outsider' || relation === 'otherPartner') return 'not_found'
  return relation === 'viewer' ? 'forbidden' : null
}

export const listOf = (world: World, { org, list }: OnList): List | undefined =>
  world.lists.find((it) => it.key === list && it.org === org)

function objectionToTouching(world: World, deed: OnList): string | null {
  const list = listOf(world, deed)
  if (!list || !sees(world, deed.actor, list)) return 'not_found'
  if (!touches(world, deed.actor, list)) return 'forbidden'
  return deed.seen !== undefined && deed.seen !== list.version ? 'version_conflict' : null
}

function objectionToChange(list: List | undefined, deed: Deed): string | null {
  if (deed.kind === 'publish') return list?.place === 'open' ? 'already_published' : null
  if (deed.kind === 'removeItem') return list?.solutions.includes(deed.solution) ? null : 'not_found'
  if (deed.kind !== 'order') return null
  return deed.solutions.toSorted().join() === list?.solutions.toSorted().join() ? null : 'items_changed'
}

/** V5: the team's editors and admins, for 30 days. */
function objectionToRestoring(world: World, deed: OnList): string | null {
  const role = world.team[deed.org]?.[deed.actor]
  if (!role) return 'not_found'
  if (role === 'viewer') return 'forbidden'
  return listOf(world, deed)?.place.startsWith('bin') ? null : 'not_found'
}

/** Writes into the copy it was given: nothing stands against it any more. */
function after(world: World, deed: Deed): World {
  switch (deed.kind) {
    case 'invite':
      return invite(world, deed)
    case 'accept':
      return turn(world, deed.access, 'working')
    case 'decline':
      return turn(world, deed.access, 'declined')
    case 'cancel':
      return turn(world, deed.access, 'cancelled')
    case 'revoke':
    case 'leave':
      return passDrafts(turn(world, deed.access, 'revoked'), deed.access)
    case 'change':
      return changeTerms(world, deed)
    case 'expire':
      return lapse(world, deed.access)
    case 'monthPasses':
      for (const list of world.lists) if (list.place.startsWith('bin')) list.place = 'faded'
      return world
    case 'create':
      return create(world, deed)
    case 'save':
    case 'unsave':
      return keep(world, deed)
    default:
      changeList(listOf(world, deed)!, deed)
      return world
  }
}

function invite(world: World, deed: Extract<Deed, { kind: 'invite' }>): World {
  const newest = newestAccess(world, deed.org, deed.invitee)
  if (newest?.phase === 'lapsed') turn(world, newest.key, 'expired')
  const { key, org, invitee: partner, permissions, dataVisibility } = deed
  world.accesses.push({ key, org, partner, permissions, dataVisibility, phase: 'waiting', version: 1 })
  return world
}

function turn(world: World, key: string, phase: Phase): World {
  const access = world.accesses.find((it) => it.key === key)!
  if (access.phase !== phase) Object.assign(access, { phase, version: access.version + 1 })
  return world
}

/** D11. */
function passDrafts(world: World, under: string): World {
  for (const list of world.lists)
    if (list.under === under && list.place === 'desk')
      Object.assign(list, { place: 'passed', version: list.version + 1 })
  return world
}

function changeTerms(world: World, { access, terms }: Extract<Deed, { kind: 'change' }>): World {
  const found = world.accesses.find((it) => it.key === access)!
  const changed = { ...found, ...terms }
  if (JSON.stringify(changed) !== JSON.stringify(found))
    Object.assign(found, { ...changed, version: found.version + 1 })
  return world
}

function lapse(world: World, key: string): World {
  const access = world.accesses.find((it) => it.key === key)
  if (access?.phase === 'waiting') access.phase = 'lapsed'
  return world
}

/** V4. */
function create(world: World, { key, org, actor, title }: Extract<Deed, { kind: 'create' }>): World {
  const under = workingAccess(world, org, actor)?.key ?? null
  const place = under ? 'desk' : 'open'
  world.lists.push({ key, org, title, maker: actor, under, place, version: 1, changer: actor, solutions: [] })
  return world
}

/** A partner keeps for themselves and takes back their own; the team keeps for all and takes off what anybody kept. */
function keep(world: World, { kind, actor, org, solution }: Extract<Deed, { kind: 'save' | 'unsave' }>): World {
  const under = workingAccess(world, org, actor)?.key ?? null
  const isIt = (it: Saved) => it.org === org && it.solution === solution
  if (kind === 'unsave') world.saved = world.saved.filter((it) => !isIt(it) || (under !== null && it.under !== under))
  else if (!world.saved.some((it) => isIt(it) && it.under === under))
    world.saved.push({ org, solution, by: actor, under })
  return world
}

type ListDeed = Extract<Deed, OnList>

function changeList(list: List, deed: ListDeed) {
  const changed = { ...list, ...changeOf(list, deed) }
  if (JSON.stringify(changed) !== JSON.stringify(list))
    Object.assign(list, { ...changed, version: list.version + 1, changer: deed.actor })
}

const binned = { passed: 'binPassed', open: 'bin' } as const
const restored = { binPassed: 'passed', bin: 'open' } as const

function changeOf({ place, solutions }: List, deed: ListDeed): Partial<List> {
  switch (deed.kind) {
    case 'rename':
      return { title: deed.title }
    case 'publish':
      return { place: 'open' }
    case 'delete':
      return { place: binned[place as keyof typeof binned] ?? 'gone' }
    case 'restore':
      return { place: restored[place as keyof typeof restored] }
    case 'addItem':
      return solutions.includes(deed.solution) ? {} : { solutions: inserted(solutions, deed.solution, deed.at) }
    case 'removeItem':
      return { solutions: solutions.filter((it) => it !== deed.solution) }
    case 'order':
      return { solutions: deed.solutions }
  }
}

const inserted = (solutions: string[], solution: string, at = solutions.length + 1) => [
  ...solutions.slice(0, at - 1),
  solution,
  ...solutions.slice(at - 1),
]
