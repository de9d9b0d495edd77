import type { Letter } from './letter-content.ts'
import { messageInLetter, moment, nameInLetter, oneLine } from './plain.ts'

/** A letter with its subject, which is one line of plain text. */
export type Mail = Letter & { subject: string }

type Organization = { name: string; slug: string }
type Granted = { label: string; allows: string }

const notAskedFor = 'If you did not ask for it, ignore this mail: nothing happens.'
const accountMail = 'You get this mail because it is about your Human Cloud account.'

export function signInCode(it: { code: string; minutes: number }): Mail {
  return {
    subject: 'Your sign-in code for Human Cloud',
    preview: `Type it on the page that asks for it. It works for ${it.minutes} minutes.`,
    title: 'Your sign-in code',
    intro: 'Type it on the page that asks for it.',
    code: it.code,
    smallPrint: [['It works for ', `${it.minutes} minutes`, ', once.'], 'We never ask for it by phone or mail.'],
    footer: [`Somebody typed your address on Human Cloud. ${notAskedFor}`],
  }
}

export function passwordResetCode(it: { code: string; minutes: number }): Mail {
  return {
    subject: 'Your code to set a new password',
    preview: `Type it on the page that asks for it. It works for ${it.minutes} minutes.`,
    title: 'Set a new password',
    intro: 'Type this code on the page that asks for it.',
    code: it.code,
    smallPrint: [
      ['It works for ', `${it.minutes} minutes`, ', once.'],
      'A new password signs you out everywhere.',
      'We never ask for the code by phone or mail.',
    ],
    footer: [`Somebody asked for a new password for your address. ${notAskedFor}`],
  }
}

/** A new password was asked for an address without an account. Only its owner learns that, here. */
export function noAccount(it: { url: string }): Mail {
  return {
    subject: 'There is no account for your address',
    preview: 'Somebody asked for a new password for it.',
    title: 'There is no account for your address',
    intro: 'Somebody asked for a new password for your address, but nobody has a Human Cloud account with it.',
    button: { label: 'Create an account', url: it.url },
    smallPrint: ['You may have used another address.'],
    footer: [`Somebody typed your address on Human Cloud. ${notAskedFor}`],
  }
}

export function passwordChanged(it: { when: Date }): Mail {
  return {
    subject: 'Your password was changed',
    preview: `On ${moment(it.when)}.`,
    title: 'Your password was changed',
    intro: `The password of your Human Cloud account was changed on ${moment(it.when)}.`,
    smallPrint: ['Was it not you? Set a new password from the sign-in page now. That signs everybody else out.'],
    footer: [accountMail],
  }
}

/** SPEC I1. The only letter whose link carries the secret of an invitation. */
export function invitation(it: {
  organization: Organization
  inviter: string
  permissions: readonly Granted[]
  message?: string | null
  expiresAt: Date
  url: string
  address: string
}): Mail {
  const organization = inLetter(it.organization)
  const inviter = nameInLetter(it.inviter)
  return {
    subject: `You've been invited to manage ${oneLine(it.organization.name)}'s account on Human Cloud`,
    organization,
    preview: `${inviter} gives you access to ${inWords(it.permissions)}. The invitation works until ${moment(it.expiresAt)}.`,
    title: `${organization.name} invites you to manage its account`,
    intro: `${inviter} asks you to work in ${organization.name}'s workspace on Human Cloud.`,
    ...saying(it.message),
    permissions: [...it.permissions],
    button: { label: 'Accept Invitation', url: it.url },
    smallPrint: ['The button opens a page where you accept or decline.', worksUntil(it.expiresAt)],
    footer: [
      `This mail was meant for ${oneLine(it.address)}. If you don't know ${organization.name}, ignore it: nothing happens.`,
    ],
  }
}

/** SPEC I7. */
export function invitationAccepted(it: { organization: Organization; partner: string; url: string }): Mail {
  const organization = inLetter(it.organization)
  const partner = nameInLetter(it.partner)
  return {
    subject: `${oneLine(it.partner)} has accepted your invitation`,
    organization,
    preview: `${partner} now works in ${organization.name}'s workspace.`,
    title: `${partner} has accepted your invitation`,
    intro: `${partner} now works in ${organization.name}'s workspace.`,
    button: { label: 'View partners', url: it.url },
    footer: [toAdmins(organization)],
  }
}

/** SPEC I7. Whoever declines has no name for the organization, only the address that was invited. */
export function invitationDeclined(it: {
  organization: Organization
  address: string
  note?: string | null
  url: string
}): Mail {
  const organization = inLetter(it.organization)
  const address = oneLine(it.address)
  return {
    subject: `${address} has declined your invitation`,
    organization,
    preview: `They will not work in ${organization.name}'s workspace.`,
    title: `${address} has declined your invitation`,
    intro: `They will not work in ${organization.name}'s workspace.${it.note ? ' They wrote:' : ''}`,
    ...saying(it.note),
    button: { label: 'View partners', url: it.url },
    footer: [toAdmins(organization)],
  }
}

/** The link leads to the page of the invitation without its secret: who reads this signs in first. */
export function invitationExpiring(it: {
  organization: Organization
  inviter: string
  permissions: readonly Granted[]
  expiresAt: Date
  url: string
}): Mail {
  const organization = inLetter(it.organization)
  const inviter = nameInLetter(it.inviter)
  return {
    subject: `Your invitation from ${oneLine(it.organization.name)} expires soon`,
    organization,
    preview: `It works until ${moment(it.expiresAt)}.`,
    title: `Your invitation from ${organization.name} expires soon`,
    intro: `${inviter} asked you to work in ${organization.name}'s workspace on Human Cloud. You have not answered yet.`,
    permissions: [...it.permissions],
    button: { label: 'View invitation', url: it.url },
    smallPrint: [worksUntil(it.expiresAt), `After that, ask ${inviter} for a new one.`],
    footer: [`If you don't know ${organization.name}, ignore this mail: nothing happens.`],
  }
}

type Change = { organization: Organization; changedBy: string; lines: readonly string[]; url: string }

/** SPEC D8. The lines are whole sentences, such as "Notes was removed". Before acceptance it is the invitation that changes. */
export function accessChanged({ wasActive = true, ...it }: Change & { wasActive?: boolean }): Mail {
  const { name } = inLetter(it.organization)
  return wasActive
    ? changeLetter(it, 'access to', `what you may do in ${name}'s workspace. It applies now`, 'Open workspace')
    : changeLetter(it, 'invitation from', `what the invitation from ${name} offers`, 'View invitation')
}

function changeLetter(it: Change, thing: string, what: string, act: string): Mail {
  const organization = inLetter(it.organization)
  const changedBy = nameInLetter(it.changedBy)
  return {
    subject: `Your ${thing} ${oneLine(it.organization.name)} has changed`,
    organization,
    preview: `${changedBy} changed ${what}.`,
    title: `Your ${thing} ${organization.name} has changed`,
    intro: `${changedBy} changed ${what}.`,
    facts: { heading: 'What has changed', lines: it.lines.map(nameInLetter) },
    button: { label: act, url: it.url },
    smallPrint: [`Questions? Ask ${changedBy}.`],
    footer: [`You get this mail because ${organization.name} gave or offered you access.`],
  }
}

type Revocation = { organization: Organization; revokedBy: string; reason?: string | null; url: string }

/** SPEC D11. Who never accepted had no access to lose, and reads that the invitation was taken back. */
export function accessRevoked({ wasActive = true, ...it }: Revocation & { wasActive?: boolean }): Mail {
  if (!wasActive) return invitationRevoked(it)
  const organization = inLetter(it.organization)
  const revokedBy = nameInLetter(it.revokedBy)
  return {
    subject: `Your access to ${oneLine(it.organization.name)} has ended`,
    organization,
    preview: `${revokedBy} ended your access to ${organization.name}'s workspace.`,
    title: `Your access to ${organization.name} has ended`,
    intro: `${revokedBy} ended your access to ${organization.name}'s workspace.${it.reason ? ' They wrote:' : ''}`,
    ...saying(it.reason),
    facts: {
      heading: 'What happens to your work',
      lines: [
        `What you published or shared stays with ${organization.name}.`,
        `Your drafts pass to ${organization.name}, marked with your name.`,
        'Your personal notes stay personal.',
      ],
    },
    button: { label: 'Open Human Cloud', url: it.url },
    smallPrint: [`Questions? Ask ${revokedBy}. Access comes back only by a new invitation.`],
    footer: [`You get this mail because you were a partner of ${organization.name}.`],
  }
}

function invitationRevoked(it: Revocation): Mail {
  const organization = inLetter(it.organization)
  const revokedBy = nameInLetter(it.revokedBy)
  return {
    subject: `${oneLine(it.organization.name)} took back its invitation`,
    organization,
    preview: `The invitation to work in ${organization.name}'s workspace has ended.`,
    title: `${organization.name} took back its invitation`,
    intro: `${revokedBy} ended the invitation to work in ${organization.name}'s workspace.${it.reason ? ' They wrote:' : ''}`,
    ...saying(it.reason),
    button: { label: 'Open Human Cloud', url: it.url },
    smallPrint: [`Questions? Ask ${revokedBy}.`],
    footer: [`You get this mail because ${organization.name} had invited you.`],
  }
}

export function partnerLeft(it: { organization: Organization; partner: string; url: string }): Mail {
  const organization = inLetter(it.organization)
  const partner = nameInLetter(it.partner)
  return {
    subject: `${oneLine(it.partner)} has left ${oneLine(it.organization.name)}`,
    organization,
    preview: `They ended their own access to ${organization.name}'s workspace.`,
    title: `${partner} has left ${organization.name}`,
    intro: `They ended their own access to ${organization.name}'s workspace.`,
    facts: {
      heading: 'What happens to their work',
      lines: [
        'What they published or shared stays with your team.',
        'Their drafts pass to your admins and editors, marked with their name.',
        'Their personal notes stay personal.',
      ],
    },
    button: { label: 'View partners', url: it.url },
    smallPrint: ['Access comes back only by a new invitation.'],
    footer: [toAdmins(organization)],
  }
}

const inLetter = ({ name, slug }: Organization): Organization => ({ name: nameInLetter(name), slug })

const saying = (message?: string | null) => (message ? { quote: messageInLetter(message) } : {})

const worksUntil = (expiresAt: Date) => ['The invitation works until ', moment(expiresAt), '.'] as const

const toAdmins = ({ name }: Organization) => `You get this mail because you are an admin of ${name}.`

const inWords = (permissions: readonly Granted[]) =>
  new Intl.ListFormat('en-GB').format(permissions.map(({ label }) => label))
