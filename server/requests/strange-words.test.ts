import { type RawBuilder, sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { ask, outcomeOf, solutionIds } from '../../town/ask.ts'
import { question, sentBrief } from '../../town/asked.ts'
import { type Answer, briefs, db, serverOf } from '../../town/town.ts'

/* What looks right and is not, at the doors of briefs and of requests: refused there, and never a reason not to answer. */

const errorsIn = (answer: Answer) =>
  answer.json().errors?.map(({ path, message }: { path: string; message: string }) => [path, message])
const change = (body: object) => ask('pia', `PATCH /briefs/${briefs.anaesthesia}`, body)

async function asked() {
  const brief = await sentBrief(db(), { questions: [question('text')] })
  const cara = await serverOf(db()).browserOf('cara')
  const url = `/api/v1/requests/${brief.requests.crewline}`
  return {
    ...brief,
    questionId: brief.questions[0]!.id,
    requestId: brief.requests.crewline!,
    read: () => cara({ url }),
    put: (to: 'draft' | 'response', body: object) => cara({ method: 'PUT', url: `${url}/${to}`, body }),
    readByBuyer: () => ask('edith', `GET /briefs/${brief.id}`),
    responses: () => ask('edith', `GET /briefs/${brief.id}/responses`),
  }
}

describe('R21: text that grows when it is kept', () => {
  test('R21: an answer that would be too long is refused; the longest one is read by both sides', async () => {
    const { put, read, responses, questionId } = await asked()
    const answer = (length: number) => put('response', { answers: [{ questionId, value: '\u0958'.repeat(length) }] })
    const refused = await answer(3000)
    expect(refused.statusCode).toBe(422)
    expect(errorsIn(refused)).toEqual([['answers.0.value', 'At most 4,000 characters.']])
    expect((await answer(2000)).statusCode).toBe(200)
    expect((await read()).json().response.answers[0].value).toHaveLength(4000)
    expect((await responses()).json().items[0].response.answers[0].value).toHaveLength(4000)
  })

  test('R21: so are the description and the questions of a brief', async () => {
    const refused = await change({
      description: '\u0958'.repeat(5000),
      questions: [{ text: '\ufb2c'.repeat(200), type: 'text' }],
    })
    expect(refused.statusCode).toBe(422)
    expect(errorsIn(refused)).toEqual([
      ['description', 'At most 8,000 characters.'],
      ['questions.0.text', 'At most 500 characters.'],
    ])
    expect((await change({ description: '\u0958'.repeat(4000) })).json().description).toHaveLength(8000)
  })
})

describe('R21: what the database holds is answered, whatever today’s fields would take', () => {
  const run = (query: RawBuilder<unknown>) => query.execute(db())

  test('R21: a brief with longer words, an unknown zone and an unknown currency', async () => {
    const { id, read, readByBuyer } = await asked()
    await run(sql`
      update briefs set title = repeat('t', 500), description = repeat('d', 9000), requirements = E'a\\u202eb', budget_min = 1,
             currency = 'QQQ', deadline = now() + interval '1 day', deadline_zone = 'Mars/Olympus' where id = ${id}`)
    await run(sql`
      update brief_questions set text = repeat('q', 600), type = 'choice', choices = array['', '', repeat('c', 300)] where brief_id = ${id}`)
    const kept = { description: 'd'.repeat(9000), deadlineZone: 'Mars/Olympus', budget: { currency: 'QQQ' } }
    expect((await readByBuyer()).json()).toMatchObject(kept)
    expect((await read()).json()).toMatchObject({ asked: kept })
    expect((await ask('edith', `GET /briefs/${id}/preview`)).json()).toMatchObject(kept)
    expect((await ask('edith', 'GET /briefs')).statusCode).toBe(200)
  })

  test('R21: an answer, and a draft of one', async () => {
    const { requestId, questionId, put, read, responses } = await asked()
    const words = 'w'.repeat(9000)
    await put('response', { message: 'We can.' })
    await put('draft', { draft: { message: 'We could.' } })
    const answers = JSON.stringify([{ questionId, value: words }])
    const lines = JSON.stringify([{ description: words, quantity: 1, unitAmount: 2 }])
    await run(sql`
      update responses set answers = ${answers}::jsonb, pricing_model = 'fixed', currency = 'QQQ', line_items = ${lines}::jsonb, total = 2
      where request_id = ${requestId}`)
    const draft = JSON.stringify({ message: words, answers: [{ questionId, value: words }], quote: null })
    await run(sql`update response_drafts set draft = ${draft}::jsonb where request_id = ${requestId}`)
    const kept = { answers: [{ value: words }], quote: { currency: 'QQQ' } }
    expect((await read()).json()).toMatchObject({ response: kept, draft: { content: { message: words } } })
    expect((await responses()).json().items).toMatchObject([{ response: kept }])
  })
})

describe('R21: what the database cannot hold is refused in words', () => {
  test.each(['\0', '\ud800'])('R21: %j in a draft of an answer', async (text) => {
    const { put, questionId } = await asked()
    const refused = await put('draft', { draft: { message: text, answers: [{ questionId, value: text }] } })
    expect(refused.statusCode).toBe(422)
    expect(errorsIn(refused)).toEqual([
      ['draft.message', 'Remove the invisible control characters.'],
      ['draft.answers.0.value', 'Remove the invisible control characters.'],
    ])
  })

  test('R21: days and moments outside of the years that are written with four digits', async () => {
    const words = 'Choose a day from 1900 to 9999.'
    expect(errorsIn(await change({ startDate: '0000-01-01' }))).toEqual([['startDate', words]])
    for (const deadline of ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59'])
      expect(errorsIn(await change({ deadline }))).toEqual([['deadline', words]])
    const rate = { from: 'SEK', to: 'EUR', rate: '0.09', statedFor: '0000-01-01' }
    expect(errorsIn(await ask('bea', 'PUT /rates', rate))).toEqual([['statedFor', words]])
    const { put } = await asked()
    const lineItems = [{ description: 'Work', quantity: 1, unitAmount: 1 }]
    const quote = { pricingModel: 'fixed', currency: 'EUR', lineItems, validUntil: '0000-01-01' }
    expect(errorsIn(await put('response', { quote }))).toEqual([['quote.validUntil', words]])
  })

  test('R21: the last day there is, in the zone where it ends last', async () => {
    const last = { startDate: '9999-12-31', deadline: '9999-12-31T23:59:59Z', deadlineZone: 'Pacific/Kiritimati' }
    expect((await change(last)).json()).toMatchObject({ ...last, deadline: '9999-12-31T23:59:59.000Z' })
    expect(outcomeOf(await ask('pia', `POST /briefs/${briefs.anaesthesia}/send`))).toEqual([200])
  })
})

describe('SPEC 5: what is said of a brief', () => {
  test('SPEC 5: an empty choice is not kept, so a question never offers what cannot be chosen', async () => {
    const questions = [{ text: 'Who pays?', type: 'choice', choices: ['', 'A'] }]
    expect((await change({ questions })).json().questions).toMatchObject([{ choices: ['A'] }])
    expect(errorsIn(await ask('pia', `POST /briefs/${briefs.anaesthesia}/send`))).toEqual([
      ['questions.0.choices', 'Give at least two choices.'],
    ])
  })

  test('SPEC 5: nobody is told both outcomes', async () => {
    const crewline = (await solutionIds()).crewline!
    const { id, readByBuyer } = await asked()
    for (const again of [crewline, crewline.toUpperCase()]) {
      const outcomes = [
        { solutionId: crewline, outcome: 'selected' },
        { solutionId: again, outcome: 'not_selected' },
      ]
      const refused = await ask('edith', `POST /briefs/${id}/close`, { outcomes })
      expect(refused.statusCode).toBe(422)
      expect(errorsIn(refused)).toEqual([['outcomes', 'One solution is named twice.']])
    }
    expect((await readByBuyer()).json().status).toBe('sent')
  })

  test('SPEC 7: the id that a question is given does not tell when it was written', async () => {
    const questions = [{ text: 'Since when?', type: 'text' }]
    const [{ id }] = (await change({ questions })).json().questions
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
  })
})
