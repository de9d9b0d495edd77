import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { ask, solutionIds } from '../../town/ask.ts'
import { briefs, db, delegations, type Person, people, requests, serverOf } from '../../town/town.ts'

const { anaesthesia, interpreters, nightCover } = briefs
type Entry = { kind: string; text: string; requestId: string | null }

const pageOf = async (path: string): Promise<Entry[]> => {
  const bea = await serverOf(db()).browserOf('bea')
  return (await bea({ url: `/api/v1/organizations/meridian-health/${path}` })).json().items
}
const everythingRemembered = async () =>
  JSON.stringify([await pageOf('audit'), await pageOf(`delegations/${delegations.pia}/timeline`)])
/** What requests of this test did; what the town remembers has none. */
const onAudit = async () => (await pageOf('audit')).filter(({ requestId }) => requestId !== null)
const patch = (person: Person, id: string, body: object) => ask(person, `PATCH /briefs/${id}`, body)

const SECRET = 'Canary Nightingale'

describe('SPEC 11, V1: what is remembered of briefs, and who reads it', () => {
  test("V1: of a partner's draft the team reads nothing, nor after it was deleted as one", async () => {
    const before = await everythingRemembered()
    const { id } = (await ask('pia', 'POST /briefs', { title: SECRET })).json()
    await patch('pia', id, { description: SECRET, questions: [{ text: SECRET, type: 'text' }] })
    await ask('pia', `DELETE /briefs/${id}`, {})
    await patch('pia', anaesthesia, { title: SECRET })
    expect(await everythingRemembered()).toBe(before)
  })

  test('V1: after sending, only what happened from then on', async () => {
    await patch('pia', anaesthesia, { title: SECRET })
    await patch('pia', anaesthesia, { title: 'For everybody' })
    await ask('pia', `POST /briefs/${anaesthesia}/send`, {})
    await ask('pia', `POST /briefs/${anaesthesia}/close`, {})
    expect((await onAudit()).map(({ text }) => text)).toEqual([
      'Pia Lindqvist closed the brief “For everybody”',
      'Pia Lindqvist sent the brief “For everybody”',
    ])
    expect(await everythingRemembered()).not.toContain(SECRET)
  })

  test("SPEC 11: the team's own draft is the team's from its first word", async () => {
    await patch('edith', interpreters, { title: 'Interpreters' })
    await ask('edith', `DELETE /briefs/${interpreters}`, {})
    expect((await onAudit()).map(({ kind }) => kind)).toEqual(['brief.deleted', 'brief.changed'])
  })

  test('SPEC 11: each deed has its event and its sentence', async () => {
    const { gridpay } = await solutionIds()
    await ask('pia', `POST /briefs/${nightCover}/recipients`, { solutionIds: [gridpay] })
    await ask('bea', `POST /briefs/${nightCover}/close`, {})
    await ask('edith', `POST /briefs/${nightCover}/close`, { outcomes: [{ solutionId: gridpay, outcome: 'selected' }] })
    await ask('edith', `DELETE /briefs/${nightCover}`, {})
    await ask('bea', `POST /trash/briefs/${nightCover}/restore`, {})
    await ask('edith', 'PUT /rates', { from: 'SEK', to: 'EUR', rate: '0.09', statedFor: '2026-11-20' })
    const title = '“Night shift cover, winter 2026”'
    expect((await onAudit()).map(({ text }) => text)).toEqual([
      'Edith Lang stated the rate from SEK to EUR',
      `Bea Okafor restored the brief ${title}`,
      `Edith Lang deleted the brief ${title}`,
      `Edith Lang told outcomes of the brief ${title}`,
      `Bea Okafor closed the brief ${title}`,
      `Pia Lindqvist sent the brief ${title} to more solutions`,
    ])
    expect((await onAudit())[0]).toMatchObject({
      before: { from: 'SEK', to: 'EUR', rate: null, statedFor: null },
      after: { from: 'SEK', to: 'EUR', rate: '0.09', statedFor: '2026-11-20' },
    })
  })
})

test('SPEC 11: whoever looks at a request for a solution shows the buyer no address', async () => {
  await sql`update users set name = '' where id = ${people.cara.id}`.execute(db())
  await sql`update requests set viewed_at = null where id = ${requests.crewline}`.execute(db())
  const cara = await serverOf(db()).browserOf('cara')
  await cara({ method: 'POST', url: `/api/v1/requests/${requests.crewline}/view`, body: {} })
  const [viewed] = await onAudit()
  expect(viewed).toMatchObject({ kind: 'request.viewed', actor: { name: 'Crewline' } })
  expect(JSON.stringify(viewed)).not.toContain('@')
})

describe('W2: the dashboard of a partner', () => {
  const cardOf = async (org: string) => {
    const me = (await (await serverOf(db()).browserOf('pia'))({ url: '/api/v1/me' })).json()
    return me.partnerships.find(({ organization }: { organization: { slug: string } }) => organization.slug === org)
  }

  test('drafts, open briefs and new responses, where briefs were granted', async () => {
    expect((await cardOf('meridian-health')).briefs).toEqual({ drafts: 1, open: 1, newResponses: 1 })
    expect((await cardOf('northwind')).briefs).toEqual({ drafts: 0, open: 0, newResponses: 0 })
    expect((await cardOf('orchard-foods')).briefs).toBeUndefined()
  })

  test('a response is new until its notification was read', async () => {
    const pia = await serverOf(db()).browserOf('pia')
    await pia({ method: 'POST', url: '/api/v1/notifications/read', body: { all: true } })
    expect((await cardOf('meridian-health')).briefs.newResponses).toBe(0)
  })

  test('SPEC 12: the workspace says what one may do with briefs', async () => {
    const workspaceOf = async (person: Person) =>
      (await (await serverOf(db()).browserOf(person))({ url: '/api/v1/workspaces/meridian-health' })).json().can
    expect(await workspaceOf('edith')).toMatchObject({ readBriefs: true, createBriefs: true, stateRates: true })
    expect(await workspaceOf('vic')).toMatchObject({ readBriefs: true, createBriefs: false, stateRates: false })
    expect(await workspaceOf('pia')).toMatchObject({ readBriefs: true, createBriefs: true, stateRates: false })
    expect(await workspaceOf('max')).toMatchObject({ readBriefs: false, createBriefs: false, stateRates: false })
  })
})
