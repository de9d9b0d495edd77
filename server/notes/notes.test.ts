import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { address } from '../../shared/endpoint.ts'
import type { Visibility } from '../../shared/notes.ts'
import * as doors from '../../shared/notes.ts'
import { ask, ifMatch, outcomeOf, solutionIds } from '../../town/ask.ts'
import { briefs, db, delegations, organizations, type Person, people, serverOf, shortlists } from '../../town/town.ts'
import { forgetNotes } from './trash.ts'

/*
 * Of Meridian, Bea is an admin, Edith an editor, Vic a viewer; Pia is its `full` partner, Max a `scoped` one without `briefs`.
 * Here Kim is one with `full` who was not given notes, and Stan a `scoped` one with notes alone; Omar was revoked, Nora
 * belongs to another buyer, Cara to a solution.
 */
const everybody = ['bea', 'edith', 'vic', 'pia', 'max', 'kim', 'stan', 'omar', 'nora', 'cara'] as const
type Reader = (typeof everybody)[number]

let solution: string
beforeEach(async () => {
  // Nobody has written anything yet.
  await db().deleteFrom('notes').execute()
  solution = `solution:${(await solutionIds()).crewline}`
  const invite = (person: Person, grants: string[], visibility: 'full' | 'scoped') => sql`
    insert into delegations (org_id, partner_id, permissions, data_visibility, identity_mode, invited_by, expires_at, mail_id, accepted_at)
    select ${organizations.meridian.id}, ${people[person].id}, ${grants}, ${visibility}, 'as_buyer', ${people.bea.id}, now() + interval '1 day', id, now()
    from mails limit 1`
  await invite('kim', ['shortlists', 'briefs'], 'full').execute(db())
  await invite('stan', ['notes'], 'scoped').execute(db())
})

const subjects = {
  solution: () => solution,
  nightShifts: () => `shortlist:${shortlists.nightShifts}`,
  checks: () => `shortlist:${shortlists.checks}`,
  poland: () => `shortlist:${shortlists.poland}`,
  locums: () => `shortlist:${shortlists.locums}`,
  nightCover: () => `brief:${briefs.nightCover}`,
  interpreters: () => `brief:${briefs.interpreters}`,
}
type SubjectName = keyof typeof subjects

const write = (person: Person, subject: string, more: object = {}, asking = {}) =>
  ask(person, 'POST /notes', { subject, body: 'Words of a note', ...more }, asking)

async function written(person: Person, subject: string, visibility: Visibility = 'shared'): Promise<string> {
  const answer = await write(person, subject, { visibility })
  expect(outcomeOf(answer)).toEqual([201])
  return answer.json().id
}

/** Who finds a note in the list of the workspace; the other ways to it must agree. */
async function readersOf(id: string): Promise<Reader[]> {
  const readers: Reader[] = []
  for (const person of everybody) {
    const listed = await ask(person, 'GET /notes?limit=100')
    const seen = listed.statusCode === 200 && listed.json().items.some((it: doors.Note) => it.id === id)
    if (listed.statusCode !== 200) expect(outcomeOf(listed)).toEqual([404, 'not_found'])
    for (const way of ['', '/versions'] as const)
      expect((await ask(person, `GET /notes/${id}${way}`)).statusCode, `${person}${way}`).toBe(seen ? 200 : 404)
    if (seen) readers.push(person)
  }
  return readers
}

describe('SPEC 5: who sees a note', () => {
  const shared: [SubjectName, Person, Reader[]][] = [
    ['solution', 'edith', ['bea', 'edith', 'vic', 'pia']],
    ['solution', 'pia', ['bea', 'edith', 'vic', 'pia']],
    ['solution', 'max', ['bea', 'edith', 'vic', 'pia', 'max']],
    ['solution', 'stan', ['bea', 'edith', 'vic', 'pia', 'stan']],
    ['nightShifts', 'edith', ['bea', 'edith', 'vic', 'pia']],
    ['nightShifts', 'pia', ['bea', 'edith', 'vic', 'pia']],
    ['checks', 'bea', ['bea', 'edith', 'vic', 'pia', 'max']],
    ['checks', 'max', ['bea', 'edith', 'vic', 'pia', 'max']],
    ['poland', 'pia', ['bea', 'edith', 'vic', 'pia']],
    ['locums', 'pia', ['pia']],
    ['nightCover', 'pia', ['bea', 'edith', 'vic', 'pia']],
    ['interpreters', 'edith', ['bea', 'edith']],
  ]
  test.each(shared)('shared, on %s by %s: %j', async (subject, author, readers) => {
    expect(await readersOf(await written(author, subjects[subject]()))).toEqual(readers)
  })

  test('V3: a scoped partner does not learn of another one by a note on the own shortlist', async () => {
    expect(await readersOf(await written('pia', subjects.checks()))).toEqual(['bea', 'edith', 'vic', 'pia'])
  })

  test.each(shared)('personal, on %s by %s: nobody else, not even admins', async (subject, author) => {
    expect(await readersOf(await written(author, subjects[subject](), 'personal'))).toEqual([author])
  })

  test.each([
    ['solution', ['bea', 'edith', 'vic']],
    ['checks', ['bea', 'edith', 'vic']],
    ['nightShifts', ['bea', 'edith', 'vic']],
    ['nightCover', ['bea', 'edith', 'vic']],
    ['interpreters', ['bea', 'edith']],
  ] as [SubjectName, Reader[]][])('team, on %s: %j, and never a partner', async (subject, readers) => {
    expect(await readersOf(await written('edith', subjects[subject](), 'team'))).toEqual(readers)
  })

  test('personal where nobody says otherwise', async () => {
    expect((await write('edith', solution)).json()).toMatchObject({ visibility: 'personal', version: 1, own: true })
  })

  test('V4: what is shared on a draft is seen by its maker alone until it is published', async () => {
    const id = await written('pia', subjects.locums())
    await ask('pia', `POST /shortlists/${shortlists.locums}/publish`, {})
    expect(await readersOf(id)).toEqual(['bea', 'edith', 'vic', 'pia'])
  })

  test('V5: a note goes to the trash with what it is about, comes back with it, and goes for good with it', async () => {
    const id = await written('edith', subjects.nightShifts())
    await ask('bea', `DELETE /shortlists/${shortlists.nightShifts}`, {})
    expect(await readersOf(id)).toEqual([])
    await ask('bea', `POST /trash/shortlists/${shortlists.nightShifts}/restore`, {})
    expect(await readersOf(id)).toEqual(['bea', 'edith', 'vic', 'pia'])
    await forgetNotes({ db: db() })
    expect(await readersOf(id)).toHaveLength(4)
    await sql`update shortlists set trashed_at = now() - interval '31 days', trashed_by = author_id where id = ${shortlists.nightShifts}`.execute(
      db(),
    )
    await forgetNotes({ db: db() })
    expect(await db().selectFrom('notes').select('id').where('id', '=', id).execute()).toEqual([])
    expect(await db().selectFrom('noteVersions').select('id').where('noteId', '=', id).execute()).toEqual([])
  })

  test('a draft that is deleted takes its notes along', async () => {
    const id = await written('pia', subjects.locums())
    expect(outcomeOf(await ask('pia', `DELETE /shortlists/${shortlists.locums}`, {}))).toEqual([200])
    expect(await db().selectFrom('notes').select('id').where('id', '=', id).execute()).toEqual([])
  })

  test('D5: without the permission for what it is about there is no note on it', async () => {
    const id = await written('pia', subjects.nightCover())
    await sql`update delegations set permissions = '{shortlists,notes}' where id = ${delegations.pia}`.execute(db())
    expect(await readersOf(id)).toEqual(['bea', 'edith', 'vic'])
  })

  test('another organization has its own notes on the same solution', async () => {
    await written('edith', solution)
    const there = await ask('ola', `GET /notes?subject=${solution}`, undefined, { at: 'orchard-foods' })
    expect(there.json().items).toEqual([])
  })
})

describe('D11, D10: when access ends', () => {
  const revokePia = () =>
    serverOf(db())
      .browserOf('bea')
      .then((bea) =>
        bea({
          method: 'POST',
          url: `/api/v1/organizations/meridian-health/delegations/${delegations.pia}/revoke`,
          body: {},
        }),
      )
  const comeBack = () =>
    sql`
    insert into delegations (org_id, partner_id, permissions, data_visibility, identity_mode, invited_by, expires_at, mail_id, accepted_at)
    select ${organizations.meridian.id}, ${people.pia.id}, '{shortlists,briefs,notes}', 'scoped', 'as_buyer', ${people.bea.id}, now() + interval '1 day', id, now()
    from mails limit 1`.execute(db())

  test('D11: shared notes stay with the team, those on a draft pass to it, personal ones are seen by nobody', async () => {
    const [shared, onDraft, personal] = [
      await written('pia', subjects.nightShifts()),
      await written('pia', subjects.locums()),
      await written('pia', subjects.nightShifts(), 'personal'),
    ]
    expect(outcomeOf(await revokePia())).toEqual([200])
    expect(await readersOf(shared)).toEqual(['bea', 'edith', 'vic'])
    expect(await readersOf(onDraft)).toEqual(['bea', 'edith'])
    expect(await readersOf(personal)).toEqual([])
    expect(await db().selectFrom('notes').select('id').where('id', '=', personal).execute()).toHaveLength(1)
  })

  test('D10: a new delegation starts clean', async () => {
    const [shared, personal] = [await written('pia', solution), await written('pia', solution, 'personal')]
    await revokePia()
    await comeBack()
    expect((await ask('pia', 'GET /notes')).json().items).toEqual([])
    for (const id of [shared, personal]) {
      expect(outcomeOf(await ask('pia', `PATCH /notes/${id}`, { body: 'Mine' }))).toEqual([404, 'not_found'])
      expect(outcomeOf(await ask('pia', `DELETE /notes/${id}`, {}))).toEqual([404, 'not_found'])
    }
  })
})

describe('SPEC 5: who writes', () => {
  test.each([
    ['bea', 'poland', 201],
    ['vic', 'poland', 201],
    ['pia', 'poland', 201],
    ['max', 'poland', 404],
    ['max', 'checks', 201],
    ['max', 'nightCover', 404],
    ['stan', 'solution', 201],
    ['stan', 'checks', 404],
    ['kim', 'checks', 404],
    ['kim', 'solution', 404],
    ['bea', 'locums', 404],
    ['vic', 'interpreters', 404],
    ['omar', 'solution', 404],
    ['nora', 'solution', 404],
    ['cara', 'solution', 404],
    ['nobody', 'solution', 401],
  ] as [Person, SubjectName, number][])('%s, for themselves, on %s: %i', async (person, subject, status) => {
    expect((await write(person, subjects[subject]())).statusCode).toBe(status)
  })

  test.each(['shared', 'team'])('V2: a viewer keeps personal notes, and writes none that is %s', async (visibility) => {
    expect(outcomeOf(await write('vic', solution, { visibility }))).toEqual([403, 'forbidden'])
    const { id } = (await write('vic', solution)).json()
    expect(outcomeOf(await ask('vic', `PATCH /notes/${id}`, { visibility }))).toEqual([403, 'forbidden'])
    expect(outcomeOf(await ask('vic', `PATCH /notes/${id}`, { body: 'Better' }))).toEqual([200])
    expect(outcomeOf(await ask('vic', `DELETE /notes/${id}`, {}))).toEqual([200])
  })

  test('SPEC 5: a partner writes none for the team alone', async () => {
    expect(outcomeOf(await write('pia', solution, { visibility: 'team' }))).toEqual([403, 'forbidden'])
    const id = await written('pia', solution)
    expect(outcomeOf(await ask('pia', `PATCH /notes/${id}`, { visibility: 'team' }))).toEqual([403, 'forbidden'])
  })

  test.each([
    [{ body: '' }, 422],
    [{ body: '  \n ' }, 422],
    [{ body: 'x'.repeat(8001) }, 422],
    [{ body: 'turned \u202e around' }, 422],
    [{ visibility: 'public' }, 422],
    [{ subject: 'shortlist' }, 422],
    [{ subject: `note:${people.bea.id}` }, 422],
    [{ subject: [solution] }, 422],
    [{ authorId: people.bea.id }, 400],
    [{ subject: `solution:${people.bea.id}` }, 404],
    [{ subject: `shortlist:${shortlists.lastYear}` }, 404],
    [{ subject: `brief:${shortlists.poland}` }, 404],
    [{ subject: `shortlist:${shortlists.coldStore}` }, 404],
  ])('%j is refused with %i', async (more, status) => {
    expect((await write('edith', subjects.poland(), more)).statusCode).toBe(status)
  })

  test('8,000 characters of Markdown are kept as they were written', async () => {
    const body = `# Title\n\n- **one**\n\t- <script>alert(1)</script>\n${'x'.repeat(7900)}`
    expect((await write('edith', solution, { body })).json().body).toBe(body)
  })

  test('D7: the same key writes once', async () => {
    const asking = { headers: { 'idempotency-key': 'note-1' } }
    const [one, again] = [await write('edith', solution, {}, asking), await write('edith', solution, {}, asking)]
    expect(again.json()).toEqual(one.json())
    expect(outcomeOf(await write('edith', solution, { body: 'Other' }, asking))).toEqual([
      422,
      'idempotency_key_reused',
    ])
  })
})

describe('SPEC 5: who changes and deletes', () => {
  test('only its author changes it; its author and admins delete it', async () => {
    const id = await written('edith', subjects.nightShifts())
    for (const person of ['bea', 'jonas', 'vic', 'pia'] as const)
      expect(outcomeOf(await ask(person, `PATCH /notes/${id}`, { body: 'Mine' })), person).toEqual([403, 'forbidden'])
    for (const person of ['vic', 'pia'] as const)
      expect(outcomeOf(await ask(person, `DELETE /notes/${id}`, {})), person).toEqual([403, 'forbidden'])
    for (const person of ['max', 'kim', 'nora', 'cara'] as const)
      expect(outcomeOf(await ask(person, `DELETE /notes/${id}`, {})), person).toEqual([404, 'not_found'])
    const can = async (person: Person) => (await ask(person, `GET /notes/${id}`)).json().can
    expect([await can('edith'), await can('bea'), await can('pia')]).toEqual([
      { edit: true, delete: true },
      { edit: false, delete: true },
      { edit: false, delete: false },
    ])
    expect(outcomeOf(await ask('bea', `DELETE /notes/${id}`, {}))).toEqual([200])
    expect(await readersOf(id)).toEqual([])
  })

  test('a stale version is refused', async () => {
    const id = await written('edith', solution)
    expect(outcomeOf(await ask('edith', `PATCH /notes/${id}`, { body: 'Two' }, ifMatch(1)))).toEqual([200])
    for (const line of [`PATCH /notes/${id}`, `DELETE /notes/${id}`] as const)
      expect(outcomeOf(await ask('edith', line, line.startsWith('P') ? { body: 'Three' } : {}, ifMatch(1)))).toEqual([
        412,
        'version_conflict',
      ])
  })

  test('every version stays; what changes nothing is none', async () => {
    const id = await written('edith', solution)
    await ask('edith', `PATCH /notes/${id}`, { body: 'Second' })
    await ask('edith', `PATCH /notes/${id}`, { body: 'Second' })
    const { items } = (await ask('bea', `GET /notes/${id}/versions`)).json()
    expect(items.map(({ version, body }: doors.NoteVersion) => [version, body])).toEqual([
      [2, 'Second'],
      [1, 'Words of a note'],
    ])
  })

  test('sharing a note does not share what it said when it was personal; taking it back takes all of it', async () => {
    const { id } = (await write('edith', solution, { body: 'Secret' })).json()
    await ask('edith', `PATCH /notes/${id}`, { body: 'For the team', visibility: 'team' })
    await ask('edith', `PATCH /notes/${id}`, { body: 'For all', visibility: 'shared' })
    const versions = async (person: Person) =>
      (await ask(person, `GET /notes/${id}/versions`)).json().items.map(({ body }: doors.NoteVersion) => body)
    expect(await versions('edith')).toEqual(['For all', 'For the team', 'Secret'])
    expect(await versions('bea')).toEqual(['For all', 'For the team'])
    expect(await versions('pia')).toEqual(['For all'])
    await ask('edith', `PATCH /notes/${id}`, { visibility: 'personal' })
    expect(await readersOf(id)).toEqual(['edith'])
  })
})

describe('Lists, counts and marks', () => {
  const list = async (person: Person, query: string) =>
    (await ask(person, `GET /notes?${query}`)).json().items.map(({ body }: doors.Note) => body)
  const unread = async (person: Person) => (await ask(person, 'GET /notes/counts')).json()

  test('what is asked for is found, page by page, newest first', async () => {
    await write('edith', solution, { body: 'One, 100% personal' })
    await write('edith', subjects.poland(), { body: 'Two', visibility: 'shared' })
    await write('bea', subjects.poland(), { body: 'Three', visibility: 'team' })
    expect(await list('edith', 'limit=10')).toEqual(['Three', 'Two', 'One, 100% personal'])
    expect(await list('edith', `subject=${subjects.poland()}`)).toEqual(['Three', 'Two'])
    expect(await list('edith', 'on=solution')).toEqual(['One, 100% personal'])
    expect(await list('edith', 'visibility=team')).toEqual(['Three'])
    expect(await list('edith', 'mine=true')).toEqual(['Two', 'One, 100% personal'])
    expect(await list('edith', 'unread=true')).toEqual(['Three'])
    expect(await list('edith', 'search=100%25')).toEqual(['One, 100% personal'])
    const page = (await ask('edith', 'GET /notes?limit=2')).json()
    expect(await list('edith', `limit=2&cursor=${page.nextCursor}`)).toEqual(['One, 100% personal'])
  })

  test('what it is about has its name, and an unseen subject has no list', async () => {
    const { about } = (await write('edith', solution)).json()
    expect(about).toEqual({ name: 'Crewline', slug: 'crewline' })
    expect(outcomeOf(await ask('bea', `GET /notes?subject=${subjects.locums()}`))).toEqual([404, 'not_found'])
    expect(outcomeOf(await ask('bea', `GET /notes/counts?subject=${subjects.locums()}`))).toEqual([404, 'not_found'])
    expect(outcomeOf(await ask('bea', 'POST /notes/read', { subject: subjects.locums() }))).toEqual([404, 'not_found'])
  })

  test('what was read stays read, also when it was out of sight for a while', async () => {
    const seeing = (person: 'pia' | 'kim', visibility: 'full' | 'scoped') =>
      sql`
        update delegations set data_visibility = ${visibility}, permissions = '{shortlists,briefs,notes}'
        where partner_id = ${people[person].id} and accepted_at is not null and ended_at is null`.execute(db())
    await seeing('kim', 'full')
    await written('edith', subjects.nightShifts())
    await written('kim', subjects.nightShifts())
    const read = { subject: subjects.nightShifts() }
    expect((await ask('pia', 'POST /notes/read', read)).json()).toEqual({ unread: 0 })
    await seeing('pia', 'scoped')
    await ask('pia', 'POST /notes/read', read)
    await seeing('pia', 'full')
    expect((await unread('pia')).unread).toBe(0)
  })

  test('what others wrote is unread until one says so; own notes never', async () => {
    await written('edith', solution)
    await written('edith', subjects.poland())
    expect(await unread('edith')).toEqual({ all: 2, unread: 0, subjects: [] })
    expect(await unread('pia')).toEqual({
      all: 2,
      unread: 2,
      subjects: [
        { subject: subjects.poland(), unread: 1 },
        { subject: solution, unread: 1 },
      ],
    })
    expect((await ask('pia', 'POST /notes/read', { subject: solution })).json()).toEqual({ unread: 1 })
    await written('bea', solution)
    expect((await unread('pia')).unread).toBe(2)
    expect((await ask('pia', 'POST /notes/read', { all: true })).json()).toEqual({ unread: 0 })
    expect((await unread('vic')).unread).toBe(3)
    for (const body of [{}, { all: true, subject: solution }])
      expect((await ask('pia', 'POST /notes/read', body)).statusCode).toBe(422)
  })

  test('what is shared later was not read before', async () => {
    const early = await written('edith', solution, 'personal')
    await written('bea', solution)
    await ask('pia', 'POST /notes/read', { all: true })
    await ask('edith', `PATCH /notes/${early}`, { visibility: 'shared' })
    expect((await unread('pia')).unread).toBe(1)
  })

  test('V3: of what one may not see nothing is counted', async () => {
    await written('edith', solution)
    await written('pia', subjects.checks())
    expect(await unread('max')).toEqual({ all: 0, unread: 0, subjects: [] })
  })
})

test.each(Object.values(doors).flatMap((it) => (typeof it === 'object' && 'route' in it ? [it] : [])))(
  'D5: without notes $route does not exist',
  async (door) => {
    const id = await written('edith', subjects.nightShifts())
    const [method, path] = address(door)
    const line = `${method} ${path.replace('/api/v1/workspaces/:org', '').replace(':id', id)}` as const
    const bodies: Record<string, object> = {
      [doors.createNote.route]: { subject: subjects.nightShifts(), body: 'x' },
      [doors.readNotes.route]: { all: true },
      [doors.changeNote.route]: { body: 'x' },
    }
    const body = method === 'GET' ? undefined : (bodies[door.route] ?? {})
    for (const person of ['kim', 'omar', 'nora', 'cara'] as const)
      expect(outcomeOf(await ask(person, line as 'GET /notes', body)), person).toEqual([404, 'not_found'])
    expect((await ask('nobody', line as 'GET /notes', body)).statusCode).toBe(401)
  },
)
