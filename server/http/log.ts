import type { FastifyBaseLogger, FastifyRequest } from 'fastify'

/** Our tokens and proofs are 43 characters, however a client writes them in an address; an id is 36. */
const SECRET = /[\w%-]{40,}/g

/** ABUSE 6, 11: addresses are logged without what opens something, wherever in them somebody put it. */
const withoutSecrets = (url: string): string => url.replace(SECRET, '[secret]')

const requestLine = (request: FastifyRequest) => ({
  method: request.method,
  url: withoutSecrets(request.url),
  remoteAddress: request.ip,
  remotePort: request.socket.remotePort,
})

/** The same log, with requests as they may be read by whoever reads logs. */
export const logWithoutSecrets = (logger: FastifyBaseLogger): FastifyBaseLogger =>
  logger.child({}, { serializers: { req: requestLine } })
