import type { FastifyReply } from 'fastify'
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

/** Live news for one page: of the person's notifications, and of one workspace if `org` names it. */
export function streamRoutes({ http, db, settings }: Server, hub: Hub) {
  http.get(STREAM_PATH, async (request, reply) => {
    const parsed = StreamInput.safeParse(request.query)
    if (!parsed.success) return refuseInput(parsed.error)
    const slug = parsed.data.org ?? null
    const token = sessionToken(request, settings) ?? refuse('signed_out')
    const actor = (await loadActor(db, token, slug)) ?? refuse('signed_out')
    const organization = actor.tie?.organization ?? null
    if (slug && !(organization && can(actor, 'workspace.enter', { orgId: organization.id }))) return refuse('not_found')
    openStream(reply, hub, { sessionToken: token, userId: actor.user.id, organization })
  })
}

function openStream(reply: FastifyReply, hub: Hub, who: Pick<Stream, 'sessionToken' | 'userId' | 'organization'>) {
  const { raw } = reply.hijack()
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  raw.write('retry: 2000\n\n')
  const stream: Stream = {
    ...who,
    send: (event, facts) => void raw.write(`event: ${event}\ndata: ${JSON.stringify(facts)}\n\n`),
    close: () => void raw.end(),
  }
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_SECONDS * 1000)
  const tooOld = setTimeout(() => raw.end(), LONGEST_MINUTES * 60_000)
  hub.streams.add(stream)
  raw.on('close', () => {
    hub.streams.delete(stream)
    clearInterval(heartbeat)
    clearTimeout(tooOld)
  })
}
