import { type ErrorCode, type FieldError, Problem } from '../shared/errors.ts'

/** What went wrong on the way through a door: a refusal of the server, or a network that failed us. */
export class ProblemError extends Error {
  readonly status: number
  readonly code: ErrorCode | 'network' | (string & {})
  readonly errors: FieldError[]
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.name = 'ProblemError'
    this.problem = problem
    this.status = problem.status
    this.code = problem.code
    this.errors = problem.errors ?? []
  }

  /** Worth the same attempt again: the network failed, or the server did. */
  get passing(): boolean {
    return this.status === 0 || this.status >= 500
  }
}

export const isProblem = (error: unknown): error is ProblemError => error instanceof ProblemError

/** Not there any more, or not for these eyes: nobody is told which. */
export const isNotFound = (error: unknown) => isProblem(error) && error.status === 404

/** Somebody changed it first: what was sent came from an older version. */
export const isConflict = (error: unknown): error is ProblemError =>
  isProblem(error) && error.code === 'version_conflict'

/** Nobody answered, or nobody who speaks our language: the words are ours then. `saving` = something was being changed. */
export const networkProblem = (saving: boolean, status = 0): ProblemError =>
  new ProblemError({
    type: 'about:blank',
    title: saving ? 'We could not save. Your text is still here.' : 'We could not load this.',
    status,
    code: 'network',
  })

/** The problem in an answer that was not good. A server that broke down is told in the same words as a broken line. */
export function problemIn(body: unknown, status: number, saving: boolean): ProblemError {
  const problem = Problem.safeParse(body)
  if (problem.success && status < 500) return new ProblemError(problem.data)
  const { message, problem: unread } = networkProblem(saving, status)
  const code = status === 401 ? 'signed_out' : problem.success ? problem.data.code : unread.code
  return new ProblemError({ ...(problem.success ? problem.data : unread), code, status, detail: message })
}
