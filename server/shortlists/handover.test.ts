import { describe, expect, test } from 'vitest'
import { ask, outcomeOf } from '../../town/ask.ts'
import { db, delegations, type Person, people, serverOf, shortlists } from '../../town/town.ts'

const { locums, nightShifts, recruiters, checks, payroll } = shortlists

const partners = '/api/v1/organizations/meridian-health/delegations'
const send = async (person: Person, method: string, url: string, body: object = {}) =>
  (await serverOf(db()).browserOf(person))({ method, url, body })
const revoke = (id: string) => send('bea', 'POST', `${partners}/${id}/revoke`, { reason: 'Done.' })
const find = (person: Person, id: string) => ask(person, `GET /shortlists/${id}`)
const seenBy = async (person: Person, id: string) => (await find(person, id)).statusCode === 200

/** A new invitation after the revoke, accepted. */
async function inviteAgain(person: Person, dataVisibility: 'scoped' | 'full') {
  const { id } = (await send('bea', 'POST', partners, { email: people[person].email, dataVisibility })).json()
  expect(outcomeOf(await send(person, 'POST', `/api/v1/invitations/${id}/accept`))).toEqual([200])
}

describe('D11: what happens to the work', () => {
  test('D11: drafts pass to admins and editors, marked with who made them; viewers and other partners see nothing', async () => {
    await revoke(delegations.pia)
    for (const person of ['bea', 'jonas', 'edith'] as const) {
      const draft = (await find(person, locums)).json()
      expect(draft).toMatchObject({
        status: 'draft',
        handedOverAt: expect.any(String),
        author: { name: people.pia.name, as: 'partner' },
        own: false,
        can: { edit: true, publish: true },
        version: 2,
      })
      expect(draft.items).toHaveLength(2)
    }
    for (const person of ['vic', 'max', 'pia'] as const)
      expect(outcomeOf(await find(person, locums)), person).toEqual([404, 'not_found'])
  })

  test('D11: what was published stays as it was', async () => {
    const before = (await find('vic', nightShifts)).json()
    await revoke(delegations.pia)
    expect((await find('vic', nightShifts)).json()).toEqual(before)
    expect((await find('vic', nightShifts)).json().handedOverAt).toBeNull()
  })

  test("D11: nobody else's draft passes with it", async () => {
    await revoke(delegations.pia)
    for (const person of ['bea', 'edith'] as const) expect(await seenBy(person, recruiters)).toBe(false)
    expect(await seenBy('max', recruiters)).toBe(true)
    const harvest = await ask('pia', `GET /shortlists/${shortlists.harvest}`, undefined, { at: 'orchard-foods' })
    expect(harvest.json()).toMatchObject({ own: true, handedOverAt: null })
  })

  test('D11: so it is when the partner leaves', async () => {
    expect(outcomeOf(await send('max', 'DELETE', `/api/v1/partnerships/${delegations.max}`))).toEqual([200])
    expect(await seenBy('edith', recruiters)).toBe(true)
    expect(await seenBy('vic', recruiters)).toBe(false)
    expect(outcomeOf(await ask('max', 'GET /shortlists'))).toEqual([404, 'not_found'])
  })

  test('D5, D11: drafts pass also where the partner had lost `shortlists` before the end', async () => {
    await send('bea', 'PATCH', `${partners}/${delegations.pia}`, { permissions: ['notes'] })
    expect(await seenBy('bea', locums)).toBe(false)
    await revoke(delegations.pia)
    expect(await seenBy('bea', locums)).toBe(true)
  })

  test('D11: the team works on with it: changes, publishes, deletes', async () => {
    await revoke(delegations.pia)
    expect((await ask('edith', `PATCH /shortlists/${locums}`, { title: 'Taken over' })).json()).toMatchObject({
      title: 'Taken over',
      changedBy: { name: people.edith.name },
      author: { name: people.pia.name },
    })
    expect((await ask('bea', `POST /shortlists/${locums}/publish`, {})).statusCode).toBe(200)
    expect(await seenBy('vic', locums)).toBe(true)
    expect((await ask('edith', `DELETE /shortlists/${payroll}`, {})).json()).toEqual({ id: payroll, trashed: true })
  })
})

describe('D10: invited again, one starts clean', () => {
  test('D10: a scoped one sees nothing of what they made before, and may change nothing of it', async () => {
    await revoke(delegations.max)
    await inviteAgain('max', 'scoped')
    expect((await ask('max', 'GET /shortlists')).json().items).toEqual([])
    for (const id of [recruiters, checks]) {
      expect((await find('max', id)).statusCode).toBe(404)
      expect((await ask('max', `PATCH /shortlists/${id}`, { title: 'x' })).statusCode).toBe(404)
    }
  })

  test('D10: a full one reads what they published before, like what others did; the old drafts are not theirs', async () => {
    await revoke(delegations.pia)
    await inviteAgain('pia', 'full')
    expect((await find('pia', nightShifts)).json()).toMatchObject({ own: false, can: { edit: false, publish: false } })
    expect(outcomeOf(await ask('pia', `PATCH /shortlists/${nightShifts}`, { title: 'x' }))).toEqual([403, 'forbidden'])
    expect((await find('pia', locums)).statusCode).toBe(404)
    expect((await ask('pia', `POST /shortlists/${locums}/publish`, {})).statusCode).toBe(404)
  })

  test('D10: the second end passes what was made since, and leaves what had passed before', async () => {
    await revoke(delegations.max)
    const before = (await find('bea', recruiters)).json()
    await inviteAgain('max', 'scoped')
    const { id } = (await ask('max', 'POST /shortlists', { title: 'The second time' })).json()
    const again = (await send('bea', 'GET', partners, undefined as never)).json().items[0].id
    await revoke(again)
    expect((await find('bea', id)).json()).toMatchObject({ status: 'draft', handedOverAt: expect.any(String) })
    expect((await find('bea', recruiters)).json()).toEqual(before)
  })
})
