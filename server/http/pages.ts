import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { refuse } from '../../shared/errors.ts'

/** Where `npm run build` puts the web. */
export const WEB_BUILD = join(import.meta.dirname, '../../dist/web')

/** Everything the web needs comes from this host; styles made at run time carry the answer's nonce. No inline script, ever. */
const contentPolicy = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Serves the web: hashed assets for ever, and one page for every address, which the web's own router reads. */
export function servePages(http: FastifyInstance, folder = WEB_BUILD) {
  if (!existsSync(join(folder, 'index.html'))) return
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  http.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    // The page goes out with its policy and its nonce only.
    globIgnore: ['index.html'],
    cacheControl: false,
    setHeaders: (reply, path) => void cacheAssets(reply, path),
  })
  http.get('/*', async (request, reply) => {
    if (request.url.startsWith('/api/')) return refuse('not_found')
    const nonce = randomBytes(16).toString('base64')
    return reply
      .header('content-security-policy', contentPolicy(nonce))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page.replaceAll('__CSP_NONCE__', nonce))
  })
}

const cacheAssets = (reply: FastifyReply, path: string) =>
  reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
