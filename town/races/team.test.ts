import { afterAll, beforeAll, expect, test } from 'vitest'
import { organizations } from '../town.ts'
import { type Arena, all, openArena, tally } from './arena.ts'

/* SPEC O2, D3, D4: one live membership a person, and nobody is member and partner at once, in whichever moment they answer. */

const home = `/api/v1/organizations/${organizations.meridian.slug}`
let arena: Arena

beforeAll(async () => {
  arena = await openArena()
})
afterAll(() => arena.close())

test('O2, D4: of twenty invitations of one address at once, one is made, with one mail', async () => {
  const [one, other] = await arena.browsersOf('bea')
  const answers = await all(20, (index) =>
    (index % 2 ? one! : other!)({
      method: 'POST',
      url: `${home}/members`,
      body: { email: 'many@team.example', role: 'viewer' },
    }),
  )
  expect(tally(answers.map(({ statusCode }) => statusCode))).toEqual({ 201: 1, 409: 19 })
  const { n } = await arena.one<{ n: number }>(`select count(*) as n from mails where address = 'many@team.example'`)
  expect(n).toBe(1)
})

test('D3: who accepts both invitations in one moment becomes one of both', async () => {
  const [bea] = await arena.browsersOf('bea')
  for (let round = 0; round < 5; round++) {
    const { email, cookie } = await arena.newPerson()
    const invite = async (url: string, body: object) => (await bea!({ method: 'POST', url, body })).json().id as string
    const ids = [
      await invite(`${home}/members`, { email, role: 'editor' }),
      await invite(`${home}/delegations`, { email }),
    ]
    const answers = await Promise.all(
      ids.map((id, index) =>
        arena.instances[index]!.browserWith(cookie)({
          method: 'POST',
          url: `/api/v1/invitations/${id}/accept`,
          body: {},
        }),
      ),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
  }
})

test('O2: an answer and its withdrawal in one moment leave no member who was taken back', async () => {
  const [bea] = await arena.browsersOf('bea')
  for (let round = 0; round < 5; round++) {
    const { email, cookie } = await arena.newPerson()
    const { id } = (await bea!({ method: 'POST', url: `${home}/members`, body: { email, role: 'editor' } })).json()
    const stan = arena.instances[1]!.browserWith(cookie)
    const [removed] = await Promise.all([
      bea!({ method: 'DELETE', url: `${home}/members/${id}` }),
      stan({ method: 'POST', url: `/api/v1/invitations/${id}/accept`, body: {} }),
    ])
    expect(removed.statusCode).toBe(200)
    expect((await stan({ url: `${home}/members` })).statusCode).toBe(404)
  }
})

test('W1: of organizations that reach for one address at once, one has it, also as a former one for good', async () => {
  const [bea] = await arena.browsersOf('bea')
  const [, nora] = await arena.browsersOf('nora')
  const take = (browser: NonNullable<typeof bea>, org: string) =>
    browser({ method: 'PATCH', url: `/api/v1/organizations/${org}`, body: { slug: 'the-address' } })
  const answers = await Promise.all([
    take(bea!, organizations.meridian.slug),
    take(nora!, organizations.northwind.slug),
  ])
  const words = answers.map((answer) => (answer.statusCode === 200 ? 'taken' : answer.json().errors?.[0].code))
  expect(words.sort()).toEqual(['slug_taken', 'taken'])
  const hasMoved = (slug: string) =>
    arena.one<{ n: number }>('select count(*)::int as n from organizations where slug = $1', [slug])
  expect(await hasMoved('the-address')).toEqual({ n: 1 })
})
