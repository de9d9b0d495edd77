import { SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconInbox } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue } from 'react'
import { listRequests, type RequestState, requestStates } from '../../../shared/requests.ts'
import { useReadList } from '../../api.ts'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { EmptyState } from '../../ui/page.tsx'
import { NoRecords, Records } from '../../ui/records.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { RequestCards, RequestTable } from './request-rows.tsx'
import styles from './requests.module.css'
import { requestsSearch } from './search.ts'

/** The filter stands in the address, so that *Back* from a request finds it again. */
function useFilter() {
  const { state } = useSearch({ from: '/signed-in/lobby/requests' })
  const navigate = useNavigate({ from: '/requests' })
  const filterBy = (chosen: string) =>
    void navigate({ search: requestsSearch({ state: chosen }), replace: true, resetScroll: false })
  return { state, filterBy }
}

export function RequestList() {
  const { state, filterBy } = useFilter()
  const shown = useDeferredValue(state)
  const { items, first, more, loadingMore } = useReadList(listRequests, shown ? { state: shown } : {})
  const list = useFocusOnMore<HTMLDivElement>(items.length, loadingMore, 'a')
  const isPhone = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false })

  if (items.length === 0 && !shown && !state) return <NoneYet />
  const Rows = isPhone ? RequestCards : RequestTable
  return (
    <>
      <Filter state={state} open={first.open} onFilter={filterBy} />
      {items.length === 0 ? (
        <NoneHere state={shown} onShowAll={() => filterBy('all')} />
      ) : (
        <Records ref={list} isStale={shown !== state}>
          <Rows requests={items} />
          <ShowMore more={more} loading={loadingMore} />
        </Records>
      )}
    </>
  )
}

type FilterProps = { state: RequestState | undefined; open: number; onFilter: (state: string) => void }

/** Only what waits is counted: all the rest is history. */
const Filter = ({ state, open, onFilter }: FilterProps) => (
  <div className={styles.filter}>
    <SegmentedControl
      aria-label="State"
      value={state ?? 'all'}
      onChange={onFilter}
      data={[
        { value: 'all', label: 'All' },
        ...Object.entries(requestStates).map(([value, name]) => ({
          value,
          label: value === 'open' && open > 0 ? `${name} ${open}` : name,
        })),
      ]}
    />
  </div>
)

const NoneYet = () => (
  <EmptyState icon={IconInbox} title="No requests yet">
    When a buyer asks one of your solutions, its brief waits here, and we mail you. Then you answer, quote, or decline.
  </EmptyState>
)

const none = {
  open: ['No request is open', 'What waits for your answer is here.'],
  answered: ['No request is answered', 'What you answered is here, and can be replaced until it closes.'],
  declined: ['No request is declined', 'What you declined is here. You can still answer it until it closes.'],
  closed: ['No request is closed', 'What takes no answers any more is here.'],
} as const

function NoneHere({ state, onShowAll }: { state: RequestState | undefined; onShowAll: () => void }) {
  const [title, explanation] = none[state ?? 'open']
  return (
    <NoRecords title={title} onShowAll={onShowAll}>
      {explanation}
    </NoRecords>
  )
}
