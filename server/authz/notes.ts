import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Visibility } from '../../shared/notes.ts'
import { type Actor, actingDelegationOf, type Tie } from './actor.ts'
import { can, within } from './can.ts'
import { type Work, workSeenByTeam, workSeenUnder } from './work.ts'

/*
 * SPEC 5, in one place and two faces. Who sees a note sees what it is about, has `notes`, and is reached by it:
 *   - personal: who wrote it, under the same membership or delegation (D10: a new delegation starts clean);
 *   - team: the organization's people;
 *   - shared: the organization's people, and of its partners those with `full`; a `scoped` one is reached by what was written
 *     under the own delegation, and on their own work by what the team writes there. Never by what another partner wrote: V3
 *     says never, and wins.
 */

/** What the rule looks at in a note. */
export type Note = {
  orgId: string
  subject: { kind: 'solution' } | { kind: 'shortlist' | 'brief'; work: Work }
  authorId: string
  /** The delegation it was written under; null where a member wrote it. */
  delegationId: string | null
  visibility: Visibility
}

export const seesNote = (actor: Actor, note: Note): boolean =>
  can(actor, 'note.read', { orgId: note.orgId }) && seesSubject(actor, note) && reaches(actor, note)

/** Only its author, and a viewer only what is personal. */
export const changesNote = (actor: Actor, note: Note): boolean =>
  seesNote(actor, note) && isOwnNote(actor, note) && mayWrite(actor, note)

/** Its author; of what is not personal, admins too. */
export const deletesNote = (actor: Actor, note: Note): boolean =>
  changesNote(actor, note) || (seesNote(actor, note) && can(actor, 'note.moderate', { orgId: note.orgId }))

/** Whether somebody may write a note that reaches so far. What is for the team alone, no partner writes. */
export const mayWrite = (actor: Actor, { orgId, visibility }: Pick<Note, 'orgId' | 'visibility'>): boolean =>
  can(actor, visibility === 'personal' ? 'note.write' : 'note.share', { orgId }) &&
  (visibility !== 'team' || actor.tie?.kind === 'member')

export const isOwnNote = ({ user, tie }: Actor, { authorId, delegationId }: Pick<Note, 'authorId' | 'delegationId'>) =>
  authorId === user.id && delegationId === actingDelegationOf(tie)

const seesSubject = (actor: Actor, { orgId, subject }: Note): boolean =>
  subject.kind === 'solution' || can(actor, `${subject.kind}.read`, { orgId, work: subject.work })

function reaches(actor: Actor, note: Note): boolean {
  const { tie } = actor
  if (note.visibility === 'personal') return isOwnNote(actor, note)
  if (tie?.kind !== 'partner') return true
  if (note.visibility === 'team') return false
  const isOfTeamOnWork = note.delegationId === null && note.subject.kind !== 'solution'
  return tie.dataVisibility === 'full' || note.delegationId === tie.id || isOfTeamOnWork
}

/**
 * `seesNote` as a condition on notes, known in the query by `alias`.
 * @param visibility another column to judge by: that of an earlier version
 */
export function notesSeenBy(actor: Actor, alias: string, visibility = `${alias}.visibility`): Expression<SqlBool> {
  const { tie } = actor
  if (!tie) return sql<SqlBool>`(${within(actor, 'note.read', { org: `${alias}.orgId` })} and false)`
  const reach =
    tie.kind === 'member'
      ? sql`${sql.ref(visibility)} <> 'personal'`
      : reachesUnder(sql`${tie.id}`, sql`${tie.dataVisibility === 'full'}`, alias, visibility)
  return sql<SqlBool>`(${within(actor, 'note.read', { org: `${alias}.orgId` })}
    and ${withinReach(tie, alias)} and (${isOwnIn(actor, alias)} or ${reach}) and ${subjectSeenBy(actor, alias)})`
}

/**
 * Narrows nothing that the rule does not narrow, but says where to look: without it PostgreSQL would look at all notes of the
 * organization also for somebody who sees three of them. Slow, and telling (SPEC V3).
 */
const withinReach = (tie: Tie, alias: string) =>
  tie.kind === 'member' || tie.dataVisibility === 'full'
    ? sql`true`
    : sql`${sql.ref(`${alias}.id`)} in (
        select own.id from notes own where own.org_id = ${tie.organization.id} and own.delegation_id = ${tie.id}
        union all
        select theirs.id from shortlists work join notes theirs on theirs.org_id = work.org_id and theirs.shortlist_id = work.id
        where work.org_id = ${tie.organization.id} and work.delegation_id = ${tie.id} and theirs.delegation_id is null
        union all
        select theirs.id from briefs work join notes theirs on theirs.org_id = work.org_id and theirs.brief_id = work.id
        where work.org_id = ${tie.organization.id} and work.delegation_id = ${tie.id} and theirs.delegation_id is null)`

export const isOwnIn = ({ user, tie }: Actor, alias: string) =>
  sql<SqlBool>`(${sql.ref(`${alias}.author_id`)} = ${user.id} and ${sql.ref(`${alias}.delegation_id`)} is not distinct from ${actingDelegationOf(tie)}::uuid)`

const reachesUnder = (
  delegationId: RawBuilder<unknown>,
  isFull: RawBuilder<unknown>,
  alias: string,
  visibility = `${alias}.visibility`,
) =>
  sql<SqlBool>`(${sql.ref(visibility)} = 'shared' and (${isFull} or ${sql.ref(`${alias}.delegation_id`)} = ${delegationId}
    or (${sql.ref(`${alias}.delegation_id`)} is null and ${sql.ref(`${alias}.solution_id`)} is null)))`

/** Solutions are everybody's; of work the rule of work decides. */
const subjectSeenBy = (actor: Actor, alias: string) =>
  onSubject(
    alias,
    within(actor, 'shortlist.read', { org: 'work.orgId', work: 'work' }),
    within(actor, 'brief.read', { org: 'work.orgId', work: 'work' }),
  )

/** The work a note is about is known in the conditions as `work`. */
const onSubject = (alias: string, ofShortlists: Expression<SqlBool>, ofBriefs: Expression<SqlBool>) =>
  sql<SqlBool>`(${sql.ref(`${alias}.solution_id`)} is not null
    or exists (select from shortlists work where work.org_id = ${sql.ref(`${alias}.org_id`)} and work.id = ${sql.ref(`${alias}.shortlist_id`)} and ${ofShortlists})
    or exists (select from briefs work where work.org_id = ${sql.ref(`${alias}.org_id`)} and work.id = ${sql.ref(`${alias}.brief_id`)} and ${ofBriefs}))`

/**
 * The same for somebody else, by the ties that they have now: whether a note that is not personal may be spoken of to them.
 * @param userId who, as a column of the query
 */
export function noteReachesPerson(alias: string, userId: RawBuilder<unknown>): Expression<SqlBool> {
  const [teamSees, partnerSees] = [
    workSeenByTeam(sql`m.role`, 'work'),
    workSeenUnder(sql`d.id`, sql`d.data_visibility = 'full'`, 'work'),
  ]
  return sql<SqlBool>`(
    exists (select from memberships m where m.org_id = ${sql.ref(`${alias}.org_id`)} and m.user_id = ${userId} and m.status = 'active'
      and ${sql.ref(`${alias}.visibility`)} <> 'personal' and ${onSubject(alias, teamSees, teamSees)})
    or exists (select from delegations d where d.org_id = ${sql.ref(`${alias}.org_id`)} and d.partner_id = ${userId} and d.accepted_at is not null
      and d.ended_at is null and 'notes' = any(d.permissions) and ${reachesUnder(sql`d.id`, sql`d.data_visibility = 'full'`, alias)}
      and ${onSubject(
        alias,
        sql<SqlBool>`('shortlists' = any(d.permissions) and ${partnerSees})`,
        sql<SqlBool>`('briefs' = any(d.permissions) and ${partnerSees})`,
      )}))`
}

/**
 * SPEC 10: who hears of a shared note: the author of what it is about and everybody who wrote there before, who may see it. A
 * note that is taken back and shared again is no news to whom a notice of it reached.
 */
export const concernedByNote = (orgId: string | null, noteId: string | null) => sql`
  select users.id, users.email from notes note join users on users.id in (
    select earlier.author_id from notes earlier where earlier.org_id = note.org_id and earlier.subject_id = note.subject_id
    union select author_id from shortlists where org_id = note.org_id and id = note.shortlist_id
    union select author_id from briefs where org_id = note.org_id and id = note.brief_id)
  where note.org_id = ${orgId} and note.id = ${noteId} and users.id <> note.author_id and ${noteReachesPerson('note', sql`users.id`)}
    and not exists (select from notifications told where told.user_id = users.id and told.note_id = note.id)
    and not exists (select from mails told where told.user_id = users.id and told.note_id = note.id and told.state <> 'withdrawn')`
