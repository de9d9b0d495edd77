import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { ask, ifMatch, outcomeOf, solutionIds } from '../../town/ask.ts'
import { db, organizations, type Person, people, shortlists } from '../../town/town.ts'

const { locums, nightShifts, poland, payroll, checks } = shortlists

const create = async (person: Person, body: object = { title: 'Winter' }) =>
  (await ask(person, 'POST /shortlists', body)).json()
const find = (person: Person, id: string) => ask(person, `GET /shortlists/${id}`)
const found = async (person: Person, id: string) => (await find(person, id)).json()
const idsSeenBy = async (person: Person): Promise<string[]> =>
  (await ask(person, 'GET /shortlists')).json().items.map(({ id }: { id: string }) => id)

describe('V4: how a shortlist begins', () => {
  test("V4: a partner's is a draft that nobody else finds", async () => {
    const made = await create('pia', { title: 'Winter', description: 'Three wards.' })
    expect(made).toMatchObject({
      title: 'Winter',
      description: 'Three wards.',
      status: 'draft',
      author: { name: people.pia.name, as: 'partner' },
      own: true,
      handedOverAt: null,
      publishedAt: null,
      changedBy: { name: people.pia.name },
      version: 1,
      can: { edit: true, publish: true },
      items: [],
    })
    for (const person of ['bea', 'edith', 'vic', 'max'] as const) {
      expect(outcomeOf(await find(person, made.id))).toEqual([404, 'not_found'])
      expect(await idsSeenBy(person)).not.toContain(made.id)
    }
  })

  test("V4: a member's is there for the team at once, and for a full partner to read", async () => {
    const made = await create('edith')
    expect(made).toMatchObject({ status: 'published', own: true, can: { edit: true, publish: false } })
    for (const person of ['bea', 'vic', 'pia'] as const)
      expect(await found(person, made.id)).toMatchObject({ id: made.id, own: false, author: { as: 'member' } })
    expect(await idsSeenBy('max')).not.toContain(made.id)
    expect((await found('bea', made.id)).can).toEqual({ edit: true, publish: false })
    for (const person of ['vic', 'pia'] as const)
      expect((await found(person, made.id)).can).toEqual({ edit: false, publish: false })
  })

  test('the database itself refuses a draft of a member', async () => {
    const draft = { orgId: organizations.meridian.id, title: 'x', authorId: people.bea.id }
    await expect(db().insertInto('shortlists').values(draft).execute()).rejects.toThrow(/members_are_published/)
  })
})

describe('D7: Idempotency-Key on creating', () => {
  const key = () => ({ headers: { 'idempotency-key': randomUUID() } })
  const post = (person: Person, title: string, more: object) => ask(person, 'POST /shortlists', { title }, more)
  const countOf = async (title: string) =>
    (await db().selectFrom('shortlists').select('id').where('title', '=', title).execute()).length

  test('the same request again is the same answer and no second shortlist; another one with it is refused', async () => {
    const once = key()
    const first = await post('pia', 'Once', once)
    const again = await post('pia', 'Once', once)
    expect([again.statusCode, again.json()]).toEqual([201, first.json()])
    expect(await countOf('Once')).toBe(1)
    expect(outcomeOf(await post('pia', 'Twice', once))).toEqual([422, 'idempotency_key_reused'])
  })

  test('ABUSE 44: in the hands of somebody else, or in another organization, it is another key or none', async () => {
    const once = key()
    const first = await post('pia', 'Once', once)
    expect((await post('max', 'Once', once)).json().id).not.toBe(first.json().id)
    const elsewhere = await post('pia', 'Once', { ...once, at: 'orchard-foods' })
    expect(outcomeOf(elsewhere)).toEqual([422, 'idempotency_key_reused'])
  })

  test('D10: who was invited again does not get back what was made before', async () => {
    const once = key()
    await post('max', 'Once', once)
    await beginAgain('max')
    expect(outcomeOf(await post('max', 'Once', once))).toEqual([422, 'idempotency_key_reused'])
  })

  const beginAgain = (person: Person) =>
    sql`
    with ended as (
      update delegations set ended_at = now(), ended_as = 'revoked' where partner_id = ${people[person].id} and ended_at is null returning *
    )
    insert into delegations (org_id, partner_id, permissions, data_visibility, identity_mode, invited_by, expires_at, accepted_at, mail_id)
    select org_id, partner_id, permissions, data_visibility, identity_mode, invited_by, expires_at, now(), mail_id from ended`.execute(
      db(),
    )
})

describe('changing', () => {
  test('V2: the maker of a draft, and the team what is published; it says who did it last', async () => {
    const changed = (await ask('pia', `PATCH /shortlists/${locums}`, { title: 'Locums' })).json()
    expect(changed).toMatchObject({ title: 'Locums', version: 2, changedBy: { name: people.pia.name } })
    const byTeam = (await ask('edith', `PATCH /shortlists/${nightShifts}`, { description: 'Two wards.' })).json()
    expect(byTeam).toMatchObject({ description: 'Two wards.', version: 2, changedBy: { name: people.edith.name } })
    expect(byTeam.author.name).toBe(people.pia.name)
    expect(byTeam.title).toBe((await found('pia', nightShifts)).title)
    expect((await found('pia', nightShifts)).can.edit).toBe(true)
  })

  test('what says the same changes nothing: no new version, no event', async () => {
    const { title, description } = await found('pia', locums)
    for (const body of [{}, { title }, { title, description }, { title: `  ${title} ` }])
      expect((await ask('pia', `PATCH /shortlists/${locums}`, body)).json().version).toBe(1)
    const events = await db().selectFrom('auditEvents').select('requestId').where('workId', '=', locums).execute()
    expect(events.filter(({ requestId }) => requestId !== null)).toEqual([])
  })

  test('D8: a stale If-Match is refused, and nothing of the newer version is lost', async () => {
    await ask('bea', `PATCH /shortlists/${poland}`, { title: 'By Bea' }, ifMatch(1))
    const solutionId = (await solutionIds()).gridpay
    for (const answer of [
      await ask('edith', `PATCH /shortlists/${poland}`, { title: 'By Edith' }, ifMatch(1)),
      await ask('edith', `POST /shortlists/${poland}/items`, { solutionId }, ifMatch(1)),
      await ask('edith', `PUT /shortlists/${poland}/order`, { solutionIds: [] }, ifMatch(1)),
      await ask('edith', `DELETE /shortlists/${poland}`, {}, ifMatch(1)),
      await ask('edith', `DELETE /shortlists/${poland}`, {}, { headers: { 'if-match': '"nonsense"' } }),
    ])
      expect(outcomeOf(answer)).toEqual([412, 'version_conflict'])
    expect(await found('edith', poland)).toMatchObject({ title: 'By Bea', version: 2 })
    const newest = await ask('edith', `PATCH /shortlists/${poland}`, { title: 'By Edith' }, ifMatch(2))
    expect([newest.statusCode, newest.headers.etag]).toEqual([200, '"3"'])
  })

  test.each([
    [{ title: '' }, 'title', 'Enter a title.'],
    [{ title: ' \n\t ' }, 'title', 'Enter a title.'],
    [{ title: 'x'.repeat(121) }, 'title', 'At most 120 characters.'],
    [{ title: 'a\u0000b' }, 'title', 'Remove the invisible control characters.'],
    [{ title: 'a\u202eb' }, 'title', 'Remove the invisible control characters.'],
    [{ title: 'ok', description: 'x'.repeat(4001) }, 'description', 'At most 4,000 characters.'],
  ])('SPEC 12: %j is refused at its field, in words', async (body, path, message) => {
    for (const answer of [
      await ask('pia', 'POST /shortlists', body),
      await ask('pia', `PATCH /shortlists/${locums}`, body),
    ]) {
      expect(outcomeOf(answer)).toEqual([422, 'invalid_input'])
      expect(answer.json().errors).toEqual([expect.objectContaining({ path, message })])
    }
  })

  test('the longest texts are taken whole, and a title is one line', async () => {
    const made = await create('pia', { title: 'x'.repeat(120), description: 'y'.repeat(4000) })
    expect([made.title.length, made.description.length]).toEqual([120, 4000])
    expect((await create('pia', { title: ' Night\n shifts ' })).title).toBe('Night shifts')
  })

  test.each([
    { title: 'x', status: 'published' },
    { title: 'x', authorId: people.bea.id },
    { title: 'x', version: 7 },
  ])('SPEC 12, ABUSE 19: the field that does not exist in %j is refused', async (body) => {
    expect(outcomeOf(await ask('pia', 'POST /shortlists', body))).toEqual([400, 'unknown_field'])
    expect(outcomeOf(await ask('pia', `PATCH /shortlists/${locums}`, body))).toEqual([400, 'unknown_field'])
  })
})

describe('V4: publishing', () => {
  const publish = (person: Person, id: string, more = {}) => ask(person, `POST /shortlists/${id}/publish`, {}, more)

  test('V4: the organization sees it from then on, and it is not done twice', async () => {
    const answer = (await publish('pia', locums, ifMatch(1))).json()
    expect(answer).toMatchObject({ status: 'published', version: 2, can: { edit: true, publish: false } })
    expect(answer.publishedAt).not.toBeNull()
    for (const person of ['bea', 'edith', 'vic'] as const) expect((await find(person, locums)).statusCode).toBe(200)
    expect((await find('max', locums)).statusCode).toBe(404)
    expect(outcomeOf(await publish('pia', locums))).toEqual([409, 'already_published'])
    expect((await found('pia', locums)).version).toBe(2)
  })

  test('V4: no field takes it back', async () => {
    const answer = await ask('pia', `PATCH /shortlists/${nightShifts}`, { status: 'draft' })
    expect(outcomeOf(answer)).toEqual([400, 'unknown_field'])
    expect(outcomeOf(await publish('edith', poland))).toEqual([409, 'already_published'])
  })

  test('D11: the team publishes a draft that passed to it; it stays marked with who made it', async () => {
    const answer = (await publish('edith', payroll)).json()
    expect(answer).toMatchObject({ status: 'published', author: { name: people.omar.name, as: 'partner' }, own: false })
    for (const person of ['vic', 'pia'] as const) expect((await find(person, payroll)).statusCode).toBe(200)
  })
})

describe('V5: deleting', () => {
  const remove = (person: Person, id: string) => ask(person, `DELETE /shortlists/${id}`, {})

  test('V5: a draft that nobody else has seen is gone, with what was on it', async () => {
    expect((await remove('pia', locums)).json()).toEqual({ id: locums, trashed: false })
    expect(await db().selectFrom('shortlists').select('id').where('id', '=', locums).execute()).toEqual([])
    expect(
      await db().selectFrom('shortlistItems').select('position').where('shortlistId', '=', locums).execute(),
    ).toEqual([])
    expect(outcomeOf(await remove('pia', locums))).toEqual([404, 'not_found'])
  })

  test.each([
    ['pia', nightShifts],
    ['edith', poland],
    ['max', checks],
    ['bea', payroll],
  ] as const)('V5: what %s deletes after others saw it goes to the trash, and nobody finds it', async (person, id) => {
    expect((await remove(person, id)).json()).toEqual({ id, trashed: true })
    for (const other of ['bea', 'edith', 'vic', 'pia', 'max'] as const) {
      expect(outcomeOf(await find(other, id))).toEqual([404, 'not_found'])
      expect(await idsSeenBy(other)).not.toContain(id)
    }
    expect(outcomeOf(await remove(person, id))).toEqual([404, 'not_found'])
  })
})
