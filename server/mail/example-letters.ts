import { grants } from '../../shared/permissions.ts'
import * as letters from './letters.ts'

const permissions = Object.values(grants)
const expiresAt = new Date('2026-12-05T16:20:00Z')

export const exampleUrl =
  'https://humancloud.example/invitations/0192f3a4-7c1e-7d55-9a31-2f6bb0a1c9d4#8sJx0Qw3n5TtK1yV7bZ2mF9cR4dL'
export const exampleAddress = 'rex.adeyemi@fairwork.example'

/** What people choose themselves, and what therefore can be anything. */
export type Words = { organization: string; person: string; message: string }

/** One mail of every kind, with these words of people in every place where a mail shows some. */
export function exampleLetters({ organization: name, person, message }: Words): Record<string, letters.Mail> {
  const organization = { name, slug: 'meridian-health' }
  const url = exampleUrl
  const address = exampleAddress
  const asked = {
    asker: name,
    solution: person,
    kind: 'rfp',
    title: message.slice(0, 160),
    deadline: expiresAt,
    zone: 'Europe/Berlin',
    address,
    url,
  } as const
  return {
    signInCode: letters.signInCode({ code: '482913', minutes: 10 }),
    passwordResetCode: letters.passwordResetCode({ code: '482913', minutes: 10 }),
    noAccount: letters.noAccount({ url }),
    passwordChanged: letters.passwordChanged({ when: expiresAt }),
    invitation: letters.invitation({ organization, inviter: person, permissions, message, expiresAt, url, address }),
    teamInvitation: letters.teamInvitation({ organization, inviter: person, role: 'Editor', expiresAt, url, address }),
    addressCode: letters.addressCode({ code: '482913', minutes: 10 }),
    proofCode: letters.proofCode({ code: '482913', minutes: 10 }),
    addressChanging: letters.addressChanging({ newAddress: address, when: expiresAt, url }),
    addressChanged: letters.addressChanged({ when: expiresAt }),
    accountDeleted: letters.accountDeleted({ when: expiresAt }),
    invitationAccepted: letters.invitationAccepted({ organization, partner: person, url }),
    invitationDeclined: letters.invitationDeclined({ organization, address, note: message, url }),
    invitationExpiring: letters.invitationExpiring({ organization, inviter: person, permissions, expiresAt, url }),
    accessChanged: letters.accessChanged({
      organization,
      changedBy: person,
      lines: ['Notes was removed.', 'You keep Briefs.'],
      url,
    }),
    accessRevoked: letters.accessRevoked({ organization, revokedBy: person, reason: message, url }),
    invitationRevoked: letters.accessRevoked({
      organization,
      revokedBy: person,
      wasActive: false,
      reason: message,
      url,
    }),
    requestReceived: letters.requestReceived(asked),
    requestReminder: letters.requestReminder(asked),
    requestClosed: letters.requestClosed({ ...asked, outcome: 'not_selected' }),
    briefClosing: letters.briefClosing({ ...asked, organization }),
    briefClosed: letters.briefClosed({ ...asked, organization, closedBy: person }),
    responseReceived: letters.responseReceived({ organization, solution: person, title: message.slice(0, 160), url }),
    oneNews: letters.oneNews({
      organization,
      text: `${person} shared a note on “${message.slice(0, 160)}”`,
      detail: name,
      url,
    }),
    manyNews: letters.manyNews({
      organization: null,
      news: [
        { organization, text: `${person} has accepted your invitation`, detail: message, url },
        { organization: null, text: `${name} asks ${person}`, detail: null, url },
      ],
      url,
    }),
    bundledNews: letters.manyNews({
      organization,
      news: ['shared a note', 'joined the team'].map((deed) => ({
        organization,
        text: `${person} ${deed}`,
        detail: null,
        url,
      })),
      url,
    }),
    partnerLeft: letters.partnerLeft({ organization, partner: person, url }),
  }
}

export const everydayLetters = exampleLetters({
  organization: 'Meridian Health',
  person: 'Bea Okafor',
  message: 'Hi Rex, as discussed: please build a first shortlist for the winter night shifts.',
})
