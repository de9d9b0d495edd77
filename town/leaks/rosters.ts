import type { IdentityMode } from '../../shared/delegations.ts'
import type { OrganizationKey, Person } from '../people.ts'

/*
 * Which planted brief reached which solutions, and whom it names to them: SPEC 6 and 7 as a table. No brief of Northwind and
 * none of Lindqvist ever names its company.
 */

export const slugs = { crewline: 'crewline', kindred: 'kindred-locum', interimo: 'interimo' } as const
export type Solution = keyof typeof slugs

/** Who answers for a solution: the people of its organization, or the contact. */
export const answerersOf: Record<Solution, [Person, ...Person[]]> = {
  crewline: ['cara', 'kim'],
  kindred: ['kira'],
  interimo: ['hans'],
}

export type Roster = {
  to: Solution[]
  identity: IdentityMode
  anonymous: boolean
  revealed: boolean
  names: 'nobody' | 'company' | 'both'
}

const nobodyAsked: Roster = { to: [], identity: 'as_buyer', anonymous: false, revealed: false, names: 'nobody' }
const asked = (names: Roster['names'], to: Solution[], more: Partial<Roster> = {}): Roster => ({
  ...nobodyAsked,
  ...more,
  names,
  to,
})

/** By organization, kind and maker. */
const rosters: Record<string, Roster> = {
  'meridian.brief.team': asked('company', ['crewline', 'kindred']),
  'meridian.brief.pia': asked('both', ['crewline', 'interimo'], { identity: 'transparent' }),
  'meridian.brief.nora': asked('nobody', ['kindred', 'interimo'], { identity: 'anonymous' }),
  'meridian.brief.hans': asked('company', ['kindred']),
  'meridian.brief.stan': asked('nobody', ['crewline'], { identity: 'transparent', anonymous: true }),
  'meridian.brief.max': asked('company', ['interimo']),
  'meridian.brief.omar': asked('company', ['kindred']),
  'meridian.brieftrash.team': asked('company', ['interimo']),
  'meridian.brieftrash.pia': asked('company', ['kindred']),
  'meridian.brieftrash.stan': asked('nobody', ['crewline'], { identity: 'anonymous' }),
  'northwind.brief.team': asked('nobody', ['crewline', 'kindred'], { anonymous: true }),
  'northwind.brief.max': asked('nobody', ['crewline'], { identity: 'anonymous' }),
  'northwind.brief.pia': asked('nobody', ['kindred'], { anonymous: true }),
  'northwind.brieftrash.max': asked('nobody', ['kindred', 'interimo'], {
    identity: 'anonymous',
    anonymous: true,
    revealed: true,
  }),
  'rosenqvist.brief.team': asked('company', ['crewline']),
  'lindqvist.brief.team': asked('nobody', ['kindred'], { anonymous: true }),
  'orchard.brief.team': asked('company', ['crewline'], { anonymous: true, revealed: true }),
  'orchard.brieftrash.pia': asked('nobody', ['kindred'], { identity: 'transparent', anonymous: true }),
  // Of the town itself: Pia's, which names her.
  'meridian.town.pia': asked('both', ['crewline', 'kindred'], { identity: 'transparent' }),
}

export const rosterOf = (org: string, kind: string, who: string): Roster =>
  rosters[`${org}.${kind}.${who}`] ?? nobodyAsked

/** What stands on the page of a request, and nothing else: its brief, who asks, and one's own words. */
export function tagsOfRequest(org: OrganizationKey, kind: string, who: string, solution: Solution): string[] {
  const { names } = rosterOf(org, kind, who)
  return [
    `${org}.${kind}.${who}`,
    `${org}.${kind === 'brief' ? 'answer' : 'trashanswer'}.${who}.${solution}`,
    `${org}.answerdraft.${who}.${solution}`,
    ...(names === 'nobody' ? [] : [`${org}.name`]),
    ...(names === 'both' ? [`person.${who}`] : []),
    ...answerersOf[solution].map((person) => `person.${person}`),
  ]
}

/** Everything that ever reaches a person as one of the people of a solution. */
export const heardAsSolution = (person: Person): Set<string> => heard.get(person) ?? nothing
const nothing = new Set<string>()
const heard = new Map<Person, Set<string>>()
for (const [key, { to }] of Object.entries(rosters)) {
  const [org, kind, who] = key.split('.') as [OrganizationKey, string, string]
  for (const solution of to)
    for (const person of answerersOf[solution])
      heard.set(person, new Set([...heardAsSolution(person), ...tagsOfRequest(org, kind, who, solution)]))
}
