import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Verb } from '../../shared/endpoint.ts'
import { solutionIds } from '../../town/ask.ts'
import { reached, to } from '../../town/reached.ts'
import {
  db,
  delegations,
  newestSecret,
  organizations,
  type Person,
  people,
  serverOf,
  shortlists,
} from '../../town/town.ts'
import { remindExpiring, remindExpiringMembers } from '../delegations/reminders.ts'

/*
 * SPEC 10, its rows about access, teams, shortlists, notes and accounts, by what people really do: exactly who is told, on
 * which channel, and so who is not. The rows about briefs are in server/briefs/told.test.ts.
 */

async function does(person: Person | 'nobody', line: `${Verb} /${string}`, body: unknown = {}) {
  const [method, url] = line.split(' ') as [Verb, string]
  const browser = await serverOf(db()).browserOf(person)
  const answer = await browser({ method, url: `/api/v1${url}`, ...(method !== 'GET' && { body }) })
  expect(answer.statusCode, answer.body).toBeLessThan(300)
  return answer.json()
}
const home = '/organizations/meridian-health' as const
const workspace = '/workspaces/meridian-health' as const
const invited = async (email: string = people.stan.email): Promise<string> =>
  (await does('bea', `POST ${home}/delegations`, { email })).id
const asked = async (email: string = people.stan.email, role = 'editor'): Promise<string> =>
  (await does('bea', `POST ${home}/members`, { email, role })).id
const memberOf = async (person: Person): Promise<string> => {
  const { rows } = await sql<{ id: string }>`
    select id from memberships where org_id = ${organizations.meridian.id} and user_id = ${people[person].id} and status = 'active'`.execute(
    db(),
  )
  return rows[0]!.id
}
const note = (person: Person, subject: string, visibility = 'shared'): Promise<{ id: string }> =>
  does(person, `POST ${workspace}/notes`, { subject, body: 'Words', visibility })
const on = (shortlist: keyof typeof shortlists) => `shortlist:${shortlists[shortlist]}`
const noNotesYet = () => db().deleteFrom('notes').execute()
const longAgo = () => sql`update mails set created_at = created_at - interval '11 minutes'`.execute(db())
const soon = (table: 'delegations' | 'memberships', id: string) =>
  sql`
    update ${sql.table(table)} set expires_at = now() + interval '2 days', invited_at = now() - interval '12 days' where id = ${id}`.execute(
    db(),
  )
const machine = () => ({ db: db() })

type Told = { app?: string[]; mail?: string[]; both?: string[] }
/** `before` is what must have happened; only what `act` does is looked at. */
type Row = [event: string, before: () => Promise<unknown>, act: (made: never) => Promise<unknown>, told: Told]
const row = <T>(event: string, before: () => Promise<T>, act: (made: T) => Promise<unknown>, told: Told): Row => [
  event,
  before,
  act,
  told,
]
const nothing = async () => {}
const admins = ['bea', 'jonas']

const access = [
  row('a partner is invited: they, and no admin', nothing, () => invited(), {
    both: to('delegation.invited', 'stan'),
  }),
  row(
    'the invitation is resent: they, by mail alone',
    longAgo,
    () => does('bea', `POST ${home}/delegations/${delegations.rex}/resend`),
    {
      mail: to('delegation.resent', 'rex'),
    },
  ),
  row('it is cancelled: nobody', nothing, () => does('bea', `POST ${home}/delegations/${delegations.rex}/cancel`), {}),
  row(
    'it is accepted: the admins, not editors, viewers or other partners',
    invited,
    (id) => does('stan', `POST /invitations/${id}/accept`),
    {
      both: to('delegation.accepted', ...admins),
    },
  ),
  row('it is declined: the admins', invited, (id) => does('stan', `POST /invitations/${id}/decline`), {
    both: to('delegation.declined', ...admins),
  }),
  row(
    'two are about to expire: each its partner',
    () => soon('delegations', delegations.rex),
    () => remindExpiring(machine()),
    {
      both: to('delegation.expiring', 'rex', 'sam'),
    },
  ),
  row(
    'permissions change: the partner',
    nothing,
    () => does('bea', `PATCH ${home}/delegations/${delegations.pia}`, { permissions: ['notes'] }),
    { both: to('delegation.changed', 'pia') },
  ),
  row(
    'access is revoked: the partner',
    nothing,
    () => does('bea', `POST ${home}/delegations/${delegations.pia}/revoke`),
    {
      both: to('delegation.revoked', 'pia'),
    },
  ),
  row('a partner leaves: the admins', nothing, () => does('pia', `DELETE /partnerships/${delegations.pia}`), {
    both: to('delegation.left', ...admins),
  }),
]

const team = [
  row('somebody is asked into the team: they', nothing, () => asked(), { both: to('member.invited', 'stan') }),
  row(
    'asked again: they, by mail alone',
    async () => {
      const id = await asked()
      await longAgo()
      return id
    },
    (id) => does('bea', `POST ${home}/members/${id}/resend`),
    { mail: to('member.resent', 'stan') },
  ),
  row('taken back: nobody', asked, (id) => does('bea', `DELETE ${home}/members/${id}`), {}),
  row(
    'it is accepted: the admins, and not who accepted',
    asked,
    (id) => does('stan', `POST /invitations/${id}/accept`),
    {
      both: to('member.accepted', ...admins),
    },
  ),
  row(
    'a new admin accepts: the other admins',
    () => asked(people.stan.email, 'admin'),
    (id) => does('stan', `POST /invitations/${id}/accept`),
    {
      both: to('member.accepted', ...admins),
    },
  ),
  row('it is declined: the admins', asked, (id) => does('stan', `POST /invitations/${id}/decline`), {
    both: to('member.declined', ...admins),
  }),
  row(
    'it is about to expire: who was asked',
    async () => {
      await soon('memberships', await asked())
      await sql`update mails set created_at = created_at - interval '12 days' where kind = 'member.invited'`.execute(
        db(),
      )
    },
    () => remindExpiringMembers(machine()),
    { both: to('member.expiring', 'stan') },
  ),
  row(
    'somebody joins by the domain of their address: the admins',
    async () => {
      await does('bea', `PUT ${home}/domains/meridian.example`)
      const nobody = await serverOf(db()).browserOf('nobody')
      const email = 'nina@meridian.example'
      await nobody({ method: 'POST', url: '/api/auth/email-otp/send-verification-otp', body: { email } })
      const otp = await newestSecret(email)
      return () => nobody({ method: 'POST', url: '/api/auth/sign-in/email-otp', body: { email, otp } })
    },
    (signUp) => signUp(),
    { both: to('member.joined', ...admins) },
  ),
  row(
    'a role changes: that person',
    () => memberOf('vic'),
    (id) => does('bea', `PATCH ${home}/members/${id}`, { role: 'editor' }),
    {
      both: to('member.roleChanged', 'vic'),
    },
  ),
  row(
    'a member is removed: that person',
    () => memberOf('vic'),
    (id) => does('bea', `DELETE ${home}/members/${id}`),
    {
      both: to('member.removed', 'vic'),
    },
  ),
  row('a member leaves: the admins', nothing, () => does('vic', `POST ${home}/leave`), {
    both: to('member.left', ...admins),
  }),
  row('an admin leaves: the admins that stay', nothing, () => does('jonas', `POST ${home}/leave`), {
    both: to('member.left', 'bea'),
  }),
  row(
    'another organization takes over the domain: the admins of the former one',
    async () => {
      await does('bea', `PUT ${home}/domains/meridian.example`)
      await sql`update users set email = id || '@moved.example' where split_part(email, '@', 2) = 'meridian.example'`.execute(
        db(),
      )
      await sql`update users set email = 'stan@meridian.example' where id = ${people.stan.id}`.execute(db())
      await does('stan', 'POST /organizations', { name: 'Taker' })
    },
    () => does('stan', 'PUT /organizations/taker/domains/meridian.example'),
    { both: to('organization.domainRemoved', ...admins) },
  ),
  row(
    'an admin takes the domain back: nobody',
    () => does('bea', `PUT ${home}/domains/meridian.example`),
    () => does('bea', `DELETE ${home}/domains/meridian.example`),
    {},
  ),
  row('settings change: nobody', nothing, () => does('bea', `PATCH ${home}`, { name: 'Meridian Care' }), {}),
]

const work = [
  row(
    'a partner publishes: admins and editors, in the app; not viewers, not other partners',
    nothing,
    () => does('pia', `POST ${workspace}/shortlists/${shortlists.locums}/publish`),
    {
      app: to('shortlist.published', 'bea', 'edith', 'jonas'),
    },
  ),
  row(
    'a member makes a shortlist: nobody',
    nothing,
    () => does('edith', `POST ${workspace}/shortlists`, { title: 'New' }),
    {},
  ),
  row(
    'a note is shared on a partner’s work: that partner, in the app; not the team, not other partners',
    noNotesYet,
    () => note('edith', on('nightShifts')),
    {
      app: to('note.shared', 'pia'),
    },
  ),
  row(
    'a note is shared where others wrote before: its author and they, not the writer',
    async () => {
      await noNotesYet()
      await note('vic', on('nightShifts'), 'personal')
      await note('bea', on('nightShifts'), 'team')
    },
    () => note('edith', on('nightShifts')),
    { app: to('note.shared', 'bea', 'pia', 'vic') },
  ),
  row(
    'V3: a partner shares a note on another partner’s work: who wrote there of the team, never that partner',
    async () => {
      await noNotesYet()
      await note('bea', on('checks'))
      await note('max', on('checks'))
    },
    () => note('pia', on('checks')),
    { app: to('note.shared', 'bea') },
  ),
  row(
    'a note is shared on a solution: who wrote of it there, of no other organization, and no scoped partner',
    async () => {
      await noNotesYet()
      const solution = `solution:${(await solutionIds()).crewline}`
      for (const person of ['bea', 'pia', 'max'] as const) await note(person, solution)
      await does('ola', 'POST /workspaces/orchard-foods/notes', {
        subject: solution,
        body: 'Ours',
        visibility: 'shared',
      })
      return solution
    },
    (solution) => note('edith', solution),
    { app: to('note.shared', 'bea', 'pia') },
  ),
  row('a personal note: nobody', noNotesYet, () => note('edith', on('nightShifts'), 'personal'), {}),
  row('a note for the team: nobody', noNotesYet, () => note('edith', on('nightShifts'), 'team'), {}),
  row(
    'a shared note gets other words: nobody',
    async () => {
      await noNotesYet()
      return note('edith', on('nightShifts'))
    },
    ({ id }) => does('edith', `PATCH ${workspace}/notes/${id}`, { body: 'Better' }),
    {},
  ),
  row(
    'a note is deleted: nobody',
    async () => {
      await noNotesYet()
      return note('edith', on('nightShifts'))
    },
    ({ id }) => does('bea', `DELETE ${workspace}/notes/${id}`),
    {},
  ),
]

const account = [
  row(
    'a password changes: its person, by mail',
    async () => {
      await does('stan', 'POST /me/proof')
      return newestSecret(people.stan.email)
    },
    (otp) => does('stan', 'POST /me/password', { newPassword: 'thimble marmot quarry lantern', otp }),
    {
      mail: to('account.passwordChanged', 'stan'),
    },
  ),
  row('a name changes: nobody', nothing, () => does('stan', 'PATCH /me', { name: 'Stan Neu' }), {}),
  row(
    'preferences change: nobody',
    nothing,
    () => does('stan', 'PUT /notification-preferences', { items: [], mails: { mode: 'daily' } }),
    {},
  ),
]

test.each([...access, ...team, ...work, ...account])(
  'SPEC 10: %s',
  async (_, before, act, { app = [], mail = [], both = [] }) => {
    const made = (await before()) as never
    expect(await reached(() => act(made))).toEqual({ app: [...app, ...both].sort(), mail: [...mail, ...both].sort() })
  },
)
