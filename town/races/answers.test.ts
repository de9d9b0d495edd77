import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashToken, newToken } from '../../server/secrets/secrets.ts'
import type { DelegationStatus } from '../../shared/delegations.ts'
import { type Answer, organizations } from '../town.ts'
import { type Arena, all, dice, openArena, statusesOf, tally } from './arena.ts'
import { begin, type Call, type Command, commands, isExplained, type Outcome, type State } from './lifecycle.ts'

/* Everybody answers one invitation at once (SPEC D10, I4; ABUSE 17, 18, 21; R5, R6). */

const { seed } = dice()
console.info(`town/races/answers: SEED=${seed}`)
const meridian = `/api/v1/organizations/${organizations.meridian.slug}/delegations`
const ROUNDS = 110

let arena: Arena
let admins: Awaited<ReturnType<Arena['browsersOf']>>

beforeAll(async () => {
  arena = await openArena()
  admins = [(await arena.browsersOf('bea'))[0]!, (await arena.browsersOf('jonas'))[1]!]
})
afterAll(() => arena.close())

const kindsOf = async (delegationId: string) =>
  (
    await arena.rowsOf<{ kind: string }>('select kind from audit_events where delegation_id = $1 order by id', [
      delegationId,
    ])
  ).map(({ kind }) => kind.replace('delegation.', ''))

describe('R5', () => {
  test('ABUSE 17: fifty acceptances of one invitation are one acceptance, and every one is told so', async () => {
    const partner = await arena.newPerson()
    const id = await arena.newDelegation(partner.id)
    const browsers = arena.instances.map(({ browserWith }) => browserWith(partner.cookie))
    const answers = await all(50, (index) =>
      browsers[index % 2]!({ method: 'POST', url: `/api/v1/invitations/${id}/accept`, body: {} }),
    )
    expect(statusesOf(answers)).toEqual([200])
    expect(await kindsOf(id)).toEqual(['accepted'])
    expect(await newsOf(id)).toEqual({ 'delegation.accepted': 2 })
  })

  const newsOf = async (id: string) =>
    tally(
      (await arena.rowsOf<{ kind: string }>('select kind from notifications where delegation_id = $1', [id])).map(
        ({ kind }) => kind,
      ),
    )

  test('P4, ABUSE 4: fifty claims of one link make one account with one session, and the others get nothing', async () => {
    const stub = await arena.one<{ id: string }>(`insert into users (email) values ('stub@races.example') returning id`)
    const id = await arena.newDelegation(stub.id)
    const token = newToken()
    await arena.rowsOf('update delegations set token_hash = $2 where id = $1', [id, hashToken(token)])
    const answers = await all(50, (index) =>
      arena.instances[index % 2]!.browserWith(null)({
        method: 'POST',
        url: `/api/v1/invitations/${id}/claim`,
        body: { token, name: 'Racing Person' },
      }),
    )
    expect(tally(answers.map(({ statusCode }) => statusCode))).toEqual({ 200: 1, 409: 49 })
    expect(answers.filter(({ cookies }) => cookies.length > 0)).toHaveLength(1)
    expect(await arena.rowsOf('select from sessions where user_id = $1', [stub.id])).toHaveLength(1)
    expect((await kindsOf(id)).sort()).toEqual(['accepted', 'account.claimed'])
  })
})

describe('the model', () => {
  const call = (command: Command, outcome: Partial<Outcome>, [began, ended]: [number, number]): Call => ({
    command,
    status: 200,
    code: null,
    version: null,
    ...outcome,
    began,
    ended,
  })
  const ending = (status: DelegationStatus, events: string[]): State => ({
    ...begin('pending'),
    status,
    version: 1 + events.length,
    events,
  })

  test('R6: the model explains two answers by the one order in which they can have happened', () => {
    const overlapping = [call('revoke', { version: 3 }, [0, 9]), call('accept', {}, [1, 8])]
    expect(isExplained(begin('pending'), overlapping, ending('revoked', ['accepted', 'revoked']))).toBe(true)
    const apart = [call('revoke', { version: 3 }, [0, 1]), call('accept', {}, [2, 3])]
    expect(isExplained(begin('pending'), apart, ending('revoked', ['accepted', 'revoked']))).toBe(false)
  })

  test.each([
    [
      'active after a revoke',
      [call('revoke', { version: 2 }, [0, 1]), call('accept', {}, [2, 3])],
      ending('active', ['revoked', 'accepted']),
    ],
    [
      'two ends',
      [call('revoke', { version: 2 }, [0, 9]), call('cancel', { version: 3 }, [0, 9])],
      ending('cancelled', ['revoked', 'cancelled']),
    ],
    ['an end that nobody remembers', [call('decline', {}, [0, 1])], ending('declined', [])],
    [
      'a refusal without a reason',
      [call('accept', { status: 409, code: 'invitation_not_pending' }, [0, 1])],
      begin('pending'),
    ],
  ])('R6: the model refuses %s', (_, calls, end) => {
    expect(isExplained(begin('pending'), calls, end)).toBe(false)
  })
})

type Planned = { command: Command; instance: number; delayMs: number }
type Person = Awaited<ReturnType<Arena['newPerson']>>

describe('R6', () => {
  const plan: fc.Arbitrary<Planned> = fc.record({
    command: fc.constantFrom(...commands),
    instance: fc.nat(1),
    delayMs: fc.nat(6),
  })
  const race = fc.record({
    active: fc.boolean(),
    plans: fc.array(plan, { minLength: 3, maxLength: 7 }),
  })
  const seen = new Set<string>()

  test('D10, ABUSE 18, 21: however accept, decline, leave, revoke, cancel, resend, change and re-invite meet, some order explains it', {
    timeout: 25_000,
  }, async () => {
    const property = fc.asyncProperty(race, async ({ active, plans }) => {
      const partner = await arena.newPerson()
      const id = await arena.newDelegation(partner.id, { active })
      const calls = await Promise.all(plans.map((planned) => perform(planned, partner, id)))
      const end = await stateOf(id, partner.id)
      const start = begin(active ? 'active' : 'pending')
      const told = JSON.stringify({ calls, end }, null, 1)
      expect(isExplained(start, calls, end) || isExplainedInAnyWriting(start, calls, end), told).toBe(true)
      await expectNothingAfterTheEnd(partner, id, calls, end)
      for (const { command, status } of calls) seen.add(`${command} ${status}`)
    })
    await fc.assert(property, { numRuns: ROUNDS, seed, endOnFailure: true })
    // Races that never meet prove nothing.
    expect(seen.size).toBeGreaterThanOrEqual(16)
  })

  async function perform({ command, instance, delayMs }: Planned, partner: Person, id: string): Promise<Call> {
    await sleep(delayMs)
    const began = performance.now()
    const answer = await send(command, instance, partner, id)
    const ended = performance.now()
    const { code = null, version = null } = answer.json()
    return { command, began, ended, status: answer.statusCode, code, version }
  }

  function send(command: Command, instance: number, partner: Person, id: string): Promise<Answer> {
    const admin = admins[instance]!
    const own = arena.instances[instance]!.browserWith(partner.cookie)
    switch (command) {
      case 'accept':
      case 'decline':
        return own({ method: 'POST', url: `/api/v1/invitations/${id}/${command}`, body: {} })
      case 'leave':
        return own({ method: 'DELETE', url: `/api/v1/partnerships/${id}` })
      case 'revoke':
      case 'cancel':
      case 'resend':
        return admin({ method: 'POST', url: `${meridian}/${id}/${command}`, body: {} })
      case 'narrow':
        return admin({ method: 'PATCH', url: `${meridian}/${id}`, body: { permissions: ['notes'] } })
      case 'change':
        return admin({
          method: 'PATCH',
          url: `${meridian}/${id}`,
          body: { permissions: ['notes'] },
          headers: { 'if-match': '"1"' },
        })
      case 'reinvite':
        return admin({ method: 'POST', url: meridian, body: { email: partner.email } })
    }
  }

  async function stateOf(id: string, partnerId: string): Promise<State> {
    const row = await arena.one<Omit<State, 'events'>>(
      `select delegation_status(accepted_at, ended_as, expires_at) as status, version, permissions = '{notes}' as narrowed,
              exists (select from mails where delegation_id = d.id and kind = 'delegation.resent') as resent,
              (select count(*) from delegations where partner_id = $2) > 1 as followed
       from delegations d where id = $1`,
      [id, partnerId],
    )
    return { ...row, events: await kindsOf(id) }
  }

  /** Event ids of two transactions in one millisecond may stand in either order; nothing else may differ. */
  function isExplainedInAnyWriting(start: State, calls: Call[], end: State): boolean {
    return end.events.some((_, index) => {
      if (index === 0) return false
      const events = end.events.with(index, end.events[index - 1]!).with(index - 1, end.events[index]!)
      return isExplained(start, calls, { ...end, events })
    })
  }

  async function expectNothingAfterTheEnd(partner: Person, id: string, calls: Call[], end: State) {
    const terminal = end.events.filter((kind) => ['revoked', 'left', 'cancelled', 'declined'].includes(kind))
    expect(terminal.length).toBeLessThanOrEqual(1)
    expect(calls.filter(({ status }) => status >= 500)).toEqual([])
    if (!calls.some(({ command, status }) => command === 'revoke' && status === 200)) return
    expect(end.status).toBe('revoked')
    const own = arena.instances[0]!.browserWith(partner.cookie)
    expect((await own({ url: `/api/v1/workspaces/${organizations.meridian.slug}` })).statusCode).toBe(404)
    expect((await own({ method: 'POST', url: `/api/v1/invitations/${id}/accept`, body: {} })).statusCode).toBe(409)
  }
})
