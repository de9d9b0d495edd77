import { type SqlBool, sql } from 'kysely'
import { workSeenByTeam } from './work.ts'

/**
 * SPEC V1 for the bell: what a notification says of a piece of work is for those who see it still. Only the team is told
 * of work, so far: whoever left it, and whatever went to the trash, is not spoken of any more.
 * @param alias of notifications in the query
 */
export const mayBeTold = (alias: string) => {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  return sql<SqlBool>`(${column('work_id')} is null or exists (
    select from shortlists told join memberships m on m.org_id = told.org_id and m.user_id = ${column('user_id')} and m.status = 'active'
    where told.org_id = ${column('org_id')} and told.id = ${column('work_id')} and ${workSeenByTeam(sql`m.role`, 'told')}))`
}
