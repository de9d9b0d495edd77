import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { ask, outcomeOf, solutionIds } from '../../town/ask.ts'
import { briefs, db, people, requests } from '../../town/town.ts'
import { announcePassedDeadlines } from './deadlines.ts'

const { nightCover, programme } = briefs
const mailsTo = async (requestId: string) =>
  (
    await db()
      .selectFrom('mails')
      .select('id')
      .where('requestId', '=', requestId)
      .where('kind', '=', 'request.closed')
      .execute()
  ).length
const setDeadline = (id: string, left: string) =>
  sql`update briefs set deadline = now() + ${left}::interval where id = ${id}`.execute(db())
const announce = () => announcePassedDeadlines({ db: db() })

describe('SPEC 10: between a deadline and the job that tells of it', () => {
  beforeEach(() => setDeadline(nightCover, '-1 second'))

  test('who is told an outcome is not told once more that it closed', async () => {
    const { 'kindred-locum': kindred } = await solutionIds()
    const outcomes = [{ solutionId: kindred, outcome: 'selected' }]
    expect(outcomeOf(await ask('pia', `POST /briefs/${nightCover}/close`, { outcomes }))).toEqual([200])
    await announce()
    expect(await mailsTo(requests.kindredLocum)).toBe(1)
    expect(await mailsTo(requests.talentbridge)).toBe(1)
  })

  test('who has not answered hears that it closed, also where it goes to the trash; once', async () => {
    await ask('pia', `DELETE /briefs/${nightCover}`)
    expect(await mailsTo(requests.talentbridge)).toBe(1)
    await ask('bea', `POST /trash/briefs/${nightCover}/restore`, {})
    await announce()
    expect(await mailsTo(requests.talentbridge)).toBe(1)
  })
})

test('D11: of a draft that passed to the organization hears who sent it', async () => {
  const { gridpay } = await solutionIds()
  expect(outcomeOf(await ask('edith', `POST /briefs/${programme}/send`, { solutionIds: [gridpay] }))).toEqual([200])
  await setDeadline(programme, '-1 second')
  await announce()
  const told = await db()
    .selectFrom('notifications')
    .select('userId')
    .where('workId', '=', programme)
    .where('kind', '=', 'brief.closed')
    .execute()
  expect(told).toEqual([{ userId: people.edith.id }])
})

test('SPEC 5: what was sent without a deadline gets none later: solutions rely on it', async () => {
  await sql`update briefs set deadline = null, deadline_zone = null where id = ${nightCover}`.execute(db())
  const refused = await ask('pia', `PATCH /briefs/${nightCover}`, { deadline: '2031-01-01T00:00:00Z' })
  expect(refused.json()).toMatchObject({
    errors: [{ path: 'deadline', message: expect.stringContaining('without a deadline') }],
  })
})

test('SPEC 5: a draft begins with as many recipients as it can hold, from wherever they come', async () => {
  const all = Object.values(await solutionIds())
  const { rows } = await sql<{ id: string; on: string[] }>`
    select shortlist_id as id, array_agg(solution_id) as on from shortlist_items group by 1 having count(*) > 2 limit 1`.execute(
    db(),
  )
  const [list] = rows
  const others = all.filter((id) => !list!.on.includes(id))
  const create = (solutionIds: string[]) => ask('edith', 'POST /briefs', { solutionIds, shortlistId: list!.id })
  expect(outcomeOf(await create(others.slice(0, 50)))).toEqual([409, 'too_many_recipients'])
  expect((await create(others.slice(0, 50 - list!.on.length))).json().recipients).toHaveLength(50)
})
