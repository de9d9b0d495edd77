import { Stack, Text } from '@mantine/core'
import { type Member, removeMember } from '../../../shared/organizations.ts'
import { roles } from '../../../shared/permissions.ts'
import { useWrite } from '../../api.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { toast } from '../../ui/toast.tsx'
import { Line, PersonAvatar } from '../../ui/who.tsx'
import { changed, nameOf, useTeam } from './open-team.ts'

type RemoveProps = {
  /** Whom; stays while the dialog closes. */
  member: Member | null
  opened: boolean
  onClose: () => void
}

function useRemoving({ member, onClose }: RemoveProps, told: string) {
  const { org } = useTeam()
  const removing = useWrite(removeMember, { refresh: changed })
  const close = () => {
    onClose()
    removing.reset()
  }
  const remove = () =>
    member &&
    removing.mutate(
      { org, id: member.id },
      {
        onSuccess: () => {
          toast(told)
          close()
        },
      },
    )
  return { remove, close, pending: removing.isPending, problem: removing.error }
}

/** SPEC O2: says what ends, and what stays. */
export function RemoveMember(props: RemoveProps) {
  const { member, opened } = props
  const { organization } = useTeam().workspace
  const name = member ? nameOf(member) : ''
  const { remove, close, ...state } = useRemoving(props, `${name} removed from the team`)
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title="Remove from team?"
      keep="Keep in team"
      act="Remove from team"
      danger
      onConfirm={remove}
      {...state}
    >
      <Stack>
        {member && (
          <Line
            picture={<PersonAvatar name={member.user.name} size={44} />}
            name={name}
            detail={`${member.user.email} · ${roles[member.role]}`}
          />
        )}
        <Text>
          Access ends the moment you confirm: open pages close, and {name} is told by mail and in the app. Their work
          and shared notes stay with {organization.name}; personal notes stay personal. To come back, they need a new
          invitation.
        </Text>
      </Stack>
    </Confirm>
  )
}

export function CancelInvitation(props: RemoveProps) {
  const email = props.member?.user.email
  const { remove, close, ...state } = useRemoving(props, `Invitation to ${email} cancelled`)
  return (
    <Confirm
      opened={props.opened}
      onClose={close}
      title="Cancel invitation?"
      keep="Keep invitation"
      act="Cancel invitation"
      danger
      onConfirm={remove}
      {...state}
    >
      {`The invitation to ${email} stops working at once. No mail tells them. You can invite them again at any time.`}
    </Confirm>
  )
}
