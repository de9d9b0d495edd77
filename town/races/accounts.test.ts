import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setPassword } from '../../server/accounts/account.ts'
import { type Answer, newestSecret, organizations } from '../town.ts'
import { type Arena, all, openArena, statusesOf } from './arena.ts'

/* SPEC P1, P4, O2, ABUSE 3: what people do to their account in one tab, and in the same moment in another, or others to them. */

const PASSWORD = 'thimble marmot quarry lantern'
const invitations = (org: keyof typeof organizations) => `/api/v1/organizations/${organizations[org].slug}/delegations`
let arena: Arena

beforeAll(async () => {
  arena = await openArena()
})
afterAll(() => arena.close())

async function newcomer() {
  const { id, email, cookie } = await arena.newPerson()
  const [one, other] = arena.instances.map(({ browserWith }) => browserWith(cookie))
  const post = (url: string, body: object = {}) => one!({ method: 'POST', url: `/api/v1${url}`, body })
  return { id, email, one: one!, other: other!, post }
}
type Newcomer = Awaited<ReturnType<typeof newcomer>>

const secretTo = (email: string) => newestSecret(email, arena.db)

async function proofOf({ email, post }: Newcomer) {
  await post('/me/proof')
  return { otp: await secretTo(email) }
}

/** Holds `work` up by a lock of one row, lets `meanwhile` begin, and lets both go on. */
async function heldUp(lock: string, id: string, work: () => Promise<Answer>, meanwhile: () => Promise<Answer>) {
  const holder = await arena.pool.connect()
  await holder.query('begin')
  await holder.query(lock, [id])
  const first = work()
  await untilSomebodyWaits()
  const second = meanwhile()
  await Promise.race([second, sleep(300)])
  await holder.query('commit')
  holder.release()
  return Promise.all([first, second])
}

async function untilSomebodyWaits() {
  for (let n = 0; n === 0; )
    n = (await arena.one<{ n: number }>('select count(*)::int as n from pg_locks where not granted')).n
}

const AT_THEIR_ADDRESS = 'select from users where id = $1 for key share'
const AT_THEIR_SESSIONS = 'select from sessions where user_id = $1 for update'
const AT_THE_COMPANY = 'select from organizations where id = $1 for update'
const AT_THE_INVITATION = 'select from delegations where id = $1 for update'

describe('P1: an account that is being deleted', () => {
  const removal = async (person: Newcomer) => {
    const body = await proofOf(person)
    return () => person.one({ method: 'DELETE', url: '/api/v1/me', body })
  }
  const invite = async (email: string) => {
    const [bea] = await arena.browsersOf('bea')
    return bea!({ method: 'POST', url: invitations('meridian'), body: { email } })
  }
  const partnersOf = (email: string) =>
    arena.rowsOf<{ partnerId: string; endedAs: string | null }>(
      `select partner_id as "partnerId", ended_as as "endedAs" from delegations where invited_email = $1 or partner_id in (select id from users where email = $1)`,
      [email],
    )

  test.each<[door: string, body: object]>([
    ['POST /organizations', { name: 'Somebody Else' }],
    ['POST /invitations/:id/accept', {}],
    ['PATCH /me', { name: 'Somebody Else' }],
    ['POST /me/password', { newPassword: PASSWORD }],
    ['POST /me/email', { email: 'later@races.example' }],
  ])('O2: nothing begins for it any more by %s', async (door, body) => {
    const person = await newcomer()
    const { id } = (await invite(person.email)).json()
    const [method, path] = door.split(' ') as ['POST', string]
    const url = `/api/v1${path.replace(':id', id)}`
    const answers = await heldUp(AT_THEIR_ADDRESS, person.id, await removal(person), () =>
      person.other({ method, url, body }),
    )
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 401])
    const { left } = await arena.one<{ left: number }>(
      `select (select count(*) from memberships where user_id = $1 and status <> 'removed')::int
          + (select count(*) from delegations where partner_id = $1 and ended_at is null)::int as left`,
      [person.id],
    )
    expect(left).toBe(0)
    expect(await arena.one('select name from users where id = $1', [person.id])).toEqual({ name: 'Deleted user' })
  })

  test('P1: a sign-in in that moment opens nothing', async () => {
    const { id, email, one } = await newcomer()
    await setPassword({ db: arena.db } as never, id, PASSWORD)
    const remove = () => one({ method: 'DELETE', url: '/api/v1/me', body: { currentPassword: PASSWORD } })
    const fresh = arena.instances[1]!.browserWith(null)
    const enter = () => fresh({ method: 'POST', url: '/api/auth/sign-in/email', body: { email, password: PASSWORD } })
    const [removed] = await heldUp(AT_THEIR_SESSIONS, id, remove, enter)
    expect(removed.statusCode).toBe(200)
    expect((await fresh({ url: '/api/v1/me' })).statusCode).toBe(401)
  })

  test('D4: what it is invited to until then is declined', async () => {
    const person = await newcomer()
    const remove = await removal(person)
    await heldUp(AT_THE_COMPANY, organizations.meridian.id, () => invite(person.email), remove)
    const ended = await arena.rowsOf('select ended_as from delegations where partner_id = $1', [person.id])
    expect(ended).toEqual([{ ended_as: 'declined' }])
  })

  test('P4: what its address is invited to from then on waits for whoever proves it next', async () => {
    const person = await newcomer()
    const [, invited] = await heldUp(AT_THEIR_SESSIONS, person.id, await removal(person), () => invite(person.email))
    expect(invited.statusCode).toBe(201)
    const [waiting] = await partnersOf(person.email)
    expect(waiting).toMatchObject({ endedAs: null, partnerId: expect.not.stringContaining(person.id) })
  })
})

describe('ABUSE 3, P4: an address that changes hands', () => {
  async function begin(person: Newcomer, email: string) {
    const answer = await person.post('/me/email', { email, ...(await proofOf(person)) })
    expect(answer.statusCode, answer.body).toBe(200)
    const otp = await secretTo(email)
    return { id: answer.json().id as string, confirm: () => person.post('/me/email/confirm', { otp }) }
  }

  test('P4: an invitation to it in this moment is for who has it then', async () => {
    const [[bea], [nora]] = await Promise.all([arena.browsersOf('bea'), arena.browsersOf('nora')])
    const person = await newcomer()
    const body = { email: 'only-invited@races.example' }
    const first = (await nora!({ method: 'POST', url: invitations('northwind'), body })).json().id
    const { confirm } = await begin(person, body.email)
    const [confirmed, second] = await heldUp(AT_THE_INVITATION, first, confirm, () =>
      bea!({ method: 'POST', url: invitations('meridian'), body }),
    )
    expect([confirmed.statusCode, second.statusCode]).toEqual([200, 201])
    for (const id of [first, second.json().id])
      expect((await person.post(`/invitations/${id}/accept`)).statusCode).toBe(200)
  })

  test('ABUSE 3: stopping what is confirmed in this moment is no success', async () => {
    const person = await newcomer()
    const { id, confirm } = await begin(person, 'confirmed@races.example')
    const token = await secretTo(person.email)
    const [confirmed, stopped] = await heldUp(AT_THEIR_ADDRESS, person.id, confirm, () =>
      person.other({ method: 'POST', url: `/api/v1/email-changes/${id}/stop`, body: { token } }),
    )
    expect([confirmed.statusCode, stopped.statusCode]).toEqual([200, 409])
    expect(stopped.json().code).toBe('email_change_gone')
  })

  test('ABUSE 3: asked for many times at once, one change waits, and one code proves', async () => {
    const person = await newcomer()
    const { id } = person
    expect(statusesOf(await all(5, () => person.post('/me/proof')))).toEqual([200])
    expect(await arena.rowsOf('select from verifications where identifier = $1', [`proof-${id}`])).toHaveLength(1)
    await setPassword({ db: arena.db } as never, id, PASSWORD)
    const answers = await all(5, (n) =>
      person.post('/me/email', { email: `many-${n}@races.example`, currentPassword: PASSWORD }),
    )
    expect(statusesOf(answers)).toEqual([200])
    expect(await arena.rowsOf('select from email_changes where user_id = $1', [id])).toHaveLength(1)
  })
})
