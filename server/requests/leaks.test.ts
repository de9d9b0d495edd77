import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { sql } from 'kysely'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { IdentityMode } from '../../shared/delegations.ts'
import { type AskedFor, cookieOfContact, sentBrief } from '../../town/asked.ts'
import {
  type Answer,
  db,
  openSessionFor,
  organizations,
  people,
  serverOf,
  settings,
  delegations as town,
} from '../../town/town.ts'
import { seedOf } from '../../town/worlds/world.ts'
import { type MailTransport, openTransport } from '../mail/transport.ts'
import { sendMail } from '../notifications/send-mail.ts'
import { createHub } from '../stream/hub.ts'
import { announceClosing, announceReminder } from './announce.ts'

/*
 * SPEC 7, N1, S2: everything that a solution can receive is listened to: every answer of its pages with its headers, refusals
 * too, the bell, the stream, and mails as they arrive, headers and both parts. Nothing in it is a name that is hidden, another
 * recipient, or what another recipient answered.
 */

const company = 'Kanaricompany Hospitals'
const person = 'Kanariperson Lindqvist'
const visibleNames = { company, person }
/** Of the buyer, and never a solution's to know, whatever the mode. */
const neverTold = [
  'kanari-slug',
  'kanarimail',
  'kanarieditor',
  'kanarirecipient',
  'kanarianswer',
  'kanaridraft',
  organizations.meridian.id,
  people.pia.id,
  people.edith.id,
  town.pia,
]

/** What an SMTP server receives: the whole mail, as bytes. */
let server: SMTPServer
let transport: MailTransport
const arrived: string[] = []
beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk) => chunks.push(chunk))
      stream.on('end', () => {
        arrived.push(Buffer.concat(chunks).toString('utf8'))
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  transport = openTransport(
    `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    'hello@humancloud.example',
  )
})
afterAll(() => {
  transport.close()
  server.close()
})

beforeEach(async () => {
  arrived.length = 0
  await sql`delete from requests`.execute(db())
  await sql`delete from notifications`.execute(db())
  await sql`update organizations set name = ${company}, slug = 'kanari-slug' where id = ${organizations.meridian.id}`.execute(
    db(),
  )
  await sql`update users set name = ${person}, email = 'pia@kanarimail.example' where id = ${people.pia.id}`.execute(
    db(),
  )
  await sql`update users set name = 'Kanarieditor', email = 'edith@kanarimail.example' where id = ${people.edith.id}`.execute(
    db(),
  )
  await sql`
    update solutions set name = 'Kanarirecipient', slug = 'kanarirecipient', contact_email = 'hello@kanarirecipient.example' where slug = 'globehire'`.execute(
    db(),
  )
})

const made = (identityMode: IdentityMode | 'member'): AskedFor =>
  identityMode === 'member' ? { author: 'edith' } : { author: 'pia', delegation: { id: town.pia, identityMode } }
const recipients = ['crewline', 'kanarirecipient']

/** The mails that wait for these people, as they arrive: raw, and every header and part decoded. */
async function lettersOf(addresses: string[]): Promise<string> {
  const mails = await db()
    .selectFrom('mails')
    .select('id')
    .where('address', 'in', addresses)
    .where('state', '=', 'queued')
    .execute()
  for (const { id } of mails) await sendMail({ db: db(), settings, transport }, id, true)
  const texts = await Promise.all(
    arrived.map(async (raw) => {
      const { headerLines, subject, html, text, from, to, attachments } = await simpleParser(raw)
      expect(attachments).toEqual([])
      return [raw, JSON.stringify({ headerLines, subject, from, to }), html || '', text].join('\n')
    }),
  )
  return texts.join('\n')
}

const heardIn = ({ statusCode, headers, body }: Answer) => `${statusCode} ${JSON.stringify(headers)} ${body}`

/** All that the people of Crewline can get, by reading, writing and being refused. */
async function everythingFor(id: string, others: string) {
  const heard: string[] = []
  const pages: string[] = []
  const cookie = await cookieOfContact(db(), 'hello@crewline.example')
  const { rows } = await sql<{ contact: string; xact: string }>`
    select id as contact, pg_current_xact_id()::text as xact from users where email = 'hello@crewline.example'`.execute(
    db(),
  )
  const { contact, xact } = rows[0]!
  const hub = createHub(db())
  const listen = {
    send: (event: string, facts: object) => void heard.push(`${event} ${JSON.stringify(facts)}`),
    close() {},
  }
  hub.enter({ ...listen, sessionToken: settings.secrets.verify(cookie)!, userId: contact, organization: null })
  const caras = await openSessionFor(db(), 'cara')
  hub.enter({ ...listen, sessionToken: caras, userId: people.cara.id, organization: organizations.crewline })
  const browser = serverOf(db()).browserWith(cookie)
  const ask = async (method: string, url: string, body?: object) => {
    pages.push(`${method} ${url} ${heardIn(await browser({ method, url: `/api/v1${url}`, ...(body && { body }) }))}`)
  }
  const read = async () => {
    for (const url of [
      '/requests',
      '/requests?state=open',
      '/requests?limit=1',
      `/requests/${id}`,
      '/me',
      '/notifications',
      '/invitations',
    ])
      await ask('GET', url)
  }
  await read()
  await ask('POST', `/requests/${id}/view`)
  await ask('PUT', `/requests/${id}/draft`, { draft: { message: 'So far' } })
  await ask('PUT', `/requests/${id}/response`, { answers: [{ questionId: id, value: 'x' }] })
  await ask('PUT', `/requests/${id}/response`, { message: 'Gladly.' })
  await ask('POST', `/requests/${id}/decline`)
  for (const [method, path] of [
    ['GET', ''],
    ['POST', '/view'],
    ['PUT', '/response'],
    ['POST', '/decline'],
  ] as const)
    await ask(method, `/requests/${others}${path}`, method === 'PUT' ? { message: 'x' } : undefined)
  await read()
  await hub.hear(xact)
  return {
    pages: pages.join('\n'),
    stream: heard.join('\n'),
    mails: await lettersOf(['hello@crewline.example', people.cara.email]),
  }
}

/** The other recipient has looked, answered with a price, and begun another answer. */
async function otherAnswers(brief: { orgId: string; requests: Record<string, string> }) {
  const other = brief.requests.kanarirecipient!
  const { rows } = await sql<{
    id: string
  }>`select id from users where email = 'hello@kanarirecipient.example'`.execute(db())
  await sql`
    insert into responses (org_id, request_id, version, message, pricing_model, currency, line_items, total, responded_by)
    values (${brief.orgId}, ${other}, 1, 'kanarianswer', 'fixed', 'EUR', '[{"description": "kanarianswer", "quantity": 1, "unitAmount": 424242}]', 424242, ${rows[0]!.id})`.execute(
    db(),
  )
  await sql`update requests set response = 1, viewed_at = now(), answered_at = now(), outcome = 'selected' where id = ${other}`.execute(
    db(),
  )
  await sql`insert into response_drafts (org_id, request_id, draft, updated_by) values (${brief.orgId}, ${other}, '{"message": "kanaridraft"}', ${rows[0]!.id})`.execute(
    db(),
  )
}

const modes = ['member', 'as_buyer', 'transparent', 'anonymous'] as const
const combinations = modes.flatMap((mode) =>
  [
    [false, false],
    [true, false],
    [true, true],
  ].map(([anonymous, revealed]) => ({ mode, anonymous: anonymous!, revealed: revealed! })),
)

describe('SPEC 7: hidden names occur nowhere', () => {
  test.each(combinations)(
    '$mode, brief anonymous: $anonymous, revealed: $revealed',
    async ({ mode, anonymous, revealed }) => {
      const brief = await sentBrief(db(), {
        ...made(mode),
        anonymous,
        revealed,
        solutions: recipients,
        deadline: new Date(Date.now() + 86_400_000),
      })
      await otherAnswers(brief)
      await announceReminder({ db: db() }, [brief])
      await announceClosing({ db: db() }, [brief])
      const everything = await everythingFor(brief.requests.crewline!, brief.requests.kanarirecipient!)

      // SPEC 7, written a second time.
      const namesCompany = mode !== 'anonymous' && (!anonymous || revealed)
      const named = { company: namesCompany, person: namesCompany && mode === 'transparent' }
      expect(arrived.length).toBeGreaterThanOrEqual(4)
      for (const [channel, text] of Object.entries(everything)) {
        for (const word of [...neverTold, '424242'])
          expect(text.toLowerCase().includes(word.toLowerCase()), `${word} in ${channel}`).toBe(false)
        for (const who of ['company', 'person'] as const) {
          const occurs = text.includes(visibleNames[who].split(' ')[0]!)
          if (channel !== 'stream' || !named[who])
            expect(occurs, `${who} in ${channel}`).toBe(named[who] && channel !== 'stream')
        }
      }
      expect(everything.stream).toContain('notification')
      expect(everything.pages.includes('Anonymous Buyer') && everything.mails.includes('Anonymous Buyer')).toBe(
        !namesCompany,
      )
    },
  )

  test('SPEC 7: until it is revealed, and from then on; what an anonymous partner hides stays hidden', async () => {
    for (const mode of modes) {
      const { id, requests } = await sentBrief(db(), { ...made(mode), anonymous: true })
      const cara = await serverOf(db()).browserOf('cara')
      const asks = async () => (await cara({ url: `/api/v1/requests/${requests.crewline}` })).json().asked.asks
      expect(await asks()).toEqual({ company: null, person: null })
      await sql`update briefs set revealed_at = now() where id = ${id}`.execute(db())
      expect(await asks()).toEqual({
        company: mode === 'anonymous' ? null : company,
        person: mode === 'transparent' ? person : null,
      })
    }
  })

  test('the scanner hears: a name in a mail, or in an answer, is found', async () => {
    const { requests } = await sentBrief(db(), { ...made('anonymous'), title: `For ${company}`, solutions: recipients })
    const everything = await everythingFor(requests.crewline!, requests.kanarirecipient!)
    expect(everything.pages).toContain('Kanaricompany')
    expect(everything.mails).toContain('Kanaricompany')
  })
})

/* N1, S2: worlds that differ only in what a solution may not know are the same to it, to the byte. */

type Otherwise = {
  name: string
  author: 'edith' | 'bea'
  others: string[]
  answered: boolean
  declined: boolean
  decided: boolean
  mode: IdentityMode | 'member'
  more: number
}
const otherwise: fc.Arbitrary<Otherwise> = fc.record({
  name: fc.constantFrom('Meridian Health', 'Somebody Else GmbH'),
  author: fc.constantFrom('edith', 'bea'),
  others: fc.subarray(['talentbridge', 'shiftlark', 'fieldforce']),
  answered: fc.boolean(),
  declined: fc.boolean(),
  decided: fc.boolean(),
  // In an anonymous brief all of these look alike.
  mode: fc.constantFrom(...modes),
  more: fc.nat(2),
})
const fixed = (number: number) => `0190dddd-0000-7000-b003-${String(number).padStart(12, '0')}`

async function plant(world: Otherwise) {
  await sql`update organizations set name = ${world.name} where id = ${organizations.meridian.id}`.execute(db())
  const questions = [{ id: fixed(9), text: 'How many?', type: 'number' as const, choices: [], required: false }]
  const by = world.mode === 'member' ? { author: world.author } : made(world.mode)
  const brief = await sentBrief(db(), { ...by, anonymous: true, questions, solutions: ['crewline', ...world.others] })
  for (let more = 0; more < world.more; more++)
    await sentBrief(db(), { ...by, title: `Another ${more}`, solutions: ['talentbridge'] })
  const others = world.others.map((slug) => brief.requests[slug])
  if (world.answered)
    await sql`update requests set response = 3, viewed_at = now(), answered_at = now() where id = any(${others})`.execute(
      db(),
    )
  if (world.declined) await sql`update requests set declined_at = now() where id = any(${others})`.execute(db())
  if (world.decided) await sql`update requests set outcome = 'selected' where id = any(${others})`.execute(db())
  await announceReminder({ db: db() }, [brief])
  // The same ids in both worlds: only what they are drawn from differs.
  const own = brief.requests.crewline
  await sql`update requests set id = ${fixed(1)} where id = ${own}`.execute(db())
  await sql`update mails set request_id = ${fixed(1)} where request_id = ${own}`.execute(db())
  await sql`
    update notifications n set request_id = ${fixed(1)}, id = case kind when 'request.received' then ${fixed(2)}::uuid else ${fixed(3)}::uuid end where request_id = ${own}
      and user_id = ${people.cara.id}`.execute(db())
}

const withoutTime = (text: string) =>
  text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')
    .replace(/"requestId":"[\w-]{16}"/g, '"requestId":""')
    .replace(/"date":"[^"]+"/g, '"date":""')

async function seenIn(world: Otherwise): Promise<string[]> {
  await sql`savepoint world`.execute(db())
  await plant(world)
  const cara = await serverOf(db()).browserOf('cara')
  const asked: [string, string, object?][] = [
    ...[
      '/requests',
      '/requests?limit=1',
      '/requests?state=open',
      '/requests?state=closed',
      `/requests/${fixed(1)}`,
      '/notifications',
      '/me',
    ].map((url): [string, string] => ['GET', url]),
    ['POST', `/requests/${fixed(1)}/view`],
    ['PUT', `/requests/${fixed(1)}/response`, { answers: [{ questionId: fixed(9), value: 'x' }] }],
    ['PUT', `/requests/${fixed(1)}/response`, { answers: [{ questionId: fixed(9), value: 4 }] }],
    ['GET', `/requests/${fixed(1)}`],
  ]
  const answers: string[] = []
  for (const [method, url, body] of asked)
    answers.push(`${method} ${url} ${heardIn(await cara({ method, url: `/api/v1${url}`, ...(body && { body }) }))}`)
  arrived.length = 0
  await lettersOf([people.cara.email])
  const letters = await Promise.all(
    arrived.map(async (raw) => {
      const { subject, html, text, headerLines } = await simpleParser(raw)
      return JSON.stringify([subject, html, text, headerLines.map(({ key }) => key)])
    }),
  )
  await sql`rollback to savepoint world`.execute(db())
  return [...answers, ...letters.sort()].map(withoutTime)
}

test('N1, N2, S2: other recipients, their answers and who asks anonymously change nothing that a solution receives', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(otherwise, otherwise, async (here, there) => {
      const [one, another] = [await seenIn(here), await seenIn(there)]
      expect(one.length).toBe(12)
      expect(another).toEqual(one)
    }),
    { numRuns: Number(process.env.PAIRS ?? 25), seed: seedOf('server/requests/leaks'), endOnFailure: true },
  )
})
