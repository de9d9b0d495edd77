import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  type Answer,
  briefs,
  db,
  delegations,
  openSessionFor,
  organizations,
  type Person,
  people,
  serverOf,
  shortlists,
} from '../../town/town.ts'
import type { Db } from '../db/db.ts'
import { record } from '../events/record.ts'
import { createHub, type Hub } from './hub.ts'

type Place = keyof typeof organizations | 'lobby'
type Listener = `${Person}@${Place}`

/** Open pages of everybody who could hear of Meridian, and of some who never should. Pia is its `full` partner, Max its `scoped` one. */
const everybody: Listener[] = [
  'bea@meridian',
  'jonas@meridian',
  'edith@meridian',
  'vic@meridian',
  'pia@meridian',
  'max@meridian',
  'pia@northwind',
  'pia@lobby',
  'max@lobby',
  'omar@lobby',
  'stan@lobby',
  'nora@northwind',
  'ola@orchard',
]

let hub: Hub
let heard: Record<string, string[]>
beforeEach(() => {
  hub = createHub(db())
  heard = {}
})

async function open(listener: Listener, token?: string) {
  const [person, place] = listener.split('@') as [Person, Place]
  const sessionToken = token ?? (await openSessionFor(db(), person))
  const said: string[] = []
  heard[listener] = said
  hub.enter({
    sessionToken,
    userId: people[person].id,
    organization: place === 'lobby' ? null : organizations[place],
    send: (event, facts) => said.push([event, ...Object.values(facts)].join(' ')),
    close: () => said.push('closed'),
  })
}

const transaction = async () =>
  (await sql<{ xact: string }>`select pg_current_xact_id()::text as xact`.execute(db())).rows[0]!.xact

const unknownTransaction = '900000000'

/** What each page hears of what happens; those that hear nothing at all are not named. */
async function heardOf(happening: () => Promise<unknown>, listeners = everybody) {
  for (const listener of listeners) await open(listener)
  await happening()
  await hub.hear(await transaction())
  return Object.fromEntries(Object.entries(heard).filter(([, said]) => said.length > 0))
}

const ask = async (person: Person, method: string, path: string, body: object = {}): Promise<Answer> => {
  const answer = await (await serverOf(db()).browserOf(person))({ method, url: `/api/v1/${path}`, body })
  expect(answer.statusCode, answer.body).toBeLessThan(300)
  return answer
}
const inMeridian = (person: Person, method: string, path: string, body: object = {}) =>
  ask(person, method, `workspaces/${organizations.meridian.slug}/${path}`, body)
const manage = (person: Person, method: string, path: string, body: object = {}) =>
  ask(person, method, `organizations/${organizations.meridian.slug}/${path}`, body)

const rename = (person: Person, id: string) =>
  inMeridian(person, 'PATCH', `shortlists/${id}`, { title: 'Renamed just now' })
const solutionId = async (slug: string) =>
  (await db().selectFrom('solutions').select('id').where('slug', '=', slug).executeTakeFirstOrThrow()).id
const membership = async (person: Person) =>
  (
    await db()
      .selectFrom('memberships')
      .select('id')
      .where('userId', '=', people[person].id)
      .where('orgId', '=', organizations.meridian.id)
      .executeTakeFirstOrThrow()
  ).id

const of = (id: string) => [`changed shortlist ${id}`]
/** After these there are more or fewer of them. */
const countedOf = (id: string) => [...of(id), 'changed shortlists']
/** The dashboard of somebody who sees it. */
const dashboard = (person: 'pia' | 'max') => ({ [`${person}@lobby`]: ['changed me'] })
const team = (said: string[]) => ({
  'bea@meridian': said,
  'jonas@meridian': said,
  'edith@meridian': said,
  'vic@meridian': said,
})

describe('V1, V3: who hears of a brief', () => {
  const ofBrief = (id: string) => [`changed brief ${id}`]
  const change = (person: Person, id: string) => inMeridian(person, 'PATCH', `briefs/${id}`, { title: 'Changed' })

  test("V3: of a partner's draft, its maker alone", async () => {
    expect(await heardOf(() => change('pia', briefs.anaesthesia))).toEqual({
      'pia@meridian': ofBrief(briefs.anaesthesia),
      ...dashboard('pia'),
    })
  })

  test("SPEC 4: of the team's draft, its admins and editors", async () => {
    const { 'vic@meridian': _, ...editors } = team(ofBrief(briefs.interpreters))
    expect(await heardOf(() => change('edith', briefs.interpreters))).toEqual(editors)
  })

  test('V1: of what is closed, all who see it; partners without `briefs` never', async () => {
    const said = [...ofBrief(briefs.nightCover), 'changed briefs']
    const heard = await heardOf(() => inMeridian('pia', 'POST', `briefs/${briefs.nightCover}/close`, {}))
    expect(heard).toEqual({ ...team(said), 'pia@meridian': said, ...dashboard('pia') })
  })

  test('SPEC 5: of a rate, all who see briefs', async () => {
    const rate = { from: 'SEK', to: 'EUR', rate: '0.09' }
    const said = ['changed rates']
    expect(await heardOf(() => inMeridian('edith', 'PUT', 'rates', rate))).toEqual({
      ...team(said),
      'pia@meridian': said,
    })
  })
})

describe('V1, V3: who hears of a shortlist', () => {
  test('V3: of a draft, its maker alone', async () => {
    expect(await heardOf(() => rename('max', shortlists.recruiters))).toEqual({
      'max@meridian': of(shortlists.recruiters),
      ...dashboard('max'),
    })
  })

  test('V3: of a draft of a full partner, nobody else either', async () => {
    expect(await heardOf(() => rename('pia', shortlists.locums))).toEqual({
      'pia@meridian': of(shortlists.locums),
      ...dashboard('pia'),
    })
  })

  test('V3: of a draft that is deleted, its maker in their other pages', async () => {
    expect(await heardOf(() => inMeridian('max', 'DELETE', `shortlists/${shortlists.recruiters}`))).toEqual({
      'max@meridian': countedOf(shortlists.recruiters),
      ...dashboard('max'),
    })
  })

  test('V4: published by a scoped partner, the team and full partners; admins and editors by the bell too', async () => {
    const news = [...countedOf(shortlists.recruiters), 'notification']
    expect(await heardOf(() => inMeridian('max', 'POST', `shortlists/${shortlists.recruiters}/publish`))).toEqual({
      ...team(news),
      'vic@meridian': countedOf(shortlists.recruiters),
      'pia@meridian': countedOf(shortlists.recruiters),
      'max@meridian': countedOf(shortlists.recruiters),
      ...dashboard('pia'),
      ...dashboard('max'),
    })
  })

  test("V1: the team's own work, the team and full partners, never scoped ones", async () => {
    const said = of(shortlists.poland)
    expect(await heardOf(() => rename('edith', shortlists.poland))).toEqual({
      ...team(said),
      'pia@meridian': said,
      ...dashboard('pia'),
    })
  })

  test('V3: what one partner published, no scoped partner', async () => {
    const said = of(shortlists.nightShifts)
    expect(await heardOf(() => rename('pia', shortlists.nightShifts))).toEqual({
      ...team(said),
      'pia@meridian': said,
      ...dashboard('pia'),
    })
  })

  test('V5: what goes to the trash, everybody who saw it until then', async () => {
    const said = countedOf(shortlists.poland)
    expect(await heardOf(() => inMeridian('edith', 'DELETE', `shortlists/${shortlists.poland}`))).toEqual({
      ...team(said),
      'pia@meridian': said,
      ...dashboard('pia'),
    })
  })

  test('V5: what comes back from the trash, everybody who sees it from now on', async () => {
    const said = countedOf(shortlists.lastYear)
    expect(await heardOf(() => inMeridian('jonas', 'POST', `trash/shortlists/${shortlists.lastYear}/restore`))).toEqual(
      {
        ...team(said),
        'pia@meridian': said,
        ...dashboard('pia'),
      },
    )
  })

  test('D11: of a draft that passed to the organization, admins and editors, not viewers', async () => {
    const { 'vic@meridian': _, ...said } = team(of(shortlists.payroll))
    expect(await heardOf(() => rename('edith', shortlists.payroll))).toEqual(said)
  })

  test('D5: without the permission, nothing, not even of the own draft', async () => {
    await db()
      .updateTable('delegations')
      .set({ permissions: ['notes'] })
      .where('id', '=', delegations.max)
      .execute()
    await sql`insert into audit_events (org_id, kind, actor_as, acting_delegation_id, work_id)
      values (${organizations.meridian.id}, 'shortlist.changed', 'partner', ${delegations.max}, ${shortlists.recruiters})`.execute(
      db(),
    )
    expect(await heardOf(async () => {})).toEqual({})
  })

  test('many changes at once are told as one', async () => {
    const told = await heardOf(async () => {
      for (let number = 0; number < 21; number++)
        await inMeridian('max', 'POST', 'shortlists', { title: `Number ${number}` })
    })
    expect(told).toEqual({ 'max@meridian': ['changed shortlists'], ...dashboard('max') })
  })
})

describe('V3: who hears of a saved solution', () => {
  const save = async (person: Person, slug: string) =>
    inMeridian(person, 'PUT', `saved-solutions/${await solutionId(slug)}`)
  const unsave = async (person: Person, slug: string) =>
    inMeridian(person, 'DELETE', `saved-solutions/${await solutionId(slug)}`)
  const said = ['changed saved']

  test('saved by a scoped partner: they, full partners and the team', async () => {
    expect(await heardOf(() => save('max', 'soloflow'))).toEqual({
      ...team(said),
      'pia@meridian': said,
      'max@meridian': said,
    })
  })

  test('saved by the team or by another partner: no scoped partner', async () => {
    expect(await heardOf(() => save('edith', 'soloflow'))).toEqual({ ...team(said), 'pia@meridian': said })
    expect(heard['max@meridian']).toEqual([])
  })

  test('taken off by the team: also the partner who had saved it', async () => {
    expect(await heardOf(() => unsave('edith', 'verifolk'))).toEqual({
      ...team(said),
      'pia@meridian': said,
      'max@meridian': said,
    })
  })

  test('taken off by the team: no partner who had not', async () => {
    expect(Object.keys(await heardOf(() => unsave('edith', 'globehire')))).not.toContain('max@meridian')
  })
})

describe('G2, G3: who hears of access', () => {
  const max = `delegations/${delegations.max}`

  test('D8: a change of terms: the partner, everywhere, and the admins', async () => {
    expect(await heardOf(() => manage('bea', 'PATCH', max, { dataVisibility: 'full' }))).toEqual({
      'max@meridian': ['changed me', 'changed workspace', 'notification'],
      'max@lobby': ['changed me', 'notification'],
      'bea@meridian': ['changed delegations'],
      'jonas@meridian': ['changed delegations'],
    })
  })

  test('G3, D11: a revoke closes their pages of this organization; admins and editors look at the drafts that passed', async () => {
    const lists = 'changed shortlists'
    expect(await heardOf(() => manage('bea', 'POST', `${max}/revoke`, {}))).toEqual({
      'max@meridian': ['access-ended', 'closed'],
      'max@lobby': ['changed me', 'notification'],
      'bea@meridian': ['changed delegations', lists],
      'jonas@meridian': ['changed delegations', lists],
      'edith@meridian': [lists],
    })
  })

  test('G3: a partner who leaves is out as well', async () => {
    const said = await heardOf(() => ask('pia', 'DELETE', `partnerships/${delegations.pia}`))
    expect(said['pia@meridian']).toEqual(['access-ended', 'closed'])
    expect(said['pia@northwind']).toEqual(['changed me'])
    expect(said['bea@meridian']).toEqual([
      'changed delegations',
      'changed shortlists',
      'changed briefs',
      'notification',
    ])
    expect(said['max@meridian']).toBeUndefined()
  })

  test('V3: an invitation: the admins, and nobody who works there', async () => {
    expect(await heardOf(() => manage('bea', 'POST', 'delegations', { email: people.stan.email }))).toEqual({
      'bea@meridian': ['changed delegations'],
      'jonas@meridian': ['changed delegations'],
      'stan@lobby': ['changed me', 'notification'],
    })
  })

  test('O2: a role: that person reads everything anew, the team its members', async () => {
    const said = ['changed members']
    expect(
      await heardOf(async () => manage('bea', 'PATCH', `members/${await membership('edith')}`, { role: 'viewer' })),
    ).toEqual({ ...team(said), 'edith@meridian': ['changed me', 'changed workspace', ...said, 'notification'] })
  })

  test('O3: domains: the admins, who decide them', async () => {
    expect(await heardOf(() => manage('bea', 'PUT', 'domains/meridian.example'))).toEqual({
      'bea@meridian': ['changed settings'],
      'jonas@meridian': ['changed settings'],
    })
  })

  test('O2: a member who is removed is out', async () => {
    const said = ['changed members']
    expect(await heardOf(async () => manage('bea', 'DELETE', `members/${await membership('vic')}`))).toEqual({
      ...team(said),
      'vic@meridian': ['access-ended', 'closed'],
    })
  })

  test('G1: what ended the access while the door was opening has not been missed', async () => {
    await db()
      .updateTable('delegations')
      .set({ endedAt: sql`now()`, endedAs: 'revoked' })
      .where('id', '=', delegations.max)
      .execute()
    await open('max@meridian')
    await hub.hear(await transaction())
    expect(heard['max@meridian']).toEqual(['access-ended', 'closed'])
    expect(hub.streams.size).toBe(0)
  })

  test('G1: an ended session hears nothing more, neither by the bell nor of work, and is told so', async () => {
    const token = await openSessionFor(db(), 'jonas')
    await open('jonas@meridian', token)
    await open('bea@meridian')
    await db().deleteFrom('sessions').where('token', '=', token).execute()
    await inMeridian('max', 'POST', `shortlists/${shortlists.recruiters}/publish`)
    await hub.hear(await transaction())
    expect(heard).toMatchObject({
      'jonas@meridian': ['signed-out', 'closed'],
      'bea@meridian': [...countedOf(shortlists.recruiters), 'notification'],
    })
  })

  test('signing out, which is remembered nowhere, closes the pages of that session alone', async () => {
    const token = await openSessionFor(db(), 'pia')
    await open('pia@meridian', token)
    await open('pia@lobby')
    await open('bea@meridian')
    await db().deleteFrom('sessions').where('token', '=', token).execute()
    await hub.hear(await transaction())
    expect(heard).toEqual({ 'pia@meridian': ['signed-out', 'closed'], 'pia@lobby': [], 'bea@meridian': [] })
  })

  test('P4: with another address, other notices wait: the bell is asked anew', async () => {
    const changed = () => record({ db: db() }, 'account.emailChanged', { orgId: null, subjectId: people.stan.id })
    expect(await heardOf(changed)).toEqual({ 'stan@lobby': ['changed me', 'notification'] })
  })

  test('SPEC 10: an account’s own news reach all pages of that person, and no other', async () => {
    expect(await heardOf(() => ask('pia', 'PATCH', 'me', { name: 'Pia L.' }))).toEqual({
      'pia@meridian': ['changed me'],
      'pia@northwind': ['changed me'],
      'pia@lobby': ['changed me'],
    })
  })
})

describe('never relied on for correctness', () => {
  test('after silence everybody looks again, and who lost access meanwhile is out', async () => {
    await open('max@meridian')
    await open('pia@meridian')
    await open('stan@lobby')
    await hub.hear(unknownTransaction)
    await db()
      .updateTable('delegations')
      .set({ endedAt: sql`now()`, endedAs: 'revoked' })
      .where('id', '=', delegations.max)
      .execute()
    await hub.lookAgain()
    expect(heard).toEqual({
      'max@meridian': ['access-ended', 'closed'],
      'pia@meridian': ['changed everything'],
      'stan@lobby': ['changed everything'],
    })
  })

  /** The database, with something that happens before every statement. */
  const databaseWith = (beforeStatement: () => void) =>
    ({
      getExecutor() {
        beforeStatement()
        return db().getExecutor()
      },
    }) as unknown as Db

  test('a database that does not answer is asked again, and then everybody is judged', async () => {
    let isBroken = true
    const troubles: unknown[] = []
    const database = databaseWith(() => {
      if (isBroken) throw new Error('no answer')
    })
    hub = createHub(database, (error) => {
      troubles.push(error)
      isBroken = false
    })
    await open('bea@meridian')
    await hub.hear(unknownTransaction)
    expect(troubles).toHaveLength(1)
    expect(heard).toEqual({ 'bea@meridian': ['changed everything'] })
  })

  test('a thousand transactions that are heard at once are judged in a few rounds', async () => {
    let statements = 0
    hub = createHub(databaseWith(() => statements++))
    for (const listener of everybody) await open(listener)
    await hub.hear(unknownTransaction)
    await rename('max', shortlists.recruiters)
    const xact = await transaction()
    statements = 0
    const many = Array.from({ length: 1000 }, (_, number) => hub.hear(String(Number(unknownTransaction) + number)))
    await Promise.all([...many, hub.hear(xact)])
    expect(heard['max@meridian']).toEqual(of(shortlists.recruiters))
    expect(statements).toBeLessThan(40)
  })
})
