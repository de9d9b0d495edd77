import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Machine } from '../context.ts'
import { queueMailed } from '../jobs/tasks.ts'

/**
 * SPEC 10: once the oldest of the mails that wait for each other has waited long enough, all of them become one letter: of one
 * person and organization, or of everything of a person who wants one mail a day. Which mails a letter holds is decided here,
 * once and in the statement that queues its job, so a second try sends the same letter.
 */
export async function gatherMails({ db }: Machine): Promise<void> {
  await sql`
    with waiting as (
      select mails.id, mails.user_id, mails.waits_until,
             case when habit.mode = 'daily' then 'everything' else coalesce(mails.org_id::text, 'requests') end as place
      from mails left join mail_habits habit on habit.user_id = mails.user_id
      where mails.state = 'queued' and mails.waits_until is not null and mails.letter_id is null and mails.user_id in (
        select due.user_id from mails due where due.state = 'queued' and due.waits_until <= now() and due.letter_id is null)
      for update of mails skip locked
    ),
    letters as (
      select id, first_value(id) over (partition by user_id, place order by id) as letter_id,
             min(waits_until) over (partition by user_id, place) as ends
      from waiting
    ),
    gathered as (
      update mails set letter_id = letters.letter_id from letters where mails.id = letters.id and letters.ends <= now()
      returning mails.letter_id
    ),
    mailed as (select distinct letter_id as id, null::timestamptz as waits_until from gathered)
    ${queueMailed}`.execute(db)
}

/** The mails of a letter, which is named after the oldest of them. As a condition on `mails`. */
export const ofLetter = (letterId: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`mails.id in (select ${letterId}::uuid union select id from mails where letter_id = ${letterId})`
