import { Group, Radio, Select, Stack, Text, TextInput } from '@mantine/core'
import { distanceText, instantsAt, placeOfZone } from '../../../../shared/zoned-time.ts'
import { Deadline } from '../../../ui/moment.tsx'
import { TextButton } from '../../../ui/text-button.tsx'
import { zoneChoices } from '../../../ui/zone-choices.ts'
import { errorAt } from './errors.ts'
import { useOpenDraft } from './open-draft.ts'
import { Section } from './section.tsx'
import { type Typed, wireOf } from './typed.ts'

const USUAL_TIME = '17:00'

export function Dates() {
  const { typed, keeper, errors } = useOpenDraft()
  return (
    <Section title="Dates" purpose="Optional. Without a deadline the brief takes answers until somebody closes it.">
      <Stack gap="md">
        <DeadlineFields />
        <TextInput
          type="date"
          label="Start of the work"
          data-path="startDate"
          w={{ base: '100%', xs: 190 }}
          value={typed.startDate}
          onChange={({ currentTarget: { value } }) => keeper.change({ startDate: value })}
          error={errorAt(errors, 'startDate')}
        />
      </Stack>
    </Section>
  )
}

/** A day and a time by the clocks of a zone. Where those are changed, a time may come never, or twice: then one is asked. */
function DeadlineFields() {
  const { typed, keeper, errors } = useOpenDraft()
  const { deadline } = typed
  const change = (more: Partial<Typed['deadline']>) => {
    const next = { ...deadline, isSecond: false, ...more }
    keeper.change({ deadline: { ...next, time: next.time || (next.date ? USUAL_TIME : '') } })
  }
  return (
    <div>
      <Group gap="sm" align="flex-start">
        <TextInput
          type="date"
          label="Answers until"
          data-path="deadline"
          w={{ base: '100%', xs: 190 }}
          value={deadline.date}
          onChange={({ currentTarget: { value } }) => change({ date: value })}
          error={errors.deadline}
        />
        <TextInput
          type="time"
          label="Time"
          data-path="deadline.time"
          w={{ base: '100%', xs: 130 }}
          value={deadline.time}
          onChange={({ currentTarget: { value } }) =>
            keeper.change({ deadline: { ...deadline, isSecond: false, time: value } })
          }
          error={errorAt(errors, 'deadline.time')}
        />
        <Select
          label="Time zone"
          data-path="deadlineZone"
          w={{ base: '100%', xs: 240 }}
          searchable
          comboboxProps={{ portalProps: { target: '#main' } }}
          allowDeselect={false}
          nothingFoundMessage="No zone is called that."
          data={zoneChoices}
          value={deadline.zone}
          onChange={(zone) => zone && change({ zone })}
          error={errorAt(errors, 'deadlineZone')}
        />
      </Group>
      <WhichOfTwo onChoose={(isSecond) => change({ isSecond })} />
      <Understood />
      {deadline.date && (
        <TextButton
          onClick={() => keeper.change({ deadline: { ...deadline, date: '', time: '', isSecond: false } })}
          mt={4}
        >
          Remove the deadline
        </TextButton>
      )}
    </div>
  )
}

function WhichOfTwo({ onChoose }: { onChoose: (isSecond: boolean) => void }) {
  const { date, time, zone, isSecond } = useOpenDraft().typed.deadline
  const [first, second] = instantsAt(`${date}T${time}`, zone)
  if (!first || !second) return null
  return (
    <Radio.Group
      mt="sm"
      label={`Clocks in ${placeOfZone(zone)} are put back on this day: ${time} comes twice. Which one?`}
      value={isSecond ? 'second' : 'first'}
      onChange={(chosen) => onChoose(chosen === 'second')}
    >
      <Group gap="md" mt={4}>
        <Radio value="first" label={`The first (${distanceText(first, zone)})`} />
        <Radio value="second" label={`The second (${distanceText(second, zone)})`} />
      </Group>
    </Radio.Group>
  )
}

/** The instant that was understood, as solutions in the reader's zone will read it. */
function Understood() {
  const { typed } = useOpenDraft()
  const wire = wireOf('deadline', typed)
  const deadline = 'given' in wire ? wire.given.deadline : null
  return (
    deadline && (
      <Text size="sm" c="dimmed" mt="xs">
        Solutions read: <Deadline at={deadline} zone={typed.deadline.zone} />
      </Text>
    )
  )
}
