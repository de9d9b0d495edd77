import { Alert, Button, Group, Text } from '@mantine/core'
import { addItem } from '../../../shared/shortlists.ts'
import { Problem } from '../../ui/problem.tsx'
import { useChange } from './change.ts'
import type { Draft, Drafts } from './drafts.ts'
import { useOpenShortlist } from './open-shortlist.ts'

/** Lines that somebody was writing while another took the solution away: what was typed is still there. */
export const OrphanedDrafts = ({ drafts }: { drafts: Drafts }) =>
  drafts
    .orphans(useOpenShortlist().shortlist.items)
    .map((draft) => <Orphan key={draft.solutionId} draft={draft} onStop={() => drafts.stop(draft.solutionId)} />)

function Orphan({ draft: { solutionId, name, text }, onStop }: { draft: Draft; onStop: () => void }) {
  const { send, sending, problem } = useChange(addItem, { onDone: onStop })
  const add = () => send({ solutionId, reason: text })
  return (
    <Alert color="gray" role="alert" mb="sm">
      <Text size="sm">
        {name} was taken off this shortlist while you wrote: “{text}”
      </Text>
      <Problem error={problem} onRetry={add} />
      <Group gap="xs" mt="xs">
        <Button size="xs" variant="default" onClick={add} loading={sending}>
          Add it again
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onStop}>
          Discard the line
        </Button>
      </Group>
    </Alert>
  )
}
