import { useRef } from 'react'
import { addItem, removeItem, type Shortlist } from '../../../shared/shortlists.ts'
import { focusMenuFor } from '../../ui/row-focus.ts'
import { toastRefusal } from '../../ui/toast.tsx'
import { toastWithUndo } from '../../ui/toast-act.tsx'
import { useChange } from './change.ts'
import type { Drafts } from './drafts.ts'

type Item = Shortlist['items'][number]

/** Taking away is no question: *Undo* puts it back where it was, with its line. */
export function useRemoval(drafts: Drafts) {
  const removed = useRef(new Map<string, { item: Item; place: number }>())
  const adding = useChange(addItem, {
    onDone: (_answer, { solutionId }) => focusMenuFor(solutionId),
    onRefused: ({ message }) => toastRefusal(message),
  })
  const offerUndo = (solutionId: string) => {
    const { item, place } = removed.current.get(solutionId)!
    toastWithUndo(`${item.solution.name} removed`, () => adding.send({ solutionId, reason: item.reason, place }))
  }
  const { send, changedBy, problem, forget } = useChange(removeItem, {
    onDone: (_answer, { solutionId }) => {
      drafts.stop(solutionId)
      offerUndo(solutionId)
    },
  })
  const remove = (item: Item, place: number) => {
    const { solutionId } = item
    removed.current.set(solutionId, { item, place })
    send({ solutionId })
  }
  return { remove, changedBy, problem, forget }
}
