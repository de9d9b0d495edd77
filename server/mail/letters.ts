import { type BriefKind, briefKinds } from '../../shared/briefs.ts'
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

const meantFor = (address: string, name: string) =>
  `This mail was meant for ${oneLine(address)}. If you don't know ${name}, ignore it: nothing happens.`

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
    footer: [meantFor(it.address, organization.name)],
  }
}

/** SPEC O2, in the words of I1: the link carries the secret. */
export function teamInvitation(it: {
  organization: Organization
  inviter: string
  role: string
  expiresAt: Date
  url: string
  address: string
}): Mail {
  const organization = inLetter(it.organization)
  const inviter = nameInLetter(it.inviter)
  return {
    subject: `You've been invited to the team of ${oneLine(it.organization.name)} on Human Cloud`,
    organization,
    preview: `${inviter} invites you as ${it.role}. The invitation works until ${moment(it.expiresAt)}.`,
    title: `${organization.name} invites you to its team`,
    intro: `${inviter} asks you to join the team of ${organization.name} on Human Cloud.`,
    facts: { heading: 'You will be', lines: [it.role] },
    button: { label: 'Accept Invitation', url: it.url },
    smallPrint: ['The button opens a page where you accept or decline.', worksUntil(it.expiresAt)],
    footer: [meantFor(it.address, organization.name)],
  }
}

/** ABUSE 3: to the address that is to be replaced, with the way to stop it. */
export function addressChanging(it: { newAddress: string; when: Date; url: string }): Mail {
  return {
    subject: 'Your address on Human Cloud is about to change',
    preview: `Somebody who is signed in as you asked for it on ${moment(it.when)}.`,
    title: 'Your address is about to change',
    intro: `Somebody who is signed in as you wants to replace this address by ${oneLine(it.newAddress)}. It is replaced as soon as they prove the new one.`,
    button: { label: 'This was not me', url: it.url },
    smallPrint: ['The button opens a page where you stop the change. If it was you, there is nothing to do here.'],
    footer: [accountMail],
  }
}

/** To the address that was replaced. */
export function addressChanged(it: { when: Date }): Mail {
  return {
    subject: 'Your address on Human Cloud was changed',
    preview: `On ${moment(it.when)}.`,
    title: 'Your address was changed',
    intro: `The address of your Human Cloud account was changed on ${moment(it.when)}. From now on you sign in with the new one, and mails go there.`,
    smallPrint: [
      'Was it you? Sign in with the new address.',
      'Was it not you? Somebody else has your account now. Tell an admin of your organization at once: they can remove it.',
    ],
    footer: [accountMail],
  }
}

/** To the new address. */
export function addressCode(it: { code: string; minutes: number }): Mail {
  return {
    ...signInCode(it),
    subject: 'Your code to confirm this address',
    title: 'Confirm your new address',
    intro: 'Type this code on the page that asks for it. Then this address replaces the one you have.',
  }
}

/** To who proves by mail that it is really them. */
export function proofCode(it: { code: string; minutes: number }): Mail {
  return {
    ...signInCode(it),
    subject: 'Your code to confirm that it is you',
    title: 'Confirm that it is you',
    intro: 'Something about your account is to be changed. Type this code on the page that asks for it.',
  }
}

export function accountDeleted(it: { when: Date }): Mail {
  return {
    subject: 'Your Human Cloud account was deleted',
    preview: `On ${moment(it.when)}.`,
    title: 'Your account was deleted',
    intro: `Your Human Cloud account was deleted on ${moment(it.when)}. Your name and your address are gone from it.`,
    smallPrint: ['What you made for organizations stays with them, without your name.'],
    footer: ['This is the last mail about this account.'],
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

type Asked = {
  /** Who asks, as the solution may know it (SPEC 7). */
  asker: string
  solution: string
  kind: BriefKind
  title: string
  deadline: Date | null
  zone?: string | undefined
  address: string
  url: string
}

/** SPEC S1. Neither prices nor other recipients, and of who asks only what may be known. */
export function requestReceived(it: Asked): Mail {
  const asker = nameInLetter(it.asker)
  const solution = nameInLetter(it.solution)
  return {
    subject: `${briefKinds[it.kind]} from ${nameInLetter(it.asker)}: ${nameInLetter(it.title)}`,
    preview: it.deadline ? `Answer by ${moment(it.deadline, it.zone)}.` : `${asker} asks ${solution}.`,
    title: `${asker} asks ${solution}`,
    intro: `${asker} sent ${solution} ${withArticle[it.kind]} on Human Cloud, and would like an answer.`,
    facts: askedFacts(it),
    button: { label: 'Read and answer', url: it.url },
    smallPrint: [signInWith(it.address)],
    footer: [toSolution(solution)],
  }
}

/** SPEC 10: 48 hours before the deadline, to those who have not answered. */
export function requestReminder(it: Asked): Mail {
  return {
    ...requestReceived(it),
    subject: `Reminder: ${nameInLetter(it.title)}`,
    title: `“${nameInLetter(it.title)}” waits for your answer`,
    intro: `${nameInLetter(it.asker)} has no answer of ${nameInLetter(it.solution)} yet.`,
  }
}

/** SPEC 10, with what was decided where that was said. */
export function requestClosed(it: Asked & { outcome: 'selected' | 'not_selected' | null }): Mail {
  const [asker, solution, title] = [it.asker, it.solution, it.title].map(nameInLetter) as [string, string, string]
  const closed = `“${title}” has closed and takes no answers any more.`
  const decided = it.outcome && `${outcomeText(asker, solution, it.outcome)}.`
  return {
    subject: `Closed: ${nameInLetter(it.title)}`,
    preview: decided ?? closed,
    title: `“${title}” has closed`,
    intro: [decided, closed, `${asker} thanks you for your time.`].filter(Boolean).join(' '),
    button: { label: 'View request', url: it.url },
    footer: [toSolution(solution)],
  }
}

/** What was decided, in words fit for those of whom it was decided. */
export const outcomeText = (asker: string, solution: string, outcome: 'selected' | 'not_selected'): string =>
  outcome === 'selected' ? `${asker} chose ${solution}` : `${asker} chose another way this time`

/** SPEC 10. Without a price: those are read where one may see them. */
export function responseReceived(it: {
  organization: Organization
  solution: string
  title: string
  url: string
}): Mail {
  const organization = inLetter(it.organization)
  const [solution, title] = [nameInLetter(it.solution), nameInLetter(it.title)]
  return {
    subject: `${oneLine(it.solution)} answered “${nameInLetter(it.title)}”`,
    organization,
    preview: `The answer waits in ${organization.name}'s workspace.`,
    title: `${solution} answered`,
    intro: `Their answer to “${title}” waits in ${organization.name}'s workspace.`,
    button: { label: 'View responses', url: it.url },
    footer: [`You get this mail because you wrote this brief, or are an admin of ${organization.name}.`],
  }
}

type OwnBrief = { organization: Organization; title: string; url: string }

/** SPEC 10: 48 hours before the deadline, to the author. */
export function briefClosing(it: OwnBrief & { deadline: Date; zone?: string | undefined }): Mail {
  const title = nameInLetter(it.title)
  const until = moment(it.deadline, it.zone)
  return {
    subject: `The deadline of “${nameInLetter(it.title)}” is near`,
    preview: `It closes on ${until}.`,
    title: `The deadline of “${title}” is near`,
    intro: `It closes on ${until}. Solutions that have not answered yet were reminded, too. You may still move the deadline to later.`,
    ...aboutOwnBrief(it),
  }
}

/** SPEC 10: to the author, where somebody else or the deadline closed it. */
export function briefClosed(it: OwnBrief & { closedBy: string | null }): Mail {
  const title = nameInLetter(it.title)
  const why = it.closedBy ? `${nameInLetter(it.closedBy)} closed it` : 'Its deadline has passed'
  return {
    subject: `Closed: ${nameInLetter(it.title)}`,
    preview: `${why}.`,
    title: `“${title}” has closed`,
    intro: `${why}: it takes no answers any more. Recipients who wait for an outcome can still be told.`,
    ...aboutOwnBrief(it),
  }
}

const aboutOwnBrief = ({ organization, url }: OwnBrief) => ({
  organization: inLetter(organization),
  button: { label: 'Open brief', url },
  footer: [`You get this mail because you wrote this brief for ${inLetter(organization).name}.`],
})

const withArticle: Record<BriefKind, string> = { brief: 'a brief', rfi: 'an RFI', rfp: 'an RFP' }

const askedFacts = ({ asker, solution, kind, title, deadline, zone }: Asked) => ({
  heading: 'What is asked',
  lines: [
    `${briefKinds[kind]}: ${nameInLetter(title)}`,
    `From ${nameInLetter(asker)}`,
    `For ${nameInLetter(solution)}`,
    ...(deadline ? [`Answer by ${moment(deadline, zone)}`] : []),
  ],
})

const signInWith = (address: string) =>
  ['Sign in as ', oneLine(address), '. Without an account you get one there, by a mailed code.'] as const

const toSolution = (solution: string) =>
  `You get this mail because you are the contact of ${solution} on Human Cloud, or work there.`

/** News that have no letter of their own say what the bell says. */
export function oneNews(it: {
  organization: Organization | null
  text: string
  detail: string | null
  url: string
}): Mail {
  const text = nameInLetter(it.text)
  return {
    subject: text,
    ...(it.organization && { organization: inLetter(it.organization) }),
    preview: it.detail ? nameInLetter(it.detail) : text,
    title: text,
    intro: it.detail ? nameInLetter(it.detail) : 'Read more in Human Cloud.',
    button: { label: 'Open Human Cloud', url: it.url },
    footer: [newsMail],
  }
}

type ListedNews = { organization: Organization | null; text: string; detail: string | null; url: string }
const MOST_LINES = 50

/** SPEC 10: what came together, or in a day, in one letter: by organization, each line leading to its own thing. */
export function manyNews(it: { organization: Organization | null; news: ListedNews[]; url: string }): Mail {
  const organization = it.organization && inLetter(it.organization)
  const title = `${it.news.length} things happened ${organization ? `at ${organization.name}` : 'on Human Cloud'}`
  const more = it.news.length - MOST_LINES
  return {
    subject: title,
    ...(organization && { organization }),
    preview: nameInLetter(it.news[0]!.text),
    title,
    intro: 'What came together is in one mail.',
    news: newsByPlace(it.news.slice(0, MOST_LINES), it.organization !== null),
    button: { label: 'View notifications', url: it.url },
    ...(more > 0 && { smallPrint: [`${more} more stand there.`] }),
    footer: [newsMail],
  }
}

/** In the order of what happened first. Where the title names the place already, no heading repeats it. */
function newsByPlace(news: ListedNews[], isNamed: boolean): NonNullable<Letter['news']> {
  const places = Map.groupBy(news, ({ organization }) => organization?.slug ?? null)
  return [...places.values()].map((items) => ({
    heading: isNamed ? 'What happened' : nameInLetter(items[0]!.organization?.name ?? 'Requests'),
    items: items.map(({ text, detail, url }) => ({
      text: nameInLetter(text),
      detail: detail ? nameInLetter(detail) : null,
      url,
    })),
  }))
}

const newsMail = 'You get this mail because it is about your work on Human Cloud.'

const inLetter = ({ name, slug }: Organization): Organization => ({ name: nameInLetter(name), slug })

const saying = (message?: string | null) => (message ? { quote: messageInLetter(message) } : {})

const worksUntil = (expiresAt: Date) => ['The invitation works until ', moment(expiresAt), '.'] as const

const toAdmins = ({ name }: Organization) => `You get this mail because you are an admin of ${name}.`

const inWords = (permissions: readonly Granted[]) =>
  new Intl.ListFormat('en-GB').format(permissions.map(({ label }) => label))
