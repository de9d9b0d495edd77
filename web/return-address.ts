import { paths } from './paths.ts'

/**
 * Where to go after signing in: a page of ours, else the home page. Whatever else stands in the address bar, such as
 * `//elsewhere.example`, `/\elsewhere.example` or `javascript:`, would lead a person who just signed in to a stranger.
 */
export function safeReturnAddress(address: unknown): string {
  if (typeof address !== 'string' || !/^\/(?![/\\])/.test(address) || !URL.canParse(address, location.origin)) {
    return paths.home
  }
  const { origin, pathname, search, hash } = new URL(address, location.origin)
  const ours = origin === location.origin && !pathname.startsWith('//') && pathname !== paths.signIn
  return ours ? pathname + search + hash : paths.home
}

/** The address of now, without its fragment: that is where an invitation keeps its secret. */
export const addressNow = () => location.pathname + location.search
