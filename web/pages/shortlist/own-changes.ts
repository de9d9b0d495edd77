import { useRef } from 'react'

/**
 * What we made of a version ourselves. A change goes out with the version that was on the screen, and what we made of it
 * since: two quick changes of one person are no conflict, and somebody else's in between is one.
 */
export function createOwnChanges() {
  const made = new Map<number, number>()
  const ours = new Set<number>()
  let deleting = false
  const reach = (seen: number): number => {
    const next = made.get(seen)
    return next === undefined ? seen : reach(next)
  }
  return {
    reach,
    /** An answer that is more than one version ahead holds what nobody here has seen when they acted. */
    remember(from: number, to: number) {
      ours.add(to)
      if (to === from + 1) made.set(from, to)
    },
    isOurs: (version: number) => ours.has(version),
    /** While we delete it ourselves, that it is gone is no news: the page is on its way out. */
    setDeleting: (now: boolean) => {
      deleting = now
    },
    isDeleting: () => deleting,
  }
}

export type OwnChanges = ReturnType<typeof createOwnChanges>

/** One for the life of the page. */
export function useOwnChanges(): OwnChanges {
  const changes = useRef<OwnChanges>(null)
  changes.current ??= createOwnChanges()
  return changes.current
}
