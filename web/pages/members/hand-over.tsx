import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { changeRole, listMembers, type Member } from '../../../shared/organizations.ts'
import { reading, useWrite } from '../../api.ts'
import { useSubmission } from '../../ui/form.ts'
import { FoundSelect } from '../../ui/found-select.tsx'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import styles from './members.module.css'
import { changed, nameOf, useCounts, useTeam } from './open-team.ts'

type HandOverProps = { opened: boolean; onClose: () => void; onInvite: () => void }

/** Two steps, of which the second one opens by itself: make somebody an admin, then leave. */
export function HandOver({ opened, onClose, onInvite }: HandOverProps) {
  const { org, workspace } = useTeam()
  const others = useCounts(org).active - 1
  const invite = () => {
    onClose()
    onInvite()
  }
  return (
    <Modal opened={opened} onClose={onClose} title="Hand over before you leave" size={540}>
      <Stack gap="lg">
        <Text>You are the only admin of {workspace.organization.name}, and it needs one.</Text>
        {others > 0 ? <NextAdmin onClose={onClose} /> : <NobodyElse onClose={onClose} onInvite={invite} />}
      </Stack>
    </Modal>
  )
}

const NobodyElse = ({ onClose, onInvite }: Omit<HandOverProps, 'opened'>) => (
  <>
    <Text>Nobody else is in the team. Invite somebody as an admin. Once they have accepted, you can leave.</Text>
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onClose}>
        Stay
      </Button>
      <Button onClick={onInvite}>Invite to the team</Button>
    </Group>
  </>
)

function NextAdmin({ onClose }: { onClose: () => void }) {
  const { org } = useTeam()
  const form = useForm<{ id: string | null }>({
    initialValues: { id: null },
    validate: { id: (id) => (id ? null : 'Choose who becomes an admin.') },
  })
  const changing = useWrite(changeRole, { refresh: changed })
  const { submit, problem, sending } = useSubmission(form, changing, {
    input: ({ id }) => ({ org, id: id ?? '', role: 'admin' as const }),
    onDone: (member) => toast(`${nameOf(member)} is an admin now. They are told in the app and by mail.`),
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <section className={styles.step}>
          <Title order={3} size="h4" mb="xs">
            1. Make another admin
          </Title>
          <OneOfTheTeam {...form.getInputProps('id')} />
        </section>
        <section className={styles.step}>
          <Title order={3} size="h4" mb={4}>
            2. Leave team
          </Title>
          <Text size="sm" c="dimmed">
            Comes next, and is asked again. You can also stay, with two admins.
          </Text>
        </section>
        <Problem error={problem} onRetry={() => submit()} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Stay
          </Button>
          <Button type="submit" loading={sending}>
            Make admin
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type OneOfTheTeamProps = { value?: string | null; onChange?: (id: string | null) => void }

function OneOfTheTeam(field: OneOfTheTeamProps) {
  const { org } = useTeam()
  const [search, setSearch] = useState('')
  const { data } = useQuery({
    ...reading(listMembers, { org, status: 'active', ...(search && { search }) }),
    placeholderData: keepPreviousData,
  })
  const others = (data?.items ?? []).filter(({ role }) => role !== 'admin')
  return (
    <FoundSelect
      label="Who"
      description="They get all your rights: team, partners, settings."
      placeholder="Name or email"
      options={others.map(optionOf)}
      onSearch={setSearch}
      {...field}
    />
  )
}

const optionOf = (member: Member) => ({
  value: member.id,
  label: member.user.name ? `${member.user.name} (${member.user.email})` : member.user.email,
})
