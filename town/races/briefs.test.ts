import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { announcePassedDeadlines } from '../../server/briefs/deadlines.ts'
import { inTransaction } from '../../server/db/db.ts'
import { sendMail } from '../../server/notifications/send-mail.ts'
import { cookieOfContact, sentBrief } from '../asked.ts'
import { organizations, people, settings } from '../town.ts'
import { type Arena, all, openArena, percentile, tally } from './arena.ts'

/*
 * SPEC G2, V4, 5 with real commits: a brief is sent once or not at all, to everybody or to nobody, and never after the right to
 * send it was taken away.
 */

const ROUNDS = Number(process.env.ROUNDS ?? 4)
const DRAFTS = 16
const SENDERS = 4
const meridian = organizations.meridian
const workspace = `/api/v1/workspaces/${meridian.slug}/briefs`

let arena: Arena
let owner: pg.Client
let bea: Awaited<ReturnType<Arena['browsersOf']>>
let edith: Awaited<ReturnType<Arena['browsersOf']>>

beforeAll(async () => {
  arena = await openArena()
  owner = new pg.Client({ connectionString: arena.url })
  await owner.connect()
  ;[bea, edith] = [await arena.browsersOf('bea'), await arena.browsersOf('edith')]
})
afterAll(async () => {
  await owner.end()
  await arena.close()
})

/** A draft with its recipients, written straight into the database. */
async function newDraft(author: string, delegation: string | null, solutions = ['globehire', 'talentbridge']) {
  const { id } = await arena.one<{ id: string }>(
    `insert into briefs (org_id, kind, title, author_id, delegation_id) values ($1, 'rfi', 'A race', $2, $3) returning id`,
    [meridian.id, author, delegation],
  )
  await arena.rowsOf(
    `insert into requests (org_id, brief_id, solution_id) select $1, $2, id from solutions where slug = any($3)`,
    [meridian.id, id, solutions],
  )
  return id
}

/** What became of some briefs: how many are sent, with how many requests, mails and jobs. */
const outcomeOf = (ids: string[]) =>
  arena.one<{ sent: number; requests: number; mails: number; jobs: number }>(
    `select (select count(*) from briefs where id = any($1) and published_at is not null) as sent,
            (select count(*) from requests where brief_id = any($1) and sent_at is not null) as requests,
            (select count(*) from mails m join requests r on r.id = m.request_id where r.brief_id = any($1)) as mails,
            (select count(*) from graphile_worker._private_jobs j join mails m on m.id::text = j.payload ->> 'mailId' join requests r on r.id = m.request_id
             where r.brief_id = any($1)) as jobs`,
    [ids],
  )

const revoke = (index: number, id: string) =>
  bea[index % 2]!({
    method: 'POST',
    url: `/api/v1/organizations/${meridian.slug}/delegations/${id}/revoke`,
    body: {},
  })

test('G2, V4: what a partner sends commits before the revoke is acknowledged or never, with all its mails or none', {
  timeout: 60_000,
}, async () => {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const partner = await arena.newPerson()
    const delegation = await arena.newDelegation(partner.id, { active: true })
    const drafts = await Promise.all(Array.from({ length: DRAFTS }, () => newDraft(partner.id, delegation)))
    const waiting = [...drafts]
    const asked: { began: number; status: number }[] = []
    const sender = async (index: number) => {
      const browser = arena.instances[index % 2]!.browserWith(partner.cookie)
      for (let id = waiting.pop(); id; id = waiting.pop()) {
        const began = performance.now()
        const { statusCode } = await browser({ method: 'POST', url: `${workspace}/${id}/send`, body: {} })
        asked.push({ began, status: statusCode })
      }
    }
    const senders = Array.from({ length: SENDERS }, (_, index) => sender(index))
    for (let wait = 0; wait < 2000 && !asked.some(({ status }) => status === 200); wait++) await sleep(1)
    const began = performance.now()
    const revoked = await revoke(round, delegation)
    const acknowledged = performance.now()
    const atOnce = await outcomeOf(drafts)
    await Promise.all(senders)
    times.push(acknowledged - began)
    expect(revoked.statusCode).toBe(200)
    const end = await outcomeOf(drafts)
    expect(end).toEqual(atOnce)
    const { sent } = end
    expect(end).toEqual({ sent, requests: 2 * sent, mails: 2 * sent, jobs: 2 * sent })
    expect(sent).toBe(asked.filter(({ status }) => status === 200).length)
    expect(asked.filter(({ began }) => began > acknowledged).every(({ status }) => status === 404)).toBe(true)
    const { passed } = await arena.one<{ passed: number }>(
      'select count(*) as passed from briefs where id = any($1) and handed_over_at is not null and published_at is null',
      [drafts],
    )
    expect(passed, 'D11: what was not sent passed').toBe(DRAFTS - sent)
  }
  console.info(
    `revoke while sending: median ${percentile(times, 0.5).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms`,
  )
})

/** Works off the mails to these people, as the worker does, and says what became of each. */
async function workOff(condition: string, values: unknown[]) {
  const rows = await arena.rowsOf<{ id: string }>(`select id from mails where ${condition}`, values)
  const transport = { close() {}, send: async () => {} }
  for (const { id } of rows) await sendMail({ db: arena.db, settings, transport }, id, true)
  const states = await arena.rowsOf<{ kind: string; state: string }>(
    'select kind, state from mails where id = any($1)',
    [rows.map(({ id }) => id)],
  )
  return tally(states.map(({ kind, state }) => `${kind} ${state}`))
}

test('G4: after a revoke the mails of what was sent in the company’s name still go, and those to the partner do not', async () => {
  const partner = await arena.newPerson()
  const delegation = await arena.newDelegation(partner.id, { active: true })
  const id = await newDraft(partner.id, delegation)
  const browser = arena.instances[0]!.browserWith(partner.cookie)
  expect((await browser({ method: 'POST', url: `${workspace}/${id}/send`, body: {} })).statusCode).toBe(200)
  const contact = arena.instances[1]!.browserWith(await cookieOfContact(arena.db, 'hello@globehire.example'))
  const { id: request } = await arena.one<{ id: string }>(
    `select r.id from requests r join solutions v on v.id = r.solution_id where brief_id = $1 and slug = 'globehire'`,
    [id],
  )
  const respond = () =>
    contact({ method: 'PUT', url: `/api/v1/requests/${request}/response`, body: { message: 'Gladly' } })
  expect((await respond()).statusCode).toBe(200)
  expect((await revoke(0, delegation)).statusCode).toBe(200)
  expect((await respond()).statusCode, 'it is the company’s brief').toBe(200)
  const toPartner = [partner.id]
  expect(await workOff(`user_id = $1 and kind = 'response.received'`, toPartner)).toEqual({
    'response.received withdrawn': 1,
  })
  expect(await workOff('request_id in (select id from requests where brief_id = $1)', [id])).toEqual({
    'request.received sent': 2,
  })
  const told = await arena.rowsOf<{ kind: string }>(
    `select kind from notifications where user_id = $1 and kind = 'response.received'`,
    toPartner,
  )
  expect(told, 'what they had not read goes with the access, and nothing came after').toEqual([])
})

test('SPEC 10: closed by somebody in the moment in which its deadline passes, it is announced once', async () => {
  const { id } = await sentBrief(arena.db, { questions: [], solutions: ['globehire', 'talentbridge'] })
  // Whoever closes it has begun in time, and is held up before the first mail.
  const holder = await arena.pool.connect()
  await holder.query('begin; lock table mails in share row exclusive mode')
  const deadline = Date.now() + 1500
  await arena.rowsOf('update briefs set deadline = $2 where id = $1', [id, new Date(deadline)])
  const closing = bea[0]!({ method: 'POST', url: `${workspace}/${id}/close`, body: {} })
  await sleep(deadline - Date.now() + 100)
  const byDeadline = inTransaction(arena.db, (db) => announcePassedDeadlines({ db }))
  await sleep(200)
  await holder.query('commit')
  holder.release()
  expect((await closing).statusCode).toBe(200)
  await byDeadline
  const told = await arena.rowsOf<{ kind: string }>(
    `select m.kind from mails m left join requests r on r.id = m.request_id
     where m.kind in ('request.closed', 'brief.closed') and (r.brief_id = $1 or m.work_id = $1)`,
    [id],
  )
  expect(tally(told.map(({ kind }) => kind))).toEqual({ 'brief.closed': 1, 'request.closed': 2 })
})

describe('V4: two send at once', () => {
  test('one of them does, the other is told; one request and one mail for each recipient', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const id = await newDraft(people.edith.id, null)
      const senders = [bea[0]!, edith[1]!, bea[1]!, edith[0]!]
      const answers = await all(8, (index) =>
        senders[index % 4]!({ method: 'POST', url: `${workspace}/${id}/send`, body: {} }),
      )
      expect(tally(answers.map((it) => (it.statusCode === 200 ? 'sent' : it.json().code)))).toEqual({
        already_sent: 7,
        sent: 1,
      })
      expect(await outcomeOf([id])).toEqual({ sent: 1, requests: 2, mails: 2, jobs: 2 })
    }
  })

  test('who adds the same recipient at once has added it once', async () => {
    const id = await newDraft(people.edith.id, null)
    await bea[0]!({ method: 'POST', url: `${workspace}/${id}/send`, body: {} })
    const { id: shiftlark } = await arena.one<{ id: string }>(`select id from solutions where slug = 'shiftlark'`)
    const answers = await all(8, (index) =>
      [bea[0]!, edith[1]!][index % 2]!({
        method: 'POST',
        url: `${workspace}/${id}/recipients`,
        body: { solutionIds: [shiftlark] },
      }),
    )
    expect(tally(answers.map(({ statusCode }) => statusCode))).toEqual({ 200: 8 })
    expect(await outcomeOf([id])).toEqual({ sent: 1, requests: 3, mails: 3, jobs: 3 })
  })
})

describe('SPEC 5: fifty recipients are one transaction', () => {
  const fifty = async () =>
    (
      await arena.rowsOf<{ slug: string }>(
        'select slug from solutions where contact_email is not null and org_id is null order by slug limit 50',
      )
    ).map(({ slug }) => slug)
  const stubs = async () => (await arena.one<{ n: number }>('select count(*) as n from users')).n

  test('where the thirtieth mail fails nothing has happened, and then all of it does', async () => {
    const id = await newDraft(people.edith.id, null, await fifty())
    await owner.query(`
      create sequence mails_written; grant usage on sequence mails_written to public;
      create function fail_at_thirty() returns trigger language plpgsql as $$
      begin
        if nextval('mails_written') >= 30 then raise exception 'the disk is full'; end if;
        return new;
      end $$;
      create trigger fail_at_thirty before insert on mails for each row execute function fail_at_thirty()`)
    const before = await stubs()
    const failed = await bea[0]!({ method: 'POST', url: `${workspace}/${id}/send`, body: {} })
    expect(failed.statusCode).toBe(500)
    expect(failed.body).not.toContain('disk')
    expect(await outcomeOf([id])).toEqual({ sent: 0, requests: 0, mails: 0, jobs: 0 })
    expect(await stubs()).toBe(before)
    await owner.query('drop trigger fail_at_thirty on mails')
    expect((await bea[1]!({ method: 'POST', url: `${workspace}/${id}/send`, body: {} })).statusCode).toBe(200)
    expect(await outcomeOf([id])).toEqual({ sent: 1, requests: 50, mails: 50, jobs: 50 })
  })

  test('where one of them cannot be reached nobody is asked', async () => {
    await arena.rowsOf(`insert into solutions (slug, name, category) values ('mute', 'Mute', 'Staffing platform')`)
    const id = await newDraft(people.edith.id, null, [...(await fifty()).slice(0, 49), 'mute'])
    const refused = await bea[0]!({ method: 'POST', url: `${workspace}/${id}/send`, body: {} })
    expect(refused.json().code).toBe('recipient_unreachable')
    expect(await outcomeOf([id])).toEqual({ sent: 0, requests: 0, mails: 0, jobs: 0 })
  })
})
