import { notifyManager, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, use, useEffect, useState, useSyncExternalStore } from 'react'
import { type Brief, changeBrief, countBriefs, findBrief, listBriefs, previewBrief } from '../../../../shared/briefs.ts'
import type { Workspace } from '../../../../shared/organizations.ts'
import { call, reading, refreshDoors } from '../../../api.ts'
import type { DraftOf } from '../../../kept-drafts.ts'
import { createKeeper, type Keeper, type Snapshot } from './keeper.ts'

type Open = {
  org: string
  workspace: Workspace
  keeper: Keeper
} & Snapshot

/** The draft that this page is about, as it is typed now. */
export const OpenDraft = createContext<Open | null>(null)

export function useOpenDraft(): Open {
  const open = use(OpenDraft)
  if (!open) throw new Error('There is no draft around this.')
  return open
}

/** One keeper for the life of the page; it follows what is read of the brief. */
export function useKeeper(of: DraftOf, brief: Brief): { keeper: Keeper } & Snapshot {
  const cache = useQueryClient()
  const [keeper] = useState(() => createKeeper({ brief, of, ...doorsOf(cache, of) }))
  useEffect(() => keeper.open(), [keeper])
  useEffect(() => keeper.follow(brief), [keeper, brief])
  return { keeper, ...useSyncExternalStore(keeper.subscribe, keeper.snapshot) }
}

const doorsOf = (cache: QueryClient, { org, id }: DraftOf) => ({
  async save(given: object, version: number) {
    const answer = await call(changeBrief, { org, id, ...given }, { ifMatch: version })
    await takeOver(cache, org, answer)
    return answer
  },
  lookAgain: () => cache.fetchQuery({ ...reading(findBrief, { org, id }), staleTime: 0 }).catch(() => null),
})

/** What was asked for before our change would come back from the past. */
export async function takeOver(cache: QueryClient, org: string, answer: Brief) {
  const { queryKey } = reading(findBrief, { org, id: answer.id })
  await cache.cancelQueries({ queryKey })
  cache.setQueryData(queryKey, answer)
  await new Promise<void>((resolve) => notifyManager.schedule(resolve))
  void refreshDoors(cache, [listBriefs, countBriefs, previewBrief])
}
