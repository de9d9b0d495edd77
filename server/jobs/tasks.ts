import { sql } from 'kysely'
import type { Tx } from '../db/db.ts'

/** Background tasks and what each one needs. The worker handles every name listed here. */
export type Tasks = {
  sendMail: { mailId: string }
}

/** Mails are tried again for about a day (each wait is longer: e^attempt seconds, jittered by the queue). */
export const MAIL_ATTEMPTS = 12

/** Queues a task inside the caller's transaction: no commit, no job. */
export async function enqueue<T extends keyof Tasks>({ db }: { db: Tx }, task: T, payload: Tasks[T]): Promise<void> {
  await sql`select graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json, max_attempts := ${MAIL_ATTEMPTS})`.execute(
    db,
  )
}
