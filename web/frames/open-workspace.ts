import { type Query, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { openWorkspace, type Workspace } from '../../shared/organizations.ts'
import { reading, refreshDoors } from '../api.ts'
import { isNotFound, isProblem } from '../problem.ts'
import { useStream } from '../stream.ts'

/**
 * The workspace that is open, for as long as one may see it (SPEC G3): the stream says when access ends, and it asks by
 * itself on every return to the window and whenever a door inside refuses. `isGone` once there is nothing here.
 */
export function useOpenWorkspace(org: string): { workspace: Workspace | undefined; isGone: boolean } {
  const cache = useQueryClient()
  const [ended, setEnded] = useState({ org: '', at: 0 })
  const {
    data: workspace,
    error,
    dataUpdatedAt,
  } = useQuery({ ...reading(openWorkspace, { org }), refetchOnWindowFocus: 'always' })
  // Whoever was invited again, and accepted elsewhere, is let in again by the next answer.
  const isGone = isNotFound(error) || (ended.org === org && dataUpdatedAt <= ended.at)
  useStream({
    org,
    isOver: isGone,
    onAccessEnded() {
      setEnded({ org, at: Date.now() })
      void refreshDoors(cache, [openWorkspace])
    },
  })
  useEffect(() => askAfterRefusals(cache, org), [cache, org])
  useEffect(() => {
    // The pages inside have left the screen: what they had read leaves the memory.
    if (isGone) cache.removeQueries({ type: 'inactive' })
  }, [cache, isGone])
  useNewRights(workspace)
  return { workspace, isGone }
}

/** Whoever may do more or less than before is shown it at once: which pages exist, and what is on them. */
function useNewRights(workspace: Workspace | undefined) {
  const cache = useQueryClient()
  const router = useRouter()
  const known = useRef(workspace)
  useEffect(() => {
    const before = known.current
    known.current = workspace
    // The same answer is the same object.
    if (!before || !workspace || before === workspace || before.organization.slug !== workspace.organization.slug)
      return
    cache.removeQueries({ type: 'inactive' })
    void router.invalidate()
    void cache.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== openWorkspace.route })
  }, [cache, router, workspace])
}

/** A door that refuses may mean that this very thing is gone, or that access to everything is: ask which. */
function askAfterRefusals(cache: QueryClient, org: string) {
  const ask = (error: unknown) => {
    if (isRefusal(error)) void cache.invalidateQueries({ queryKey: reading(openWorkspace, { org }).queryKey })
  }
  const ends = [
    cache.getQueryCache().subscribe((event) => {
      const ours = event.query.queryKey[0] === openWorkspace.route
      if (ours || event.type !== 'updated' || event.action.type !== 'error') return
      ask(event.action.error)
      if (isRefusal(event.action.error)) forget(cache, event.query)
    }),
    cache.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') ask(event.action.error)
    }),
  ]
  return () => {
    for (const end of ends) end()
  }
}

const isRefusal = (error: unknown) => isProblem(error) && [403, 404].includes(error.status)

/** What one may not see any more does not stay on the page until it is left. */
function forget(cache: QueryClient, { queryKey, state }: Query) {
  if (state.data !== undefined) void cache.resetQueries({ queryKey, exact: true })
}
