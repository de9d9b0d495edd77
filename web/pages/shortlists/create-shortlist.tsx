import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { openWorkspace } from '../../../shared/organizations.ts'
import { countShortlists, createShortlist, listShortlists, type Shortlist } from '../../../shared/shortlists.ts'
import { reading, useWrite } from '../../api.ts'
import { useSubmission } from '../../ui/form.ts'
import { Problem } from '../../ui/problem.tsx'
import { ShortlistFields } from './shortlist-fields.tsx'
import { whoWillSee } from './words.ts'

type CreateProps = { org: string; onClose: () => void; onCreated: (shortlist: Shortlist) => void }

/** What is there afterwards, the caller says: it knows whether one goes there or stays. */
export const CreateShortlist = ({ opened, ...form }: CreateProps & { opened: boolean }) => (
  <Modal opened={opened} onClose={form.onClose} title="New shortlist" size={540} closeOnClickOutside={false}>
    <CreateForm {...form} />
  </Modal>
)

function CreateForm({ org, onClose, onCreated }: CreateProps) {
  const form = useForm({ initialValues: { title: '', description: '' } })
  const { data: workspace } = useQuery(reading(openWorkspace, { org }))
  const creating = useWrite(createShortlist, { refresh: [listShortlists, countShortlists] })
  const { submit, problem, sending } = useSubmission(form, creating, {
    input: (values) => ({ org, ...values }),
    onDone: onCreated,
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ShortlistFields form={form} />
        {workspace && (
          <Text size="sm" c="dimmed">
            {whoWillSee(workspace)}
          </Text>
        )}
        <Problem error={problem} onRetry={() => submit()} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            Create shortlist
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
