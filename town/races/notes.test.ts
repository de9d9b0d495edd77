import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, organizations, people, shortlists } from '../town.ts'
import { type Arena, openArena, statusesOf } from './arena.ts'

/*
 * SPEC G2 and 5 with real commits: no note is written after the right to write it was taken away, none stays without what it
 * is about, and of two changes to one version one is made.
 */

const WRITERS = 8
const ROUNDS = Number(process.env.ROUNDS ?? 4)
const meridian = organizations.meridian
const workspace = `/api/v1/workspaces/${meridian.slug}`

let arena: Arena
let bea: Awaited<ReturnType<Arena['browsersOf']>>
let solution: string

beforeAll(async () => {
  arena = await openArena()
  bea = await arena.browsersOf('bea')
  const { id } = await arena.one<{ id: string }>(`select id from solutions where slug = 'crewline'`)
  solution = `solution:${id}`
})
afterAll(() => arena.close())

const write = (browser: (typeof bea)[number], subject: string, more: object = {}) =>
  browser({
    method: 'POST',
    url: `${workspace}/notes`,
    body: { subject, body: 'Racing', visibility: 'shared', ...more },
  })

async function newPartner() {
  const { id, cookie } = await arena.newPerson()
  const delegation = await arena.newDelegation(id, { active: true })
  return { delegation, browsers: arena.instances.map(({ browserWith }) => browserWith(cookie)) }
}

test('G2: what the table holds when the revoke is acknowledged is all that it may ever hold', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { delegation, browsers } = await newPartner()
    const written = () =>
      arena.one<{ notes: number }>('select count(*)::int as notes from notes where delegation_id = $1', [delegation])
    let hasEnded = false
    const answers: Answer[] = []
    const writing = Array.from({ length: WRITERS }, async (_, writer) => {
      while (!hasEnded) answers.push(await write(browsers[writer % 2]!, solution))
    })
    while (answers.length < WRITERS) await new Promise((resolve) => setTimeout(resolve, 5))
    const revoked = await bea[round % 2]!({
      method: 'POST',
      url: `/api/v1/organizations/${meridian.slug}/delegations/${delegation}/revoke`,
      body: {},
    })
    const atAcknowledgement = await written()
    hasEnded = true
    await Promise.all(writing)
    expect(revoked.statusCode).toBe(200)
    expect(await written()).toEqual(atAcknowledgement)
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(atAcknowledgement.notes)
    expect((await write(browsers[0]!, solution)).statusCode).toBe(404)
  }
})

test('a draft that is deleted while notes are written on it leaves none of them, and nobody meets an error', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { browsers } = await newPartner()
    const { id } = (
      await browsers[0]!({ method: 'POST', url: `${workspace}/shortlists`, body: { title: 'A race' } })
    ).json()
    const writing = Array.from({ length: WRITERS }, (_, writer) => write(browsers[writer % 2]!, `shortlist:${id}`))
    const deleting = browsers[1]!({ method: 'DELETE', url: `${workspace}/shortlists/${id}`, body: {} })
    const answers = await Promise.all(writing)
    expect((await deleting).statusCode).toBe(200)
    expect([201, 404]).toEqual(expect.arrayContaining(statusesOf(answers)))
    expect(await arena.rowsOf('select id from notes where subject_id = $1', [id])).toEqual([])
  }
})

test('of changes to one version one is made, and every version is kept', async () => {
  const { id } = (await write(bea[0]!, solution)).json()
  for (let version = 1; version <= ROUNDS; version++) {
    const answers = await Promise.all(
      Array.from({ length: WRITERS }, (_, writer) =>
        bea[writer % 2]!({
          method: 'PATCH',
          url: `${workspace}/notes/${id}`,
          body: { body: `Version ${version} by ${writer}` },
          headers: { 'if-match': `"${version}"` },
        }),
      ),
    )
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
    expect(statusesOf(answers)).toEqual([200, 412])
  }
  const versions = await arena.rowsOf<{ version: number }>(
    'select version from note_versions where note_id = $1 order by id',
    [id],
  )
  expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: ROUNDS + 1 }, (_, index) => index + 1))
})

test('a note that is changed, deleted and out of reach in one moment is as the last of them left it, and nobody meets an error', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { delegation, browsers } = await newPartner()
    const { id } = (await write(browsers[0]!, solution)).json()
    const url = `${workspace}/notes/${id}`
    const changing = Array.from({ length: WRITERS }, (_, writer) =>
      browsers[writer % 2]!({ method: 'PATCH', url, body: { body: `Words ${writer}` } }),
    )
    const ending = bea[round % 2]!({
      method: 'POST',
      url: `/api/v1/organizations/${meridian.slug}/delegations/${delegation}/revoke`,
      body: {},
    })
    const deleting = bea[1 - (round % 2)]!({ method: 'DELETE', url, body: {} })
    const answers = await Promise.all(changing)
    expect([200, 404]).toEqual(expect.arrayContaining(statusesOf(answers)))
    expect(statusesOf([await ending, await deleting])).toEqual([200])
    for (const table of ['notes where id', 'note_versions where note_id'])
      expect(await arena.rowsOf(`select org_id from ${table} = $1`, [id])).toEqual([])
    // I7: each change that was acknowledged is remembered, and no other.
    const kept = answers.filter(({ statusCode }) => statusCode === 200).length
    const { n } = await arena.one<{ n: number }>(
      `select count(*) as n from audit_events where kind = 'note.changed' and acting_delegation_id = $1`,
      [delegation],
    )
    expect(n).toBe(kept)
  }
})

test('SPEC 10: the same key writes once and tells once, however often it arrives at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: WRITERS }, (_, writer) =>
      bea[writer % 2]!({
        method: 'POST',
        url: `${workspace}/notes`,
        body: { subject: `shortlist:${shortlists.nightShifts}`, body: 'Only once', visibility: 'shared' },
        headers: { 'idempotency-key': 'race' },
      }),
    ),
  )
  const [id, ...others] = new Set(answers.map((answer) => answer.json().id))
  expect(others).toEqual([])
  const told = await arena.rowsOf(
    `select u.email from notifications n join users u on u.id = n.user_id where n.kind = 'note.shared' and n.note_id = $1`,
    [id],
  )
  expect(told).toContainEqual({ email: people.pia.email })
  expect(new Set(told.map((it) => JSON.stringify(it))).size).toBe(told.length)
})
