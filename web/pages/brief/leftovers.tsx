import { useEffect, useState } from 'react'
import { type DraftOf, draftKept, forgetDraft } from '../../kept-drafts.ts'
import { type Unsaved, UnsavedTexts } from '../../ui/unsaved-texts.tsx'
import { unsavedIn } from './draft/kept.ts'

/** What was typed into a draft that is no draft any more: it can still be copied, here and now. */
export function useLeftovers(of: DraftOf) {
  const [texts, setTexts] = useState<Unsaved[]>(() => unsavedIn(draftKept(of)))
  useEffect(() => forgetDraft(of), [of])
  const discard = ({ key }: Unsaved) => setTexts((now) => now.filter((it) => it.key !== key))
  return { texts, discard }
}

export function Leftovers({ of, why }: { of: DraftOf; why: string }) {
  const { texts, discard } = useLeftovers(of)
  return <UnsavedTexts texts={texts} why={why} onDiscard={discard} />
}
