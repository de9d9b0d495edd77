import { expect, test } from 'vitest'
import { ask } from '../../town/ask.ts'
import { db, delegations, type Person, serverOf, shortlists } from '../../town/town.ts'

const me = async (person: Person) => (await (await serverOf(db()).browserOf(person))({ url: '/api/v1/me' })).json()
const partnership = async (person: Person, slug = 'meridian-health') =>
  (await me(person)).partnerships.find((it: { organization: { slug: string } }) => it.organization.slug === slug)

test('W2: the numbers are those of the list: all published work for `full`, the own work for `scoped`', async () => {
  expect((await partnership('pia')).shortlists).toEqual({ drafts: 1, published: 4 })
  expect((await partnership('pia', 'orchard-foods')).shortlists).toEqual({ drafts: 1, published: 0 })
  expect((await partnership('max')).shortlists).toEqual({ drafts: 1, published: 1 })
})

test('D5: without the permission there are no numbers', async () => {
  expect(await partnership('pia', 'northwind')).not.toHaveProperty('shortlists')
})

test('D5, V1: nor does the last activity tell of work that one may not see any more', async () => {
  await db()
    .updateTable('delegations')
    .set({ permissions: ['notes'] })
    .where('id', '=', delegations.pia)
    .execute()
  const before = await partnership('pia')
  await ask('edith', `PATCH /shortlists/${shortlists.nightShifts}`, { title: 'Changed by the team' })
  expect(await partnership('pia')).toEqual(before)
  await ask('edith', `DELETE /shortlists/${shortlists.nightShifts}`)
  expect(await partnership('pia')).toEqual(before)
})

test('V3: what others do moves nothing on the card of a scoped partner', async () => {
  const before = await partnership('max')
  await ask('edith', 'POST /shortlists', { title: 'By the team' })
  await ask('pia', `POST /shortlists/${shortlists.locums}/publish`)
  expect(await partnership('max')).toEqual(before)
})
