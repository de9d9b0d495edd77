import type { BriefKind } from '../../shared/briefs.ts'
import type { Grant } from '../../shared/permissions.ts'

/** Everything worth remembering. */
export type EventKind =
  | 'account.created'
  | 'account.claimed'
  | 'account.passwordReset'
  | 'account.nameChanged'
  | 'account.passwordChanged'
  | 'organization.created'
  | 'member.roleChanged'
  | 'member.removed'
  | 'delegation.invited'
  | 'delegation.resent'
  | 'delegation.accepted'
  | 'delegation.declined'
  | 'delegation.cancelled'
  | 'delegation.expiring'
  | 'delegation.expired'
  | 'delegation.changed'
  | 'delegation.revoked'
  | 'delegation.left'
  | 'shortlist.created'
  | 'shortlist.changed'
  | 'shortlist.published'
  | 'shortlist.deleted'
  | 'shortlist.restored'
  | 'shortlist.itemAdded'
  | 'shortlist.itemChanged'
  | 'shortlist.itemRemoved'
  | 'shortlist.ordered'
  | 'catalogue.imported'
  | 'brief.created'
  | 'brief.changed'
  | 'brief.sent'
  | 'brief.recipientsAdded'
  | 'brief.closing'
  | 'brief.closed'
  | 'brief.decided'
  | 'brief.revealed'
  | 'brief.deleted'
  | 'brief.restored'
  | 'rate.stated'
  | 'request.viewed'
  | 'request.declined'
  | 'response.received'
  | 'solution.saved'
  | 'solution.unsaved'

/** What solutions are told of a brief (server/requests/announce.ts). They are not events of theirs: what happened, happened at the buyer's. */
export type RequestNews = 'request.received' | 'request.reminder' | 'request.closed'

/** What notifications and mails say of an event, as it was then. Names only; nothing of the work itself. */
export type Facts = {
  /** Who did it. */
  by?: string
  /** Name of the partner once they accepted, their address before. */
  partner?: string
  permissions?: Grant[]
  message?: string | null
  expiresAt?: string
  reason?: string | null
  /** Of a change or a revoke: whether the invitation had been accepted. */
  wasActive?: boolean
  /** The title of the shortlist or brief, for those who see it. */
  title?: string
  /** What changed, a sentence each. */
  changes?: string[]
  /** Of a brief: the solution that is asked or that answered. */
  solution?: string
  briefKind?: BriefKind
  /** Who asks, as the solution may know it (SPEC 7). */
  asks?: { company: string | null; person: string | null }
  deadline?: string | null
  deadlineZone?: string | null
  outcome?: 'selected' | 'not_selected' | null
}

/**
 * `subject` is whom it happened to; `admins` are the organization's active admins at this moment, `team` its admins and
 * editors; `author` made the brief it happened to and still belongs to it, as a member or under the same delegation.
 */
export type Audience = 'subject' | 'admins' | 'team' | 'author' | 'author and admins'
export type Announcement = {
  to: Audience
  app: boolean
  mail: boolean /** Only what a partner did is news. */
  byPartner?: true
}

/**
 * SPEC 10: who hears about what, and on which channel. An event that is not in this list is remembered, but announced
 * to nobody.
 */
export const announcements: Partial<Record<EventKind, Announcement>> = {
  'account.passwordChanged': { to: 'subject', app: false, mail: true },
  'account.passwordReset': { to: 'subject', app: false, mail: true },
  'delegation.invited': { to: 'subject', app: true, mail: true },
  'delegation.resent': { to: 'subject', app: false, mail: true },
  'delegation.accepted': { to: 'admins', app: true, mail: true },
  'delegation.declined': { to: 'admins', app: true, mail: true },
  'delegation.expiring': { to: 'subject', app: true, mail: true },
  'delegation.changed': { to: 'subject', app: true, mail: true },
  'delegation.revoked': { to: 'subject', app: true, mail: true },
  'delegation.left': { to: 'admins', app: true, mail: true },
  'brief.sent': { to: 'team', app: true, mail: false, byPartner: true },
  'brief.closing': { to: 'author', app: true, mail: true },
  'brief.closed': { to: 'author', app: true, mail: true },
  'response.received': { to: 'author and admins', app: true, mail: true },
  'shortlist.published': { to: 'team', app: true, mail: false, byPartner: true },
}
