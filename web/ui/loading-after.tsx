import { type ReactNode, useEffect, useState } from 'react'

type LoadingAfterProps = { label: string; children: ReactNode; milliseconds?: number }

/** A skeleton in the shape of what comes, but not for what comes at once: it would only flicker. */
export function LoadingAfter({ label, children, milliseconds = 200 }: LoadingAfterProps) {
  const [waited, setWaited] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), milliseconds)
    return () => clearTimeout(timer)
  }, [milliseconds])
  return (
    <div role="status" aria-label={label} aria-busy="true">
      {waited && children}
    </div>
  )
}
