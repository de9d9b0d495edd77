import { useEffect } from 'react'
import type { z } from 'zod'
import { listResponses } from '../../../shared/briefs.ts'
import { useReadList } from '../../api.ts'

export type Answered = z.infer<typeof listResponses.reply>['items'][number]
type AllResponses = { responses: Answered[]; isWhole: boolean }

/** All of them, by name: what is compared has to be there, and keeps its place when another one comes. */
export function useAllResponses(org: string, id: string): AllResponses {
  const { items, more, loadingMore } = useReadList(listResponses, { org, id, limit: 100 })
  useEffect(() => {
    if (more && !loadingMore) more()
  }, [more, loadingMore])
  const responses = items.toSorted((one, other) => one.solution.name.localeCompare(other.solution.name, 'en'))
  return { responses, isWhole: more === null }
}
