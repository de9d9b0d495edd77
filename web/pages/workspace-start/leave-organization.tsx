import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { readMe } from '../../../shared/accounts.ts'
import { leavePartnership } from '../../../shared/invitations.ts'
import { openWorkspace } from '../../../shared/organizations.ts'
import { reading, refreshDoors, useWrite } from '../../api.ts'
import { paths } from '../../paths.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { toast } from '../../ui/toast.tsx'

type LeaveProps = {
  organization: { slug: string; name: string }
  delegationId: string
  opened: boolean
  onClose: () => void
}

export function LeaveOrganization({ organization: { slug, name }, delegationId, opened, onClose }: LeaveProps) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const leaving = useWrite(leavePartnership, { refresh: [] })
  /** First away from here: what is read anew of this workspace would answer that it does not exist. */
  const goAway = async () => {
    await navigate({ to: paths.partnerDashboard })
    toast(`You left ${name}`)
    cache.removeQueries({ queryKey: reading(openWorkspace, { org: slug }).queryKey })
    await refreshDoors(cache, [readMe])
  }
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={`Leave ${name}?`}
      keep="Stay"
      act="Leave"
      danger
      onConfirm={() => leaving.mutate({ delegationId }, { onSuccess: () => void goAway() })}
      pending={leaving.isPending}
      problem={leaving.error}
    >
      {`Your access ends at once, and the admins of ${name} are told. Published work stays with ${name}, and your drafts pass to it. Personal notes stay personal. To come back, you need a new invitation.`}
    </Confirm>
  )
}
