import { create as contentDisposition } from 'content-disposition'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { address, BODY_BYTES, type Endpoint, LARGE_BODY_BYTES, type Verb } from '../../shared/endpoint.ts'
import { refuse } from '../../shared/errors.ts'
import { type CsvFile, Slug } from '../../shared/fields.ts'
import { type Actor, loadActor } from '../authz/actor.ts'
import { hasAsked } from '../authz/can.ts'
import { holdTie } from '../authz/lock.ts'
import type { Ctx, RequestFacts, Settings, Visit } from '../context.ts'
import { type Db, inTransaction, type Tx } from '../db/db.ts'
import { countHits, limitsOf } from './limits.ts'
import { refuseInput } from './problems.ts'
import { sessionToken, writeSession } from './session.ts'

export type Server = {
  http: FastifyInstance
  db: Db
  settings: Settings
  /** Every open door, for the OpenAPI document. */
  doors: { door: Endpoint; signedIn: boolean }[]
}

/**
 * Opens a door for signed-in people: checks the input, finds out who is asking, runs the operation (an unsafe verb in
 * one transaction that holds the tie it acts under, SPEC G2), and sends only what the reply schema names.
 */
export function serve<I extends z.ZodType, R extends z.ZodType>(
  server: Server,
  door: Endpoint<I, R>,
  operation: (ctx: Ctx, input: z.output<I>) => Promise<z.input<R>>,
) {
  open(server, door, true, async ({ request, facts, read }) => {
    const token = sessionToken(request, server.settings) ?? refuse('signed_out')
    const slug = organizationIn(request)
    const actor = (await loadActor(server.db, token, slug)) ?? refuse('signed_out')
    const input = read()
    await limit(server, door, { actor, ipAddress: facts.ipAddress, input })

    const answerAs = async (db: Tx, actor: Actor) => {
      const answer = await operation({ db, actor, request: facts, settings: server.settings }, input)
      if (!hasAsked(actor)) throw new Error(`${door.route} answered without asking who may`)
      return answer
    }
    if (isSafe(door)) return answerAs(server.db as Tx, actor)
    return withRetry(() =>
      inTransaction(server.db, async (tx) =>
        answerAs(tx, await holdActor(tx, actor, () => loadActor(tx, token, slug))),
      ),
    )
  })
}

/** The organization in the address. What cannot be one is none: reading the input then says that it does not exist. */
const organizationIn = (request: FastifyRequest): string | null =>
  Slug.safeParse((request.params as { org?: string }).org).data ?? null

/** The actor as they are once their tie is held. Where they have another tie by then, that one is held too (SPEC G2). */
async function holdActor(tx: Tx, seen: Actor, load: () => Promise<Actor | null>): Promise<Actor> {
  if (seen.tie) await holdTie(tx, seen.tie.id)
  const actor = (await load()) ?? refuse('signed_out')
  return !actor.tie || actor.tie.id === seen.tie?.id ? actor : holdActor(tx, actor, load)
}

/** Opens a door for everybody: sign-in, and what the links of mails open. `actor` is null for those who are signed out. */
export function serveVisitors<I extends z.ZodType, R extends z.ZodType>(
  server: Server,
  door: Endpoint<I, R>,
  operation: (visit: Visit, input: z.output<I>) => Promise<z.input<R>>,
) {
  open(server, door, false, async ({ request, facts, read }) => {
    const input = read()
    const token = sessionToken(request, server.settings)
    const actor = token ? await loadActor(server.db, token, null) : null
    await limit(server, door, { actor, ipAddress: facts.ipAddress, input })
    const visit = (db: Tx) => operation({ db, actor, request: facts, settings: server.settings }, input)
    return isSafe(door) ? visit(server.db as Tx) : withRetry(() => inTransaction(server.db, visit))
  })
}

/** `read` checks what was sent: only after it is known who asks, so that strangers learn nothing of the form. */
type Sent<I extends z.ZodType> = { request: FastifyRequest; facts: RequestFacts; read: () => z.output<I> }

function open<I extends z.ZodType, R extends z.ZodType>(
  server: Server,
  door: Endpoint<I, R>,
  signedIn: boolean,
  answer: (sent: Sent<I>) => Promise<z.input<R>>,
) {
  const [method, url] = address(door)
  server.doors.push({ door, signedIn })
  server.http.route({
    method,
    url,
    bodyLimit: door.largeBody ? LARGE_BODY_BYTES : BODY_BYTES,
    async handler(request, reply) {
      const facts = factsOf(request)
      const answered = door.reply.parse(await answer({ request, facts, read: () => readInput(request, door) }))
      if (facts.newSession !== undefined) writeSession(reply, server.settings, facts.newSession)
      return send(reply, door, answered)
    },
  })
}

function readInput<I extends z.ZodType>(request: FastifyRequest, door: Endpoint<I>): z.output<I> {
  const parsed = door.input.safeParse(everythingSent(request, door))
  return parsed.success ? parsed.data : refuseInput(parsed.error, Object.keys(request.params as object))
}

function send(reply: FastifyReply, door: Endpoint, answer: unknown) {
  const version = (answer as { version?: number } | null)?.version
  if (door.versioned && version !== undefined) reply.header('etag', `"${version}"`)
  if (door.sends === 'csv') return sendCsv(reply, answer as z.output<typeof CsvFile>)
  return reply.code(door.status).type('application/json; charset=utf-8').send(JSON.stringify(answer))
}

const sendCsv = (reply: FastifyReply, { fileName, text }: z.output<typeof CsvFile>) =>
  reply
    .header('content-disposition', contentDisposition(fileName))
    .type('text/csv; charset=utf-8; header=present')
    .send(text)

const limit = (server: Server, door: Endpoint, asking: { actor: Actor | null; ipAddress: string; input: unknown }) =>
  server.settings.rateLimit
    ? countHits(server.db, limitsOf(door.route, { ...asking, input: asking.input as Record<string, unknown> }))
    : undefined

const verbOf = (door: Endpoint) => door.route.split(' ')[0] as Verb
const isSafe = (door: Endpoint) => verbOf(door) === 'GET'

/**
 * Path parameters, then the query of a safe verb or the body of an unsafe one. A field that is sent twice, in the path
 * and beside it, is refused even where both agree: a body can never name another organization (ABUSE 16, 36).
 */
function everythingSent({ query, body, params }: FastifyRequest, door: Endpoint) {
  const fromPath = params as Record<string, string>
  const beside = isSafe(door) ? query : { ...(query as object), ...objectBody(body) }
  const twice = Object.keys(beside as object).filter((name) => name in fromPath)
  const misplaced = isSafe(door) ? [] : Object.keys(query as object)
  const extra = [...twice, ...misplaced]
  if (extra.length > 0) refuse('unknown_field', { detail: `Unknown: ${extra.join(', ')}.` })
  return { ...(beside as object), ...fromPath }
}

const objectBody = (body: unknown): object => {
  if (body === undefined || body === null) return {}
  return typeof body === 'object' && !Array.isArray(body)
    ? body
    : refuse('malformed_request', { detail: 'Send one JSON object.' })
}

export const factsOf = (request: FastifyRequest): RequestFacts => ({
  id: request.id,
  ipAddress: request.ip,
  userAgent: String(request.headers['user-agent'] ?? '').slice(0, 400),
  idempotencyKey: idempotencyKey(request.headers['idempotency-key']),
  ifMatch: versionOf(request.headers['if-match']),
  invitationToken: /^Invitation ([\w-]{1,200})$/i.exec(request.headers.authorization ?? '')?.[1] ?? null,
})

function idempotencyKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null
  const key = String(header)
  return /^[\x21-\x7e]{1,200}$/.test(key)
    ? key
    : refuse('malformed_request', { detail: 'Idempotency-Key takes 1 to 200 visible characters.' })
}

/** `"3"`, `W/"3"` or `3`; `*` means any version. */
function versionOf(header: string | string[] | undefined): number | null {
  if (header === undefined || header === '*') return null
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(String(header))?.[1]
  return version ? Number(version) : refuse('version_conflict')
}

/** Transactions that waited for each other in a circle: the database ended one, and it may simply run again. */
async function withRetry<T>(work: () => Promise<T>, again = 3): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (again === 0 || !['40P01', '40001'].includes(String((error as { code?: string }).code))) throw error
    return withRetry(work, again - 1)
  }
}
