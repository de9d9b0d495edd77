import cookie from '@fastify/cookie'
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { BODY_BYTES } from '../shared/endpoint.ts'
import { refuse } from '../shared/errors.ts'
import type { Auth } from './accounts/auth.ts'
import { accountRoutes } from './accounts/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { briefRoutes } from './briefs/routes.ts'
import type { Settings } from './context.ts'
import type { Db } from './db/db.ts'
import { delegationRoutes } from './delegations/routes.ts'
import { serveHealth } from './http/health.ts'
import { logWithoutSecrets } from './http/log.ts'
import { openApiOf } from './http/openapi.ts'
import { originChecks } from './http/origin.ts'
import { servePages } from './http/pages.ts'
import { sendError } from './http/problems.ts'
import type { Server } from './http/serve.ts'
import { cookieName } from './http/session.ts'
import { invitationRoutes } from './invitations/routes.ts'
import { noteRoutes } from './notes/routes.ts'
import { notificationRoutes } from './notifications/routes.ts'
import { organizationRoutes } from './orgs/routes.ts'
import { requestRoutes } from './requests/routes.ts'
import { newToken } from './secrets/secrets.ts'
import { shortlistRoutes } from './shortlists/routes.ts'
import { solutionRoutes } from './solutions/routes.ts'
import type { Hub } from './stream/hub.ts'
import { streamRoutes } from './stream/routes.ts'

export type AppParts = {
  db: Db
  auth: Auth
  settings: Settings
  /** The open streams of this process. */
  hub: Hub
  trustedProxies?: number
  logger?: FastifyBaseLogger
}

export function buildApp({ db, auth, settings, hub, trustedProxies = 0, logger }: AppParts): FastifyInstance {
  const http = fastify({
    ...(logger && { loggerInstance: logWithoutSecrets(logger) }),
    bodyLimit: BODY_BYTES,
    trustProxy: (_address: string, hop: number) => hop < trustedProxies,
    genReqId: () => newToken().slice(0, 16),
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    // An address that no router can read never reaches the hooks; it is refused in the same words.
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply),
  })
  readJsonOnly(http)
  http.setErrorHandler(sendError)
  http.setNotFoundHandler(() => refuse('not_found'))
  http.register(cookie)
  protect(http, settings)

  const server: Server = { http, db, settings, doors: [] }
  accountRoutes(server, auth)
  organizationRoutes(server)
  delegationRoutes(server)
  auditRoutes(server)
  invitationRoutes(server)
  notificationRoutes(server)
  solutionRoutes(server)
  shortlistRoutes(server)
  briefRoutes(server)
  requestRoutes(server)
  noteRoutes(server)
  streamRoutes(server, hub)

  const document = JSON.stringify(openApiOf(server.doors, settings.publicUrl, cookieName(settings.publicUrl)))
  http.get('/api/openapi.json', async (_, reply) => reply.type('application/json; charset=utf-8').send(document))
  serveHealth(http, db, () => hub.streams.size)
  servePages(http)
  return http
}

/** JSON and nothing else. An empty body is no body: many clients say the type of what they do not send. */
function readJsonOnly(http: FastifyInstance) {
  const readJson = http.getDefaultJsonParser('error', 'error')
  http.removeAllContentTypeParsers()
  http.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null, undefined) : readJson(request, body as string, done),
  )
}

/** What probes of the machine ask for, by whatever name they know it. */
const forMachines = new Set(['/livez', '/readyz', '/metrics'])

/** Holds for every answer: our hosts and our pages only, nothing cached, nothing sniffed, nothing told to others. */
function protect(http: FastifyInstance, settings: Settings) {
  const check = originChecks(settings.publicUrl)
  const https = settings.publicUrl.startsWith('https:')
  http.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
      ...(https && { 'strict-transport-security': 'max-age=31536000' }),
    })
    // By its route as well: an address can be written in ways that only the router sees through.
    if (request.url.startsWith('/api/') || request.routeOptions.url?.startsWith('/api/'))
      reply.headers({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      })
    if (!forMachines.has(request.url)) check(request)
  })
}
