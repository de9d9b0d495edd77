import type { SubjectKind } from '../../shared/notes.ts'
import type { Changed } from '../../shared/stream.ts'
import type { Actor } from '../authz/actor.ts'
import { can } from '../authz/can.ts'
import { type Note, seesNote } from '../authz/notes.ts'
import type { Work } from '../authz/work.ts'
import type { EventKind } from '../events/announcements.ts'
import type { EventNote, EventRow, News } from './news.ts'

type Noun = EventKind extends `${infer N}.${string}` ? N : never

/**
 * What one person may know of the news: that something they see has changed, by the rule that lets them see it (SPEC V1).
 * Who may know nothing hears nothing, not even that something happened (V3).
 */
export function changesFor(actor: Actor, news: News): Changed[] {
  const changes = news.events.flatMap((event) => {
    const inside = event.orgId !== null && event.orgId === actor.tie?.organization.id
    const noun = event.kind.split('.')[0] as Noun
    return [
      ...(event.subjectId === actor.user.id ? [{ what: 'me' } as const] : []),
      ...(inside ? inOrganization[noun](actor, event, news) : []),
    ]
  })
  return withoutRepetition(changes)
}

/** More than these are told as one change of all. */
const MOST_NAMED = 20

function withoutRepetition(changes: Changed[]): Changed[] {
  const told = (Object.keys(allOf) as NamedWork[]).reduce(asOneChange, changes)
  return [...new Map(told.map((it) => [`${it.what} ${it.id}`, it])).values()]
}

type NamedWork = 'shortlist' | 'brief'
const allOf = { shortlist: 'shortlists', brief: 'briefs' } as const

function asOneChange(changes: Changed[], work: NamedWork): Changed[] {
  const named = new Set(changes.flatMap(({ what, id }) => (what === work ? [id] : [])))
  return changes.map((it) => (named.size > MOST_NAMED && it.what === work ? { what: allOf[work] } : it))
}

/** For each noun, what somebody with a tie to the event's organization may know of it. A new noun is a line here. */
const inOrganization: Record<Noun, (actor: Actor, event: EventRow, news: News) => Changed[]> = {
  shortlist: (actor, event, { works }) => (seesWork('shortlist', actor, event, works) ? named('shortlist', event) : []),
  brief: ofBrief,
  // What solutions do to a request is news of the brief.
  request: ofBrief,
  response: ofBrief,
  rate: (actor, event) => (can(actor, 'brief.list', { orgId: event.orgId }) ? [{ what: 'rates' }] : []),
  note: (actor, event, { works }) =>
    (event.notes ?? []).flatMap((note) =>
      note && seesNote(actor, noteIn(event, note, works)) ? [{ what: 'notes', id: note.subject.split(':')[1]! }] : [],
    ),
  solution: (actor, event) => (seesSaved(actor, event) ? [{ what: 'saved' }] : []),
  delegation: (actor, event, { handedOver }) => [
    ...ofOwnTie(actor, event),
    ...(can(actor, 'delegation.read', { orgId: event.orgId }) ? [{ what: 'delegations' } as const] : []),
    ...(['shortlist', 'brief'] as const)
      .filter((work) => handedOver[allOf[work]].has(event.delegationId ?? '') && seesHandedOver(work, actor, event))
      .map((work) => ({ what: allOf[work] })),
  ],
  member: (actor, event) => [
    ...ofOwnTie(actor, event),
    ...(can(actor, 'member.read', { orgId: event.orgId }) ? [{ what: 'members' } as const] : []),
  ],
  // Its name, its address, or what its viewers see: for everybody. By which domains one joins is for those who decide it.
  organization: (actor, { kind, orgId }) => {
    if (kind === 'organization.changed') return [{ what: 'workspace' }]
    return can(actor, 'organization.read', { orgId }) ? [{ what: 'settings' }] : []
  },
  catalogue: () => [],
  account: () => [],
}

/** After these there are more or fewer of them, drafts or published: all else only changes what is in one. */
const changesTheirNumber = new Set<EventKind>([
  'shortlist.created',
  'shortlist.published',
  'shortlist.deleted',
  'shortlist.restored',
  'brief.created',
  'brief.sent',
  'brief.closed',
  'brief.deleted',
  'brief.restored',
])

const named = (kind: NamedWork, { kind: event, workId }: EventRow): Changed[] => [
  { what: kind, id: workId! },
  ...(changesTheirNumber.has(event) ? [{ what: allOf[kind] }] : []),
]

/** What is in the trash was seen until then. A draft that is gone for good was its maker's alone. */
function seesWork(
  kind: NamedWork,
  actor: Actor,
  { orgId, workId, actingDelegationId }: EventRow,
  works: News['works'],
): boolean {
  const work = works.get(workId ?? '')
  if (work) return can(actor, `${kind}.read`, { orgId, work: { ...work, isTrashed: false } })
  return actingDelegationId !== null && actingDelegationId === actor.tie?.id && can(actor, `${kind}.list`, { orgId })
}

function ofBrief(actor: Actor, event: EventRow, { works }: News): Changed[] {
  return seesWork('brief', actor, event, works) ? named('brief', event) : []
}

/** What the rule looks at. Work that is gone for good was seen by nobody but its maker, and so was what was said about it. */
function noteIn({ orgId, workId }: EventRow, { subject, ...note }: EventNote, works: News['works']): Note {
  const kind = subject.split(':')[0] as SubjectKind
  const work = works.get(workId ?? '') ?? goneForGood
  return {
    ...note,
    orgId: orgId!,
    subject: kind === 'solution' ? { kind } : { kind, work: { ...work, isTrashed: work === goneForGood } },
  }
}
const goneForGood: Work = { delegationId: null, isPublished: false, isHandedOver: false, isTrashed: true }

/** The rule of the list of saved solutions: a `scoped` partner sees what is saved under the own delegation, all others everything. */
function seesSaved(actor: Actor, { orgId, actingDelegationId, savedUnder }: EventRow): boolean {
  const { tie } = actor
  if (!tie || !can(actor, 'saved.read', { orgId })) return false
  if (tie.kind === 'member' || tie.dataVisibility === 'full') return true
  return actingDelegationId === tie.id || (savedUnder ?? []).includes(tie.id)
}

const seesHandedOver = (kind: NamedWork, actor: Actor, { orgId, delegationId }: EventRow) =>
  can(actor, `${kind}.read`, {
    orgId,
    work: { delegationId, isPublished: false, isHandedOver: true, isTrashed: false },
  })

/** One's own role or permissions: everything here may look different now. */
const ofOwnTie = (actor: Actor, event: EventRow): Changed[] =>
  event.subjectId === actor.user.id ? [{ what: 'workspace' }] : []
