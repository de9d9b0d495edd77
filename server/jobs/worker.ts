import { EventEmitter } from 'node:events'
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import { keepAlive } from './rescue.ts'
import type { Tasks } from './tasks.ts'

export type TaskHandlers = { [T in keyof Tasks]: (payload: Tasks[T], isLastTry: boolean) => Promise<void> }
/** Work that comes by the clock: a crontab expression and what to do. */
export type Schedule = { name: string; cron: string; work: () => Promise<unknown> }
export type Worker = { stop(): Promise<void> }
type Log = {
  error(facts: object, words: string): void
  warn(facts: object, words: string): void
  debug(facts: object, words: string): void
}

const CONCURRENCY = 5

/** Runs queued tasks until stopped. Stopping waits for what is running; what does not end in time is taken up by another. */
export async function startWorker(
  pool: pg.Pool,
  handlers: TaskHandlers,
  schedules: Schedule[],
  log: Log,
): Promise<Worker> {
  const events = new EventEmitter() as WorkerEvents
  const rescue = await keepAlive(pool, events, log)
  const runner: Runner = await run({
    pgPool: pool,
    taskList: { ...queued(handlers), ...scheduled(schedules) },
    crontab: schedules.map(({ name, cron }) => `${cron} ${name} ?max=3`).join('\n'),
    concurrency: CONCURRENCY,
    pollInterval: 2000,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: 5000,
    events,
    logger: loggerOf(log),
  })
  return {
    async stop() {
      await runner.stop()
      await rescue.stop()
    },
  }
}

const queued = (handlers: TaskHandlers): TaskList =>
  Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      (payload, { job }) => handle(payload as never, job.attempts >= job.max_attempts),
    ]),
  )

const scheduled = (schedules: Schedule[]): TaskList =>
  Object.fromEntries(schedules.map(({ name, work }) => [name, async () => void (await work())]))

const loggerOf = (log: Log) =>
  new Logger((scope) => (level, message) => {
    const facts = { worker: scope.workerId, task: scope.taskIdentifier }
    if (level === 'error') log.error(facts, message)
    else if (level === 'warning') log.warn(facts, message)
    else log.debug(facts, message)
  })
