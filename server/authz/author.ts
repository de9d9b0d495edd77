import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'

const columnsOf = (alias: string) =>
  Object.fromEntries(
    ['org_id', 'author_id', 'delegation_id', 'handed_over_at', 'sent_by'].map((it) => [it, sql.ref(`${alias}.${it}`)]),
  ) as Record<string, ReturnType<typeof sql.ref>>

/**
 * Who hears of a brief as its author, as an expression on briefs known in the query by `alias`. A draft that passed to the
 * organization (SPEC D11) is whose who sent it: the one who wrote it has left.
 */
export function authorOf(alias: string) {
  const it = columnsOf(alias)
  return sql<string>`case when ${it.handed_over_at} is null then ${it.author_id} else coalesce(${it.sent_by}, ${it.author_id}) end`
}

/**
 * Whether that person may still hear of it, as a condition: who made it as a member is one still, and who made it as a
 * partner has that very delegation, with the grant (SPEC D11, G4).
 */
export function authorStays(alias: string): Expression<SqlBool> {
  const it = columnsOf(alias)
  return sql<SqlBool>`case when ${it.delegation_id} is null or ${it.handed_over_at} is not null
    then exists (select from memberships m where m.org_id = ${it.org_id} and m.user_id = ${authorOf(alias)} and m.status = 'active')
    else exists (select from delegations d where d.org_id = ${it.org_id} and d.id = ${it.delegation_id} and d.accepted_at is not null
      and d.ended_at is null and 'briefs' = any(d.permissions))
  end`
}

/**
 * `quote.read` for somebody who is told of something (SPEC 5): of answers nothing is said to the viewers of an organization that
 * keeps them from its viewers.
 * @param kind of the event or of the news
 */
export const maySpeakOfAnswers = (kind: RawBuilder<unknown>, orgId: RawBuilder<unknown>, userId: RawBuilder<unknown>) =>
  sql<SqlBool>`(${kind} <> 'response.received' or not exists (
    select from memberships m join organizations o on o.id = m.org_id
    where m.org_id = ${orgId} and m.user_id = ${userId} and m.status = 'active' and m.role = 'viewer' and not o.viewers_see_quotes))`
