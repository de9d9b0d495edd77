import { useEffect, useRef } from 'react'
import type { z } from 'zod'
import { listResponses } from '../../../shared/briefs.ts'
import { useReadList } from '../../api.ts'

export type Answered = z.infer<typeof listResponses.reply>['items'][number]
type AllResponses = { responses: Answered[]; isWhole: boolean }

/** All of them, by name: what is compared has to be there, and keeps its place when another one comes. */
export function useAllResponses(org: string, id: string): AllResponses {
  const { items, more } = useReadList(listResponses, { org, id, limit: 100 })
  const count = items.length
  const askedAt = useRef(0)
  useEffect(() => {
    // Once for each page that came, however often this is drawn meanwhile.
    if (!more || askedAt.current === count) return
    askedAt.current = count
    more()
  }, [more, count])
  const responses = items.toSorted((one, other) => one.solution.name.localeCompare(other.solution.name, 'en'))
  return { responses, isWhole: more === null }
}
