import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useRef } from 'react'
import { changeItem, type Shortlist } from '../../../shared/shortlists.ts'
import { isProblem } from '../../problem.ts'
import { ChangedMeanwhile } from '../../ui/changed-meanwhile.tsx'
import { isFocusIn } from '../../ui/focus.ts'
import { Problem } from '../../ui/problem.tsx'
import { focusMenuOf } from '../../ui/row-focus.ts'
import { useChange } from './change.ts'
import type { Draft, Drafts } from './drafts.ts'
import styles from './shortlist.module.css'

type Item = Shortlist['items'][number]
type ReasonProps = { item: Item; mayEdit: boolean; drafts: Drafts }

/** The line why: read by everybody, written in its place. */
export function Reason({ item, mayEdit, drafts }: ReasonProps) {
  const draft = drafts.of(item.solutionId)
  if (mayEdit && draft) return <ReasonEditor item={item} draft={draft} drafts={drafts} />
  if (item.reason) return <Text className={styles.reason ?? ''}>{item.reason}</Text>
  if (!mayEdit) return null
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      className={styles.addReason ?? ''}
      leftSection={<IconPlus size={15} />}
      aria-label={`Add a line why ${item.solution.name}`}
      onClick={() => drafts.begin(item)}
    >
      Add a line why
    </Button>
  )
}

type ReasonEditorProps = { item: Item; draft: Draft; drafts: Drafts }

/** Nothing is saved by leaving the field, and nothing is lost by it: the text waits until it is saved or cancelled. */
function ReasonEditor({ item, draft, drafts }: ReasonEditorProps) {
  const { solutionId, solution, reason } = item
  const row = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const stop = () => {
    // The field goes, so the focus stays in its row, unless somebody took it elsewhere while the line was being saved.
    if (isFocusIn(row.current)) focusMenuOf(row.current?.closest('li'))
    drafts.stop(solutionId)
  }
  const { send, sending, changedBy, problem } = useChange(changeItem, {
    onDone: stop,
    onRefused: () => field.current?.focus(),
  })
  const save = () => (draft.text.trim() === reason ? stop() : send({ solutionId, reason: draft.text }))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') stop()
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    save()
  }
  const refusal = fieldError(problem)
  return (
    <Stack gap="xs" mt="xs" ref={row}>
      <Textarea
        ref={field}
        aria-label={`Why ${solution.name}`}
        placeholder="Fills a night shift in four hours on average."
        autosize
        minRows={1}
        maxRows={6}
        maxLength={500}
        autoFocus
        value={draft.text}
        onChange={({ currentTarget: { value } }) => drafts.write(solutionId, value)}
        onKeyDown={onKeyDown}
        error={refusal}
      />
      <ChangedMeanwhile by={changedBy} then="save again" />
      {reason !== draft.from && reason !== draft.text.trim() && (
        <Text size="sm" c="dimmed" role="status">
          {reason ? `This line says now: “${reason}”.` : 'This line is empty now.'} Save replaces it with yours.
        </Text>
      )}
      {!refusal && <Problem error={problem} onRetry={save} />}
      <Group gap="xs">
        <Button size="xs" onClick={save} loading={sending}>
          Save
        </Button>
        <Button size="xs" variant="default" onClick={stop}>
          Cancel
        </Button>
      </Group>
    </Stack>
  )
}

const fieldError = (error: Error | null) =>
  isProblem(error) ? error.errors.find(({ path }) => path === 'reason')?.message : undefined
