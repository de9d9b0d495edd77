import { Component, type ReactNode } from 'react'
import type { DraftOf } from '../../kept-drafts.ts'
import { isProblem } from '../../problem.ts'
import { UnsavedTexts } from '../../ui/unsaved-texts.tsx'
import { NothingHere } from '../page-refused.tsx'
import { useLeftovers } from './leftovers.tsx'

type GoneProps = { of: DraftOf; children: ReactNode }

/** A brief that is gone leaves the screen; what somebody was writing on it does not, until it is copied or discarded. */
export class GoneWhileWriting extends Component<GoneProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    if (!isProblem(error) || error.status !== 404) throw error
    return <Gone of={this.props.of} error={error} />
  }
}

function Gone({ of, error }: { of: DraftOf; error: Error }) {
  const { texts, discard } = useLeftovers(of)
  if (texts.length === 0) throw error
  return (
    <>
      <UnsavedTexts
        texts={texts}
        why="This brief is not there any more. What you wrote is not saved."
        onDiscard={discard}
      />
      <NothingHere />
    </>
  )
}
