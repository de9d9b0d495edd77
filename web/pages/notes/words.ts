import type { BriefSummary } from '../../../shared/briefs.ts'
import type { Note, SubjectKind, Visibility } from '../../../shared/notes.ts'
import type { Workspace } from '../../../shared/organizations.ts'
import type { ShortlistSummary } from '../../../shared/shortlists.ts'
import { paths } from '../../paths.ts'

/** What decides who sees the work that a note is about, and who hears of it. */
export type Work = Pick<ShortlistSummary | BriefSummary, 'status' | 'own'>

/** Narrowest first: the first one is what a note is unless told (SPEC 5). */
export const audiencesOf = ({ as, can }: Pick<Workspace, 'as' | 'can'>): Visibility[] => {
  if (!can.shareNotes) return ['personal']
  return as === 'member' ? ['personal', 'team', 'shared'] : ['personal', 'shared']
}

const width: Record<Visibility, number> = { personal: 0, team: 1, shared: 2 }
export const isWider = (to: Visibility, from: Visibility): boolean => width[to] > width[from]

type Place = Pick<Workspace, 'organization' | 'as'>

type Reach = [of: Visibility, place: Place, kind: SubjectKind, work: Work | null]

/** Who exactly will see a note. */
export const whoSeesNote = (...reach: Reach): string => readersOf(...reach).join('')
/** The same as a sentence, for a question. */
export const whoWillSeeNote = (...reach: Reach): string => readersOf(...reach).join(' will see it')

/** Who they are, and what else is to say. A solution is no work of the organization: everybody sees it. */
const readersOf = (...[of, place, kind, work]: Reach): [string, string] => {
  if (of === 'personal') return ['Only you', '. Not even admins.']
  const isDraft = work?.status === 'draft'
  if (of === 'team') return [isDraft ? editorsOf(place) : teamOf(place), '. Never a partner.']
  if (isDraft) return sharedOnDraft(place, kind)
  return [teamOf(place), `${andPartners(place, kind)}. ${whoIsTold(work)}`]
}

const teamOf = ({ organization }: Place) => `The team of ${organization.name}`
const editorsOf = ({ organization }: Place) => `The admins and editors of ${organization.name}`

/** Nobody is told what they wrote themselves. */
const whoIsTold = (work: Work | null) =>
  work && !work.own ? 'Its author, and whoever wrote here before, are told.' : 'Whoever wrote here before is told.'

/**
 * A partner's note does not reach a partner who sees only their own work (SPEC V3); the team's does, on that work. Solutions
 * are nobody's work.
 */
const andPartners = ({ as }: Place, kind: SubjectKind): string =>
  as === 'member' && kind !== 'solution'
    ? `, and partners who can see this ${kind}`
    : ', and any partner who sees all published work'

const sharedOnDraft = (place: Place, kind: SubjectKind): [string, string] => {
  const now = place.as === 'partner' ? 'Only you' : editorsOf(place)
  const then = `the team of ${place.organization.name}${andPartners(place, kind)}`
  return [now, `, until it is ${kind === 'brief' ? 'sent' : 'published'}. After that ${then}.`]
}

export const kindNames: Record<SubjectKind, string> = { solution: 'Solution', shortlist: 'Shortlist', brief: 'Brief' }

export const kindOf = (subject: string): SubjectKind => subject.split(':')[0] as SubjectKind

/** Where a note is read: beside what it is about. */
export function placeOfNote(org: string, { subject, about }: Pick<Note, 'subject' | 'about'>): string {
  const [kind, id] = subject.split(':') as [SubjectKind, string]
  if (kind === 'solution') return paths.solution(org, about.slug ?? '')
  return kind === 'shortlist' ? paths.shortlist(org, id) : paths.brief(org, id)
}

/** What it is called; a draft may have no title yet. */
export const nameOf = ({ about }: Pick<Note, 'about'>): string => about.name || 'Untitled'

export const authorOfNote = ({ own, author }: Pick<Note, 'own' | 'author'>): string => (own ? 'You' : author.name)

export const unreadWords = (count: number): string => `${count} unread ${count === 1 ? 'note' : 'notes'}`
