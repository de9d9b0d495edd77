import { sql } from 'kysely'
import type { z } from 'zod'
import { refuse, refuseField } from '../../shared/errors.ts'
import type * as api from '../../shared/notifications.ts'
import { type Channel, type MailHabits, type News, newsKinds, newsNames } from '../../shared/notifications.ts'
import { authorizeOwn } from '../authz/can.ts'
import type { Ctx, Machine } from '../context.ts'
import { newsOf } from '../events/announcements.ts'
import { record } from '../events/record.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type Change = Input<typeof api.changePreferences>
type Choice = { news: News; app: boolean | null; mail: boolean | null }

const USUAL: MailHabits = { mode: 'bundled', digestHour: 8, timeZone: 'UTC' }

export async function readPreferences(ctx: Ctx) {
  const { id } = authorizeOwn(ctx, 'account.manage')
  const { rows } = await sql<{
    choices: Choice[]
    mails: MailHabits | null
    failure: { kind: string; at: string } | null
  }>`
    select
      (select coalesce(jsonb_agg(jsonb_build_object('news', news, 'app', app, 'mail', mail)), '[]') from notification_preferences where user_id = ${id}) as choices,
      (select jsonb_build_object('mode', mode, 'digestHour', digest_hour, 'timeZone', time_zone) from mail_habits where user_id = ${id}) as mails,
      (select case when newest.state = 'failed' then jsonb_build_object('kind', newest.kind, 'at', newest.settled_at) end from (
        select kind, state, settled_at from mails where user_id = ${id} and state in ('sent', 'failed') order by settled_at desc limit 1) newest) as failure`.execute(
    ctx.db,
  )
  const { choices, mails, failure } = rows[0]!
  const chosen = new Map(choices.map((choice) => [choice.news, choice]))
  return {
    items: newsNames.map((kind) => present(kind, chosen.get(kind))),
    mails: mails ?? USUAL,
    failure: failure && { ...failure, news: newsOf(failure.kind) ?? null, at: new Date(failure.at).toISOString() },
  }
}

const channels = ['app', 'mail'] as const

const present = (kind: News, choice: Choice | undefined) => ({
  kind,
  group: newsKinds[kind].group,
  label: newsKinds[kind].label,
  app: isOn(newsKinds[kind].app, choice?.app),
  mail: isOn(newsKinds[kind].mail, choice?.mail),
  fixed: channels.filter((channel) => isFixed(newsKinds[kind][channel])),
})

const isFixed = (channel: Channel) => channel === 'always' || channel === 'never'
const isOn = (channel: Channel, chosen: boolean | null = null) =>
  isFixed(channel) ? channel === 'always' : (chosen ?? channel === 'on')

export async function changePreferences(ctx: Ctx, { items, mails }: Change) {
  const { id: userId } = authorizeOwn(ctx, 'account.manage')
  refuseFixed(items)
  await choose(
    ctx,
    userId,
    items.map(({ kind, app = null, mail = null }) => ({ news: kind, app, mail })),
  )
  if (mails) await changeHabits(ctx, userId, mails)
  if (items.length > 0 || mails) {
    const after = { items, ...(mails && { mails }) }
    await record(ctx, 'account.preferencesChanged', { orgId: null, subjectId: userId, after })
  }
  return readPreferences(ctx)
}

/** SPEC 10, ●: what is about access or security is always told. Saying so again is no mistake. */
function refuseFixed(items: Change['items']) {
  const errors = items.flatMap((item, at) =>
    channels
      .filter((channel) => {
        const wanted = item[channel]
        return (
          wanted !== undefined &&
          isFixed(newsKinds[item.kind][channel]) &&
          wanted !== isOn(newsKinds[item.kind][channel])
        )
      })
      .map((channel) => ({
        path: `items.${at}.${channel}`,
        code: 'not_switchable',
        message: `“${newsKinds[item.kind].label}” cannot be switched ${item[channel] ? 'on' : 'off'} here.`,
      })),
  )
  if (errors.length > 0) refuse('not_switchable', { errors })
}

/** Writes choices; null leaves a channel as it is. */
export async function choose({ db }: Machine, userId: string, choices: Choice[]): Promise<void> {
  await sql`
    insert into notification_preferences as known (user_id, news, app, mail)
    select ${userId}, it.news, it.app, it.mail
    from jsonb_to_recordset(${JSON.stringify(choices)}::jsonb) as it (news text, app boolean, mail boolean) order by it.news
    on conflict (user_id, news) do update set app = coalesce(excluded.app, known.app), mail = coalesce(excluded.mail, known.mail)`.execute(
    db,
  )
}

/** Mails that wait already follow the new habit. */
async function changeHabits(ctx: Ctx, userId: string, { mode, digestHour, timeZone }: NonNullable<Change['mails']>) {
  if (timeZone) await refuseUnknownZone(ctx, timeZone)
  await sql`
    with habit as (
      insert into mail_habits as known (user_id, mode, digest_hour, time_zone)
      values (${userId}, ${mode}, coalesce(${digestHour ?? null}::smallint, ${USUAL.digestHour}), coalesce(${timeZone ?? null}, ${USUAL.timeZone}))
      on conflict (user_id) do update set mode = excluded.mode, digest_hour = coalesce(${digestHour ?? null}, known.digest_hour),
        time_zone = coalesce(${timeZone ?? null}, known.time_zone)
      returning *
    )
    update mails set waits_until = coalesce(mail_waits_until(habit.mode, habit.digest_hour, habit.time_zone), now()) from habit
    where mails.user_id = habit.user_id and mails.state = 'queued' and mails.waits_until is not null and mails.letter_id is null`.execute(
    ctx.db,
  )
}

/** The runtime knows the zone by then, but it is the database that reckons with it. */
async function refuseUnknownZone({ db }: Ctx, timeZone: string) {
  const { rows } = await sql`select from pg_timezone_names where lower(name) = lower(${timeZone})`.execute(db)
  if (rows.length === 0) refuseField('mails.timeZone', 'invalid_input', 'Choose a time zone.')
}
