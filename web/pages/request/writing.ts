import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type Draft, findRequest, keepDraft, listRequests, type Request } from '../../../shared/requests.ts'
import { reading, refreshDoors, useWrite } from '../../api.ts'
import { useMe } from '../../me.ts'
import { isProblem } from '../../problem.ts'
import { createKeeper, type Keeping } from './keeper.ts'
import { draftOf, type Typed } from './typed.ts'

export type Writing = ReturnType<typeof useWriting>

/** What is typed on one request, and whether the server keeps it. Held around the page, so that it outlives the form. */
export function useWriting(id: string) {
  const [typed, setTyped] = useState<Typed | null>(null)
  const [known, setKnown] = useState<Draft | null>(null)
  const [keeping, setKeeping] = useState<Keeping>(null)
  const keep = useKeeping(id)
  const [keeper] = useState(() =>
    createKeeper({
      send: (draft) => keep(draft).then(() => setKnown(draft)),
      onChange(now) {
        setKeeping(now)
        if (isProblem(now) && now.passing) keeper.tryAgainLater()
      },
    }),
  )
  // Whoever left has decided: an old text must not arrive after the newer one of a colleague.
  useEffect(() => () => void keeper.forget(), [keeper])
  return {
    typed,
    keeping,
    /** What the form last had in common with the server: another draft there is a colleague's. */
    known,
    know: setKnown,
    type(now: Typed) {
      setTyped(now)
      keeper.typed(draftOf(now))
    },
    keepNow: keeper.keepNow,
    /** Before it is sent: a draft that is on its way must not arrive after the answer. */
    pause: keeper.forget,
    /** It was sent, or is not wanted any more. */
    async drop() {
      setTyped(null)
      setKnown(null)
      await keeper.forget()
    },
    /** Back to what this says, for everybody. */
    async putBack(draft: Draft) {
      setTyped(null)
      keeper.typed(draft)
      await keeper.keepNow()
    },
  }
}

/** Keeps it through the door, and remembers that here. Whoever closed it meanwhile is looked at. */
function useKeeping(id: string) {
  const cache = useQueryClient()
  const { user } = useMe()
  const { queryKey } = reading(findRequest, { id })
  const { mutateAsync } = useWrite(keepDraft, { refresh: [] })
  return async (draft: Draft) => {
    await mutateAsync({ id, draft }).catch((error: Error) => {
      if (isProblem(error) && !error.passing) void refreshDoors(cache, [findRequest, listRequests])
      throw error
    })
    await cache.cancelQueries({ queryKey })
    const kept = { content: draft, keptBy: { name: user.name }, keptAt: new Date().toISOString() }
    cache.setQueryData<Request>(queryKey, (request) => request && { ...request, draft: kept })
  }
}
