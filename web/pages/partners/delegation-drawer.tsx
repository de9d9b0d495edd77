import { Drawer, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { findDelegation } from '../../../shared/delegations.ts'
import { reading } from '../../api.ts'
import { LoadingAfter } from '../../ui/loading-after.tsx'
import { Problem } from '../../ui/problem.tsx'
import { isLive, Who } from './delegation-facts.tsx'
import { ManageAccess } from './manage-access.tsx'
import styles from './partners.module.css'
import { Timeline } from './timeline.tsx'

type DrawerProps = {
  org: string
  company: string
  /** The delegation in the address, where there is one. */
  id: string | undefined
  show: 'timeline' | undefined
  onClose: () => void
}

/** Beside the list: the access of one partner, or what happened to it. What has ended has only a past. */
export function DelegationDrawer({ org, company, id, show, onClose }: DrawerProps) {
  const [last, setLast] = useState({ id, show })
  if (id && (id !== last.id || show !== last.show)) setLast({ id, show })
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      title={last.show === 'timeline' ? 'Timeline' : 'Manage access'}
      size={440}
      classNames={{ title: styles.drawerTitle ?? '' }}
      attributes={{ header: { role: 'none' } }}
    >
      {last.id && <Content key={last.id} org={org} company={company} id={last.id} show={last.show} onClose={onClose} />}
    </Drawer>
  )
}

function Content({ org, company, id, show, onClose }: DrawerProps & { id: string }) {
  const { data: delegation, error, refetch } = useQuery(reading(findDelegation, { org, id }))
  if (error && !delegation) return <Problem error={error} onRetry={() => void refetch()} />
  if (!delegation) return <Ghosts />
  return (
    <Stack gap="lg">
      <Who of={delegation} />
      {show === 'timeline' || !isLive(delegation) ? (
        <Timeline org={org} id={id} />
      ) : (
        <ManageAccess org={org} company={company} delegation={delegation} onClose={onClose} />
      )}
    </Stack>
  )
}

const Ghosts = () => (
  <LoadingAfter label="Loading the delegation">
    <Stack>
      <Skeleton h={40} />
      <Skeleton h={200} />
    </Stack>
  </LoadingAfter>
)
