import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { ask } from '../../town/ask.ts'
import { briefs, db, requests } from '../../town/town.ts'
import { emptyTrash } from './trash.ts'

const { agencies, interpreters, nightCover } = briefs
const trashed = (id: string, age: string) =>
  sql`update briefs set trashed_at = now() - ${age}::interval, trashed_by = author_id where id = ${id}`.execute(db())
const titleOf = async (id: string) =>
  (await db().selectFrom('briefs').select('title').where('id', '=', id).executeTakeFirstOrThrow()).title

test('V5: after 30 days nothing of what a draft said is left; what is younger stays', async () => {
  await trashed(interpreters, '30 days')
  await ask('bea', `DELETE /briefs/${nightCover}`)
  await emptyTrash({ db: db() })
  await emptyTrash({ db: db() })
  const { rows } = await sql`
    select b.title, b.description, b.requirements, b.currency,
           (select count(*) from brief_questions q where q.brief_id = b.id) as questions,
           (select count(*) from requests r where r.brief_id = b.id) as recipients
    from briefs b where b.id = ${interpreters}`.execute(db())
  expect(rows).toEqual([
    { title: '(gone for good)', description: '', requirements: '', currency: null, questions: 0, recipients: 0 },
  ])
  expect((await ask('bea', `POST /trash/briefs/${nightCover}/restore`, {})).json().questions).toHaveLength(4)
})

test('S2: what was sent stays with those whom it reached, however long its buyer has thrown it away', async () => {
  await trashed(nightCover, '31 days')
  const [before, title] = [await titleOf(nightCover), await titleOf(agencies)]
  await emptyTrash({ db: db() })
  expect([await titleOf(nightCover), await titleOf(agencies)]).toEqual([before, title])
  const { rows } = await sql`select id from requests where id = ${requests.kindredLocum} and response > 0`.execute(db())
  expect(rows).toHaveLength(1)
})
