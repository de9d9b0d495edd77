import { arrayMove } from '@dnd-kit/sortable'
import { Button, Text, VisuallyHidden } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { MOST_QUESTIONS } from '../../../../shared/briefs.ts'
import { Movable } from '../../../ui/movable.tsx'
import { focusMenuFor, useFocusKept } from '../../../ui/row-focus.ts'
import { toastWithUndo } from '../../../ui/toast-act.tsx'
import styles from './draft.module.css'
import { errorAt } from './errors.ts'
import { useOpenDraft } from './open-draft.ts'
import { QuestionRow } from './question-row.tsx'
import { Section } from './section.tsx'
import { freshId, type TypedQuestion } from './typed.ts'

export function Questions() {
  const { typed, errors } = useOpenDraft()
  const { add, moved, told, ...acts } = useQuestions()
  const { questions } = typed
  const list = useRef<HTMLOListElement>(null)
  const ids = questions.map(({ id }) => id)
  const keepFocus = useFocusKept(list, ids)
  const remove = (question: TypedQuestion, at: number) => {
    keepFocus(question.id, at)
    acts.remove(question, at)
  }
  return (
    <Section
      title="Questions"
      purpose="Optional. Every solution answers the same ones, so that answers can be compared."
    >
      {questions.length > 0 && (
        <Movable ids={ids} nameOf={(id) => `Question ${ids.indexOf(id) + 1}`} onDrop={moved}>
          <ol ref={list} className={styles.questions} aria-label="Questions">
            {questions.map((question, at) => (
              <QuestionRow
                key={question.id}
                question={question}
                number={at + 1}
                count={questions.length}
                onChange={acts.change}
                onMove={(to) => acts.move(at, to)}
                onRemove={() => remove(question, at)}
              />
            ))}
          </ol>
        </Movable>
      )}
      <Text size="sm" c="red" role="alert">
        {errors.questions}
      </Text>
      {questions.length < MOST_QUESTIONS && (
        <Button
          variant="default"
          mt="sm"
          leftSection={<IconPlus size={18} />}
          onClick={add}
          {...(errorAt(errors, 'questions') && questions.length === 0 && { 'data-path': 'questions' })}
        >
          Add question
        </Button>
      )}
      <VisuallyHidden role="status">{told}</VisuallyHidden>
    </Section>
  )
}

const focusText = (id: string) =>
  window.setTimeout(() => document.querySelector<HTMLElement>(`[data-question="${id}"]`)?.focus())

function useQuestions() {
  const { keeper } = useOpenDraft()
  const [told, setTold] = useState('')
  /** As it is now, not as it was drawn: *Undo* comes later. */
  const now = () => keeper.snapshot().typed.questions
  const write = (questions: TypedQuestion[]) => keeper.change({ questions })
  return {
    told,
    add() {
      const id = freshId()
      write([...now(), { id, text: '', type: 'text', choices: '', required: false }])
      focusText(id)
    },
    change: (id: string, more: Partial<TypedQuestion>) =>
      write(now().map((question) => (question.id === id ? { ...question, ...more } : question))),
    move(from: number, to: number) {
      write(arrayMove(now(), from, to))
      setTold(`Question ${from + 1} is number ${to + 1} of ${now().length} now`)
    },
    moved: (ids: string[] | null) => ids && write(now().toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))),
    remove(question: TypedQuestion, at: number) {
      write(now().filter(({ id }) => id !== question.id))
      toastWithUndo(`Question ${at + 1} removed`, () => {
        write(now().toSpliced(at, 0, question))
        window.setTimeout(() => focusMenuFor(question.id))
      })
    },
  }
}
