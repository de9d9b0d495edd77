import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, newestSecret, organizations, settings } from '../town.ts'
import { type Arena, all, dice, openArena, statusesOf, tally } from './arena.ts'

/* Many hands at one address, on two instances, with real commits (SPEC D4, D6, D7, P2; ABUSE 17, 44; R4). */

const { seed, below, shuffled } = dice()
console.info(`town/races/invite: SEED=${seed}`)
const meridian = `/api/v1/organizations/${organizations.meridian.slug}/delegations`

let arena: Arena
let bea: Awaited<ReturnType<Arena['browsersOf']>>
let jonas: typeof bea

beforeAll(async () => {
  arena = await openArena()
  bea = await arena.browsersOf('bea')
  jonas = await arena.browsersOf('jonas')
})
afterAll(() => arena.close())

/** The same address as different people type it. */
const variantOf = (email: string) =>
  `${' '.repeat(below(3))}${[...email].map((letter) => (below(2) ? letter.toUpperCase() : letter)).join('')}${' '.repeat(below(3))}`

const invite = (index: number, email: string, headers = {}) =>
  (index % 4 < 2 ? bea : jonas)[index % 2]!({ method: 'POST', url: meridian, body: { email }, headers })

/** Everything that exists of this address, and of its delegation that lives. */
const tracesOf = (email: string) =>
  arena.one<Record<string, number>>(
    `select
      (select count(*) from users where email = $1) as people,
      (select count(*) from users where email = $1 and not email_verified and name = '') as stubs,
      (select count(*) from delegations d join users u on u.id = d.partner_id where u.email = $1 and d.ended_at is null) as live,
      (select count(*) from delegations d join users u on u.id = d.partner_id where u.email = $1 and d.token_hash is not null) as secrets,
      (select count(*) from mails where address = $1 and kind = 'delegation.invited') as mails,
      (select count(*) from graphile_worker._private_jobs j join mails m on m.id::text = j.payload->>'mailId' where m.address = $1) as jobs,
      (select count(*) from notifications n join users u on u.id = n.user_id where u.email = $1) as notifications,
      (select count(*) from audit_events e join users u on u.id = e.subject_id where u.email = $1 and e.kind = 'delegation.invited') as events`,
    [email],
  )
const once = { people: 1, stubs: 1, live: 1, secrets: 1, mails: 1, jobs: 1, notifications: 1, events: 1 }

describe('ABUSE 17, R4', () => {
  test.for([1, 2, 3])(
    'D4: a hundred people invite one address at once, however they type it: it is invited once (%i)',
    async () => {
      const email = `zoe.${randomUUID().slice(0, 8)}@fairwork.example`
      const answers = await all(100, (index) => invite(index, variantOf(email)))
      expect(tally(answers.map(({ statusCode }) => statusCode))).toEqual({ 201: 1, 409: 99 })
      expect(await tracesOf(email)).toEqual(once)

      const { id } = answers.find(({ statusCode }) => statusCode === 201)!.json()
      for (const answer of answers.filter(({ statusCode }) => statusCode === 409))
        expect(answer.json()).toMatchObject({ code: 'delegation_exists', delegation: { id, status: 'pending' } })
    },
  )

  test('D7: a hundred repetitions with one Idempotency-Key get one answer and send one mail', async () => {
    const email = `ida.${randomUUID().slice(0, 8)}@fairwork.example`
    const key = { 'idempotency-key': randomUUID() }
    const answers = await all(100, (index) =>
      bea[index % 2]!({ method: 'POST', url: meridian, body: { email }, headers: key }),
    )
    expect(statusesOf(answers)).toEqual([201])
    for (const answer of answers) expect(answer.json()).toEqual(answers[0]!.json())
    expect(await tracesOf(email)).toEqual(once)
  })

  test('D7: the key that two different requests race with serves one of them and refuses the other', async () => {
    const emails = [0, 1].map(() => `key.${randomUUID().slice(0, 8)}@fairwork.example`)
    const key = { 'idempotency-key': randomUUID() }
    const answers = await all(20, (index) =>
      bea[index % 2]!({ method: 'POST', url: meridian, body: { email: emails[index % 2] }, headers: key }),
    )
    expect(tally(answers.map(({ statusCode }) => statusCode))).toEqual({ 201: 10, 422: 10 })
    const live = await Promise.all(emails.map(tracesOf))
    expect(live.map(({ mails }) => mails).sort()).toEqual([0, 1])
  })

  test('ABUSE 44: one key in the hands of two people is two keys', async () => {
    const email = `two.${randomUUID().slice(0, 8)}@fairwork.example`
    const key = { 'idempotency-key': randomUUID() }
    const answers = await all(20, (index) => invite(index, email, key))
    expect(tally(answers.map(({ statusCode }) => statusCode))).toEqual({ 201: 10, 409: 10 })
    expect(await tracesOf(email)).toEqual(once)
  })
})

describe('D4', () => {
  /** An invitation that has run out and was not closed by anybody. */
  async function expiredFor() {
    const partner = await arena.newPerson()
    await arena.newDelegation(partner.id, { expiresInDays: -1 })
    return partner
  }
  const remembered = async (partnerId: string) =>
    tally(
      (await arena.rowsOf<{ kind: string }>('select kind from audit_events where subject_id = $1', [partnerId])).map(
        ({ kind }) => kind,
      ),
    )
  const statesOf = async (partnerId: string) =>
    tally(
      (
        await arena.rowsOf<{ status: string }>(
          'select delegation_status(accepted_at, ended_as, expires_at) as status from delegations where partner_id = $1',
          [partnerId],
        )
      ).map(({ status }) => status),
    )

  test('D4: twenty invite again after an expiry: the expired one is closed once, one new one begins', async () => {
    for (let round = 0; round < 5; round++) {
      const partner = await expiredFor()
      const answers = await all(20, (index) => invite(index, variantOf(partner.email)))
      expect(tally(answers.map(({ statusCode }) => statusCode))).toEqual({ 201: 1, 409: 19 })
      expect(await statesOf(partner.id)).toEqual({ expired: 1, pending: 1 })
      expect(await remembered(partner.id)).toEqual({ 'delegation.expired': 1, 'delegation.invited': 1 })
    }
  })

  test('D4, D9: the same for twenty lists of addresses: what was refused left nothing behind', async () => {
    for (let round = 0; round < 5; round++) {
      const partner = await expiredFor()
      const answers = await all(20, (index) => inviteMany(index, [partner.email]))
      expect(statusesOf(answers)).toEqual([200])
      expect(await statesOf(partner.id)).toEqual({ expired: 1, pending: 1 })
      expect(await remembered(partner.id)).toEqual({ 'delegation.expired': 1, 'delegation.invited': 1 })
    }
  })
})

const inviteMany = (index: number, emails: string[]) =>
  bea[index % 2]!({ method: 'POST', url: `${meridian}/bulk`, body: { emails } })

test('D9: ten lists of the same addresses, each in another order, never end in a deadlock that a person sees', async () => {
  const emails = Array.from({ length: 12 }, (_, index) => `list-${index}.${seed}@fairwork.example`)
  const answers = await all(10, (index) => inviteMany(index, shuffled(emails)))
  expect(statusesOf(answers)).toEqual([200])
  for (const email of emails) expect(await tracesOf(email)).toEqual(once)
  const invited = answers.flatMap((answer) => answer.json().results).filter((result) => result.delegation)
  expect(invited.length).toBe(emails.length)
})

test('D9: a list answers in the order in which it was sent', async () => {
  const emails = ['zed', 'not an address', 'amy', 'moe'].map((name) => `${name}.${seed}@order.example`)
  const { results } = (await inviteMany(0, emails)).json()
  expect(results.map(({ email }: { email: string }) => email)).toEqual(emails)
})

describe('P2, P4', () => {
  const visitor = (index: number) => arena.instances[index % 2]!.browserWith(null)

  async function codeFor(email: string) {
    const url = '/api/auth/email-otp/send-verification-otp'
    expect((await visitor(0)({ method: 'POST', url, body: { email } })).statusCode).toBe(200)
    const mail = await arena.one<{ id: string; sealed: Buffer }>(
      `select id, sealed from mails where address = $1 and kind = 'account.code'`,
      [email],
    )
    return settings.secrets.open(mail.sealed, mail.id)
  }
  const enter = (index: number, email: string, otp: string) =>
    visitor(index)({ method: 'POST', url: '/api/auth/sign-in/email-otp', body: { email, otp } })

  async function expectOneWhoEntered(email: string, entered: Answer) {
    expect(entered.statusCode, entered.body).toBe(200)
    const found = await arena.rowsOf<{ verified: boolean }>(
      'select email_verified as verified from users where email = $1',
      [email],
    )
    expect(found).toEqual([{ verified: true }])
    const me = await arena.instances[1]!.browserWith(cookieOf(entered))({ url: '/api/v1/me' })
    expect(me.json()).toMatchObject({ user: { email } })
    return me.json()
  }
  const cookieOf = (answer: Answer) => answer.cookies.find(({ name }) => name === 'hc_session')!.value

  test('P4: whoever signs in first while two organizations invite the address is one person, and both invitations wait', async () => {
    const nora = await arena.browsersOf('nora')
    const northwind = `/api/v1/organizations/${organizations.northwind.slug}/delegations`
    for (let round = 0; round < 12; round++) {
      const email = `new-${round}.${seed}@fairwork.example`
      const otp = await codeFor(email)
      const [entered, ...invited] = await Promise.all(
        shuffled([0, 1, 2]).map((which) =>
          which === 0
            ? enter(round, email, otp).then((answer) => ({ which, answer }))
            : which === 1
              ? invite(round, variantOf(email)).then((answer) => ({ which, answer }))
              : nora[round % 2]!({ method: 'POST', url: northwind, body: { email } }).then((answer) => ({
                  which,
                  answer,
                })),
        ),
      ).then((found) => found.sort((one, other) => one.which - other.which).map(({ answer }) => answer))
      expect(statusesOf(invited)).toEqual([201])
      expect(await expectOneWhoEntered(email, entered!)).toMatchObject({ pendingInvitations: 2 })
    }
  })

  test('P4: an invitation that commits its stub between the look-up and the insert of a sign-in takes nobody out', async () => {
    const email = `between.${seed}@fairwork.example`
    const otp = await codeFor(email)
    const inviting = new pg.Client({ connectionString: arena.url })
    await inviting.connect()
    await inviting.query('begin')
    await inviting.query('insert into users (email) values ($1)', [email])
    const entering = enter(0, email, otp)
    await untilSomebodyWaits()
    await inviting.query('commit')
    await inviting.end()
    await expectOneWhoEntered(email, await entering)
  })

  test('I4: an address that its owner gives up in the moment in which it is invited is invited; they are not', async () => {
    const { email, cookie } = await arena.newPerson()
    const owner = arena.instances[1]!.browserWith(cookie)
    const post = (url: string, body: object) => owner({ method: 'POST', url: `/api/v1/me/${url}`, body })
    await post('proof', {})
    await post('email', { email: `moved.${email}`, otp: await newestSecret(email, arena.db) })
    const otp = await newestSecret(`moved.${email}`, arena.db)
    // Keeps the invitation between its look-up and its insert.
    const holder = new pg.Client({ connectionString: arena.url })
    await holder.connect()
    await holder.query('begin')
    await holder.query('select from organizations where id = $1 for update', [organizations.meridian.id])
    const inviting = invite(0, email)
    await untilSomebodyWaits()
    const confirming = post('email/confirm', { otp })
    await Promise.race([confirming, untilSomebodyWaits(2)])
    await holder.query('commit')
    await holder.end()
    expect([(await inviting).statusCode, (await confirming).statusCode]).toEqual([201, 200])
    expect(await tracesOf(email)).toMatchObject({ stubs: 1, live: 1, secrets: 1, mails: 1, notifications: 1 })
  })

  async function untilSomebodyWaits(count = 1) {
    for (let tries = 0; tries < 2000; tries++) {
      const { n } = await arena.one<{ n: number }>('select count(*) as n from pg_locks where not granted')
      if (n >= count) return
    }
    throw new Error('Nobody waits')
  }

  test('P3: one code, tried by twenty at once, signs in no more than it should and makes one person', async () => {
    const email = `twenty.${seed}@fairwork.example`
    const otp = await codeFor(email)
    const answers = await all(20, (index) => enter(index, email, otp))
    expect(statusesOf(answers).every((status) => status === 200 || status === 422)).toBe(true)
    expect(await arena.rowsOf('select from users where email = $1', [email])).toHaveLength(1)
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
  })
})
