import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { type BriefsSearch, briefsSearch } from './search.ts'

export const briefsRoute = '/signed-in/w/$org/briefing/briefs'

export type Filter = BriefsSearch
/** As a field says it: whatever is no filter falls away on its way into the address. */
export type ChosenFilter = { [name in keyof Filter]: unknown }

/** The filter stands in the address, so that a colleague who is sent it sees the same. */
export function useBriefsAddress() {
  const { org } = useParams({ from: briefsRoute })
  const { status, search } = useSearch({ from: briefsRoute })
  const navigate = useNavigate({ from: '/w/$org/briefs' })
  const filter = useMemo<Filter>(() => briefsSearch({ status, search }), [status, search])
  const filterBy = (chosen: ChosenFilter) =>
    void navigate({ search: briefsSearch(chosen), replace: true, resetScroll: false })
  return { org, filter, filterBy }
}
