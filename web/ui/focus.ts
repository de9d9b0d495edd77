import { useEffect, useRef } from 'react'

/** As `ref` of the field that a page begins with: it has the focus as soon as it is there. */
export const focusOnArrival = (field: HTMLElement | null) => field?.focus()

/**
 * When a page becomes another one at the same address, its new h1 takes the focus, so that a screen reader reads it. A
 * field that took the focus itself keeps it, and so does the page that comes first.
 */
export function useHeadingFocus(subject: string) {
  const told = useRef(subject)
  useEffect(() => {
    const isNews = told.current !== '' && told.current !== subject
    told.current = subject
    if (!isNews) return
    if (!document.activeElement?.matches('input, textarea')) focusHeading()
  }, [subject])
}

/** Whether the focus is inside what is about to go, or is lost already. */
export const isFocusIn = (going: Element | null) =>
  document.activeElement === document.body || going?.contains(document.activeElement) === true

export const focusHeading = () => document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })

const MS_UNTIL_IT_IS_GONE = 50

/** A dialog gives the focus back to what opened it. Where that is gone, such as a *Publish* that was done, the heading has it. */
export const focusAfterDialog = () =>
  window.setTimeout(() => document.activeElement === document.body && focusHeading(), MS_UNTIL_IT_IS_GONE)

/** A dialog that closes gives the focus back first. What shall have it instead, takes it after that. */
export const afterDialog = (focus: () => void) => window.setTimeout(focus, MS_UNTIL_IT_IS_GONE)
