import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { ask, outcomeOf } from '../../town/ask.ts'
import { db, type Person, people, shortlists } from '../../town/town.ts'

const { nightShifts, poland, payroll, lastYear, checks } = shortlists
type Trashed = { id: string; trashedAt: string; goneAt: string }

const remove = (person: Person, id: string) => ask(person, `DELETE /shortlists/${id}`, {})
const restore = (person: Person, id: string) => ask(person, `POST /trash/shortlists/${id}/restore`, {})
const trash = async (person: Person, query = ''): Promise<{ items: Trashed[]; nextCursor: string | null }> =>
  (await ask(person, `GET /trash/shortlists${query}`)).json()
const inTrash = async (person: Person) => (await trash(person)).items.map(({ id }) => id)
const age = (id: string, time: string) =>
  sql`update shortlists set trashed_at = now() - ${time}::interval where id = ${id}`.execute(db())

describe('V5: the trash', () => {
  test('V5: it says what, by whom, deleted by whom, and when it is gone', async () => {
    const [one] = (await trash('edith')).items
    expect(one).toMatchObject({
      id: lastYear,
      title: 'Agencies of last year',
      author: { name: people.jonas.name, as: 'member' },
      trashedBy: { name: people.bea.name },
    })
    expect(Date.parse(one!.goneAt) - Date.parse(one!.trashedAt)).toBe(30 * 86_400_000)
  })

  test('V5: what a partner published and deleted is there for the team, and the partner cannot bring it back', async () => {
    await remove('pia', nightShifts)
    expect(await inTrash('bea')).toEqual([nightShifts, lastYear])
    for (const person of ['pia', 'max'] as const) {
      expect(outcomeOf(await ask(person, 'GET /trash/shortlists'))).toEqual([404, 'not_found'])
      expect(outcomeOf(await restore(person, nightShifts))).toEqual([404, 'not_found'])
    }
    expect(outcomeOf(await restore('vic', nightShifts))).toEqual([403, 'forbidden'])
    expect((await ask('pia', `GET /shortlists/${nightShifts}`)).statusCode).toBe(404)
  })

  test.each(['bea', 'edith'] as const)('V5: %s brings it back as it was, for everybody who saw it', async (person) => {
    const before = (await ask('pia', `GET /shortlists/${nightShifts}`)).json()
    await remove('pia', nightShifts)
    const restored = (await restore(person, nightShifts)).json()
    expect(restored).toMatchObject({ items: before.items, status: 'published', version: before.version + 2 })
    expect(restored.changedBy.name).toBe(people[person].name)
    const after = (await ask('pia', `GET /shortlists/${nightShifts}`)).json()
    expect(after).toMatchObject({ own: true, items: before.items, publishedAt: before.publishedAt })
    expect((await ask('vic', `GET /shortlists/${nightShifts}`)).statusCode).toBe(200)
    expect(await inTrash('bea')).toEqual([lastYear])
  })

  test('D11, V5: a draft that had passed to the organization comes back as that', async () => {
    await remove('edith', payroll)
    expect(await inTrash('bea')).toEqual([payroll, lastYear])
    expect((await restore('bea', payroll)).json()).toMatchObject({ status: 'draft', handedOverAt: expect.any(String) })
    expect((await ask('vic', `GET /shortlists/${payroll}`)).statusCode).toBe(404)
  })

  test("V5: 30 days, by the database's clock", async () => {
    await age(lastYear, '29 days 23:59:59')
    expect(await inTrash('bea')).toEqual([lastYear])
    await age(lastYear, '30 days')
    expect(await inTrash('bea')).toEqual([])
    expect(outcomeOf(await restore('bea', lastYear))).toEqual([404, 'not_found'])
    await age(lastYear, '29 days 23:59:59')
    expect(outcomeOf(await restore('bea', lastYear))).toEqual([200])
  })

  test('what is not in the trash cannot be restored, and nothing is restored twice', async () => {
    expect(outcomeOf(await restore('bea', poland))).toEqual([404, 'not_found'])
    expect(outcomeOf(await restore('bea', lastYear))).toEqual([200])
    expect(outcomeOf(await restore('bea', lastYear))).toEqual([404, 'not_found'])
    expect(outcomeOf(await restore('bea', people.bea.id))).toEqual([404, 'not_found'])
  })

  test('pages show each once', async () => {
    for (const id of [nightShifts, poland, checks]) await remove('bea', id)
    const all: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await trash('edith', `?limit=1${cursor && `&cursor=${cursor}`}`)
      all.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(all).toEqual([nightShifts, poland, checks, lastYear])
  })

  test('another organization has its own', async () => {
    const orchard = await ask('ola', 'GET /trash/shortlists', undefined, { at: 'orchard-foods' })
    expect(orchard.json().items).toEqual([])
    const taken = await ask('ola', `POST /trash/shortlists/${lastYear}/restore`, {}, { at: 'orchard-foods' })
    expect(outcomeOf(taken)).toEqual([404, 'not_found'])
  })
})
