import { sql } from 'kysely'
import { refuse } from '../../shared/errors.ts'
import type { SubjectKind } from '../../shared/notes.ts'
import { within } from '../authz/can.ts'
import type { Ctx } from '../context.ts'

/** What a note is about, as the person asking may know it. */
export type Subject = { kind: SubjectKind; id: string; name: string; slug: string | null }

const tables = { shortlist: 'shortlists', brief: 'briefs' } as const

/** The kind and the id in `shortlist:<id>`. */
export function partsOf(subject: string): { kind: SubjectKind; id: string } {
  const [kind, id] = subject.split(':') as [SubjectKind, string]
  return { kind, id }
}

/** SPEC 5: one writes on what one sees. Anything else does not exist. */
export async function findSubject(ctx: Ctx, subject: string): Promise<Subject> {
  const { kind, id } = partsOf(subject)
  return kind === 'solution' ? findSolution(ctx, id) : findWork(ctx, kind, id)
}

/** The same for a note that is about to be written: what it is about does not go meanwhile. */
export async function holdSubject(ctx: Ctx, subject: string): Promise<Subject> {
  const { kind, id } = partsOf(subject)
  if (kind !== 'solution')
    // Only what one sees is waited for (SPEC V3).
    await sql`select from ${sql.table(tables[kind])} w where ${seen(ctx, kind)} and w.id = ${id} for key share`.execute(
      ctx.db,
    )
  return findSubject(ctx, subject)
}

const seen = ({ actor }: Ctx, kind: 'shortlist' | 'brief') =>
  within(actor, `${kind}.read`, { org: 'w.orgId', work: 'w' })

async function findWork(ctx: Ctx, kind: 'shortlist' | 'brief', id: string): Promise<Subject> {
  const { rows } = await sql<{ id: string; title: string }>`
    select w.id, w.title from ${sql.table(tables[kind])} w where ${seen(ctx, kind)} and w.id = ${id}`.execute(ctx.db)
  const [work] = rows
  return work ? { kind, id: work.id, name: work.title, slug: null } : refuse('not_found')
}

async function findSolution({ db }: Ctx, id: string): Promise<Subject> {
  const solution = await db
    .selectFrom('solutions')
    .select(['id', 'name', 'slug'])
    .where('id', '=', id)
    .executeTakeFirst()
  return solution ? { kind: 'solution', ...solution } : refuse('not_found')
}
