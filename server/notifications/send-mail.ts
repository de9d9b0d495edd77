import { sql } from 'kysely'
import type { News } from '../../shared/notifications.ts'
import { authorOf, authorStays } from '../authz/author.ts'
import { mayBeTold } from '../authz/told.ts'
import { statusOf } from '../briefs/row.ts'
import type { Settings } from '../context.ts'
import type { Db } from '../db/db.ts'
import { newsOf } from '../events/announcements.ts'
import { renderLetter } from '../mail/letter.ts'
import { type MailTransport, type OutgoingMail, PermanentMailError } from '../mail/transport.ts'
import { isUnanswered } from '../requests/announce.ts'
import { composeBundle, composeMail, type QueuedMail } from './compose.ts'
import { canBeSwitchedOff, unsubscribeUrl } from './unsubscribe-link.ts'

export type MailRoom = { db: Db; settings: Settings; transport: MailTransport }

/**
 * Sends one letter of the outbox: a mail, or those that waited for each other (SPEC 10). What is no longer due when it runs is
 * withdrawn, not sent (SPEC G4), and of a letter the rest goes out. A crash between the server's 250 and our note sends it again
 * with the same Message-ID.
 * @throws what is worth another try; a permanent failure is written on the rows instead
 */
export async function sendMail(
  { db, settings, transport }: MailRoom,
  letterId: string,
  isLastTry: boolean,
): Promise<void> {
  const queued = await openQueued(db, letterId)
  const due = queued.filter((mail) => mail.isDue && isWanted(mail))
  await settle(
    db,
    queued.filter((mail) => !due.includes(mail)),
    'withdrawn',
    null,
  )
  if (due.length === 0) return
  try {
    await transport.send(await outgoing(letterId, due, settings))
  } catch (error) {
    if (!isLastTry && !(error instanceof PermanentMailError)) throw error
    return settle(db, due, 'failed', String((error as Error).message).slice(0, 500))
  }
  return settle(db, due, 'sent', null)
}

async function outgoing(letterId: string, due: QueuedMail[], settings: Settings): Promise<OutgoingMail> {
  const stop = due.some(({ kind }) => canBeSwitchedOff(kind)) ? unsubscribeUrl(letterId, settings) : null
  const [only] = due
  const { subject, ...letter } = due.length === 1 ? composeMail(only!, settings) : composeBundle(due, settings)
  const choices = stop && { choices: { stop, all: `${settings.publicUrl}/notifications/preferences` } }
  return {
    to: only!.address,
    subject,
    ...(await renderLetter({ ...letter, ...choices })),
    messageId: `<${letterId}@${new URL(settings.publicUrl).hostname}>`,
    ...(stop && { unsubscribeUrl: stop }),
  }
}

/** Who switched a kind of mail off while one waited is not sent it. */
const isWanted = ({ kind, choices }: Opened): boolean => !canBeSwitchedOff(kind) || choices?.[newsOf(kind)!] !== false

type Opened = QueuedMail & { isDue: boolean; choices: Partial<Record<News, boolean | null>> | null }

/**
 * The queued mails of a letter, oldest first (those that waited go to where their reader gets mail by now), and of each whether its reader should still get it, by the database as it is now: an invitation only while it
 * is pending and this is its newest mail; news about a request only to its contact and to who still works for the solution; news about a delegation's change only to who still has it; what only some may be told
 * only to who still may.
 */
async function openQueued(db: Db, letterId: string): Promise<Opened[]> {
  const { rows } = await sql<Opened>`
    select mails.id, mails.kind, case when mails.waits_until is null then mails.address else coalesce(reader.email, mails.address) end as address, mails.facts, mails.sealed, mails.delegation_id, mails.work_id, mails.request_id, mails.created_at, o.name as org_name, o.slug as org_slug,
      case
        when mails.kind in ('account.code', 'account.resetCode') then mails.created_at > now() - interval '15 minutes'
        when mails.kind in ('delegation.invited', 'delegation.resent') then d.ended_at is null and d.accepted_at is null and d.expires_at > now() and d.mail_id = mails.id
        when mails.kind = 'delegation.expiring' then d.ended_at is null and d.accepted_at is null and d.expires_at > now()
        when mails.kind = 'delegation.changed' then d.ended_at is null and d.partner_id = mails.user_id and (d.accepted_at is not null or d.expires_at > now())
        when mails.kind in ('account.addressCode', 'account.proofCode') then mails.created_at > now() - interval '15 minutes'
        when mails.kind in ('member.invited', 'member.resent') then exists (
          select from memberships m where m.org_id = mails.org_id and m.mail_id = mails.id and m.status = 'invited' and m.expires_at > now())
        when mails.kind = 'member.expiring' then exists (
          select from memberships m where m.org_id = mails.org_id and m.user_id = mails.user_id and m.status = 'invited' and m.expires_at > now())
        when mails.kind = 'member.roleChanged' then exists (
          select from memberships m where m.org_id = mails.org_id and m.user_id = mails.user_id and m.status <> 'removed')
        when mails.kind = 'response.received' then ${mayBeTold('mails')} and exists (
          select from briefs b where b.org_id = mails.org_id and b.id = mails.work_id and b.trashed_at is null and (
            (${authorOf('b')} = mails.user_id and ${authorStays('b')}) or exists (
              select from memberships m where m.org_id = b.org_id and m.user_id = mails.user_id and m.role = 'admin' and m.status = 'active')))
        when mails.kind in ('brief.closing', 'brief.closed') then exists (
          select from briefs b where b.org_id = mails.org_id and b.id = mails.work_id and ${authorOf('b')} = mails.user_id and b.trashed_at is null
            and ${authorStays('b')} and (mails.kind = 'brief.closed' or ${statusOf('b')} = 'sent'))
        when mails.request_id is not null then exists (
          select from requests r join briefs b on b.org_id = r.org_id and b.id = r.brief_id
          where r.id = mails.request_id and ${isAddressee}
            and (mails.kind <> 'request.reminder' or (${isUnanswered} and ${statusOf('b')} = 'sent' and b.trashed_at is null)))
        else ${mayBeTold('mails')}
      end as is_due,
      (select jsonb_object_agg(chosen.news, chosen.mail) from notification_preferences chosen where chosen.user_id = mails.user_id) as choices
    from mails
    left join organizations o on o.id = mails.org_id
    left join delegations d on d.org_id = mails.org_id and d.id = mails.delegation_id
    left join users reader on reader.id = mails.user_id
    where mails.state = 'queued' and mails.id in (select ${letterId}::uuid union select id from mails where letter_id = ${letterId})
    order by mails.id`.execute(db)
  return rows
}

const isAddressee = sql`(r.contact_id = mails.user_id or exists (
  select from memberships m where m.org_id = r.solution_org_id and m.user_id = mails.user_id and m.status = 'active'))`

async function settle(
  db: Db,
  mails: QueuedMail[],
  state: 'sent' | 'failed' | 'withdrawn',
  problem: string | null,
): Promise<void> {
  if (mails.length === 0) return
  const ids = mails.map(({ id }) => id)
  await sql`
    update mails set state = ${state}, problem = ${problem}, sealed = null, settled_at = now() where id = any(${ids}) and state = 'queued'`.execute(
    db,
  )
}
