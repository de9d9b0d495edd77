import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { db, freshTown, organizations } from '../../town/town.ts'
import type { Db } from '../db/db.ts'
import { type Entry, readCsv, readJson } from './catalogue-file.ts'
import { columns } from './catalogue-row.ts'
import { importCatalogue } from './import.ts'

const header = columns.join(',')
const bytes = (text: string | Uint8Array) => new Blob([text as string]).stream() as ReadableStream<Uint8Array>
const importCsv = (text: string | Uint8Array, into: Db = db()) => importCatalogue(into, readCsv(bytes(text)))
const importJson = (list: unknown, into: Db = db()) =>
  importCatalogue(into, readJson(new TextEncoder().encode(JSON.stringify(list))))

const solution = (slug: string, more: object = {}) => ({ slug, name: `Solution ${slug}`, category: 'MSP', ...more })
const rowOf = (slug: string, from: Db = db()) =>
  from.selectFrom('solutions').selectAll().where('slug', '=', slug).executeTakeFirst()
const line = (slug: string, more: Partial<Record<(typeof columns)[number], string>> = {}) => {
  const cells: Record<string, string> = { slug, name: `Solution ${slug}`, category: 'MSP', ...more }
  return columns.map((column) => `"${(cells[column] ?? '').replaceAll('"', '""')}"`).join(',')
}
const csv = (...lines: string[]) => `${[header, ...lines].join('\r\n')}\r\n`

describe('a good file', () => {
  test('CSV: quotes, commas, line breaks in cells, a BOM and lists are read as RFC 4180 and this page say', async () => {
    const row = line('acme-crew', {
      name: 'Acme, "the" Crew',
      description: 'First line\r\nsecond line',
      capabilities: 'Payroll; Shift work;;Payroll',
      regions: 'DACH',
      verified: 'Yes',
      website: 'https://acme-crew.example',
      contactEmail: 'Hello@Acme-Crew.example',
      organization: 'crewline',
    })
    const report = await importCsv(`\ufeff${csv(row)}`)
    expect(report).toEqual({ created: 1, updated: 0, unchanged: 0, bad: [] })
    expect(await rowOf('acme-crew')).toMatchObject({
      name: 'Acme, "the" Crew',
      description: 'First line\nsecond line',
      capabilities: ['Payroll', 'Shift work'],
      regions: ['DACH'],
      verified: true,
      website: 'https://acme-crew.example/',
      contactEmail: 'hello@acme-crew.example',
      customerSize: null,
      orgId: organizations.crewline.id,
    })
  })

  test('columns are found in any order and by any way to write their names', async () => {
    const names = [...columns].reverse().map((name) => name.replace(/[A-Z]/, (letter) => ` ${letter}`).toUpperCase())
    const cells = [...columns]
      .reverse()
      .map((name) => ({ slug: 'backwards', name: 'Backwards', category: 'RPO' })[name as 'slug'] ?? '')
    expect(await importCsv(`${names.join(',')}\n${cells.join(',')}\n\n`)).toMatchObject({ created: 1, bad: [] })
  })

  test('JSON: a list of solutions; what is left out is empty', async () => {
    expect(await importJson([solution('one'), solution('two', { verified: true, regions: ['A', 'B'] })])).toMatchObject(
      { created: 2 },
    )
    expect(await rowOf('two')).toMatchObject({ verified: true, regions: ['A', 'B'], capabilities: [], website: null })
  })

  test('again: what is the same is not touched, what differs is updated by its slug, nothing is deleted', async () => {
    await importJson([solution('one'), solution('two')])
    const before = await rowOf('one')
    const report = await importJson([solution('one'), solution('two', { name: 'Two' }), solution('three')])
    expect(report).toEqual({ created: 1, updated: 1, unchanged: 1, bad: [] })
    expect(await rowOf('one')).toEqual(before)
    expect((await rowOf('two'))!.name).toBe('Two')
    expect(await rowOf('crewline')).toBeDefined()
  })
})

describe('a bad row is named and left out, the others are taken', () => {
  test.each<[string, object, RegExp]>([
    ['a slug in capitals', { slug: 'Bad' }, /^slug: Use small letters/],
    ['no name', { name: ' ' }, /^name: This must not be empty/],
    ['a name that is too long', { name: 'x'.repeat(201) }, /^name: At most 200/],
    ['no category', { category: null }, /^category: /],
    ['a plain http link', { website: 'http://a.example' }, /^website: Use a whole link/],
    ['a script for a link', { website: 'javascript:alert(1)' }, /^website: /],
    ['two addresses', { contactEmail: 'a@b.example, c@d.example' }, /^contactEmail: Use one address/],
    ['a control character', { tagline: 'a\u0000b' }, /^tagline: Remove the invisible/],
    ['a mark that turns the writing', { name: 'abc\u202edef' }, /^name: Remove the invisible/],
    ['half a character', { name: 'abc\ud800' }, /^name: /],
    ['a tag that is too long', { capabilities: ['x'.repeat(61)] }, /^capabilities\.0: At most 60/],
    ['too many tags', { regions: Array.from({ length: 31 }, (_, n) => `r${n}`) }, /^regions: At most 30/],
    ['neither yes nor no', { verified: 'maybe' }, /^verified: Write yes or no/],
    ['a field that does not exist', { owner: 'me' }, /owner/],
    ['an organization that does not exist', { organization: 'nobody' }, /^organization: There is no solution/],
    ['a buyer for its organization', { organization: 'meridian-health' }, /^organization: There is no solution/],
  ])('%s', async (_, wrong, problem) => {
    const { created, bad } = await importJson([
      solution('good'),
      { ...solution('wrong'), ...wrong },
      solution('better'),
    ])
    expect([created, bad.length, bad[0]!.line]).toEqual([2, 1, 2])
    expect(bad[0]!.problem).toMatch(problem)
  })

  test.each([null, 7, 'text', []])('the entry %j is no solution', async (entry) => {
    expect(await importJson([entry, solution('good')])).toMatchObject({ created: 1, bad: [{ line: 1, slug: null }] })
  })

  test('the report names the line at which a row begins, also after rows of several lines and unreadable ones', async () => {
    const { created, bad } = await importCsv(
      csv(
        line('one', { description: 'a\nb\nc' }), // lines 2 to 4
        'too,few', // 5
        line('two', { website: 'ftp://x' }), // 6
        `"broken" quote,${line('x')}`, // 7
        '',
        line('three', { verified: 'perhaps' }), // 9
        line('one'), // 10
        line('four'),
      ),
    )
    expect(created).toBe(2)
    expect(bad.map(({ line, slug }) => [line, slug])).toEqual([
      [5, null],
      [6, 'two'],
      [7, null],
      [9, 'three'],
      [10, 'one'],
    ])
    expect(bad[0]!.problem).toContain('2 cells')
    expect(bad[4]!.problem).toContain('line 2')
  })
})

describe('what breaks the file leaves the catalogue as it was', () => {
  let town: Awaited<ReturnType<typeof freshTown>>
  beforeAll(async () => {
    town = await freshTown()
  })
  afterAll(() => town.drop())

  const good = line('good')
  const invalid = new Uint8Array([...new TextEncoder().encode(`${header}\n${good}\n`), 0xff, 0xfe, 0x0a])
  test.each<[string, string | Uint8Array, RegExp]>([
    ['nothing in it', '', /empty/],
    ['a column unknown', `${header},colour\n`, /Unknown columns: colour/],
    ['columns missing', 'slug,name\na,b\n', /Missing columns: tagline, .*organization/],
    ['a column twice', `${header},slug\n`, /twice: slug/],
    ['a quote that never ends', `${csv(good)}"open,${good.replaceAll('"', '')}\n`, /quote/i],
    ['not UTF-8', invalid, /UTF-8/],
  ])('%s', async (_, text, words) => {
    await expect(importCsv(text, town.db)).rejects.toMatchObject({
      name: 'CatalogueFileError',
      message: expect.stringMatching(words),
    })
    expect(await rowOf('good', town.db)).toBeUndefined()
  })

  test('JSON that is none, or no list', () => {
    for (const text of ['{', '{}', '"x"']) expect(() => [...readJson(new TextEncoder().encode(text))]).toThrow(/JSON/)
  })

  test('an error in the middle', async () => {
    async function* breaking(): AsyncGenerator<Entry> {
      for (let n = 0; n < 2500; n++) yield { line: n, values: solution(`row-${n}`) }
      throw new Error('the disk is gone')
    }
    await expect(importCatalogue(town.db, breaking())).rejects.toThrow('the disk is gone')
    expect(await rowOf('row-1', town.db)).toBeUndefined()
  })
})

describe('two files at once', () => {
  test('both are taken, one after the other, and the counts are those of a recount', async () => {
    const town = await freshTown()
    const file = (name: string) =>
      Array.from({ length: 300 }, (_, n) => solution(`shared-${n}`, { name, regions: ['Mars'] }))
    const reports = await Promise.all([importJson(file('First'), town.db), importJson(file('Second'), town.db)])
    expect(reports.map(({ created, updated }) => created + updated)).toEqual([300, 300])
    expect(reports.map(({ created }) => created).sort()).toEqual([0, 300])
    const names = await town.db
      .selectFrom('solutions')
      .select('name')
      .distinct()
      .where('slug', 'like', 'shared-%')
      .execute()
    expect(names).toHaveLength(1)
    const { rows } = await town.pool.query(`
      select solutions, (select count(*)::int from solutions where 'Mars' = any(regions)) as recounted from solution_counts where value = 'Mars'`)
    expect(rows).toEqual([{ solutions: 300, recounted: 300 }])
    await town.drop()
  })
})

test('SPEC 11: an import that changed something is remembered once, with its sums; one that changed nothing is not', async () => {
  const remembered = () =>
    db().selectFrom('auditEvents').select(['actorAs', 'after']).where('kind', '=', 'catalogue.imported').execute()
  const before = (await remembered()).length
  const entries = [{ line: 1, values: solution('remembered') }]
  await importCatalogue(db(), entries)
  await importCatalogue(db(), entries)
  const after = (await remembered()).slice(before)
  expect(after).toEqual([{ actorAs: 'system', after: { created: 1, updated: 0, unchanged: 0 } }])
})

describe('the command', () => {
  test('prints each bad row and the sums, and ends with 1, 0 or 2', async () => {
    const town = await freshTown()
    const folder = await mkdtemp(join(tmpdir(), 'human-cloud-import-'))
    const run = async (name: string, text: string) => {
      await writeFile(join(folder, name), text)
      const command = [join(import.meta.dirname, 'import-command.ts'), join(folder, name)]
      const env = { ...process.env, DATABASE_URL: town.url }
      return promisify(execFile)(process.execPath, command, { env }).then(
        ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
        ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
      )
    }
    const mixed = await run('mixed.csv', csv(line('good'), line('wrong', { website: 'x' })))
    expect([mixed.code, mixed.stdout]).toEqual([1, '1 new, 0 changed, 0 as they were, 1 left out.\n'])
    expect(mixed.stderr).toContain('line 3 (wrong): website: ')
    expect(await run('good.json', JSON.stringify([solution('good')]))).toMatchObject({
      code: 0,
      stdout: '0 new, 0 changed, 1 as they were, 0 left out.\n',
    })
    expect(await run('none.txt', '')).toMatchObject({ code: 2 })
    await rm(folder, { recursive: true })
    await town.drop()
  })
})
