import { describe, expect, test } from 'vitest'
import * as briefDoors from '../../shared/briefs.ts'
import type { Endpoint } from '../../shared/endpoint.ts'
import { BODY_BYTES, LARGE_BODY_BYTES } from '../../shared/endpoint.ts'
import * as requestDoors from '../../shared/requests.ts'
import { ask, outcomeOf } from '../../town/ask.ts'
import { question, sentBrief } from '../../town/asked.ts'
import { briefs, db, serverOf } from '../../town/town.ts'

const many = <T>(count: number, make: (place: number) => T) => Array.from({ length: count }, (_, place) => make(place))

async function asked() {
  const questions = many(30, () => question('text'))
  const { requests } = await sentBrief(db(), { questions })
  const cara = await serverOf(db()).browserOf('cara')
  const url = `/api/v1/requests/${requests.crewline}`
  return { answers: questions.map(({ id }) => ({ questionId: id, value: 'ä'.repeat(3900) })), cara, url }
}

describe('ABUSE 45: how much a door takes', () => {
  test('ABUSE 45: thirty long answers are kept as a draft, sent, and read again', async () => {
    const { answers, cara, url } = await asked()
    expect(Buffer.byteLength(JSON.stringify({ answers }))).toBeGreaterThan(2 * BODY_BYTES)
    expect(outcomeOf(await cara({ method: 'PUT', url: `${url}/draft`, body: { draft: { answers } } }))).toEqual([200])
    expect((await cara({ url })).json().draft.content.answers).toEqual(answers)
    expect(outcomeOf(await cara({ method: 'PUT', url: `${url}/response`, body: { answers } }))).toEqual([200])
    expect((await cara({ url })).json().response.answers).toEqual(answers)
  })

  test('ABUSE 45: a long brief is begun and changed', async () => {
    const choices = many(20, (place) => `${place} ${'ä'.repeat(190)}`)
    const questions = many(40, () => ({ text: 'ä'.repeat(500), type: 'choice', choices }))
    const begun = await ask('pia', 'POST /briefs', { questions })
    expect(outcomeOf(begun)).toEqual([201])
    expect(begun.json().questions[39]).toMatchObject({ choices })
    const url = `PATCH /briefs/${begun.json().id}` as const
    expect(outcomeOf(await ask('pia', url, { questions: questions.slice(1) }))).toEqual([200])
  })

  test('ABUSE 45: one byte more than that is refused in the same words as everywhere', async () => {
    const { cara, url } = await asked()
    const bodyOf = (bytes: number) => `{"message":"${'x'.repeat(bytes - 14)}"}`
    const put = (bytes: number) => cara({ method: 'PUT', url: `${url}/response`, body: bodyOf(bytes) })
    expect(outcomeOf(await put(LARGE_BODY_BYTES))).toEqual([422, 'invalid_input'])
    expect((await put(LARGE_BODY_BYTES + 1)).json()).toMatchObject({
      status: 413,
      code: 'payload_too_large',
      title: 'This is larger than we accept.',
    })
  })

  test('ABUSE 45: the doors beside them take no more than before', async () => {
    const { cara, url } = await asked()
    const reason = 'x'.repeat(BODY_BYTES)
    expect(outcomeOf(await cara({ method: 'POST', url: `${url}/decline`, body: { reason } }))).toEqual([
      413,
      'payload_too_large',
    ])
    expect(outcomeOf(await ask('pia', `POST /briefs/${briefs.anaesthesia}/send`, { solutionIds: [reason] }))).toEqual([
      413,
      'payload_too_large',
    ])
  })

  test('ABUSE 45: only these four are large', () => {
    const large = [briefDoors, requestDoors]
      .flatMap((noun): unknown[] => Object.values(noun))
      .filter((it): it is Endpoint => typeof it === 'object' && it !== null && 'route' in it)
      .filter(({ largeBody }) => largeBody)
    expect(large.map(({ route }) => route).sort()).toEqual([
      'PATCH /workspaces/:org/briefs/:id',
      'POST /workspaces/:org/briefs',
      'PUT /requests/:id/draft',
      'PUT /requests/:id/response',
    ])
  })
})
