import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/briefs.ts'
import type { Question } from '../../shared/briefs.ts'
import type { Db } from '../db/db.ts'
import { asksOf, type Identity } from './identity.ts'
import { type BriefRow, instantOf } from './row.ts'

/** As much of a brief as that takes. */
export type AskedRow = Identity &
  Pick<
    BriefRow,
    | 'kind'
    | 'title'
    | 'description'
    | 'requirements'
    | 'budgetMin'
    | 'budgetMax'
    | 'currency'
    | 'startDate'
    | 'deadline'
    | 'deadlineZone'
  >

/** What a solution reads of a brief: who asks as far as it may know, and nothing of other recipients (SPEC 7, N1). */
export const askedOf = (row: AskedRow, questions: Question[]): z.input<typeof api.Asked> => ({
  kind: row.kind,
  title: row.title,
  description: row.description,
  requirements: row.requirements,
  questions,
  budget: budgetOf(row),
  startDate: row.startDate,
  deadline: instantOf(row.deadline),
  deadlineZone: row.deadlineZone,
  asks: asksOf(row),
})

export const budgetOf = ({ currency, budgetMin, budgetMax }: AskedRow) =>
  currency ? { min: budgetMin, max: budgetMax, currency } : null

/** The questions of one brief, in order. */
export async function questionsOf(db: Db, { orgId, id }: Pick<BriefRow, 'orgId' | 'id'>): Promise<Question[]> {
  return (await questionsOfMany(db, [{ orgId, id }])).get(id) ?? []
}

/** The questions of many briefs in one statement, by the id of the brief. */
export async function questionsOfMany(
  db: Db,
  briefs: Pick<BriefRow, 'orgId' | 'id'>[],
): Promise<Map<string, Question[]>> {
  const { rows } = await sql<Question & { briefId: string }>`
    select q.brief_id, q.id, q.text, q.type, q.choices, q.required
    from unnest(${briefs.map(({ orgId }) => orgId)}::uuid[], ${briefs.map(({ id }) => id)}::uuid[]) as brief (org_id, id)
    join brief_questions q on q.org_id = brief.org_id and q.brief_id = brief.id
    order by q.brief_id, q.position`.execute(db)
  const questions = new Map<string, Question[]>()
  for (const { briefId, ...question } of rows) questions.set(briefId, [...(questions.get(briefId) ?? []), question])
  return questions
}
