import { plain } from '../../plain-text.ts'

export const shownStatuses = ['active', 'invited'] as const

/** What the address says of the page: the filter. */
export type MembersSearch = { status?: (typeof shownStatuses)[number]; search?: string }

/** Whatever else stands in the address bar is not there. */
export function membersSearch({ status, search }: Record<string, unknown>): MembersSearch {
  const known = shownStatuses.find((one) => one === status)
  const text = plain(search, 200)
  return { ...(known && { status: known }), ...(text.trim() && { search: text }) }
}
