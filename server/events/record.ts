import { sql } from 'kysely'
import type { Actor } from '../authz/actor.ts'
import { authorOf, authorStays, maySpeakOfAnswers } from '../authz/author.ts'
import { concernedByNote } from '../authz/notes.ts'
import type { Ctx, Machine, Visit } from '../context.ts'
import { queueMailed } from '../jobs/tasks.ts'
import { type Announcement, announcements, type EventKind, type Facts } from './announcements.ts'
import { byMail, inApp, joinChoices, waitsUntil } from './channels.ts'

export type Event = {
  orgId: string | null
  delegationId?: string
  /** The membership it happened to, be it an invitation yet or no more. */
  membershipId?: string
  /** The shortlist or brief it happened to. */
  workId?: string
  /** The note it happened to. */
  noteId?: string
  /** The person it happened to. */
  subjectId?: string
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  facts?: Facts
  /** The mail of this event, where its id must be known beforehand or it carries a secret: of a kind that is always mailed. */
  mail?: { id: string; sealed: Buffer }
  /** Remembered, and told to nobody. */
  silent?: boolean
}

/**
 * Writes the audit event, tells everybody whom the table of announcements names, in the app and by queued mail: one
 * statement, in the caller's transaction (SPEC 11, D6: all or nothing).
 */
export async function record(ctx: Ctx | Visit | Machine, kind: EventKind, event: Event): Promise<void> {
  const { to, news, only } = event.silent ? {} : announcementOf(ctx, kind)
  const facts = JSON.stringify(event.facts ?? {})
  const { orgId, delegationId = null, subjectId = null, workId = null, noteId = null } = event

  await sql`
    with remembered as (${auditEvent(ctx, kind, event)}),
    people as (
      select id, email from users where id = ${subjectId} and ${to === 'subject'}
      union
      select users.id, users.email from memberships join users on users.id = memberships.user_id
      where org_id = ${orgId} and status = 'active' and user_id is distinct from ${subjectId}::uuid
        and (role = 'admin' and ${to === 'admins' || to === 'author and admins'} or role in ('admin', 'editor') and ${to === 'team'})
      union
      select users.id, users.email from briefs b join users on users.id = ${authorOf('b')}
      where b.org_id = ${orgId} and b.id = ${workId} and ${to === 'author' || to === 'author and admins'} and ${authorStays('b')}
        and ${authorOf('b')} is distinct from ${'actor' in ctx ? ctx.actor?.user.id : null}
        and ${maySpeakOfAnswers(sql`${kind}::text`, sql`b.org_id`, authorOf('b'))}
      ${to === 'concerned by the note' ? sql`union ${concernedByNote(orgId, noteId)}` : sql``}
    ),
    told as (
      insert into notifications (user_id, org_id, kind, delegation_id, work_id, note_id, facts)
      select people.id, ${orgId}, ${kind}, ${delegationId}, ${workId}, ${noteId}::uuid, ${facts}::jsonb
      from people ${joinChoices('people.id', news)} where ${inApp(news)} and ${only !== 'mail'}
    ),
    mailed as (
      insert into mails (id, user_id, address, org_id, delegation_id, work_id, note_id, kind, facts, sealed, waits_until)
      select coalesce(${event.mail?.id ?? null}, new_id()), people.id, email, ${orgId}, ${delegationId}, ${workId}, ${noteId}::uuid, ${kind}, ${facts}::jsonb,
             ${event.mail?.sealed ?? null}::bytea, ${waitsUntil(news)}
      from people ${joinChoices('people.id', news)} where ${byMail(news)}
      returning id, waits_until
    )
    ${queueMailed}`.execute(ctx.db)
}

/** What to announce; nothing where only a partner's doing would be news and a member did it. */
function announcementOf(ctx: Ctx | Visit | Machine, kind: EventKind): Partial<Announcement> {
  const announcement = announcements[kind]
  const isPartner = 'actor' in ctx && ctx.actor?.tie?.kind === 'partner'
  return !announcement || (announcement.byPartner && !isPartner) ? {} : announcement
}

const auditEvent = (ctx: Ctx | Visit | Machine, kind: EventKind, event: Event) => {
  const actor = 'actor' in ctx ? ctx.actor : null
  const [as, actingDelegationId] = actingAs(actor, event)
  return sql`
    insert into audit_events (org_id, kind, actor_id, actor_as, acting_delegation_id, delegation_id, membership_id, work_id, subject_id, before, after, request_id, created_at)
    values (${event.orgId}, ${kind}, ${actor?.user.id ?? null}, ${as}, ${actingDelegationId}, ${event.delegationId ?? null}, ${event.membershipId ?? null},
            ${event.workId ?? null}, ${event.subjectId ?? null}, ${json(event.before)}::jsonb, ${json(event.after)}::jsonb,
            ${'request' in ctx ? ctx.request.id : null}, clock_timestamp())`
}

const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))

/** Who acted, and for whom. Somebody who is not inside the organization acts as a person: they accept, decline, leave. */
function actingAs(actor: Actor | null, { orgId }: Event): [string, string | null] {
  if (!actor) return ['system', null]
  if (actor.tie?.organization.id !== orgId) return ['person', null]
  return [actor.tie!.kind, actor.tie!.kind === 'partner' ? actor.tie!.id : null]
}
