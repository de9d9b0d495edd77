import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { changeShortlist } from '../../../shared/shortlists.ts'
import { fieldErrorsOf } from '../../ui/form.ts'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { ShortlistFields } from '../shortlists/shortlist-fields.tsx'
import { useChange } from './change.ts'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { useOpenShortlist } from './open-shortlist.ts'

type EditProps = { onClose: () => void }

export const EditWords = ({ opened, onClose }: EditProps & { opened: boolean }) => (
  <Modal opened={opened} onClose={onClose} title="Edit title and description" size={540} closeOnClickOutside={false}>
    <EditForm onClose={onClose} />
  </Modal>
)

/** What somebody else wrote meanwhile is shown beside what is being typed; saving then replaces it. */
function EditForm({ onClose }: EditProps) {
  const { shortlist } = useOpenShortlist()
  const [from] = useState({ title: shortlist.title, description: shortlist.description })
  const form = useForm({ initialValues: from })
  const { send, sending, changedBy, problem } = useChange(changeShortlist, {
    onDone: () => {
      toast('Saved')
      onClose()
    },
    onRefused: (error) => form.setErrors(fieldErrorsOf(error, from) ?? {}),
  })
  const save = form.onSubmit((words) => (form.isDirty() ? send(words) : onClose()))
  const isNews = (field: keyof typeof from) => ![from[field], form.values[field].trim()].includes(shortlist[field])
  const elsewhere = problem && fieldErrorsOf(problem, from) ? null : problem
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="md">
        <ShortlistFields form={form} />
        <ChangedMeanwhile by={changedBy} then="save again" />
        {isNews('title') && <SaysNow what="title" text={shortlist.title} />}
        {isNews('description') && <SaysNow what="description" text={shortlist.description} />}
        <Problem error={elsewhere} onRetry={() => save()} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const SaysNow = ({ what, text }: { what: string; text: string }) => (
  <Text size="sm" c="dimmed" role="status">
    {text ? `The ${what} says now: “${text}”` : `The ${what} is empty now.`} Save replaces it with yours.
  </Text>
)
