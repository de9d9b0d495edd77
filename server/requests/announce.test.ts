import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { cookieOfContact, sentBrief } from '../../town/asked.ts'
import { db, dumpOf, organizations, people, serverOf, settings } from '../../town/town.ts'
import { inTransaction } from '../db/db.ts'
import type { OutgoingMail } from '../mail/transport.ts'
import { sendMail } from '../notifications/send-mail.ts'
import { announceClosing, announceOutcomes, announceReminder, announceRequests } from './announce.ts'

beforeEach(async () => {
  await sql`delete from requests`.execute(db())
  await sql`delete from mails where request_id is not null`.execute(db())
  await sql`delete from notifications where request_id is not null`.execute(db())
})

const machine = () => ({ db: db() })
type Told = { kind: string; email: string; requestId: string }
const rowsOf = async (table: 'notifications' | 'mails') =>
  (
    await sql<Told>`
      select it.kind, users.email, it.request_id from ${sql.table(table)} it join users on users.id = it.user_id
      where it.request_id is not null and it.org_id is null order by it.kind, users.email`.execute(db())
  ).rows
/** Who was told of what, the same in the app and by mail. */
async function told() {
  const [app, mail] = [await rowsOf('notifications'), await rowsOf('mails')]
  expect(mail).toEqual(app)
  return app.map(({ kind, email }) => `${kind.replace('request.', '')} → ${email}`)
}

/** Sends what waits for this address, and answers what arrived. */
async function letterTo(email: string, kind = 'request.received') {
  const sent: OutgoingMail[] = []
  const mail = await db()
    .selectFrom('mails')
    .select('id')
    .where('address', '=', email)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow()
  const transport = { close() {}, send: async (it: OutgoingMail) => void sent.push(it) }
  await sendMail({ db: db(), settings, transport }, mail.id, true)
  const { state } = await db().selectFrom('mails').select('state').where('id', '=', mail.id).executeTakeFirstOrThrow()
  return { letter: sent[0], state }
}

const newSolution = async (slug: string, more: { contactEmail?: string | null; orgId?: string | null } = {}) =>
  sql`
    insert into solutions (slug, name, category, contact_email, org_id)
    values (${slug}, ${slug}, 'Staffing platform', ${more.contactEmail ?? null}, ${more.orgId ?? null})`.execute(db())

describe('S1: brief received', () => {
  test('S1, SPEC 10: the contact and the active people of the solution’s organization, in the app and by mail, each once', async () => {
    await sql`insert into memberships (org_id, user_id, role) values (${organizations.crewline.id}, ${people.stan.id}, 'viewer')`.execute(
      db(),
    )
    await sql`insert into memberships (org_id, user_id, role, status) values (${organizations.crewline.id}, ${people.kim.id}, 'editor', 'removed')`.execute(
      db(),
    )
    await sql`update solutions set contact_email = ${people.cara.email} where slug = 'crewline'`.execute(db())
    await sentBrief(db())
    expect(await told()).toEqual([
      'received → cara@crewline.example',
      'received → hello@globehire.example',
      'received → stan@elsewhere.example',
    ])
  })

  test('S1, P4: a contact without an account becomes a stub, nameless and unproven; who has one stays as they are', async () => {
    await newSolution('known', { contactEmail: people.stan.email })
    await newSolution('unknown', { contactEmail: 'new@unknown.example' })
    const before = await db().selectFrom('users').selectAll().where('id', '=', people.stan.id).executeTakeFirst()
    await sentBrief(db(), { solutions: ['known', 'unknown'] })
    expect(await db().selectFrom('users').selectAll().where('id', '=', people.stan.id).executeTakeFirst()).toEqual(
      before,
    )
    const stub = await db()
      .selectFrom('users')
      .selectAll()
      .where('email', '=', 'new@unknown.example')
      .executeTakeFirst()
    expect(stub).toMatchObject({ name: '', emailVerified: false })
  })

  test('two solutions with one contact: one person, one request each', async () => {
    await newSolution('one', { contactEmail: 'both@hands.example' })
    await newSolution('two', { contactEmail: 'both@hands.example' })
    const { requests } = await sentBrief(db(), { solutions: ['one', 'two'] })
    const browser = serverOf(db()).browserWith(await cookieOfContact(db(), 'both@hands.example'))
    const { items } = (await browser({ url: '/api/v1/requests' })).json()
    expect(items.map(({ id }: { id: string }) => id).sort()).toEqual(Object.values(requests).sort())
  })

  test('a solution with neither a contact nor people is refused, by name, before anybody is told', async () => {
    await newSolution('mute')
    await newSolution('theirs', { orgId: organizations.crewline.id })
    const users = (await dumpOf(db())).users
    const refused = sentBrief(db(), { solutions: ['globehire', 'mute', 'theirs'] })
    await expect(refused).rejects.toMatchObject({
      code: 'recipient_unreachable',
      particulars: {
        detail: 'mute has no contact who could be asked.',
        errors: [{ message: 'mute has no contact who could be asked.' }],
      },
    })
    expect(await told()).toEqual([])
    expect((await dumpOf(db())).users).toEqual(users)
    await sentBrief(db(), { solutions: ['theirs'] })
    expect(await told()).toEqual(['received → cara@crewline.example'])
  })

  test('who was asked already is not asked again when more are added', async () => {
    const brief = await sentBrief(db(), { solutions: ['globehire'] })
    await sql`insert into requests (org_id, brief_id, solution_id) select ${brief.orgId}, ${brief.id}, id from solutions where slug = 'talentbridge'`.execute(
      db(),
    )
    await announceRequests(machine(), brief)
    expect(await told()).toEqual(['received → hello@globehire.example', 'received → hello@talentbridge.example'])
  })

  test('fifty recipients are a handful of statements', async () => {
    const { rows } = await sql<{ slug: string }>`select slug from solutions order by slug limit 50`.execute(db())
    let statements = 0
    const counting = db().withPlugin({
      transformQuery: ({ node }) => {
        statements++
        return node
      },
      transformResult: async ({ result }) => result,
    })
    const brief = await sentBrief(db(), { solutions: [] })
    await sql`insert into requests (org_id, brief_id, solution_id) select ${brief.orgId}, ${brief.id}, id from solutions where slug = any(${rows.map(({ slug }) => slug)})`.execute(
      db(),
    )
    await announceRequests({ db: counting as ReturnType<typeof db> }, brief)
    expect(statements).toBeLessThanOrEqual(5)
    expect((await rowsOf('mails')).length).toBeGreaterThanOrEqual(50)
    const { rows: jobs } = await sql<{
      jobs: number
    }>`select count(*) as jobs from graphile_worker.jobs where task_identifier = 'sendMail'`.execute(db())
    expect(jobs[0]!.jobs).toBeGreaterThanOrEqual(50)
  })

  test('ids say when it was sent, not when it was drafted', async () => {
    const old = '01900000-0000-7000-8000-00000000aaaa'
    const brief = await sentBrief(db(), { solutions: [] })
    await sql`insert into requests (id, org_id, brief_id, solution_id) select ${old}, ${brief.orgId}, ${brief.id}, id from solutions where slug = 'globehire'`.execute(
      db(),
    )
    await announceRequests(machine(), brief)
    const { id } = await db()
      .selectFrom('requests')
      .select('id')
      .where('briefId', '=', brief.id)
      .executeTakeFirstOrThrow()
    expect(id > old && id >= brief.id.slice(0, 8)).toBe(true)
  })

  test('the mail whose fate the buyer is shown is that of the contact, whoever of the solution’s people that is', async () => {
    const colleagues = ['stan', 'kim', 'omar'] as const
    for (const person of colleagues)
      await sql`insert into memberships (org_id, user_id, role) values (${organizations.crewline.id}, ${people[person].id}, 'viewer')`.execute(
        db(),
      )
    for (const contact of colleagues) {
      await sql`update solutions set contact_email = ${people[contact].email} where slug = 'crewline'`.execute(db())
      const { requests } = await sentBrief(db())
      const { rows } = await sql<{ address: string }>`
        select m.address from requests r join mails m on m.id = r.mail_id where r.id = ${requests.crewline}`.execute(
        db(),
      )
      expect(rows).toEqual([{ address: people[contact].email }])
    }
  })

  test('the mail whose fate the buyer is shown is the contact’s', async () => {
    const { requests } = await sentBrief(db())
    const { rows } = await sql<{
      address: string
    }>`select m.address from requests r join mails m on m.id = r.mail_id where r.id = ${requests.crewline}`.execute(
      db(),
    )
    expect(rows).toEqual([{ address: 'hello@crewline.example' }])
  })
})

describe('the letters', () => {
  test('S1: kind, title, who asks, until when with the zone, and a button that leads to the request', async () => {
    const { requests } = await sentBrief(db(), { deadline: new Date('2031-01-31T11:00:00Z') })
    const { letter } = await letterTo('hello@crewline.example')
    expect(letter!.subject).toBe('RFP from Meridian Health: Night shift cover')
    for (const part of [letter!.html, letter!.text]) {
      expect(part).toContain(`http://localhost/requests/${requests.crewline}`)
      for (const fact of [
        'Read and answer',
        'RFP: Night shift cover',
        'Meridian Health',
        'Crewline',
        'Friday 31 January 2031, 12:00 Europe/Berlin',
      ])
        expect(part).toContain(fact)
      expect(part).not.toMatch(/globehire/i)
    }
  })

  test('G4: who does not work for the solution any more gets no mail', async () => {
    await sentBrief(db())
    await sql`update memberships set status = 'removed' where user_id = ${people.cara.id}`.execute(db())
    expect(await letterTo(people.cara.email)).toEqual({ letter: undefined, state: 'withdrawn' })
    expect((await letterTo('hello@crewline.example')).state).toBe('sent')
  })

  test('G4: who answered meanwhile is not reminded', async () => {
    const { requests, ...brief } = await sentBrief(db(), { deadline: new Date(Date.now() + 86_400_000) })
    await announceReminder(machine(), [brief])
    await sql`update requests set response = 1 where id = ${requests.crewline}`.execute(db())
    expect((await letterTo('hello@crewline.example', 'request.reminder')).state).toBe('withdrawn')
    expect((await letterTo('hello@globehire.example', 'request.reminder')).state).toBe('sent')
  })
})

describe('SPEC 10: deadline and closing', () => {
  const three = ['globehire', 'talentbridge', 'shiftlark']

  test('SPEC 10: reminded are those who neither answered nor declined', async () => {
    const { requests, ...brief } = await sentBrief(db(), { solutions: three })
    await sql`update requests set response = 1 where id = ${requests.globehire}`.execute(db())
    await sql`update requests set declined_at = now() where id = ${requests.talentbridge}`.execute(db())
    await announceReminder(machine(), [brief])
    expect((await told()).filter((it) => it.startsWith('reminder'))).toEqual(['reminder → hello@shiftlark.example'])
  })

  test('SPEC 10: of the end hear those who have not answered, and those of whom something was decided', async () => {
    const { requests, ...brief } = await sentBrief(db(), { solutions: [...three, 'crewline'] })
    await sql`update requests set response = 1 where id = any(${[requests.globehire, requests.talentbridge]})`.execute(
      db(),
    )
    await sql`update requests set outcome = 'selected' where id = ${requests.globehire}`.execute(db())
    await sql`update requests set declined_at = now() where id = ${requests.crewline}`.execute(db())
    await announceClosing(machine(), [brief], [requests.globehire!])
    expect((await told()).filter((it) => it.startsWith('closed'))).toEqual([
      'closed → hello@globehire.example',
      'closed → hello@shiftlark.example',
    ])
    const { letter } = await letterTo('hello@globehire.example', 'request.closed')
    expect(letter!.text).toContain('Meridian Health chose Globehire')
    expect((await letterTo('hello@shiftlark.example', 'request.closed')).letter!.text).not.toMatch(/chose/)
  })

  test('P1: a contact whose account is gone hears nothing', async () => {
    const brief = await sentBrief(db(), { solutions: three })
    await sql`update users set deleted_at = now() where email = 'hello@globehire.example'`.execute(db())
    await announceClosing(machine(), [brief])
    expect((await told()).filter((it) => it.startsWith('closed'))).toEqual([
      'closed → hello@shiftlark.example',
      'closed → hello@talentbridge.example',
    ])
  })

  test('what is decided later is told to those of whom it was decided', async () => {
    const { requests } = await sentBrief(db(), { solutions: three })
    await sql`update requests set outcome = 'not_selected' where id = ${requests.globehire}`.execute(db())
    await announceOutcomes(machine(), [requests.globehire!])
    expect((await told()).filter((it) => it.startsWith('closed'))).toEqual(['closed → hello@globehire.example'])
  })

  test('nobody is told of nothing', async () => {
    await inTransaction(db(), (tx) => announceReminder({ db: tx }, []))
    await announceClosing(machine(), [])
    expect(await told()).toEqual([])
  })
})
