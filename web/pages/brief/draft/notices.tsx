import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Problem } from '../../../ui/problem.tsx'
import styles from './draft.module.css'
import { focusFirstError } from './errors.ts'
import { useOpenDraft } from './open-draft.ts'
import { type Field, fieldNames, fieldOfPath, type Typed, typedOf } from './typed.ts'

/** Why something is not saved, and what to do. In sight however far down the page one is. */
export function Notices() {
  const { failure, conflicts, keeper, isRestored } = useOpenDraft()
  return (
    <div className={styles.notices}>
      <Problem error={failure} onRetry={() => void keeper.saveNow()} />
      {conflicts.map((it) => (
        <Conflicting key={it.field} {...it} />
      ))}
      {!failure && <NeedsAttention />}
      {isRestored && <Restored />}
    </div>
  )
}

/** Nothing is replaced behind anybody's back: whoever types here decides. */
function Conflicting({ field, by }: { field: Field; by: string }) {
  const { keeper, brief } = useOpenDraft()
  const says = wordsOf(field, typedOf(brief))
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle size={20} stroke={1.7} />} py="sm">
      <Text size="sm">
        {by} changed “{fieldNames[field]}” a moment ago. {says} What you wrote is still here, and not saved.
      </Text>
      <Group gap="xs" mt="xs">
        <Button size="xs" variant="default" onClick={() => keeper.keepMine(field)}>
          Keep mine
        </Button>
        <Button size="xs" variant="default" onClick={() => keeper.takeTheirs(field)}>
          Take theirs
        </Button>
      </Group>
    </Alert>
  )
}

const LONGEST_SAID = 300

/** What a field says on the server now. */
function wordsOf(field: Field, typed: Typed): string {
  if (field === 'title' || field === 'description' || field === 'requirements') {
    const text = typed[field]
    const told = text.length > LONGEST_SAID ? `${text.slice(0, LONGEST_SAID)}…` : text
    return text ? `It says now: “${told}”.` : 'It is empty now.'
  }
  if (field === 'questions')
    return typed.questions.length === 0
      ? 'There are none now.'
      : `They are now: ${typed.questions.map(({ text }) => `“${text || 'Not written yet'}”`).join(', ')}.`
  if (field === 'recipients')
    return typed.recipients.length === 0
      ? 'There are none now.'
      : `They are now: ${typed.recipients.map(({ name }) => name).join(', ')}.`
  return ''
}

/** A field that cannot be saved as it stands may be far away. */
function NeedsAttention() {
  const { errors, unsaved } = useOpenDraft()
  const paths = Object.keys(errors)
  if (paths.length === 0) return null
  const isUnsaved = paths.some((path) => unsaved.includes(fieldOfPath(path)!))
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle size={20} stroke={1.7} />} py="sm">
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          {isUnsaved ? 'Not saved: some fields need your attention.' : 'Not sent: some fields need your attention.'}
        </Text>
        <Button size="xs" variant="default" onClick={() => focusFirstError(errors)}>
          Show me
        </Button>
      </Group>
    </Alert>
  )
}

/** What a crash would have taken. */
function Restored() {
  const { keeper } = useOpenDraft()
  return (
    <Alert
      color="gray"
      role="status"
      py="sm"
      withCloseButton
      closeButtonLabel="Close"
      onClose={() => keeper.acceptRestored()}
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm">What you typed here last time was not saved. It is back.</Text>
        <Button size="xs" variant="default" onClick={() => keeper.discardRestored()}>
          Discard it
        </Button>
      </Group>
    </Alert>
  )
}
