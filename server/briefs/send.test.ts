import { type KyselyPlugin, sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { ask, ifMatch, outcomeOf, solutionIds } from '../../town/ask.ts'
import { as, briefs, db, delegations, organizations, type Person, people } from '../../town/town.ts'
import type { Tx } from '../db/db.ts'
import { sendBrief } from './send.ts'

const { anaesthesia, interpreters, nightCover, programme, screening } = briefs

const send = (person: Person, id: string, body: object = {}, more = {}) =>
  ask(person, `POST /briefs/${id}/send`, body, more)
const find = (person: Person, id: string) => ask(person, `GET /briefs/${id}`)
const patch = (person: Person, id: string, body: object) => ask(person, `PATCH /briefs/${id}`, body)
const statesOf = (brief: { recipients: { solution: { slug: string }; state: string }[] }) =>
  brief.recipients.map(({ solution, state }) => `${solution.slug} ${state}`)
const requestsOf = (briefId: string) =>
  db().selectFrom('requests').selectAll().where('briefId', '=', briefId).orderBy('id').execute()
const newsOf = (kind: string) =>
  db()
    .selectFrom('notifications')
    .selectAll()
    .where('kind', '=', kind)
    .where('createdAt', '>=', sql<Date>`now()`)
    .execute()

describe('V4, SPEC 5: sending', () => {
  test('V4: the organization sees it from then on, its recipients have it, and it is not done twice', async () => {
    const answer = await send('pia', anaesthesia, {}, ifMatch(1))
    expect(answer.json()).toMatchObject({
      status: 'sent',
      version: 2,
      can: { edit: false, send: false, addRecipients: true, close: true },
    })
    expect(statesOf(answer.json())).toEqual(['interimo sent', 'kindred-locum sent'])
    for (const person of ['bea', 'edith', 'vic'] as const)
      expect((await find(person, anaesthesia)).statusCode).toBe(200)
    expect((await find('max', anaesthesia)).statusCode).toBe(404)
    expect(outcomeOf(await send('pia', anaesthesia))).toEqual([409, 'already_sent'])
  })

  test('S1: each recipient has a request in the hands of its contact, who gets a mail and a notification', async () => {
    await send('pia', anaesthesia)
    const requests = await requestsOf(anaesthesia)
    for (const request of requests) {
      expect(request).toMatchObject({ sentAt: expect.any(Date), contactId: expect.any(String) })
      const mails = await db().selectFrom('mails').selectAll().where('requestId', '=', request.id).execute()
      expect(mails).toEqual([
        expect.objectContaining({
          kind: 'request.received',
          orgId: null,
          userId: request.contactId,
          id: request.mailId,
        }),
      ])
    }
    expect((await newsOf('request.received')).map(({ userId, orgId }) => [userId, orgId]).sort()).toEqual(
      requests.map(({ contactId }) => [contactId, null]).sort(),
    )
    const stub = await db()
      .selectFrom('users')
      .select(['name', 'emailVerified'])
      .where('email', '=', 'hello@interimo.example')
      .executeTakeFirstOrThrow()
    expect(stub).toEqual({ name: '', emailVerified: false })
  })

  test('S1: the people of a solution organization hear of it, too', async () => {
    const { crewline } = await solutionIds()
    await send('edith', interpreters, { solutionIds: [crewline] })
    const [request] = await requestsOf(interpreters)
    expect(request!.solutionOrgId).toBe(organizations.crewline.id)
    const told = (await newsOf('request.received')).map(({ userId }) => userId)
    expect(told).toContain(people.cara.id)
    expect(told).toContain(request!.contactId)
  })

  test('SPEC 12: `solutionIds` are added to those that were chosen', async () => {
    const { gridpay, interimo } = await solutionIds()
    const sent = (await send('pia', anaesthesia, { solutionIds: [gridpay, interimo] })).json()
    expect(statesOf(sent)).toEqual(['gridpay sent', 'interimo sent', 'kindred-locum sent'])
  })

  test('SPEC 10: the team hears what a partner sent, and nobody is told what a member did', async () => {
    await send('pia', anaesthesia)
    const told = (await newsOf('brief.sent')).map(({ userId }) => userId)
    expect(told.sort()).toEqual([people.bea.id, people.jonas.id, people.edith.id].sort())
    const { crewline } = await solutionIds()
    await send('edith', interpreters, { solutionIds: [crewline] })
    expect(await newsOf('brief.sent')).toHaveLength(told.length)
  })

  test('SPEC 11: one event, by the partner for the organization', async () => {
    await send('pia', anaesthesia)
    const events = await db()
      .selectFrom('auditEvents')
      .selectAll()
      .where('workId', '=', anaesthesia)
      .where('requestId', 'is not', null)
      .execute()
    expect(events).toEqual([
      expect.objectContaining({
        kind: 'brief.sent',
        actorId: people.pia.id,
        actorAs: 'partner',
        actingDelegationId: delegations.pia,
        after: { title: 'Anaesthesia, three weeks in May', recipients: 2 },
      }),
    ])
  })

  test('D11: the team sends a draft that passed to it, in the name of the company alone', async () => {
    const { crewline } = await solutionIds()
    await patch('edith', programme, { title: 'Ours now' })
    const sent = (await send('edith', programme, { solutionIds: [crewline] })).json()
    expect(sent).toMatchObject({
      status: 'sent',
      author: { name: people.omar.name, as: 'partner' },
      asks: { company: 'Meridian Health', person: null },
    })
  })

  test('50 recipients take as many statements as one', async () => {
    const all = Object.values(await solutionIds()).slice(0, 50)
    const one = (await ask('edith', 'POST /briefs', { title: 'One' })).json().id
    expect(await statementsOf(interpreters, all)).toBe(await statementsOf(one, all.slice(0, 1)))
    expect((await requestsOf(interpreters)).filter(({ sentAt }) => sentAt !== null)).toHaveLength(50)
  })

  /** How many statements sending asks of the database. */
  async function statementsOf(id: string, solutionIds: string[]): Promise<number> {
    let statements = 0
    const counting: KyselyPlugin = {
      transformQuery({ node }) {
        statements++
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const ctx = await as('edith', 'meridian')
    await sendBrief({ ...ctx, db: db().withPlugin(counting) as Tx }, { org: 'meridian-health', id, solutionIds })
    return statements
  }
})

describe('SPEC 5: what is not ready to be sent', () => {
  const errorsOf = async (person: Person, id: string, body = {}) => {
    const answer = await send(person, id, body)
    expect(outcomeOf(answer)).toEqual([422, 'invalid_input'])
    return answer.json().errors.map(({ path, message }: { path: string; message: string }) => [path, message])
  }

  test('a title and a recipient are needed', async () => {
    const { id } = (await ask('pia', 'POST /briefs', {})).json()
    expect(await errorsOf('pia', id)).toEqual([
      ['title', 'Enter a title.'],
      ['solutionIds', 'Choose at least one solution.'],
    ])
    expect((await find('pia', id)).json().status).toBe('draft')
  })

  test('its deadline lies ahead, by the clock of the database', async () => {
    await patch('pia', anaesthesia, { deadline: new Date(Date.now() - 1000).toISOString() })
    expect(await errorsOf('pia', anaesthesia)).toEqual([['deadline', 'This deadline has passed. Choose a later one.']])
  })

  test('its questions can be answered', async () => {
    const questions = [
      { text: '', type: 'text' },
      { text: 'Which?', type: 'choice', choices: ['One'] },
    ]
    await patch('pia', anaesthesia, { questions })
    expect(await errorsOf('pia', anaesthesia)).toEqual([
      ['questions.0.text', 'Write the question, or take it out.'],
      ['questions.1.choices', 'Give at least two choices.'],
    ])
  })

  test('a solution that nobody can reach is named', async () => {
    const { gridpay } = await solutionIds()
    await db().updateTable('solutions').set({ contactEmail: null }).where('id', '=', gridpay!).execute()
    const answer = await send('pia', anaesthesia, { solutionIds: [gridpay] })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors).toEqual([expect.objectContaining({ path: expect.stringContaining(gridpay!) })])
  })
})

describe('SPEC 5: more recipients', () => {
  const add = (person: Person, id: string, solutionIds: unknown[]) =>
    ask(person, `POST /briefs/${id}/recipients`, { solutionIds })

  test('they get the same brief; those who have it hear nothing again', async () => {
    const { gridpay, crewline } = await solutionIds()
    const answer = (await add('pia', nightCover, [gridpay, crewline])).json()
    expect(statesOf(answer)).toEqual([
      'crewline viewed',
      'gridpay sent',
      'kindred-locum responded',
      'talentbridge sent',
    ])
    expect(await newsOf('request.received')).toHaveLength(1)
    expect((await add('pia', nightCover, [gridpay])).json().version).toBe(answer.version)
    expect(await newsOf('request.received')).toHaveLength(1)
  })

  test('not of a draft, and not when it is closed', async () => {
    const { gridpay } = await solutionIds()
    expect(outcomeOf(await add('pia', anaesthesia, [gridpay]))).toEqual([409, 'brief_not_sent'])
    expect(outcomeOf(await add('edith', screening, [gridpay]))).toEqual([409, 'brief_closed'])
    expect(outcomeOf(await add('pia', nightCover, []))).toEqual([422, 'invalid_input'])
  })
})
