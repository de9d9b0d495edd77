import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, organizations } from '../town.ts'
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

test('the same key writes once, however often it arrives at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: WRITERS }, (_, writer) =>
      bea[writer % 2]!({
        method: 'POST',
        url: `${workspace}/notes`,
        body: { subject: solution, body: 'Only once' },
        headers: { 'idempotency-key': 'race' },
      }),
    ),
  )
  expect(new Set(answers.map((answer) => answer.json().id)).size).toBe(1)
})
