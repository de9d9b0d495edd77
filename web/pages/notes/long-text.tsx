import { useElementSize, useFocusWithin, useMergedRef } from '@mantine/hooks'
import { useLayoutEffect, useRef, useState } from 'react'
import { Markdown } from '../../ui/markdown.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import styles from './notes.module.css'

/** A long one leaves room for the others, until somebody wants to read it. */
export function LongText({ children: text }: { children: string }) {
  const [isWhole, showWhole] = useState(false)
  const { ref, isCut } = useIsCut(text, !isWhole)
  // A link in what is not shown can be reached by the keyboard, and shows itself then.
  const links = useFocusWithin<HTMLDivElement>({ onFocus: () => showWhole(isCut || isWhole) })
  return (
    <>
      <div ref={useMergedRef(ref, links.ref)} className={styles.long} data-cut={!isWhole || undefined}>
        <Markdown>{text}</Markdown>
      </div>
      {(isCut || isWhole) && (
        <TextButton mt={6} aria-expanded={isWhole} onClick={() => showWhole(!isWhole)}>
          {isWhole ? 'Show less' : 'Show all'}
        </TextButton>
      )}
    </>
  )
}

/** Whether there is more of it than fits, in this width. */
function useIsCut(text: string, mayBeCut: boolean) {
  const box = useRef<HTMLDivElement>(null)
  const { ref, width } = useElementSize<HTMLDivElement>()
  const [isCut, setCut] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text or another width takes other room
  useLayoutEffect(() => {
    if (box.current && mayBeCut) setCut(box.current.scrollHeight > box.current.clientHeight + 1)
  }, [text, width, mayBeCut])
  return { ref: useMergedRef(box, ref), isCut }
}
