import { type Expression, type SqlBool, sql } from 'kysely'

/**
 * Whether the author of a brief may still hear of it, as a condition on briefs known in the query by `alias`: who made it as
 * a member is one still, and who made it as a partner has that very delegation, with the grant (SPEC D11, G4).
 */
export function authorStays(alias: string): Expression<SqlBool> {
  const [orgId, authorId, delegationId] = ['org_id', 'author_id', 'delegation_id'].map((it) =>
    sql.ref(`${alias}.${it}`),
  )
  return sql<SqlBool>`case when ${delegationId} is null
    then exists (select from memberships m where m.org_id = ${orgId} and m.user_id = ${authorId} and m.status = 'active')
    else exists (select from delegations d where d.org_id = ${orgId} and d.id = ${delegationId} and d.accepted_at is not null
      and d.ended_at is null and 'briefs' = any(d.permissions))
  end`
}
