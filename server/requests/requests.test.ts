import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { type AskedFor, cookieOfContact, question, sentBrief } from '../../town/asked.ts'
import { type Answer, db, mailsTo, organizations, type Person, people, serverOf } from '../../town/town.ts'
import { authorStays } from '../authz/author.ts'

// The town's own are out of the way, so that what is counted is ours.
beforeEach(async () => {
  await sql`delete from requests`.execute(db())
})

const browserOf = (person: Person | 'nobody') => serverOf(db()).browserOf(person)
const contactOf = async (slug: string) =>
  serverOf(db()).browserWith(await cookieOfContact(db(), `hello@${slug}.example`))
type Browser = Awaited<ReturnType<typeof browserOf>>

const url = (id: string, more = '') => `/api/v1/requests/${id}${more}`
const get = (browser: Browser, id: string) => browser({ url: url(id) })
const answer = (browser: Browser, id: string, body: object, headers = {}) =>
  browser({ method: 'PUT', url: url(id, '/response'), body, headers })
const decline = (browser: Browser, id: string, body: object = {}) =>
  browser({ method: 'POST', url: url(id, '/decline'), body })
const pathsIn = (it: Answer) => it.json().errors?.map(({ path }: { path: string }) => path)

/** A brief that Crewline got, and Cara who works there. */
async function asked(more: AskedFor = {}) {
  const brief = await sentBrief(db(), more)
  return { ...brief, id: brief.requests.crewline!, cara: await browserOf('cara') }
}
const closeIt = ({ id }: { id: string }) => sql`update briefs set closed_at = now() where id = ${id}`.execute(db())
const closeBrief = async (requestId: string) => closeIt({ id: (await row(requestId)).briefId })
const row = (id: string) => db().selectFrom('requests').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const quote = {
  pricingModel: 'hourly',
  currency: 'EUR',
  lineItems: [
    { description: 'Nurse', quantity: 40, unitAmount: 5250 },
    { description: 'Travel', quantity: 3, unitAmount: 1999 },
  ],
  total: 215997,
  validUntil: '2027-01-31',
  leadTimeDays: 14,
}

describe('S1: what reaches a solution', () => {
  test('S1: its people read the brief, its questions, the deadline with its zone, and who asks', async () => {
    const { id, cara, questions } = await asked({ deadline: new Date('2031-01-31T11:00:00Z') })
    const it = await get(cara, id)
    expect(it.statusCode).toBe(200)
    expect(it.headers.etag).toBe('"0"')
    expect(it.json()).toMatchObject({
      solution: { slug: 'crewline', name: 'Crewline' },
      state: 'open',
      version: 0,
      response: null,
      draft: null,
      can: { respond: true, decline: true },
      asked: {
        kind: 'rfp',
        title: 'Night shift cover',
        description: 'Nurses for three wards.',
        deadline: '2031-01-31T11:00:00.000Z',
        deadlineZone: 'Europe/Berlin',
        asks: { company: 'Meridian Health', person: null },
        questions,
      },
    })
  })

  test('S1: the list holds those of all of one’s solutions, newest first, by state, with the count of what waits', async () => {
    const first = await asked({ title: 'First' })
    const second = await asked({ title: 'Second' })
    await answer(first.cara, first.id, { message: 'We can.' })
    const list = async (query = '') => (await second.cara({ url: `/api/v1/requests${query}` })).json()
    const titles = ({ items }: { items: { asked: { title: string } }[] }) => items.map(({ asked: { title } }) => title)
    expect(titles(await list())).toEqual(['Second', 'First'])
    expect(titles(await list('?state=open'))).toEqual(['Second'])
    expect(titles(await list('?state=answered'))).toEqual(['First'])
    expect(await list('?limit=1')).toMatchObject({ open: 1, items: [{ id: second.id }] })
    const { nextCursor } = await list('?limit=1')
    expect(titles(await list(`?limit=1&cursor=${nextCursor}`))).toEqual(['First'])
    expect((await second.cara({ url: '/api/v1/me' })).json().requests).toEqual({ open: 1 })
  })

  test('S1, P3, P4: a contact who never came signs in by a mailed code and finds the request, with no company asked for', async () => {
    const { requests } = await asked({ solutions: ['globehire'] })
    const address = 'hello@globehire.example'
    const browser = await browserOf('nobody')
    await browser({ method: 'POST', url: '/api/auth/email-otp/send-verification-otp', body: { email: address } })
    const otp = (await mailsTo(address)).at(-1)!.secret
    const signedIn = await browser({
      method: 'POST',
      url: '/api/auth/sign-in/email-otp',
      body: { email: address, otp },
    })
    expect(signedIn.json().user).toMatchObject({ email: address, name: '' })
    expect((await get(browser, requests.globehire!)).json().asked.title).toBe('Night shift cover')
    expect((await browser({ url: '/api/v1/me' })).json()).toMatchObject({ organizations: [], requests: { open: 1 } })
    expect((await browser({ url: '/api/v1/notifications' })).json().items).toMatchObject([
      { organization: null, path: `/requests/${requests.globehire}` },
    ])
    // Others see the name on an answer, so that comes first; nothing else does.
    expect((await answer(browser, requests.globehire!, { message: 'Yes' })).json().code).toBe('name_missing')
    await browser({ method: 'PATCH', url: '/api/v1/me', body: { name: 'Greta Globe' } })
    expect((await answer(browser, requests.globehire!, { message: 'Yes' })).statusCode).toBe(200)
  })

  test('V1, N2: strangers, the buyer, its partners and other recipients find nothing, in the words of what does not exist', async () => {
    const { id } = await asked({
      author: 'pia',
      delegation: { id: '01900000-0000-7000-b000-000000000002', identityMode: 'as_buyer' },
    })
    const nothing = (await get(await browserOf('cara'), people.bea.id)).body.replace(/"requestId":"[^"]*"/, '')
    const others = [
      ...(await Promise.all((['bea', 'edith', 'pia', 'stan'] as const).map(browserOf))),
      await contactOf('globehire'),
    ]
    for (const browser of others) {
      for (const ask of [
        get(browser, id),
        answer(browser, id, { message: 'x' }),
        decline(browser, id),
        browser({ method: 'POST', url: url(id, '/view') }),
      ]) {
        const it = await ask
        expect(it.statusCode).toBe(404)
        expect(it.body.replace(/"requestId":"[^"]*"/, '')).toBe(nothing)
      }
    }
    expect((await get(await browserOf('nobody'), id)).statusCode).toBe(401)
    expect((await (await browserOf('bea'))({ url: '/api/v1/requests' })).json()).toEqual({
      items: [],
      nextCursor: null,
      open: 0,
    })
  })

  test('V1: what is chosen and not sent yet does not exist', async () => {
    const { id, cara } = await asked()
    await sql`update requests set sent_at = null where id = ${id}`.execute(db())
    expect((await get(cara, id)).statusCode).toBe(404)
    expect((await cara({ url: '/api/v1/requests' })).json()).toMatchObject({ items: [], open: 0 })
  })

  test('S2: viewers of the solution’s organization read, and write nothing', async () => {
    const { id, cara } = await asked()
    await sql`update memberships set role = 'viewer' where user_id = ${people.cara.id}`.execute(db())
    expect((await get(cara, id)).json().can).toEqual({ respond: false, decline: false })
    for (const ask of [
      answer(cara, id, { message: 'x' }),
      decline(cara, id),
      cara({ method: 'PUT', url: url(id, '/draft'), body: { draft: {} } }),
    ])
      expect((await ask).statusCode).toBe(403)
  })

  test('O2: who was removed from the solution’s organization finds nothing', async () => {
    const { id, cara } = await asked()
    await sql`update memberships set status = 'removed' where user_id = ${people.cara.id}`.execute(db())
    expect((await get(cara, id)).statusCode).toBe(404)
  })
})

describe('GET changes nothing', () => {
  test('viewed is told by its own door, once; reading tells nothing', async () => {
    const { id, cara } = await asked()
    await get(cara, id)
    await cara({ url: '/api/v1/requests' })
    expect((await row(id)).viewedAt).toBeNull()
    await cara({ method: 'POST', url: url(id, '/view') })
    const { viewedAt } = await row(id)
    expect(viewedAt).not.toBeNull()
    await cara({ method: 'POST', url: url(id, '/view') })
    expect((await row(id)).viewedAt).toEqual(viewedAt)
    expect(await eventsOf('request.viewed')).toHaveLength(1)
  })
})

const eventsOf = (kind: string) => db().selectFrom('auditEvents').selectAll().where('kind', '=', kind).execute()

describe('S2: respond and replace', () => {
  test('S2: message, answers and quote arrive as they were sent, with the total', async () => {
    const { id, cara, questions } = await asked()
    const values = ['Four hours', true, 12.5, 'Two']
    const answers = questions.map(({ id }, at) => ({ questionId: id, value: values[at]! }))
    const it = await answer(cara, id, { message: 'Gladly.', answers: answers.toReversed(), quote })
    expect(it.statusCode, it.body).toBe(200)
    expect(it.headers.etag).toBe('"1"')
    const { response, respondedBy, state } = it.json()
    expect(response).toMatchObject({ message: 'Gladly.', answers, quote, version: 1 })
    expect({ respondedBy, state }).toEqual({ respondedBy: { name: 'Cara Lindt' }, state: 'answered' })
    expect((await get(cara, id)).json()).toEqual(it.json())
  })

  test('S2: it is replaced until it closes, and every version is kept', async () => {
    const { id, cara } = await asked()
    for (const message of ['One', 'Two', 'Three']) expect((await answer(cara, id, { message })).statusCode).toBe(200)
    expect((await get(cara, id)).json().response).toMatchObject({ message: 'Three', version: 3, quote: null })
    const kept = await db()
      .selectFrom('responses')
      .select(['version', 'message', 'respondedBy'])
      .where('requestId', '=', id)
      .orderBy('version')
      .execute()
    expect(kept.map(({ version, message }) => `${version} ${message}`)).toEqual(['1 One', '2 Two', '3 Three'])
  })

  test('If-Match: who has not seen the newest version is told, and nothing is written', async () => {
    const { id, cara } = await asked()
    expect((await answer(cara, id, { message: 'One' }, { 'if-match': '"0"' })).statusCode).toBe(200)
    const late = await answer(cara, id, { message: 'Two' }, { 'if-match': '"0"' })
    expect([late.statusCode, late.json().code]).toEqual([412, 'version_conflict'])
    expect((await answer(cara, id, { message: 'Two' }, { 'if-match': '"1"' })).statusCode).toBe(200)
  })

  test('answers are checked against the questions: required, type, choice, and that they are asked at all', async () => {
    const questions = [
      question('text', true),
      question('yes_no'),
      question('number'),
      question('choice', true, ['One', 'Two']),
    ]
    const { id, cara } = await asked({ questions })
    const [text, yesNo, number, choice] = questions.map((it) => it.id) as [string, string, string, string]
    const stranger = people.bea.id
    const given = (values: Record<string, unknown>) => ({
      answers: Object.entries(values).map(([questionId, value]) => ({ questionId, value })),
    })
    const missing = await answer(cara, id, { message: 'Hello' })
    expect(missing.statusCode).toBe(422)
    expect(pathsIn(missing)).toEqual([`answers.${text}`, `answers.${choice}`])
    const wrong = await answer(
      cara,
      id,
      given({ [text]: '  ', [yesNo]: 'yes', [number]: 'many', [choice]: 'Three', [stranger]: 1 }),
    )
    expect(pathsIn(wrong)).toEqual([stranger, text, yesNo, number, choice].map((it) => `answers.${it}`))
    const twice = await answer(cara, id, {
      answers: [text, text, choice].map((questionId) => ({ questionId, value: 'One' })),
    })
    expect(pathsIn(twice)).toEqual([`answers.${text}`])
    expect(
      (await answer(cara, id, given({ [text]: 'Words', [choice]: 'One', [number]: 0, [yesNo]: false }))).statusCode,
    ).toBe(200)
    expect((await row(id)).response).toBe(1)
  })

  test('an answer that says nothing is none', async () => {
    const { id, cara, questions } = await asked()
    const empty = await answer(cara, id, { message: '  ', answers: [{ questionId: questions[0]!.id, value: ' ' }] })
    expect([empty.statusCode, empty.json().code]).toEqual([422, 'answer_empty'])
  })

  test('whole numbers only: a total that is not the sum, fractions and what cannot be written down are refused', async () => {
    const { id, cara } = await asked()
    const refused = async (more: object) => {
      const it = await answer(cara, id, { quote: { ...quote, total: undefined, ...more } })
      expect(it.statusCode, it.body).toBe(422)
      return pathsIn(it)
    }
    const line = (quantity: number, unitAmount: number) => [{ description: 'Nurse', quantity, unitAmount }]
    expect(await refused({ total: 215998 })).toEqual(['quote.total'])
    expect(await refused({ lineItems: line(1, 10.5) })).toEqual(['quote.lineItems.0.unitAmount'])
    expect(await refused({ lineItems: line(1.5, 10) })).toEqual(['quote.lineItems.0.quantity'])
    expect(await refused({ lineItems: line(0, 10) })).toEqual(['quote.lineItems.0.quantity'])
    expect(await refused({ lineItems: line(-1, 10) })).toEqual(['quote.lineItems.0.quantity'])
    expect(await refused({ lineItems: line(1_000_000, 900_000_000_000_00) })).toEqual(['quote.lineItems'])
    expect(await refused({ lineItems: [] })).toEqual(['quote.lineItems'])
    expect(await refused({ currency: 'EURO' })).toContain('quote.currency')
    expect(await refused({ currency: 'XQX' })).toEqual(['quote.currency'])
    expect((await row(id)).response).toBe(0)
  })

  test.each([
    ['closed by hand', (id: string) => closeBrief(id)],
    [
      'past its deadline',
      async (id: string) => {
        await sql`update briefs set deadline = now() - interval '1 second' where id = ${(await row(id)).briefId}`.execute(
          db(),
        )
      },
    ],
    [
      'in the trash',
      async (id: string) => {
        await sql`update briefs set trashed_at = now() where id = ${(await row(id)).briefId}`.execute(db())
      },
    ],
  ])('SPEC 5: what is %s takes no answer, no draft and no decline, and can still be read', async (_, end) => {
    const { id, cara } = await asked()
    await answer(cara, id, { message: 'One' })
    await end(id)
    for (const ask of [
      answer(cara, id, { message: 'Two' }),
      decline(cara, id),
      cara({ method: 'PUT', url: url(id, '/draft'), body: { draft: {} } }),
    ]) {
      const it = await ask
      expect([it.statusCode, it.json().code]).toEqual([409, 'request_closed'])
    }
    expect((await get(cara, id)).json()).toMatchObject({
      state: 'closed',
      can: { respond: false, decline: false },
      response: { message: 'One' },
    })
  })
})

test('ABUSE 28: nobody is mailed without end by answers that are replaced', async () => {
  const { id } = await asked()
  const cara = await serverOf(db(), { rateLimit: true }).browserOf('cara')
  const statuses: number[] = []
  for (let number = 0; number < 61; number++)
    statuses.push((await answer(cara, id, { message: `Answer ${number}` })).statusCode)
  // Sixty are more than one hour takes, and than two hours take where a new one begins meanwhile.
  expect(statuses.at(-1)).toBe(429)
  expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(60)
})

describe('S2: decline', () => {
  test('S2: with an optional reason; an answer takes it back', async () => {
    const { id, cara } = await asked()
    expect((await decline(cara, id, { reason: 'Fully booked.' })).json()).toMatchObject({
      state: 'declined',
      declineReason: 'Fully booked.',
      can: { respond: true, decline: false },
    })
    expect((await decline(cara, id)).json()).toMatchObject({ state: 'declined', declineReason: 'Fully booked.' })
    expect((await answer(cara, id, { message: 'Now we can.' })).json()).toMatchObject({
      state: 'answered',
      declineReason: null,
      declinedAt: null,
    })
  })

  test('a colleague who has not seen the refusal does not take it back', async () => {
    const { id, cara } = await asked()
    await decline(cara, id)
    const stale = await answer(cara, id, { message: 'Yes' }, { 'if-match': '"0"' })
    expect(stale.json().code).toBe('version_conflict')
    const { version } = (await get(cara, id)).json()
    expect((await answer(cara, id, { message: 'Yes' }, { 'if-match': `"${version}"` })).json().state).toBe('answered')
  })

  test('S2: what is answered is not declined', async () => {
    const { id, cara } = await asked()
    await answer(cara, id, { message: 'One' })
    expect((await decline(cara, id)).json().code).toBe('already_answered')
  })
})

describe('drafts of an answer', () => {
  const draft = {
    message: 'So far',
    quote: { currency: 'EU', lineItems: [{ description: '', quantity: '4', unitAmount: '1.' }] },
  }

  test('are kept for all who may answer, as typed, and are gone when it is sent', async () => {
    const { id, cara } = await asked()
    const contact = await contactOf('crewline')
    expect((await contact({ method: 'PUT', url: url(id, '/draft'), body: { draft } })).statusCode).toBe(200)
    expect((await get(cara, id)).json().draft).toMatchObject({ content: draft, keptBy: { name: 'Somebody There' } })
    await answer(cara, id, { message: 'All' })
    expect((await get(contact, id)).json().draft).toBeNull()
  })

  test('hold nothing that an answer does not have', async () => {
    const { id, cara } = await asked()
    const it = await cara({ method: 'PUT', url: url(id, '/draft'), body: { draft: { orgId: people.bea.id } } })
    expect(it.statusCode).toBe(400)
  })
})

describe('SPEC 10: response received', () => {
  const told = async (id: string) => {
    const { briefId } = await row(id)
    const names = async (table: 'notifications' | 'mails') =>
      (
        await db()
          .selectFrom(table)
          .select('userId')
          .where('kind', '=', 'response.received')
          .where('workId', '=', briefId)
          .execute()
      )
        .map(({ userId }) => Object.entries(people).find(([, { id }]) => id === userId)?.[0])
        .sort()
    expect(await names('mails')).toEqual(await names('notifications'))
    return names('notifications')
  }
  const ofPia = {
    author: 'pia',
    delegation: { id: '01900000-0000-7000-b000-000000000002', identityMode: 'transparent' },
  } as const

  test('SPEC 10: to the author and the admins, each once, in the app and by mail', async () => {
    const { id, cara } = await asked({ author: 'bea' })
    await answer(cara, id, { message: 'Yes' })
    expect(await told(id)).toEqual(['bea', 'jonas'])
  })

  test('SPEC 10: to the editor who wrote it', async () => {
    const { id, cara } = await asked()
    await answer(cara, id, { message: 'Yes' })
    expect(await told(id)).toEqual(['bea', 'edith', 'jonas'])
    const { items } = (await (await browserOf('edith'))({ url: '/api/v1/notifications' })).json()
    expect(items[0]).toMatchObject({
      text: 'Crewline answered “Night shift cover”',
      organization: { slug: organizations.meridian.slug },
      path: `/w/meridian-health/briefs/${(await row(id)).briefId}`,
    })
  })

  test('SPEC 10: to the partner whose brief it is', async () => {
    const { id, cara } = await asked(ofPia)
    await answer(cara, id, { message: 'Yes' })
    expect(await told(id)).toEqual(['bea', 'jonas', 'pia'])
  })

  test.each([
    [
      'access was revoked',
      sql`update delegations set ended_at = now(), ended_as = 'revoked', token_hash = null where id = ${ofPia.delegation.id}`,
    ],
    ['lost the briefs', sql`update delegations set permissions = '{shortlists}' where id = ${ofPia.delegation.id}`],
  ])('D11, G4: a partner whose %s hears of no response', async (_, lose) => {
    const { id, cara } = await asked(ofPia)
    await lose.execute(db())
    await answer(cara, id, { message: 'Yes' })
    expect(await told(id)).toEqual(['bea', 'jonas'])
  })

  test('SPEC 5: an author who became a viewer does not hear of answers that the organization keeps from viewers', async () => {
    const { id, cara } = await asked()
    await sql`update organizations set viewers_see_quotes = false where id = ${organizations.meridian.id}`.execute(db())
    await sql`update memberships set role = 'viewer' where user_id = ${people.edith.id}`.execute(db())
    await answer(cara, id, { message: 'Yes' })
    expect(await told(id)).toEqual(['bea', 'jonas'])
  })

  test('O2: an author who was removed hears nothing', async () => {
    const { id, cara } = await asked()
    await sql`update memberships set status = 'removed' where user_id = ${people.edith.id}`.execute(db())
    await answer(cara, id, { message: 'Yes' })
    expect(await told(id)).toEqual(['bea', 'jonas'])
    const { rows } = await sql<{
      stays: boolean
    }>`select ${authorStays('b')} as stays from briefs b order by created_at desc limit 1`.execute(db())
    expect(rows[0]!.stays).toBe(false)
  })

  test('SPEC 11: the buyer’s book says who answered for whom, and nothing of the answer', async () => {
    const { id, cara } = await asked()
    await answer(cara, id, { message: 'Yes', quote })
    const [event] = await eventsOf('response.received')
    expect(event).toMatchObject({ orgId: organizations.meridian.id, actorId: people.cara.id, actorAs: 'person' })
    expect(event!.after).toEqual({ title: 'Night shift cover', solution: 'Crewline', version: 1 })
  })
})
