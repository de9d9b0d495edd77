import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { as, db, people, serverOf } from '../../town/town.ts'
import { foundBy } from './conditions.ts'
import { importCatalogue } from './import.ts'
import { readPage } from './pages.ts'
import { searchSolutions } from './solutions.ts'

type Found = Awaited<ReturnType<typeof searchSolutions>>
type Asked = Partial<Parameters<typeof searchSolutions>[1]>

const find = async (asked: Asked = {}): Promise<Found> => searchSolutions(await as('stan'), { limit: 100, ...asked })
const slugs = ({ items }: Found) => items.map(({ slug }) => slug)
const add = (...rows: object[]) =>
  importCatalogue(
    db(),
    rows.map((values, index) => ({ line: index + 1, values: { category: 'MSP', ...values } })),
  )
const get = async (query: string, person: 'bea' | 'stan' | 'nobody' = 'stan') =>
  (await serverOf(db()).browserOf(person))({ url: `/api/v1/solutions${query}` })

async function everyPage(asked: Asked, limit: number): Promise<string[]> {
  const all: string[] = []
  let cursor: string | null | undefined
  do {
    const page: Found = await find({ ...asked, limit, ...(cursor && { cursor }) })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    all.push(...slugs(page))
    cursor = page.nextCursor
  } while (cursor)
  return all
}

describe('words', () => {
  beforeEach(() =>
    add(
      {
        slug: 'quokka',
        name: 'Quokka Staffing',
        tagline: 'Zookeepers on call',
        description: 'Feeding giraffes at Booking.zoo',
      },
      {
        slug: 'zebra',
        name: 'Zebra',
        tagline: 'We also staffed quokkas once',
        capabilities: ['Night-shift zookeeping'],
      },
      { slug: 'it-crowd', name: 'The IT Crowd', tagline: 'Computers' },
      { slug: 'zurich', name: 'Zürich Giraffenpflege', tagline: 'Haltung' },
    ),
  )

  test.each([
    ['zookeeper', ['quokka', 'zebra']],
    ['ZOOKEEPERS', ['quokka', 'zebra']],
    ['zooke', ['quokka', 'zebra']],
    ['zookeepe', ['quokka', 'zebra']],
    ['quokka staffi', ['quokka', 'zebra']],
    ['quokka', ['quokka', 'zebra']],
    ['giraffe quokka', ['quokka']],
    ['booking zoo', ['quokka']],
    ['booking.zoo', ['quokka']],
    ['night shift zookeeping', ['zebra']],
    ['the it', ['it-crowd']],
    ['Giraffenpflege zürich', ['zurich']],
    ['zu\u0308rich', ['zurich']],
  ])('%j finds %j: any form, any case, a beginning, all of the words', async (search, expected) => {
    const found = await find({ search })
    expect([slugs(found).sort(), found.searchedFor, found.total]).toEqual([expected, null, expected.length])
  })

  test('the name weighs most', async () => {
    expect(slugs(await find({ search: 'quokka' }))[0]).toBe('quokka')
  })

  test.each([
    ['quoka', 'quokka'],
    ['zookeper', 'zookeepers'],
    ['zurich', 'zürich'],
    ['complience payrol', 'compliance payrol'],
  ])('%j is taken for %j, and says so', async (search, searchedFor) => {
    const found = await find({ search })
    expect(found.searchedFor).toBe(searchedFor)
    expect(found.items.length).toBeGreaterThan(0)
  })

  test.each(['', '   '])('%j is no search', async (search) =>
    expect((await find({ search })).total).toBeGreaterThan(60),
  )
  test.each(['!!!', '🙂', 'xyzzyplugh', '%', '½'])('%j finds nothing', async (search) => {
    const found = await find({ search })
    expect([found.items, found.total, found.totalIsLeast]).toEqual([[], 0, false])
  })

  test('a word that left the catalogue is no suggestion any more', async () => {
    await add({ slug: 'quokka', name: 'Wallaby' }, { slug: 'zebra', name: 'Zebra' })
    expect(await find({ search: 'quoka' })).toMatchObject({ total: 0, searchedFor: null })
  })
})

describe('hostile input is answered, never with 5xx', () => {
  const texts = [
    "'; drop table solutions; --",
    "a' | b & !c <-> (d:*",
    ':*',
    '\\',
    '"',
    "''''",
    '(((',
    'a:ABCD',
    '\u0000',
    'x\u0000y',
    '\ud800',
    '\u202e',
    '%_%',
    'a'.repeat(200),
    'ü'.repeat(200),
    '漢字'.repeat(100),
    'a '.repeat(100),
    'İstanbul ſ K ﬁ',
    'a\u0301'.repeat(60),
    '\u{10ffff}'.repeat(50),
    '-1 1e5 0x1F ½ ²',
    '<script>alert(1)</script> &amp;',
  ]
  test.each(texts)('search %j', async (text) => {
    const search = encodeURIComponent(text.toWellFormed())
    expect((await get(`?search=${search}`)).statusCode).toBeLessThan(500)
    expect((await get(`?category=${search}&capability=${search}&region=${search}`)).statusCode).toBeLessThan(500)
    expect((await get(`/${search}`)).statusCode).toBeLessThan(500)
  })

  const cursorOf = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')
  const id = people.bea.id
  test.each([
    'x',
    '',
    cursorOf(null),
    cursorOf({}),
    cursorOf(['weighed', 0, 'a']),
    cursorOf(['elsewhere', 0, 'a', id]),
    cursorOf(['weighed', 'NaN', 'a', id]),
    cursorOf(['walked', 0, 'a\u0000', id]),
    cursorOf(['walked', 0, 'a', '------------------------------------']),
    cursorOf(['toString', 0, 'a', id]),
    Buffer.from('["weighed",1e999,"a","x"]').toString('base64url'),
  ])('cursor %j', async (cursor) => {
    const { statusCode } = await get(`?search=payroll&cursor=${cursor}`)
    expect(statusCode).toBe(cursor === '' ? 200 : 400)
  })

  test.each(['weighed', 'walked', 'named', 'namedWalked', 'others'])('a cursor made by hand for %s', async (way) => {
    for (const query of ['', '&search=payroll', '&search=payroll&sort=name'])
      expect((await get(`?cursor=${cursorOf([way, 0, 'm', id])}${query}`)).statusCode).toBe(200)
  })

  test.each(['?limit=0', '?limit=101', '?sort=id', '?order=1', `?search=${'a'.repeat(201)}`])(
    '%s is refused',
    async (query) => {
      expect([400, 422]).toContain((await get(query)).statusCode)
    },
  )
})

describe('facets', () => {
  test('every count is what choosing the value brings', async () => {
    const asks: Asked[] = [
      {},
      { search: 'payroll' },
      { category: ['MSP'] },
      { category: ['MSP'], region: ['Nordics', 'DACH'] },
      { capability: ['Payroll', 'Compliance'] },
      { search: 'people', category: ['Payroll', 'RPO'], capability: ['Payroll'], region: ['Worldwide'] },
    ]
    for (const asked of asks) {
      const { total, facets, items } = await find(asked)
      expect(total).toBe(items.length)
      for (const { value, count } of facets!.category)
        expect((await find({ ...asked, category: [value] })).total, `${JSON.stringify(asked)} ${value}`).toBe(count)
      for (const { value, count } of facets!.region.slice(0, 6))
        expect((await find({ ...asked, region: [value] })).total, `${JSON.stringify(asked)} ${value}`).toBe(count)
      for (const { value, count } of facets!.capability.slice(0, 6))
        if (!asked.capability) expect((await find({ ...asked, capability: [value] })).total).toBe(count)
    }
  })

  test('one of the categories, one of the regions, all of the capabilities', async () => {
    const { items } = await find({
      category: ['MSP', 'RPO'],
      region: ['Nordics', 'DACH'],
      capability: ['Reporting', 'Vendor management'],
    })
    expect(items.length).toBeGreaterThan(0)
    for (const { category, regions, capabilities } of items) {
      expect(['MSP', 'RPO']).toContain(category)
      expect(regions.some((region) => ['Nordics', 'DACH'].includes(region))).toBe(true)
      expect(capabilities).toEqual(expect.arrayContaining(['Reporting', 'Vendor management']))
    }
  })

  test('what is chosen stays in sight where it finds nothing', async () => {
    const { facets, total } = await find({ search: 'globehire', category: ['RPO'], region: ['Nowhere'] })
    expect(total).toBe(0)
    expect(facets!.category).toContainEqual({ value: 'RPO', count: 0 })
    expect(facets!.region).toContainEqual({ value: 'Nowhere', count: 0 })
  })

  test('the kept counts follow every change', async () => {
    const counted = async () =>
      (await sql`select facet, value, solutions from solution_counts where solutions <> 0 order by 1, 2`.execute(db()))
        .rows
    const recounted = async () =>
      (
        await sql`
          select * from (
            select 'all' as facet, '' as value, count(*)::integer as solutions from solutions
            union all select 'category', category, count(*)::integer from solutions group by 2
            union all select 'capability', unnest(capabilities), count(*)::integer from solutions group by 2
            union all select 'region', unnest(regions), count(*)::integer from solutions group by 2
          ) it order by 1, 2`.execute(db())
      ).rows
    expect(await counted()).toEqual(await recounted())
    await add(
      { slug: 'new-one', name: 'New', regions: ['Moon'] },
      { slug: 'globehire', name: 'Globehire', capabilities: ['Moon walks'] },
    )
    expect(await counted()).toEqual(await recounted())
    await sql`delete from solutions where slug in ('new-one', 'quillmarket')`.execute(db())
    expect(await counted()).toEqual(await recounted())
    const { rows } = await sql<{ wrong: number }>`
      select count(*) as wrong from solution_words w where w.solutions <> (
        select count(*) from solutions v where to_tsvector('simple', parted(concat_ws(' ', v.name, v.tagline, v.category, words_of(v.capabilities), words_of(v.regions), v.description))) @@ quote_literal(w.word)::tsquery)`.execute(
      db(),
    )
    expect(rows[0]!.wrong).toBe(0)
  })
})

describe('pages', () => {
  test.each<Asked>([
    {},
    { sort: 'name' },
    { search: 'payroll' },
    { search: 'people', sort: 'name' },
    { region: ['Nordics'] },
  ])('%j: all pages together are everything, once, in the order of one big page', async (asked) => {
    const whole = slugs(await find(asked))
    expect(new Set(whole).size).toBe(whole.length)
    for (const limit of [1, 7]) expect(await everyPage(asked, limit)).toEqual(whole)
  })

  test('the same names part at their ids', async () => {
    await add(...Array.from({ length: 12 }, (_, n) => ({ slug: `twin-${n}`, name: 'Twin' })))
    const all = await everyPage({ search: 'twin' }, 5)
    expect([all.length, new Set(all).size]).toEqual([12, 12])
    expect((await everyPage({}, 5)).filter((slug) => slug.startsWith('twin-'))).toHaveLength(12)
  })

  test('by name is by name', async () => {
    const names = (await find({ sort: 'name' })).items.map(({ name }) => name.toLowerCase())
    const { rows } = await sql<{
      name: string
    }>`select lower(name) as name from solutions order by 1 limit 100`.execute(db())
    expect(names).toEqual(rows.map(({ name }) => name))
  })

  test.each([
    [null, 'walked'],
    ['payrol', 'named'],
    ['payrol', 'namedWalked'],
  ] as const)(
    'where very many are found (%j), the %s way shows each once too, those with the word in their name first',
    async (word, way) => {
      const words = word ? { query: `'${word}':*`, common: way === 'namedWalked', searchedFor: null } : null
      const wanted = { words, chosen: sql`true`, byMatch: true }
      const all: string[] = []
      let place = null as Parameters<typeof readPage>[2]
      for (;;) {
        const page = await readPage(db(), { ...wanted, limit: 3, way: place?.way ?? way }, place)
        if (all.length === 0) expect(page.items[0]!.way).toBe(way)
        all.push(...page.items.map(({ slug }) => slug))
        if (!page.nextCursor) break
        const [at, rank, sortName, id] = JSON.parse(Buffer.from(page.nextCursor, 'base64url').toString())
        place = { way: at, rank, sortName, id }
      }
      const { rows } = await sql<{ slug: string; named: boolean }>`
      select slug, ${words ? sql`name_words @@ ${words.query}::tsquery` : sql`true`} as named from solutions v where ${foundBy(words)} order by 2 desc, lower(name), id`.execute(
        db(),
      )
      expect(all).toEqual(rows.map(({ slug }) => slug))
      if (word) expect(new Set(rows.map(({ named }) => named))).toEqual(new Set([true, false]))
    },
  )
})

describe('more than are counted', () => {
  test('says so, and every page still shows each once', async () => {
    await add(
      ...Array.from({ length: 1600 }, (_, n) => ({
        slug: `many-${n}`,
        name: n % 3 ? `Gizmo ${n}` : `Thing ${n}`,
        tagline: 'A gizmo',
      })),
    )
    const found = await find({ search: 'gizmo' })
    expect([found.total, found.totalIsLeast]).toEqual([1000, true])
    expect(found.items.every(({ name }) => name.startsWith('Gizmo'))).toBe(true)
    const all = await everyPage({ search: 'gizmo' }, 100)
    expect([all.length, new Set(all).size]).toEqual([1600, 1600])
    expect((await find({})).total).toBeGreaterThan(1600)
  })
})

describe('who may look', () => {
  const contactFor = async (person: 'bea' | 'vic' | 'pia' | 'max' | 'stan' | 'cara' | 'omar') => {
    const answer = await (await serverOf(db()).browserOf(person))({ url: '/api/v1/solutions/globehire' })
    return [answer.statusCode, answer.json().contactEmail]
  }

  test.each(['bea', 'vic', 'pia', 'max'] as const)(
    '%s buys, or works for somebody who does: whom to write to is shown',
    async (person) => {
      expect(await contactFor(person)).toEqual([200, 'hello@globehire.example'])
    },
  )
  test.each(['stan', 'cara', 'omar'] as const)(
    '%s has no part in buying: everything but whom to write to',
    async (person) => {
      expect(await contactFor(person)).toEqual([200, null])
    },
  )
  test('who lost the last tie does not read it from then on', async () => {
    await sql`update delegations set ended_at = now(), ended_as = 'revoked', ended_by = ${people.bea.id} where partner_id = ${people.max.id} and ended_at is null`.execute(
      db(),
    )
    expect(await contactFor('max')).toEqual([200, null])
  })
  test('the list tells nobody whom to write to', async () => {
    expect((await get('?search=globehire', 'bea')).body).not.toContain('hello@')
  })
  test('nobody is asked to sign in, and the unknown does not exist', async () => {
    expect((await get('', 'nobody')).statusCode).toBe(401)
    expect((await get('/globehire', 'nobody')).statusCode).toBe(401)
    expect((await get('/no-such-solution')).statusCode).toBe(404)
  })
})

test('ABUSE 45: a few statements serve all searches, however many solutions and choices one asks for', async () => {
  const before = await prepared()
  for (let limit = 1; limit <= 100; limit += 7) {
    const chosen = Array.from({ length: 1 + (limit % 20) }, (_, number) => `category=C${number}`).join('&')
    for (const query of [`?limit=${limit}`, `?limit=${limit}&search=payroll`, `?limit=${limit}&${chosen}`])
      expect((await get(query)).statusCode).toBe(200)
  }
  expect((await prepared()) - before).toBeLessThan(20)
})

/** Every statement text that this connection keeps. */
async function prepared(): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) from pg_prepared_statements`.execute(db())
  return rows[0]!.count
}
