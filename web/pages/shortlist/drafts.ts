import { useState } from 'react'
import type { Shortlist } from '../../../shared/shortlists.ts'
import type { Unsaved } from '../../ui/unsaved-texts.tsx'

type Item = Shortlist['items'][number]
/** A line why that is being written: for whom, what it says so far, and what it said when one began. */
export type Draft = { solutionId: string; name: string; text: string; from: string }
export type Drafts = ReturnType<typeof useDrafts>

/** Kept beside the list, not in its rows: what somebody types outlives a row, and the shortlist itself. */
export function useDrafts() {
  const [drafts, setDrafts] = useState<Draft[]>([])
  const [words, keepWords] = useState<Unsaved[]>([])
  const of = (id: string) => drafts.find(({ solutionId }) => solutionId === id) ?? null
  const stop = (id: string) => setDrafts((now) => now.filter(({ solutionId }) => solutionId !== id))
  const begin = ({ solutionId, solution: { name }, reason }: Item) =>
    setDrafts((now) =>
      now.some((it) => it.solutionId === solutionId) ? now : [...now, { solutionId, name, text: reason, from: reason }],
    )
  const write = (id: string, text: string) =>
    setDrafts((now) => now.map((it) => (it.solutionId === id ? { ...it, text } : it)))
  const news = drafts.filter(saysSomethingNew)
  const lines = news.map(({ solutionId, name, text }) => ({ key: solutionId, about: `Why ${name}`, text }))
  return {
    of,
    begin,
    write,
    stop,
    /** Those whose solution is not on the shortlist any more, and that say something new. */
    orphans: (items: Item[]) => news.filter(({ solutionId }) => !items.some((item) => item.solutionId === solutionId)),
    /** Title and description, as far as they say something new, while somebody edits them. */
    keepWords,
    unsavedLines: lines,
    unsaved: [...words, ...lines],
    discard: ({ key }: Unsaved) => {
      stop(key)
      keepWords((now) => now.filter((it) => it.key !== key))
    },
  }
}

const saysSomethingNew = ({ text, from }: Draft) => text.trim() !== from
