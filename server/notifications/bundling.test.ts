import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { localTime } from '../../shared/zoned-time.ts'
import {
  briefs,
  db,
  newestSecret,
  organizations,
  type Person,
  people,
  serverOf,
  settings,
  shortlists,
  delegations as town,
} from '../../town/town.ts'
import type { EventKind, Facts } from '../events/announcements.ts'
import { record } from '../events/record.ts'
import type { OutgoingMail } from '../mail/transport.ts'
import { gatherMails } from './gather.ts'
import { sendMail } from './send-mail.ts'

const machine = () => ({ db: db() })
const browserOf = (person: Person | 'nobody') => serverOf(db()).browserOf(person)
const idOf = (person: Person) => people[person].id
type Place = keyof typeof organizations

const wants = (person: Person, mode: 'at_once' | 'bundled' | 'daily', hour = 8, zone = 'UTC') =>
  sql`
    insert into mail_habits (user_id, mode, digest_hour, time_zone) values (${idOf(person)}, ${mode}, ${hour}, ${zone})
    on conflict (user_id) do update set mode = excluded.mode`.execute(db())

const happens = (
  kind: EventKind,
  place: Place,
  facts: Facts,
  more: { subjectId?: string; workId?: string; delegationId?: string } = {},
) => record(machine(), kind, { orgId: organizations[place].id, facts, ...more })
const accepts = (partner: string, place: Place = 'meridian') => happens('delegation.accepted', place, { partner })
const ofPia = { meridian: town.pia, northwind: town.piaNorth }
const changes = (place: keyof typeof ofPia, words: string) =>
  happens(
    'delegation.changed',
    place,
    { by: 'Bea', permissions: ['notes'], changes: [words] },
    { subjectId: idOf('pia'), delegationId: ofPia[place] },
  )

const mailsOf = (person: Person) =>
  db()
    .selectFrom('mails')
    .selectAll()
    .where('userId', '=', idOf(person))
    .where('createdAt', '>=', sql<Date>`now()`)
    .orderBy('id')
    .execute()
const statesOf = async (person: Person) => (await mailsOf(person)).map(({ kind, state }) => `${kind} ${state}`)

/** Jobs that send a mail of this person. */
async function jobsOf(person: Person): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select payload ->> 'mailId' as id from graphile_worker._private_jobs job join mails on mails.id = (payload ->> 'mailId')::uuid
    where mails.user_id = ${idOf(person)} and mails.created_at >= now() order by 1`.execute(db())
  return rows.map(({ id }) => id)
}

/** The clock moves: what waits has waited longer. */
const later = (minutes: number) =>
  sql`update mails set waits_until = waits_until - make_interval(mins => ${minutes}) where letter_id is null`.execute(
    db(),
  )

/** The outer world: a mail server that keeps what it got; a crash comes after it has taken the mail. */
async function send(letterId: string, { crash = false } = {}) {
  const sent: OutgoingMail[] = []
  const transport = {
    close() {},
    async send(mail: OutgoingMail) {
      sent.push(mail)
      if (crash) throw new Error('killed')
    },
  }
  const done = sendMail({ db: db(), settings, transport }, letterId, false)
  if (crash) await expect(done).rejects.toThrow('killed')
  else await done
  return sent
}

const day = 24 * 60

describe('SPEC 10: mails that come together come in one letter', () => {
  test('SPEC 10: whoever wants each mail at once has a job for each', async () => {
    await wants('jonas', 'at_once')
    await accepts('Kim')
    await accepts('Stan')
    expect(await jobsOf('jonas')).toHaveLength(2)
  })

  test('SPEC 10: until somebody chooses, what happens within a minute waits, then is one letter with one line each', async () => {
    await accepts('Kim')
    await accepts('Stan')
    await gatherMails(machine())
    expect(await jobsOf('jonas'), 'the first has not waited long enough').toEqual([])

    await later(1)
    await gatherMails(machine())
    const [letterId, ...others] = await jobsOf('jonas')
    expect(others).toEqual([])
    const [letter] = await send(letterId!)
    expect(letter).toMatchObject({
      to: people.jonas.email,
      subject: '2 things happened at Meridian Health',
      messageId: `<${letterId}@localhost>`,
    })
    const partners = '/w/meridian-health/settings/partners'
    for (const words of ['Kim has accepted your invitation', 'Stan has accepted your invitation', partners])
      for (const part of [letter!.html, letter!.text]) expect(part).toContain(words)
    expect(await statesOf('jonas')).toEqual(['delegation.accepted sent', 'delegation.accepted sent'])
  })

  test('SPEC 10: the first decides: what comes later in its window does not hold it up', async () => {
    await wants('jonas', 'bundled')
    await accepts('Kim')
    await later(2)
    await accepts('Stan')
    await gatherMails(machine())
    const [letterId] = await jobsOf('jonas')
    expect((await send(letterId!))[0]!.subject).toBe('2 things happened at Meridian Health')
  })

  test('SPEC 10: gathered once: what comes after goes in the next letter', async () => {
    await wants('jonas', 'bundled')
    await accepts('Kim')
    await later(2)
    await gatherMails(machine())
    await gatherMails(machine())
    await accepts('Stan')
    await later(2)
    await gatherMails(machine())
    const letters = await jobsOf('jonas')
    expect(letters).toHaveLength(2)
    const subjects = [...(await send(letters[0]!)), ...(await send(letters[1]!))].map(({ subject }) => subject)
    expect(subjects, 'one that waited alone is its own letter').toEqual([
      'Kim has accepted your invitation',
      'Stan has accepted your invitation',
    ])
  })

  test('V1: bundles are of one person and one organization', async () => {
    for (const person of ['pia', 'jonas', 'bea'] as const) await wants(person, 'bundled')
    await accepts('Kim')
    for (const place of ['meridian', 'northwind'] as const) {
      await changes(place, 'Notes was added')
      await changes(place, 'Briefs was removed')
    }
    await later(2)
    await gatherMails(machine())
    expect(await jobsOf('jonas')).toHaveLength(1)
    expect(await jobsOf('bea')).toHaveLength(1)
    const letters = await jobsOf('pia')
    expect(letters).toHaveLength(2)
    for (const letterId of letters) {
      const [letter] = await send(letterId)
      const names = ['Meridian Health', 'Northwind Logistics'].filter((name) => letter!.text.includes(name))
      expect(names).toHaveLength(1)
    }
  })

  test('SPEC 10: what ● marks never waits', async () => {
    await wants('pia', 'daily')
    await (await browserOf('bea'))({
      method: 'POST',
      url: `/api/v1/organizations/meridian-health/delegations/${town.pia}/revoke`,
    })
    const [letterId] = await jobsOf('pia')
    expect((await send(letterId!))[0]!.subject).toBe('Your access to Meridian Health has ended')
  })
})

describe('SPEC 10: one mail a day', () => {
  test('SPEC 10: everything of a day in one letter, each organization named once', async () => {
    await wants('pia', 'daily')
    await changes('meridian', 'Notes was added')
    await changes('northwind', 'Briefs was removed')
    await later(day)
    await gatherMails(machine())
    const [letterId, ...others] = await jobsOf('pia')
    expect(others).toEqual([])
    const [letter] = await send(letterId!)
    expect(letter!.subject).toBe('2 things happened on Human Cloud')
    const lines = letter!.text.split('\n')
    expect(lines.filter((line) => line === 'Meridian Health' || line === 'Northwind Logistics')).toHaveLength(2)
    for (const line of [
      '- Meridian Health changed your access: Notes was added',
      '  http://localhost/w/meridian-health',
      '- Northwind Logistics changed your access: Briefs was removed',
      '  http://localhost/w/northwind',
    ])
      expect(lines).toContain(line)
  })

  test.each([
    ['UTC', 8],
    ['Europe/Berlin', 7],
    ['America/New_York', 0],
    ['Asia/Kolkata', 23],
    ['Pacific/Kiritimati', 12],
  ])('SPEC 10: in %s it comes when the clock there shows %i, within a day', async (zone, hour) => {
    await wants('pia', 'daily', hour, zone)
    await changes('meridian', 'Notes was added')
    const [mail] = await mailsOf('pia')
    expect(localTime(mail!.waitsUntil!, zone)).toMatch(new RegExp(`T${String(hour).padStart(2, '0')}:00$`))
    const hours = (mail!.waitsUntil!.getTime() - mail!.createdAt.getTime()) / 3_600_000
    expect(hours).toBeGreaterThan(0)
    expect(hours).toBeLessThanOrEqual(25)
  })

  test('SPEC 10: whoever changes their habit does not wait for the old one', async () => {
    await wants('pia', 'daily')
    await changes('meridian', 'Notes was added')
    const pia = await browserOf('pia')
    await pia({ method: 'PUT', url: '/api/v1/notification-preferences', body: { mails: { mode: 'at_once' } } })
    await gatherMails(machine())
    expect(await jobsOf('pia')).toHaveLength(1)
  })

  test('I8: the hourly sweep leaves alone what waits for its day', async () => {
    const { sweep } = await import('../jobs/sweep.ts')
    await wants('pia', 'daily')
    await changes('meridian', 'Notes was added')
    await sql`update mails set created_at = created_at - interval '49 hours' where waits_until is not null`.execute(
      db(),
    )
    await sweep(db())
    const { state } = await db()
      .selectFrom('mails')
      .select('state')
      .where('waitsUntil', 'is not', null)
      .executeTakeFirstOrThrow()
    expect(state).toBe('queued')
  })
})

describe('G4, ABUSE 31: what waits is looked at again when it goes out', () => {
  const gathered = async (person: Person) => {
    await later(day)
    await gatherMails(machine())
    return jobsOf(person)
  }

  test('G4: queue, revoke, run: of that organization nothing is sent, of another one it is', async () => {
    await wants('pia', 'daily')
    await changes('meridian', 'Notes was added')
    await changes('northwind', 'Briefs was removed')
    const [letterId] = await gathered('pia')
    await (await browserOf('pia'))({ method: 'DELETE', url: `/api/v1/partnerships/${town.pia}` })
    const [letter] = await send(letterId!)
    expect(letter!.text).not.toContain('Meridian')
    expect(letter!.text).toContain('Northwind Logistics')
    expect(await statesOf('pia')).toEqual(['delegation.changed withdrawn', 'delegation.changed sent'])
  })

  test('G4: of a letter, what its reader may not know any more is left out; an empty one is withdrawn', async () => {
    await wants('jonas', 'bundled')
    await accepts('Kim')
    await happens('shortlist.published', 'meridian', { title: 'Poland' }, { workId: shortlists.poland })
    await sql`insert into mails (user_id, address, org_id, work_id, kind, facts, waits_until) values
      (${idOf('jonas')}, ${people.jonas.email}, ${organizations.meridian.id}, ${shortlists.poland}, 'shortlist.published', '{"by":"Pia","title":"Poland"}', now())`.execute(
      db(),
    )
    const [letterId] = await gathered('jonas')
    await sql`update memberships set role = 'editor' where user_id = ${idOf('jonas')}`.execute(db())
    const [letter] = await send(letterId!)
    expect(letter!.text).toContain('Poland')
    expect(letter!.text).not.toContain('Kim')
    expect(await statesOf('jonas')).toEqual(['delegation.accepted withdrawn', 'shortlist.published sent'])
  })

  test('G4: where nothing is left, nothing is sent', async () => {
    await wants('jonas', 'bundled')
    await accepts('Kim')
    await accepts('Stan')
    const [letterId] = await gathered('jonas')
    await sql`update memberships set role = 'editor' where user_id = ${idOf('jonas')}`.execute(db())
    expect(await send(letterId!)).toEqual([])
    expect(await statesOf('jonas')).toEqual(['delegation.accepted withdrawn', 'delegation.accepted withdrawn'])
  })

  test.each(['invitation first', 'invitation last'])(
    'P4, V1: where the reader takes another address, nothing of a letter stays at the old one (%s)',
    async (order) => {
      await wants('nora', 'daily')
      const [bea, nora] = [await browserOf('bea'), await browserOf('nora')]
      const post = async (browser: typeof bea, url: string, body: object = {}) =>
        (await browser({ method: 'POST', url: `/api/v1${url}`, body })).json()
      const { email } = people.nora
      const { id } = await post(bea, '/organizations/meridian-health/delegations', { email })
      const about = { subjectId: idOf('nora'), delegationId: id }
      const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
      const expires = () =>
        happens('delegation.expiring', 'meridian', { by: 'Bea', permissions: ['notes'], expiresAt }, about)
      const news = [expires, () => accepts('Kim', 'northwind')]
      for (const tell of order === 'invitation first' ? news : news.toReversed()) await tell()
      const letterId = (await gathered('nora')).at(-1)!

      await post(nora, '/me/proof')
      await post(nora, '/me/email', { email: 'nora@new.example', otp: await newestSecret(email) })
      await post(nora, '/me/email/confirm', { otp: await newestSecret('nora@new.example') })
      const sent = await send(letterId)
      expect(sent.map(({ to, subject }) => [to, subject])).toEqual([
        ['nora@new.example', 'Kim has accepted your invitation'],
      ])
      const off = `/unsubscriptions/${sent[0]!.unsubscribeUrl!.split('/').at(-1)}`
      await post(await browserOf('nobody'), off)
      const chosen = await db()
        .selectFrom('notificationPreferences')
        .select('userId')
        .where('mail', '=', false)
        .execute()
      expect(chosen).toContainEqual({ userId: idOf('nora') })
    },
  )

  test('SPEC 10: what was switched off while it waited is not sent', async () => {
    await wants('jonas', 'bundled')
    await accepts('Kim')
    await happens(
      'response.received',
      'meridian',
      { solution: 'Crewline', title: 'Nights' },
      { workId: briefs.screening },
    )
    const [letterId] = await gathered('jonas')
    const jonas = await browserOf('jonas')
    const body = { items: [{ kind: 'response', mail: false }] }
    expect((await jonas({ method: 'PUT', url: '/api/v1/notification-preferences', body })).statusCode).toBe(200)
    expect((await send(letterId!))[0]!.subject).toBe('Kim has accepted your invitation')
  })

  test('SPEC 10: news without a letter of their own say what the bell says', async () => {
    await sql`insert into notification_preferences (user_id, news, mail) values (${idOf('edith')}, 'published', true)`.execute(
      db(),
    )
    const pia = await browserOf('pia')
    const answer = await pia({
      method: 'POST',
      url: `/api/v1/workspaces/meridian-health/shortlists/${shortlists.locums}/publish`,
    })
    expect(answer.statusCode).toBe(200)
    const [letterId] = await gathered('edith')
    const [letter] = await send(letterId!)
    expect(letter!.subject).toMatch(/Pia Lindqvist/)
    expect(letter!.text).toContain(`/w/meridian-health/shortlists/${shortlists.locums}`)
    expect(`${letter!.html}${letter!.text}`).not.toMatch(/undefined|\[object|null/)
  })
})

describe('SPEC 10, I8: once, whatever is killed', () => {
  test('I8: a letter that was sent twice is one letter: the same Message-ID and the same news, whatever came meanwhile', async () => {
    await wants('jonas', 'bundled')
    await accepts('Kim')
    await accepts('Stan')
    await later(2)
    await gatherMails(machine())
    const [letterId] = await jobsOf('jonas')
    const first = await send(letterId!, { crash: true })
    await accepts('Omar')
    await later(2)
    await gatherMails(machine())
    const again = await send(letterId!)
    expect(again).toEqual(first)
    expect(again[0]!.text).not.toContain('Omar')
    expect(await send(letterId!), 'once it is settled, no third time').toEqual([])
    expect(await jobsOf('jonas')).toHaveLength(2)
  })

  test('D6: mails that wait roll back with their cause, and the letter with its job', async () => {
    await wants('jonas', 'bundled')
    await accepts('Kim')
    await later(2)
    await sql`savepoint before_gathering`.execute(db())
    await gatherMails(machine())
    expect(await jobsOf('jonas')).toHaveLength(1)
    await sql`rollback to savepoint before_gathering`.execute(db())
    expect(await jobsOf('jonas')).toEqual([])
    await gatherMails(machine())
    expect(await jobsOf('jonas')).toHaveLength(1)
  })
})
