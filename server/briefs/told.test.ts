import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { ask, solutionIds } from '../../town/ask.ts'
import { reached, to } from '../../town/reached.ts'
import { briefs, db, type Person, people, requests, serverOf } from '../../town/town.ts'
import { announcePassedDeadlines, remindDeadlines } from './deadlines.ts'

/* SPEC 10, its rows about briefs: for each event exactly who is told, on which channel. */

const { anaesthesia, interpreters, nightCover, screening } = briefs

/** Answers are not in question here, so that any words will do. */
const answer = async (id: string) => {
  await sql`update brief_questions set required = false`.execute(db())
  await answering('kira', 'PUT', id, 'response', { message: 'Better now' })
}
const done = async (answer: ReturnType<typeof ask>) => expect((await answer).statusCode).toBeLessThan(300)
const answering = async (person: Person, method: string, id: string, path: string, body: object) => {
  const browser = await serverOf(db()).browserOf(person)
  await done(browser({ method, url: `/api/v1/requests/${id}/${path}`, body }))
}
const solution = async (slug: string) => (await solutionIds())[slug]!
const setDeadline = (left: string) =>
  sql`
    update briefs set deadline = now() + ${left}::interval, published_at = now() - interval '9 days', reminded_at = null
    where id = ${nightCover}`.execute(db())
const atAuthors = async () => {
  await sql`update briefs set closed_at = null, deadline = null where id = ${screening}`.execute(db())
  const { id } = await db()
    .updateTable('requests')
    .set({ contactId: people.kira.id })
    .where('id', '=', requests.clearmark)
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const unanswered = ['cara', 'hello@crewline.example', 'hello@talentbridge.example']
const asked = to('request.received', 'hello@interimo.example', 'kira')

type Row = [event: string, act: () => Promise<unknown>, told: string[], onlyInApp?: string[]]
const rows: Row[] = [
  [
    'a partner sends a brief: admins and editors in the app, its recipients on both',
    () => done(ask('pia', `POST /briefs/${anaesthesia}/send`, {})),
    asked,
    to('brief.sent', 'bea', 'edith', 'jonas'),
  ],
  [
    'a member sends a brief: its recipients, all people of a solution’s organization and its contact; nobody of the team',
    async () => done(ask('edith', `POST /briefs/${interpreters}/send`, { solutionIds: [await solution('crewline')] })),
    to('request.received', 'cara', 'hello@crewline.example'),
  ],
  [
    'more recipients: those',
    async () =>
      done(ask('pia', `POST /briefs/${nightCover}/recipients`, { solutionIds: [await solution('interimo')] })),
    to('request.received', 'hello@interimo.example'),
  ],
  [
    'an answer to a partner’s brief: the partner and the admins',
    () => answer(requests.kindredLocum),
    to('response.received', 'bea', 'jonas', 'pia'),
  ],
  [
    'an answer to a member’s brief: its author and the admins',
    async () => answer(await atAuthors()),
    to('response.received', 'bea', 'edith', 'jonas'),
  ],
  [
    'somebody else closes a brief: its author, and who has not answered',
    () => done(ask('bea', `POST /briefs/${nightCover}/close`, {})),
    [...to('brief.closed', 'pia'), ...to('request.closed', ...unanswered)],
  ],
  [
    'its author closes a brief: who has not answered',
    () => done(ask('pia', `POST /briefs/${nightCover}/close`, {})),
    to('request.closed', ...unanswered),
  ],
  [
    'closed with an outcome: also those of whom it was decided',
    async () =>
      done(
        ask('pia', `POST /briefs/${nightCover}/close`, {
          outcomes: [{ solutionId: await solution('kindred-locum'), outcome: 'selected' }],
        }),
      ),
    to('request.closed', ...unanswered, 'kira'),
  ],
  [
    'an outcome later: only those of whom it was decided',
    async () =>
      done(
        ask('edith', `POST /briefs/${screening}/close`, {
          outcomes: [{ solutionId: await solution('verifolk'), outcome: 'not_selected' }],
        }),
      ),
    to('request.closed', 'hello@verifolk.example'),
  ],
  [
    'a deadline in 48 hours: its author, and who has not answered',
    async () => {
      await setDeadline('40 hours')
      await remindDeadlines({ db: db() })
    },
    [...to('brief.closing', 'pia'), ...to('request.reminder', ...unanswered)],
  ],
  [
    'a deadline that passed: its author, and who has not answered',
    async () => {
      await setDeadline('-1 second')
      await announcePassedDeadlines({ db: db() })
    },
    [...to('brief.closed', 'pia'), ...to('request.closed', ...unanswered)],
  ],
  [
    'a sent brief goes to the trash: who has not answered, for they need not any more',
    () => done(ask('bea', `DELETE /briefs/${nightCover}`)),
    to('request.closed', ...unanswered),
  ],
  ['looking at a request: nobody', () => answering('kira', 'POST', requests.kindredLocum, 'view', {}), []],
  ['an answer that is begun: nobody', () => answering('cara', 'PUT', requests.crewline, 'draft', { draft: {} }), []],
  ['a solution declines: nobody', () => answering('cara', 'POST', requests.crewline, 'decline', {}), []],
  ['a draft is made: nobody', () => done(ask('pia', 'POST /briefs', { title: 'New' })), []],
  ['a draft changes: nobody', () => done(ask('pia', `PATCH /briefs/${anaesthesia}`, { title: 'New' })), []],
  ['a draft is deleted: nobody', () => done(ask('pia', `DELETE /briefs/${anaesthesia}`)), []],
  [
    'a brief comes back from the trash: nobody',
    () => done(ask('bea', `POST /trash/briefs/${briefs.agencies}/restore`, {})),
    [],
  ],
  [
    'the buyer is revealed: nobody',
    async () => {
      await sql`update briefs set anonymous = true where id = ${nightCover}`.execute(db())
      await done(ask('pia', `POST /briefs/${nightCover}/reveal`, {}))
    },
    [],
  ],
  ['a rate is stated: nobody', () => done(ask('bea', 'PUT /rates', { from: 'EUR', to: 'SEK', rate: '11.5' })), []],
]

test.each(rows)('SPEC 10: %s', async (_, act, told, onlyInApp = []) => {
  expect(await reached(act)).toEqual({ app: [...told, ...onlyInApp].sort(), mail: [...told].sort() })
})
