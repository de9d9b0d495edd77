import type { UseFormReturnType } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import { readMe } from '../../../shared/accounts.ts'
import { findRequest, listRequests, type Request, respond } from '../../../shared/requests.ts'
import { reading, refreshDoors, useWrite } from '../../api.ts'
import { isConflict, isProblem } from '../../problem.ts'
import { errorsAt, type FieldErrors, type Given, givenOf } from './given.ts'
import type { Typed } from './typed.ts'
import type { Writing } from './writing.ts'

type Form = UseFormReturnType<Typed>
type Sending = {
  request: Request
  form: Form
  writing: Writing
  /** The form on the page, in which the first refused field takes the focus. */
  page: RefObject<HTMLFormElement | null>
  onSent: (answer: Request) => void
}

/** Sends the answer. What is refused goes to its field, and what was typed stays, kept as a draft. */
export function useSending({ request, form, writing, page, onSent }: Sending) {
  const cache = useQueryClient()
  const [seen, setSeen] = useState(request.version)
  const sending = useWrite(respond, { refresh: [listRequests, readMe], ifMatch: seen })
  const [problem, setProblem] = useState<Error | null>(null)
  const isStale = isConflict(problem)

  const show = (errors: FieldErrors) => {
    form.setErrors(errors)
    focusFirst(page.current, errors)
  }
  const refused = (error: Error, given: Given) => {
    writing.type(form.getValues())
    const errors = isProblem(error) ? errorsAt(error.errors, given) : {}
    const isPlaced = Object.keys(errors).length > 0 && Object.keys(errors).every((path) => fieldAt(page.current, path))
    setProblem(isPlaced ? null : error)
    if (isPlaced) show(errors)
    if (isProblem(error) && !error.passing) void lookAgain()
  }
  const lookAgain = async () => {
    const newest = await cache
      .fetchQuery({ ...reading(findRequest, { id: request.id }), staleTime: 0 })
      .catch(() => null)
    if (newest) setSeen(newest.version)
    else void refreshDoors(cache, [findRequest])
  }
  const sent = async (answer: Request) => {
    await writing.drop()
    const { queryKey } = reading(findRequest, { id: request.id })
    await cache.cancelQueries({ queryKey })
    cache.setQueryData(queryKey, answer)
    onSent(answer)
  }
  const send = async () => {
    setProblem(null)
    const { given, errors } = givenOf(form.getValues(), request.asked.questions)
    if (Object.keys(errors).length > 0) return show(errors)
    await writing.pause()
    sending.mutate(
      { id: request.id, ...given },
      { onSuccess: (answer) => void sent(answer), onError: (error) => refused(error, given) },
    )
  }
  return { send, sending: sending.isPending, problem: isStale ? null : problem, isStale }
}

const fieldAt = (page: HTMLElement | null, path: string) => page?.querySelector<HTMLElement>(`[data-path="${path}"]`)
const focusable = 'input, textarea, select, button'

/** In the order of the page, whatever the order of the refusals. */
function focusFirst(page: HTMLElement | null, errors: FieldErrors) {
  const all = [...(page?.querySelectorAll<HTMLElement>('[data-path]') ?? [])]
  const first = all.find(({ dataset }) => dataset.path && dataset.path in errors)
  const field = first?.matches(focusable) ? first : first?.querySelector<HTMLElement>(focusable)
  field?.focus()
}
