import { useEffect, useRef, useState } from 'react'

const none: ReadonlySet<string> = new Set()

/** Those at the head of a newest-first list that were not there before. */
export function newAtHead(before: readonly string[], now: readonly string[]): string[] {
  if (before.length === 0) return [...now]
  const known = new Set(before)
  return now.slice(
    0,
    Math.max(
      0,
      now.findIndex((id) => known.has(id)),
    ),
  )
}

/** The rows that just arrived in a list, newest first. Another filter is another list: nothing arrives in it. */
export function useArrivals(ids: string[], filter: string): ReadonlySet<string> {
  const [arrived, setArrived] = useState(none)
  const before = useRef({ filter, ids })
  const listed = ids.join()
  useEffect(() => {
    const now = listed ? listed.split(',') : []
    const fresh = before.current.filter === filter ? newAtHead(before.current.ids, now) : []
    before.current = { filter, ids: now }
    if (fresh.length > 0) setArrived(new Set(fresh))
  }, [listed, filter])
  return arrived
}
