import { sql } from 'kysely'
import { maskedEmail } from '../../shared/email.ts'
import { refuse } from '../../shared/errors.ts'
import { type News, newsKinds } from '../../shared/notifications.ts'
import type { Visit } from '../context.ts'
import { newsOf } from '../events/announcements.ts'
import { record } from '../events/record.ts'
import { ofLetter } from './gather.ts'
import { choose } from './preferences.ts'
import { canBeSwitchedOff, letterOf } from './unsubscribe-link.ts'

type Link = { token: string }
type Unsubscribable = { userId: string; address: string; kinds: News[]; isOff: boolean }

/** Opening the link shows what it is for: mail scanners open links, too (SPEC I3). */
export const readUnsubscription = async (visit: Visit, link: Link) => present(await findUnsubscribable(visit, link))

/** ABUSE 32: whoever holds the mail may stop its kind, and nothing else; mails about access and security go on. */
export async function unsubscribe(visit: Visit, link: Link) {
  const found = await findUnsubscribable(visit, link)
  if (found.isOff) return present(found)
  const { userId, kinds } = found
  await choose(
    visit,
    userId,
    kinds.map((news) => ({ news, app: null, mail: false })),
  )
  const after = { items: kinds.map((kind) => ({ kind, mail: false })), by: 'the link in a mail' }
  await record(visit, 'account.preferencesChanged', { orgId: null, subjectId: userId, after })
  return present({ ...found, isOff: true })
}

const present = ({ address, kinds, isOff }: Unsubscribable) => ({
  address: maskedEmail(address),
  kinds: kinds.map((kind) => ({ kind, label: newsKinds[kind].label })),
  isOff,
})

/** The kinds of the mails that went out in the letter. A forged, altered or unknown link is not found, all in the same words. */
async function findUnsubscribable({ db, settings }: Visit, { token }: Link): Promise<Unsubscribable> {
  const letterId = letterOf(token, settings) ?? refuse('not_found')
  const { rows } = await sql<{ userId: string; address: string; kind: string; off: News[] }>`
    select mails.user_id, mails.address, mails.kind,
           array(select news from notification_preferences chosen where chosen.user_id = mails.user_id and chosen.mail = false) as off
    from mails where mails.user_id is not null and mails.state <> 'withdrawn'
      and ${ofLetter(letterId)}
    order by mails.id`.execute(db)
  const kinds = [...new Set(rows.filter(({ kind }) => canBeSwitchedOff(kind)).map(({ kind }) => newsOf(kind)!))]
  const [first] = rows
  if (!first || kinds.length === 0) return refuse('not_found')
  return { userId: first.userId, address: first.address, kinds, isOff: kinds.every((kind) => first.off.includes(kind)) }
}
