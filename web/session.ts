import type { QueryClient } from '@tanstack/react-query'
import { type Me, readMe } from '../shared/accounts.ts'
import { reading } from './api.ts'

/**
 * After signing in, accepting, or anything else that changes who one is here: what was read before was read by somebody
 * who saw something else. Answers who one is now.
 */
export async function readAnew(cache: QueryClient): Promise<Me> {
  cache.removeQueries({ type: 'inactive' })
  await cache.invalidateQueries({ refetchType: 'none' })
  return cache.fetchQuery({ ...reading(readMe, {}), staleTime: 0 })
}
