import { Button, Group, SegmentedControl, Text, Textarea } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { LONGEST_NOTE, type Visibility, visibilities } from '../../../shared/notes.ts'
import { isProblem } from '../../problem.ts'
import { Markdown } from '../../ui/markdown.tsx'
import { Problem } from '../../ui/problem.tsx'
import type { Draft } from './drafts.ts'
import styles from './notes.module.css'
import { useOpenNotes } from './open-notes.ts'
import { audiencesOf, kindOf, type Work, whoSeesNote } from './words.ts'

/** From here on it is said how long the text is. */
const LONG = 7500

type FieldsProps = {
  /** Of the field. */
  label: string
  /** What the button does. */
  act: string
  draft: Draft
  work: Work | null
  onChange: (draft: Draft) => void
  onSave: (draft: Draft) => void
  /** Of a note that is there already. */
  onCancel?: (() => void) | undefined
  sending: boolean
  problem: Error | null
  autoFocus?: boolean
  /** Between the text and the buttons. */
  children?: ReactNode
}

/** What a note says and, before it is saved, who will see it. */
export function NoteFields({ work, onSave, onCancel, sending, problem, children, ...text }: FieldsProps) {
  const { subject, workspace } = useOpenNotes()
  const [isPreview, setPreview] = useState(false)
  const audiences = audiencesOf(workspace)
  const visibility = audiences.includes(text.draft.visibility) ? text.draft.visibility : 'personal'
  const draft = { ...text.draft, visibility }
  /** An empty new note is nothing yet; one that was emptied is refused by the server, in its words. */
  const isBegun = draft.body.trim() !== '' || onCancel !== undefined
  const refusal = refusalOf(problem)
  const save = () => !sending && isBegun && onSave({ ...draft, body: draft.body.trim() })
  return (
    <section aria-label={text.label} className={styles.fields}>
      <div className={styles.composer} data-refused={refusal !== undefined || undefined}>
        {isPreview ? (
          <section className={styles.preview} aria-label="Preview">
            <Markdown>{draft.body}</Markdown>
          </section>
        ) : (
          <Writing {...text} draft={draft} error={refusal} isReadOnly={sending} onSave={save} onCancel={onCancel} />
        )}
      </div>
      <WhoSees
        audiences={audiences}
        chosen={visibility}
        words={whoSeesNote(visibility, workspace, kindOf(subject), work)}
        onChoose={(chosen) => text.onChange({ ...draft, visibility: chosen })}
      />
      {children}
      {!refusal && <Problem error={problem} onRetry={save} />}
      {isBegun && (
        <Group gap="xs" justify="flex-end">
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            mr="auto"
            px={8}
            aria-pressed={isPreview}
            onClick={() => setPreview(!isPreview)}
          >
            {isPreview ? 'Write' : 'Preview'}
          </Button>
          {onCancel && (
            <Button size="xs" variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <Button size="xs" loading={sending} onClick={save}>
            {text.act}
          </Button>
        </Group>
      )}
    </section>
  )
}

type WritingProps = Pick<FieldsProps, 'label' | 'draft' | 'onChange' | 'onCancel' | 'autoFocus'> & {
  error: string | undefined
  isReadOnly: boolean
  onSave: () => void
}

function Writing({ label, draft, onChange, onSave, onCancel, autoFocus = false, error, isReadOnly }: WritingProps) {
  const hint = useId()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      onSave()
    }
    if (event.key === 'Escape' && onCancel) {
      // It does not close the notes, too.
      event.stopPropagation()
      onCancel()
    }
  }
  return (
    <>
      <Textarea
        variant="unstyled"
        aria-label={label}
        aria-describedby={hint}
        placeholder="Write a note"
        autosize
        minRows={2}
        maxRows={14}
        autoFocus={autoFocus}
        readOnly={isReadOnly}
        value={draft.body}
        error={error}
        onChange={({ currentTarget: { value } }) => onChange({ ...draft, body: value })}
        onKeyDown={onKeyDown}
        classNames={{ input: styles.text ?? '', error: styles.refusal ?? '' }}
      />
      {/* Not while the field has the focus: what goes when one clicks elsewhere moves what is clicked. */}
      <Text id={hint} className={styles.hint ?? ''} hidden={draft.body === ''}>
        <Hint length={draft.body.trim().length} />
      </Text>
    </>
  )
}

/** Too long a text is not cut: it stays, and the server says what it thinks of it. */
function Hint({ length }: { length: number }) {
  if (length <= LONG) return '**bold** *italic* - list > quote `code`'
  const words = `${length.toLocaleString('en')} of ${LONGEST_NOTE.toLocaleString('en')} characters`
  return length > LONGEST_NOTE ? <span className={styles.tooLong}>{words}</span> : words
}

type WhoSeesProps = {
  audiences: Visibility[]
  chosen: Visibility
  words: string
  onChoose: (chosen: Visibility) => void
}

/** Always there before something is saved: one choice less than two is none, and is told all the same. */
const WhoSees = ({ audiences, chosen, words, onChoose }: WhoSeesProps) => (
  <div>
    {audiences.length > 1 && (
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label="Who sees it"
        value={chosen}
        onChange={onChoose}
        data={audiences.map((value) => ({ value, label: visibilities[value] }))}
      />
    )}
    <Text size="xs" c="dimmed" mt={6} role="status">
      {audiences.length > 1 ? words : `${visibilities[chosen]}: ${words}`}
    </Text>
  </div>
)

const refusalOf = (error: Error | null) =>
  isProblem(error) ? error.errors.find(({ path }) => path === 'body')?.message : undefined
