import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconFileText } from '@tabler/icons-react'
import { useDeferredValue } from 'react'
import { countBriefs, listBriefs } from '../../../shared/briefs.ts'
import { useRead, useReadList } from '../../api.ts'
import { statusName } from '../../ui/badges.tsx'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { EmptyState } from '../../ui/page.tsx'
import { NoRecords, RecordFilters, RecordGhosts, Records } from '../../ui/records.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import type { ChosenFilter, Filter } from './address.ts'
import { BriefCards, BriefTable } from './brief-rows.tsx'
import { shownStatuses } from './search.ts'

type BriefListProps = {
  org: string
  filter: Filter
  onFilter: (filter: ChosenFilter) => void
  /** For those who may create one. */
  onCreate: (() => void) | null
}

export function BriefList({ org, filter, onFilter, onCreate }: BriefListProps) {
  const counts = useRead(countBriefs, { org })
  const shown = useDeferredValue(filter)
  const { items, more, loadingMore } = useReadList(listBriefs, { org, ...shown })
  const list = useFocusOnMore<HTMLDivElement>(items.length, loadingMore, 'a')
  const isPhone = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false })

  if (counts.all === 0) return <NoneYet onCreate={onCreate} />
  const Rows = isPhone ? BriefCards : BriefTable
  return (
    <>
      <RecordFilters
        filter={filter}
        statuses={shownStatuses.map((status) => ({ status, name: statusName(status), count: counts[status] }))}
        all={counts.all}
        onFilter={onFilter}
        find="Find a brief"
        placeholder="Title"
      />
      {items.length === 0 ? (
        <NoneHere filter={shown} onShowAll={() => onFilter({})} />
      ) : (
        <Records ref={list} isStale={shown !== filter}>
          <Rows org={org} briefs={items} />
          <ShowMore more={more} loading={loadingMore} />
        </Records>
      )}
    </>
  )
}

const NoneYet = ({ onCreate }: Pick<BriefListProps, 'onCreate'>) => (
  <EmptyState
    icon={IconFileText}
    title="No briefs yet"
    action={onCreate && <Button onClick={onCreate}>New brief</Button>}
  >
    {onCreate
      ? 'Write down what is needed, ask several solutions at once, and compare what they answer.'
      : 'What solutions are asked, and what they answer, is here.'}
  </EmptyState>
)

const none = {
  all: ['No brief found', 'Look for another part of the title.'],
  draft: ['No brief is a draft', 'What is not sent yet is here.'],
  sent: ['No brief is open', 'What solutions were asked and may still answer is here.'],
  closed: ['No brief is closed', 'What takes no answers any more is here.'],
} as const

function NoneHere({ filter: { status, search }, onShowAll }: { filter: Filter; onShowAll: () => void }) {
  const [title, explanation] = none[status ?? 'all']
  return (
    <NoRecords title={title} onShowAll={onShowAll}>
      {search ? `No title here contains “${search}”.` : explanation}
    </NoRecords>
  )
}

export const Ghosts = () => <RecordGhosts rows={[44, 36, 40, 30]} statusWidth={96} endWidth={180} />
