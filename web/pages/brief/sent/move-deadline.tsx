import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { changeBrief } from '../../../../shared/briefs.ts'
import { instantsAt, localTime, placeOfZone } from '../../../../shared/zoned-time.ts'
import { ChangedMeanwhile } from '../../../ui/changed-meanwhile.tsx'
import { useSubmission } from '../../../ui/form.ts'
import { Deadline } from '../../../ui/moment.tsx'
import { Problem } from '../../../ui/problem.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useBriefChange } from './change.ts'
import { useOpenBrief } from './open-brief.ts'

type MoveProps = { opened: boolean; onClose: () => void }

export const MoveDeadline = ({ opened, onClose }: MoveProps) => (
  <Modal opened={opened} onClose={onClose} title="Move deadline" size={540} closeOnClickOutside={false}>
    <MoveForm onClose={onClose} />
  </Modal>
)

/** SPEC 5: to later only, by the clock of the zone in which its author meant it. */
function MoveForm({ onClose }: Pick<MoveProps, 'onClose'>) {
  const { deadline, deadlineZone } = useOpenBrief().brief
  const zone = deadlineZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const form = useForm({
    initialValues: { deadline: deadline ? localTime(new Date(deadline), zone) : '' },
    validate: { deadline: (typed) => (latestAt(typed, zone) ? null : 'Choose a day and a time.') },
  })
  const moving = useBriefChange(changeBrief, () => {
    toast('Deadline moved')
    onClose()
  })
  const { submit, problem, sending } = useSubmission(form, moving.change, {
    input: ({ deadline: typed }) => ({ deadline: latestAt(typed, zone), deadlineZone: zone }),
  })
  const chosen = latestAt(form.values.deadline, zone)
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {deadline && (
          <Text>
            Now it is <Deadline at={deadline} zone={zone} />. It only moves to later.
          </Text>
        )}
        <TextInput
          label="New deadline"
          description={`By the clock of ${placeOfZone(zone)}.`}
          type="datetime-local"
          data-autofocus
          {...form.getInputProps('deadline')}
        />
        <Text size="sm" c="dimmed" role="status">
          {chosen && (
            <>
              Solutions can answer until <Deadline at={chosen} zone={zone} />. They read it with the brief; no mail says
              so.
            </>
          )}
        </Text>
        <ChangedMeanwhile by={moving.changedBy} then="move it again" />
        <Problem error={moving.changedBy ? null : problem} onRetry={() => submit()} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Keep deadline
          </Button>
          <Button type="submit" loading={sending}>
            Move deadline
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Where clocks are put back, a time comes twice: the later one gives solutions more of it. */
const latestAt = (local: string, zone: string): string | null => instantsAt(local, zone).at(-1)?.toISOString() ?? null
