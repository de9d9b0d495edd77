import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Visibility } from '../../shared/notes.ts'
import { ask, solutionIds } from '../../town/ask.ts'
import { actorOf, briefs, db, delegations, type Person, people, serverOf, shortlists } from '../../town/town.ts'
import { changesFor } from '../stream/changes.ts'
import { readNews } from '../stream/news.ts'

const { nightShifts, checks, locums, poland } = shortlists
/** A word that stands in every body of a note here, and may stand nowhere else. */
const SECRET = 'Canary Nightingale'

let solutionId: string
beforeEach(async () => {
  // Nobody has written anything yet.
  await db().deleteFrom('notes').execute()
  solutionId = (await solutionIds()).crewline!
})

async function write(person: Person, subject: string, visibility: Visibility = 'shared'): Promise<string> {
  const answer = await ask(person, 'POST /notes', { subject, body: SECRET, visibility })
  expect(answer.statusCode).toBe(201)
  return answer.json().id
}
const change = (person: Person, id: string, more: object) => ask(person, `PATCH /notes/${id}`, more)
const remove = (person: Person, id: string) => ask(person, `DELETE /notes/${id}`, {})
const revokePia = async () => {
  const bea = await serverOf(db()).browserOf('bea')
  await bea({
    method: 'POST',
    url: `/api/v1/organizations/meridian-health/delegations/${delegations.pia}/revoke`,
    body: {},
  })
}

type Entry = { kind: string; text: string; path: string }
const audit = async (): Promise<Entry[]> => {
  const bea = await serverOf(db()).browserOf('bea')
  const { items } = (await bea({ url: '/api/v1/organizations/meridian-health/audit' })).json()
  return items.filter(({ kind }: Entry) => kind.startsWith('note.'))
}
const events = () =>
  db().selectFrom('auditEvents').selectAll().where('kind', 'like', 'note.%').orderBy('createdAt').execute()

describe('SPEC 11: what is remembered of a note', () => {
  test('SPEC 11, I7: one change, one event: who, for whom, on what, and the request; never what the note says', async () => {
    const id = await write('pia', `shortlist:${nightShifts}`, 'personal')
    await change('pia', id, { body: `${SECRET} again` })
    await change('pia', id, { visibility: 'shared' })
    await change('pia', id, { body: `${SECRET} for all` })
    await remove('bea', id)
    const remembered = await events()
    expect(remembered.map(({ kind }) => kind)).toEqual([
      'note.created',
      'note.changed',
      'note.shared',
      'note.changed',
      'note.deleted',
    ])
    expect(JSON.stringify(remembered)).not.toContain(SECRET)
    expect(remembered[0]).toMatchObject({
      actorId: people.pia.id,
      actorAs: 'partner',
      actingDelegationId: delegations.pia,
      workId: nightShifts,
      requestId: expect.any(String),
      after: { noteId: id, visibility: 'personal', version: 1 },
    })
    expect(remembered.at(-1)).toMatchObject({ actorId: people.bea.id, subjectId: people.pia.id, actorAs: 'member' })
  })

  test('SPEC 5: admins read nothing of a personal note, not even that it is there; of the others who did what', async () => {
    const personal = await write('edith', `solution:${solutionId}`, 'personal')
    await change('edith', personal, { body: `${SECRET} again` })
    await remove('edith', personal)
    expect(await audit()).toEqual([])
    const shared = await write('edith', `solution:${solutionId}`, 'personal')
    await change('edith', shared, { visibility: 'team' })
    await change('edith', shared, { visibility: 'shared' })
    await change('edith', shared, { visibility: 'personal' })
    await change('edith', shared, { body: 'Mine again' })
    await remove('bea', await write('pia', `shortlist:${poland}`))
    expect((await audit()).map(({ text }) => text)).toEqual([
      'Bea Okafor deleted a note of Pia Lindqvist on “Employer of record for Poland and Czechia”',
      'Pia Lindqvist shared a note on “Employer of record for Poland and Czechia”',
      'Edith Lang changed a note on “Crewline”',
      'Edith Lang shared a note on “Crewline”',
      'Edith Lang changed a note on “Crewline”',
    ])
    expect(JSON.stringify(await audit())).not.toContain(SECRET)
  })

  test('V1: what was written on a draft that nobody else saw stays unread, also after it is published', async () => {
    await write('pia', `shortlist:${locums}`)
    expect(await audit()).toEqual([])
    await ask('pia', `POST /shortlists/${locums}/publish`, {})
    expect(await audit()).toEqual([])
  })

  test('nothing happened, nothing is remembered', async () => {
    const id = await write('edith', `solution:${solutionId}`)
    await change('edith', id, { body: SECRET, visibility: 'shared' })
    await change('bea', id, { body: 'Mine' })
    await ask('bea', 'POST /notes/read', { all: true })
    expect(await events()).toHaveLength(1)
  })
})

describe('SPEC 10: who hears of a shared note', () => {
  const told = async () => {
    const { rows } = await sql<{ email: string }>`
      select users.email from notifications n join users on users.id = n.user_id where n.kind = 'note.shared'`.execute(
      db(),
    )
    return (Object.keys(people) as Person[]).filter((it) => rows.some(({ email }) => email === people[it].email))
  }
  const bell = async (person: Person): Promise<Entry[]> => {
    const browser = await serverOf(db()).browserOf(person)
    const { items } = (await browser({ url: '/api/v1/notifications' })).json()
    return items.filter(({ kind }: Entry) => kind === 'note.shared')
  }

  test('the author of what it is about, in the app and not by mail', async () => {
    const mails = () =>
      sql<{ count: number }>`select count(*) as count from mails`.execute(db()).then(({ rows }) => rows)
    const before = await mails()
    const id = await write('edith', `shortlist:${nightShifts}`)
    expect(await told()).toEqual(['pia'])
    expect(await mails()).toEqual(before)
    expect(await bell('pia')).toEqual([
      expect.objectContaining({
        text: 'Edith Lang shared a note on “Night shift cover, winter 2026”',
        path: `/w/meridian-health/shortlists/${nightShifts}?note=${id}`,
      }),
    ])
  })

  test('SPEC 10: exactly once, however often it is taken back and shared again; whoever comes later hears of it then', async () => {
    const id = await write('edith', `shortlist:${nightShifts}`)
    for (let time = 0; time < 3; time++)
      for (const visibility of ['personal', 'shared']) await change('edith', id, { visibility })
    expect(await bell('pia')).toHaveLength(1)
    await change('edith', id, { visibility: 'personal' })
    await write('vic', `shortlist:${nightShifts}`, 'personal')
    await change('edith', id, { visibility: 'shared' })
    expect([await bell('pia'), await bell('vic')].map(({ length }) => length)).toEqual([1, 1])
  })

  test('SPEC 10: by mail as well only once, but for a mail that never went out', async () => {
    await sql`insert into notification_preferences (user_id, news, app, mail) values (${people.pia.id}, 'note', false, true)`.execute(
      db(),
    )
    const mails = async () =>
      (await db().selectFrom('mails').select('state').where('kind', '=', 'note.shared').execute()).length
    const id = await write('edith', `shortlist:${nightShifts}`)
    const again = async () => {
      for (const visibility of ['personal', 'shared']) await change('edith', id, { visibility })
    }
    await again()
    expect(await mails()).toBe(1)
    await db()
      .updateTable('mails')
      .set({ state: 'withdrawn', settledAt: new Date() })
      .where('noteId', '=', id)
      .execute()
    await again()
    expect(await mails()).toBe(2)
  })

  test('whoever wrote there before, and never the writer', async () => {
    await write('vic', `brief:${briefs.nightCover}`, 'personal')
    await write('edith', `brief:${briefs.nightCover}`, 'team')
    const id = await write('pia', `brief:${briefs.nightCover}`)
    expect(await told()).toEqual(['edith', 'vic'])
    expect((await bell('vic'))[0]!.path).toBe(`/w/meridian-health/briefs/${briefs.nightCover}?note=${id}`)
  })

  test('on a solution those who wrote about it in this organization', async () => {
    await write('bea', `solution:${solutionId}`)
    await ask('ola', 'POST /notes', { subject: `solution:${solutionId}`, body: 'x' }, { at: 'orchard-foods' })
    const id = await write('edith', `solution:${solutionId}`)
    expect(await told()).toEqual(['bea'])
    expect((await bell('bea'))[0]!.path).toBe(`/w/meridian-health/solutions/crewline?note=${id}`)
  })

  test('V3: not a scoped partner whom another partner wrote about, nor on a solution who saw nothing', async () => {
    await write('pia', `shortlist:${checks}`)
    await write('max', `solution:${solutionId}`)
    await write('edith', `solution:${solutionId}`)
    expect(await told()).toEqual([])
  })

  test('personal and team notes are news to nobody; a personal one becomes news when it is shared, and that once', async () => {
    await write('edith', `shortlist:${nightShifts}`, 'team')
    const id = await write('edith', `shortlist:${nightShifts}`, 'personal')
    expect(await told()).toEqual([])
    await change('edith', id, { visibility: 'shared' })
    await change('edith', id, { body: 'Better words' })
    expect(await bell('pia')).toHaveLength(1)
  })

  test.each<[string, (id: string) => Promise<unknown>]>([
    ['deleted', (id) => remove('edith', id)],
    ['taken back', (id) => change('edith', id, { visibility: 'team' })],
    ['gone with what it is about', () => ask('bea', `DELETE /shortlists/${nightShifts}`, {})],
    ['out of reach after the revoke', () => revokePia()],
    [
      'out of reach without notes',
      () => sql`update delegations set permissions = '{shortlists}' where id = ${delegations.pia}`.execute(db()),
    ],
  ])('V1: once it is %s the bell does not speak of it', async (_, end) => {
    const id = await write('edith', `shortlist:${nightShifts}`)
    expect(await bell('pia')).toHaveLength(1)
    await end(id)
    expect(await bell('pia')).toEqual([])
  })
})

describe('V1, V3: whose page looks again', () => {
  const everybody = ['bea', 'edith', 'vic', 'pia', 'max'] as const

  /** Who is told of the newest event, and what. */
  async function toldBy(act: () => Promise<unknown>) {
    const before = (await events()).length
    await act()
    const { rows } = await sql<{ xact: string }>`select pg_current_xact_id()::text as xact`.execute(db())
    const news = await readNews(db(), [rows[0]!.xact])
    const ofNotes = { ...news, events: news.events.filter(({ notes }) => notes !== null).slice(before) }
    const told: Record<string, unknown> = {}
    for (const person of everybody) {
      const [change, ...more] = changesFor(await actorOf(db(), person, 'meridian'), ofNotes).filter(
        ({ what }) => what === 'notes',
      )
      expect(more).toEqual([])
      if (change) told[person] = change.id
    }
    return told
  }

  test('of those who see the note, and of nobody else', async () => {
    const all = { bea: checks, edith: checks, vic: checks }
    expect(await toldBy(() => write('edith', `shortlist:${checks}`, 'personal'))).toEqual({ edith: checks })
    expect(await toldBy(() => write('edith', `shortlist:${checks}`, 'team'))).toEqual(all)
    expect(await toldBy(() => write('edith', `shortlist:${checks}`))).toEqual({ ...all, pia: checks, max: checks })
    expect(await toldBy(() => write('pia', `shortlist:${checks}`))).toEqual({ ...all, pia: checks })
    expect(await toldBy(() => write('pia', `shortlist:${locums}`))).toEqual({ pia: locums })
    expect(await toldBy(() => write('max', `solution:${solutionId}`))).toMatchObject({
      max: solutionId,
      bea: solutionId,
    })
    expect(await toldBy(() => write('edith', `solution:${solutionId}`))).not.toHaveProperty('max')
  })

  test('when it is taken back or deleted, of those who saw it until then', async () => {
    const id = await write('edith', `shortlist:${checks}`)
    const readers = [...everybody]
    expect(Object.keys(await toldBy(() => change('edith', id, { visibility: 'personal' })))).toEqual(readers)
    expect(Object.keys(await toldBy(() => change('edith', id, { body: 'Mine' })))).toEqual(['edith'])
    expect(Object.keys(await toldBy(() => change('edith', id, { visibility: 'shared' })))).toEqual(readers)
    expect(Object.keys(await toldBy(() => remove('bea', id)))).toEqual(readers)
  })
})
