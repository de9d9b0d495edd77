import { grants } from '../../shared/permissions.ts'
import type { EventKind, Facts } from '../events/announcements.ts'

type Words = { text: string; detail: string | null; path: string }
type Told = {
  organization: { name: string; slug: string }
  delegationId: string | null
  workId?: string | null
  facts: Facts
}

const labels = (facts: Facts) => facts.permissions?.map((name) => grants[name].label).join(', ') ?? null
const partnersPage = ({ organization }: Told) => `/w/${organization.slug}/settings/partners`

/** Where a partner looks: at the workspace, or at the invitation while it had not been accepted. */
export const placeOfPartner = ({ organization, facts, delegationId }: Told): string =>
  facts.wasActive === false ? `/invitations/${delegationId}` : `/w/${organization.slug}`

/** SPEC 10: what the bell says of each kind, and where it leads. */
const words: Partial<Record<EventKind, (told: Told) => Words>> = {
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
  'delegation.left': (told) => ({
    text: `${told.facts.partner} left ${told.organization.name}`,
    detail: null,
    path: partnersPage(told),
  }),
}

export const wordsOf = (kind: string, told: Told): Words =>
  words[kind as EventKind]?.(told) ?? { text: kind, detail: null, path: '/notifications' }
