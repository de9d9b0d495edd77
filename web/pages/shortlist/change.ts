import { notifyManager, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { Endpoint } from '../../../shared/endpoint.ts'
import { addItem, countShortlists, findShortlist, listShortlists, type Shortlist } from '../../../shared/shortlists.ts'
import { call, reading, refreshDoors } from '../../api.ts'
import { isProblem } from '../../problem.ts'
import { quickerOf } from '../work/words.ts'
import { useOpenShortlist } from './open-shortlist.ts'

type Door<I extends z.ZodType> = Endpoint<I, typeof Shortlist>
type Wish<I extends z.ZodType> = Omit<z.input<I>, 'org' | 'id'>
/** What is wanted, and the version of the shortlist that one was looking at. */
type Asked<I extends z.ZodType> = { wish: Wish<I>; seen: number }
type ChangeOptions<I extends z.ZodType> = {
  onDone?: (answer: Shortlist, wish: Wish<I>) => void
  onRefused?: (error: Error, wish: Wish<I>) => void
  /** Whether the newest state is what was wanted: then an earlier attempt was heard, and only its answer was lost. */
  isDone?: (newest: Shortlist, wish: Wish<I>) => boolean
}

const conflicts = ['version_conflict', 'items_changed']
export const isConflict = (error: Error | null) => isProblem(error) && conflicts.includes(error.code)

/**
 * A change of the open shortlist: one after another, each with the version that was seen. Adding is the exception: two
 * people who add do not disturb each other. Where somebody was quicker, the newest state is taken over and `changedBy`
 * says who it was; what was typed stays where it was typed.
 */
export function useChange<I extends z.ZodType>(door: Door<I>, { onDone, onRefused, isDone }: ChangeOptions<I> = {}) {
  const { org, shortlist, ownChanges } = useOpenShortlist()
  const cache = useQueryClient()
  const [changedBy, setChangedBy] = useState<string | null>(null)
  const { id } = shortlist
  const remember = (seen: number, { version }: Shortlist) => ownChanges.remember(ownChanges.reach(seen), version)
  const versionAfter = (seen: number) => (door.route === addItem.route ? {} : { ifMatch: ownChanges.reach(seen) })

  const change = useMutation<Shortlist, Error, Asked<I>>({
    scope: { id: `shortlist ${id}` },
    mutationFn: ({ wish, seen }) => call(door, { org, id, ...wish } as z.input<I>, versionAfter(seen)),
    onMutate: () => setChangedBy(null),
    onSuccess: async (answer, { wish, seen }) => {
      remember(seen, answer)
      await takeOver(cache, org, answer)
      onDone?.(answer, wish)
    },
    onError: async (error, { wish, seen }) => {
      if (isProblem(error) && error.passing) return onRefused?.(error, wish)
      const newest = await lookAgain(cache, org, id)
      if (newest && isConflict(error) && isDone?.(newest, wish)) {
        remember(seen, newest)
        return onDone?.(newest, wish)
      }
      if (isConflict(error)) setChangedBy(newest ? quickerOf(newest) : 'Somebody')
      onRefused?.(error, wish)
    },
  })
  return {
    send: (wish: Wish<I>, seen = shortlist.version) => change.mutate({ wish, seen }),
    sending: change.isPending,
    /** Who was quicker, if that is why it was refused. */
    changedBy,
    /** Every other refusal. */
    problem: isConflict(change.error) ? null : change.error,
    forget: () => {
      setChangedBy(null)
      change.reset()
    },
  }
}

/** What was asked for before our change would come back from the past. */
async function takeOver(cache: QueryClient, org: string, answer: Shortlist) {
  const { queryKey } = reading(findShortlist, { org, id: answer.id })
  await cache.cancelQueries({ queryKey })
  cache.setQueryData(queryKey, answer)
  await drawn()
  void refreshDoors(cache, [listShortlists, countShortlists])
}

async function lookAgain(cache: QueryClient, org: string, id: string) {
  const newest = await cache.fetchQuery({ ...reading(findShortlist, { org, id }), staleTime: 0 }).catch(() => null)
  await drawn()
  return newest
}

/** The page hears of a new answer a moment later. What comes before that would show the old one once more. */
const drawn = () => new Promise<void>((resolve) => notifyManager.schedule(resolve))
