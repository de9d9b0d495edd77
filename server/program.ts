import pino from 'pino'
import { openAuth } from './accounts/auth.ts'
import { buildApp } from './app.ts'
import { announcePassedDeadlines, remindDeadlines } from './briefs/deadlines.ts'
import { emptyTrash as emptyTrashOfBriefs } from './briefs/trash.ts'
import { type Config, readConfig } from './config.ts'
import type { Settings } from './context.ts'
import { inTransaction, openDb, openPool } from './db/db.ts'
import { migrate } from './db/migrate.ts'
import { remindExpiring, remindExpiringMembers } from './delegations/reminders.ts'
import { sweep } from './jobs/sweep.ts'
import { startWorker } from './jobs/worker.ts'
import { localSecret, StartError, startLocalDatabase, startLocalMailbox } from './local.ts'
import { openTransport } from './mail/transport.ts'
import { forgetNotes } from './notes/trash.ts'
import { gatherMails } from './notifications/gather.ts'
import { sendMail } from './notifications/send-mail.ts'
import { openSecrets } from './secrets/secrets.ts'
import { emptyTrash as emptyTrashOfShortlists } from './shortlists/trash.ts'
import { createHub, type Hub } from './stream/hub.ts'
import { listen } from './stream/listen.ts'

export type Program = { url: string; stop(): Promise<void> }

/**
 * Starts everything the configuration asks for, in order: database, migrations, demo town, mailbox, worker, web. What
 * was started is stopped in the opposite order, also when a later step fails.
 */
export async function startProgram(environment: NodeJS.ProcessEnv): Promise<Program> {
  const config = readConfig(environment)
  const log = pino({ level: config.logLevel, redact: ['req.headers.cookie', 'req.headers.authorization'] })
  const started: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const end of started.splice(0).reverse()) await end()
  }
  try {
    const url = await start(config, log, (end) => started.push(end))
    return { url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type Log = pino.Logger
type OnStop = (end: () => Promise<unknown>) => void

async function start(config: Config, log: Log, onStop: OnStop): Promise<string> {
  const tell = (line: string) => log.info(line)
  const database = config.databaseUrl ? null : await startLocalDatabase(config.dataDirectory, tell)
  if (database) onStop(database.stop)
  const databaseUrl = config.databaseUrl ?? database!.url
  await migrate(databaseUrl).catch((error: Error) => {
    throw new StartError(`The database cannot be used: ${error.message}`, { cause: error })
  })
  const demoPeople = config.demo ? await loadDemo(databaseUrl) : null

  const authSecret = config.authSecret ?? localSecret(config.dataDirectory)
  const secrets = openSecrets(authSecret)
  const { publicUrl, inviteExpiryDays, rateLimit } = config
  const settings: Settings = { publicUrl, inviteExpiryDays, rateLimit, secrets }
  const mailbox = config.smtpUrl ? null : await startLocalMailbox(config.dataDirectory, tell)
  if (mailbox) onStop(mailbox.stop)

  if (config.role !== 'web')
    await startWork(config, databaseUrl, settings, config.smtpUrl ?? mailbox!.smtpUrl, log, onStop)
  if (config.role !== 'worker') await startWeb(config, databaseUrl, settings, authSecret, log, onStop)
  console.log(welcome(config, mailbox?.webUrl ?? null, demoPeople))
  return config.publicUrl
}

async function loadDemo(databaseUrl: string) {
  const { loadTown } = await import('../town/load.ts')
  return loadTown(databaseUrl)
}

async function startWork(config: Config, url: string, settings: Settings, smtpUrl: string, log: Log, onStop: OnStop) {
  const pool = openPool({ url, connections: 10, onLost: lost(log) })
  onStop(() => pool.end())
  const db = openDb(pool)
  const transport = openTransport(smtpUrl, config.mailFrom)
  onStop(async () => transport.close())
  const worker = await startWorker(
    pool,
    { sendMail: ({ mailId }, isLastTry) => sendMail({ db, settings, transport }, mailId, isLastTry) },
    [
      {
        name: 'remindExpiring',
        cron: '*/10 * * * *',
        work: () =>
          inTransaction(db, async (tx) => {
            await remindExpiring({ db: tx })
            await remindExpiringMembers({ db: tx })
          }),
      },
      {
        name: 'emptyTrash',
        cron: '27 * * * *',
        work: () =>
          inTransaction(db, async (tx) => {
            await emptyTrashOfShortlists({ db: tx })
            await emptyTrashOfBriefs({ db: tx })
            await forgetNotes({ db: tx })
          }),
      },
      {
        name: 'remindDeadlines',
        cron: '*/10 * * * *',
        work: () => inTransaction(db, (tx) => remindDeadlines({ db: tx })),
      },
      {
        name: 'announcePassedDeadlines',
        cron: '* * * * *',
        work: () => inTransaction(db, (tx) => announcePassedDeadlines({ db: tx })),
      },
      { name: 'gatherMails', cron: '* * * * *', work: () => inTransaction(db, (tx) => gatherMails({ db: tx })) },
      { name: 'sweep', cron: '17 * * * *', work: () => sweep(db) },
    ],
    log,
  )
  onStop(worker.stop)
}

async function startWeb(config: Config, url: string, settings: Settings, authSecret: string, log: Log, onStop: OnStop) {
  const pool = openPool({ url, onLost: lost(log) })
  onStop(() => pool.end())
  // The accounts library takes connections of its own while a request holds one; from one pool they could wait in a circle.
  const accountsPool = openPool({ url, connections: 10, onLost: lost(log) })
  onStop(() => accountsPool.end())

  const db = openDb(pool)
  const hub = await openHub(url, log, onStop)

  const auth = openAuth(openDb(accountsPool), config.publicUrl, authSecret)
  const http = buildApp({
    db,
    auth,
    settings,
    hub,
    trustedProxies: config.trustedProxies,
    logger: log.child({}, { level: config.logLevel === 'info' ? 'warn' : config.logLevel }),
  })
  await http.listen({ port: config.port, host: config.host }).catch((error: NodeJS.ErrnoException) => {
    const taken = `Port ${config.port} is used by another program. Stop it, or choose another port: PORT=${config.port + 1} npm start`
    throw error.code === 'EADDRINUSE' ? new StartError(taken) : error
  })
  onStop(async () => {
    hub.closeAll()
    await http.close()
  })
}

/** On connections of its own: a revoke reaches the open pages also while every other connection is busy (SPEC G3). */
async function openHub(url: string, log: Log, onStop: OnStop): Promise<Hub> {
  const pool = openPool({ url, connections: 2, onLost: lost(log) })
  onStop(() => pool.end())
  const hub = createHub(openDb(pool), (error) => log.warn({ err: error }, 'could not tell the open pages'))
  const listener = await listen(url, {
    heard: (transaction) => void hub.hear(transaction),
    missed: () => void hub.lookAgain(),
    onLost: lost(log),
  })
  onStop(listener.stop)
  return hub
}

const lost = (log: Log) => (error: unknown) => log.warn({ err: error }, 'a database connection broke')

function welcome(
  { publicUrl, dataDirectory, databaseUrl }: Config,
  mailboxUrl: string | null,
  people: { email: string; role: string }[] | null,
): string {
  return [
    '',
    `  Human Cloud     ${publicUrl}`,
    ...(mailboxUrl ? [`  Mailbox         ${mailboxUrl}   (every mail that is sent lands here)`] : []),
    ...(databaseUrl ? [] : [`  Data            ${dataDirectory}`]),
    ...(people
      ? [
          '',
          '  Sign in as one of these. The code is in the mailbox.',
          ...people.map(({ email, role }) => `    ${email.padEnd(34)}${role}`),
        ]
      : []),
    '',
  ].join('\n')
}
