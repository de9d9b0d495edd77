import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import {
  type Answer,
  db,
  dumpOf,
  mailsTo,
  newestSecret,
  type Person,
  people,
  serverOf,
  settings,
} from '../../town/town.ts'
import { remindExpiringMembers } from '../delegations/reminders.ts'
import type { OutgoingMail } from '../mail/transport.ts'
import { sendMail } from '../notifications/send-mail.ts'

const home = '/api/v1/organizations/meridian-health'
const members = `${home}/members`
const browserOf = (person: Person | 'nobody') => serverOf(db()).browserOf(person)
const ask = async (person: Person | 'nobody', method: string, url: string, body?: unknown) =>
  (await browserOf(person))({ method, url, ...(body !== undefined && { body }) })
const invite = (email: string, role = 'editor', by: Person = 'bea') => ask(by, 'POST', members, { email, role })
const codeOf = (answer: Answer) => (answer.statusCode < 300 ? answer.statusCode : answer.json().code)
const invitationsOf = async (person: Person) => (await ask(person, 'GET', '/api/v1/invitations')).json().items
const accept = (person: Person, id: string) => ask(person, 'POST', `/api/v1/invitations/${id}/accept`, {})
const age = (id: string, minutes: number) =>
  sql`update mails set created_at = created_at - make_interval(mins => ${minutes}) where id = (select mail_id from memberships where id = ${id})`.execute(
    db(),
  )
const expire = (id: string) => sql`update memberships set expires_at = now() where id = ${id}`.execute(db())

describe('O2: inviting to the team', () => {
  test('O2, D6: one call makes the membership, the mail, the notice and what is remembered', async () => {
    const answer = await invite(people.stan.email)
    expect([answer.statusCode, answer.json()]).toMatchObject([
      201,
      {
        user: { email: people.stan.email, name: '' },
        role: 'editor',
        status: 'invited',
        invitation: { invitedBy: { name: 'Bea Okafor' }, isExpired: false, mailState: 'queued' },
      },
    ])
    const { id, invitation } = answer.json()
    expect(invitation.link).toBe(`http://localhost/invitations/${id}`)
    const days = (Date.parse(invitation.expiresAt) - Date.now()) / 86_400_000
    expect(days).toBeCloseTo(14, 2)
    expect((await mailsTo(people.stan.email)).map(({ kind }) => kind)).toEqual(['member.invited'])
    const [notice] = (await ask('stan', 'GET', '/api/v1/notifications')).json().items
    expect(notice).toMatchObject({
      text: 'Bea Okafor invited you to the team of Meridian Health',
      detail: 'Editor',
      path: `/invitations/${id}`,
      invitationId: id,
    })
    expect((await ask('bea', 'GET', `${home}/audit?limit=1`)).json().items[0]).toMatchObject({
      kind: 'member.invited',
      text: `Bea Okafor invited ${people.stan.email} to the team`,
      detail: 'Editor',
    })
  })

  test('D6, ABUSE 51: the answer, the list and the audit say the same of an address with and without an account', async () => {
    const masked = (answer: Answer, email: string) =>
      answer.body.replaceAll(email, 'X').replace(/[0-9a-f-]{36}|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '·')
    const [known, unknown] = ['kim@hale-consulting.example', 'never@seen.example'] as const
    expect(masked(await invite(known), known)).toBe(masked(await invite(unknown), unknown))
    for (const url of [members, `${home}/audit`]) {
      const { body } = await ask('bea', 'GET', url)
      if (url === members) expect(body).not.toContain('Kim Hale')
    }
    const [first] = (await ask('bea', 'GET', `${home}/audit?kind=member.invited`)).json().items
    expect(first.text).toContain('never@seen.example')
  })

  test('O2: only admins see how an invitation stands; the team sees who was asked', async () => {
    await invite(people.stan.email)
    const listed = async (person: Person) =>
      (await ask(person, 'GET', members)).json().items.find((it: { status: string }) => it.status === 'invited')
    expect((await listed('bea')).invitation.mailState).toBe('queued')
    expect(await listed('vic')).toMatchObject({ user: { email: people.stan.email, name: '' }, invitation: null })
  })

  test('O2: the list counts the whole team, whatever is looked for; expired invitations still wait', async () => {
    await invite(people.stan.email, 'admin')
    await expire((await invite(people.kim.email)).json().id)
    const listed = async (query: string) => {
      const { items, counts } = (await ask('vic', 'GET', `${members}?${query}`)).json()
      return [items.map(({ user }: { user: { email: string } }) => user.email), counts]
    }
    const counts = { all: 6, active: 4, invited: 2, admins: 2 }
    expect(await listed('status=invited')).toEqual([[people.kim.email, people.stan.email], counts])
    expect(await listed('status=active&search=WEBER')).toEqual([[people.jonas.email], counts])
    expect(await listed('search=%25')).toEqual([[], counts])
    expect(await listed('limit=1')).toEqual([[people.kim.email], counts])
  })

  test('D6: nobody is found by a name that is not shown', async () => {
    await invite(people.kim.email)
    const found = async (search: string) => (await ask('bea', 'GET', `${members}?search=${search}`)).json().items
    expect(await found('Kim%20Hale')).toEqual([])
    expect(await found('kim@')).toHaveLength(1)
  })

  test.each([
    ['bea@meridian.example', 'self_invitation'],
    ['Jonas@Meridian.example', 'already_member'],
    [people.pia.email, 'already_partner'],
    ['nobody', 'invalid_email'],
  ])('D2, D3: inviting %s is refused: %s', async (email, code) => {
    const before = await dumpOf(db(), ['public.sessions'])
    expect(codeOf(await invite(email)) === code || (await invite(email)).json().errors[0].code === code).toBe(true)
    expect(await dumpOf(db(), ['public.sessions'])).toEqual(before)
  })

  test('D3: who was invited to the team and as a partner is one of both: the other answer is refused', async () => {
    const { id } = (await invite(people.stan.email)).json()
    const asPartner = await ask('bea', 'POST', `${home}/delegations`, { email: people.stan.email })
    expect(asPartner.statusCode).toBe(201)
    expect(await invitationsOf('stan')).toHaveLength(2)
    expect((await accept('stan', id)).statusCode).toBe(200)
    expect(codeOf(await accept('stan', asPartner.json().id))).toBe('already_member')
  })

  test('D3: an active partner does not accept an invitation to the team', async () => {
    const { id } = (await invite(people.stan.email)).json()
    const asPartner = (await ask('bea', 'POST', `${home}/delegations`, { email: people.stan.email })).json()
    await accept('stan', asPartner.id)
    expect(codeOf(await accept('stan', id))).toBe('already_partner')
  })

  test('D3: who leaves as a partner, to join the team, keeps its invitation; who is removed keeps that as a partner', async () => {
    const asMember = (await invite(people.stan.email)).json().id
    const asPartner = (await ask('bea', 'POST', `${home}/delegations`, { email: people.stan.email })).json().id
    const left = async () => [
      (await ask('stan', 'GET', '/api/v1/notifications')).json().items.map((it: { kind: string }) => it.kind),
      (await mailsTo(people.stan.email)).map(({ kind, state }) => `${kind} ${state}`),
    ]
    await sql`savepoint answer`.execute(db())
    await accept('stan', asPartner)
    await ask('stan', 'DELETE', `/api/v1/partnerships/${asPartner}`)
    expect(await left()).toEqual([
      ['delegation.invited', 'member.invited'],
      ['member.invited queued', 'delegation.invited withdrawn'],
    ])
    await sql`rollback to savepoint answer`.execute(db())
    await accept('stan', asMember)
    await ask('bea', 'DELETE', `${members}/${asMember}`)
    expect(await left()).toEqual([
      ['member.removed', 'delegation.invited', 'member.invited'],
      ['member.invited withdrawn', 'delegation.invited queued', 'member.removed queued'],
    ])
  })

  test('D4: nobody is invited twice; after an expiry one is, and the earlier link is dead', async () => {
    const { id } = (await invite(people.stan.email)).json()
    expect(codeOf(await invite(people.stan.email))).toBe('member_invited')
    await expire(id)
    const again = await invite(people.stan.email, 'viewer')
    expect(again.statusCode).toBe(201)
    expect(codeOf(await accept('stan', id))).toBe('invitation_expired')
    expect((await accept('stan', again.json().id)).statusCode).toBe(200)
  })

  test('D7: the same Idempotency-Key invites once', async () => {
    const bea = await browserOf('bea')
    const body = { email: people.stan.email, role: 'viewer' }
    const headers = { 'idempotency-key': 'once' }
    const first = await bea({ method: 'POST', url: members, body, headers })
    expect((await bea({ method: 'POST', url: members, body, headers })).body).toBe(first.body)
    expect(await mailsTo(people.stan.email)).toHaveLength(1)
  })
})

describe('SPEC 3: answering', () => {
  test('I4: accepting as the invited person opens the workspace in the role of the invitation, and tells the admins', async () => {
    const { id } = (await invite(people.stan.email)).json()
    expect(await invitationsOf('stan')).toMatchObject([{ id, as: 'member', role: 'editor', permissions: [] }])
    expect((await ask('stan', 'GET', '/api/v1/me')).json().pendingInvitations).toBe(1)
    expect((await accept('stan', id)).json()).toMatchObject({
      status: 'active',
      organization: { slug: 'meridian-health' },
    })
    expect((await accept('stan', id)).statusCode).toBe(200)
    expect((await ask('stan', 'GET', '/api/v1/workspaces/meridian-health')).json()).toMatchObject({
      as: 'member',
      role: 'editor',
    })
    expect((await ask('stan', 'GET', '/api/v1/notifications')).json().items[0]).toMatchObject({
      invitationId: null,
      readAt: expect.any(String),
    })
    for (const admin of ['bea', 'jonas'] as const)
      expect((await ask(admin, 'GET', '/api/v1/notifications')).json().items[0].text).toBe(
        'Stan Fremd has joined the team of Meridian Health',
      )
    expect((await ask('bea', 'GET', `${home}/audit?limit=1`)).json().items[0].text).toBe('Stan Fremd joined the team')
  })

  test('I4, ABUSE 5: another account never accepts, and the invitation stays intact', async () => {
    const { id } = (await invite(people.stan.email)).json()
    for (const person of ['kim', 'pia', 'bea', 'nora'] as const)
      expect(codeOf(await accept(person, id))).toBe('invitation_email_mismatch')
    expect(codeOf(await accept('stan', id))).toBe(200)
  })

  test('I5: a stub claims with the secret of the link, once', async () => {
    const { id } = (await invite('new@team.example', 'viewer')).json()
    const token = await newestSecret('new@team.example')
    const nobody = await browserOf('nobody')
    const look = { url: `/api/v1/invitations/${id}`, headers: { authorization: `Invitation ${token}` } }
    expect((await nobody(look)).json()).toMatchObject({
      as: 'member',
      role: 'viewer',
      viewer: 'claim',
      state: 'pending',
      email: 'new@team.example',
    })
    const claim = (secret: string) =>
      ask('nobody', 'POST', `/api/v1/invitations/${id}/claim`, { token: secret, name: 'Nina New' })
    expect(codeOf(await claim(`${token}x`))).toBe('invitation_token_invalid')
    expect((await claim(token)).statusCode).toBe(200)
    expect(codeOf(await claim(token))).toBe('invitation_not_pending')
    const { items } = (await ask('bea', 'GET', members)).json()
    expect(items[0]).toMatchObject({ user: { name: 'Nina New' }, status: 'active', role: 'viewer', invitation: null })
  })

  test('I7: declining tells the admins, with the note', async () => {
    const { id } = (await invite(people.stan.email)).json()
    await ask('stan', 'POST', `/api/v1/invitations/${id}/decline`, { note: 'Not now' })
    expect((await ask('bea', 'GET', '/api/v1/notifications')).json().items[0]).toMatchObject({
      text: `${people.stan.email} has declined your invitation to the team`,
      detail: 'Not now',
    })
    expect(codeOf(await accept('stan', id))).toBe('invitation_not_pending')
    expect((await ask('bea', 'GET', members)).json().items).toHaveLength(4)
    expect((await invite(people.stan.email)).statusCode).toBe(201)
  })

  test('D9: resending kills the earlier link, not within ten minutes, and at most three times a week', async () => {
    const { id } = (await invite('new@team.example')).json()
    const first = await newestSecret('new@team.example')
    const resend = () => ask('bea', 'POST', `${members}/${id}/resend`, {})
    expect(codeOf(await resend())).toBe('resend_too_soon')
    for (let n = 0; n < 3; n++) {
      await age(id, 11)
      expect((await resend()).statusCode).toBe(200)
    }
    await age(id, 11)
    expect(codeOf(await resend())).toBe('resend_limit')
    const claim = (token: string) =>
      ask('nobody', 'POST', `/api/v1/invitations/${id}/claim`, { token, name: 'Nina New' })
    expect(codeOf(await claim(first))).toBe('invitation_token_invalid')
    expect((await claim(await newestSecret('new@team.example'))).statusCode).toBe(200)
  })

  test('D9: an expired invitation is sent again, and works again', async () => {
    const { id } = (await invite(people.stan.email)).json()
    await age(id, 11)
    await expire(id)
    expect(codeOf(await accept('stan', id))).toBe('invitation_expired')
    expect((await ask('bea', 'POST', `${members}/${id}/resend`, {})).json().invitation.isExpired).toBe(false)
    expect((await accept('stan', id)).statusCode).toBe(200)
  })

  test('P1: what a deleted account had let expire is not sent again', async () => {
    const { id } = (await invite(people.stan.email)).json()
    await age(id, 11)
    await expire(id)
    const stan = await browserOf('stan')
    await stan({ method: 'POST', url: '/api/v1/me/proof', body: {} })
    const otp = await newestSecret(people.stan.email)
    expect((await stan({ method: 'DELETE', url: '/api/v1/me', body: { otp } })).statusCode).toBe(200)
    expect((await ask('bea', 'POST', `${members}/${id}/resend`, {})).statusCode).toBe(404)
    expect((await ask('bea', 'GET', `${members}?status=invited`)).json().items).toEqual([])
  })

  test('O2: an invitation that was taken back opens nothing, and its mail and notice are gone', async () => {
    const { id } = (await invite(people.stan.email)).json()
    expect((await ask('bea', 'DELETE', `${members}/${id}`)).json()).toMatchObject({ status: 'removed' })
    expect(codeOf(await accept('stan', id))).toBe('invitation_not_pending')
    expect((await mailsTo(people.stan.email)).map(({ state, sealed }) => [state, sealed])).toEqual([
      ['withdrawn', null],
    ])
    expect((await ask('stan', 'GET', '/api/v1/notifications')).json().items).toEqual([])
  })

  test('O2: a role that changed before the answer is the role of the answer', async () => {
    const { id } = (await invite(people.stan.email)).json()
    await ask('bea', 'PATCH', `${members}/${id}`, { role: 'viewer' })
    await accept('stan', id)
    expect((await ask('stan', 'GET', '/api/v1/workspaces/meridian-health')).json().role).toBe('viewer')
  })

  test('ABUSE 28: a role that changes before the answer mails nobody and rings no bell', async () => {
    const { id } = (await invite(people.stan.email)).json()
    for (const role of ['viewer', 'admin', 'viewer', 'admin'])
      expect((await ask('bea', 'PATCH', `${members}/${id}`, { role })).statusCode).toBe(200)
    expect((await mailsTo(people.stan.email)).map(({ kind }) => kind)).toEqual(['member.invited'])
    expect((await ask('stan', 'GET', '/api/v1/notifications')).json().items).toHaveLength(1)
    expect(await invitationsOf('stan')).toMatchObject([{ id, role: 'admin' }])
  })

  test('D3: of two invitations of one person the end of one leaves the mail and the notice of the other', async () => {
    const left = async () => [
      (await mailsTo(people.stan.email)).filter(({ state }) => state === 'queued').map(({ kind }) => kind),
      (await ask('stan', 'GET', '/api/v1/notifications')).json().items.map(({ kind }: { kind: string }) => kind),
    ]
    const { id } = (await invite(people.stan.email)).json()
    const asPartner = await ask('bea', 'POST', `${home}/delegations`, { email: people.stan.email })
    await ask('bea', 'DELETE', `${members}/${id}`)
    expect(await left()).toEqual([['delegation.invited'], ['delegation.invited']])
    await invite(people.stan.email)
    await ask('bea', 'POST', `${home}/delegations/${asPartner.json().id}/revoke`, {})
    const [mails, notices] = await left()
    expect(mails).toContain('member.invited')
    expect(notices).toContain('member.invited')
    expect([...mails!, ...notices!]).not.toContain('delegation.invited')
  })

  test('O2: an invited admin is no admin: the last active one stays', async () => {
    await ask('bea', 'PATCH', `${members}/01900000-0000-7000-a000-000000000002`, { role: 'viewer' })
    await invite(people.stan.email, 'admin')
    expect(codeOf(await ask('bea', 'POST', `${home}/leave`, {}))).toBe('last_admin')
  })
})

describe('O2: leaving and being removed', () => {
  test('O2: whoever leaves is out at once, and the admins hear of it', async () => {
    expect((await ask('edith', 'POST', `${home}/leave`, {})).statusCode).toBe(200)
    expect((await ask('edith', 'GET', members)).statusCode).toBe(404)
    expect((await ask('bea', 'GET', '/api/v1/notifications')).json().items[0].text).toBe(
      'Edith Lang left the team of Meridian Health',
    )
    expect((await invite(people.edith.email)).statusCode).toBe(201)
  })

  test('SPEC 10: who is removed, or gets another role, is told', async () => {
    await ask('bea', 'PATCH', `${members}/01900000-0000-7000-a000-000000000004`, { role: 'editor' })
    const newest = async () => (await ask('vic', 'GET', '/api/v1/notifications')).json().items[0]
    expect(await newest()).toMatchObject({
      text: 'Bea Okafor changed your role at Meridian Health',
      detail: 'You are now Editor',
      path: '/w/meridian-health',
    })
    await ask('bea', 'DELETE', `${members}/01900000-0000-7000-a000-000000000004`)
    expect((await newest()).text).toBe('Bea Okafor removed you from the team of Meridian Health')
    const mails = (await mailsTo(people.vic.email)).map(({ kind, state }) => `${kind} ${state}`)
    expect(mails).toEqual(['member.roleChanged withdrawn', 'member.removed queued'])
  })

  test('V1, G4: whoever is an admin no longer loses what only admins are told, in the app and by mail', async () => {
    const { id } = (await invite(people.stan.email)).json()
    await accept('stan', id)
    const of = async (person: Person) => [
      (await ask(person, 'GET', '/api/v1/notifications')).json().items[0].kind,
      (await mailsTo(people[person].email)).map(({ kind, state }) => `${kind} ${state}`),
    ]
    const { items } = (await ask('bea', 'GET', `${members}?search=WEBER`)).json()
    await ask('bea', 'PATCH', `${members}/${items[0].id}`, { role: 'editor' })
    expect(await of('jonas')).toEqual([
      'member.roleChanged',
      ['member.accepted withdrawn', 'member.roleChanged queued'],
    ])
    expect(await of('bea')).toEqual(['member.accepted', ['member.accepted queued']])
  })

  test('O2: a removed member comes back by a new invitation only, and starts with its role', async () => {
    await ask('bea', 'DELETE', `${members}/01900000-0000-7000-a000-000000000003`)
    const { id } = (await invite(people.edith.email, 'viewer')).json()
    expect((await ask('edith', 'GET', members)).statusCode).toBe(404)
    await accept('edith', id)
    expect((await ask('edith', 'GET', '/api/v1/workspaces/meridian-health')).json().role).toBe('viewer')
  })
})

describe('SPEC 10: mails about a team', () => {
  const send = async (mailId: string) => {
    const sent: OutgoingMail[] = []
    const transport = { sent, close() {}, send: async (mail: OutgoingMail) => void sent.push(mail) }
    await sendMail({ db: db(), settings, transport }, mailId, false)
    return sent
  }

  test('I1, I2: the invitation names organization, inviter and role; its link works', async () => {
    const { id } = (await invite('new@team.example', 'viewer')).json()
    const token = await newestSecret('new@team.example')
    const [mail] = await mailsTo('new@team.example')
    const [letter] = await send(mail!.id)
    expect(letter!.subject).toBe("You've been invited to the team of Meridian Health on Human Cloud")
    expect(letter!.text).toContain('Bea Okafor asks you to join the team of Meridian Health')
    expect(letter!.text).toContain('Viewer')
    expect(letter!.text).toContain(`http://localhost/invitations/${id}#${token}`)
  })

  test('SPEC 10: who has not answered three days before the end is reminded once', async () => {
    const { id } = (await invite(people.stan.email)).json()
    await sql`update memberships set expires_at = now() + interval '2 days' where id = ${id}`.execute(db())
    await age(id, 11 * 1440)
    expect([await remindExpiringMembers({ db: db() }), await remindExpiringMembers({ db: db() })]).toEqual([1, 0])
    expect((await ask('stan', 'GET', '/api/v1/notifications')).json().items[0]).toMatchObject({
      text: 'Your invitation to the team of Meridian Health is about to expire',
      invitationId: id,
    })
  })
})
