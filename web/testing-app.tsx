import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { configure, render } from '@testing-library/react'
import { onTestFinished, vi } from 'vitest'
import { createCache } from './api.ts'
import { createAppRouter } from './routes.tsx'
import { Look } from './testing.tsx'

/** jsdom neither scrolls nor measures. */
window.scrollTo = () => {}
Element.prototype.scrollIntoView ??= () => {}
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}

/** The whole web, opened at an address, as a browser would. Waits are ours: `vi.waitFor` finds what arrives. */
export function openAt(address: string) {
  // Asking of each element of a whole page whether it is hidden takes long.
  configure({ defaultHidden: true })
  window.history.replaceState(null, '', address)
  const onSignedOut = vi.fn()
  const cache = createCache(onSignedOut)
  cache.setDefaultOptions({ queries: { retry: false } })
  const router = createAppRouter(cache)
  onTestFinished(() => router.history.destroy())
  render(
    <Look>
      <QueryClientProvider client={cache}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Look>,
  )
  return { router, cache, onSignedOut }
}

type Answer = { status?: number; body?: unknown } | Error

/** Answers by door: the first entry whose key begins the request, such as `POST /invitations/`. */
export const byDoor = (doors: Record<string, () => Answer>) => (request: { url: string; method: string }) => {
  const asked = `${request.method} ${request.url.replace('/api/v1', '')}`
  const door = Object.keys(doors).find((key) => asked.startsWith(key))
  if (!door) throw new Error(`No answer for ${asked}`)
  return doors[door]!()
}

export const organization = { slug: 'meridian-health', name: 'Meridian Health', kind: 'buyer' as const }

export const someone = (more: object = {}, user: object = {}) => ({
  user: {
    id: '01900000-0000-7000-8000-000000000014',
    email: 'rex@fairwork.example',
    name: 'Rex',
    hasPassword: false,
    ...user,
  },
  organizations: [],
  partnerships: [],
  pendingInvitations: 0,
  unreadNotifications: 0,
  ...more,
})
