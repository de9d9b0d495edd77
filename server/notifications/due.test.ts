import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { notes } from '../../town/people.ts'
import {
  briefs,
  db,
  organizations,
  type Person,
  people,
  requests,
  settings,
  shortlists,
  delegations as town,
} from '../../town/town.ts'
import { newId } from '../db/new-id.ts'
import { announcements, type Facts, requestAnnouncements } from '../events/announcements.ts'
import type { OutgoingMail } from '../mail/transport.ts'
import type { MailKind } from './compose.ts'
import { sendMail } from './send-mail.ts'

/*
 * G4, ABUSE 31, of every kind of mail there is: queued while its reader belonged there, run after they did not. Access ends
 * here in the database alone, so that nothing but the look at the moment of sending can keep the mail back.
 */

type About = { delegationId?: string; workId?: string; noteId?: string; requestId?: string }
/** Whom such a mail goes to; what is about the end itself, or about the reader's own account, goes out all the same. */
type Row = [reader: Person, about: About, more?: { always?: true; asked?: 'partner' | 'member' }]

const rows: Partial<Record<MailKind, Row>> = {
  'account.passwordChanged': ['pia', {}, { always: true }],
  'account.passwordReset': ['pia', {}, { always: true }],
  'account.emailChanging': ['pia', {}, { always: true }],
  'account.emailChanged': ['pia', {}, { always: true }],
  'account.deleted': ['pia', {}, { always: true }],
  'delegation.invited': ['rex', { delegationId: town.rex }, { asked: 'partner' }],
  'delegation.resent': ['rex', { delegationId: town.rex }, { asked: 'partner' }],
  'delegation.expiring': ['rex', { delegationId: town.rex }],
  'delegation.changed': ['pia', { delegationId: town.pia }],
  'delegation.revoked': ['pia', { delegationId: town.pia }, { always: true }],
  'delegation.accepted': ['jonas', { delegationId: town.pia }],
  'delegation.declined': ['jonas', { delegationId: town.pia }],
  'delegation.left': ['jonas', { delegationId: town.pia }],
  'member.invited': ['stan', {}, { asked: 'member' }],
  'member.resent': ['stan', {}, { asked: 'member' }],
  'member.expiring': ['stan', {}, { asked: 'member' }],
  'member.roleChanged': ['vic', {}],
  'member.removed': ['vic', {}, { always: true }],
  'member.accepted': ['jonas', {}],
  'member.declined': ['jonas', {}],
  'member.joined': ['jonas', {}],
  'member.left': ['jonas', {}],
  'organization.domainRemoved': ['jonas', {}],
  'shortlist.published': ['edith', { workId: shortlists.nightShifts }],
  'brief.sent': ['edith', { workId: briefs.nightCover }],
  'brief.closing': ['pia', { workId: briefs.nightCover }],
  'brief.closed': ['pia', { workId: briefs.nightCover }],
  'response.received': ['pia', { workId: briefs.nightCover }],
  'note.shared': ['pia', { workId: shortlists.nightShifts, noteId: notes.budget }],
  'request.received': ['cara', { requestId: requests.crewline }],
  'request.reminder': ['cara', { requestId: requests.crewline }],
  'request.closed': ['cara', { requestId: requests.crewline }],
}

const facts: Facts = {
  by: 'Bea Okafor',
  partner: 'Pia Lindqvist',
  permissions: ['notes'],
  changes: ['Notes was added'],
  role: 'editor',
  domain: 'meridian.example',
  newAddress: 'new@lindqvist.example',
  changeId: newId(),
  expiresAt: '2099-01-01T00:00:00Z',
  title: 'Night cover',
  solution: 'Crewline',
  briefKind: 'rfi',
  on: 'shortlist',
  asks: { company: 'Meridian Health', person: null },
  deadline: '2099-01-01T00:00:00Z',
}
const orgId = organizations.meridian.id

async function queue(kind: MailKind, [reader, about, { asked } = {}]: Row): Promise<string> {
  const id = newId()
  const { id: userId, email } = people[reader]
  const told = { orgId: about.requestId || kind.startsWith('account.') ? null : orgId, ...about }
  await db()
    .insertInto('mails')
    .values({
      ...{ id, userId, address: email, kind, ...told },
      facts: JSON.stringify({ ...facts, invitationId: newId() }),
      sealed: settings.secrets.seal('x'.repeat(43), id),
    })
    .execute()
  if (asked === 'partner') await sql`update delegations set mail_id = ${id} where id = ${town.rex}`.execute(db())
  if (asked === 'member')
    await sql`
      insert into memberships (org_id, user_id, role, status, invited_by, invited_at, expires_at, mail_id)
      values (${orgId}, ${userId}, 'viewer', 'invited', ${people.bea.id}, now(), now() + interval '1 day', ${id})
      on conflict (org_id, user_id) where status <> 'removed' do update set mail_id = ${id}`.execute(db())
  return id
}

async function run(id: string): Promise<string[]> {
  const sent: string[] = []
  const transport = { close() {}, send: async ({ to }: OutgoingMail) => void sent.push(to) }
  await sendMail({ db: db(), settings, transport }, id, false)
  return sent
}

/** Everything that ties this person to anybody ends, and nothing else is tidied up. */
async function endAccessOf(person: Person) {
  const { id } = people[person]
  await sql`
    update delegations set ended_at = now(), ended_as = 'revoked', ended_by = invited_by, token_hash = null
    where partner_id = ${id} and ended_at is null`.execute(db())
  await sql`update memberships set status = 'removed', token_hash = null where user_id = ${id}`.execute(db())
}

test('SPEC 10: the table below names every kind of mail that is announced', () => {
  expect(Object.keys(rows).sort()).toEqual([...Object.keys(announcements), ...Object.keys(requestAnnouncements)].sort())
})

test.each(Object.entries(rows) as [MailKind, Row][])('G4: %s: queue, end the access, run', async (kind, row) => {
  const [reader, , { always } = {}] = row
  const { email } = people[reader]
  await sql`update briefs set deadline = now() + interval '1 day', closed_at = null where id = ${briefs.nightCover}`.execute(
    db(),
  )
  expect(await run(await queue(kind, row)), 'while they belong there').toEqual([email])
  const waiting = await queue(kind, row)
  await endAccessOf(reader)
  expect(await run(waiting)).toEqual(always ? [email] : [])
  const { state, sealed } = await db()
    .selectFrom('mails')
    .select(['state', 'sealed'])
    .where('id', '=', waiting)
    .executeTakeFirstOrThrow()
  expect({ state, sealed }).toEqual({ state: always ? 'sent' : 'withdrawn', sealed: null })
})
