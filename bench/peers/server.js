import { createServer } from 'node:http'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { organization } from 'better-auth/plugins'
import pg from 'pg'

/*
 * better-auth with its organization plugin, set up as its documentation says for PostgreSQL and a plain Node server, with as
 * many connections as we have. JOINS=1 switches on its faster way to read, which is off unless one asks for it. Rate limits
 * are off on both sides; nothing is mailed.
 */
const options = {
  baseURL: `http://127.0.0.1:${process.env.PORT}`,
  secret: process.env.AUTH_SECRET,
  database: new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20, idleTimeoutMillis: 60_000 }),
  emailAndPassword: { enabled: true },
  plugins: [organization({ sendInvitationEmail: async () => {} })],
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { level: 'warn' },
  advanced: { database: { joins: process.env.JOINS === '1' } },
}

const { runMigrations } = await getMigrations(options)
await runMigrations()

const answer = toNodeHandler(betterAuth(options))
createServer(answer).listen(Number(process.env.PORT), '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))
