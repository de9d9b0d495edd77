import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { type ShortlistsSearch, shortlistsSearch } from './search.ts'

export const shortlistsRoute = '/signed-in/w/$org/shortlisting/shortlists'

export type Filter = ShortlistsSearch
/** As a field says it: whatever is no filter falls away on its way into the address. */
export type ChosenFilter = { [name in keyof Filter]: unknown }

/** The filter stands in the address, so that a colleague who is sent it sees the same. */
export function useShortlistsAddress() {
  const { org } = useParams({ from: shortlistsRoute })
  const { status, search } = useSearch({ from: shortlistsRoute })
  const navigate = useNavigate({ from: '/w/$org/shortlists' })
  const filter = useMemo<Filter>(() => shortlistsSearch({ status, search }), [status, search])
  const filterBy = (chosen: ChosenFilter) =>
    void navigate({ search: shortlistsSearch(chosen), replace: true, resetScroll: false })
  return { org, filter, filterBy }
}
