import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Workspace } from '../../shared/organizations.ts'
import { movedTo } from '../paths.ts'

/**
 * An organization got another address while its workspace is open. The old one leads to the same place, so nothing has
 * to happen at once; the bar shows the new one, and the page stays as it is, with all that was typed.
 */
export function useNewAddress(org: string, workspace: Workspace | undefined): void {
  const cache = useQueryClient()
  const router = useRouter()
  const navigate = useNavigate()
  const slug = workspace?.organization.slug ?? org
  useEffect(() => {
    if (slug === org) return
    carryOver(cache, org, slug)
    const href = movedTo(router.state.location.href, slug)
    void navigate({ href, replace: true, ignoreBlocker: true, resetScroll: false })
  }, [cache, router, navigate, org, slug])
}

/** What was read by the old address is shown until it has been read by the new one. */
function carryOver(cache: QueryClient, from: string, to: string): void {
  for (const { queryKey, state } of cache.getQueryCache().getAll()) {
    const [route, input, ...rest] = queryKey as [string, { org?: string } | undefined, ...unknown[]]
    if (input?.org === from && state.data !== undefined)
      cache.setQueryData([route, { ...input, org: to }, ...rest], state.data, { updatedAt: 0 })
  }
}
