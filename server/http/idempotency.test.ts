import { expect, test } from 'vitest'
import { db, freshTown, organizations, people, serverOf } from '../../town/town.ts'

/* SPEC D7, ABUSE 44. What many do with one key at once: town/races/invite.test.ts. */

const url = (slug: string) => `/api/v1/organizations/${slug}/delegations`
const { meridian, northwind } = organizations
const send = async (person: 'bea' | 'jonas' | 'nora', slug: string, body: object, key?: string) =>
  (await serverOf(db()).browserOf(person))({
    method: 'POST',
    url: url(slug),
    body,
    headers: { 'idempotency-key': key },
  })
const email = 'again@fairwork.example'

test('D7: the same key and body get the same answer, byte for byte, also on another day of the delegation’s life', async () => {
  const first = await send('bea', meridian.slug, { email }, 'k')
  await db().updateTable('delegations').set({ message: 'changed since' }).where('id', '=', first.json().id).execute()
  const again = await send('bea', meridian.slug, { email }, 'k')
  expect([again.statusCode, again.body]).toEqual([201, first.body])
})

test('D7: without a key, and with another one, it is another request', async () => {
  expect((await send('bea', meridian.slug, { email }, 'k')).statusCode).toBe(201)
  expect((await send('bea', meridian.slug, { email })).json().code).toBe('delegation_exists')
  expect((await send('bea', meridian.slug, { email }, 'k2')).json().code).toBe('delegation_exists')
})

test('D7: the same key with another body, or at another organization, is refused', async () => {
  await send('bea', meridian.slug, { email }, 'k')
  for (const body of [
    { email: 'other@fairwork.example' },
    { email, permissions: ['notes'] },
    { email, message: 'Hello' },
  ])
    expect((await send('bea', meridian.slug, body, 'k')).json()).toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
    })
  await db().insertInto('memberships').values({ orgId: northwind.id, userId: people.bea.id, role: 'admin' }).execute()
  expect((await send('bea', northwind.slug, { email }, 'k')).json().code).toBe('idempotency_key_reused')
})

test('ABUSE 44: somebody else’s key is a key like any other: no answer of theirs comes back', async () => {
  const first = await send('bea', meridian.slug, { email }, 'k')
  const theirs = await send('jonas', meridian.slug, { email }, 'k')
  expect(theirs.json().code).toBe('delegation_exists')
  const elsewhere = await send('nora', northwind.slug, { email }, 'k')
  expect(elsewhere.statusCode).toBe(201)
  expect(elsewhere.json().id).not.toBe(first.json().id)
})

test('ABUSE 44: a stored answer is given to those who still may, and to nobody else', async () => {
  const membership = db().updateTable('memberships').where('userId', '=', people.bea.id)
  expect((await send('bea', meridian.slug, { email }, 'k')).statusCode).toBe(201)
  await membership.set({ role: 'viewer' }).execute()
  expect((await send('bea', meridian.slug, { email }, 'k')).json().code).toBe('admin_only')
  await membership.set({ status: 'removed' }).execute()
  expect((await send('bea', meridian.slug, { email }, 'k')).json().code).toBe('not_found')
})

test('D7: a request that was refused may be sent again with its key once the cause is gone', async () => {
  const town = await freshTown()
  const bea = await serverOf(town.db).browserOf('bea')
  const body = { email: people.edith.email }
  const headers = { 'idempotency-key': 'k' }
  const again = () => bea({ method: 'POST', url: url(meridian.slug), body, headers })
  expect((await again()).json().code).toBe('already_member')
  await town.db.updateTable('memberships').set({ status: 'removed' }).where('userId', '=', people.edith.id).execute()
  expect((await again()).statusCode).toBe(201)
  await town.drop()
})
