import { sql } from 'kysely'
import type { Tx } from '../../server/db/db.ts'
import { type OrganizationKey, organizations, type Person, people } from '../people.ts'
import { canary, keys } from './canaries.ts'
import type { Delegated, Planted } from './plant.ts'

/*
 * Notes with a canary in every body: on a solution, on what everybody made, and on drafts. Each said something else before,
 * when it was personal. In a solution organization there is one too: there it is nobody's (N1).
 */

type Note = {
  org: OrganizationKey
  author: Person
  delegation: Delegated | null
  visibility: 'personal' | 'team' | 'shared'
  kind: 'notepersonal' | 'noteteam' | 'noteshared' | 'notedraft' | 'noteabove'
  /** Whose ears it is for, beside those that its kind says. */
  who: Person | 'team'
  on: { solution: string } | { shortlist: string }
}

const noteId = (number: number) => `0190bbbb-0000-7000-b005-${String(number).padStart(12, '0')}`

export async function plantNotes(db: Tx, delegations: Delegated[], admins: Record<OrganizationKey, Person>) {
  const { rows } = await sql<{ id: string }>`select id from solutions order by slug limit 1`.execute(db)
  const solution = rows[0]!.id
  const lists = await listsOf(db)
  const notes = [
    ...keys.flatMap((org) => ofTeam(org, admins[org], solution)),
    ...delegations
      .filter(({ standing }) => standing !== 'outside' && standing !== 'briefs')
      .flatMap((delegation) => ofPartner(delegation, admins, delegations, solution, lists)),
  ]
  for (const [number, note] of notes.entries()) await plantNote(db, noteId(number + 1), note)
  return notes.map(({ org }, number): Planted => ({ org, kind: 'notes', id: noteId(number + 1) }))
}

type List = { id: string; delegationId: string; isPublished: boolean }
const listsOf = async (db: Tx): Promise<List[]> => {
  const { rows } = await sql<List>`
    select id, delegation_id, published_at is not null as is_published from shortlists
    where delegation_id is not null and trashed_at is null and title like 'kanari~%' order by id`.execute(db)
  return rows
}

function ofTeam(org: OrganizationKey, author: Person, solution: string): Note[] {
  const one = { org, author, delegation: null, on: { solution } }
  return [
    { ...one, visibility: 'personal', kind: 'notepersonal', who: author },
    { ...one, visibility: 'team', kind: 'noteteam', who: 'team' },
    { ...one, visibility: 'shared', kind: 'noteshared', who: 'team' },
  ]
}

/** On a solution, on own work and own draft; and what others write on that work: the team, and a partner who sees all of it. */
function ofPartner(
  delegation: Delegated,
  admins: Record<OrganizationKey, Person>,
  others: Delegated[],
  solution: string,
  lists: List[],
): Note[] {
  const { org, partner } = delegation
  const mine = lists.filter(({ delegationId }) => delegationId === delegation.id)
  const one = { org, author: partner, delegation, who: partner, visibility: 'shared' } as const
  const above = others.find((it) => it.org === org && it.standing === 'full' && it.partner !== partner)
  return [
    { ...one, visibility: 'personal', kind: 'notepersonal', on: { solution } },
    { ...one, kind: 'noteshared', on: { solution } },
    ...mine.flatMap(({ id, isPublished }): Note[] => {
      const on = { shortlist: id }
      if (!isPublished) return [{ ...one, kind: 'notedraft', on }]
      return [
        { ...one, kind: 'noteshared', on },
        { ...one, author: admins[org], delegation: null, kind: 'noteshared', on },
        ...(above ? [{ ...one, author: above.partner, delegation: above, kind: 'noteabove', on } as const] : []),
      ]
    }),
  ]
}

async function plantNote(db: Tx, id: string, { org, author, delegation, visibility, kind, who, on }: Note) {
  const isOfSolution = organizations[org].kind === 'solution'
  const words = canary(isOfSolution ? 'secret' : `${org}.${kind}.${who}`)
  const earlier = canary(isOfSolution ? 'secret' : `${org}.notepersonal.${author}`)
  const [solutionId, shortlistId] = 'solution' in on ? [on.solution, null] : [null, on.shortlist]
  await sql`
    insert into notes (org_id, id, solution_id, shortlist_id, body, visibility, author_id, delegation_id, version)
    values (${organizations[org].id}, ${id}, ${solutionId}, ${shortlistId}, ${words}, ${visibility}, ${people[author].id}, ${delegation?.id ?? null}, 2)`.execute(
    db,
  )
  await sql`
    insert into note_versions (org_id, note_id, version, body, visibility)
    values (${organizations[org].id}, ${id}, 1, ${earlier}, 'personal'), (${organizations[org].id}, ${id}, 2, ${words}, ${visibility})`.execute(
    db,
  )
}
