import { Box, Button, Group, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconSearch, IconUserShare } from '@tabler/icons-react'
import { useDeferredValue } from 'react'
import { listDelegations } from '../../../shared/delegations.ts'
import { useReadList } from '../../api.ts'
import { useKeepFresh } from '../../frames/keep-fresh.ts'
import { EmptyState } from '../../ui/page.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import type { ChosenFilter, Filter } from './address.ts'
import { useArrivals } from './arrivals.ts'
import { DelegationCards, DelegationTable } from './delegation-rows.tsx'
import { Filters } from './filters.tsx'
import styles from './partners.module.css'
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
    <EmptyState
      icon={IconSearch}
      title={title}
      action={
        <Button variant="default" onClick={onShowAll}>
          Show all
        </Button>
      }
    >
      {search ? `No name and no address here contains “${search}”.` : explanation}
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
