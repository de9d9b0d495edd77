import type { FastifyRequest } from 'fastify'
import { refuse } from '../../shared/errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its address is a secret and the whole order, and no cookie is looked at: it matters not whose page sends. */
    fromMailPrograms?: true
  }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The whole address space of one PUBLIC_URL: which hosts we answer for, and whose pages may change things. */
export function originChecks(publicUrl: string) {
  const home = new URL(publicUrl)
  const local = LOOPBACK.has(home.hostname)

  /** ABUSE 12: an unknown Host reaches nothing. On a developer's machine all names of it are the same host. */
  const isOurHost = (host: string | undefined) => {
    if (!host || !URL.canParse(`http://${host}`)) return false
    const url = new URL(`http://${host}`)
    return host === home.host || (local && LOOPBACK.has(url.hostname))
  }

  const isOurOrigin = (origin: string) => {
    if (origin === home.origin) return true
    if (!local || !URL.canParse(origin)) return false
    const { protocol, hostname, port } = new URL(origin)
    return protocol === home.protocol && LOOPBACK.has(hostname) && port === home.port
  }

  /** ABUSE 48: Sec-Fetch-Site where the browser sends it, else Origin; a change with neither is refused. */
  const isOurPage = ({ headers }: FastifyRequest) => {
    const site = headers['sec-fetch-site']
    if (site !== undefined) return site === 'same-origin'
    return typeof headers.origin === 'string' && isOurOrigin(headers.origin)
  }

  return (request: FastifyRequest) => {
    if (!isOurHost(request.headers.host)) return refuse('unknown_host')
    if (SAFE.has(request.method) || request.routeOptions.config.fromMailPrograms) return
    if (!isOurPage(request)) refuse('foreign_origin')
  }
}
