import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { type PartnersSearch, partnersSearch } from './search.ts'

export const partnersRoute = '/signed-in/w/$org/settings/partners'

export type Filter = Pick<PartnersSearch, 'status' | 'search'>
/** As a field says it: whatever is no filter falls away on its way into the address. */
export type ChosenFilter = { [name in keyof Filter]: unknown }

/** The page's own state stands in its address, so that a colleague who is sent it sees the same. */
export function usePartnersAddress() {
  const { org } = useParams({ from: partnersRoute })
  const { status, search, delegation, show } = useSearch({ from: partnersRoute })
  const navigate = useNavigate({ from: '/w/$org/settings/partners' })
  const filter = useMemo<Filter>(() => partnersSearch({ status, search }), [status, search])
  const go = (next: { [name in keyof PartnersSearch]: unknown }, replace: boolean) =>
    void navigate({ search: partnersSearch(next), replace, resetScroll: false })
  return {
    org,
    filter,
    delegation,
    show,
    filterBy: (chosen: ChosenFilter) => go(chosen, true),
    /** *Back* closes the drawer again. */
    open: (id: string, show?: 'timeline') => go({ ...filter, delegation: id, show }, false),
    close: () => go(filter, true),
  }
}
