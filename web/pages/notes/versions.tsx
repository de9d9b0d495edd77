import { Modal, Skeleton, Stack, Text } from '@mantine/core'
import { listNoteVersions, type Note } from '../../../shared/notes.ts'
import { useReadList } from '../../api.ts'
import { Audience } from '../../ui/badges.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import styles from './notes.module.css'
import { useOpenNotes } from './open-notes.ts'

type VersionsProps = { note: Note; opened: boolean; onClose: () => void }

/** What the note says and said, newest first: of each version, whether one could see it then. */
export default function Versions({ note, opened, onClose }: VersionsProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Versions of this note" size={600}>
      <Loaded label="Loading versions" skeleton={<Skeleton h={120} radius="md" />}>
        <All note={note} />
      </Loaded>
    </Modal>
  )
}

function All({ note }: { note: Note }) {
  const { org } = useOpenNotes()
  const { items, more, loadingMore } = useReadList(listNoteVersions, { org, id: note.id })
  return (
    <Stack gap="md">
      {items.map(({ version, body, visibility, at }) => (
        <section key={version} className={styles.version} aria-label={`Version ${version}`}>
          <div className={styles.meta}>
            <b>{version === note.version ? 'Now' : `Version ${version}`}</b>
            <Moment at={at} />
            <Audience of={visibility} />
          </div>
          <Markdown>{body}</Markdown>
        </section>
      ))}
      {items.length === 1 && !more && (
        <Text size="sm" c="dimmed">
          No earlier version was shared with you.
        </Text>
      )}
      <ShowMore more={more} loading={loadingMore} />
    </Stack>
  )
}
