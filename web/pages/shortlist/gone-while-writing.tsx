import { Component, type ReactNode } from 'react'
import { isProblem } from '../../problem.ts'
import { UnsavedTexts } from '../../ui/unsaved-texts.tsx'
import { NothingHere } from '../page-refused.tsx'
import type { Drafts } from './drafts.ts'

type GoneProps = { drafts: Drafts; children: ReactNode }

/** A shortlist that is gone leaves the screen; what somebody was writing on it does not, until it is copied or discarded. */
export class GoneWhileWriting extends Component<GoneProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    const { drafts, children } = this.props
    if (!error) return children
    if (drafts.unsaved.length === 0 || !isProblem(error) || error.status !== 404) throw error
    return (
      <>
        <UnsavedTexts
          texts={drafts.unsaved}
          why="This shortlist is not there any more. What you wrote is not saved."
          onDiscard={drafts.discard}
        />
        <NothingHere />
      </>
    )
  }
}
