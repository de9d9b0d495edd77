import type { Me } from '../shared/accounts.ts'
import { readMe } from '../shared/accounts.ts'
import { organizationColor, withColors } from '../shared/organization-color.ts'
import { useRead } from './api.ts'

/** The person who is signed in. */
export const useMe = (): Me => useRead(readMe, {})

/** The organizations of a person with their colours: own ones first, then those one works for, in the order one joined. */
export function placesOf({ organizations, partnerships }: Me) {
  const joined = [...partnerships].sort((one, other) => one.acceptedAt.localeCompare(other.acceptedAt))
  return withColors([...organizations, ...joined.map(({ organization }) => organization)])
}

/** An organization with the colour it has for this person; one that is not theirs (yet) has one that none of theirs has. */
export const placeOf = <O extends { slug: string; name: string }>(
  organization: O,
  me: Me | null,
): O & { color: string } => {
  if (!me) return { ...organization, color: organizationColor(organization.slug) }
  const places = placesOf(me)
  const known = places.find(({ slug }) => slug === organization.slug)
  return { ...organization, color: known?.color ?? withColors([...places, organization]).at(-1)!.color }
}
