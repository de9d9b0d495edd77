import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { type MembersSearch, membersSearch } from './search.ts'

const membersRoute = '/signed-in/w/$org/team/settings/members'

export type Filter = MembersSearch
/** As a field says it: whatever is no filter falls away on its way into the address. */
export type ChosenFilter = { [name in keyof Filter]: unknown }

/** The filter stands in the address, so that a colleague who is sent it sees the same. */
export function useMembersAddress() {
  const { org } = useParams({ from: membersRoute })
  const { status, search } = useSearch({ from: membersRoute })
  const navigate = useNavigate({ from: '/w/$org/settings/members' })
  const filter = useMemo<Filter>(() => membersSearch({ status, search }), [status, search])
  const filterBy = (chosen: ChosenFilter) =>
    void navigate({ search: membersSearch(chosen), replace: true, resetScroll: false })
  return { org, filter, filterBy }
}
