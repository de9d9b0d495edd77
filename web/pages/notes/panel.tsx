import { ActionIcon, Drawer, Group, Skeleton, Stack, Title } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Component, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { isNotFound } from '../../problem.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Beside } from '../../ui/shell.tsx'
import { NewNote } from './new-note.tsx'
import styles from './notes.module.css'
import { NotesOfSubject } from './notes-of-subject.tsx'
import { useOpenNotes } from './open-notes.ts'
import type { Work } from './words.ts'

const dialog = '[role="dialog"]'

/** Beside the page, and where there is no room beside it, over it. */
export default function Panel({ work }: { work: Work | null }) {
  const { isNarrow, isShown, show } = useOpenNotes()
  const hide = () => show(false)
  /** What is asked in a dialog above the notes closes alone. */
  const onKeyDown = ({ key, currentTarget, target, nativeEvent }: KeyboardEvent) => {
    const isHere = (target as Element).closest(dialog) === currentTarget.querySelector(dialog)
    if (key === 'Escape' && isHere && !nativeEvent.isComposing) hide()
  }
  if (isNarrow)
    return (
      <Drawer
        opened={isShown}
        onClose={hide}
        closeOnEscape={false}
        onKeyDown={onKeyDown}
        title="Notes"
        size={440}
        classNames={{ title: styles.title ?? '' }}
        attributes={{ header: { role: 'none' } }}
      >
        <Content work={work} />
      </Drawer>
    )
  return (
    isShown && (
      <Beside label="Notes">
        <Head onHide={hide} />
        <Content work={work} />
      </Beside>
    )
  )
}

/** Whoever opened it is there now; whoever found it open stays where they were. */
function Head({ onHide }: { onHide: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { isAsked, sought } = useOpenNotes()
  const isCalled = useRef(isAsked && !sought)
  useEffect(() => {
    if (isCalled.current) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <Group justify="space-between" mb="sm" wrap="nowrap">
      <Title order={2} tabIndex={-1} ref={heading} data-notes className={styles.heading}>
        Notes
      </Title>
      <ActionIcon variant="subtle" color="gray" size={36} aria-label="Hide notes" onClick={onHide}>
        <IconX size={20} stroke={1.7} />
      </ActionIcon>
    </Group>
  )
}

const Content = ({ work }: { work: Work | null }) => (
  <Stack gap="md">
    <NewNote work={work} />
    <WhileThere>
      <Loaded label="Loading notes" skeleton={<Ghosts />}>
        <NotesOfSubject work={work} />
      </Loaded>
    </WhileThere>
  </Stack>
)

/** Of what is gone there are no notes; that it is gone, the page itself says. */
class WhileThere extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    if (!isNotFound(error)) throw error
    return null
  }
}

/** The shape of what comes, so that nothing jumps. */
const Ghosts = () => (
  <Stack gap="sm">
    {[96, 72].map((height) => (
      <Skeleton key={height} h={height} radius="md" />
    ))}
  </Stack>
)
