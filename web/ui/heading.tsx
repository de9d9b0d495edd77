import { Title } from '@mantine/core'
import { createContext, use, useEffect, useRef } from 'react'

/** The address whose page is on the screen now; the root route says it. */
export const Arrival = createContext('')

/** The name of the workspace around, for the title of the window. */
export const TitleOfPlace = createContext('')

/** Where a heading had the focus last. The page that a visit begins with keeps the browser's own focus. */
let arrivedAt = ''

/** The one h1 of a page. Names the window, and takes the focus after a navigation, so that a screen reader reads it. */
export function PageHeading({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const place = use(TitleOfPlace)
  const arrival = use(Arrival)

  useEffect(() => {
    document.title = [children, place, 'Human Cloud'].filter(Boolean).join(' · ')
  }, [children, place])

  useEffect(() => {
    if (!arrival || arrival === arrivedAt) return
    const isFirst = arrivedAt === ''
    arrivedAt = arrival
    if (!isFirst && !isTyping()) heading.current?.focus({ preventScroll: true })
  }, [arrival])

  return (
    <Title order={1} ref={heading} tabIndex={-1}>
      {children}
    </Title>
  )
}

/** A page may begin in a field, or at the very thing that one came for; that is better than its heading. */
const isTyping = () => document.activeElement?.matches('input, textarea, select, [data-sought]') ?? false
