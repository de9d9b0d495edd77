import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { ask, ifMatch, outcomeOf, solutionIds } from '../../town/ask.ts'
import { briefs, db, type Person, people, requests } from '../../town/town.ts'

const { anaesthesia, interpreters, nightCover, screening } = briefs

const close = (person: Person, id: string, body: object = {}, more = {}) =>
  ask(person, `POST /briefs/${id}/close`, body, more)
const reveal = (person: Person, id: string) => ask(person, `POST /briefs/${id}/reveal`, {})
const find = async (person: Person, id: string) => (await ask(person, `GET /briefs/${id}`)).json()
const outcomesOf = (brief: { recipients: { solution: { slug: string }; outcome: string | null }[] }) =>
  brief.recipients.map(({ solution, outcome }) => [solution.slug, outcome])
const toldOf = async (kind: string) =>
  (
    await db()
      .selectFrom('notifications')
      .select(['userId', 'requestId'])
      .where('kind', '=', kind)
      .where('createdAt', '>=', sql<Date>`now()`)
      .execute()
  ).map(({ userId, requestId }) => requestId ?? userId)

describe('SPEC 5: closing', () => {
  test('it is closed, and those who have not answered are told; without outcomes nobody else is', async () => {
    const answer = (await close('pia', nightCover, {}, ifMatch(1))).json()
    expect(answer).toMatchObject({
      status: 'closed',
      closedAt: expect.any(String),
      can: { close: false, addRecipients: false, decide: true },
    })
    expect(new Set(await toldOf('request.closed'))).toEqual(new Set([requests.crewline, requests.talentbridge]))
    expect(outcomeOf(await close('pia', nightCover))).toEqual([409, 'brief_closed'])
  })

  test('with an outcome for some, who are told theirs', async () => {
    const ids = await solutionIds()
    const outcomes = [
      { solutionId: ids['kindred-locum'], outcome: 'selected' },
      { solutionId: ids.crewline, outcome: 'not_selected' },
    ]
    expect(outcomesOf((await close('edith', nightCover, { outcomes })).json())).toEqual([
      ['crewline', 'not_selected'],
      ['kindred-locum', 'selected'],
      ['talentbridge', null],
    ])
    expect(new Set(await toldOf('request.closed'))).toEqual(
      new Set([requests.crewline, requests.kindredLocum, requests.talentbridge]),
    )
  })

  test('outcomes can follow later, once each, and only those of whom they are told hear of it', async () => {
    const ids = await solutionIds()
    const outcomes = [{ solutionId: ids.verifolk, outcome: 'not_selected' }]
    expect((await find('edith', screening)).can.decide).toBe(true)
    expect(outcomesOf((await close('edith', screening, { outcomes })).json())).toEqual([
      ['clearmark-screening', 'selected'],
      ['verifolk', 'not_selected'],
    ])
    expect(new Set(await toldOf('request.closed'))).toEqual(new Set([requests.verifolk]))
    expect((await find('edith', screening)).can.decide).toBe(false)
    expect(outcomeOf(await close('edith', screening, { outcomes }))).toEqual([409, 'already_decided'])
    const stranger = [{ solutionId: ids.gridpay, outcome: 'selected' }]
    expect(outcomeOf(await close('edith', screening, { outcomes: stranger }))).toEqual([409, 'already_decided'])
  })

  test('SPEC 10: its author is told, unless it was the author who closed it', async () => {
    await close('edith', nightCover)
    expect(await toldOf('brief.closed')).toEqual([people.pia.id])
    const { crewline } = await solutionIds()
    await ask('edith', `POST /briefs/${interpreters}/send`, { solutionIds: [crewline] })
    await close('edith', interpreters)
    expect(await toldOf('brief.closed')).toEqual([people.pia.id])
  })

  test('a draft is not closed', async () => {
    expect(outcomeOf(await close('pia', anaesthesia))).toEqual([409, 'brief_not_sent'])
  })

  test('what is deleted while it is open closes, and those who wait for it are told', async () => {
    await ask('pia', `DELETE /briefs/${nightCover}`, {})
    expect(new Set(await toldOf('request.closed'))).toEqual(new Set([requests.crewline, requests.talentbridge]))
  })
})

describe('SPEC 7: revealing', () => {
  const anonymous = async (person: Person) => {
    const { crewline } = await solutionIds()
    const { id } = (await ask(person, 'POST /briefs', { title: 'Who?', anonymous: true })).json()
    expect((await ask(person, `POST /briefs/${id}/send`, { solutionIds: [crewline] })).statusCode).toBe(200)
    return id as string
  }

  test('until then the buyer is not named, and from then on it is; once', async () => {
    const id = await anonymous('pia')
    const named = { company: 'Meridian Health', person: people.pia.name }
    expect(await find('pia', id)).toMatchObject({
      asks: { company: null, person: null },
      asksRevealed: named,
      can: { reveal: true },
    })
    expect((await reveal('pia', id)).json()).toMatchObject({
      asks: named,
      asksRevealed: null,
      revealedAt: expect.any(String),
      can: { reveal: false },
    })
    expect(outcomeOf(await reveal('pia', id))).toEqual([409, 'nothing_to_reveal'])
  })

  test.each([
    ['its author', 'edith', 'edith', [200]],
    ['an admin', 'edith', 'bea', [200]],
    ['an admin, of a partner’s', 'pia', 'bea', [200]],
    ['another editor', 'pia', 'edith', [403, 'forbidden']],
    ['a full partner, of the team’s', 'edith', 'pia', [403, 'forbidden']],
    ['a viewer', 'edith', 'vic', [403, 'forbidden']],
    ['a partner without briefs', 'edith', 'max', [404, 'not_found']],
  ] as const)('who may: %s', async (_, author, person, expected) => {
    const id = await anonymous(author)
    expect(outcomeOf(await reveal(person, id))).toEqual(expected)
  })

  test('a draft, or one that hides nothing, is not revealed', async () => {
    expect(outcomeOf(await reveal('pia', anaesthesia))).toEqual([409, 'brief_not_sent'])
    expect(outcomeOf(await reveal('pia', nightCover))).toEqual([409, 'nothing_to_reveal'])
  })

  test('what an anonymous partner hides stays hidden', async () => {
    await db()
      .updateTable('delegations')
      .set({ identityMode: 'anonymous' })
      .where('partnerId', '=', people.pia.id)
      .execute()
    const id = await anonymous('pia')
    expect(await find('bea', id)).toMatchObject({
      asks: { company: null, person: null },
      asksRevealed: null,
      can: { reveal: false },
    })
    expect(outcomeOf(await reveal('bea', id))).toEqual([409, 'nothing_to_reveal'])
  })

  const appearsAs = (identityMode: 'as_buyer' | 'transparent' | 'anonymous') =>
    db().updateTable('delegations').set({ identityMode }).where('partnerId', '=', people.pia.id).execute()

  test.each([
    ['as_buyer', { company: 'Meridian Health', person: null }],
    ['anonymous', { company: null, person: null }],
  ] as const)('D8: a partner who appears %s from now on does so at once, also on what was sent', async (mode, asks) => {
    await appearsAs(mode)
    expect((await find('pia', nightCover)).asks).toEqual(asks)
    expect((await find('pia', anaesthesia)).asks).toEqual(asks)
  })

  test('D8: what was sent without a name does not name them later', async () => {
    await appearsAs('as_buyer')
    await db().updateTable('briefs').set({ identityMode: 'as_buyer' }).where('id', '=', nightCover).execute()
    await appearsAs('transparent')
    expect((await find('pia', nightCover)).asks).toEqual({ company: 'Meridian Health', person: null })
    expect((await find('pia', anaesthesia)).asks).toEqual({ company: 'Meridian Health', person: people.pia.name })
  })
})
