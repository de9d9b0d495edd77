import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import type { z } from 'zod'
import { askerText, type Brief, closeBrief, type Outcome } from '../../../../shared/briefs.ts'
import { StatusBadge } from '../../../ui/badges.tsx'
import { ChangedMeanwhile } from '../../../ui/changed-meanwhile.tsx'
import choice from '../../../ui/choice.module.css'
import { Problem } from '../../../ui/problem.tsx'
import { TextButton } from '../../../ui/text-button.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useBriefChange } from './change.ts'
import { useOpenBrief } from './open-brief.ts'
import styles from './sent.module.css'
import { outcomeTold, undecided } from './words.ts'

type CloseProps = { opened: boolean; onClose: () => void }
type Said = z.infer<typeof Outcome>
/** By solution; who is not named here is told nothing. */
type Chosen = Record<string, Said>

/** Closes it, or says outcomes of one that has closed: to some, to all, or to nobody yet. */
export function CloseBrief({ opened, onClose }: CloseProps) {
  const isPhone = useMediaQuery('(max-width: 48em)') ?? false
  const { brief } = useOpenBrief()
  // Its deadline may pass while somebody chooses: the dialog stays what it was opened as until the answer is there.
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={brief.status === 'closed' ? 'Tell outcomes' : 'Close brief'}
      size={640}
      fullScreen={isPhone}
      closeOnClickOutside={false}
      {...(isPhone && { radius: 0 })}
    >
      <CloseForm onClose={onClose} />
    </Modal>
  )
}

function CloseForm({ onClose }: Pick<CloseProps, 'onClose'>) {
  const { brief } = useOpenBrief()
  const [chosen, setChosen] = useState<Chosen>({})
  const isClosed = brief.status === 'closed'
  const recipients = undecided(brief.recipients)
  const outcomes = recipients.flatMap(({ solutionId }) =>
    chosen[solutionId] ? [{ solutionId, outcome: chosen[solutionId] }] : [],
  )
  const closing = useBriefChange(closeBrief, ({ title }) => {
    toast(isClosed ? toldText(outcomes.length) : `${title} closed`)
    onClose()
  })
  const act = () => closing.send({ outcomes })
  const decide = (solutionId: string, outcome: Said | null) =>
    setChosen(({ [solutionId]: _, ...others }) => ({ ...others, ...(outcome && { [solutionId]: outcome }) }))
  const declineRest = () =>
    setChosen((now) =>
      Object.fromEntries(recipients.map(({ solutionId }) => [solutionId, now[solutionId] ?? 'not_selected'])),
    )
  return (
    <Stack gap="md">
      <Consequences isClosed={isClosed} />
      <Group justify="space-between" gap="xs">
        <Text fw={600} size="sm" id="outcomes">
          {isClosed ? 'Who is told what' : 'Outcomes, if you want to say them now'}
        </Text>
        {recipients.length > 1 && <TextButton onClick={declineRest}>All others: not selected</TextButton>}
      </Group>
      <ul className={styles.outcomes} aria-labelledby="outcomes">
        {recipients.map((it) => (
          <OutcomeOf key={it.solutionId} of={it} outcome={chosen[it.solutionId] ?? null} onDecide={decide} />
        ))}
      </ul>
      <ChangedMeanwhile by={closing.changedBy} then={isClosed ? 'tell them again' : 'close it again'} />
      <Problem error={closing.problem} onRetry={act} />
      <div className={choice.foot}>
        <Text size="sm" c="dimmed" role="status">
          {outcomes.length > 0 && `${outcomes.length} of ${recipients.length} will be told an outcome.`}
        </Text>
        <Group gap="xs" ml="auto">
          <Button variant="default" onClick={onClose} data-autofocus>
            {isClosed ? 'Not now' : 'Keep open'}
          </Button>
          <Button onClick={act} loading={closing.sending} disabled={isClosed && outcomes.length === 0}>
            {isClosed ? 'Tell outcomes' : 'Close brief'}
          </Button>
        </Group>
      </div>
    </Stack>
  )
}

function Consequences({ isClosed }: { isClosed: boolean }) {
  const { asks } = useOpenBrief().brief
  const told = outcomeTold(askerText(asks))
  return (
    <Stack gap="xs">
      {!isClosed && (
        <Text>Nobody can answer any more. Solutions that have not answered are told that it has closed.</Text>
      )}
      <Text>
        Who is selected reads “{told.selected}”; who is not reads “{told.not_selected}”. Each learns only of itself, by
        mail and in the app.{' '}
        {isClosed ? 'What was told is not taken back.' : 'You can say it later, too; what was told is not taken back.'}
      </Text>
    </Stack>
  )
}

type OutcomeProps = {
  of: Brief['recipients'][number]
  outcome: Said | null
  onDecide: (solutionId: string, outcome: Said | null) => void
}

const OutcomeOf = ({ of: { solutionId, solution, state }, outcome, onDecide }: OutcomeProps) => (
  <li>
    <span className={styles.who}>
      <span className={styles.name}>{solution.name}</span>
      <StatusBadge status={state} />
    </span>
    <NativeSelect
      aria-label={`Outcome for ${solution.name}`}
      data={choices}
      value={outcome ?? 'nothing'}
      onChange={({ currentTarget: { value } }) => onDecide(solutionId, saidIn(value))}
      className={styles.outcome ?? ''}
    />
  </li>
)

const saidIn = (value: string): Said | null => (value === 'selected' || value === 'not_selected' ? value : null)

/* Of the browser itself: there may be hundreds of them. */
const choices = [
  { value: 'nothing', label: 'Say nothing' },
  { value: 'selected', label: 'Selected' },
  { value: 'not_selected', label: 'Not selected' },
]

const toldText = (count: number) => (count === 1 ? '1 solution told' : `${count} solutions told`)
