import { QueryErrorResetBoundary } from '@tanstack/react-query'
import { Component, type ReactNode, Suspense } from 'react'
import { isProblem } from '../problem.ts'
import { LoadingAfter } from './loading-after.tsx'
import { Problem } from './problem.tsx'

type LoadedProps = { label: string; skeleton?: ReactNode; children: ReactNode }

/** Around what reads: its skeleton while it loads, the problem and *Try again* when it could not. */
export const Loaded = ({ label, skeleton, children }: LoadedProps) => (
  <QueryErrorResetBoundary>
    {({ reset }) => (
      <Failing onRetry={reset}>
        <Suspense fallback={<LoadingAfter label={label}>{skeleton}</LoadingAfter>}>{children}</Suspense>
      </Failing>
    )}
  </QueryErrorResetBoundary>
)

type FailingProps = { onRetry: () => void; children: ReactNode }

/** Keeps what may pass. A refusal, such as a page that does not exist, goes up to the page of its own. */
class Failing extends Component<FailingProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  retry = () => {
    this.props.onRetry()
    this.setState({ error: null })
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    if (!isProblem(error) || !error.passing) throw error
    return <Problem error={error} onRetry={this.retry} />
  }
}
