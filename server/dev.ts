/*
 * `npm run dev`: the same program, reloading. Database and mailbox stay up; the server restarts when one of its files
 * changes, and the web is served from its sources at PORT, passing /api on to the server at PORT + 1.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { readConfig } from './config.ts'
import { localSecret, startLocalDatabase, startLocalMailbox } from './local.ts'

const config = readConfig()
const apiPort = config.port + 1
const database = await startLocalDatabase(config.dataDirectory, console.log)
const mailbox = await startLocalMailbox(config.dataDirectory, console.log)

const environment = {
  ...process.env,
  PORT: String(apiPort),
  PUBLIC_URL: config.publicUrl,
  DATABASE_URL: database.url,
  SMTP_URL: mailbox.smtpUrl,
  MAIL_FROM: config.mailFrom,
  AUTH_SECRET: localSecret(config.dataDirectory),
  DEMO: process.env.DEMO ?? '1',
  HOST: 'localhost',
}
const server = spawn(process.execPath, ['--watch', '--watch-preserve-output', join(import.meta.dirname, 'main.ts')], {
  env: environment,
  stdio: 'inherit',
})

process.env.API_URL = `http://localhost:${apiPort}`
const vite = await import('vite')
const web = await vite.createServer({
  configFile: join(import.meta.dirname, '../web/vite.config.ts'),
  server: { port: config.port, strictPort: true },
})
await web.listen()
console.log(`\n  Human Cloud     ${config.publicUrl}   (reloads)\n  Mailbox         ${mailbox.webUrl}\n`)

async function stop() {
  server.kill('SIGTERM')
  await Promise.all([web.close(), new Promise((resolve) => server.once('exit', resolve))])
  await mailbox.stop()
  await database.stop()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
