import { useMediaQuery } from '@mantine/hooks'
import { useDeferredValue } from 'react'
import { listMembers } from '../../../shared/organizations.ts'
import { useReadList } from '../../api.ts'
import { useKeepFresh } from '../../frames/keep-fresh.ts'
import { NoRecords, RecordFilters, RecordGhosts, Records } from '../../ui/records.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { useArrivals } from '../partners/arrivals.ts'
import type { ChosenFilter, Filter } from './address.ts'
import { MemberCards, MemberTable } from './member-rows.tsx'
import { changed, useTeam } from './open-team.ts'
import type { OnAct } from './row-menu.tsx'
import { shownStatuses } from './search.ts'

/** While a mail is on its way somebody waits for it. Everything else the stream tells. */
const secondsBetween = (isWaiting: boolean) => (isWaiting ? 2 : null)

type MemberListProps = { filter: Filter; onFilter: (filter: ChosenFilter) => void; onAct: OnAct }

export function MemberList({ filter, onFilter, onAct }: MemberListProps) {
  const { org } = useTeam()
  const shown = useDeferredValue(filter)
  const { items, first, more, loadingMore } = useReadList(listMembers, { org, ...shown })
  const arrived = useArrivals(
    items.map(({ id }) => id),
    JSON.stringify(shown),
  )
  const isPhone = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false })
  useKeepFresh(changed, secondsBetween(items.some(({ invitation }) => invitation?.mailState === 'queued')))
  const Rows = isPhone ? MemberCards : MemberTable
  return (
    <>
      <Filters filter={filter} counts={first.counts} onFilter={onFilter} />
      {items.length === 0 ? (
        <NobodyHere filter={shown} onShowAll={() => onFilter({})} />
      ) : (
        <Records isStale={shown !== filter}>
          <Rows members={items} arrived={arrived} onAct={onAct} />
          <ShowMore more={more} loading={loadingMore} />
        </Records>
      )}
    </>
  )
}

const names = { active: 'Active', invited: 'Invited' }

type FiltersProps = Pick<MemberListProps, 'filter' | 'onFilter'> & {
  counts: { all: number; active: number; invited: number }
}

const Filters = ({ filter, counts, onFilter }: FiltersProps) => (
  <RecordFilters
    filter={filter}
    statuses={shownStatuses.map((status) => ({ status, name: names[status], count: counts[status] }))}
    all={counts.all}
    onFilter={onFilter}
    find="Find a person"
    placeholder="Name or email"
  />
)

const nobody = {
  all: ['Nobody found', 'Look for another part of the name or the address.'],
  active: ['Nobody is active', 'Whoever is in the team is here.'],
  invited: ['Nobody is invited', 'Invitations that wait for an answer, or have expired, are here.'],
} as const

const NobodyHere = ({ filter: { status, search }, onShowAll }: { filter: Filter; onShowAll: () => void }) => {
  const [title, explanation] = nobody[status ?? 'all']
  return (
    <NoRecords title={title} onShowAll={onShowAll}>
      {search ? `No name and no address here contains “${search}”.` : explanation}
    </NoRecords>
  )
}

export const Ghosts = () => <RecordGhosts rows={[40, 36, 44, 32]} withPicture statusWidth={84} endWidth={110} />
