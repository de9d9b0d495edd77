import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { vi } from 'vitest'
import { createCache } from './api.ts'
import { theme } from './theme.ts'

/* What tests of the web stand on. The only fake is the browser's `fetch`. */

/** jsdom has no screen. */
window.matchMedia ??= () =>
  ({ matches: false, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList

type Answer = { status?: number; body?: unknown }
export type Request = { url: string; method: string; headers: Record<string, string>; body: unknown }

/** Answers every request, and remembers what was asked. An `Error` is a broken line. */
export function answering(answer: (request: Request) => Answer | Error): Request[] {
  const asked: Request[] = []
  vi.stubGlobal('fetch', async (url: string, { method, headers, body }: RequestInit) => {
    const request = {
      url,
      method: method!,
      headers: headers as Record<string, string>,
      body: body && JSON.parse(String(body)),
    }
    asked.push(request)
    const told = answer(request)
    if (told instanceof Error) throw told
    return new Response(JSON.stringify(told.body ?? {}), { status: told.status ?? 200 })
  })
  return asked
}

export const problem = (status: number, code: string, title: string, more = {}) => ({
  status,
  body: { type: `urn:human-cloud:problem:${code}`, status, code, title, ...more },
})

/** The product's look without its style sheets: jsdom draws nothing, and weighs every rule for every element it is asked for. */
export const Look = ({ children }: { children: ReactNode }) => (
  <MantineProvider theme={theme} env="test" withCssVariables={false} withGlobalClasses={false}>
    {children}
  </MantineProvider>
)

/** Draws with what main.tsx puts around every page. */
export function draw(children: ReactNode, onSignedOut = () => {}) {
  const cache = createCache(onSignedOut)
  cache.setDefaultOptions({ queries: { retry: false } })
  return render(
    <Look>
      <QueryClientProvider client={cache}>{children}</QueryClientProvider>
    </Look>,
  )
}
