import { describe, expect, test } from 'vitest'
import { ask, outcomeOf, solutionIds } from '../../town/ask.ts'
import type { ShortlistKey } from '../../town/people.ts'
import { type Person, shortlists } from '../../town/town.ts'

type Listed = { id: string; title: string; holds: boolean | null; itemCount: number; version: number }
const nameOf = Object.fromEntries(Object.entries(shortlists).map(([name, id]) => [id, name as ShortlistKey]))

const list = async (person: Person, query = ''): Promise<{ items: Listed[]; nextCursor: string | null }> =>
  (await ask(person, `GET /shortlists${query}`)).json()
const names = async (person: Person, query = '') => (await list(person, query)).items.map(({ id }) => nameOf[id])
const titles = async (person: Person, query: string) => (await list(person, query)).items.map(({ title }) => title)
const counts = async (person: Person) => (await ask(person, 'GET /shortlists/counts')).json()

describe('V1: list and counts', () => {
  test.each([
    ['bea', ['nightShifts', 'poland', 'checks', 'payroll', 'programmes'], { all: 5, draft: 1, published: 4 }],
    ['edith', ['nightShifts', 'poland', 'checks', 'payroll', 'programmes'], { all: 5, draft: 1, published: 4 }],
    ['vic', ['nightShifts', 'poland', 'checks', 'programmes'], { all: 4, draft: 0, published: 4 }],
    ['pia', ['locums', 'nightShifts', 'poland', 'checks', 'programmes'], { all: 5, draft: 1, published: 4 }],
    ['max', ['recruiters', 'checks'], { all: 2, draft: 1, published: 1 }],
  ] as const)('%s finds the newest first, and as many as are counted', async (person, expected, counted) => {
    expect(await names(person)).toEqual(expected)
    expect(await counts(person)).toEqual(counted)
    expect(await names(person, '?status=draft')).toHaveLength(counted.draft)
    expect(await names(person, '?status=published')).toHaveLength(counted.published)
  })

  test('V3: what another partner does changes not one byte for a scoped partner', async () => {
    const all = async () => [
      (await ask('max', 'GET /shortlists')).body,
      (await ask('max', 'GET /shortlists/counts')).body,
      (await ask('max', 'GET /shortlists?limit=1')).body,
    ]
    const before = await all()
    const { id } = (await ask('pia', 'POST /shortlists', { title: 'Freelance recruiters' })).json()
    await ask('pia', `POST /shortlists/${id}/publish`, {})
    await ask('bea', 'POST /shortlists', { title: 'By the team' })
    expect(await all()).toEqual(before)
  })

  test('the number of solutions is listed, and of one the solutions in order', async () => {
    const listed = (await list('bea')).items.find(({ id }) => id === shortlists.nightShifts)
    expect(listed).toMatchObject({ itemCount: 4, holds: null })
    const { items } = (await ask('bea', `GET /shortlists/${shortlists.nightShifts}`)).json()
    expect(items.map(({ solution }: { solution: { slug: string } }) => solution.slug)).toEqual([
      'crewline',
      'kindred-locum',
      'talentbridge',
      'fieldforce',
    ])
    expect(Object.keys(items[0].solution)).not.toContain('contactEmail')
  })

  test('the ETag of one is its version', async () => {
    expect((await ask('bea', `GET /shortlists/${shortlists.poland}`)).headers.etag).toBe('"1"')
  })
})

describe('narrowed', () => {
  test('`editable` are those that one may change', async () => {
    expect(await names('bea', '?editable=true')).toEqual(['nightShifts', 'poland', 'checks', 'payroll', 'programmes'])
    expect(await names('vic', '?editable=true')).toEqual([])
    expect(await names('pia', '?editable=true')).toEqual(['locums', 'nightShifts'])
    expect(await names('max', '?editable=true')).toEqual(['recruiters', 'checks'])
  })

  test('`holding` says of each whether the solution is on it, and of none that one does not see', async () => {
    const ids = await solutionIds()
    const held = async (person: Person, slug: string) =>
      (await list(person, `?holding=${ids[slug]}`)).items.filter(({ holds }) => holds).map(({ id }) => nameOf[id])
    expect(await held('pia', 'kindred-locum')).toEqual(['locums', 'nightShifts'])
    expect(await held('bea', 'kindred-locum')).toEqual(['nightShifts'])
    expect(await held('max', 'kindred-locum')).toEqual([])
    expect((await list('max', `?holding=${ids.crewline}`)).items.map(({ holds }) => holds)).toEqual([false, false])
    expect((await list('max', `?holding=${shortlists.poland}`)).items.map(({ holds }) => holds)).toEqual([false, false])
  })

  test('titles are searched, whatever the case, and blanks around do not count', async () => {
    expect(await names('bea', '?search=EMPLOYER')).toEqual(['poland'])
    expect(await names('bea', '?search=%20night%20shift%20')).toEqual(['nightShifts'])
    expect(await names('bea', '?search=%20')).toHaveLength(5)
    expect(await names('max', '?search=employer')).toEqual([])
  })

  test.each(['%', '_', '\\', '%%', '\\%', "'", '"'])('the sign %s is looked for as it is', async (sign) => {
    await ask('bea', 'POST /shortlists', { title: `A ${sign} sign` })
    await ask('bea', 'POST /shortlists', { title: 'Another' })
    expect(await titles('bea', `?search=${encodeURIComponent(sign)}`)).toEqual([`A ${sign} sign`])
  })

  test('letters are found however their accents were typed', async () => {
    await ask('bea', 'POST /shortlists', { title: 'Zürich' })
    for (const typed of ['zürich'.normalize('NFC'), 'zürich'.normalize('NFD')])
      expect(await titles('bea', `?search=${encodeURIComponent(typed)}`)).toEqual(['Zürich'])
  })

  test.each([
    ['?status=gone', 422],
    ['?editable=false', 422],
    ['?holding=x', 422],
    ['?limit=0', 422],
    ['?limit=101', 422],
    [`?search=${'x'.repeat(201)}`, 422],
    ['?search=%00', 422],
    ['?author=pia', 400],
    ['?cursor=x', 400],
  ])('%s is refused', async (query, status) => {
    expect((await ask('bea', `GET /shortlists${query}`)).statusCode).toBe(status)
  })
})

describe('pages', () => {
  test('each is listed once, also while new ones are made and old ones change', async () => {
    const all: (string | undefined)[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await list('bea', `?limit=2${cursor && `&cursor=${cursor}`}`)
      all.push(...page.items.map(({ id }) => nameOf[id]))
      cursor = page.nextCursor
      await ask('bea', 'POST /shortlists', { title: 'Newer than the page' })
      await ask('bea', `PATCH /shortlists/${shortlists.nightShifts}`, { description: String(all.length) })
    }
    expect(all).toEqual(['nightShifts', 'poland', 'checks', 'payroll', 'programmes'])
  })

  test('V1: a cursor shows nothing that one does not see', async () => {
    const { nextCursor } = await list('bea', '?limit=1')
    expect(await names('max', `?cursor=${nextCursor}`)).toEqual(['checks'])
    const atDraftOfPia = Buffer.from(shortlists.locums).toString('base64url')
    expect(await names('vic', `?cursor=${atDraftOfPia}`)).toEqual(['nightShifts', 'poland', 'checks', 'programmes'])
  })
})

test('another organization has its own', async () => {
  const orchard = await ask('pia', 'GET /shortlists', undefined, { at: 'orchard-foods' })
  expect(orchard.json().items.map(({ id }: Listed) => nameOf[id])).toEqual(['harvest'])
  expect(outcomeOf(await ask('pia', 'GET /shortlists', undefined, { at: 'northwind' }))).toEqual([404, 'not_found'])
})
