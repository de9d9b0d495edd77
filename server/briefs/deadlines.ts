import { type RawBuilder, sql } from 'kysely'
import type { Machine } from '../context.ts'
import type { EventKind } from '../events/announcements.ts'
import { record } from '../events/record.ts'
import { announceClosing, announceReminder } from '../requests/announce.ts'

/** SPEC 10. */
const REMIND_HOURS_BEFORE = 48
/** So many at a time; the next run takes the rest. */
const MOST_AT_ONCE = 200

type Due = { id: string; orgId: string; title: string; deadline: Date; deadlineZone: string }

/**
 * Tells authors, and solutions that have not answered, that a deadline is near; once for each deadline. A brief that was sent
 * within this time is not reminded of: it is news enough.
 */
export async function remindDeadlines(machine: Machine): Promise<number> {
  const near = sql`make_interval(hours => ${REMIND_HOURS_BEFORE})`
  const due = await taken(
    machine,
    sql`reminded_at = now()`,
    sql`b.reminded_at is null and b.deadline > now() and b.deadline <= now() + ${near} and b.published_at < b.deadline - ${near}`,
  )
  await announceReminder(machine, due)
  return tell(machine, 'brief.closing', due)
}

/**
 * Tells them once that a deadline has passed. Nobody waits for this: the brief has been closed since that instant, by the
 * database's clock.
 */
export async function announcePassedDeadlines(machine: Machine): Promise<number> {
  const due = await taken(machine, sql`closed_at = b.deadline`, sql`b.deadline <= now()`)
  await announceClosing(machine, due)
  return tell(machine, 'brief.closed', due)
}

/** Open briefs for which it is time, marked so that no other run takes them, too. */
async function taken({ db }: Machine, mark: RawBuilder<unknown>, isTime: RawBuilder<unknown>): Promise<Due[]> {
  const { rows } = await sql<Due>`
    update briefs b set ${mark}
    from (
      select b.org_id, b.id from briefs b
      where b.published_at is not null and b.closed_at is null and b.trashed_at is null and ${isTime}
      order by b.deadline limit ${MOST_AT_ONCE} for update skip locked
    ) due
    where b.org_id = due.org_id and b.id = due.id
    returning b.id, b.org_id, b.title, b.deadline, b.deadline_zone`.execute(db)
  return rows
}

async function tell(machine: Machine, kind: EventKind, due: Due[]): Promise<number> {
  for (const { id, orgId, title, deadline, deadlineZone } of due) {
    const facts = { title, deadline: deadline.toISOString(), deadlineZone }
    await record(machine, kind, { orgId, workId: id, after: { title }, facts })
  }
  return due.length
}
