/** One colour per organization, for its monogram and its desk. Never used for status or buttons; no red among them, red means danger. White text stands on each (AA). */
export const organizationColors = [
  '#036da1',
  '#945f0e',
  '#7842b1',
  '#2f7434',
  '#077573',
  '#9d358c',
  '#4b53c2',
  '#686b1c',
  '#74523f',
  '#525f6f',
] as const

/** The colour that a slug asks for, when nobody else has it. */
const preferred = (slug: string) =>
  [...slug].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 236) % organizationColors.length

export const organizationColor = (slug: string): string => organizationColors[preferred(slug)]!

/**
 * Colours for the organizations of one person, in the order they joined: the slug chooses, a taken colour moves on to
 * the next free one. So a colour is stable, and two workspaces of one person never share it (up to ten).
 */
export function withColors<O extends { slug: string }>(organizations: O[]): (O & { color: string })[] {
  const taken = new Set<number>()
  return organizations.map((organization) => {
    let index = preferred(organization.slug)
    while (taken.size < organizationColors.length && taken.has(index)) index = (index + 1) % organizationColors.length
    taken.add(index)
    return { ...organization, color: organizationColors[index]! }
  })
}
