import { askerText } from '../../shared/briefs.ts'
import { grants, roles } from '../../shared/permissions.ts'
import type { EventKind, Facts, RequestNews } from '../events/announcements.ts'
import { outcomeText } from '../mail/letters.ts'
import { moment } from '../mail/plain.ts'

type Words = { text: string; detail: string | null; path: string }
type Told = {
  organization: { name: string; slug: string }
  delegationId: string | null
  workId?: string | null
  facts: Facts
}
/** A solution is told of a request, and of no organization: who asks stands in the facts, as far as it may be known. */
type ToldOfRequest = { requestId: string | null; facts: Facts }

const labels = (facts: Facts) => facts.permissions?.map((name) => grants[name].label).join(', ') ?? null
const briefPage = ({ organization, workId }: Told) => `/w/${organization.slug}/briefs/${workId}`
const partnersPage = ({ organization }: Told) => `/w/${organization.slug}/settings/partners`

/** Where a partner looks: at the workspace, or at the invitation while it had not been accepted. */
export const placeOfPartner = ({ organization, facts, delegationId }: Told): string =>
  facts.wasActive === false ? `/invitations/${delegationId}` : `/w/${organization.slug}`

/** A note is read beside what it is about; the address says which one. */
const placeOfNote = ({ organization, facts, workId }: Told): string => {
  const subject = facts.on === 'solution' ? `solutions/${facts.slug}` : `${facts.on}s/${workId}`
  return `/w/${organization.slug}/${subject}${facts.noteId ? `?note=${facts.noteId}` : ''}`
}

const teamPage = ({ organization }: Told) => `/w/${organization.slug}/settings/members`
const roleIn = ({ role }: Facts) => roles[role!]

const ofMembers: Partial<Record<EventKind, (told: Told) => Words>> = {
  'member.invited': ({ organization, facts }) => ({
    text: `${facts.by} invited you to the team of ${organization.name}`,
    detail: roleIn(facts),
    path: `/invitations/${facts.invitationId}`,
  }),
  'member.expiring': ({ organization, facts }) => ({
    text: `Your invitation to the team of ${organization.name} is about to expire`,
    detail: roleIn(facts),
    path: `/invitations/${facts.invitationId}`,
  }),
  'member.accepted': (told) => ({
    text: `${told.facts.by} has joined the team of ${told.organization.name}`,
    detail: roleIn(told.facts),
    path: teamPage(told),
  }),
  'member.declined': (told) => ({
    text: `${told.facts.partner} has declined your invitation to the team`,
    detail: told.facts.reason ?? null,
    path: teamPage(told),
  }),
  'member.joined': (told) => ({
    text: `${told.facts.by} has joined the team of ${told.organization.name}`,
    detail: `${roleIn(told.facts)}, by the domain of their address`,
    path: teamPage(told),
  }),
  'member.roleChanged': ({ organization, facts }) => ({
    text: `${facts.by} changed your role at ${organization.name}`,
    detail: `You are now ${roleIn(facts)}`,
    path: `/w/${organization.slug}`,
  }),
  'member.removed': ({ organization, facts }) => ({
    text: `${facts.by} removed you from the team of ${organization.name}`,
    detail: 'What you made stays with the organization',
    path: '/notifications',
  }),
  'member.left': (told) => ({
    text: `${told.facts.by} left the team of ${told.organization.name}`,
    detail: null,
    path: teamPage(told),
  }),
}

const ofDomains: Partial<Record<EventKind, (told: Told) => Words>> = {
  'organization.domainRemoved': ({ organization, facts }) => ({
    text: `Addresses at ${facts.domain} do not join the team of ${organization.name} any more`,
    detail: 'Another organization has proven that domain',
    path: `/w/${organization.slug}/settings/organization`,
  }),
}

/** SPEC 10: what the bell says of each kind, and where it leads. */
const words: Partial<Record<EventKind, (told: Told) => Words>> = {
  ...ofMembers,
  ...ofDomains,
  'delegation.invited': ({ organization, delegationId, facts }) => ({
    text: `${facts.by} invited you to work for ${organization.name}`,
    detail: labels(facts),
    path: `/invitations/${delegationId}`,
  }),
  'delegation.expiring': ({ organization, delegationId }) => ({
    text: `Your invitation from ${organization.name} is about to expire`,
    detail: null,
    path: `/invitations/${delegationId}`,
  }),
  'delegation.accepted': (told) => ({
    text: `${told.facts.partner} has accepted your invitation`,
    detail: labels(told.facts),
    path: partnersPage(told),
  }),
  'delegation.declined': (told) => ({
    text: `${told.facts.partner} has declined your invitation`,
    detail: told.facts.reason ?? null,
    path: partnersPage(told),
  }),
  'delegation.changed': ({ organization, facts, delegationId }) => ({
    text: `${organization.name} changed your access: ${facts.changes?.[0]}`,
    detail: [...(facts.changes ?? []).slice(1), `You have ${labels(facts)}`].join(' · '),
    path: placeOfPartner({ organization, facts, delegationId }),
  }),
  'delegation.revoked': ({ organization, facts, delegationId }) => ({
    text:
      facts.wasActive === false
        ? `${facts.by} took back the invitation from ${organization.name}`
        : `${facts.by} ended your access to ${organization.name}`,
    detail: facts.reason ?? null,
    path: placeOfPartner({ organization, facts, delegationId }),
  }),
  'shortlist.published': ({ organization, facts, workId }) => ({
    text: `${facts.by} published “${facts.title}”`,
    detail: null,
    path: `/w/${organization.slug}/shortlists/${workId}`,
  }),
  'brief.sent': (told) => ({
    text: `${told.facts.by} sent “${told.facts.title}”`,
    detail: null,
    path: briefPage(told),
  }),
  'brief.closing': (told) => ({
    text: `The deadline of “${told.facts.title}” is near`,
    detail: answerBy(told.facts),
    path: briefPage(told),
  }),
  'brief.closed': (told) => ({
    text: `“${told.facts.title}” has closed`,
    detail: told.facts.by ? `Closed by ${told.facts.by}` : 'Its deadline has passed',
    path: briefPage(told),
  }),
  'response.received': (told) => ({
    text: `${told.facts.solution} answered “${told.facts.title}”`,
    detail: null,
    path: briefPage(told),
  }),
  'note.shared': (told) => ({
    text: `${told.facts.by} shared a note on “${told.facts.title}”`,
    detail: null,
    path: placeOfNote(told),
  }),
  'delegation.left': (told) => ({
    text: `${told.facts.partner} left ${told.organization.name}`,
    detail: null,
    path: partnersPage(told),
  }),
}

const requestWords: Record<RequestNews, (facts: Facts) => Omit<Words, 'path'>> = {
  'request.received': (facts) => ({
    text: `${askerText(facts.asks!)} asks ${facts.solution}: “${facts.title}”`,
    detail: answerBy(facts),
  }),
  'request.reminder': (facts) => ({
    text: `“${facts.title}” waits for the answer of ${facts.solution}`,
    detail: answerBy(facts),
  }),
  'request.closed': (facts) => ({
    text: `“${facts.title}” has closed`,
    detail: facts.outcome ? outcomeText(askerText(facts.asks!), facts.solution!, facts.outcome) : null,
  }),
}

const answerBy = ({ deadline, deadlineZone }: Facts): string | null =>
  deadline ? `Answer by ${moment(new Date(deadline), deadlineZone ?? undefined)}` : null

export function wordsOf(
  kind: string,
  {
    organization,
    requestId,
    ...told
  }: Omit<Told & ToldOfRequest, 'organization'> & { organization: Told['organization'] | null },
): Words {
  const ofRequest = requestWords[kind as RequestNews]?.(told.facts)
  if (ofRequest) return { ...ofRequest, path: `/requests/${requestId}` }
  const inOrganization = organization && words[kind as EventKind]?.({ ...told, organization })
  return inOrganization ?? { text: kind, detail: null, path: '/notifications' }
}
