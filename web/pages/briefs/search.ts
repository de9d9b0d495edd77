import { plain } from '../../plain-text.ts'

export const shownStatuses = ['draft', 'sent', 'closed'] as const

/** What the address says of the list: the filter. */
export type BriefsSearch = { status?: (typeof shownStatuses)[number]; search?: string }

/** Whatever else stands in the address bar is not there. */
export function briefsSearch({ status, search }: Record<string, unknown>): BriefsSearch {
  const known = shownStatuses.find((one) => one === status)
  const text = plain(search, 200)
  return { ...(known && { status: known }), ...(text.trim() && { search: text }) }
}
