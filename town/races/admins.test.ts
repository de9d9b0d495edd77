import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, organizations } from '../town.ts'
import { type Arena, openArena } from './arena.ts'

/* SPEC O2: an organization keeps an active admin, whoever takes the role from whom in which moment. */

const meridian = organizations.meridian
let arena: Arena

beforeAll(async () => {
  arena = await openArena()
})
afterAll(() => arena.close())

const ROUNDS = 3

async function newTeam(count: number) {
  await arena.rowsOf(`update memberships set role = 'viewer' where org_id = $1`, [meridian.id])
  const admins = await Promise.all(Array.from({ length: count }, () => arena.newPerson()))
  return Promise.all(
    admins.map(async ({ id: userId, cookie }, index) => {
      const { id } = await arena.one<{ id: string }>(
        `insert into memberships (org_id, user_id, role) values ($1, $2, 'admin') returning id`,
        [meridian.id, userId],
      )
      const url = `/api/v1/organizations/${meridian.slug}/members/${id}`
      return { url, ask: arena.instances[index % 2]!.browserWith(cookie) }
    }),
  )
}
type Team = Awaited<ReturnType<typeof newTeam>>

const activeAdmins = async () =>
  (
    await arena.one<{ n: number }>(
      `select count(*) as n from memberships where org_id = $1 and role = 'admin' and status = 'active'`,
      [meridian.id],
    )
  ).n

const demote = (team: Team, by: number, whom: number) =>
  team[by]!.ask({ method: 'PATCH', url: team[whom]!.url, body: { role: 'viewer' } })
const remove = (team: Team, by: number, whom: number) => team[by]!.ask({ method: 'DELETE', url: team[whom]!.url })

/** One was first; the other had lost the role, or the whole membership, by then. */
const told = (answers: Answer[]) => answers.map(({ statusCode }) => statusCode).sort()

test('O2: of two admins who demote each other at once, one stays admin', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const team = await newTeam(2)
    expect(told(await Promise.all([demote(team, 0, 1), demote(team, 1, 0)]))).toEqual([200, 403])
    expect(await activeAdmins()).toBe(1)
  }
})

test('O2: of two admins who remove each other at once, one stays', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const team = await newTeam(2)
    expect(told(await Promise.all([remove(team, 0, 1), remove(team, 1, 0)]))).toEqual([200, 404])
    expect(await activeAdmins()).toBe(1)
  }
})

test('O2: of two admins who both step down at once, one is told to name another first', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const team = await newTeam(2)
    expect(told(await Promise.all([demote(team, 0, 0), demote(team, 1, 1)]))).toEqual([200, 409])
    expect(await activeAdmins()).toBe(1)
  }
})

const leave = (team: Team, who: number) =>
  team[who]!.ask({ method: 'POST', url: `/api/v1/organizations/${meridian.slug}/leave`, body: {} })

test('O2: of two admins who both leave at once, one is told to name another first', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const team = await newTeam(2)
    expect(told(await Promise.all([leave(team, 0), leave(team, 1)]))).toEqual([200, 409])
    expect(await activeAdmins()).toBe(1)
  }
})

test('O2: of an admin who leaves and one who is demoted by them at once, one stays admin', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const team = await newTeam(2)
    const answers = await Promise.all([leave(team, 0), demote(team, 0, 1)])
    // Who left first demotes nobody; who demoted first is the last one, and stays.
    expect([
      [200, 404],
      [200, 409],
    ]).toContainEqual(told(answers))
    expect(await activeAdmins()).toBe(1)
  }
})

test('O2: five admins who demote one another in a ring leave an admin, and nobody sees a broken page', async () => {
  const team = await newTeam(5)
  const answers = await Promise.all(team.map((_, index) => demote(team, index, (index + 1) % 5)))
  expect(answers.filter(({ statusCode }) => statusCode >= 500).map(({ body }) => body)).toEqual([])
  expect(await activeAdmins()).toBeGreaterThanOrEqual(1)
})

test('O2, G1: an admin who was demoted in the moment of an invitation invites nobody afterwards', async () => {
  const team = await newTeam(2)
  const [demoted, ...invited] = await Promise.all([
    demote(team, 0, 1),
    ...Array.from({ length: 20 }, (_, index) =>
      team[1]!.ask({
        method: 'POST',
        url: `/api/v1/organizations/${meridian.slug}/delegations`,
        body: { email: `late-${index}@races.example` },
      }),
    ),
  ])
  expect(demoted.statusCode).toBe(200)
  const kept = invited.filter(({ statusCode }) => statusCode === 201)
  expect(invited.every(({ statusCode }) => statusCode === 201 || statusCode === 403)).toBe(true)
  const { n } = await arena.one<{ n: number }>(
    `select count(*) as n from users where email like 'late-%@races.example'`,
  )
  expect(n).toBe(kept.length)
  const after = await team[1]!.ask({ url: `/api/v1/organizations/${meridian.slug}/delegations` })
  expect(after.json().code).toBe('admin_only')
})
