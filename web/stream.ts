import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { readMe } from '../shared/accounts.ts'
import { refreshDoors } from './api.ts'
import { changedKeys, isOwn, notifiedKeys } from './stream-doors.ts'
import { keepLine } from './stream-line.ts'

type StreamOptions = {
  /** The workspace that is open, or null between organizations. */
  org: string | null
  /** Called when the server says that access to this workspace has ended. */
  onAccessEnded?: () => void
  /** There is nothing to hear any more. */
  isOver?: boolean
}

/** Keeps what a frame and its pages have read as it is now (SPEC G3, section 10). Once in each frame. */
export function useStream({ org, onAccessEnded, isOver = false }: StreamOptions): void {
  const cache = useQueryClient()
  const accessEnded = useEffectEvent(() => onAccessEnded?.())
  useEffect(() => {
    if (isOver) return
    const atOnce = gathering(cache, 0)
    const spread = gathering(cache, SPREAD_MS)
    const hangUp = keepLine(org, {
      lookAgain: () => atOnce.these([[]]),
      changed: (change) => (isOwn(change) ? atOnce : spread).these(changedKeys(change, org)),
      notified: () => atOnce.these(notifiedKeys()),
      // The door asks to sign in, as it does everywhere.
      ended: (why) => (why === 'signed-out' ? void refreshDoors(cache, [readMe]) : accessEnded()),
    })
    const onFocus = () => void cache.refetchQueries({ type: 'active', stale: true })
    window.addEventListener('focus', onFocus)
    return () => {
      hangUp()
      atOnce.stop()
      spread.stop()
      window.removeEventListener('focus', onFocus)
    }
  }, [cache, org, isOver])
}

const PAUSE_MS = 1000
/** What one change tells comes in several events. */
const TOGETHER_MS = 40
/** All the pages that hear of one change would ask in the same moment. Short enough to see it within a second. */
const SPREAD_MS = 800

/**
 * Reads again at once, and in a burst of changes once a second, each door once.
 * @param spreadMs how long to wait at most, by chance, before that
 */
function gathering(cache: QueryClient, spreadMs: number) {
  const waiting = new Map<string, QueryKey>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = Number.NEGATIVE_INFINITY
  const read = () => {
    timer = undefined
    last = performance.now()
    for (const queryKey of waiting.values()) void cache.invalidateQueries({ queryKey })
    waiting.clear()
  }
  return {
    these(keys: QueryKey[]) {
      for (const key of keys) waiting.set(JSON.stringify(key), key)
      timer ??= setTimeout(read, Math.max(TOGETHER_MS, last + PAUSE_MS - performance.now()) + Math.random() * spreadMs)
    },
    stop: () => clearTimeout(timer),
  }
}
