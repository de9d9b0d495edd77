import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { briefs, db, delegations, organizations, type Person, people, requests, serverOf } from '../../town/town.ts'
import { announcements } from '../events/announcements.ts'
import { newsForAdmins } from './told.ts'

/** Somebody was told something earlier; whether they read it now is asked at the bell and in the counts. */
async function told(
  person: Person,
  about: { brief: string } | { request: string } | { kind: string },
): Promise<boolean> {
  const { id } = people[person]
  await sql`delete from notifications where user_id = ${id}`.execute(db())
  const facts = JSON.stringify({
    by: 'Kira',
    partner: 'Kim',
    role: 'editor',
    solution: 'Kindred',
    title: 'Night cover',
    briefKind: 'rfi',
    asks: { company: null, person: null },
  })
  if ('brief' in about)
    await sql`insert into notifications (user_id, org_id, kind, work_id, facts)
      select ${id}, org_id, 'response.received', id, ${facts}::jsonb from briefs where id = ${about.brief}`.execute(
      db(),
    )
  else if ('kind' in about)
    await sql`insert into notifications (user_id, org_id, kind, facts)
      values (${id}, ${organizations.meridian.id}, ${about.kind}, ${facts}::jsonb)`.execute(db())
  else
    await sql`insert into notifications (user_id, kind, request_id, facts)
      values (${id}, 'request.received', ${about.request}, ${facts}::jsonb)`.execute(db())
  const browser = await serverOf(db()).browserOf(person)
  const { items } = (await browser({ url: '/api/v1/notifications' })).json()
  const { unreadNotifications } = (await browser({ url: '/api/v1/me' })).json()
  expect(unreadNotifications, 'the number at the bell is that of the list').toBe(items.length)
  return items.length > 0
}
const change = (statement: string) => sql.raw(statement).execute(db())

describe('V1: the bell speaks of a brief to those who see it still', () => {
  test('its author, a partner, while their delegation has `briefs`', async () => {
    expect(await told('pia', { brief: briefs.nightCover })).toBe(true)
    await change(`update delegations set permissions = '{shortlists}' where id = '${delegations.pia}'`)
    expect(await told('pia', { brief: briefs.nightCover })).toBe(false)
  })

  test('not after the delegation ended', async () => {
    await change(
      `update delegations set ended_at = now(), ended_as = 'revoked', ended_by = invited_by where id = '${delegations.pia}'`,
    )
    expect(await told('pia', { brief: briefs.nightCover })).toBe(false)
  })

  test("the team; of its drafts its editors; of a partner's draft nobody of it", async () => {
    expect(await told('vic', { brief: briefs.nightCover })).toBe(true)
    expect(await told('edith', { brief: briefs.interpreters })).toBe(true)
    expect(await told('vic', { brief: briefs.interpreters })).toBe(false)
    expect(await told('bea', { brief: briefs.anaesthesia })).toBe(false)
  })

  test('nobody of what lies in the trash', async () =>
    expect(await told('bea', { brief: briefs.agencies })).toBe(false))

  test('SPEC 5: of answers not to viewers, where the organization keeps quotes from them', async () => {
    await change(`update organizations set viewers_see_quotes = false where id = '${organizations.meridian.id}'`)
    expect(await told('vic', { brief: briefs.nightCover })).toBe(false)
    for (const person of ['bea', 'edith', 'pia'] as const)
      expect(await told(person, { brief: briefs.nightCover }), person).toBe(true)
  })

  test('no partner without the permission, and no stranger', async () => {
    expect(await told('max', { brief: briefs.nightCover })).toBe(false)
    expect(await told('kira', { brief: briefs.nightCover })).toBe(false)
  })
})

describe('S2: the bell speaks of a request to those who stand for its solution still', () => {
  test('its contact', async () => expect(await told('kira', { request: requests.kindredLocum })).toBe(true))

  test('the people of its organization, while they are members', async () => {
    expect(await told('cara', { request: requests.crewline })).toBe(true)
    await change(`update memberships set status = 'removed' where user_id = '${people.cara.id}'`)
    expect(await told('cara', { request: requests.crewline })).toBe(false)
  })

  test('not those of another solution, and not the buyer', async () => {
    expect(await told('kira', { request: requests.crewline })).toBe(false)
    expect(await told('bea', { request: requests.crewline })).toBe(false)
  })
})

describe('V1: the bell speaks of what only admins are told to admins', () => {
  test.each(newsForAdmins)('%s', async (kind) => {
    expect(await told('jonas', { kind })).toBe(true)
    await change(`update memberships set role = 'editor' where user_id = '${people.jonas.id}'`)
    expect(await told('jonas', { kind })).toBe(false)
  })

  test('they are those of the table of announcements', () => {
    const kinds = Object.entries(announcements).flatMap(([kind, { to }]) => (to === 'admins' ? [kind] : []))
    expect(newsForAdmins.toSorted()).toEqual(kinds.toSorted())
  })
})
