import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { type Brief, countBriefs, findBrief, listBriefs } from '../../../../shared/briefs.ts'
import type { Endpoint } from '../../../../shared/endpoint.ts'
import { call, reading, refreshDoors } from '../../../api.ts'
import { isConflict } from '../../../problem.ts'
import { quickerOf } from '../../work/words.ts'
import { useOpenBrief } from './open-brief.ts'

type Wish<I extends z.ZodType> = Omit<z.input<I>, 'org' | 'id'>

/**
 * A change of the sent brief, with the version that was seen where the door asks for one. Whatever refuses it, the newest
 * state is on the screen afterwards: it may have closed meanwhile, or somebody may have been quicker.
 */
export function useBriefChange<I extends z.ZodType>(
  door: Endpoint<I, typeof Brief>,
  onDone: (answer: Brief, wish: Wish<I>) => void,
) {
  const { org, brief } = useOpenBrief()
  const cache = useQueryClient()
  const { id, version } = brief
  const { queryKey } = reading(findBrief, { org, id })
  const change = useMutation<Brief, Error, Wish<I>>({
    mutationFn: (wish) => call(door, { org, id, ...wish } as z.input<I>, door.versioned ? { ifMatch: version } : {}),
    onSuccess: async (answer, wish) => {
      // What was asked for before our change would come back from the past.
      await cache.cancelQueries({ queryKey })
      cache.setQueryData(queryKey, answer)
      onDone(answer, wish)
      void refreshDoors(cache, [listBriefs, countBriefs])
    },
    onError: () => cache.invalidateQueries({ queryKey }),
  })
  const isStale = isConflict(change.error)
  return {
    /** For a form. */
    change,
    send: (wish: Wish<I>) => change.mutate(wish),
    sending: change.isPending,
    /** Who was quicker, if that is why it was refused. */
    changedBy: isStale ? quickerOf(brief) : null,
    /** Every other refusal. */
    problem: isStale ? null : change.error,
    forget: change.reset,
  }
}
