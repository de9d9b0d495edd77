import { plain } from '../../plain-text.ts'

export const shownStatuses = ['active', 'pending', 'ended'] as const

/** What the address says of the page: the filter, and the delegation whose drawer is open. */
export type PartnersSearch = {
  status?: (typeof shownStatuses)[number]
  search?: string
  delegation?: string
  show?: 'timeline'
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Whatever else stands in the address bar is not there. */
export function partnersSearch({ status, search, delegation, show }: Record<string, unknown>): PartnersSearch {
  const known = shownStatuses.find((one) => one === status)
  const text = plain(search, 200)
  const id = uuid.test(String(delegation)) ? String(delegation) : null
  return {
    ...(known && { status: known }),
    ...(text.trim() && { search: text }),
    ...(id && { delegation: id }),
    ...(id && show === 'timeline' && { show }),
  }
}
