import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { codeOf } from '../../town/ask.ts'
import { sentBrief } from '../../town/asked.ts'
import {
  briefs,
  db,
  delegations,
  dumpOf,
  mailsTo,
  newestSecret,
  organizations,
  type Person,
  people,
  serverOf,
} from '../../town/town.ts'
import { setPassword } from './account.ts'

const browserOf = (person: Person | 'nobody') => serverOf(db()).browserOf(person)
type Browser = Awaited<ReturnType<typeof browserOf>>
const post = (browser: Browser, url: string, body: unknown = {}) =>
  browser({ method: 'POST', url: `/api/v1${url}`, body })
const PASSWORD = 'thimble marmot quarry lantern'
const givePassword = (person: Person) => setPassword({ db: db() } as never, people[person].id, PASSWORD)
const pending = async (browser: Browser) => (await browser({ url: '/api/v1/me/email' })).json().pending

/** Whoever has no password proves themselves by a code. */
async function proof(browser: Browser, person: Person) {
  expect((await post(browser, '/me/proof')).statusCode).toBe(200)
  return { otp: await newestSecret(people[person].email) }
}
async function beginChange(browser: Browser, person: Person, email: string) {
  const answer = await post(browser, '/me/email', { email, ...(await proof(browser, person)) })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json().id as string
}

const meridian = '/api/v1/organizations/meridian-health'
async function changeTo(browser: Browser, person: Person, email: string) {
  await beginChange(browser, person, email)
  const answer = await post(browser, '/me/email/confirm', { otp: await newestSecret(email) })
  expect(answer.statusCode, answer.body).toBe(200)
}

describe('ABUSE 3: a first password', () => {
  const set = (browser: Browser, more: object = {}) => post(browser, '/me/password', { newPassword: PASSWORD, ...more })

  test('ABUSE 3: not by a session alone: by a code of the mailbox, once; the others are out', async () => {
    const [stan, elsewhere] = [await browserOf('stan'), await browserOf('stan')]
    expect(codeOf(await set(stan))).toBe('code_expired')
    const { otp } = await proof(stan, 'stan')
    expect(codeOf(await set(stan, { otp: otp === '111111' ? '222222' : '111111' }))).toBe('invalid_code')
    expect(codeOf(await set(stan, { otp }))).toBe(200)
    expect((await elsewhere({ url: '/api/v1/me' })).statusCode).toBe(401)
    expect(codeOf(await set(stan, { otp }))).toBe('wrong_password')
  })

  test('P3: who has no name yet is on the welcome page, and has just entered a code', async () => {
    await sql`update users set name = '' where id = ${people.stan.id}`.execute(db())
    const stan = await browserOf('stan')
    expect(codeOf(await set(stan))).toBe(200)
    expect(codeOf(await set(stan))).toBe('wrong_password')
  })
})

describe('ABUSE 3: another address', () => {
  test('ABUSE 3: proven at both ends: then it replaces the old one, which hears of it twice', async () => {
    const [stan, elsewhere] = [await browserOf('stan'), await browserOf('stan')]
    await beginChange(stan, 'stan', 'Stan@New.example')
    expect((await pending(stan)).email).toBe('stan@new.example')
    expect((await stan({ url: '/api/v1/me' })).json().user.email).toBe(people.stan.email)
    const otp = await newestSecret('stan@new.example')
    expect((await post(stan, '/me/email/confirm', { otp })).json().user.email).toBe('stan@new.example')
    expect((await stan({ url: '/api/v1/me' })).json().user).toMatchObject({
      email: 'stan@new.example',
      name: 'Stan Fremd',
    })
    expect((await elsewhere({ url: '/api/v1/me' })).statusCode).toBe(401)
    expect((await mailsTo(people.stan.email)).map(({ kind }) => kind)).toEqual([
      'account.proofCode',
      'account.emailChanging',
      'account.emailChanged',
    ])
    expect(await pending(stan)).toBe(null)
  })

  test('ABUSE 3: a session alone changes nothing: the password, or a code of the old mailbox, once', async () => {
    const stan = await browserOf('stan')
    const change = (more: object) => post(stan, '/me/email', { email: 'stan@new.example', ...more })
    expect(codeOf(await change({}))).toBe('code_expired')
    const { otp } = await proof(stan, 'stan')
    expect(codeOf(await change({ otp: otp === '111111' ? '222222' : '111111' }))).toBe('invalid_code')
    expect(codeOf(await change({ otp }))).toBe(200)
    expect(codeOf(await change({ otp }))).toBe('code_expired')
    await givePassword('stan')
    expect(codeOf(await change({ currentPassword: 'wrong' }))).toBe('wrong_password')
    expect(codeOf(await change({ otp: (await proof(stan, 'stan')).otp }))).toBe('wrong_password')
    expect(codeOf(await change({ currentPassword: PASSWORD }))).toBe(200)
  })

  test('ABUSE 3: the old mailbox stops it, and whoever asked for it is out', async () => {
    const stan = await browserOf('stan')
    const id = await beginChange(stan, 'stan', 'thief@new.example')
    const token = await newestSecret(people.stan.email)
    const nobody = await browserOf('nobody')
    const look = async (secret: string) => {
      const headers = { authorization: `Invitation ${secret}` }
      return codeOf(await nobody({ url: `/api/v1/email-changes/${id}`, headers }))
    }
    expect([await look(`${token}x`), await look(token)]).toEqual(['email_change_gone', 200])
    const forged = await post(nobody, `/email-changes/${id}/stop`, { token: `${token}x` })
    expect(forged.json()).toMatchObject({
      code: 'email_change_gone',
      detail: expect.stringContaining('nothing to stop'),
    })
    expect(codeOf(await post(nobody, `/email-changes/${id}/stop`, { token }))).toBe(200)
    expect((await stan({ url: '/api/v1/me' })).statusCode).toBe(401)
    const again = await browserOf('stan')
    const otp = await newestSecret('thief@new.example')
    expect(codeOf(await post(again, '/me/email/confirm', { otp }))).toBe('code_expired')
    expect(codeOf(await post(nobody, `/email-changes/${id}/stop`, { token }))).toBe('email_change_gone')
    expect(await look(token)).toBe('email_change_gone')
  })

  test('ABUSE 3: a pending change dies with a reset of the password, and with a new password', async () => {
    const stan = await browserOf('stan')
    await beginChange(stan, 'stan', 'thief@new.example')
    const nobody = await browserOf('nobody')
    const at = { method: 'POST', url: '/api/auth/email-otp/send-verification-otp' }
    await nobody({ ...at, body: { email: people.stan.email, type: 'forget-password' } })
    const otp = await newestSecret(people.stan.email)
    const body = { email: people.stan.email, otp, password: PASSWORD }
    expect((await nobody({ method: 'POST', url: '/api/auth/email-otp/reset-password', body })).statusCode).toBe(200)
    const back = await browserOf('stan')
    expect(await pending(back)).toBe(null)
    expect(codeOf(await post(back, '/me/email', { email: 'thief@new.example', currentPassword: PASSWORD }))).toBe(200)
    await post(back, '/me/password', { currentPassword: PASSWORD, newPassword: `${PASSWORD} two` })
    expect(await pending(back)).toBe(null)
  })

  test('ABUSE 50: asking for an address with an account answers the same; only its mailbox learns why it does not work', async () => {
    const answers = []
    for (const email of [people.kim.email, 'nobody@new.example', people.rex.email]) {
      const stan = await browserOf('stan')
      answers.push((await post(stan, '/me/email', { email, ...(await proof(stan, 'stan')) })).statusCode)
    }
    expect(answers).toEqual([200, 200, 200])
    const stan = await browserOf('stan')
    await beginChange(stan, 'stan', people.kim.email)
    await sql`savepoint asked`.execute(db())
    expect(codeOf(await post(stan, '/me/email/confirm', { otp: await newestSecret(people.kim.email) }))).toBe(
      'email_taken',
    )
    await sql`rollback to savepoint asked`.execute(db())
  })

  test('P4: an address that was only invited or asked is for whoever proves it, with what waits there', async () => {
    await sentBrief(db(), { solutions: ['globehire'] })
    const [stan, max] = [await browserOf('stan'), await browserOf('max')]
    await changeTo(stan, 'stan', people.rex.email)
    expect((await post(stan, `/invitations/${delegations.rex}/accept`)).json().status).toBe('active')
    const bea = await browserOf('bea')
    const { partner } = (await bea({ url: `${meridian}/delegations/${delegations.rex}` })).json()
    expect(partner).toEqual({ email: people.rex.email, name: people.stan.name })
    await changeTo(max, 'max', 'hello@globehire.example')
    expect((await max({ url: '/api/v1/requests' })).json().items).toHaveLength(1)
  })

  test('P4, D3: nobody is anything twice by it: that is declined; and what waits at the old address stays there', async () => {
    const [edith, bea, nora] = [await browserOf('edith'), await browserOf('bea'), await browserOf('nora')]
    const email = 'edith@private.example'
    const northwind = `/organizations/${organizations.northwind.slug}/delegations`
    const { id } = (await post(bea, '/organizations/meridian-health/members', { email, role: 'admin' })).json()
    for (const address of [people.edith.email, email]) await post(nora, northwind, { email: address })
    await changeTo(edith, 'edith', email)
    expect((await edith({ url: `/api/v1/invitations/${id}` })).json().state).toBe('declined')
    expect((await mailsTo(people.bea.email)).at(-1)).toMatchObject({
      kind: 'member.declined',
      facts: { partner: email },
    })
    expect((await edith({ url: '/api/v1/me' })).json()).toMatchObject({
      organizations: [{ slug: 'meridian-health', role: 'editor' }],
      pendingInvitations: 1,
    })
    const waiting = await sql`
      select d.invited_email from delegations d join users on users.id = d.partner_id
      where users.email = ${people.edith.email} and d.ended_at is null`.execute(db())
    expect(waiting.rows).toEqual([{ invitedEmail: people.edith.email }])
    const audit = await bea({ url: '/api/v1/organizations/meridian-health/audit' })
    expect(audit.body).not.toContain('deleted.invalid')
  })

  test('D3: nobody is invited by themselves: to be a partner of one’s own organization is declined', async () => {
    const bea = await browserOf('bea')
    const { id } = (await post(bea, '/organizations/meridian-health/delegations', { email: 'bea@new.example' })).json()
    await changeTo(bea, 'bea', 'bea@new.example')
    expect((await bea({ url: `${meridian}/delegations/${id}` })).json()).toMatchObject({ status: 'declined' })
  })

  test('I4: what had expired at the new address is declined by nobody, and told to nobody', async () => {
    const [pia, bea] = [await browserOf('pia'), await browserOf('bea')]
    const email = 'pia@new.example'
    const asPartner = (await post(bea, '/organizations/meridian-health/delegations', { email })).json().id
    const lindqvist = organizations.lindqvist.slug
    const asMember = (await post(pia, `/organizations/${lindqvist}/members`, { email, role: 'viewer' })).json().id
    for (const table of ['delegations', 'memberships'])
      await sql`update ${sql.table(table)} set expires_at = now() - interval '1 day' where invited_email = ${email}`.execute(
        db(),
      )
    const unread = async () => (await bea({ url: '/api/v1/me' })).json().unreadNotifications
    const before = await unread()
    await changeTo(pia, 'pia', email)
    const { rows } = await sql`
      select ended_as, ended_by, ended_at = expires_at as is_then from delegations where id = ${asPartner}
      union all select ended_as, ended_by, ended_at = expires_at from memberships where id = ${asMember}`.execute(db())
    expect(rows).toEqual([1, 2].map(() => ({ endedAs: 'expired', endedBy: null, isThen: true })))
    expect(await unread()).toBe(before)
    const kinds = await sql<{ kind: string }>`
      select kind from audit_events where subject_id = ${people.pia.id} and kind like '%.expired' order by kind`.execute(
      db(),
    )
    expect(kinds.rows.map(({ kind }) => kind)).toEqual(['delegation.expired', 'member.expired'])
  })

  test('P4: requests stay with the account, also unanswered; nobody else at the old address sees them', async () => {
    await sentBrief(db(), { solutions: ['globehire'] })
    const email = 'hello@globehire.example'
    const enter = async () => {
      const browser = await browserOf('nobody')
      const at = { method: 'POST', url: '/api/auth/email-otp/send-verification-otp' }
      await browser({ ...at, body: { email, type: 'sign-in' } })
      const body = { email, otp: await newestSecret(email) }
      await browser({ method: 'POST', url: '/api/auth/sign-in/email-otp', body })
      return browser
    }
    const asked = async (browser: Browser) => (await browser({ url: '/api/v1/requests' })).json().items.length
    const owner = await enter()
    await post(owner, '/me/proof')
    await post(owner, '/me/email', { email: 'globehire@new.example', otp: await newestSecret(email) })
    const otp = await newestSecret('globehire@new.example')
    expect((await post(owner, '/me/email/confirm', { otp })).statusCode).toBe(200)
    expect([await asked(owner), await asked(await enter())]).toEqual([1, 0])
  })

  test('ABUSE 6: neither codes nor the secret of the notice stand anywhere but in their mails', async () => {
    const stan = await browserOf('stan')
    await beginChange(stan, 'stan', 'stan@new.example')
    const secrets = [await newestSecret(people.stan.email), `"${await newestSecret('stan@new.example')}"`]
    const dump = JSON.stringify(await dumpOf(db()))
    for (const secret of secrets) expect(dump).not.toContain(secret)
  })
})

describe('P1: my own data', () => {
  test('P1: what is kept of me, and nothing of others', async () => {
    const answer = await post(await browserOf('pia'), '/me/export')
    expect(answer.json()).toMatchObject({
      user: { email: people.pia.email, name: 'Pia Lindqvist', hasPassword: false },
      memberships: [{ organization: 'Lindqvist Advisory', role: 'admin', status: 'active' }],
    })
    expect(answer.json().partnerships).toHaveLength(4)
    expect(answer.json().work.length).toBeGreaterThan(2)
    for (const { email, name } of Object.values(people).filter(({ id }) => id !== people.pia.id)) {
      expect(answer.body).not.toContain(email)
      if (name) expect(answer.body).not.toContain(name)
    }
  })

  test('G1: work of organizations that one has left is theirs', async () => {
    await db()
      .updateTable('delegations')
      .set({ endedAt: new Date(), endedAs: 'revoked' })
      .where('id', '=', delegations.pia)
      .execute()
    const { work } = (await post(await browserOf('pia'), '/me/export')).json()
    expect(work.map(({ organization }: { organization: string }) => organization)).not.toContain('Meridian Health')
  })

  test('D5, V1: what one may not read there any more is not in it either; personal notes are', async () => {
    const pia = await browserOf('pia')
    await db().deleteFrom('notes').execute()
    const meridian = '/api/v1/workspaces/meridian-health'
    const subject = `brief:${briefs.nightCover}`
    for (const visibility of ['personal', 'shared'])
      await pia({ method: 'POST', url: `${meridian}/notes`, body: { subject, body: visibility, visibility } })
    const exported = async () => {
      const { work, notes } = (await post(pia, '/me/export')).json()
      const there = work.filter(({ organization }: { organization: string }) => organization === 'Meridian Health')
      return {
        kinds: [...new Set(there.map(({ kind }: { kind: string }) => kind))].sort(),
        notes: notes.map(({ body }: { body: string }) => body),
      }
    }
    expect(await exported()).toEqual({ kinds: ['brief', 'rfi', 'shortlist'], notes: ['personal', 'shared'] })
    await db()
      .updateTable('delegations')
      .set({ permissions: ['shortlists'] })
      .where('id', '=', delegations.pia)
      .execute()
    expect(await exported()).toEqual({ kinds: ['shortlist'], notes: ['personal'] })
  })
})

describe('P1: deleting an account', () => {
  const remove = async (browser: Browser, person: Person) =>
    browser({ method: 'DELETE', url: '/api/v1/me', body: await proof(browser, person) })

  test('O2: the last admin is told of which organizations, and nothing has ended', async () => {
    const ola = await browserOf('ola')
    const answer = await ola({ method: 'DELETE', url: '/api/v1/me', body: {} })
    expect(answer.json()).toMatchObject({ code: 'last_admin', detail: 'You are the last admin of Orchard Foods.' })
    expect((await ola({ url: '/api/v1/me/deletion' })).json()).toEqual({
      lastAdminOf: [{ slug: 'orchard-foods', name: 'Orchard Foods' }],
    })
    expect((await (await browserOf('pia'))({ url: '/api/v1/me/deletion' })).json().lastAdminOf).toHaveLength(1)
    expect((await (await browserOf('max'))({ url: '/api/v1/me/deletion' })).json()).toEqual({ lastAdminOf: [] })
    expect((await ola({ url: '/api/v1/workspaces/orchard-foods' })).statusCode).toBe(200)
  })

  test('ABUSE 3: not by a session alone', async () => {
    const max = await browserOf('max')
    expect(codeOf(await max({ method: 'DELETE', url: '/api/v1/me', body: {} }))).toBe('code_expired')
    expect((await max({ url: '/api/v1/me' })).statusCode).toBe(200)
  })

  test('D11, P1: work stays, name and address are gone, access has ended, and the address begins anew', async () => {
    const [max, other] = [await browserOf('max'), await browserOf('max')]
    await givePassword('max')
    const body = { currentPassword: PASSWORD }
    const answer = await max({ method: 'DELETE', url: '/api/v1/me', body })
    expect(answer.statusCode, answer.body).toBe(200)
    for (const browser of [max, other]) expect((await browser({ url: '/api/v1/me' })).statusCode).toBe(401)
    const bea = await browserOf('bea')
    const { items } = (await bea({ url: '/api/v1/workspaces/meridian-health/shortlists' })).json()
    const authors = items.map(({ author }: { author: { name: string } }) => author.name)
    expect(authors).toContain('Deleted user')
    expect(authors).not.toContain(people.max.name)
    expect(
      (await bea({ url: `/api/v1/organizations/meridian-health/delegations/${delegations.max}` })).json(),
    ).toMatchObject({
      status: 'revoked',
      partner: { email: '', name: 'Deleted user' },
      endedBy: { name: 'Deleted user', as: 'partner' },
    })
    expect((await bea({ url: '/api/v1/notifications' })).json().items[0].text).toBe('Deleted user left Meridian Health')
    const kept = await db().selectFrom('users').selectAll().where('id', '=', people.max.id).executeTakeFirstOrThrow()
    expect(JSON.stringify(kept)).not.toMatch(/maximiliane|wittgenstein/i)
    expect(await db().selectFrom('credentials').select('id').where('userId', '=', people.max.id).execute()).toEqual([])
    const again = await bea({
      method: 'POST',
      url: '/api/v1/organizations/meridian-health/delegations',
      body: { email: people.max.email },
    })
    expect(again.statusCode).toBe(201)
  })

  test('P1: what they chose, read and were mailed goes; only others’ history keeps the address', async () => {
    const { id, email } = people.max
    const max = await browserOf('max')
    await max({ method: 'PUT', url: '/api/v1/notification-preferences', body: { items: [], mails: { mode: 'daily' } } })
    await sql`insert into notification_preferences (user_id, news, mail) values (${id}, 'notes', false)`.execute(db())
    expect((await remove(max, 'max')).statusCode).toBe(200)
    const dump = await dumpOf(db())
    const tablesWith = (words: string) =>
      Object.keys(dump).filter((table) => dump[table]!.some((row) => row.includes(words)))
    for (const table of ['note_reads', 'notification_preferences', 'mail_habits', 'notifications'])
      expect(tablesWith(`"user_id":"${id}"`)).not.toContain(`public.${table}`)
    const mails = dump['public.mails']!.filter((row) => row.includes(email)).map((row) => JSON.parse(row).kind)
    expect(mails).toEqual(['account.deleted'])
    expect(tablesWith(email)).toEqual(['public.mails'])
  })

  test('P1: also addresses of before, and those that were only tried', async () => {
    const nobody = await browserOf('nobody')
    const at = { method: 'POST', url: '/api/auth/email-otp/send-verification-otp' }
    await nobody({ ...at, body: { email: people.stan.email, type: 'sign-in' } })
    const stan = await browserOf('stan')
    await changeTo(stan, 'stan', 'second@stan.example')
    const prove = async () => {
      await post(stan, '/me/proof')
      return { otp: await newestSecret('second@stan.example') }
    }
    await post(stan, '/me/email', { email: 'third@stan.example', ...(await prove()) })
    expect((await stan({ method: 'DELETE', url: '/api/v1/me', body: await prove() })).statusCode).toBe(200)
    const mails = (await dumpOf(db()))['public.mails']!.map((row) => JSON.parse(row))
    const left = mails.filter(({ address }) => [people.stan.email, 'third@stan.example'].includes(address))
    expect(left.map(({ kind }) => kind)).toEqual([])
  })

  test('P1: however much there is of others: it finds its own by indexes, and so does another address', async () => {
    const email = 'stub@new.example'
    await db().insertInto('users').values({ email }).execute()
    await sql`insert into mails (address, kind, facts, state, settled_at)
      select n || '@others.example', 'account.code', '{}', 'sent', now() from generate_series(1, 2000) n`.execute(db())
    // Plans that were made for a small town are forgotten, too.
    await sql`analyze mails, notes, note_reads, requests`.execute(db())
    await sql`set local enable_seqscan = off`.execute(db())
    const max = await browserOf('max')
    const usedBy = async (method: string, url: string, body: unknown) => {
      const scans = () =>
        sql<{ index: string; count: number }>`
          select index, pg_stat_get_xact_numscans(index::regclass)::int as count
          from unnest('{mails_to_nobody,note_reads_of_person,notes_personal,requests_of_contact}'::text[]) index`.execute(
          db(),
        )
      const before = (await scans()).rows
      const answer = await max({ method, url: `/api/v1/me${url}`, body })
      expect(answer.statusCode, answer.body).toBe(200)
      const after = (await scans()).rows
      return after.filter(({ count }, at) => count > before[at]!.count).map(({ index }) => index)
    }
    await beginChange(max, 'max', email)
    const change = await usedBy('POST', '/email/confirm', { otp: await newestSecret(email) })
    expect(change).toEqual(['mails_to_nobody', 'requests_of_contact'])
    await post(max, '/me/proof')
    const deletion = await usedBy('DELETE', '', { otp: await newestSecret(email) })
    expect(deletion).toEqual(['mails_to_nobody', 'note_reads_of_person', 'notes_personal'])
  })

  test('D4: what waited for an answer is declined, and a team is left', async () => {
    const bea = await browserOf('bea')
    const { id } = (
      await bea({
        method: 'POST',
        url: '/api/v1/organizations/meridian-health/members',
        body: { email: people.stan.email, role: 'viewer' },
      })
    ).json()
    const stan = await browserOf('stan')
    expect((await remove(stan, 'stan')).statusCode).toBe(200)
    expect((await (await browserOf('nobody'))({ url: `/api/v1/invitations/${id}` })).json().state).toBe('declined')
    const edith = await browserOf('edith')
    expect((await remove(edith, 'edith')).statusCode).toBe(200)
    const { items } = (await bea({ url: '/api/v1/organizations/meridian-health/members' })).json()
    expect(items).toHaveLength(3)
    expect((await bea({ url: '/api/v1/notifications' })).json().items[0].text).toBe(
      'Deleted user left the team of Meridian Health',
    )
  })
})
