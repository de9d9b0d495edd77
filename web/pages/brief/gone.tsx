import type { DraftOf } from '../../kept-drafts.ts'
import { UnsavedTexts } from '../../ui/unsaved-texts.tsx'
import { NothingHere } from '../page-refused.tsx'
import { useLeftovers } from './leftovers.tsx'

/** A brief that is gone leaves the screen; what somebody was writing on it does not, until it is copied or discarded. */
export function Gone({ of, error }: { of: DraftOf; error: Error }) {
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
