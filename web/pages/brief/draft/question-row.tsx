import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { ActionIcon, Checkbox, Menu, Select, Stack, Textarea, UnstyledButton } from '@mantine/core'
import { IconDots, IconGripVertical } from '@tabler/icons-react'
import { useRef } from 'react'
import { questionTypes } from '../../../../shared/briefs.ts'
import styles from './draft.module.css'
import { errorAt } from './errors.ts'
import { useOpenDraft } from './open-draft.ts'
import type { TypedQuestion } from './typed.ts'

type QuestionRowProps = {
  question: TypedQuestion
  /** Counted from 1. */
  number: number
  count: number
  onChange: (id: string, more: Partial<TypedQuestion>) => void
  onMove: (to: number) => void
  onRemove: () => void
}

export function QuestionRow({ question, number, count, onChange, ...acts }: QuestionRowProps) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id: question.id,
  })
  return (
    <li
      ref={setNodeRef}
      className={`${styles.question} ${isDragging ? styles.lifted : ''}`}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <UnstyledButton
        ref={setActivatorNodeRef}
        className={styles.grip ?? ''}
        {...attributes}
        {...listeners}
        aria-label={`Move question ${number}`}
      >
        <IconGripVertical size={18} stroke={1.6} />
      </UnstyledButton>
      <span className={styles.number} aria-hidden="true">
        {number}
      </span>
      <Fields question={question} number={number} onChange={(more) => onChange(question.id, more)} />
      <RowMenu id={question.id} number={number} count={count} {...acts} />
    </li>
  )
}

type FieldsProps = {
  question: TypedQuestion
  number: number
  onChange: (more: Partial<TypedQuestion>) => void
}

/** Answered in place: what is asked, what kind of answer fits, and whether there must be one. */
function Fields({ question, number, onChange }: FieldsProps) {
  const { errors } = useOpenDraft()
  const path = `questions.${number - 1}`
  return (
    <Stack gap="xs">
      <Textarea
        aria-label={`Question ${number}`}
        placeholder="What do you want to know?"
        data-path={`${path}.text`}
        data-question={question.id}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={500}
        value={question.text}
        onChange={({ currentTarget: { value } }) => onChange({ text: value })}
        error={errorAt(errors, `${path}.text`)}
      />
      <div className={styles.answer}>
        <Select
          aria-label={`Answer to question ${number}`}
          w={180}
          comboboxProps={{ portalProps: { target: '#main' } }}
          allowDeselect={false}
          data={Object.entries(questionTypes).map(([value, label]) => ({ value, label }))}
          value={question.type}
          onChange={(type) => type && onChange({ type: type as TypedQuestion['type'] })}
        />
        <Checkbox
          label="Required"
          aria-label={`Question ${number} is required`}
          checked={question.required}
          onChange={({ currentTarget: { checked } }) => onChange({ required: checked })}
        />
      </div>
      {question.type === 'choice' && (
        <Textarea
          label={`Choices of question ${number}, one a line`}
          data-path={`${path}.choices`}
          autosize
          minRows={2}
          maxRows={20}
          maxLength={4000}
          value={question.choices}
          onChange={({ currentTarget: { value } }) => onChange({ choices: value })}
          error={errorAt(errors, `${path}.choices`)}
        />
      )}
    </Stack>
  )
}

type RowMenuProps = { id: string; number: number; count: number; onMove: (to: number) => void; onRemove: () => void }

/** What the grip does too, for those who do not drag. */
function RowMenu({ id, number, count, onMove, onRemove }: RowMenuProps) {
  const opener = useRef<HTMLButtonElement>(null)
  const entry = (label: string, act: () => void) => (
    <Menu.Item
      onClick={() => {
        opener.current?.focus()
        act()
      }}
    >
      {label}
    </Menu.Item>
  )
  const at = number - 1
  return (
    <Menu portalProps={{ target: '#main' }}>
      <Menu.Target>
        <ActionIcon
          ref={opener}
          variant="subtle"
          color="gray"
          size={36}
          data-row-menu={id}
          aria-label={`Actions for question ${number}`}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {at > 0 && entry('Move to top', () => onMove(0))}
        {at > 0 && entry('Move up', () => onMove(at - 1))}
        {number < count && entry('Move down', () => onMove(at + 1))}
        {count > 1 && <Menu.Divider />}
        {entry('Remove', onRemove)}
      </Menu.Dropdown>
    </Menu>
  )
}
