import { Box, Button, Group, SegmentedControl, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconListDetails, IconSearch } from '@tabler/icons-react'
import { useDeferredValue } from 'react'
import { countShortlists, listShortlists } from '../../../shared/shortlists.ts'
import { useRead, useReadList } from '../../api.ts'
import { statusName } from '../../ui/badges.tsx'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { EmptyState } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import type { ChosenFilter, Filter } from './address.ts'
import { shownStatuses } from './search.ts'
import { ShortlistCards, ShortlistTable } from './shortlist-rows.tsx'
import styles from './shortlists.module.css'

type ShortlistListProps = {
  org: string
  filter: Filter
  onFilter: (filter: ChosenFilter) => void
  /** For those who may create one. */
  onCreate: (() => void) | null
}

/** The last answer stays, faded, until the one for a new filter is there. */
export function ShortlistList({ org, filter, onFilter, onCreate }: ShortlistListProps) {
  const counts = useRead(countShortlists, { org })
  const shown = useDeferredValue(filter)
  const { items, more, loadingMore } = useReadList(listShortlists, { org, ...shown })
  const list = useFocusOnMore<HTMLDivElement>(items.length, loadingMore, 'a')
  const isPhone = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false })

  if (counts.all === 0) return <NoneYet onCreate={onCreate} />
  const Rows = isPhone ? ShortlistCards : ShortlistTable
  return (
    <>
      <Filters filter={filter} counts={counts} onFilter={onFilter} />
      {items.length === 0 ? (
        <NoneHere filter={shown} onShowAll={() => onFilter({})} />
      ) : (
        <Box ref={list} className={shown === filter ? '' : (styles.stale ?? '')}>
          <Rows org={org} shortlists={items} />
          <ShowMore more={more} loading={loadingMore} />
        </Box>
      )}
    </>
  )
}

type FiltersProps = Pick<ShortlistListProps, 'filter' | 'onFilter'> & {
  counts: { all: number; draft: number; published: number }
}

const Filters = ({ filter, counts, onFilter }: FiltersProps) => (
  <Group justify="space-between" mb="sm" gap="sm">
    <SegmentedControl
      aria-label="Status"
      value={filter.status ?? 'all'}
      onChange={(chosen) => onFilter({ ...filter, status: chosen })}
      data={[
        { value: 'all', label: `All ${counts.all}` },
        ...shownStatuses.map((status) => ({ value: status, label: `${statusName(status)} ${counts[status]}` })),
      ]}
    />
    <SearchField
      text={filter.search ?? ''}
      onSearch={(search) => onFilter({ ...filter, search })}
      aria-label="Find a shortlist"
      placeholder="Title"
      className={styles.search ?? ''}
    />
  </Group>
)

const NoneYet = ({ onCreate }: Pick<ShortlistListProps, 'onCreate'>) => (
  <EmptyState
    icon={IconListDetails}
    title="No shortlists yet"
    action={onCreate && <Button onClick={onCreate}>New shortlist</Button>}
  >
    {onCreate
      ? 'Collect the solutions that could do the work, put the best first, and say why in a line each.'
      : 'The solutions that could do the work, best first. What is published is here.'}
  </EmptyState>
)

const none = {
  all: ['No shortlist found', 'Look for another part of the title.'],
  draft: ['No shortlist is a draft', 'What is not published yet is here.'],
  published: ['No shortlist is published', 'What the team sees is here.'],
} as const

function NoneHere({ filter: { status, search }, onShowAll }: { filter: Filter; onShowAll: () => void }) {
  const [title, explanation] = none[status ?? 'all']
  return (
    <EmptyState
      icon={IconSearch}
      title={title}
      action={
        <Button variant="default" onClick={onShowAll}>
          Show all
        </Button>
      }
    >
      {search ? `No title here contains “${search}”.` : explanation}
    </EmptyState>
  )
}

/** The shape of what comes, so that nothing jumps. */
export const Ghosts = () => (
  <>
    <Group justify="space-between" mb="sm">
      <Skeleton h={36} w={292} radius="md" />
      <Skeleton h={36} w={240} radius="md" visibleFrom="sm" />
    </Group>
    <div className={styles.frame}>
      {[44, 36, 40, 30].map((width) => (
        <Group key={width} p="md" wrap="nowrap" className={styles.ghost ?? ''}>
          <Box flex={1}>
            <Skeleton h={14} w={`${width}%`} />
            <Skeleton h={11} w="58%" mt={8} />
          </Box>
          <Skeleton h={26} w={96} />
          <Skeleton h={14} w={120} visibleFrom="sm" />
        </Group>
      ))}
    </div>
  </>
)
