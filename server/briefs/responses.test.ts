import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { ask, outcomeOf } from '../../town/ask.ts'
import { briefs, db, organizations, type Person, people, requests } from '../../town/town.ts'

const { anaesthesia, nightCover, screening } = briefs
const responses = (person: Person, id: string, query = '') => ask(person, `GET /briefs/${id}/responses${query}`)
const file = (person: Person, id: string) => ask(person, `GET /briefs/${id}/responses/export`)
const rowsOf = (text: string): string[][] => parse(text, { bom: true, record_delimiter: '\r\n' })

/** A newer version of what Kindred Locum answered. */
const replace = async (more: object) => {
  await db()
    .insertInto('responses')
    .values({
      orgId: organizations.meridian.id,
      requestId: requests.kindredLocum,
      version: 2,
      respondedBy: people.kira.id,
      ...more,
    })
    .execute()
  await db().updateTable('requests').set({ response: 2 }).where('id', '=', requests.kindredLocum).execute()
}

describe('SPEC 5: what solutions answered', () => {
  test('whoever sees the brief reads it, quote and all', async () => {
    for (const person of ['pia', 'bea', 'vic'] as const) {
      const { items, nextCursor } = (await responses(person, nightCover)).json()
      expect(nextCursor).toBeNull()
      expect(items).toEqual([
        expect.objectContaining({
          solution: expect.objectContaining({ slug: 'kindred-locum', pricingModel: expect.any(String) }),
          response: {
            message: 'Happy to help. Our pool in Lund is small but steady.',
            answers: expect.arrayContaining([{ questionId: expect.any(String), value: 34 }]),
            quote: {
              pricingModel: 'hourly',
              currency: 'SEK',
              lineItems: [
                { description: 'Nurse, night hour', quantity: 2400, unitAmount: 62_000 },
                { description: 'Assistant, night hour', quantity: 1200, unitAmount: 41_000 },
              ],
              total: 198_000_000,
              validUntil: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
              leadTimeDays: 7,
            },
            version: 1,
            respondedAt: expect.any(String),
          },
        }),
      ])
    }
    expect(outcomeOf(await responses('max', nightCover))).toEqual([404, 'not_found'])
    expect(outcomeOf(await responses('edith', anaesthesia))).toEqual([404, 'not_found'])
    expect((await responses('pia', anaesthesia)).json().items).toEqual([])
  })

  test('the newest version counts, one without a quote too; who declined has taken theirs back', async () => {
    await replace({ message: 'Newer.' })
    const [only, ...others] = (await responses('pia', nightCover)).json().items
    expect(others).toEqual([])
    expect(only.response).toMatchObject({ message: 'Newer.', quote: null, version: 2 })
    await db().updateTable('requests').set({ declinedAt: new Date() }).where('id', '=', requests.kindredLocum).execute()
    expect((await responses('pia', nightCover)).json().items).toEqual([])
  })

  test('pages show each once', async () => {
    const orgId = organizations.meridian.id
    const ids = [requests.crewline, requests.talentbridge]
    await db()
      .insertInto('responses')
      .values(
        ids.map((requestId) => ({ orgId, requestId, version: 1, message: requestId, respondedBy: people.kira.id })),
      )
      .execute()
    await db().updateTable('requests').set({ response: 1 }).where('id', 'in', ids).execute()
    const all: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: { solution: { slug: string } }[]; nextCursor: string | null } = (
        await responses('pia', nightCover, `?limit=2${cursor && `&cursor=${cursor}`}`)
      ).json()
      all.push(...page.items.map(({ solution }) => solution.slug))
      cursor = page.nextCursor
    }
    expect(all.sort()).toEqual(['crewline', 'kindred-locum', 'talentbridge'])
  })
})

describe('the file of responses', () => {
  test('a row for each, with its answers in the order of the questions and its amounts in plain digits', async () => {
    const answer = await file('bea', nightCover)
    expect(answer.headers['content-disposition']).toBe('attachment; filename="Night shift cover, winter 2026.csv"')
    const [header, row, ...others] = rowsOf(answer.body)
    expect(others).toEqual([])
    expect(header).toEqual([
      'Solution',
      'Answered',
      'Version',
      'Message',
      'How fast do you fill a night shift?',
      'Do you run your own payroll?',
      'How many nurses do you have around Lund?',
      'Which contract do you prefer?',
      'Pricing model',
      'Currency',
      'Total',
      'Lines',
      'Valid until',
      'Lead time in days',
    ])
    expect(row!.slice(4, 12)).toEqual([
      'Most within six hours.',
      'Yes',
      '34',
      '',
      'Hourly',
      'SEK',
      '1980000.00',
      'Nurse, night hour: 2400 × 620.00\nAssistant, night hour: 1200 × 410.00',
    ])
  })

  test('a percentage is told in hundredths, whatever the currency that it is paid in has', async () => {
    const lineItems = JSON.stringify([{ description: 'Fee', quantity: 1, unitAmount: 550 }])
    await replace({ message: '', pricingModel: 'percentage', currency: 'JPY', lineItems, total: 550 })
    const [, row] = rowsOf((await file('bea', nightCover)).body)
    expect(row!.slice(8, 12)).toEqual(['Percentage', 'JPY', '5.50%', 'Fee: 1 × 5.50%'])
  })

  test('ABUSE 46: no cell is a formula, whoever wrote it', async () => {
    await replace({ message: '=1+1' })
    await db().updateTable('briefQuestions').set({ text: '@SUM(1)' }).where('briefId', '=', nightCover).execute()
    const cells = rowsOf((await file('pia', nightCover)).body).flat()
    expect(cells).toContain("'=1+1")
    expect(cells).toContain("'@SUM(1)")
    expect(cells.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([])
  })

  test('who does not see the brief gets no file', async () => {
    expect(outcomeOf(await file('max', screening))).toEqual([404, 'not_found'])
  })
})

describe('SPEC 5: stated, dated rates', () => {
  const put = (person: Person, body: object) => ask(person, 'PUT /rates', body)
  const stated = { from: 'SEK', to: 'EUR', rate: '0.0912', statedFor: '2026-11-20' }

  test('an admin or editor states one; all who see briefs read it, with who and when', async () => {
    const { items } = (await put('edith', stated)).json()
    expect(items).toEqual([{ ...stated, statedBy: { name: people.edith.name }, statedAt: expect.any(String) }])
    for (const person of ['bea', 'vic', 'pia'] as const)
      expect((await ask(person, 'GET /rates')).json().items).toEqual(items)
    expect(outcomeOf(await put('vic', stated))).toEqual([403, 'forbidden'])
    expect(outcomeOf(await put('pia', stated))).toEqual([404, 'not_found'])
    expect(outcomeOf(await ask('max', 'GET /rates'))).toEqual([404, 'not_found'])
    expect((await ask('ola', 'GET /rates', undefined, { at: 'orchard-foods' })).json().items).toEqual([])
  })

  test('a newer one takes its place, for today where no day is told; null takes it back', async () => {
    await put('edith', stated)
    const [newer] = (await put('bea', { from: 'SEK', to: 'EUR', rate: '0.09' })).json().items
    expect(newer).toMatchObject({ rate: '0.09', statedBy: { name: people.bea.name } })
    expect(newer.statedFor).toBe(new Date().toISOString().slice(0, 10))
    expect((await put('bea', { from: 'SEK', to: 'EUR', rate: null })).json().items).toEqual([])
  })

  test.each([
    { rate: 1.5 },
    { rate: '0' },
    { rate: '-1' },
    { rate: '1e3' },
    { to: 'SEK' },
    { from: 'XX1' },
    { statedFor: 'x' },
  ])('%j is refused', async (wrong) => {
    expect(outcomeOf(await put('edith', { ...stated, ...wrong }))).toEqual([422, 'invalid_input'])
  })
})
