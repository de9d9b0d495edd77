import { arrayMove } from '@dnd-kit/sortable'
import { useRef, useState } from 'react'
import { orderItems, type Shortlist } from '../../../shared/shortlists.ts'
import { isProblem } from '../../problem.ts'
import { useChange } from './change.ts'
import { useOpenShortlist } from './open-shortlist.ts'

type Items = Shortlist['items']

export const idsOf = (items: Items) => items.map(({ solutionId }) => solutionId)

/** The items in the wanted order. What nobody wanted anywhere, because it came meanwhile, stands at the end. */
export function inOrder(items: Items, wanted: readonly string[] | null): Items {
  if (!wanted) return items
  const placeOf = (id: string) => (wanted.includes(id) ? wanted.indexOf(id) : wanted.length)
  return items.toSorted((one, other) => placeOf(one.solutionId) - placeOf(other.solutionId))
}

/** What is new, says something else, or stands between others than before. */
export function movedBetween(before: Items, now: Items): string[] {
  const neighbours = (items: Items, at: number) => [items[at - 1]?.solutionId, items[at + 1]?.solutionId]
  return now
    .filter((item, at) => {
      const was = before.findIndex(({ solutionId }) => solutionId === item.solutionId)
      if (was < 0 || before[was]!.reason !== item.reason) return true
      const [above, below] = neighbours(now, at)
      const [wasAbove, wasBelow] = neighbours(before, was)
      return was !== at && above !== wasAbove && below !== wasBelow
    })
    .map(({ solutionId }) => solutionId)
}

/**
 * The order as one wants it is shown at once; the server hears of it, and its answer counts. While something is lifted
 * the list stays as it was then: what others changed is there after the drop.
 */
export function useOrder() {
  const { shortlist } = useOpenShortlist()
  const [held, setHeld] = useState<Shortlist | null>(null)
  const [wanted, setWanted] = useState<string[] | null>(null)
  const latest = useRef<string[] | null>(null)
  const want = (ids: string[] | null) => {
    latest.current = ids
    setWanted(ids)
  }
  const { send, changedBy, problem, forget } = useChange(orderItems, {
    onDone: (_answer, { solutionIds }) => solutionIds === latest.current && want(null),
    isDone: ({ items }, { solutionIds }) => idsOf(items).join() === solutionIds.join(),
    onRefused: (error) => (!isProblem(error) || !error.passing) && want(null),
  })
  const shown = held ?? shortlist
  const items = inOrder(shown.items, wanted)
  const order = (solutionIds: string[]) => {
    want(solutionIds)
    send({ solutionIds }, versionSeen(shown, shortlist))
  }
  return {
    shown,
    items,
    changedBy,
    problem,
    forget,
    lift: () => setHeld(shortlist),
    drop: (ids: string[] | null) => {
      setHeld(null)
      if (ids) order(ids)
    },
    move: (from: number, to: number) => order(arrayMove(idsOf(items), from, to)),
    retry: () => latest.current && order(latest.current),
  }
}

/** A change that left the order alone does not make a drop old. */
const versionSeen = (shown: Shortlist, newest: Shortlist) =>
  idsOf(shown.items).join() === idsOf(newest.items).join() ? newest.version : shown.version
