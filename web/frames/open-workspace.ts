import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { openWorkspace, type Workspace } from '../../shared/organizations.ts'
import { reading } from '../api.ts'
import { isProblem } from '../problem.ts'

const checkEvery = 15_000

/**
 * The workspace that is open, for as long as one may see it (SPEC G3): it asks again on every return to the window, four
 * times a minute, and whenever a door inside refuses. `isGone` once it answers that there is nothing here.
 */
export function useOpenWorkspace(org: string): { workspace: Workspace | undefined; isGone: boolean } {
  const cache = useQueryClient()
  const { data: workspace, error } = useQuery({
    ...reading(openWorkspace, { org }),
    refetchInterval: ({ state }) => (isNotFound(state.error) ? false : checkEvery),
    refetchOnWindowFocus: 'always',
  })
  const isGone = isNotFound(error)
  useEffect(() => askAfterRefusals(cache, org), [cache, org])
  useEffect(() => {
    // The pages inside have left the screen: what they had read leaves the memory.
    if (isGone) cache.removeQueries({ type: 'inactive' })
  }, [cache, isGone])
  return { workspace, isGone }
}

export const isNotFound = (error: unknown) => isProblem(error) && error.status === 404

/** A door that refuses may mean that this very thing is gone, or that access to everything is: ask which. */
function askAfterRefusals(cache: QueryClient, org: string) {
  const ask = (error: unknown) => {
    if (isProblem(error) && [403, 404].includes(error.status))
      void cache.invalidateQueries({ queryKey: reading(openWorkspace, { org }).queryKey })
  }
  const ends = [
    cache.getQueryCache().subscribe((event) => {
      const ours = event.query.queryKey[0] === openWorkspace.route
      if (!ours && event.type === 'updated' && event.action.type === 'error') ask(event.action.error)
    }),
    cache.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') ask(event.action.error)
    }),
  ]
  return () => {
    for (const end of ends) end()
  }
}
