import { askerText } from '../../shared/briefs.ts'
import { grants, roles } from '../../shared/permissions.ts'
import { CODE_MINUTES } from '../accounts/auth.ts'
import type { Settings } from '../context.ts'
import { invitationLink } from '../delegations/present.ts'
import type { EventKind, Facts, RequestNews } from '../events/announcements.ts'
import * as letters from '../mail/letters.ts'
import { placeOfPartner, wordsOf } from './words.ts'

export type MailKind =
  | EventKind
  | RequestNews
  | 'account.code'
  | 'account.resetCode'
  | 'account.unknown'
  | 'account.addressCode'
  | 'account.proofCode'

/** A queued mail, with what its letter needs. */
export type QueuedMail = {
  id: string
  kind: MailKind
  address: string
  facts: Facts
  sealed: Buffer | null
  delegationId: string | null
  workId: string | null
  requestId: string | null
  orgName: string | null
  orgSlug: string | null
  createdAt: Date
}

type Compose = (mail: QueuedMail, settings: Settings) => letters.Mail

const invitationLetter: Compose = (mail, settings) =>
  letters.invitation({
    ...offer(mail),
    message: mail.facts.message ?? null,
    address: mail.address,
    url: invitationLink(settings.publicUrl, mail.delegationId!, secretOf(mail, settings)),
  })

const teamInvitationLetter: Compose = (mail, settings) =>
  letters.teamInvitation({
    organization: organizationOf(mail),
    inviter: mail.facts.by!,
    role: roles[mail.facts.role!],
    expiresAt: new Date(mail.facts.expiresAt!),
    address: mail.address,
    url: invitationLink(settings.publicUrl, mail.facts.invitationId!, secretOf(mail, settings)),
  })

/** The letter of every kind of mail. */
const composers: Partial<Record<MailKind, Compose>> = {
  'account.code': (mail, settings) => letters.signInCode({ code: secretOf(mail, settings), minutes: CODE_MINUTES }),
  'account.resetCode': (mail, settings) =>
    letters.passwordResetCode({ code: secretOf(mail, settings), minutes: CODE_MINUTES }),
  'account.unknown': (_, { publicUrl }) => letters.noAccount({ url: `${publicUrl}/sign-in` }),
  'account.passwordChanged': ({ createdAt }) => letters.passwordChanged({ when: createdAt }),
  'account.passwordReset': ({ createdAt }) => letters.passwordChanged({ when: createdAt }),
  'account.addressCode': (mail, settings) =>
    letters.addressCode({ code: secretOf(mail, settings), minutes: CODE_MINUTES }),
  'account.proofCode': (mail, settings) => letters.proofCode({ code: secretOf(mail, settings), minutes: CODE_MINUTES }),
  'account.emailChanging': (mail, settings) =>
    letters.addressChanging({
      newAddress: mail.facts.newAddress!,
      when: mail.createdAt,
      url: stopLink(settings.publicUrl, mail.facts.changeId!, secretOf(mail, settings)),
    }),
  'account.emailChanged': ({ createdAt }) => letters.addressChanged({ when: createdAt }),
  'account.deleted': ({ createdAt }) => letters.accountDeleted({ when: createdAt }),
  'member.invited': teamInvitationLetter,
  'member.resent': teamInvitationLetter,
  'delegation.invited': invitationLetter,
  'delegation.resent': invitationLetter,
  'delegation.accepted': (mail, settings) =>
    letters.invitationAccepted({
      organization: organizationOf(mail),
      partner: mail.facts.partner!,
      url: partnersPage(mail, settings),
    }),
  'delegation.declined': (mail, settings) =>
    letters.invitationDeclined({
      organization: organizationOf(mail),
      address: mail.facts.partner!,
      note: mail.facts.reason ?? null,
      url: partnersPage(mail, settings),
    }),
  'delegation.expiring': (mail, { publicUrl }) =>
    letters.invitationExpiring({ ...offer(mail), url: invitationLink(publicUrl, mail.delegationId!) }),
  'delegation.changed': (mail, { publicUrl }) =>
    letters.accessChanged({
      organization: organizationOf(mail),
      changedBy: mail.facts.by!,
      lines: mail.facts.changes!,
      wasActive: mail.facts.wasActive ?? true,
      url: publicUrl + placeOfPartner({ ...mail, organization: organizationOf(mail) }),
    }),
  'delegation.revoked': (mail, { publicUrl }) =>
    letters.accessRevoked({
      organization: organizationOf(mail),
      revokedBy: mail.facts.by!,
      reason: mail.facts.reason ?? null,
      wasActive: mail.facts.wasActive ?? true,
      url: `${publicUrl}/partner`,
    }),
  'request.received': (mail, settings) => letters.requestReceived(requestIn(mail, settings)),
  'request.reminder': (mail, settings) => letters.requestReminder(requestIn(mail, settings)),
  'request.closed': (mail, settings) => letters.requestClosed(requestIn(mail, settings)),
  'brief.closing': (mail, settings) =>
    letters.briefClosing({
      ...briefIn(mail, settings),
      deadline: new Date(mail.facts.deadline!),
      zone: mail.facts.deadlineZone ?? undefined,
    }),
  'brief.closed': (mail, settings) =>
    letters.briefClosed({ ...briefIn(mail, settings), closedBy: mail.facts.by ?? null }),
  'response.received': (mail, settings) =>
    letters.responseReceived({ ...briefIn(mail, settings), solution: mail.facts.solution! }),
  'delegation.left': (mail, settings) =>
    letters.partnerLeft({
      organization: organizationOf(mail),
      partner: mail.facts.partner!,
      url: partnersPage(mail, settings),
    }),
}

const briefIn = (mail: QueuedMail, { publicUrl }: Settings) => ({
  organization: organizationOf(mail),
  title: mail.facts.title!,
  url: `${publicUrl}/w/${mail.orgSlug}/briefs/${mail.workId}`,
})

/** What a solution reads of who asks, what, and until when. */
const requestIn = (mail: QueuedMail, { publicUrl }: Settings) => ({
  asker: askerText(mail.facts.asks!),
  solution: mail.facts.solution!,
  kind: mail.facts.briefKind!,
  title: mail.facts.title!,
  deadline: mail.facts.deadline ? new Date(mail.facts.deadline) : null,
  zone: mail.facts.deadlineZone ?? undefined,
  outcome: mail.facts.outcome ?? null,
  address: mail.address,
  url: `${publicUrl}/requests/${mail.requestId}`,
})

export function composeMail(mail: QueuedMail, settings: Settings): letters.Mail {
  const compose = composers[mail.kind]
  if (compose) return compose(mail, settings)
  const { path, ...told } = newsIn(mail)
  return letters.oneNews({ ...told, url: settings.publicUrl + path })
}

/** Mails that waited for each other, in one letter: of one organization, or of a day. */
export function composeBundle(mails: QueuedMail[], { publicUrl }: Settings): letters.Mail {
  const places = new Set(mails.map(({ orgSlug }) => orgSlug))
  const news = mails.map(newsIn).map(({ path, ...told }) => ({ ...told, url: publicUrl + path }))
  const organization = places.size === 1 ? news[0]!.organization : null
  return letters.manyNews({ organization, news, url: `${publicUrl}/notifications` })
}

/** What the bell says of it. */
function newsIn(mail: QueuedMail) {
  const organization = mail.orgName !== null && mail.orgSlug !== null ? organizationOf(mail) : null
  return { organization, ...wordsOf(mail.kind, { ...mail, organization }) }
}

const offer = (mail: QueuedMail) => ({
  organization: organizationOf(mail),
  inviter: mail.facts.by!,
  permissions: mail.facts.permissions!.map((name) => grants[name]),
  expiresAt: new Date(mail.facts.expiresAt!),
})

const organizationOf = ({ orgName, orgSlug }: QueuedMail) => ({ name: orgName!, slug: orgSlug! })
const partnersPage = ({ orgSlug }: QueuedMail, { publicUrl }: Settings) => `${publicUrl}/w/${orgSlug}/settings/partners`

const stopLink = (publicUrl: string, changeId: string, token: string) =>
  `${publicUrl}/email-changes/${changeId}#${token}`
const secretOf = ({ id, sealed }: QueuedMail, { secrets }: Settings) => secrets.open(sealed!, id)
