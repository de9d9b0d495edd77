import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { ask, outcomeOf, solutionIds } from '../../town/ask.ts'
import { db, people, shortlists } from '../../town/town.ts'

const { locums, nightShifts } = shortlists
type Item = { solutionId: string; solution: { slug: string }; reason: string }

let ids: Record<string, string>
beforeEach(async () => {
  ids = await solutionIds()
})

const add = (slug: string, more: object = {}, id: string = locums) =>
  ask('pia', `POST /shortlists/${id}/items`, { solutionId: ids[slug], ...more })
const order = (slugs: string[], id: string = locums) =>
  ask('pia', `PUT /shortlists/${id}/order`, { solutionIds: slugs.map((slug) => ids[slug]) })
const found = async (id: string = locums) => (await ask('pia', `GET /shortlists/${id}`)).json()
const slugsOn = async (id?: string) => (await found(id)).items.map(({ solution }: Item) => solution.slug)

// Pia's draft begins with kindred-locum and interimo.
describe('adding', () => {
  test('at the end, with the reason, and the whole solution is answered', async () => {
    const answer = (await add('gridpay', { reason: ' Cheapest.\nAsk again. ' })).json()
    expect(answer.items.map(({ solution }: Item) => solution.slug)).toEqual(['kindred-locum', 'interimo', 'gridpay'])
    expect(answer.items[2]).toMatchObject({ reason: 'Cheapest.\nAsk again.', solution: { id: ids.gridpay } })
    expect(answer.version).toBe(2)
    expect((await found()).items).toEqual(answer.items)
  })

  test.each([
    [1, ['gridpay', 'kindred-locum', 'interimo']],
    [2, ['kindred-locum', 'gridpay', 'interimo']],
    [3, ['kindred-locum', 'interimo', 'gridpay']],
    [200, ['kindred-locum', 'interimo', 'gridpay']],
  ])('at place %i', async (place, expected) => {
    await add('gridpay', { place })
    expect(await slugsOn()).toEqual(expected)
  })

  test('after one was taken off, too: places have no holes that one could fall into', async () => {
    await ask('pia', `DELETE /shortlists/${locums}/items/${ids['kindred-locum']}`, {})
    await add('gridpay', { place: 1 })
    await add('globehire')
    expect(await slugsOn()).toEqual(['gridpay', 'interimo', 'globehire'])
  })

  test('twice is once: it stays where it is, as it is', async () => {
    const before = await found()
    expect((await add('kindred-locum', { reason: 'Another', place: 2 })).json()).toEqual(before)
    const inCapitals = { solutionId: ids['kindred-locum']!.toUpperCase() }
    expect((await ask('pia', `POST /shortlists/${locums}/items`, inCapitals)).json()).toEqual(before)
  })

  test('a solution that does not exist is 404', async () => {
    const answer = await ask('pia', `POST /shortlists/${locums}/items`, { solutionId: people.pia.id })
    expect(outcomeOf(answer)).toEqual([404, 'not_found'])
  })

  test('the 201st is refused; one that is there already still is not', async () => {
    await sql`
      insert into solutions (slug, name, category) select 'many-' || n, 'Many ' || n, 'MSP' from generate_series(1, 199) n`.execute(
      db(),
    )
    await sql`
      insert into shortlist_items (org_id, shortlist_id, solution_id, position, added_by)
      select s.org_id, s.id, v.id, 2 + row_number() over (order by v.slug), s.author_id
      from shortlists s, solutions v where s.id = ${locums} and v.slug like 'many-%' and v.slug <> 'many-199'`.execute(
      db(),
    )
    ids = await solutionIds()
    expect((await found()).items).toHaveLength(200)
    expect(outcomeOf(await add('many-199'))).toEqual([409, 'too_many_items'])
    expect(outcomeOf(await add('many-7'))).toEqual([200])
    expect((await found()).version).toBe(1)
  })

  test.each([
    [{ reason: 'x'.repeat(501) }, 'reason', 'At most 500 characters.'],
    [{ reason: 'a\u0007' }, 'reason', 'Remove the invisible control characters.'],
    [{ place: 0 }, 'place', expect.any(String)],
    [{ place: 1.5 }, 'place', expect.any(String)],
    [{ place: 201 }, 'place', expect.any(String)],
    [{ solutionId: 'crewline' }, 'solutionId', expect.any(String)],
  ])('SPEC 12: %j is refused at its field', async (more, path, message) => {
    const answer = await add('gridpay', more)
    expect(outcomeOf(answer)).toEqual([422, 'invalid_input'])
    expect(answer.json().errors).toEqual([expect.objectContaining({ path, message })])
  })

  test.each([{ position: 1 }, { addedBy: people.bea.id }])('SPEC 12: %j does not exist here', async (more) => {
    expect(outcomeOf(await add('gridpay', more))).toEqual([400, 'unknown_field'])
  })
})

describe('changing and removing', () => {
  const path = (slug: string, id: string = locums) => `/shortlists/${id}/items/${ids[slug] ?? slug}` as const

  test('the reason of one is changed, the others stay', async () => {
    const answer = (await ask('pia', `PATCH ${path('interimo')}`, { reason: 'Fast.' })).json()
    expect(answer.items.map(({ reason }: Item) => reason)).toEqual(['Ask for the anaesthesia pool.', 'Fast.'])
    expect(answer.version).toBe(2)
    expect((await ask('pia', `PATCH ${path('interimo')}`, { reason: ' Fast. ' })).json().version).toBe(2)
    expect((await ask('pia', `PATCH ${path('interimo')}`, { reason: '' })).json().items[1].reason).toBe('')
  })

  test('what is taken off is off, and the rest stays in order', async () => {
    const answer = (await ask('pia', `DELETE ${path('kindred-locum', nightShifts)}`, {})).json()
    expect(answer.items.map(({ solution }: Item) => solution.slug)).toEqual(['crewline', 'talentbridge', 'fieldforce'])
    expect(await slugsOn(nightShifts)).toEqual(['crewline', 'talentbridge', 'fieldforce'])
  })

  test('what is not on it cannot be changed or taken off: 404, on it or nowhere', async () => {
    for (const slug of ['gridpay', people.pia.id, 'x', '%00']) {
      expect(outcomeOf(await ask('pia', `PATCH ${path(slug)}`, { reason: 'x' }))[0], slug).toBe(404)
      expect(outcomeOf(await ask('pia', `DELETE ${path(slug)}`, {}))[0], slug).toBe(404)
    }
    expect((await found()).version).toBe(1)
  })

  test('a reason is needed, at most 500 characters', async () => {
    for (const body of [{}, { reason: null }, { reason: 'x'.repeat(501) }])
      expect((await ask('pia', `PATCH ${path('interimo')}`, body)).json().errors[0].path).toBe('reason')
  })
})

describe('ordering', () => {
  test('all of them, in this order', async () => {
    const answer = (await order(['fieldforce', 'crewline', 'talentbridge', 'kindred-locum'], nightShifts)).json()
    const expected = ['fieldforce', 'crewline', 'talentbridge', 'kindred-locum']
    expect(answer.items.map(({ solution }: Item) => solution.slug)).toEqual(expected)
    expect(await slugsOn(nightShifts)).toEqual(expected)
    expect(answer.version).toBe(2)
  })

  test('the order in which they are already is no new version', async () => {
    expect((await order(['kindred-locum', 'interimo'])).json().version).toBe(1)
    const inCapitals = ['kindred-locum', 'interimo'].map((slug) => ids[slug]!.toUpperCase())
    const answer = await ask('pia', `PUT /shortlists/${locums}/order`, { solutionIds: inCapitals })
    expect([answer.statusCode, answer.json().version]).toEqual([200, 1])
  })

  test.each([
    [[]],
    [['kindred-locum']],
    [['kindred-locum', 'kindred-locum']],
    [['interimo', 'interimo', 'kindred-locum']],
    [['interimo', 'kindred-locum', 'gridpay']],
    [['interimo', 'gridpay']],
  ])('%j is another set: somebody changed the list meanwhile', async (slugs) => {
    expect(outcomeOf(await order(slugs))).toEqual([409, 'items_changed'])
    expect(await slugsOn()).toEqual(['kindred-locum', 'interimo'])
  })

  test('an empty list is in order', async () => {
    const { id } = (await ask('pia', 'POST /shortlists', { title: 'Empty' })).json()
    expect((await order([], id)).json()).toMatchObject({ items: [], version: 1 })
  })
})
