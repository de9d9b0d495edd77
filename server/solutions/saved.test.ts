import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Answer, db, organizations, type Person, people, serverOf } from '../../town/town.ts'

const url = '/api/v1/workspaces/meridian-health/saved-solutions'
type Saved = { solution: { slug: string }; savedBy: { name: string }; own: boolean }

let ids: Record<string, string>
beforeEach(async () => {
  // What the town has saved already would be in every answer.
  await db().deleteFrom('savedSolutions').execute()
  const rows = await db().selectFrom('solutions').select(['slug', 'id']).execute()
  ids = Object.fromEntries(rows.map(({ slug, id }) => [slug, id]))
})

const ask = async (person: Person, method: string, path: string): Promise<Answer> =>
  (await serverOf(db()).browserOf(person))({ method, url: path })
const save = (person: Person, slug: string) => ask(person, 'PUT', `${url}/${ids[slug]}`)
const unsave = (person: Person, slug: string) => ask(person, 'DELETE', `${url}/${ids[slug]}`)
const list = async (person: Person): Promise<Saved[]> => (await ask(person, 'GET', url)).json().items
const seenBy = async (person: Person) =>
  (await list(person)).map(({ solution, own }) => `${solution.slug}${own ? '*' : ''}`)
const audited = async () =>
  (await db().selectFrom('auditEvents').select(['kind', 'actorAs']).where('kind', 'like', 'solution.%').execute())
    .length

/** Pia is Meridian's `full` partner, Max its `scoped` one. */
describe('who sees what is saved', () => {
  test('a scoped partner sees the own ones; a full partner and the team all, each once', async () => {
    await save('edith', 'globehire')
    await save('max', 'globehire')
    await save('max', 'soloflow')
    await save('pia', 'shiftlark')
    expect(await seenBy('max')).toEqual(['soloflow*', 'globehire*'])
    expect(await seenBy('pia')).toEqual(['shiftlark*', 'soloflow', 'globehire'])
    expect(await seenBy('vic')).toEqual(['shiftlark', 'soloflow', 'globehire*'])
  })

  test('V3: whatever others do, a scoped partner gets the same answers, byte for byte', async () => {
    await save('max', 'globehire')
    const before = (await ask('max', 'GET', url)).body
    const answers = async () => [
      (await save('max', 'globehire')).body,
      (await unsave('max', 'soloflow')).body,
      (await ask('max', 'GET', url)).body,
    ]
    const alone = await answers()
    for (const person of ['bea', 'pia'] as const) for (const slug of ['globehire', 'soloflow']) await save(person, slug)
    expect(await answers()).toEqual(alone)
    expect((await ask('max', 'GET', url)).body).toBe(before)
    expect(await seenBy('bea')).toContain('soloflow*')
  })

  test('pages show each once', async () => {
    for (const slug of ['globehire', 'soloflow', 'shiftlark', 'crewline', 'gridpay']) await save('edith', slug)
    await save('pia', 'soloflow')
    const all: string[] = []
    let cursor = ''
    do {
      const page = (await ask('bea', 'GET', `${url}?limit=2${cursor && `&cursor=${cursor}`}`)).json()
      all.push(...page.items.map(({ solution }: Saved) => solution.slug))
      cursor = page.nextCursor ?? ''
    } while (cursor)
    expect(all).toEqual(['gridpay', 'crewline', 'shiftlark', 'soloflow', 'globehire'])
  })

  test('another organization sees nothing of it', async () => {
    await save('edith', 'globehire')
    const northwind = await ask('nora', 'GET', url.replace('meridian-health', 'northwind'))
    expect(northwind.json().items).toEqual([])
  })
})

describe('saving and taking back', () => {
  test('saving twice is saving once, at each desk', async () => {
    for (const person of ['edith', 'bea', 'max', 'max'] as const)
      expect((await save(person, 'globehire')).statusCode).toBe(200)
    const rows = await db()
      .selectFrom('savedSolutions')
      .select('delegationId')
      .where('orgId', '=', organizations.meridian.id)
      .execute()
    expect(rows).toHaveLength(2)
    expect(await audited()).toBe(2)
    expect((await list('vic'))[0]!.savedBy.name).toBe(people.edith.name)
  })

  test('V2: a partner takes back the own one only; the team takes it off for everybody', async () => {
    for (const person of ['edith', 'max', 'pia'] as const) await save(person, 'globehire')
    await unsave('pia', 'globehire')
    expect(await seenBy('pia')).toEqual(['globehire'])
    expect(await seenBy('max')).toEqual(['globehire*'])
    await unsave('bea', 'globehire')
    for (const person of ['max', 'pia', 'vic'] as const) expect(await seenBy(person)).toEqual([])
  })

  test('taking back what nobody saved is done already, and nothing to remember', async () => {
    const before = await audited()
    expect((await unsave('bea', 'globehire')).json()).toEqual({ done: true })
    expect(await audited()).toBe(before)
  })

  test('D10: whoever is invited again starts clean, and the team keeps what was saved', async () => {
    await save('max', 'globehire')
    await sql`update delegations set ended_at = now(), ended_as = 'revoked', ended_by = ${people.bea.id} where partner_id = ${people.max.id} and ended_at is null`.execute(
      db(),
    )
    expect((await ask('max', 'GET', url)).statusCode).toBe(404)
    expect(await seenBy('vic')).toEqual(['globehire'])
    await sql`
      insert into delegations (org_id, partner_id, permissions, data_visibility, identity_mode, invited_by, expires_at, accepted_at, mail_id)
      select org_id, partner_id, permissions, data_visibility, identity_mode, invited_by, expires_at, now(), new_id() from delegations where partner_id = ${people.max.id}`.execute(
      db(),
    )
    expect(await seenBy('max')).toEqual([])
  })
})

describe('refusals', () => {
  // Vic is a viewer. Pia is a partner of Northwind without `shortlists`. Stan has no tie, Omar's was revoked, Rex never came.
  test.each([
    ['vic', 'meridian-health', 200, 403],
    ['edith', 'meridian-health', 200, 200],
    ['max', 'meridian-health', 200, 200],
    ['pia', 'northwind', 404, 404],
    ['stan', 'meridian-health', 404, 404],
    ['omar', 'meridian-health', 404, 404],
    ['nora', 'meridian-health', 404, 404],
    ['bea', 'no-such-organization', 404, 404],
  ] as const)('%s at %s: reading %i, writing %i', async (person, organization, reading, writing) => {
    const at = url.replace('meridian-health', organization)
    expect((await ask(person, 'GET', at)).statusCode).toBe(reading)
    expect((await ask(person, 'PUT', `${at}/${ids.globehire}`)).statusCode).toBe(writing)
    expect((await ask(person, 'DELETE', `${at}/${ids.globehire}`)).statusCode).toBe(writing)
  })

  test('a solution that does not exist is 404, and so is an id that is none', async () => {
    for (const id of [people.bea.id, 'x', `${ids.globehire}0`]) {
      const answer = await ask('bea', 'PUT', `${url}/${id}`)
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found'])
    }
  })
})
