import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/briefs.ts'
import type { Question } from '../../shared/briefs.ts'
import type { Ctx } from '../context.ts'
import { budgetOf } from './asked.ts'
import { type BriefRow, instantOf } from './row.ts'

/** What may be written into a draft; all of it can be missing. */
export type Written = Omit<z.output<typeof api.changeBrief.input>, 'org' | 'id'>

/** What a brief says, by the words of the API. */
export type Content = {
  kind: BriefRow['kind']
  title: string
  description: string
  requirements: string
  questions: Question[]
  budget: ReturnType<typeof budgetOf>
  startDate: string | null
  deadline: string | null
  deadlineZone: string | null
  anonymous: boolean
}

export const emptyContent: Content = {
  kind: 'brief',
  title: '',
  description: '',
  requirements: '',
  questions: [],
  budget: null,
  startDate: null,
  deadline: null,
  deadlineZone: null,
  anonymous: false,
}

export const contentOf = (row: BriefRow, questions: Question[]): Content => ({
  kind: row.kind,
  title: row.title,
  description: row.description,
  requirements: row.requirements,
  questions,
  budget: budgetOf(row),
  startDate: row.startDate,
  deadline: instantOf(row.deadline),
  deadlineZone: row.deadlineZone,
  anonymous: row.anonymous,
})

/** The content with what was written put in its place. An instant is told in UTC, and has a zone whenever there is one. */
export function written(before: Content, { solutionIds: _, ...given }: Written): Content {
  const { questions, ...others } = defined(given)
  const after = { ...before, ...others, questions: questions ? questions.map(withId) : before.questions }
  const deadline = after.deadline && new Date(after.deadline).toISOString()
  return { ...after, deadline, deadlineZone: deadline && (after.deadlineZone ?? 'UTC') }
}

/** A random id: it goes to solutions, and one of the database would tell when the draft was written. */
const withId = ({ id, ...question }: NonNullable<Written['questions']>[number]): Question => ({
  id: id?.toLowerCase() ?? randomUUID(),
  ...question,
})

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
const defined = <T extends object>(given: T): Defined<T> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>

/** The parts that differ, before and after. */
export function differences(before: Content, after: Content): { before: Partial<Content>; after: Partial<Content> } {
  const names = (Object.keys(after) as (keyof Content)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  )
  const only = (content: Content): Partial<Content> => Object.fromEntries(names.map((name) => [name, content[name]]))
  return { before: only(before), after: only(after) }
}

/** The content as columns of its table; questions have one of their own. */
export const columnsOf = ({ questions: _, budget, ...content }: Content) => ({
  ...content,
  budgetMin: budget?.min ?? null,
  budgetMax: budget?.max ?? null,
  currency: budget?.currency ?? null,
})

export async function replaceQuestions({ db }: Ctx, { orgId, id }: Pick<BriefRow, 'orgId' | 'id'>, all: Question[]) {
  await sql`delete from brief_questions where org_id = ${orgId} and brief_id = ${id}`.execute(db)
  if (all.length === 0) return
  await sql`
    insert into brief_questions (org_id, brief_id, id, position, text, type, choices, required)
    select ${orgId}, ${id}, it.id, it.place, it.text, it.type, it.choices, it.required
    from jsonb_to_recordset(${JSON.stringify(all.map((question, index) => ({ ...question, place: index + 1 })))}::jsonb)
      as it (id uuid, place int, text text, type text, choices text[], required boolean)`.execute(db)
}
