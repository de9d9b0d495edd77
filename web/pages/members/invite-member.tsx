import { Modal, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMediaQuery } from '@mantine/hooks'
import { inviteMember } from '../../../shared/organizations.ts'
import type { Role } from '../../../shared/permissions.ts'
import { useWrite } from '../../api.ts'
import { useSubmission } from '../../ui/form.ts'
import { toast } from '../../ui/toast.tsx'
import { InviteFoot } from '../partners/invite-partner.tsx'
import { changed, useTeam } from './open-team.ts'
import { RoleChoice } from './role-choice.tsx'

type InviteProps = { onClose: () => void }

export function InviteMember({ opened, onClose }: InviteProps & { opened: boolean }) {
  const isPhone = useMediaQuery('(max-width: 48em)') ?? false
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Invite to the team"
      size={560}
      fullScreen={isPhone}
      closeOnClickOutside={false}
      {...(isPhone && { radius: 0 })}
    >
      <InviteForm onClose={onClose} />
    </Modal>
  )
}

/** The smallest role is proposed: to give more is one click, to take it back is a talk. */
const usual: { email: string; role: Role } = { email: '', role: 'viewer' }

function InviteForm({ onClose }: InviteProps) {
  const { org, workspace } = useTeam()
  const form = useForm({ initialValues: usual })
  const inviting = useWrite(inviteMember, { refresh: changed })
  const { submit, problem, sending } = useSubmission(form, inviting, {
    input: (values) => ({ org, ...values }),
    onDone: ({ user }) => {
      toast(`Invitation sent to ${user.email}`)
      onClose()
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Email"
          description="One person. They need not have an account."
          type="email"
          autoComplete="off"
          placeholder="name@company.com"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <RoleChoice label="Their role" {...form.getInputProps('role')} />
      </Stack>
      <InviteFoot
        inviteExpiryDays={workspace.inviteExpiryDays}
        act="Send invitation"
        sending={sending}
        problem={problem}
        onRetry={() => submit()}
        onClose={onClose}
      />
    </form>
  )
}
