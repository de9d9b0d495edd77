import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { ask, ifMatch, outcomeOf, solutionIds } from '../../town/ask.ts'
import { briefs, db, delegations, type Person, people, shortlists } from '../../town/town.ts'

const { anaesthesia, interpreters, nightCover, programme, screening } = briefs

const create = async (person: Person, body: object = { title: 'Winter' }) =>
  (await ask(person, 'POST /briefs', body)).json()
const find = (person: Person, id: string) => ask(person, `GET /briefs/${id}`)
const found = async (person: Person, id: string) => (await find(person, id)).json()
const patch = (person: Person, id: string, body: object, more = {}) => ask(person, `PATCH /briefs/${id}`, body, more)
const idsSeenBy = async (person: Person): Promise<string[]> =>
  (await ask(person, 'GET /briefs')).json().items.map(({ id }: { id: string }) => id)
const recipientsOf = (brief: { recipients: { solution: { slug: string } }[] }) =>
  brief.recipients.map(({ solution }) => solution.slug)
type Questions = { questions: { id: string; text: string }[] }

describe('V4, SPEC 4: how a brief begins', () => {
  test("V4: a partner's is a draft that nobody else finds", async () => {
    const made = await create('pia', { kind: 'rfp', title: 'Winter' })
    expect(made).toMatchObject({
      kind: 'rfp',
      title: 'Winter',
      status: 'draft',
      author: { name: people.pia.name, as: 'partner' },
      own: true,
      sentAt: null,
      version: 1,
      can: { edit: true, send: true, addRecipients: false, close: false, decide: false, reveal: false, delete: true },
      questions: [],
      recipients: [],
    })
    for (const person of ['bea', 'edith', 'vic', 'max'] as const) {
      expect(outcomeOf(await find(person, made.id))).toEqual([404, 'not_found'])
      if (person !== 'max') expect(await idsSeenBy(person)).not.toContain(made.id)
    }
  })

  test("SPEC 4: the team's is a draft that its admins and editors see and change; viewers and partners never", async () => {
    const made = await create('edith')
    expect(made).toMatchObject({ status: 'draft', author: { as: 'member' }, own: true })
    expect((await patch('bea', made.id, { title: 'By Bea' })).json()).toMatchObject({ title: 'By Bea', own: false })
    for (const person of ['vic', 'pia', 'max'] as const)
      expect(outcomeOf(await find(person, made.id)), person).toEqual([404, 'not_found'])
  })

  test('it may begin as empty as it likes', async () => {
    expect(await create('pia', {})).toMatchObject({ kind: 'brief', title: '', budget: null, deadline: null })
  })

  test('with the solutions of a shortlist, and more', async () => {
    const { gridpay, crewline } = await solutionIds()
    const made = await create('pia', { shortlistId: shortlists.nightShifts, solutionIds: [gridpay, crewline] })
    expect(recipientsOf(made)).toEqual(['crewline', 'fieldforce', 'gridpay', 'kindred-locum', 'talentbridge'])
    expect(outcomeOf(await ask('pia', 'POST /briefs', { shortlistId: shortlists.recruiters }))).toEqual([
      404,
      'not_found',
    ])
  })

  test('as a copy of another that one sees: its words and questions, not its recipients and dates', async () => {
    const original = await found('pia', nightCover)
    const copy = await create('pia', { copyOf: nightCover, title: 'Again' })
    const { title, description, requirements, budget, kind } = original
    expect(title).not.toBe('Again')
    expect(copy).toMatchObject({
      title: 'Again',
      description,
      requirements,
      budget,
      kind,
      deadline: null,
      recipients: [],
    })
    const texts = ({ questions }: Questions) => questions.map(({ text }) => text)
    expect(texts(copy)).toEqual(texts(original))
    expect(copy.questions[0].id).not.toBe(original.questions[0].id)
    expect(outcomeOf(await ask('pia', 'POST /briefs', { copyOf: interpreters }))).toEqual([404, 'not_found'])
  })

  test('D7: the same request again with its Idempotency-Key is the same answer and no second brief', async () => {
    const once = { headers: { 'idempotency-key': randomUUID() } }
    const post = (title: string) => ask('pia', 'POST /briefs', { title }, once)
    const [first, again] = [await post('Once'), await post('Once')]
    expect([again.statusCode, again.json()]).toEqual([201, first.json()])
    expect(outcomeOf(await post('Twice'))).toEqual([422, 'idempotency_key_reused'])
  })

  test('D10, ABUSE 44: who was invited again does not get back what was made before, nor does one elsewhere', async () => {
    const once = { headers: { 'idempotency-key': randomUUID() } }
    const post = (at: string) => ask('pia', 'POST /briefs', { title: 'Once' }, { ...once, at })
    await post('meridian-health')
    expect(outcomeOf(await post('northwind'))).toEqual([422, 'idempotency_key_reused'])
    await sql`
      with ended as (
        update delegations set ended_at = now(), ended_as = 'revoked' where id = ${delegations.pia} returning *
      )
      insert into delegations (org_id, partner_id, permissions, data_visibility, identity_mode, invited_by, expires_at, accepted_at, mail_id)
      select org_id, partner_id, permissions, data_visibility, identity_mode, invited_by, expires_at, now(), mail_id from ended`.execute(
      db(),
    )
    expect(outcomeOf(await post('meridian-health'))).toEqual([422, 'idempotency_key_reused'])
  })
})

describe('changing a draft', () => {
  test('everything that a brief says, and it says who did it last', async () => {
    const { gridpay, interimo } = await solutionIds()
    const id = randomUUID()
    const words = {
      kind: 'rfi',
      title: ' Two\n words ',
      description: 'Here.',
      requirements: 'Much.',
      budget: { min: 100, max: 200, currency: 'EUR' },
      startDate: '2027-01-31',
      deadline: '2027-01-15T12:00:00+01:00',
      deadlineZone: 'Europe/Stockholm',
      anonymous: true,
      questions: [
        { id, text: 'Really?', type: 'yes_no', required: true },
        { text: 'Which?', type: 'choice', choices: ['This', 'That'] },
      ],
    }
    const changed = (await patch('pia', anaesthesia, { ...words, solutionIds: [gridpay, interimo] })).json()
    expect(changed).toMatchObject({
      ...words,
      title: 'Two words',
      deadline: '2027-01-15T11:00:00.000Z',
      questions: [
        { id, choices: [] },
        { text: 'Which?', required: false },
      ],
      version: 2,
      changedBy: { name: people.pia.name },
    })
    expect(recipientsOf(changed)).toEqual(['gridpay', 'interimo'])
    expect(await found('pia', anaesthesia)).toEqual(changed)
    expect((await patch('pia', anaesthesia, { budget: null, deadline: null, solutionIds: [] })).json()).toMatchObject({
      budget: null,
      deadline: null,
      deadlineZone: null,
      recipients: [],
    })
  })

  test('what says the same changes nothing: no new version, no event', async () => {
    const { title, description, questions, budget, deadline, recipients } = await found('pia', anaesthesia)
    const solutionIds = recipients.map(({ solutionId }: { solutionId: string }) => solutionId)
    for (const body of [{}, { title }, { title, description, questions, budget, deadline, solutionIds }])
      expect((await patch('pia', anaesthesia, body)).json().version).toBe(1)
    const events = await db().selectFrom('auditEvents').select('requestId').where('workId', '=', anaesthesia).execute()
    expect(events.filter(({ requestId }) => requestId !== null)).toEqual([])
  })

  test('a question that stays keeps its id; one that is gone is gone', async () => {
    const { questions } = await found('pia', anaesthesia)
    const more = [
      { text: 'New', type: 'text' },
      { ...questions[0], text: 'Reworded' },
    ]
    const changed: Questions = (await patch('pia', anaesthesia, { questions: more })).json()
    expect(changed.questions.map(({ text }) => text)).toEqual(['New', 'Reworded'])
    expect(changed.questions[1]!.id).toBe(questions[0].id)
    expect((await patch('pia', anaesthesia, { questions: [] })).json().questions).toEqual([])
  })

  test('D8: a stale If-Match is refused, and nothing of the newer version is lost', async () => {
    await patch('bea', interpreters, { title: 'By Bea' }, ifMatch(1))
    for (const answer of [
      await patch('edith', interpreters, { title: 'By Edith' }, ifMatch(1)),
      await ask('edith', `POST /briefs/${interpreters}/send`, {}, ifMatch(1)),
      await ask('edith', `DELETE /briefs/${interpreters}`, {}, ifMatch(1)),
    ])
      expect(outcomeOf(answer)).toEqual([412, 'version_conflict'])
    expect(await found('edith', interpreters)).toMatchObject({ title: 'By Bea', version: 2 })
  })

  const id = randomUUID()
  test.each([
    [{ title: 'x'.repeat(161) }, 'title', 'At most 160 characters.'],
    [{ description: 'x'.repeat(8001) }, 'description', 'At most 8,000 characters.'],
    [{ deadline: 'tomorrow' }, 'deadline', 'Choose a day and a time.'],
    [{ deadlineZone: 'Mars/Olympus' }, 'deadlineZone', 'Choose a time zone.'],
    [{ deadlineZone: '+01:00' }, 'deadlineZone', 'Choose a time zone.'],
    [{ startDate: '2027-02-30' }, 'startDate', 'Choose a day.'],
    [{ budget: { min: 2, max: 1, currency: 'EUR' } }, 'budget.max', 'The highest amount is below the lowest.'],
    [{ budget: { min: 1.5, max: null, currency: 'EUR' } }, 'budget.min', 'Enter an amount.'],
    [{ budget: { min: -1, max: null, currency: 'EUR' } }, 'budget.min', 'Enter an amount.'],
    [{ budget: { min: 1, max: null, currency: 'ABC' } }, 'budget.currency', 'Choose a currency.'],
    [
      { questions: [{ text: 'x', type: 'text', choices: ['a'] }] },
      'questions.0.choices',
      'Only a question of this type has choices.',
    ],
    [
      { questions: [{ text: 'x', type: 'choice', choices: ['a', 'a'] }] },
      'questions.0.choices',
      'Two choices are the same.',
    ],
    [
      {
        questions: [
          { id, text: 'x', type: 'text' },
          { id, text: 'y', type: 'text' },
        ],
      },
      'questions',
      'Two questions have the same id.',
    ],
    [{ solutionIds: [randomUUID()] }, 'solutionIds.0', 'This solution does not exist.'],
  ])('SPEC 12: %j is refused at its field, in words', async (body, path, message) => {
    for (const answer of [await patch('pia', anaesthesia, body), await ask('pia', 'POST /briefs', body)]) {
      expect(outcomeOf(answer)).toEqual([422, 'invalid_input'])
      expect(answer.json().errors).toEqual([expect.objectContaining({ path, message })])
    }
  })

  test.each([{ status: 'sent' }, { authorId: people.bea.id }, { version: 7 }, { publishedAt: null }])(
    'SPEC 12, ABUSE 19: the field that does not exist in %j is refused',
    async (body) => {
      expect(outcomeOf(await patch('pia', anaesthesia, body))).toEqual([400, 'unknown_field'])
    },
  )
})

describe('SPEC 5: changing what was sent', () => {
  test('not one word of it', async () => {
    const { gridpay } = await solutionIds()
    for (const body of [
      { title: 'Other' },
      { questions: [] },
      { anonymous: true },
      { budget: null },
      { solutionIds: [gridpay] },
    ])
      expect(outcomeOf(await patch('pia', nightCover, body)), JSON.stringify(body)).toEqual([409, 'brief_sent'])
    const { title, description } = await found('pia', nightCover)
    expect((await patch('pia', nightCover, { title, description })).json().version).toBe(1)
  })

  test('but its deadline, to later, while it is open', async () => {
    const { deadline } = await found('pia', nightCover)
    const at = (hours: number) => new Date(Date.parse(deadline) + hours * 3_600_000).toISOString()
    expect((await patch('pia', nightCover, { deadline: at(24) })).json()).toMatchObject({
      deadline: at(24),
      version: 2,
    })
    for (const earlier of [at(23), null])
      expect(outcomeOf(await patch('pia', nightCover, { deadline: earlier }))).toEqual([409, 'brief_sent'])
    expect(outcomeOf(await patch('edith', screening, { deadline: at(24) }))).toEqual([409, 'brief_closed'])
  })
})

describe('V5: deleting', () => {
  const remove = (person: Person, id: string) => ask(person, `DELETE /briefs/${id}`, {})

  test('V5: a draft that nobody else has seen is gone, with its questions and recipients', async () => {
    expect((await remove('pia', anaesthesia)).json()).toEqual({ id: anaesthesia, trashed: false })
    for (const table of ['briefQuestions', 'requests'] as const)
      expect(await db().selectFrom(table).select('id').where('briefId', '=', anaesthesia).execute()).toEqual([])
    expect(outcomeOf(await remove('pia', anaesthesia))).toEqual([404, 'not_found'])
  })

  test.each([
    ['pia', nightCover],
    ['edith', interpreters],
    ['bea', programme],
  ] as const)(
    'V5: what %s deletes after others saw it goes to the trash, and comes back from there',
    async (person, id) => {
      const before = await found('bea', id)
      expect((await remove(person, id)).json()).toEqual({ id, trashed: true })
      for (const other of ['bea', 'edith', 'vic', 'pia'] as const)
        expect(outcomeOf(await find(other, id))).toEqual([404, 'not_found'])
      const trash = (await ask('edith', 'GET /trash/briefs')).json().items
      expect(trash[0]).toMatchObject({ id, title: before.title, trashedBy: { name: people[person].name } })
      const restored = (await ask('edith', `POST /trash/briefs/${id}/restore`, {})).json()
      expect(restored).toMatchObject({ title: before.title, questions: before.questions })
      expect(restored.status).toBe(before.status === 'sent' ? 'closed' : 'draft')
      expect(outcomeOf(await ask('edith', `POST /trash/briefs/${id}/restore`, {}))).toEqual([404, 'not_found'])
    },
  )

  test('V5: the trash is for admins and editors, for 30 days', async () => {
    const ids = async (person: Person) =>
      (await ask(person, 'GET /trash/briefs')).json().items.map(({ id }: { id: string }) => id)
    expect(await ids('bea')).toEqual([briefs.agencies])
    expect(outcomeOf(await ask('vic', 'GET /trash/briefs'))).toEqual([403, 'forbidden'])
    expect(outcomeOf(await ask('pia', 'GET /trash/briefs'))).toEqual([404, 'not_found'])
    const long = new Date(Date.now() - 30 * 86_400_000 - 1000)
    await db().updateTable('briefs').set({ trashedAt: long }).where('id', '=', briefs.agencies).execute()
    expect(await ids('bea')).toEqual([])
    expect(outcomeOf(await ask('bea', `POST /trash/briefs/${briefs.agencies}/restore`, {}))).toEqual([404, 'not_found'])
  })
})
