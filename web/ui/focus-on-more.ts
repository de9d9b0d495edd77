import { useEffect, useRef } from 'react'

/**
 * The button that asked for more cannot keep the focus while it waits, and may be gone then: whoever pressed it goes on at
 * the first thing that came. The list it is the `ref` of has one heading with a link for each.
 */
export function useFocusOnMore<List extends HTMLElement>(count: number, loadingMore: boolean) {
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
    list.current?.querySelectorAll<HTMLElement>('h2 a')[place]?.focus({ preventScroll: true })
  }, [count, loadingMore])
  return list
}
