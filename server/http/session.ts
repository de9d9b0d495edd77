import type {} from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Settings } from '../context.ts'

export const SESSION_DAYS = 30

/** On https the `__Host-` prefix makes the browser promise: secure, this host only, whole site. */
export const cookieName = (publicUrl: string) => (publicUrl.startsWith('https:') ? '__Host-hc_session' : 'hc_session')

/** The session token that the browser sent, if its signature is ours. Whether it is still valid, the database says. */
export function sessionToken(request: FastifyRequest, { publicUrl, secrets }: Settings): string | null {
  const cookie = request.cookies[cookieName(publicUrl)]
  return cookie ? secrets.verify(cookie) : null
}

/** Signs the browser in with a token, or out with null. */
export function writeSession(reply: FastifyReply, { publicUrl, secrets }: Settings, token: string | null) {
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') } as const
  const name = cookieName(publicUrl)
  if (token === null) return reply.clearCookie(name, attributes)
  return reply.setCookie(name, secrets.sign(token), { ...attributes, maxAge: SESSION_DAYS * 86_400 })
}
