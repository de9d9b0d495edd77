import { describe, expect, test } from 'vitest'
import { ask, outcomeOf } from '../../town/ask.ts'
import type { BriefKey } from '../../town/people.ts'
import { briefs, db, type Person, people } from '../../town/town.ts'

type Listed = { id: string; title: string; status: string; recipientCount: number; responseCount: number }
const nameOf = Object.fromEntries(Object.entries(briefs).map(([name, id]) => [id, name as BriefKey]))

const list = async (person: Person, query = ''): Promise<{ items: Listed[]; nextCursor: string | null }> =>
  (await ask(person, `GET /briefs${query}`)).json()
const names = async (person: Person, query = '') => (await list(person, query)).items.map(({ id }) => nameOf[id])
const counts = async (person: Person) => (await ask(person, 'GET /briefs/counts')).json()
const found = async (person: Person, id: string) => (await ask(person, `GET /briefs/${id}`)).json()

describe('V1: list and counts', () => {
  const ofEditors = ['interpreters', 'nightCover', 'programme', 'screening'] as const
  test.each([
    ['bea', ofEditors, { all: 4, draft: 2, sent: 1, closed: 1 }],
    ['edith', ofEditors, { all: 4, draft: 2, sent: 1, closed: 1 }],
    ['vic', ['nightCover', 'screening'], { all: 2, draft: 0, sent: 1, closed: 1 }],
    ['pia', ['anaesthesia', 'nightCover', 'screening'], { all: 3, draft: 1, sent: 1, closed: 1 }],
  ] as const)('%s finds the newest first, and as many as are counted', async (person, expected, counted) => {
    expect(await names(person)).toEqual(expected)
    expect(await counts(person)).toEqual(counted)
    for (const status of ['draft', 'sent', 'closed'] as const)
      expect(await names(person, `?status=${status}`)).toHaveLength(counted[status])
  })

  test('D5: to a partner without `briefs` nothing of it exists', async () => {
    for (const path of ['/briefs', '/briefs/counts', `/briefs/${briefs.nightCover}`] as const)
      expect(outcomeOf(await ask('max', `GET ${path}`))).toEqual([404, 'not_found'])
  })

  test('pages follow each other without a gap or a repetition', async () => {
    const seen: (BriefKey | undefined)[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await list('bea', `?limit=1${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.items.map(({ id }) => nameOf[id]))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(await names('bea'))
  })

  test('words of the title are found, and signs of patterns are only signs', async () => {
    expect(await names('bea', '?search=night')).toEqual(['nightCover'])
    expect(await names('bea', '?search=%25')).toEqual([])
    expect(await names('vic', '?search=interpreters')).toEqual([])
  })
})

describe('SPEC 4, 5: one brief', () => {
  test('what it says, how its author appears, and where each recipient stands', async () => {
    const brief = await found('bea', briefs.nightCover)
    expect(brief).toMatchObject({
      kind: 'rfi',
      title: 'Night shift cover, winter 2026',
      status: 'sent',
      author: { name: people.pia.name, as: 'partner' },
      own: false,
      budget: { min: 12_000_000, max: 18_000_000, currency: 'EUR' },
      deadlineZone: 'Europe/Berlin',
      asks: { company: 'Meridian Health', person: people.pia.name },
      can: { edit: false, send: false, addRecipients: true, close: true, decide: false, reveal: false, delete: true },
    })
    expect(brief.questions.map(({ type }: { type: string }) => type)).toEqual(['text', 'yes_no', 'number', 'choice'])
    expect(
      brief.recipients.map(({ solution, state }: { solution: { slug: string }; state: string }) => [
        solution.slug,
        state,
      ]),
    ).toEqual([
      ['crewline', 'viewed'],
      ['kindred-locum', 'responded'],
      ['talentbridge', 'sent'],
    ])
  })

  test('a mail that failed is said, until somebody has looked all the same', async () => {
    const [mail] = await db()
      .insertInto('mails')
      .values({ address: 'a@b.example', kind: 'request.received', facts: '{}', state: 'failed' })
      .returning('id')
      .execute()
    await db().updateTable('requests').set({ mailId: mail!.id }).where('briefId', '=', briefs.nightCover).execute()
    const states = (await found('pia', briefs.nightCover)).recipients.map(({ state }: { state: string }) => state)
    expect(states).toEqual(['viewed', 'responded', 'mail_failed'])
  })

  test('V2: a viewer and a full partner read what others sent, and may do nothing with it', async () => {
    const never = ['edit', 'send', 'addRecipients', 'close', 'decide', 'reveal', 'delete']
    const nothing = Object.fromEntries(never.map((act) => [act, false]))
    expect((await found('vic', briefs.nightCover)).can).toEqual(nothing)
    expect((await found('pia', briefs.screening)).can).toEqual(nothing)
    expect((await found('pia', briefs.nightCover)).can).toMatchObject({ addRecipients: true, close: true })
  })

  test('a passed deadline closes by itself, by the clock of the database', async () => {
    await db()
      .updateTable('briefs')
      .set({ deadline: new Date(Date.now() - 60_000) })
      .where('id', '=', briefs.nightCover)
      .execute()
    const brief = await found('pia', briefs.nightCover)
    expect(brief).toMatchObject({ status: 'closed', can: { addRecipients: false, close: false, decide: true } })
    expect(brief.closedAt).toBe(brief.deadline)
    expect(await counts('pia')).toEqual({ all: 3, draft: 1, sent: 0, closed: 2 })
  })

  test('SPEC 7: the preview is what a solution reads, and holds no recipients', async () => {
    const preview = (await ask('pia', `GET /briefs/${briefs.anaesthesia}/preview`)).json()
    expect(preview).toMatchObject({
      title: 'Anaesthesia, three weeks in May',
      asks: { company: 'Meridian Health', person: people.pia.name },
    })
    expect(Object.keys(preview).sort()).toEqual([
      'asks',
      'budget',
      'deadline',
      'deadlineZone',
      'description',
      'kind',
      'questions',
      'requirements',
      'startDate',
      'title',
    ])
  })
})
