import { sql } from 'kysely'
import { authorOf, authorStays } from '../authz/author.ts'
import { statusOf } from '../briefs/row.ts'
import type { Settings } from '../context.ts'
import type { Db } from '../db/db.ts'
import { renderLetter } from '../mail/letter.ts'
import { type MailTransport, PermanentMailError } from '../mail/transport.ts'
import { isUnanswered } from '../requests/announce.ts'
import { composeMail, type QueuedMail } from './compose.ts'

export type MailRoom = { db: Db; settings: Settings; transport: MailTransport }

/**
 * Sends one mail of the outbox. What is no longer due when it runs is withdrawn, not sent (SPEC G4). A crash between the
 * server's 250 and our note sends it again with the same Message-ID.
 * @throws what is worth another try; a permanent failure is written on the row instead
 */
export async function sendMail(
  { db, settings, transport }: MailRoom,
  mailId: string,
  isLastTry: boolean,
): Promise<void> {
  const mail = await openQueued(db, mailId)
  if (!mail) return
  if (!mail.isDue) return settle(db, mailId, 'withdrawn', null)
  try {
    const { subject, ...letter } = composeMail(mail, settings)
    const { hostname } = new URL(settings.publicUrl)
    await transport.send({
      to: mail.address,
      subject,
      ...(await renderLetter(letter)),
      messageId: `<${mailId}@${hostname}>`,
    })
  } catch (error) {
    if (!isLastTry && !(error instanceof PermanentMailError)) throw error
    return settle(db, mailId, 'failed', String((error as Error).message).slice(0, 500))
  }
  return settle(db, mailId, 'sent', null)
}

/**
 * A queued mail, and whether its reader should still get it, by the database as it is now: an invitation only while it
 * is pending and this is its newest mail; news about a request only to its contact and to who still works for the solution; news about a delegation's change only to who still has it; news for admins only
 * to who still is one.
 */
async function openQueued(db: Db, mailId: string): Promise<(QueuedMail & { isDue: boolean }) | undefined> {
  const { rows } = await sql<QueuedMail & { isDue: boolean }>`
    select mails.id, mails.kind, mails.address, mails.facts, mails.sealed, mails.delegation_id, mails.work_id, mails.request_id, mails.created_at, o.name as org_name, o.slug as org_slug,
      case
        when mails.kind in ('account.code', 'account.resetCode') then mails.created_at > now() - interval '15 minutes'
        when mails.kind in ('delegation.invited', 'delegation.resent') then d.ended_at is null and d.accepted_at is null and d.expires_at > now() and d.mail_id = mails.id
        when mails.kind = 'delegation.expiring' then d.ended_at is null and d.accepted_at is null and d.expires_at > now()
        when mails.kind = 'delegation.changed' then d.ended_at is null and d.partner_id = mails.user_id and (d.accepted_at is not null or d.expires_at > now())
        when mails.kind in ('delegation.accepted', 'delegation.declined', 'delegation.left') then exists (
          select from memberships m where m.org_id = mails.org_id and m.user_id = mails.user_id and m.role = 'admin' and m.status = 'active')
        when mails.kind = 'response.received' then exists (
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
        else true
      end as is_due
    from mails
    left join organizations o on o.id = mails.org_id
    left join delegations d on d.org_id = mails.org_id and d.id = mails.delegation_id
    where mails.id = ${mailId} and mails.state = 'queued'`.execute(db)
  return rows[0]
}

const isAddressee = sql`(r.contact_id = mails.user_id or exists (
  select from memberships m where m.org_id = r.solution_org_id and m.user_id = mails.user_id and m.status = 'active'))`

const settle = async (
  db: Db,
  mailId: string,
  state: 'sent' | 'failed' | 'withdrawn',
  problem: string | null,
): Promise<void> => {
  await db
    .updateTable('mails')
    .set({ state, problem, sealed: null, settledAt: sql`now()` })
    .where('id', '=', mailId)
    .where('state', '=', 'queued')
    .execute()
}
