import { type RefObject, useEffect, useRef } from 'react'
import { focusHeading } from './focus.ts'

/** The menu of a row, for what closes inside it. */
export const focusMenuOf = (row: Element | null | undefined) =>
  row?.querySelector<HTMLElement>('[data-row-menu]')?.focus()

/** The menu of the row of this solution, wherever the row stands now. */
export const focusMenuFor = (solutionId: string) =>
  document.querySelector<HTMLElement>(`[data-row-menu="${solutionId}"]`)?.focus()

/**
 * When a row goes and the focus with it, the one that takes its place has the focus, else the last one, else the page's
 * heading. Answers what to call before a row goes.
 */
export function useFocusKept(list: RefObject<HTMLElement | null>, ids: string[]) {
  const going = useRef<{ id: string; at: number } | null>(null)
  useEffect(() => {
    if (!going.current || ids.includes(going.current.id)) return
    const rows = list.current?.children ?? []
    if (document.activeElement === document.body) focusMenuOf(rows[Math.min(going.current.at, rows.length - 1)])
    going.current = null
  }, [ids, list])
  useEffect(() => () => void (going.current && focusHeading()), [])
  return (id: string, at: number) => {
    going.current = { id, at }
  }
}
