import type { Verb } from '../shared/endpoint.ts'
import { type Answer, db, type Person, serverOf } from './town.ts'

type Asking = { at?: string; headers?: Record<string, string> }

/** What a browser of this person gets at a door of a workspace, Meridian's unless told: `ask('bea', 'GET /shortlists')`. */
export async function ask(
  person: Person | 'nobody',
  line: `${Verb} /${string}`,
  body?: unknown,
  { at = 'meridian-health', headers = {} }: Asking = {},
): Promise<Answer> {
  const [method, path] = line.split(' ') as [Verb, string]
  const browser = await serverOf(db()).browserOf(person)
  return browser({ method, url: `/api/v1/workspaces/${at}${path}`, body, headers })
}

/** The status, and of a refusal its code: `[200]`, `[409, 'already_published']`. */
export const outcomeOf = (answer: Answer): [number] | [number, string] =>
  answer.statusCode < 400 ? [answer.statusCode] : [answer.statusCode, answer.json().code]

/** The status, or of a refusal its code: that of the field, if it is about one. */
export const codeOf = (answer: Answer): number | string =>
  answer.statusCode < 300 ? answer.statusCode : (answer.json().errors?.[0].code ?? answer.json().code)

export const ifMatch = (version: number): Asking => ({ headers: { 'if-match': `"${version}"` } })

/** Ids of solutions by their slug. */
export async function solutionIds(): Promise<Record<string, string>> {
  const rows = await db().selectFrom('solutions').select(['slug', 'id']).execute()
  return Object.fromEntries(rows.map(({ slug, id }) => [slug, id]))
}
