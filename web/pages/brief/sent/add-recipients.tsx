import { Button, Group, Pill, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { addRecipients } from '../../../../shared/briefs.ts'
import type { SolutionSummary } from '../../../../shared/solutions.ts'
import { isProblem } from '../../../problem.ts'
import { Problem } from '../../../ui/problem.tsx'
import { toast } from '../../../ui/toast.tsx'
import { ChooseSolutions } from '../../briefs/choose-solutions.tsx'
import { solutionsIn } from '../../solutions/words.ts'
import { useBriefChange } from './change.ts'
import { useOpenBrief } from './open-brief.ts'
import styles from './sent.module.css'

type AddProps = { opened: boolean; onClose: () => void }

/** SPEC 5: a sent brief can get more recipients. They are chosen first and asked together: that is not undone. */
export function AddRecipients({ opened, onClose }: AddProps) {
  const { workspace, brief } = useOpenBrief()
  const [chosen, setChosen] = useState<SolutionSummary[]>([])
  const isRecipient = (id: string) => brief.recipients.some(({ solutionId }) => solutionId === id)
  // Somebody else may have asked one of them meanwhile.
  const fresh = chosen.filter(({ id }) => !isRecipient(id))
  const adding = useBriefChange(addRecipients, (_, { solutionIds }) => {
    toast(`Sent to ${solutionsIn(solutionIds.length)}`)
    setChosen([])
    onClose()
  })
  const add = (solutions: SolutionSummary[]) =>
    setChosen((now) => [...now, ...solutions.filter(({ id }) => !now.some((it) => it.id === id))])
  const remove = (gone: string) => {
    setChosen((now) => now.filter(({ id }) => id !== gone))
    adding.forget()
  }
  return (
    <ChooseSolutions
      opened={opened}
      onClose={onClose}
      title="Add recipients"
      workspace={workspace}
      isOn={(id) => isRecipient(id) || chosen.some((it) => it.id === id)}
      onAdd={add}
      count={fresh.length}
      foot={
        <Stack gap="sm" flex={1} miw={0}>
          <Chosen solutions={fresh} onRemove={remove} />
          <Refusal error={adding.problem} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              disabled={fresh.length === 0}
              loading={adding.sending}
              onClick={() => adding.send({ solutionIds: fresh.map(({ id }) => id) })}
            >
              {fresh.length === 0 ? 'Send' : `Send to ${solutionsIn(fresh.length)}`}
            </Button>
          </Group>
        </Stack>
      }
    />
  )
}

type ChosenProps = { solutions: SolutionSummary[]; onRemove: (id: string) => void }

const Chosen = ({ solutions, onRemove }: ChosenProps) => (
  <>
    {solutions.length > 0 && (
      <Pill.Group className={styles.chosen ?? ''}>
        {solutions.map(({ id, name }) => (
          <Pill
            key={id}
            withRemoveButton
            removeButtonProps={{ 'aria-label': `Remove ${name}`, 'aria-hidden': false, tabIndex: 0 }}
            onRemove={() => onRemove(id)}
          >
            {name}
          </Pill>
        ))}
      </Pill.Group>
    )}
    <Text size="sm" c="dimmed" role="status">
      {solutions.length === 0
        ? 'Choose whom else to ask. None of them learns of another.'
        : 'They get the brief at once, by mail and in the app. That cannot be undone.'}
    </Text>
  </>
)

/** Each solution that cannot be asked, by name. */
const Refusal = ({ error }: { error: Error | null }) => {
  const errors = isProblem(error) ? error.errors : []
  return errors.length > 1 ? (
    <Stack gap={4} role="alert">
      {errors.map(({ path, message }) => (
        <Text key={path} size="sm" c="var(--mantine-color-error)">
          {message}
        </Text>
      ))}
    </Stack>
  ) : (
    <Problem error={error} />
  )
}
