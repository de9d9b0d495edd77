import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { ask } from '../../town/ask.ts'
import { briefs, db, delegations, people, requests } from '../../town/town.ts'
import { announcePassedDeadlines, remindDeadlines } from './deadlines.ts'

const { nightCover, anaesthesia } = briefs

const setDeadline = (left: string, sent = '30 days') =>
  sql`
    update briefs set deadline = now() + ${left}::interval, published_at = now() - ${sent}::interval, reminded_at = null
    where id = ${nightCover}`.execute(db())
const told = async (channel: 'notifications' | 'mails', kind: string) =>
  (
    await db()
      .selectFrom(channel)
      .select(['userId', 'requestId'])
      .where('kind', '=', kind)
      .where('createdAt', '>=', sql<Date>`now()`)
      .execute()
  ).map(({ userId, requestId }) => requestId ?? userId)
const remind = () => remindDeadlines({ db: db() })
const closePassed = () => announcePassedDeadlines({ db: db() })

describe('SPEC 10: 48 hours before a deadline', () => {
  test.each([
    ['48 hours', 1],
    ['1 second', 1],
    ['48 hours 1 second', 0],
    ['0 seconds', 0],
    ['-1 second', 0],
  ])('with %s left, %i brief is reminded of', async (left, expected) => {
    await setDeadline(left)
    expect(await remind()).toBe(expected)
  })

  test('the author is told, and every solution that has not answered; by both channels and once', async () => {
    await setDeadline('40 hours')
    await remind()
    for (const channel of ['notifications', 'mails'] as const) {
      expect(await told(channel, 'brief.closing')).toEqual([people.pia.id])
      expect(new Set(await told(channel, 'request.reminder'))).toEqual(
        new Set([requests.crewline, requests.talentbridge]),
      )
    }
    expect(await remind()).toBe(0)
  })

  test('a deadline that moved is reminded of again', async () => {
    await setDeadline('40 hours')
    await remind()
    const deadline = new Date(Date.now() + 45 * 3_600_000).toISOString()
    expect((await ask('pia', `PATCH /briefs/${nightCover}`, { deadline })).statusCode).toBe(200)
    expect(await remind()).toBe(1)
  })

  test('the same deadline told in another zone is not', async () => {
    await setDeadline('40 hours')
    await remind()
    expect((await ask('pia', `PATCH /briefs/${nightCover}`, { deadlineZone: 'Asia/Tokyo' })).statusCode).toBe(200)
    expect(await remind()).toBe(0)
  })

  test('a brief that was sent within that time is news enough', async () => {
    await setDeadline('40 hours', '1 hour')
    expect(await remind()).toBe(0)
  })

  test('neither drafts nor closed ones nor those in the trash are reminded of', async () => {
    await setDeadline('40 hours')
    await sql`update briefs set deadline = now() + interval '40 hours' where id = ${anaesthesia}`.execute(db())
    await ask('pia', `POST /briefs/${nightCover}/close`, {})
    expect(await remind()).toBe(0)
    await sql`update briefs set closed_at = null, trashed_at = now(), trashed_by = ${people.bea.id} where id = ${nightCover}`.execute(
      db(),
    )
    expect(await remind()).toBe(0)
  })

  test('D11: a partner whose access has ended is told nothing any more', async () => {
    await setDeadline('40 hours')
    await sql`update delegations set ended_at = now(), ended_as = 'revoked' where id = ${delegations.pia}`.execute(db())
    expect(await remind()).toBe(1)
    expect(await told('notifications', 'brief.closing')).toEqual([])
    expect(await told('notifications', 'request.reminder')).not.toEqual([])
  })
})

describe('SPEC 5: a passed deadline', () => {
  test('closes by itself; that it did is announced once', async () => {
    await setDeadline('-1 second')
    expect((await ask('pia', `GET /briefs/${nightCover}`)).json().status).toBe('closed')
    expect(await closePassed()).toBe(1)
    expect(await told('notifications', 'brief.closed')).toEqual([people.pia.id])
    expect(new Set(await told('mails', 'request.closed'))).toEqual(new Set([requests.crewline, requests.talentbridge]))
    expect(await closePassed()).toBe(0)
    const brief = (await ask('pia', `GET /briefs/${nightCover}`)).json()
    expect([brief.status, brief.closedAt]).toEqual(['closed', brief.deadline])
  })

  test('SPEC 11: it is remembered, as an act of the program', async () => {
    await setDeadline('-1 second')
    await closePassed()
    const event = await db()
      .selectFrom('auditEvents')
      .selectAll()
      .where('kind', '=', 'brief.closed')
      .executeTakeFirstOrThrow()
    expect(event).toMatchObject({ actorAs: 'system', workId: nightCover, actorId: null })
  })

  test('one that lies ahead stays open', async () => {
    await setDeadline('1 minute')
    expect(await closePassed()).toBe(0)
  })
})

describe('SPEC 5: a deadline is an instant, whatever zone it was meant in', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC']
  /** Seconds, in the years around; with the hours around each change of the clocks in Berlin and New York. */
  const changes = ['2027-03-28T01:00:00Z', '2027-10-31T01:00:00Z', '2027-03-14T07:00:00Z', '2027-11-07T06:00:00Z']
  const around = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -7200, max: 7200 }))
    .map(([change, seconds]) => Date.parse(change) + seconds * 1000)
  const anywhen = fc.integer({ min: Date.UTC(2027, 0), max: Date.UTC(2030, 0) }).map((at) => at - (at % 1000))

  /** What a clock in that zone shows then, with its distance from UTC: the way in which browsers send it. */
  function shownIn(timeZone: string, at: number): string {
    const clock = new Intl.DateTimeFormat('sv', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(at)
    const minutes = Math.round((Date.parse(`${clock.replace(' ', 'T')}Z`) - at) / 60_000)
    const two = (value: number) => String(value).padStart(2, '0')
    const distance = `${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
    return `${clock.replace(' ', 'T')}${minutes < 0 ? '-' : '+'}${distance}`
  }

  test('what is kept is the instant that its author saw, also in the hour that comes twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(around, anywhen), fc.constantFrom(...zones), async (at, deadlineZone) => {
        const body = { deadline: shownIn(deadlineZone, at), deadlineZone }
        const answer = await ask('pia', `PATCH /briefs/${anaesthesia}`, body)
        expect(answer.statusCode, answer.body).toBe(200)
        expect(answer.json()).toMatchObject({ deadline: new Date(at).toISOString(), deadlineZone })
      }),
      { numRuns: 60 },
    )
  })

  test('open until that very instant, closed from it on, wherever the database thinks it is', async () => {
    const status = async (published: string, deadline: string) =>
      (
        await sql<{ status: string }>`
          select brief_status(now() - ${published}::interval, null, now() + ${deadline}::interval) as status`.execute(
          db(),
        )
      ).rows[0]!.status
    for (const zone of zones) {
      await sql`select set_config('timezone', ${zone}, true)`.execute(db())
      expect(await status('1 day', '1 microsecond'), zone).toBe('sent')
      expect(await status('1 day', '0'), zone).toBe('closed')
    }
  })
})
