import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Db } from '../db/db.ts'

const READY_FOR_MS = 1000

/** `/livez` does no work; `/readyz` asks the database at most once a second, whoever asks (ABUSE 56); `/metrics` for Prometheus. */
export function serveHealth(http: FastifyInstance, db: Db, openStreams: () => number) {
  http.get('/livez', async () => 'ok')
  http.get('/readyz', async (_, reply) => ((await ready()) ? 'ok' : reply.code(503).send('not ready')))
  serveMetrics(http, openStreams)

  let checkedAt = 0
  let check: Promise<boolean> = Promise.resolve(false)
  const ready = () => {
    if (Date.now() - checkedAt < READY_FOR_MS) return check
    checkedAt = Date.now()
    check = sql`select 1`.execute(db).then(
      () => true,
      () => false,
    )
    return check
  }
}

/** Routes are labelled by their pattern, never by an address: no id and no slug leaves here. */
function serveMetrics(http: FastifyInstance, openStreams: () => number) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  })
  new Gauge({
    name: 'http_open_streams',
    help: 'Pages that are told of changes by this process',
    registers: [registry],
    collect() {
      this.set(openStreams())
    },
  })
  http.addHook('onResponse', async (request, reply) => {
    durations.observe(
      { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode },
      reply.elapsedTime / 1000,
    )
  })
  http.get('/metrics', async (_, reply) => reply.type(registry.contentType).send(await registry.metrics()))
}
