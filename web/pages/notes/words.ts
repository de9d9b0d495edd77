import type { BriefSummary } from '../../../shared/briefs.ts'
import type { Note, SubjectKind, Visibility } from '../../../shared/notes.ts'
import type { Workspace } from '../../../shared/organizations.ts'
import type { ShortlistSummary } from '../../../shared/shortlists.ts'
import { paths } from '../../paths.ts'

/** What decides who sees the work that a note is about. */
export type Work = Pick<ShortlistSummary | BriefSummary, 'status'>

/** Narrowest first: the first one is what a note is unless told (SPEC 5). */
export const audiencesOf = ({ as, can }: Pick<Workspace, 'as' | 'can'>): Visibility[] => {
  if (!can.shareNotes) return ['personal']
  return as === 'member' ? ['personal', 'team', 'shared'] : ['personal', 'shared']
}

const width: Record<Visibility, number> = { personal: 0, team: 1, shared: 2 }
export const isWider = (to: Visibility, from: Visibility): boolean => width[to] > width[from]

type Place = Pick<Workspace, 'organization' | 'as'>

/** Who exactly will see a note. A solution is no work of the organization: everybody sees it. */
export const whoSeesNote = (of: Visibility, place: Place, kind: SubjectKind, work: Work | null): string => {
  if (of === 'personal') return 'Only you. Not even admins.'
  const { name } = place.organization
  const isDraft = work?.status === 'draft'
  if (of === 'team') return `${isDraft ? `The admins and editors of ${name}` : `The team of ${name}`}. Never a partner.`
  return isDraft ? sharedOnDraft(place, kind) : `${sharedWith(place, kind)}. ${toldOf[kind]}`
}

const toldOf: Record<SubjectKind, string> = {
  solution: 'Whoever wrote here before is told.',
  shortlist: 'Its author, and whoever wrote here before, are told.',
  brief: 'Its author, and whoever wrote here before, are told.',
}

/**
 * A partner's note does not reach a partner who sees only their own work (SPEC V3); the team's does, on that work. Solutions
 * are nobody's work.
 */
const sharedWith = ({ organization: { name }, as }: Place, kind: SubjectKind): string =>
  as === 'member' && kind !== 'solution'
    ? `The team of ${name}, and partners who can see this ${kind}`
    : `The team of ${name}, and any partner who sees all published work`

const sharedOnDraft = (place: Place, kind: SubjectKind): string => {
  const { organization, as } = place
  const now = as === 'partner' ? 'Only you' : `The admins and editors of ${organization.name}`
  const then = sharedWith(place, kind)
  return `${now}, until it is ${kind === 'brief' ? 'sent' : 'published'}. After that ${then[0]!.toLowerCase()}${then.slice(1)}.`
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
