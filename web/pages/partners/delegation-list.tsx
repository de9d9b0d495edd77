import { Box, Button, Group, SegmentedControl, Skeleton, TextInput } from '@mantine/core'
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks'
import { IconSearch, IconUserShare } from '@tabler/icons-react'
import { useDeferredValue, useEffect, useState } from 'react'
import { listDelegations } from '../../../shared/delegations.ts'
import { useReadList } from '../../api.ts'
import { useKeepFresh } from '../../frames/keep-fresh.ts'
import { EmptyState } from '../../ui/page.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import type { Filter } from './address.ts'
import { useArrivals } from './arrivals.ts'
import { DelegationCards, DelegationTable } from './delegation-rows.tsx'
import styles from './partners.module.css'
import type { OnAct } from './row-menu.tsx'
import { shownStatuses } from './search.ts'

const listed = [listDelegations]
/** While a mail is on its way somebody waits for it. */
const secondsBetween = (isWaiting: boolean) => (isWaiting ? 2 : 15)

export const useDelegations = (org: string, { status, search }: Filter) =>
  useReadList(listDelegations, { org, ...(status && { status }), ...(search && { search }) })

type DelegationListProps = {
  org: string
  filter: Filter
  onFilter: (filter: { [name in keyof Filter]: unknown }) => void
  onAct: OnAct
  onInvite: () => void
}

/** The last answer stays, faded, until the one for a new filter is there. */
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
        <Box className={shown === filter ? '' : (styles.stale ?? '')}>
          <Rows delegations={items} arrived={arrived} onAct={onAct} />
          <ShowMore more={more} loading={loadingMore} />
        </Box>
      )}
    </>
  )
}

const labels = { active: 'Active', pending: 'Pending', ended: 'Ended' }

type FiltersProps = {
  filter: Filter
  counts: { all: number; active: number; pending: number; ended: number }
  onFilter: (filter: { [name in keyof Filter]: unknown }) => void
}

const Filters = ({ filter, counts, onFilter }: FiltersProps) => (
  <Group justify="space-between" mb="sm" gap="sm">
    <SegmentedControl
      aria-label="Status"
      value={filter.status ?? 'all'}
      onChange={(chosen) => onFilter({ ...filter, status: chosen })}
      data={[
        { value: 'all', label: `All ${counts.all}` },
        ...shownStatuses.map((status) => ({ value: status, label: `${labels[status]} ${counts[status]}` })),
      ]}
    />
    <Search text={filter.search ?? ''} onSearch={(search) => onFilter({ ...filter, search })} />
  </Group>
)

/** Asks the server when the typing pauses. */
function Search({ text, onSearch }: { text: string; onSearch: (text: string) => void }) {
  const [typed, setTyped] = useState(text)
  const search = useDebouncedCallback(onSearch, 300)
  useEffect(() => {
    if (!text) setTyped('')
  }, [text])
  return (
    <TextInput
      type="search"
      aria-label="Find a partner"
      placeholder="Name or email"
      leftSection={<IconSearch size={16} />}
      className={styles.search ?? ''}
      maxLength={200}
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        search(value.trim())
      }}
    />
  )
}

const NobodyYet = ({ onInvite }: { onInvite: () => void }) => (
  <EmptyState icon={IconUserShare} title="No partners yet" action={<Button onClick={onInvite}>Invite partner</Button>}>
    Invite a consultant or an MSP by email. You choose what they can do, see their results, and can end their access at
    any time. Their work stays with you.
  </EmptyState>
)

const nobody = { active: 'No partner is active', pending: 'No partner is pending', ended: 'No partner has ended' }

const NobodyHere = ({ filter: { status, search }, onShowAll }: { filter: Filter; onShowAll: () => void }) => (
  <EmptyState
    icon={IconSearch}
    title={status ? nobody[status] : 'Nobody found'}
    action={
      <Button variant="default" onClick={onShowAll}>
        Show all
      </Button>
    }
  >
    {search ? `No name and no address here contains “${search}”.` : 'Others may be.'}
  </EmptyState>
)

/** The shape of what comes, so that nothing jumps. */
export const Ghosts = () => (
  <>
    <Group justify="space-between" mb="sm">
      <Skeleton h={36} w={292} radius="md" />
      <Skeleton h={36} w={240} radius="md" visibleFrom="sm" />
    </Group>
    <div className={styles.frame}>
      {[44, 40, 36, 32, 28].map((width) => (
        <Group key={width} p="md" wrap="nowrap" className={styles.ghost ?? ''}>
          <Skeleton circle h={36} w={36} flex="none" />
          <Box flex={1}>
            <Skeleton h={14} w={`${width}%`} />
            <Skeleton h={11} w="58%" mt={8} />
          </Box>
          <Skeleton h={26} w={84} />
          <Skeleton h={14} w={130} visibleFrom="sm" />
        </Group>
      ))}
    </div>
  </>
)
