import { cancelInvitation, type Delegation } from '../../../shared/delegations.ts'
import { useWrite } from '../../api.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { toast } from '../../ui/toast.tsx'
import { changed } from './delegation-doors.ts'

type CancelProps = { org: string; delegation: Delegation | null; opened: boolean; onClose: () => void }

export function CancelInvitation({ org, delegation, opened, onClose }: CancelProps) {
  const cancelling = useWrite(cancelInvitation, { refresh: changed })
  const email = delegation?.partner.email
  const close = () => {
    onClose()
    cancelling.reset()
  }
  const cancel = () =>
    delegation &&
    cancelling.mutate(
      { org, id: delegation.id },
      {
        onSuccess: () => {
          toast(`Invitation to ${email} cancelled`)
          close()
        },
      },
    )
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title="Cancel invitation?"
      keep="Keep invitation"
      act="Cancel invitation"
      danger
      onConfirm={cancel}
      pending={cancelling.isPending}
      problem={cancelling.error}
    >
      {`The invitation to ${email} stops working at once. No mail tells them. You can invite them again at any time.`}
    </Confirm>
  )
}
