import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { solutionIds } from '../../town/ask.ts'
import { briefs, db, delegations, organizations, type Person, people, serverOf } from '../../town/town.ts'

const ofPia = delegations.pia
const { anaesthesia, interpreters, nightCover } = briefs

/** With limits, which other tests do without. */
async function ask(person: Person, method: string, path: string, body: object = {}) {
  const browser = await serverOf(db(), { rateLimit: true }).browserOf(person)
  // What is refused has changed nothing: the server's own transaction is the test's here.
  await sql`savepoint asked`.execute(db())
  const answer = await browser({
    method,
    url: `/api/v1/workspaces/${organizations.meridian.slug}/briefs/${path}`,
    body,
  })
  if (answer.statusCode >= 400) await sql`rollback to savepoint asked`.execute(db())
  return answer
}
/** As if this had been counted before, in every window that is open now. */
const counted = (key: string, hits: number) =>
  sql`
    insert into rate_limits (key, hits, expires_at)
    select ${key} || ':' || floor(extract(epoch from now()) / span) + ahead, ${hits}::int, now() + interval '1 day'
    from (values (3600), (86400)) window_of (span), (values (0), (1)) later (ahead) on conflict do nothing`.execute(
    db(),
  )
const hitsOf = async (key: string) =>
  (
    await sql<{ hits: number }>`
      select coalesce(max(hits), 0)::int as hits from rate_limits where key like ${`${key}:%`}`.execute(db())
  ).rows[0]!.hits
const queuedMails = async () =>
  (
    await sql<{
      n: number
    }>`select count(*)::int as n from mails where kind = 'request.received' and state = 'queued'`.execute(db())
  ).rows[0]!.n

describe('ABUSE 28: nobody floods mailboxes with briefs', () => {
  test('every recipient counts: on the person, on whom they send for, and on its own mailbox', async () => {
    expect((await ask('pia', 'POST', `${anaesthesia}/send`)).statusCode).toBe(200)
    expect(await hitsOf(`send:user:${people.pia.id}`)).toBe(2)
    expect(await hitsOf(`send:for:${ofPia}`)).toBe(2)
    expect(await hitsOf(`send:mailbox:hello@kindred-locum.example:${ofPia}`)).toBe(1)
    expect(await hitsOf('send:mailbox:hello@interimo.example')).toBe(1)
    const { globehire } = await solutionIds()
    expect((await ask('pia', 'POST', `${anaesthesia}/recipients`, { solutionIds: [globehire] })).statusCode).toBe(200)
    expect(await hitsOf(`send:for:${ofPia}`), 'only who was not asked before').toBe(3)
  })

  test.each([
    ['the person', `send:user:${people.pia.id}`, 199],
    ['the delegation', `send:for:${ofPia}`, 499],
    ['one contact, under this delegation', `send:mailbox:hello@interimo.example:${ofPia}`, 20],
    ['one contact, by all', 'send:mailbox:hello@interimo.example', 200],
  ])('over the limit of %s: 429 with Retry-After, it stays a draft, nobody is asked', async (_, key, hits) => {
    await counted(key, hits)
    const refused = await ask('pia', 'POST', `${anaesthesia}/send`)
    expect(refused.json()).toMatchObject({
      status: 429,
      code: 'too_many_requests',
      retryAfterSeconds: expect.any(Number),
    })
    expect(refused.headers['retry-after']).toBe(String(refused.json().retryAfterSeconds))
    expect((await ask('pia', 'GET', anaesthesia, undefined)).json().status).toBe('draft')
    expect(await queuedMails()).toBe(0)
  })

  test('ABUSE 14: a contact counts as one mailbox, however its address is written', async () => {
    await sql`update solutions set contact_email = 'hel.lo+briefs@kindred-locum.example' where slug = 'interimo'`.execute(
      db(),
    )
    await ask('pia', 'POST', `${anaesthesia}/send`)
    expect(await hitsOf(`send:mailbox:hello@kindred-locum.example:${ofPia}`)).toBe(2)
  })

  test('more recipients are refused in the same way, and the brief keeps those it had', async () => {
    await counted(`send:for:${organizations.meridian.id}`, 500)
    const { globehire } = await solutionIds()
    expect((await ask('edith', 'POST', `${nightCover}/recipients`, { solutionIds: [globehire] })).statusCode).toBe(429)
    expect((await ask('edith', 'GET', nightCover, undefined)).json().recipients).toHaveLength(3)
  })

  test('V3: a partner does not feel what the team sends, nor the other way round', async () => {
    await counted(`send:for:${organizations.meridian.id}`, 500)
    expect((await ask('pia', 'POST', `${anaesthesia}/send`)).statusCode).toBe(200)
  })

  test('attempts count, too: the sixty-first within an hour is refused before anything is looked at', async () => {
    await counted(`send-try:user:${people.edith.id}`, 60)
    const { globehire } = await solutionIds()
    expect((await ask('edith', 'POST', `${interpreters}/send`)).statusCode).toBe(429)
    const more = await ask('edith', 'POST', `${nightCover}/recipients`, { solutionIds: [globehire] })
    expect(more.statusCode, 'one share for both doors').toBe(429)
  })

  test('a deadline that moves again and again does not remind again and again', async () => {
    const move = (days: number) =>
      ask('pia', 'PATCH', nightCover, { deadline: new Date(Date.now() + days * 86_400_000).toISOString() })
    for (let times = 1; times <= 5; times++) expect((await move(20 + times)).statusCode).toBe(200)
    expect((await move(40)).statusCode).toBe(429)
  })
})
