import type { Role } from '../../../shared/permissions.ts'

/*
 * What SPEC says of a brief's life, once more and by itself: who sees it and may touch it (4), what becomes of it and of the
 * answers to it (5), who is told (10), and whom it names (7). Nothing in here knows how the server does it.
 */

export const organization = 'amber'
export const team: Record<string, Role> = { ada: 'admin', ben: 'editor', gil: 'editor', cleo: 'viewer' }
/** Under whose name partners ask. Fay was not given briefs. */
export const identities = { dan: 'transparent', eve: 'anonymous', fay: 'as_buyer', gus: 'as_buyer' } as const
export type Partner = keyof typeof identities
export const partners = Object.keys(identities) as Partner[]
/** Sid is the contact of Soloflow; Mia answers for Crewline, Vera only reads there. */
export const people = [...Object.keys(team), ...partners, 'otto', 'sid', 'mia', 'vera']
export const solutions = ['soloflow', 'crewline', 'gridpay']
const desks: Record<string, { name: string; answers: boolean }[]> = {
  soloflow: [{ name: 'sid', answers: true }],
  crewline: [
    { name: 'mia', answers: true },
    { name: 'vera', answers: false },
  ],
}
/** Contacts that are nobody of ours are told, too. */
const toldPeople: Record<string, number> = { soloflow: 1, crewline: 3, gridpay: 1 }

export type Access = { isActive: boolean; hasBriefs: boolean; isFull: boolean }
export type Asked = {
  solution: string
  viewed: boolean
  answers: number
  refusals: number
  declined: boolean
  outcome: string | null
}
export type Brief = {
  key: string
  title: string
  maker: string
  /** The partner under whose access it was made; null for the team's own. */
  under: Partner | null
  stage: 'draft' | 'sent' | 'closed'
  /** Its deadline is behind it. */
  isLate: boolean
  isPassed: boolean
  trash: 'no' | 'bin' | 'faded' | 'gone'
  anonymous: boolean
  revealed: boolean
  identity: string
  asked: Asked[]
  version: number
}
export type World = { accesses: Record<Partner, Access>; briefs: Brief[]; events: number; mails: number }

type OnBrief = { actor: string; brief: string }
type OnRequest = OnBrief & { solution: string }
type BriefDeed =
  | (OnBrief & { kind: 'rename'; title: string; seen?: number })
  | (OnBrief & { kind: 'send' | 'reveal' | 'delete' | 'restore' })
  | (OnBrief & { kind: 'ask'; solution: string })
  | (OnBrief & { kind: 'close'; decided: string | null })
type ThreadDeed =
  | (OnRequest & { kind: 'view' | 'decline' | 'keepDraft' })
  | (OnRequest & { kind: 'respond'; seen?: number })
export type Deed =
  | { kind: 'create'; actor: string; key: string; anonymous: boolean; solutions: string[] }
  | BriefDeed
  | ThreadDeed
  | { kind: 'revoke'; partner: Partner }
  | { kind: 'widen' | 'narrow'; partner: Partner }
  | { kind: 'deadlinePasses'; brief: string }
  | { kind: 'monthPasses' }

// Who is who -------------------------------------------------------------------------------------------------------------

/** `away`: 30 days later, a partner's draft that was deleted, and what is made up. */
export type Place = 'desk' | 'team' | 'passed' | 'sent' | 'closed' | 'binDraft' | 'binClosed' | 'away'
export const statusOf = ({ stage, isLate }: Brief) => (stage === 'sent' && isLate ? 'closed' : stage)

export function placeOf(brief: Brief | undefined): Place {
  if (!brief || brief.trash === 'faded' || brief.trash === 'gone') return 'away'
  if (brief.trash === 'bin') return brief.stage === 'draft' ? 'binDraft' : 'binClosed'
  if (brief.stage !== 'draft') return statusOf(brief) === 'sent' ? 'sent' : 'closed'
  if (brief.isPassed) return 'passed'
  return brief.under ? 'desk' : 'team'
}

/** A partner without briefs is an outsider here (D5). */
export const relations = ['admin', 'author', 'editor', 'viewer', 'maker', 'full', 'scoped', 'outsider'] as const
export type Relation = (typeof relations)[number]
const isPartner = (name: string): name is Partner => name in identities

export function relationTo({ accesses }: World, actor: string, brief?: Brief): Relation {
  const role = team[actor]
  if (role) return role === 'editor' && brief?.maker === actor ? 'author' : role
  if (!isPartner(actor) || !accesses[actor].isActive || !accesses[actor].hasBriefs) return 'outsider'
  if (brief?.under === actor) return 'maker'
  return accesses[actor].isFull ? 'full' : 'scoped'
}

const eyes: Partial<Record<Place, readonly Relation[]>> = {
  desk: ['maker'],
  team: ['admin', 'author', 'editor'],
  passed: ['admin', 'editor'],
  sent: ['admin', 'author', 'editor', 'viewer', 'maker', 'full'],
  closed: ['admin', 'author', 'editor', 'viewer', 'maker', 'full'],
}
const onlyReads: Relation[] = ['viewer', 'full']

export const sees = (world: World, actor: string, brief: Brief | undefined) =>
  eyes[placeOf(brief)]?.includes(relationTo(world, actor, brief)) ?? false
export const touches = (world: World, actor: string, brief: Brief) =>
  sees(world, actor, brief) && !onlyReads.includes(relationTo(world, actor, brief))

export const standings = ['answers', 'reads', 'stranger'] as const
export function standingAt(solution: string, actor: string): (typeof standings)[number] {
  const desk = desks[solution]?.find(({ name }) => name === actor)
  if (!desk) return 'stranger'
  return desk.answers ? 'answers' : 'reads'
}

export type Thread = 'none' | 'new' | 'viewed' | 'answered' | 'declined' | 'closed' | 'trashed'
export const threads: Thread[] = ['none', 'new', 'viewed', 'answered', 'declined', 'closed', 'trashed']
export function threadOf(brief: Brief | undefined, solution: string): Thread {
  const asked = brief?.asked.find((it) => it.solution === solution)
  if (!brief || !asked || brief.stage === 'draft' || brief.trash === 'gone') return 'none'
  if (brief.trash !== 'no') return 'trashed'
  if (statusOf(brief) === 'closed') return 'closed'
  if (asked.declined) return 'declined'
  if (asked.answers > 0) return 'answered'
  return asked.viewed ? 'viewed' : 'new'
}

/** SPEC 7. */
export function names(brief: Brief): { company: boolean; person: string | null } {
  const identity = brief.stage === 'draft' ? identityAsIs(brief) : brief.identity
  const company = identity !== 'anonymous' && (!brief.anonymous || brief.revealed)
  return { company, person: company && identity === 'transparent' ? brief.maker : null }
}
const identityAsIs = ({ under, isPassed }: Brief) => (under && !isPassed ? identities[under] : 'as_buyer')
const isRevealable = (brief: Brief) => brief.anonymous && !brief.revealed && brief.identity !== 'anonymous'
const mayReveal = (relation: Relation) => ['admin', 'author', 'maker'].includes(relation)

export function may(world: World, actor: string, brief: Brief) {
  const touch = touches(world, actor, brief)
  const status = statusOf(brief)
  const relation = relationTo(world, actor, brief)
  return {
    edit: touch && status === 'draft',
    send: touch && status === 'draft',
    addRecipients: touch && status === 'sent',
    close: touch && status === 'sent',
    decide: touch && status === 'closed' && brief.asked.some(({ outcome }) => !outcome),
    reveal: touch && status !== 'draft' && isRevealable(brief) && mayReveal(relation),
    delete: touch,
  }
}

// What happens -----------------------------------------------------------------------------------------------------------

export const briefOf = (world: World, key: string) => world.briefs.find((it) => it.key === key)

/** Why it is refused; null where nothing stands against it. */
export function objection(world: World, deed: Deed): string | null {
  switch (deed.kind) {
    case 'revoke':
    case 'widen':
    case 'narrow':
      return world.accesses[deed.partner].isActive ? null : 'delegation_not_live'
    case 'deadlinePasses':
    case 'monthPasses':
      return null
    case 'create': {
      const relation = relationTo(world, deed.actor)
      if (relation === 'outsider') return 'not_found'
      return relation === 'viewer' ? 'forbidden' : null
    }
    case 'restore': {
      const role = team[deed.actor]
      if (!role) return 'not_found'
      if (role === 'viewer') return 'forbidden'
      return briefOf(world, deed.brief)?.trash === 'bin' ? null : 'not_found'
    }
    case 'view':
    case 'respond':
    case 'decline':
    case 'keepDraft':
      return objectionToThread(briefOf(world, deed.brief), deed)
    default:
      return objectionToTouch(world, briefOf(world, deed.brief), deed)
  }
}

function objectionToTouch(world: World, brief: Brief | undefined, deed: BriefDeed): string | null {
  if (!brief || !sees(world, deed.actor, brief)) return 'not_found'
  if (!touches(world, deed.actor, brief)) return 'forbidden'
  const status = statusOf(brief)
  switch (deed.kind) {
    case 'rename':
      if (deed.seen !== undefined && deed.seen !== brief.version) return 'version_conflict'
      return status === 'draft' || deed.title === brief.title ? null : 'brief_sent'
    case 'send':
      if (status !== 'draft') return 'already_sent'
      return brief.asked.length === 0 || brief.isLate ? 'invalid_input' : null
    case 'ask':
      if (status === 'draft') return 'brief_not_sent'
      return status === 'closed' ? 'brief_closed' : null
    case 'close':
      if (status === 'draft') return 'brief_not_sent'
      if (!deed.decided) return status === 'closed' ? 'brief_closed' : null
      return brief.asked.find((it) => it.solution === deed.decided)?.outcome === null ? null : 'already_decided'
    case 'reveal':
      if (!mayReveal(relationTo(world, deed.actor, brief))) return 'forbidden'
      if (status === 'draft') return 'brief_not_sent'
      return isRevealable(brief) ? null : 'nothing_to_reveal'
    default:
      return null
  }
}

function objectionToThread(brief: Brief | undefined, deed: ThreadDeed): string | null {
  const thread = threadOf(brief, deed.solution)
  const standing = standingAt(deed.solution, deed.actor)
  if (thread === 'none' || standing === 'stranger') return 'not_found'
  if (deed.kind === 'view') return null
  if (standing === 'reads') return 'forbidden'
  const { answers, refusals } = brief!.asked.find(({ solution }) => solution === deed.solution)!
  if (deed.kind === 'respond' && deed.seen !== undefined && deed.seen !== answers + refusals) return 'version_conflict'
  if (thread === 'closed' || thread === 'trashed') return 'request_closed'
  return deed.kind === 'decline' && thread === 'answered' ? 'already_answered' : null
}

export function judge(world: World, deed: Deed): { code: string; world: World } {
  const code = objection(world, deed)
  if (code) return { code, world }
  const next = structuredClone(world)
  happen(next, deed)
  return { code: 'done', world: next }
}

/** Writes into the copy it was given: nothing stands against it any more. */
function happen(world: World, deed: Deed) {
  switch (deed.kind) {
    case 'create':
      world.events++
      world.briefs.push(created(deed))
      return
    case 'revoke':
      world.accesses[deed.partner].isActive = false
      world.events++
      for (const brief of world.briefs)
        if (brief.under === deed.partner && placeOf(brief) === 'desk') change(brief, { isPassed: true })
      return
    case 'widen':
    case 'narrow':
      return changeTerms(world, deed)
    case 'deadlinePasses': {
      const brief = briefOf(world, deed.brief)
      if (brief) brief.isLate = true
      return
    }
    case 'monthPasses':
      for (const brief of world.briefs) if (brief.trash === 'bin') brief.trash = 'faded'
      return
    case 'view':
    case 'respond':
    case 'decline':
    case 'keepDraft':
      return answer(world, briefOf(world, deed.brief)!, deed)
    default:
      return changeBrief(world, briefOf(world, deed.brief)!, deed)
  }
}

const change = (brief: Brief, values: Partial<Brief>) => Object.assign(brief, values, { version: brief.version + 1 })
const newlyAsked = (solution: string): Asked => ({
  solution,
  viewed: false,
  answers: 0,
  refusals: 0,
  declined: false,
  outcome: null,
})

const created = ({ key, actor, anonymous, solutions }: Extract<Deed, { kind: 'create' }>): Brief => ({
  key,
  title: `Brief ${key}`,
  maker: actor,
  under: isPartner(actor) ? actor : null,
  stage: 'draft',
  isLate: false,
  isPassed: false,
  trash: 'no',
  anonymous,
  revealed: false,
  identity: 'as_buyer',
  asked: solutions.map(newlyAsked),
  version: 1,
})

/** Wide is everything that is published; narrow lets one see no more than one's own. */
function changeTerms(world: World, { kind, partner }: { kind: 'widen' | 'narrow'; partner: Partner }) {
  const access = world.accesses[partner]
  if (access.isFull === (kind === 'widen')) return
  access.isFull = kind === 'widen'
  world.events++
}

function changeBrief(world: World, brief: Brief, deed: BriefDeed) {
  const before = brief.version
  switch (deed.kind) {
    case 'rename':
      if (deed.title !== brief.title) change(brief, { title: deed.title })
      break
    case 'send':
      tell(world, brief.asked)
      change(brief, { identity: identityAsIs(brief), stage: 'sent' })
      break
    case 'ask':
      if (brief.asked.some(({ solution }) => solution === deed.solution)) break
      tell(world, [newlyAsked(deed.solution)])
      change(brief, { asked: [...brief.asked, newlyAsked(deed.solution)] })
      break
    case 'close':
      close(world, brief, deed.decided)
      break
    case 'reveal':
      change(brief, { revealed: true })
      break
    case 'restore':
      change(brief, { trash: 'no' })
      break
    case 'delete':
      discard(world, brief)
  }
  if (brief.version > before) world.events++
}

const tell = (world: World, asked: Asked[]) => {
  for (const { solution } of asked) world.mails += toldPeople[solution]!
}
const unanswered = (brief: Brief) => brief.asked.filter((it) => it.answers === 0 && !it.declined)

function close(world: World, brief: Brief, decided: string | null) {
  const wasOpen = statusOf(brief) === 'sent'
  for (const asked of brief.asked) if (asked.solution === decided) asked.outcome = 'selected'
  const told = brief.asked.filter((it) => it.solution === decided)
  tell(world, wasOpen ? [...new Set([...unanswered(brief).filter(({ outcome }) => outcome === null), ...told])] : told)
  change(brief, { stage: wasOpen ? 'closed' : brief.stage })
}

/** A deadline that passed closes by itself, and nobody was told of it yet: whoever throws it away tells them. */
function discard(world: World, brief: Brief) {
  if (brief.stage === 'sent')
    tell(
      world,
      unanswered(brief).filter(({ outcome }) => outcome === null),
    )
  const isGone = placeOf(brief) === 'desk'
  change(brief, { trash: isGone ? 'gone' : 'bin', ...(brief.stage === 'sent' && { stage: 'closed' as const }) })
}

function answer(world: World, brief: Brief, deed: ThreadDeed) {
  const asked = brief.asked.find(({ solution }) => solution === deed.solution)!
  if (deed.kind === 'keepDraft') return
  if (deed.kind === 'view' ? asked.viewed : deed.kind === 'decline' && asked.declined) return
  world.events++
  asked.viewed = true
  if (deed.kind === 'respond') Object.assign(asked, { answers: asked.answers + 1, declined: false })
  if (deed.kind === 'decline') Object.assign(asked, { refusals: asked.refusals + 1, declined: true })
}
