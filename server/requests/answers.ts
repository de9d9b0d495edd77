import type { Question } from '../../shared/briefs.ts'
import { type FieldError, refuse } from '../../shared/errors.ts'

export type Answer = { questionId: string; value: string | number | boolean }

/**
 * The answers as they are kept: to the questions of this brief, in their order, each in the form that its question wants.
 * What says nothing is left out.
 * @throws `invalid_input` naming every question that needs attention, at `answers.<question>`
 */
export function checkedAnswers(questions: Question[], given: Answer[]): Answer[] {
  const told = given.map(({ questionId, value }) => ({ questionId: questionId.toLowerCase(), value }))
  const known = new Set(questions.map(({ id }) => id))
  const strange = told.flatMap(({ questionId }, place) => {
    if (!known.has(questionId)) return [wrong(questionId, 'This question is not asked.')]
    const isFirst = told.findIndex((it) => it.questionId === questionId) === place
    return isFirst ? [] : [wrong(questionId, 'This question is answered twice.')]
  })
  const values = new Map(told.filter(({ value }) => value !== '').map(({ questionId, value }) => [questionId, value]))
  const unfit = questions.flatMap((question) => {
    const words = wordsAgainst(question, values.get(question.id))
    return words ? [wrong(question.id, words)] : []
  })
  refuseAnswers([...strange, ...unfit])
  return questions.flatMap(({ id }) => {
    const value = values.get(id)
    return value === undefined ? [] : [{ questionId: id, value }]
  })
}

function wordsAgainst({ type, choices, required }: Question, value: Answer['value'] | undefined): string | null {
  if (value === undefined) return required ? 'This question needs an answer.' : null
  if (type === 'yes_no') return typeof value === 'boolean' ? null : 'Answer yes or no.'
  if (type === 'number') return typeof value === 'number' ? null : 'Enter a number.'
  if (typeof value !== 'string') return 'Write some words.'
  return type === 'text' || choices.includes(value) ? null : 'Choose one of the answers.'
}

const wrong = (questionId: string, message: string): FieldError => ({
  path: `answers.${questionId}`,
  code: 'invalid_answer',
  message,
})

function refuseAnswers(errors: FieldError[]) {
  const [first] = errors
  if (first) refuse('invalid_input', { detail: first.message, errors })
}
