import { expect } from 'vitest'
import { type OrganizationKey, organizations, type Person, people } from '../people.ts'
import { heardAsSolution } from './rosters.ts'

/*
 * A canary in every text column of the town: a word that says whose it is. Wherever one sings before somebody who may not
 * hear it, there is a leak.
 *
 *   secret                     for nobody
 *   person.<person>            name and address
 *   session.<person>           of that person alone: sessions, notifications, stored answers, the address they are changing to
 *   <organization>.name        of the organization
 *   <organization>.delegation.<person>   message and reasons
 *   <organization>.draft|work|passed|trash.<person|team>   shortlists, by who made them
 *   <organization>.teamdraft|briefdraft|brief|briefpassed|brieftrash.<person|team>   briefs, by who made them
 *   <organization>.answer|trashanswer|answerdraft.<person|team>.<solution>   what a solution answers, and what it began
 *   <organization>.notepersonal|noteteam|noteshared|notedraft|noteabove.<person|team>   notes, by who made them or where
 *   <organization>.rate            a number that sings
 *   <organization>.audit       what admins read
 *   <organization>.settings    its former address, its domain
 */
export const canary = (tag: string) => `kanari~${tag}~`
export const tagsIn = (text: string): string[] => [
  ...[...text.matchAll(/kanari~([a-z.]+)~/gi)].map(([, tag]) => tag!.toLowerCase()),
  ...[...text.matchAll(/\b31415926(\d)\b/g)].map(([, org]) => `${keys[Number(org)]}.rate`),
]

export type Standing =
  | 'admin'
  | 'editor'
  | 'viewer'
  | 'full'
  | 'scoped'
  /** A partner who was not given shortlists. */
  | 'briefs'
  /** Ended, declined, or not accepted yet. */
  | 'outside'

/** The town as SPEC reads it, and some more partners for Meridian: two more that see little, one more that sees much. */
export const standings: Record<OrganizationKey, Partial<Record<Person, Standing>>> = {
  meridian: {
    bea: 'admin',
    jonas: 'admin',
    edith: 'editor',
    vic: 'viewer',
    pia: 'full',
    nora: 'full',
    max: 'scoped',
    stan: 'scoped',
    hans: 'scoped',
    omar: 'outside',
    kim: 'outside',
    ines: 'outside',
    sam: 'outside',
    rex: 'outside',
  },
  northwind: { nora: 'admin', pia: 'briefs', max: 'scoped' },
  rosenqvist: { hans: 'admin', pia: 'outside' },
  lindqvist: { pia: 'admin' },
  orchard: { ola: 'admin', pia: 'scoped' },
  crewline: { cara: 'admin', kim: 'viewer' },
}
/** Partners who were not given briefs. */
const withoutBriefs: Partial<Record<OrganizationKey, Person[]>> = { meridian: ['max'], orchard: ['pia'] }
const team: (Standing | undefined)[] = ['admin', 'editor', 'viewer']
export const keys = Object.keys(organizations) as OrganizationKey[]
export const everybody = Object.keys(people) as Person[]

export const inside = (person: Person): OrganizationKey[] =>
  keys.filter((org) => standings[org][person] && standings[org][person] !== 'outside')

const mayHearOfWork: Record<string, (standing: Standing, own: boolean) => boolean> = {
  name: () => true,
  delegation: (standing, own) => own || standing === 'admin',
  draft: (_, own) => own,
  work: (standing, own) => own || standing === 'full' || team.includes(standing),
  passed: (standing) => standing === 'admin' || standing === 'editor',
  trash: (standing) => standing === 'admin' || standing === 'editor',
  audit: (standing) => standing === 'admin',
  settings: (standing) => standing === 'admin',
}

/** SPEC 4 of briefs, and of what is answered to them; what a solution began is its own business. */
const mayHearOfBriefs: Record<string, (standing: Standing, own: boolean) => boolean> = {
  teamdraft: (standing) => standing === 'admin' || standing === 'editor',
  briefdraft: (_, own) => own,
  brief: (standing, own) => own || standing === 'full' || team.includes(standing),
  answer: (standing, own) => own || standing === 'full' || team.includes(standing),
  briefpassed: (standing) => standing === 'admin' || standing === 'editor',
  brieftrash: (standing) => standing === 'admin' || standing === 'editor',
  // Whoever restores a brief reads on.
  trashanswer: (standing) => standing === 'admin' || standing === 'editor',
  answerdraft: () => false,
  rate: () => true,
}

/** SPEC 5, and V3: what a partner who sees everything writes above the work of a scoped one, that one does not hear. */
const mayHearOfNotes: Record<string, (standing: Standing, own: boolean) => boolean> = {
  notepersonal: (_, own) => own,
  noteteam: (standing) => team.includes(standing),
  noteshared: (standing, own) => own || standing === 'full' || team.includes(standing),
  notedraft: (_, own) => own,
  noteabove: (standing) => standing === 'full' || team.includes(standing),
}

/** SPEC 4 and I5, said of canaries. */
export function mayHear(person: Person, tag: string, route = ''): boolean {
  const [owner, kind, who] = tag.split('.') as [string, string, string]
  if (owner === 'secret') return false
  if (owner === 'session') return kind === person
  if (heardAsSolution(person).has(tag)) return true
  if (owner === 'person') return knows(person, kind as Person) || (isInvitationPage(route) && isAdmin(kind as Person))
  if (kind === 'name' && isInvitationPage(route)) return true
  const standing = standings[owner as OrganizationKey][person]
  if (!standing) return false
  const isWork = ['draft', 'work', 'passed', 'trash'].includes(kind)
  if (isWork && (standing === 'outside' || standing === 'briefs')) return false
  const ofBriefs = mayHearOfBriefs[kind]
  if (ofBriefs)
    return (
      standing !== 'outside' &&
      !withoutBriefs[owner as OrganizationKey]?.includes(person) &&
      ofBriefs(standing, who === person)
    )
  const ofNotes = mayHearOfNotes[kind]
  if (ofNotes) return standing !== 'outside' && standing !== 'briefs' && ofNotes(standing, who === person)
  return mayHearOfWork[kind]!(standing, who === person)
}

/** I5: whoever has the link reads which organization invites, and whom to ask; also where it does not work any more. */
const isInvitationPage = (route: string) => route.includes('/invitations/:id')
const isAdmin = (person: Person) => keys.some((org) => standings[org][person] === 'admin')

/** The team knows everybody who works for it, partners know the team; of each other only those know who see each other's work (V3). */
const knows = (person: Person, other: Person) =>
  person === other ||
  keys.some((org) => {
    const [one, another] = [standings[org][person], standings[org][other]]
    if (!one || !another) return false
    return team.includes(one) || team.includes(another) || one === 'full'
  })

/** Whatever comes out is listened to: `where` it came from is told with the first wrong word. */
export function listen(where: string, text: string, mayHear: (tag: string) => boolean) {
  if (!/kanari|31415926/.test(text)) return
  const wrong = tagsIn(text).filter((tag) => !mayHear(tag))
  expect(wrong, `${where}\n${text.slice(0, 2000)}`).toEqual([])
}
