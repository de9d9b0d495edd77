import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type Channel, type News, newsKinds } from '../../shared/notifications.ts'

/*
 * SPEC 10: what people chose, read by the very statement that writes their notifications and mails, so that nothing can
 * change between the look and the telling.
 */

/** Joins what the people of a query chose about this kind of news; `person` is the column with their id. */
export const joinChoices = (person: string, news: News | undefined): RawBuilder<unknown> => sql`
  left join notification_preferences chosen on chosen.user_id = ${sql.ref(person)} and chosen.news = ${news ?? null}
  left join mail_habits habit on habit.user_id = ${sql.ref(person)}`

const reaches = (channel: Channel, column: 'app' | 'mail') =>
  sql<SqlBool>`case ${channel}::text when 'always' then true when 'never' then false else coalesce(${sql.ref(`chosen.${column}`)}, ${channel}::text = 'on') end`

const channel = (news: News | undefined, name: 'app' | 'mail'): Channel => (news ? newsKinds[news][name] : 'never')

/** Whether the joined person is told in the app. */
export const inApp = (news: News | undefined) => reaches(channel(news, 'app'), 'app')

/** Whether the joined person gets a mail. */
export const byMail = (news: News | undefined) => reaches(channel(news, 'mail'), 'mail')

/** Until when the joined person's mail waits for others. What always reaches people never waits. */
export const waitsUntil = (news: News | undefined) =>
  sql<Date | null>`case when ${channel(news, 'mail')}::text in ('on', 'off') then mail_waits_until(habit.mode, habit.digest_hour, habit.time_zone) end`
