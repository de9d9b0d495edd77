import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../../shared/errors.ts'
import { STREAM_PATH, StreamInput } from '../../shared/stream.ts'
import { loadActor } from '../authz/actor.ts'
import { can } from '../authz/can.ts'
import { refuseInput } from '../http/problems.ts'
import type { Server } from '../http/serve.ts'
import { sessionToken } from '../http/session.ts'
import type { Hub, Stream } from './hub.ts'

const HEARTBEAT_SECONDS = 25
/** ABUSE 42: no stream is older; the browser opens the next one by itself, and is judged at the door again. */
const LONGEST_MINUTES = 15
const RETRY_AFTER_MS = 1000
/** Who does not read is cut off before they fill our memory; their browser comes back and looks again. */
const MOST_UNREAD_BYTES = 64_000

/** Live news for one page: of the person's notifications, and of one workspace if `org` names it. */
export function streamRoutes(server: Server, hub: Hub) {
  server.http.get(STREAM_PATH, { exposeHeadRoute: false }, async (request, reply) => {
    const who = await whoAsks(server, request)
    if (hub.isFullFor(who.userId)) refuse('too_many_requests', { retryAfterSeconds: 60 })
    // Who left while we looked would never leave the hub.
    if (!reply.raw.destroyed) openStream(reply, hub, who)
  })
}

type Who = Pick<Stream, 'sessionToken' | 'userId' | 'organization'>

async function whoAsks({ db, settings }: Server, request: FastifyRequest): Promise<Who> {
  const token = sessionToken(request, settings) ?? refuse('signed_out')
  const asked = StreamInput.safeParse(request.query)
  const slug = asked.data?.org ?? null
  const actor = (await loadActor(db, token, slug)) ?? refuse('signed_out')
  if (!asked.success) return refuseInput(asked.error, ['org'])
  if (slug === null) return { sessionToken: token, userId: actor.user.id, organization: null }
  const organization = actor.tie?.organization
  if (!organization || !can(actor, 'workspace.enter', { orgId: organization.id })) return refuse('not_found')
  return { sessionToken: token, userId: actor.user.id, organization }
}

function openStream(reply: FastifyReply, hub: Hub, who: Who) {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Proxies would collect what must arrive at once.
    'x-accel-buffering': 'no',
  })
  const write = (text: string) => {
    if (raw.writableEnded) return
    raw.write(text)
    if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy()
  }
  const close = () => {
    raw.end()
    setTimeout(() => raw.destroy(), 1000).unref()
  }
  const stream: Stream = {
    ...who,
    send: (event, facts) => write(`event: ${event}\ndata: ${JSON.stringify(facts)}\n\n`),
    close,
  }
  const heartbeat = setInterval(write, HEARTBEAT_SECONDS * 1000, ': still here\n\n')
  const tooOld = setTimeout(close, LONGEST_MINUTES * 60_000)
  raw.on('close', () => {
    hub.leave(stream)
    clearInterval(heartbeat)
    clearTimeout(tooOld)
  })
  // No ids: whoever comes back has missed something of unknown length, and looks at everything again.
  write(`retry: ${RETRY_AFTER_MS}\n\n`)
  hub.enter(stream)
}
