import { Group, SegmentedControl, Select, Skeleton, Stack } from '@mantine/core'
import { IconNote } from '@tabler/icons-react'
import { useDeferredValue } from 'react'
import { countNotes, listNotes, type SubjectKind, visibilities } from '../../../shared/notes.ts'
import type { Workspace } from '../../../shared/organizations.ts'
import { useRead, useReadList } from '../../api.ts'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { EmptyState } from '../../ui/page.tsx'
import { NoRecords, Records } from '../../ui/records.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import type { ChosenFilter, Filter } from './address.ts'
import { NoteRow } from './note-row.tsx'
import styles from './notes.module.css'
import { audiencesOf } from './words.ts'

type NoteListProps = { workspace: Workspace; filter: Filter; onFilter: (filter: ChosenFilter) => void }

/** All the notes that one may see, newest first. */
export function NoteList({ workspace, filter, onFilter }: NoteListProps) {
  const org = workspace.organization.slug
  const counts = useRead(countNotes, { org })
  const shown = useDeferredValue(filter)
  const { items, more, loadingMore } = useReadList(listNotes, { org, ...askedBy(shown) })
  const list = useFocusOnMore<HTMLDivElement>(items.length, loadingMore, 'h2 a')
  if (counts.all === 0) return <NoneYet />
  return (
    <>
      <Filters workspace={workspace} filter={filter} onFilter={onFilter} counts={counts} />
      {items.length === 0 ? (
        <NoneHere filter={shown} onShowAll={() => onFilter({})} />
      ) : (
        <Records ref={list} isStale={shown !== filter}>
          <div className={styles.list}>
            {items.map((note) => (
              <NoteRow key={note.id} org={org} note={note} />
            ))}
          </div>
          <ShowMore more={more} loading={loadingMore} />
        </Records>
      )}
    </>
  )
}

const askedBy = ({ show, ...filter }: Filter) => ({ ...filter, ...(show && { [show]: 'true' as const }) })

type FiltersProps = NoteListProps & { counts: { all: number; unread: number } }

const Filters = ({ workspace, filter, onFilter, counts }: FiltersProps) => (
  <div className={styles.filters}>
    <SegmentedControl
      aria-label="Show"
      value={filter.show ?? 'all'}
      onChange={(show) => onFilter({ ...filter, show })}
      data={[
        { value: 'all', label: `All ${counts.all}` },
        { value: 'unread', label: counts.unread > 0 ? `Unread ${counts.unread}` : 'Unread' },
        { value: 'mine', label: 'Mine' },
      ]}
    />
    <Select
      aria-label="About"
      className={styles.choice ?? ''}
      data={[{ value: '', label: 'About anything' }, ...kindsOf(workspace)]}
      value={filter.on ?? ''}
      allowDeselect={false}
      comboboxProps={{ portalProps: { target: '#main' } }}
      onChange={(on) => onFilter({ ...filter, on })}
    />
    <Select
      aria-label="Who sees it"
      className={styles.choice ?? ''}
      data={[{ value: '', label: 'Seen by anybody' }, ...seenBy(workspace)]}
      value={filter.visibility ?? ''}
      allowDeselect={false}
      comboboxProps={{ portalProps: { target: '#main' } }}
      onChange={(visibility) => onFilter({ ...filter, visibility })}
    />
    <SearchField
      text={filter.search ?? ''}
      onSearch={(search) => onFilter({ ...filter, search })}
      aria-label="Find a note"
      placeholder="Words in the note"
      className={styles.search ?? ''}
    />
  </div>
)

/** What was not granted is not there (SPEC D5). */
const kindsOf = ({ can }: Workspace): { value: SubjectKind; label: string }[] => [
  { value: 'solution', label: 'Solutions' },
  ...(can.readShortlists ? [{ value: 'shortlist' as const, label: 'Shortlists' }] : []),
  ...(can.readBriefs ? [{ value: 'brief' as const, label: 'Briefs' }] : []),
]

/** Viewers write only what is personal, but read what the team does. */
const seenBy = (workspace: Workspace) =>
  audiencesOf({ ...workspace, can: { ...workspace.can, shareNotes: true } }).map((value) => ({
    value,
    label: visibilities[value],
  }))

const NoneYet = () => (
  <EmptyState icon={IconNote} title="No notes yet">
    Open a solution, a shortlist or a brief, and write beside it what the others should know, or what only you need.
  </EmptyState>
)

const none = {
  all: ['No note found', 'Choose less, or look for other words.'],
  unread: ['All read', 'What others write where you can see it is here until you have read it.'],
  mine: ['None of yours', 'What you write beside solutions, shortlists and briefs is here.'],
} as const

function NoneHere({ filter: { show, search }, onShowAll }: { filter: Filter; onShowAll: () => void }) {
  const [title, explanation] = none[show ?? 'all']
  return (
    <NoRecords title={title} onShowAll={onShowAll}>
      {search ? `No note here contains “${search}”.` : explanation}
    </NoRecords>
  )
}

/** The shape of what comes, so that nothing jumps. */
export const Ghosts = () => (
  <Stack gap="sm">
    <Group mb="xs">
      <Skeleton h={36} w={260} radius="md" />
      <Skeleton h={36} w={180} radius="md" visibleFrom="sm" />
      <Skeleton h={36} w={180} radius="md" visibleFrom="sm" />
    </Group>
    {[104, 92, 120].map((height) => (
      <Skeleton key={height} h={height} radius="lg" />
    ))}
  </Stack>
)
