import type { FormErrors, UseFormReturnType } from '@mantine/form'
import type { UseMutationResult } from '@tanstack/react-query'
import { isProblem } from '../problem.ts'

type Fields = Record<string, unknown>

/**
 * The errors of a problem that belong to fields of this form, by field; the first one of each.
 * An error inside a field, such as `emails.3`, belongs to that field. Null when there is one with no field here.
 */
export function fieldErrorsOf(error: Error | null, values: Fields): FormErrors | null {
  const errors = isProblem(error) ? error.errors : []
  const belonging = errors.map(({ path, message }) => [fieldOf(path, values), message] as const)
  if (belonging.length === 0 || belonging.some(([field]) => !field)) return null
  return Object.fromEntries(belonging.reverse())
}

const fieldOf = (path: string, values: Fields) => {
  const root = path.split('.')[0]!
  return path in values ? path : root in values ? root : null
}

type Submission<Input, Answer, Values> = {
  /** What goes through the door; the values themselves unless told. */
  input?: (values: Values) => NoInfer<Input>
  onDone?: (answer: Answer, values: Values) => void
}

/**
 * Sends a form through a door: refusals go to their fields and the first of those takes the focus; `problem` is what
 * belongs to no field, for a `Problem` above the buttons. Nothing that was typed is lost.
 */
export function useSubmission<Values extends Fields, Input, Answer>(
  form: UseFormReturnType<Values>,
  write: UseMutationResult<Answer, Error, Input>,
  { input = (values) => values as unknown as Input, onDone }: Submission<Input, Answer, Values> = {},
) {
  const focusFirst = (errors: FormErrors) => {
    const first = Object.keys(form.getValues()).find((field) => errors[field])
    if (first) form.getInputNode(first as never)?.focus()
  }
  const showErrors = (error: Error) => {
    const errors = fieldErrorsOf(error, form.getValues())
    if (!errors) return
    form.setErrors(errors)
    focusFirst(errors)
  }
  const submit = form.onSubmit(
    (values) => write.mutate(input(values), { onSuccess: (answer) => onDone?.(answer, values), onError: showErrors }),
    focusFirst,
  )
  const problem = fieldErrorsOf(write.error, form.getValues()) ? null : write.error
  return { submit, problem, sending: write.isPending }
}

/** Whether a field holds what it may hold; if not, it says so and takes the focus. */
export function isFieldRight<Values extends Fields>(form: UseFormReturnType<Values>, field: keyof Values & string) {
  const { hasError } = form.validateField(field)
  if (hasError) form.getInputNode(field as never)?.focus()
  return !hasError
}
