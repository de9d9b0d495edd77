import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { changeRole, type Member } from '../../../shared/organizations.ts'
import { useWrite } from '../../api.ts'
import { useSubmission } from '../../ui/form.ts'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { asRole, changed, nameOf, useCounts, useIsOneself, useTeam } from './open-team.ts'
import { RoleChoice } from './role-choice.tsx'

type ChangeRoleProps = {
  /** Whose; stays while the dialog closes. */
  member: Member | null
  opened: boolean
  onClose: () => void
}

export const ChangeRole = ({ member, opened, onClose }: ChangeRoleProps) => (
  <Modal opened={opened} onClose={onClose} title="Change role" size={540}>
    {member && <RoleForm member={member} onClose={onClose} />}
  </Modal>
)

function RoleForm({ member, onClose }: { member: Member; onClose: () => void }) {
  const { org } = useTeam()
  const isOneself = useIsOneself()(member)
  const onlyAdmin = useCounts(org).admins === 1 && member.role === 'admin' && member.status === 'active'
  const form = useForm({ initialValues: { role: member.role } })
  const changing = useWrite(changeRole, { refresh: changed })
  const { submit, problem, sending } = useSubmission(form, changing, {
    input: ({ role }) => ({ org, id: member.id, role }),
    onDone: (now) => {
      toast(toldOf(now, isOneself))
      onClose()
    },
  })
  const stepsDown = isOneself && form.values.role !== 'admin'
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <RoleChoice label={`Role of ${nameOf(member)}`} onlyAdmin={onlyAdmin} focused {...form.getInputProps('role')} />
        {onlyAdmin && <Told words="The only admin stays one. Make another admin first." />}
        {stepsDown && <Told words="You give up your admin rights at once. Only another admin can give them back." />}
        <Problem error={problem} onRetry={() => submit()} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Keep role
          </Button>
          <Button type="submit" loading={sending} disabled={!form.isDirty()}>
            Change role
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Invited ones are told their role by the invitation. */
function toldOf(now: Member, isOneself: boolean): string {
  if (isOneself) return `You are ${asRole(now.role)} now`
  const words = `${nameOf(now)} is ${asRole(now.role)} now`
  return now.status === 'active'
    ? `${words}. They are told in the app and by mail.`
    : `Accepting, ${nameOf(now)} becomes ${asRole(now.role)}`
}

const Told = ({ words }: { words: string }) => (
  <Alert color="gray" py="xs">
    <Text size="sm">{words}</Text>
  </Alert>
)
