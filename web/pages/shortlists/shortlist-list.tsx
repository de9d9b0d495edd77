import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconListDetails } from '@tabler/icons-react'
import { useDeferredValue } from 'react'
import { countShortlists, listShortlists } from '../../../shared/shortlists.ts'
import { useRead, useReadList } from '../../api.ts'
import { statusName } from '../../ui/badges.tsx'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { EmptyState } from '../../ui/page.tsx'
import { NoRecords, RecordFilters, RecordGhosts, Records } from '../../ui/records.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import type { ChosenFilter, Filter } from './address.ts'
import { shownStatuses } from './search.ts'
import { ShortlistCards, ShortlistTable } from './shortlist-rows.tsx'

type ShortlistListProps = {
  org: string
  filter: Filter
  onFilter: (filter: ChosenFilter) => void
  /** For those who may create one. */
  onCreate: (() => void) | null
}

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
        <Records ref={list} isStale={shown !== filter}>
          <Rows org={org} shortlists={items} />
          <ShowMore more={more} loading={loadingMore} />
        </Records>
      )}
    </>
  )
}

type FiltersProps = Pick<ShortlistListProps, 'filter' | 'onFilter'> & {
  counts: { all: number; draft: number; published: number }
}

const Filters = ({ filter, counts, onFilter }: FiltersProps) => (
  <RecordFilters
    filter={filter}
    statuses={shownStatuses.map((status) => ({ status, name: statusName(status), count: counts[status] }))}
    all={counts.all}
    onFilter={onFilter}
    find="Find a shortlist"
    placeholder="Title"
  />
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
    <NoRecords title={title} onShowAll={onShowAll}>
      {search ? `No title here contains “${search}”.` : explanation}
    </NoRecords>
  )
}

export const Ghosts = () => <RecordGhosts rows={[44, 36, 40, 30]} statusWidth={96} endWidth={120} />
