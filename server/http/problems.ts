import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import {
  codeOfWords,
  type ErrorCode,
  type FieldError,
  type Problem,
  problemOf,
  Refusal,
  refuse,
} from '../../shared/errors.ts'

/** Constraints that say something a person can act on. The database is the judge; we only translate. */
const constraints: Record<string, ErrorCode> = {
  delegations_live_once: 'delegation_exists',
}

/** Verdicts of PostgreSQL and its driver that mean "not now": overloaded, restarting, read-only, out of time. */
const passing = new Set([
  '57014',
  '55P03',
  '40P01',
  '40001',
  '53300',
  '53400',
  '57P01',
  '57P02',
  '57P03',
  '25006',
  '25P03',
  '08006',
  '08001',
  '08000',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
])

/** What the web framework refuses before a door is reached. */
const framework: Record<string, ErrorCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
}

export function sendError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) {
  const refusal = refusalOf(error)
  if (refusal) return sendProblem(reply, problemOf(refusal.code, refusal.particulars))
  request.log.error({ err: error }, 'bug')
  return sendProblem(reply, {
    type: 'about:blank',
    title: 'Something broke on our side.',
    status: 500,
    code: 'internal_error',
  })
}

export function sendProblem(reply: FastifyReply, problem: Problem) {
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify({ ...problem, requestId: reply.request.id }))
}

function refusalOf(error: FastifyError | Error): Refusal | null {
  if (error instanceof Refusal) return error
  const { code, constraint, statusCode } = error as { code?: string; constraint?: string; statusCode?: number }
  if (constraint && constraints[constraint]) return new Refusal(constraints[constraint])
  if (isPassing(error)) return new Refusal('unavailable', { retryAfterSeconds: 2 })
  if (code && framework[code]) return new Refusal(framework[code])
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? new Refusal('malformed_request') : null
}

const isPassing = (error: Error) =>
  passing.has(String((error as { code?: string }).code)) ||
  /timeout exceeded when trying to connect|Connection terminated|is not queryable/.test(error.message)

/**
 * Turns what a schema found into one refusal: an address that cannot be one does not exist; then unknown fields; then the
 * field errors in the schema's words.
 */
export function refuseInput({ issues }: z.ZodError, inPath: string[] = []): never {
  if (issues.some(({ path }) => inPath.includes(String(path[0])))) return refuse('not_found')
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys')
  if (unknown) return refuse('unknown_field', { detail: `Unknown: ${unknown.keys.join(', ')}.` })
  const fields = issues.map(fieldError)
  const named = issues.map((issue) => codeOfWords(issue.message)).find((code) => code !== undefined)
  return refuse(named ?? 'invalid_input', { detail: fields[0]!.message, errors: fields })
}

const fieldError = ({ path, code, message }: z.core.$ZodIssue): FieldError => ({
  path: path.join('.'),
  code: codeOfWords(message) ?? code,
  message,
})
