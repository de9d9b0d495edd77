import { sql } from 'kysely'
import type { News } from '../../shared/notifications.ts'
import type { Settings } from '../context.ts'
import type { Db } from '../db/db.ts'
import { newsOf } from '../events/announcements.ts'
import { renderLetter } from '../mail/letter.ts'
import { type MailTransport, type OutgoingMail, PermanentMailError } from '../mail/transport.ts'
import { composeBundle, composeMail, type QueuedMail } from './compose.ts'
import { isDue } from './due.ts'
import { ofLetter } from './gather.ts'
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
 * The queued mails of a letter, oldest first, and of each whether its reader should still get it. Those that waited go to where
 * their reader gets mail by now.
 */
async function openQueued(db: Db, letterId: string): Promise<Opened[]> {
  const { rows } = await sql<Opened>`
    select mails.id, mails.kind, mails.facts, mails.sealed, mails.delegation_id, mails.work_id, mails.request_id, mails.created_at,
      case when mails.waits_until is null then mails.address else coalesce(reader.email, mails.address) end as address,
      o.name as org_name, o.slug as org_slug, ${isDue} as is_due,
      (select jsonb_object_agg(chosen.news, chosen.mail) from notification_preferences chosen where chosen.user_id = mails.user_id) as choices
    from mails
    left join organizations o on o.id = mails.org_id
    left join delegations d on d.org_id = mails.org_id and d.id = mails.delegation_id
    left join users reader on reader.id = mails.user_id
    where mails.state = 'queued' and ${ofLetter(letterId)}
    order by mails.id`.execute(db)
  return rows
}

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
