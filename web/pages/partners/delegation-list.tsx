import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconUserShare } from '@tabler/icons-react'
import { useDeferredValue } from 'react'
import { listDelegations } from '../../../shared/delegations.ts'
import { useReadList } from '../../api.ts'
import { useKeepFresh } from '../../frames/keep-fresh.ts'
import { EmptyState } from '../../ui/page.tsx'
import { NoRecords, RecordGhosts, Records } from '../../ui/records.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import type { ChosenFilter, Filter } from './address.ts'
import { useArrivals } from './arrivals.ts'
import { DelegationCards, DelegationTable } from './delegation-rows.tsx'
import { Filters } from './filters.tsx'
import type { OnAct } from './row-menu.tsx'

const listed = [listDelegations]
/** While a mail is on its way somebody waits for it. Everything else the stream tells. */
const secondsBetween = (isWaiting: boolean) => (isWaiting ? 2 : null)

export const useDelegations = (org: string, { status, search }: Filter) =>
  useReadList(listDelegations, { org, ...(status && { status }), ...(search && { search }) })

type DelegationListProps = {
  org: string
  filter: Filter
  onFilter: (filter: ChosenFilter) => void
  onAct: OnAct
  onInvite: () => void
}

export function DelegationList({ org, filter, onFilter, onAct, onInvite }: DelegationListProps) {
  const shown = useDeferredValue(filter)
  const { items, first, more, loadingMore } = useDelegations(org, shown)
  const arrived = useArrivals(
    items.map(({ id }) => id),
    JSON.stringify(shown),
  )
  const isPhone = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false })
  useKeepFresh(listed, secondsBetween(items.some(({ mailState }) => mailState === 'queued')))

  if (first.counts.all === 0) return <NobodyYet onInvite={onInvite} />
  const Rows = isPhone ? DelegationCards : DelegationTable
  return (
    <>
      <Filters filter={filter} counts={first.counts} onFilter={onFilter} />
      {items.length === 0 ? (
        <NobodyHere filter={shown} onShowAll={() => onFilter({})} />
      ) : (
        <Records isStale={shown !== filter}>
          <Rows delegations={items} arrived={arrived} onAct={onAct} />
          <ShowMore more={more} loading={loadingMore} />
        </Records>
      )}
    </>
  )
}

const NobodyYet = ({ onInvite }: { onInvite: () => void }) => (
  <EmptyState icon={IconUserShare} title="No partners yet" action={<Button onClick={onInvite}>Invite partner</Button>}>
    Invite a consultant or an MSP by email. You choose what they can do, see their results, and can end their access at
    any time. Their work stays with you.
  </EmptyState>
)

const nobody = {
  all: ['Nobody found', 'Look for another part of the name or the address.'],
  active: ['No partner is active', 'Whoever accepted an invitation is here.'],
  pending: ['No partner is pending', 'Invitations that wait for an answer are here.'],
  ended: ['No access has ended', 'What was revoked, declined, cancelled or has expired is here.'],
} as const

const NobodyHere = ({ filter: { status, search }, onShowAll }: { filter: Filter; onShowAll: () => void }) => {
  const [title, explanation] = nobody[status ?? 'all']
  return (
    <NoRecords title={title} onShowAll={onShowAll}>
      {search ? `No name and no address here contains “${search}”.` : explanation}
    </NoRecords>
  )
}

export const Ghosts = () => <RecordGhosts rows={[44, 40, 36, 32, 28]} withPicture statusWidth={84} endWidth={130} />
