import type { BriefKind } from '../../shared/briefs.ts'
import type { SubjectKind } from '../../shared/notes.ts'
import type { News } from '../../shared/notifications.ts'
import type { Grant, Role } from '../../shared/permissions.ts'

/** Everything worth remembering. */
export type EventKind =
  | 'account.created'
  | 'account.claimed'
  | 'account.passwordReset'
  | 'account.nameChanged'
  | 'account.passwordChanged'
  | 'account.preferencesChanged'
  | 'account.emailChanging'
  | 'account.emailChangeStopped'
  | 'account.emailChanged'
  | 'account.deleted'
  | 'organization.created'
  | 'organization.changed'
  | 'organization.domainRegistered'
  | 'organization.domainRemoved'
  | 'member.invited'
  | 'member.resent'
  | 'member.accepted'
  | 'member.declined'
  | 'member.cancelled'
  | 'member.expiring'
  | 'member.expired'
  | 'member.joined'
  | 'member.left'
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
  | 'note.created'
  | 'note.shared'
  | 'note.changed'
  | 'note.deleted'
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
  /** Of a member, and of an invitation to the team. */
  role?: Role
  /** The invitation to a team that this is about: the membership that it is to become. */
  invitationId?: string
  /** Of a domain that another organization has proven. */
  domain?: string
  /** Of a change of address: what it is to be, and which change it is. */
  newAddress?: string
  changeId?: string
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
  /** Of a note: which one, what it is about, and the address of that where it is a solution. */
  noteId?: string
  on?: SubjectKind
  slug?: string | null
  /** Who asks, as the solution may know it (SPEC 7). */
  asks?: { company: string | null; person: string | null }
  deadline?: string | null
  deadlineZone?: string | null
  outcome?: 'selected' | 'not_selected' | null
}

/**
 * `subject` is whom it happened to; `admins` are the organization's other active admins at this moment, `team` its admins and
 * editors; `concerned by the note` are who made what it is about and who wrote there before, if they may see it; `author` made
 * the brief it happened to and still belongs to it, as a member or under the same delegation.
 */
export type Audience = 'subject' | 'admins' | 'team' | 'author' | 'author and admins' | 'concerned by the note'
export type Announcement = {
  to: Audience
  /** What kind of news it is: people choose by it, and the kind says what reaches them until they do. */
  news: News
  /** Told by mail alone, because the bell says it already. */
  only?: 'mail'
  /** Only what a partner did is news. */
  byPartner?: true
}

/**
 * SPEC 10: who hears about what. On which channels says the kind of news (`newsKinds`). An event that is not in this list is
 * remembered, but announced to nobody.
 */
export const announcements: Partial<Record<EventKind, Announcement>> = {
  'account.passwordChanged': { to: 'subject', news: 'account' },
  'account.passwordReset': { to: 'subject', news: 'account' },
  'account.emailChanging': { to: 'subject', news: 'account' },
  'account.emailChanged': { to: 'subject', news: 'account' },
  'account.deleted': { to: 'subject', news: 'account' },
  'delegation.invited': { to: 'subject', news: 'invitation' },
  'delegation.resent': { to: 'subject', news: 'invitation', only: 'mail' },
  'delegation.accepted': { to: 'admins', news: 'invitationAnswered' },
  'delegation.declined': { to: 'admins', news: 'invitationAnswered' },
  'delegation.expiring': { to: 'subject', news: 'invitationExpiring' },
  'delegation.changed': { to: 'subject', news: 'accessChanged' },
  'delegation.revoked': { to: 'subject', news: 'accessEnded' },
  'delegation.left': { to: 'admins', news: 'partnerLeft' },
  'brief.sent': { to: 'team', news: 'published', byPartner: true },
  'brief.closing': { to: 'author', news: 'deadline' },
  'brief.closed': { to: 'author', news: 'deadline' },
  'response.received': { to: 'author and admins', news: 'response' },
  'shortlist.published': { to: 'team', news: 'published', byPartner: true },
  'note.shared': { to: 'concerned by the note', news: 'note' },
  'member.roleChanged': { to: 'subject', news: 'membership' },
  'member.removed': { to: 'subject', news: 'membership' },
  'member.invited': { to: 'subject', news: 'teamInvitation' },
  'member.resent': { to: 'subject', news: 'teamInvitation', only: 'mail' },
  'member.expiring': { to: 'subject', news: 'invitationExpiring' },
  'member.accepted': { to: 'admins', news: 'invitationAnswered' },
  'member.declined': { to: 'admins', news: 'invitationAnswered' },
  'member.joined': { to: 'admins', news: 'invitationAnswered' },
  'member.left': { to: 'admins', news: 'partnerLeft' },
  'organization.domainRemoved': { to: 'admins', news: 'invitationAnswered' },
}

/** The same for what solutions are told. */
export const requestAnnouncements: Record<RequestNews, News> = {
  'request.received': 'request',
  'request.reminder': 'deadline',
  'request.closed': 'deadline',
}

/** What kind of news a notification or mail was; codes and the like are of no kind: nobody could go without them. */
export const newsOf = (kind: string): News | undefined =>
  announcements[kind as EventKind]?.news ?? requestAnnouncements[kind as RequestNews]

/** Every notification and mail of a kind of news carries one of these. */
export const kindsOf = (wanted: (news: News) => boolean): string[] =>
  [
    ...Object.entries(announcements).map(([kind, { news }]) => [kind, news] as const),
    ...Object.entries(requestAnnouncements),
  ].flatMap(([kind, news]) => (wanted(news) ? [kind] : []))
