import { sql } from 'kysely'
import type { Tx } from '../db/db.ts'

/** Background tasks and what each one needs. The worker handles every name listed here. */
export type Tasks = {
  sendMail: { mailId: string }
}

/** Mails are tried again for about a day (each wait is longer: e^attempt seconds, jittered by the queue). */
export const MAIL_ATTEMPTS = 12

/**
 * The end of a statement that wrote mails: a job for each row of `mailed` that waits for no others, by its id. All in one
 * call: the queue's function for a single job costs as much for one as for fifty.
 */
export const queueMailed = sql`
  select count(*) from graphile_worker.add_jobs((
    select array_agg(('sendMail', json_build_object('mailId', id), null, null, ${MAIL_ATTEMPTS}, null, null, null)::graphile_worker.job_spec) from mailed where waits_until is null
  ))`

/** Queues a task inside the caller's transaction: no commit, no job. */
export async function enqueue<T extends keyof Tasks>({ db }: { db: Tx }, task: T, payload: Tasks[T]): Promise<void> {
  await sql`select graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json, max_attempts := ${MAIL_ATTEMPTS})`.execute(
    db,
  )
}
