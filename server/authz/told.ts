import { type SqlBool, sql } from 'kysely'
import { workSeenByTeam, workSeenUnder } from './work.ts'

/**
 * SPEC V1 for the bell: what a notification says of a piece of work, or of a request, is for those who see it still. Whoever
 * lost the sight of it, and whatever went to the trash, is not spoken of any more.
 * @param alias of notifications in the query
 */
export const mayBeTold = (alias: string) => {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const sees = (table: 'shortlists' | 'briefs') => sql`exists (
    select from ${sql.table(table)} told where told.org_id = ${column('org_id')} and told.id = ${column('work_id')} and (
      exists (select from memberships m where m.org_id = told.org_id and m.user_id = ${column('user_id')} and m.status = 'active'
        and ${workSeenByTeam(sql`m.role`, 'told')})
      or exists (select from delegations d where d.org_id = told.org_id and d.partner_id = ${column('user_id')} and d.accepted_at is not null
        and d.ended_at is null and ${table} = any(d.permissions) and ${workSeenUnder(sql`d.id`, sql`d.data_visibility = 'full'`, 'told')})))`
  const stands = sql`exists (
    select from requests asked where asked.id = ${column('request_id')} and (asked.contact_id = ${column('user_id')} or exists (
      select from memberships m where m.org_id = asked.solution_org_id and m.user_id = ${column('user_id')} and m.status = 'active')))`
  return sql<SqlBool>`((${column('work_id')} is null or ${sees('shortlists')} or ${sees('briefs')})
    and (${column('request_id')} is null or ${stands}))`
}
