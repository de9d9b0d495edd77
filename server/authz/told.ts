import { type SqlBool, sql } from 'kysely'
import { maySpeakOfAnswers } from './author.ts'
import { noteReachesPerson } from './notes.ts'
import { workSeenByTeam, workSeenUnder } from './work.ts'

/** What only admins are told (server/events/announcements.ts says who hears of what). */
export const newsForAdmins = [
  'delegation.accepted',
  'delegation.declined',
  'delegation.left',
  'member.accepted',
  'member.declined',
  'member.joined',
  'member.left',
  'organization.domainRemoved',
]

/**
 * SPEC V1 for the bell: what a notification says of a piece of work, of a note, of a request, or to admins, is for those who
 * see it still. Whoever lost the sight of it, and whatever went to the trash, is not spoken of any more.
 * @param alias of notifications in the query, or of mails
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
  const reached = sql`exists (
    select from notes note where note.org_id = ${column('org_id')} and note.id = ${column('note_id')} and ${noteReachesPerson('note', column('user_id'))})`
  const isAdmin = sql`exists (
    select from memberships m where m.org_id = ${column('org_id')} and m.user_id = ${column('user_id')} and m.role = 'admin' and m.status = 'active')`
  return sql<SqlBool>`((${column('kind')} <> all(${newsForAdmins}::text[]) or ${isAdmin})
    and ${maySpeakOfAnswers(column('kind'), column('org_id'), column('user_id'))}
    and (${column('note_id')} is null or ${reached})
    and (${column('work_id')} is null or ${sees('shortlists')} or ${sees('briefs')})
    and (${column('request_id')} is null or ${stands}))`
}
