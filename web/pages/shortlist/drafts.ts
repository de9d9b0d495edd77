import { useState } from 'react'
import type { Shortlist } from '../../../shared/shortlists.ts'

type Item = Shortlist['items'][number]
/** A line why that is being written: for whom, what it says so far, and what it said when one began. */
export type Draft = { solutionId: string; name: string; text: string; from: string }
export type Drafts = ReturnType<typeof useDrafts>

/** Kept beside the list, not in its rows: what somebody types outlives a row that was moved or taken away. */
export function useDrafts() {
  const [drafts, setDrafts] = useState<Draft[]>([])
  const of = (id: string) => drafts.find(({ solutionId }) => solutionId === id) ?? null
  const stop = (id: string) => setDrafts((now) => now.filter(({ solutionId }) => solutionId !== id))
  const begin = ({ solutionId, solution: { name }, reason }: Item) =>
    setDrafts((now) =>
      now.some((it) => it.solutionId === solutionId) ? now : [...now, { solutionId, name, text: reason, from: reason }],
    )
  const write = (id: string, text: string) =>
    setDrafts((now) => now.map((it) => (it.solutionId === id ? { ...it, text } : it)))
  return {
    of,
    begin,
    write,
    stop,
    /** Those whose solution is not on the shortlist any more, and that say something new. */
    orphans: (items: Item[]) =>
      drafts.filter(
        ({ solutionId, text, from }) => text !== from && !items.some((item) => item.solutionId === solutionId),
      ),
  }
}
