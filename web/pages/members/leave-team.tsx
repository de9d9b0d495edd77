import { Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { readMe } from '../../../shared/accounts.ts'
import { leaveOrganization, openWorkspace } from '../../../shared/organizations.ts'
import { reading, refreshDoors, useWrite } from '../../api.ts'
import { useMe } from '../../me.ts'
import { startOf } from '../../start.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { toast } from '../../ui/toast.tsx'
import { HandOver } from './hand-over.tsx'
import { useCounts, useTeam } from './open-team.ts'

type LeaveProps = { opened: boolean; onClose: () => void; onInvite: () => void }

/** The only admin hands over first: until then there is nothing to confirm. */
export function LeaveTeam({ opened, onClose, onInvite }: LeaveProps) {
  const { org, workspace } = useTeam()
  const { name } = workspace.organization
  const { admins } = useCounts(org)
  const isOnlyAdmin = workspace.role === 'admin' && admins === 1
  const { leave, pending, problem, forget } = useLeaving()
  const close = () => {
    onClose()
    forget()
  }
  if (isOnlyAdmin) return <HandOver opened={opened} onClose={close} onInvite={onInvite} />
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title={`Leave the team of ${name}?`}
      keep="Stay"
      act="Leave team"
      danger
      onConfirm={leave}
      pending={pending}
      problem={problem}
    >
      <Stack>
        <Text>
          Your access ends at once, and the admins are told. Your work and shared notes stay with {name}; personal notes
          stay personal. To come back, you need a new invitation.
        </Text>
      </Stack>
    </Confirm>
  )
}

function useLeaving() {
  const { org, workspace } = useTeam()
  const me = useMe()
  const cache = useQueryClient()
  const navigate = useNavigate()
  const leaving = useWrite(leaveOrganization, { refresh: [] })
  /** First away from here: what is read anew of this workspace would answer that it does not exist. */
  const goAway = async () => {
    const { slug, name } = workspace.organization
    const left = { ...me, organizations: me.organizations.filter((it) => it.slug !== slug) }
    cache.setQueryData(reading(readMe, {}).queryKey, left)
    await navigate({ to: startOf(left) })
    toast(`You left the team of ${name}`)
    cache.removeQueries({ queryKey: reading(openWorkspace, { org }).queryKey })
    await refreshDoors(cache, [readMe])
  }
  return {
    // The page may leave by itself before the answer is here: what comes after it is not the page's.
    leave: () => void leaving.mutateAsync({ org }).then(goAway, () => {}),
    pending: leaving.isPending,
    problem: leaving.error,
    forget: leaving.reset,
  }
}
