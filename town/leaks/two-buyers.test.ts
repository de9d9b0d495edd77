import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { compose } from '../../server/mail/transport.ts'
import { sendMail } from '../../server/notifications/send-mail.ts'
import { announceClosing, announceOutcomes, announceReminder } from '../../server/requests/announce.ts'
import type { IdentityMode } from '../../shared/delegations.ts'
import { cookieOfContact, question, sentBrief } from '../asked.ts'
import { db, delegations, organizations, people, serverOf, settings, shortlists } from '../town.ts'
import { seedOf } from '../worlds/world.ts'

/*
 * SPEC 7, N1, S2: two buyers that differ only in what a solution may not know. Who they are, where that is hidden, and in which
 * of the ways there are to hide it; who else was asked, and what they answered; drafts, shortlists, saved solutions. To all
 * people of the solution they are the same, byte by byte: pages, refusals, the bell, and mails with their headers.
 */

const seed = seedOf('town/leaks/two-buyers')
const PAIRS = Number(process.env.PAIRS ?? 12)
const seen = { pairs: 0, answers: 0, mails: 0, hidden: 0, named: 0 }
afterAll(() => console.info('two buyers:', JSON.stringify(seen)))

type Way = { partner: IdentityMode | null; anonymous: boolean; revealed: boolean }
const way = (partner: Way['partner'], anonymous = false, revealed = false): Way => ({ partner, anonymous, revealed })
/** Every way to ask by which the solution learns just this much. */
const ways = {
  nobody: [
    way(null, true),
    way('as_buyer', true),
    way('transparent', true),
    way('anonymous'),
    way('anonymous', true),
    way('anonymous', true, true),
  ],
  company: [way(null), way('as_buyer'), way(null, true, true), way('as_buyer', true, true)],
  both: [way('transparent'), way('transparent', true, true)],
}

type Shown = {
  names: keyof typeof ways
  isUrgent: boolean
  own: 'nothing' | 'draft' | 'answer' | 'decline'
  end: 'open' | 'reminded' | 'closed' | 'selected'
}
type Other = { solution: string; did: 'nothing' | 'viewed' | 'answer' | 'decline' | 'draft' | 'selected' }
type Hidden = {
  way: number
  name: string
  others: Other[]
  moreBriefs: number
  isInDraft: boolean
  isShortlisted: boolean
  isSaved: boolean
  isTrashed: boolean
}

const shown: fc.Arbitrary<Shown> = fc.record({
  names: fc.constantFrom('nobody', 'company', 'both'),
  isUrgent: fc.boolean(),
  own: fc.constantFrom('nothing', 'draft', 'answer', 'decline'),
  end: fc.constantFrom('open', 'reminded', 'closed', 'selected'),
})
const hidden: fc.Arbitrary<Hidden> = fc.record({
  way: fc.nat(11),
  name: fc.constantFrom('Ada', 'Berg & Sons', 'Clinic of the Five Lakes'),
  others: fc.uniqueArray(
    fc.record({
      solution: fc.constantFrom('globehire', 'talentbridge', 'shiftlark', 'kindred-locum'),
      did: fc.constantFrom('nothing', 'viewed', 'answer', 'decline', 'draft', 'selected'),
    }),
    { selector: ({ solution }) => solution },
  ),
  moreBriefs: fc.nat(2),
  isInDraft: fc.boolean(),
  isShortlisted: fc.boolean(),
  isSaved: fc.boolean(),
  isTrashed: fc.boolean(),
})

const org = organizations.meridian.id
/** The same minute for both, however long the town takes to build the second. */
const SOON = new Date(Date.now() + 40 * 3_600_000)

/** What of the names is hidden is otherwise; what is shown stays. */
async function nameBuyer({ names }: Shown, { name }: Hidden) {
  if (names === 'nobody')
    await sql`update organizations set name = ${name}, slug = ${`x-${name.length}`} where id = ${org}`.execute(db())
  if (names !== 'both')
    await sql`update users set name = ${name} where id in (${people.pia.id}, ${people.edith.id})`.execute(db())
}

async function buildBuyer(its: Shown, secrets: Hidden) {
  await nameBuyer(its, secrets)
  await surround(secrets)
  const { partner, anonymous, revealed } = ways[its.names][secrets.way % ways[its.names].length]!
  const brief = await sentBrief(db(), {
    author: partner ? 'pia' : 'edith',
    ...(partner && { delegation: { id: delegations.pia, identityMode: partner } }),
    anonymous,
    revealed,
    deadline: its.isUrgent ? SOON : null,
    questions: [question('text')],
    solutions: ['crewline', ...secrets.others.map(({ solution }) => solution)],
  })
  for (const { solution, did } of secrets.others) await act(brief.requests[solution]!, did)
  return brief
}

/** What else the buyer has, and what the solution would love to know of it. */
async function surround({ moreBriefs, isInDraft, isShortlisted, isSaved }: Hidden) {
  for (let count = 0; count < moreBriefs; count++)
    await sentBrief(db(), { title: 'For others', solutions: ['globehire'] })
  const crewline = sql`(select id from solutions where slug = 'crewline')`
  if (isInDraft)
    await sql`
      with draft as (insert into briefs (org_id, kind, title, author_id) values (${org}, 'rfp', 'A draft', ${people.edith.id}) returning id)
      insert into requests (org_id, brief_id, solution_id) select ${org}, id, ${crewline} from draft`.execute(db())
  if (isShortlisted)
    await sql`
      insert into shortlist_items (org_id, shortlist_id, solution_id, position, reason, added_by)
      values (${org}, ${shortlists.payroll}, ${crewline}, 9, 'A favourite', ${people.edith.id})`.execute(db())
  if (isSaved)
    await sql`insert into saved_solutions (org_id, solution_id, saved_by) values (${org}, ${crewline}, ${people.edith.id})`.execute(
      db(),
    )
}

async function act(id: string, did: Other['did'] | Shown['own']) {
  if (did === 'viewed') await sql`update requests set viewed_at = now() where id = ${id}`.execute(db())
  if (did === 'decline')
    await sql`update requests set declined_at = now(), decline_reason = 'No' where id = ${id}`.execute(db())
  if (did === 'selected') await sql`update requests set outcome = 'selected' where id = ${id}`.execute(db())
  if (did === 'draft')
    await sql`
      insert into response_drafts (org_id, request_id, draft, updated_by)
      values (${org}, ${id}, '{"message": "So far", "answers": [], "quote": null}', ${people.cara.id})`.execute(db())
  if (did !== 'answer') return
  await sql`
    insert into responses (org_id, request_id, version, message, responded_by) values (${org}, ${id}, 1, 'Gladly', ${people.cara.id})`.execute(
    db(),
  )
  await sql`update requests set response = 1, answered_at = now(), viewed_at = now() where id = ${id}`.execute(db())
}

async function finish({ end }: Shown, { isTrashed }: Hidden, brief: Awaited<ReturnType<typeof sentBrief>>) {
  const machine = { db: db() }
  if (end === 'reminded') await announceReminder(machine, [brief])
  if (end !== 'closed' && end !== 'selected') return
  // In the trash of the buyer, or only closed: out there it is the same.
  await sql`
    update briefs set closed_at = now(), trashed_at = ${isTrashed ? sql`now()` : null}, trashed_by = ${isTrashed ? people.bea.id : null}
    where id = ${brief.id}`.execute(db())
  await announceClosing(machine, [brief])
  if (end !== 'selected') return
  await sql`update requests set outcome = 'selected' where id = ${brief.requests.crewline}`.execute(db())
  await announceOutcomes(machine, [brief.requests.crewline!])
}

// What the solution receives ---------------------------------------------------------------------------------------------

const readers = async () => {
  const server = serverOf(db())
  const contact = await cookieOfContact(db(), 'hello@crewline.example', 'The Contact')
  return [await server.browserOf('cara'), server.browserWith(contact)]
}

async function pages(id: string): Promise<string[]> {
  const one = `/requests/${id}`
  const asked: [string, string, object?][] = [
    ...['', '?limit=1', '?state=open', '?state=closed', '?state=answered'].map(
      (query) => ['GET', `/requests${query}`] as [string, string],
    ),
    ['GET', one],
    ['GET', '/notifications'],
    ['GET', '/me'],
    ['POST', `${one}/view`],
    [
      'PUT',
      `${one}/response`,
      {
        message: 'Here we are',
        quote: {
          pricingModel: 'fixed',
          currency: 'EUR',
          lineItems: [{ description: 'Work', quantity: 2, unitAmount: 3 }],
        },
      },
    ],
    ['PUT', `${one}/draft`, { draft: { message: 'More' } }],
    ['POST', `${one}/decline`, { reason: 'No time' }],
    ['GET', one],
    ['GET', `/workspaces/${organizations.northwind.slug}/briefs`],
    ['GET', `/workspaces/${organizations.crewline.slug}/briefs`],
  ]
  const all: string[] = []
  for (const browser of await readers())
    for (const [method, url, body] of asked) {
      await sql`savepoint asked`.execute(db())
      const answer = await browser({ method, url: `/api/v1${url}`, body: body ?? (method === 'GET' ? undefined : {}) })
      if (answer.statusCode >= 400) await sql`rollback to savepoint asked`.execute(db())
      const { date: _, ...headers } = answer.headers
      all.push(`${method} ${url} → ${answer.statusCode} ${JSON.stringify(headers)} ${answer.body}`)
    }
  seen.answers += all.length
  return all
}

/** Every mail to them as it leaves, with its headers. */
async function mails(id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from mails where request_id = ${id} and state = 'queued' order by kind, address, id`.execute(db())
  const sent: string[] = []
  const transport = {
    close() {},
    send: async (mail: Parameters<typeof compose>[1]) =>
      void sent.push(JSON.stringify(compose('Human Cloud <us@cloud.example>', mail))),
  }
  for (const mail of rows) await sendMail({ db: db(), settings, transport }, mail.id, true)
  seen.mails += sent.length
  return sent
}

/** Ids in the order in which they are met, and neither hours nor proofs of them: they are never twice the same. */
function masked(texts: string[]): string[] {
  const ids = new Map<string, string>()
  const numberOf = (id: string) => ids.get(id) ?? ids.set(id, `#${ids.size}`).get(id)!
  return texts.map((text) =>
    text
      .replace(/"requestId\\?":\\?"[\w-]{16}/g, '"requestId":"')
      .replace(/(\/unsubscribe\/[0-9a-f-]{36})\.[\w-]{43}/g, '$1')
      .replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, numberOf)
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then'),
  )
}

async function received(its: Shown, secrets: Hidden): Promise<string[]> {
  await sql`savepoint buyer`.execute(db())
  try {
    const brief = await buildBuyer(its, secrets)
    const id = brief.requests.crewline!
    await act(id, its.own)
    await finish(its, secrets, brief)
    return masked([...(await mails(id)), ...(await pages(id))])
  } finally {
    await sql`rollback to savepoint buyer`.execute(db())
  }
}

/** The town's own brief names this very buyer to this very solution. */
const clear = async () => {
  await sql`delete from notifications where request_id is not null`.execute(db())
  await sql`delete from requests`.execute(db())
}

test('SPEC 7, N1, S2: buyers that differ only in what is hidden are the same to a solution, to the byte', {
  timeout: 60_000 + PAIRS * 3000,
}, async () => {
  await clear()
  await fc.assert(
    fc.asyncProperty(shown, hidden, hidden, async (its, one, other) => {
      expect(await received(its, one)).toEqual(await received(its, other))
      seen.pairs++
      if (its.names === 'both') seen.named++
      else seen.hidden++
    }),
    { numRuns: PAIRS, seed, endOnFailure: true },
  )
})

test('SPEC 7: what is not hidden is noticed when it differs', async () => {
  await clear()
  const secrets: Hidden = {
    way: 0,
    name: 'Ada',
    others: [],
    moreBriefs: 0,
    isInDraft: false,
    isShortlisted: false,
    isSaved: false,
    isTrashed: false,
  }
  const its: Shown = { names: 'company', isUrgent: false, own: 'nothing', end: 'open' }
  const before = await received(its, secrets)
  for (const names of ['nobody', 'both'] as const)
    expect(await received({ ...its, names }, secrets), names).not.toEqual(before)
  expect(await received({ ...its, end: 'closed' }, secrets)).not.toEqual(before)
  await sql`update organizations set name = 'Another' where id = ${org}`.execute(db())
  expect(await received(its, secrets)).not.toEqual(before)
})
