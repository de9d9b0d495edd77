import { useEffect, useRef, useState } from 'react'
import type { Shortlist } from '../../../shared/shortlists.ts'
import { movedBetween } from './order.ts'
import type { OwnChanges } from './own-changes.ts'

const none: ReadonlySet<string> = new Set()

/** What somebody else just moved, added or wrote; our own changes are no news. */
export function useHighlights({ version, items }: Shortlist, ownChanges: OwnChanges): ReadonlySet<string> {
  const [fresh, setFresh] = useState(none)
  const before = useRef({ version, items })
  useEffect(() => {
    const { version: seen, items: was } = before.current
    before.current = { version, items }
    if (version === seen) return
    setFresh(ownChanges.isOurs(version) ? none : new Set(movedBetween(was, items)))
  }, [version, items, ownChanges])
  return fresh
}
