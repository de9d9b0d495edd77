import { beforeEach, describe, expect, test } from 'vitest'
import { ask, solutionIds } from '../../town/ask.ts'
import { db, delegations, organizations, type Person, people, serverOf, shortlists } from '../../town/town.ts'

const { locums, poland, payroll, nightShifts, lastYear } = shortlists

type Entry = {
  kind: string
  text: string
  before: object | null
  after: object | null
  actor: { as: string }
  requestId: string | null
}
const auditPage = async (path = 'audit'): Promise<Entry[]> => {
  const bea = await serverOf(db()).browserOf('bea')
  return (await bea({ url: `/api/v1/organizations/meridian-health/${path}` })).json().items
}
/** What requests of this test did; what the town remembers has none. */
const onAudit = async (path?: string) =>
  (await auditPage(path)).filter(({ kind, requestId }) => kind.startsWith('shortlist.') && requestId !== null)
const kindsOnAudit = async () => (await onAudit()).map(({ kind }) => kind)

const eventsOf = (workId: string) =>
  db()
    .selectFrom('auditEvents')
    .selectAll()
    .where('workId', '=', workId)
    .where('requestId', 'is not', null)
    .orderBy('createdAt')
    .execute()

let ids: Record<string, string>
beforeEach(async () => {
  ids = await solutionIds()
})

describe('SPEC 11, I7: one change, one event', () => {
  const deeds: [string, () => ReturnType<typeof ask>][] = [
    ['shortlist.changed', () => ask('pia', `PATCH /shortlists/${locums}`, { title: 'Second look' })],
    ['shortlist.itemAdded', () => ask('pia', `POST /shortlists/${locums}/items`, { solutionId: ids.gridpay })],
    ['shortlist.itemChanged', () => ask('pia', `PATCH /shortlists/${locums}/items/${ids.interimo}`, { reason: 'x' })],
    ['shortlist.itemRemoved', () => ask('pia', `DELETE /shortlists/${locums}/items/${ids.interimo}`, {})],
    [
      'shortlist.ordered',
      () => ask('pia', `PUT /shortlists/${locums}/order`, { solutionIds: [ids.interimo, ids['kindred-locum']] }),
    ],
    ['shortlist.published', () => ask('pia', `POST /shortlists/${locums}/publish`, {})],
    ['shortlist.deleted', () => ask('pia', `DELETE /shortlists/${locums}`, {})],
  ]

  test.each(deeds)('%s: who, for whom, on what, and the request', async (kind, deed) => {
    expect((await deed()).statusCode).toBe(200)
    const events = await eventsOf(locums)
    expect(events).toEqual([
      expect.objectContaining({
        kind,
        orgId: organizations.meridian.id,
        actorId: people.pia.id,
        actorAs: 'partner',
        actingDelegationId: delegations.pia,
        requestId: expect.any(String),
      }),
    ])
    expect(events[0]!.before ?? events[0]!.after).not.toBeNull()
  })

  test('shortlist.created and shortlist.restored too', async () => {
    const { id } = (await ask('edith', 'POST /shortlists', { title: 'New' })).json()
    await ask('edith', `POST /trash/shortlists/${lastYear}/restore`, {})
    expect((await eventsOf(id)).map(({ kind, actorAs }) => [kind, actorAs])).toEqual([['shortlist.created', 'member']])
    expect((await eventsOf(lastYear)).map(({ kind }) => kind)).toEqual(['shortlist.restored'])
  })

  test('what was before and what is after', async () => {
    await ask('edith', `PATCH /shortlists/${poland}`, { title: 'Poland' })
    await ask('edith', `PATCH /shortlists/${poland}/items/${ids.globehire}`, { reason: 'Knows the law.' })
    const [changed, item] = await eventsOf(poland)
    expect(changed).toMatchObject({
      before: { title: 'Employer of record for Poland and Czechia' },
      after: { title: 'Poland' },
    })
    expect(item).toMatchObject({
      before: { solution: 'Globehire', reason: 'Own entities in both countries.' },
      after: { solution: 'Globehire', reason: 'Knows the law.' },
    })
  })

  test('nothing happened, nothing is remembered', async () => {
    await ask('pia', `POST /shortlists/${locums}/items`, { solutionId: ids.interimo })
    await ask('pia', `PUT /shortlists/${locums}/order`, { solutionIds: [ids['kindred-locum'], ids.interimo] })
    await ask('pia', `PATCH /shortlists/${locums}/items/${ids.interimo}`, { reason: '' })
    await ask('pia', `PATCH /shortlists/${locums}`, {})
    await ask('max', `PATCH /shortlists/${locums}`, { title: 'Mine' })
    expect(await eventsOf(locums)).toEqual([])
  })
})

/** A title that nobody but Pia may read, in every text of the draft that is remembered. */
const SECRET = 'Canary Nightingale'

async function workInSecret() {
  const { id } = (await ask('pia', 'POST /shortlists', { title: SECRET, description: SECRET })).json()
  await ask('pia', `POST /shortlists/${id}/items`, { solutionId: ids.interimo, reason: SECRET })
  await ask('pia', `POST /shortlists/${id}/items`, { solutionId: ids.gridpay })
  await ask('pia', `PATCH /shortlists/${id}/items/${ids.gridpay}`, { reason: SECRET })
  await ask('pia', `PUT /shortlists/${id}/order`, { solutionIds: [ids.gridpay, ids.interimo] })
  await ask('pia', `DELETE /shortlists/${id}/items/${ids.interimo}`, {})
  await ask('pia', `PATCH /shortlists/${id}/items/${ids.gridpay}`, { reason: '' })
  await ask('pia', `PATCH /shortlists/${id}`, { title: 'For everybody', description: '' })
  return id as string
}
const everythingRemembered = async () =>
  JSON.stringify([await auditPage(), await auditPage(`delegations/${delegations.pia}/timeline`)])

describe('V1: what the team reads of a draft in the audit', () => {
  test('V1: nothing, as long as it is a draft; nor after it was deleted as one', async () => {
    const before = await everythingRemembered()
    const id = await workInSecret()
    expect(await everythingRemembered()).toBe(before)
    await ask('pia', `DELETE /shortlists/${id}`, {})
    expect(await everythingRemembered()).toBe(before)
  })

  test('V1: after publishing, only what happened from then on; no earlier title and no earlier reason', async () => {
    const id = await workInSecret()
    await ask('pia', `POST /shortlists/${id}/publish`, {})
    await ask('edith', `PATCH /shortlists/${id}`, { description: 'Ours now.' })
    expect(await kindsOnAudit()).toEqual(['shortlist.changed', 'shortlist.published'])
    expect(await everythingRemembered()).not.toContain(SECRET)
  })

  test('D11: after it passed to the organization, only what happened from then on', async () => {
    const id = await workInSecret()
    const bea = await serverOf(db()).browserOf('bea')
    const url = `/api/v1/organizations/meridian-health/delegations/${delegations.pia}/revoke`
    await bea({ method: 'POST', url, body: {} })
    expect(await kindsOnAudit()).toEqual([])
    await ask('edith', `PATCH /shortlists/${id}`, { description: 'Ours now.' })
    expect(await kindsOnAudit()).toEqual(['shortlist.changed'])
    expect(await everythingRemembered()).not.toContain(SECRET)
  })

  test('D11: what the team did to a draft of its own stays readable when that draft is published', async () => {
    await ask('edith', `PATCH /shortlists/${payroll}`, { description: 'Ours now.' })
    await ask('edith', `POST /shortlists/${payroll}/publish`, {})
    expect(await kindsOnAudit()).toEqual(['shortlist.published', 'shortlist.changed'])
  })

  test('V5: deleting and restoring what was published is read like everything else', async () => {
    await ask('pia', `DELETE /shortlists/${nightShifts}`, {})
    await ask('edith', `POST /trash/shortlists/${nightShifts}/restore`, {})
    expect((await onAudit()).map(({ text }) => text)).toEqual([
      'Edith Lang restored the shortlist “Night shift cover, winter 2026”',
      'Pia Lindqvist deleted the shortlist “Night shift cover, winter 2026”',
    ])
  })
})

describe('SPEC 10: who hears of it', () => {
  /** The town itself has told a few people of a few things. */
  beforeEach(() => db().deleteFrom('notifications').where('kind', 'like', 'shortlist.%').execute())

  const toldOf = (kind: string) =>
    db()
      .selectFrom('notifications')
      .innerJoin('users', 'users.id', 'userId')
      .select('users.name')
      .where('kind', '=', kind)
      .execute()
  const names = async (kind: string) => (await toldOf(kind)).map(({ name }) => name).sort()
  const mails = async () =>
    (await db().selectFrom('mails').select('id').where('kind', 'like', 'shortlist.%').execute()).length
  const bell = async (person: Person) => {
    const browser = await serverOf(db()).browserOf(person)
    return (await browser({ url: '/api/v1/notifications' }))
      .json()
      .items.filter((it: Entry) => it.kind.startsWith('shortlist'))
  }

  test("V4: a partner's publishing is told to admins and editors, in the app and not by mail", async () => {
    await ask('pia', `POST /shortlists/${locums}/publish`, {})
    expect(await names('shortlist.published')).toEqual([people.bea.name, people.edith.name, people.jonas.name])
    expect(await mails()).toBe(0)
    expect(await bell('edith')).toEqual([
      expect.objectContaining({
        text: 'Pia Lindqvist published “Locum doctors, first look”',
        path: `/w/meridian-health/shortlists/${locums}`,
      }),
    ])
    for (const person of ['vic', 'pia', 'max'] as const) expect(await bell(person)).toEqual([])
  })

  test('V1, O2: whoever is no member any more reads nothing of it, and nobody of what went to the trash', async () => {
    await ask('pia', `POST /shortlists/${locums}/publish`, {})
    const unread = async (person: Person) =>
      (await (await serverOf(db()).browserOf(person))({ url: '/api/v1/me' })).json().unreadNotifications
    const before = [await unread('edith'), await unread('jonas')]
    await db().updateTable('memberships').set({ status: 'removed' }).where('userId', '=', people.edith.id).execute()
    expect([await bell('edith'), await unread('edith')]).toEqual([[], before[0] - 1])
    await ask('bea', `DELETE /shortlists/${locums}`, {})
    expect([await bell('jonas'), await unread('jonas')]).toEqual([[], before[1] - 1])
    await ask('bea', `POST /trash/shortlists/${locums}/restore`, {})
    expect([(await bell('jonas')).length, await unread('jonas')]).toEqual([1, before[1]])
  })

  test('what members do, and what happens to a draft, is told to nobody', async () => {
    await ask('edith', 'POST /shortlists', { title: 'By the team' })
    await ask('edith', `PATCH /shortlists/${poland}`, { title: 'Poland' })
    await ask('bea', `POST /shortlists/${payroll}/publish`, {})
    await ask('pia', 'POST /shortlists', { title: 'A draft' })
    await ask('pia', `PATCH /shortlists/${locums}`, { title: 'Still a draft' })
    await ask('pia', `DELETE /shortlists/${nightShifts}`, {})
    const told = await db().selectFrom('notifications').select('id').where('kind', 'like', 'shortlist.%').execute()
    expect([told, await mails()]).toEqual([[], 0])
  })
})
