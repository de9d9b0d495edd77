import { useEffect, useRef } from 'react'

/**
 * The button that asked for more cannot keep the focus while it waits, and may be gone then: whoever pressed it goes on at
 * the first thing that came.
 * @param each what can have the focus in the list that this is the `ref` of: one for each thing
 */
export function useFocusOnMore<List extends HTMLElement>(count: number, loadingMore: boolean, each = 'h2 a') {
  const list = useRef<List>(null)
  const before = useRef<number | null>(null)
  useEffect(() => {
    if (loadingMore) {
      before.current = count
      return
    }
    const place = before.current
    before.current = null
    if (place === null || document.activeElement !== document.body) return
    const came = [...(list.current?.querySelectorAll<HTMLElement>(each) ?? [])].slice(place)
    came.find((one) => !one.matches(':disabled'))?.focus({ preventScroll: true })
  }, [count, loadingMore, each])
  return list
}
