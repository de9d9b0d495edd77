import { Writable } from 'node:stream'
import fc from 'fast-check'
import { sql } from 'kysely'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import {
  type Answer,
  db,
  dumpOf,
  freshTown,
  knownToken,
  mailsTo,
  newestSecret,
  type Person,
  people,
  serverOf,
  delegations as town,
} from '../../town/town.ts'
import { remindExpiring, remindExpiringMembers } from '../delegations/reminders.ts'
import { hashToken, newToken } from '../secrets/secrets.ts'

const meridian = '/api/v1/organizations/meridian-health/delegations'
const browserOf = (person: Person | 'nobody') => serverOf(db()).browserOf(person)
type Browser = Awaited<ReturnType<typeof browserOf>>
const post = (browser: Browser, url: string, body?: unknown, headers: Record<string, string> = {}) =>
  browser({ method: 'POST', url, body, headers })
const look = (browser: Browser, id: string, token?: string) =>
  browser({ url: `/api/v1/invitations/${id}`, headers: token ? { authorization: `Invitation ${token}` } : {} })
const accept = (browser: Browser, id: string) => post(browser, `/api/v1/invitations/${id}/accept`)
const decline = (browser: Browser, id: string, note?: string) =>
  post(browser, `/api/v1/invitations/${id}/decline`, note === undefined ? {} : { note })
const claim = (browser: Browser, id: string, body: object) => post(browser, `/api/v1/invitations/${id}/claim`, body)
const outcome = (answer: Answer) => (answer.statusCode < 300 ? answer.statusCode : answer.json().code)
const rowOf = (id: string) => db().selectFrom('delegations').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const everything = () => dumpOf(db(), ['public.sessions'])
const setExpiry = (id: string, left: string) =>
  sql.raw(`update delegations set expires_at = now() + interval '${left}' where id = '${id}'`).execute(db())
const inviteStan = async (more = {}) =>
  (await post(await browserOf('bea'), meridian, { email: people.stan.email, ...more })).json().id as string

describe('I2: the link', () => {
  test('I2: PUBLIC_URL, the id and 256 random bits in the fragment; the database holds a hash', async () => {
    const { id } = (await post(await browserOf('bea'), meridian, { email: 'ann@i2.example' })).json()
    const token = await newestSecret('ann@i2.example')
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect((await rowOf(id)).tokenHash).toEqual(hashToken(token))
  })

  test('ABUSE 7: tokens do not repeat and use their whole alphabet', () => {
    const tokens = Array.from({ length: 5000 }, newToken)
    expect(new Set(tokens).size).toBe(5000)
    const bits = tokens.flatMap((token) => [...Buffer.from(token, 'base64url')])
    const share = bits.filter((byte) => byte < 128).length / bits.length
    expect(share).toBeGreaterThan(0.49)
    expect(share).toBeLessThan(0.51)
  })

  test('ABUSE 7: no guess opens anything, and all wrong ones are answered the same', async () => {
    const nobody = await browserOf('nobody')
    const token = await knownToken(town.rex)
    const wrong = [
      newToken(),
      'a',
      'A'.repeat(200),
      token.slice(1),
      `${token}A`,
      token.toLowerCase(),
      [...token].reverse().join(''),
      hashToken(token).toString('base64url'),
      hashToken(token).toString('hex'),
      town.rex,
    ]
    const stranger = (await look(nobody, town.rex)).body
    for (const guess of wrong) {
      expect((await look(nobody, town.rex, guess)).body, guess).toBe(stranger)
      const answer = await claim(nobody, town.rex, { token: guess, name: 'Rex' })
      expect([answer.statusCode, answer.json().code], guess).toEqual([403, 'invitation_token_invalid'])
    }
    expect((await look(nobody, town.rex, token)).json().viewer).toBe('claim')
  })

  test('ABUSE 12: no request header changes a link', async () => {
    const bea = await browserOf('bea')
    const poisoned: Record<string, string>[] = [
      { 'x-forwarded-host': 'evil.example' },
      { 'x-forwarded-proto': 'ftp', 'x-forwarded-host': 'evil.example' },
      { forwarded: 'host=evil.example;proto=https' },
      { 'x-original-host': 'evil.example', 'x-host': 'evil.example' },
      { origin: 'http://localhost', referer: 'http://evil.example/' },
    ]
    for (const [index, headers] of poisoned.entries()) {
      const { link } = (await post(bea, meridian, { email: `ann${index}@abuse.example` }, headers)).json()
      expect(link).toMatch(/^http:\/\/localhost\/invitations\//)
    }
    const foreignHost = await post(bea, meridian, { email: 'ann@abuse.example' }, { host: 'evil.example' })
    expect([foreignHost.statusCode, foreignHost.json().code]).toEqual([421, 'unknown_host'])
  })
})

describe('I2, ABUSE 6: the secret of an invitation is in the mail and nowhere else', () => {
  test('ABUSE 6: no answer, no log line and no row of any table tells it, through the whole life of an invitation', async () => {
    const lines: string[] = []
    const stream = new Writable({
      write(line, _, done) {
        lines.push(String(line))
        done()
      },
    })
    const { browserOf, http } = serverOf(db(), { logger: pino({ level: 'trace' }, stream) as never })
    const [bea, jonas, nobody, stan] = [
      await browserOf('bea'),
      await browserOf('jonas'),
      await browserOf('nobody'),
      await browserOf('stan'),
    ]
    const answers: string[] = []
    const keep = async (sent: Promise<Answer>) => {
      const answer = await sent
      answers.push(answer.body + JSON.stringify(answer.headers))
      return answer
    }
    const dumps: string[] = []
    const dump = async () => dumps.push(JSON.stringify(await dumpOf(db())))

    const { id } = (
      await keep(post(bea, meridian, { email: 'ann@abuse.example', message: 'Hello' }, { 'idempotency-key': 'k' }))
    ).json()
    await keep(post(bea, meridian, { email: 'ann@abuse.example', message: 'Hello' }, { 'idempotency-key': 'k' }))
    const tokens = [await newestSecret('ann@abuse.example')]
    await dump()
    await sql`update mails set created_at = created_at - interval '1 hour'`.execute(db())
    await keep(post(bea, `${meridian}/${id}/resend`))
    tokens.push(await newestSecret('ann@abuse.example'))
    await dump()
    for (const token of tokens) {
      await keep(look(nobody, id, token))
      await keep(look(stan, id, token))
      await keep(look(bea, id, token))
      await keep(claim(nobody, id, { token, name: '' }))
      await keep(claim(nobody, id, { token, name: 'Ann', surprise: token }))
      await keep(nobody({ url: `/api/v1/invitations/${id}?token=${token}` }))
      await keep(post(stan, `/api/v1/invitations/${id}/accept`, { token }))
    }
    for (const browser of [bea, jonas])
      for (const path of ['', `/${id}`, `/${id}/timeline`, '?search=ann']) await keep(browser({ url: meridian + path }))
    await keep(bea({ url: '/api/v1/organizations/meridian-health/audit' }))
    await keep(claim(nobody, id, { token: tokens[1], name: 'Ann Lee', password: 'correct horse battery staple' }))
    for (const url of [
      '/api/v1/me',
      '/api/v1/notifications',
      '/api/v1/invitations',
      '/api/v1/me/sessions',
      `/api/v1/invitations/${id}`,
    ])
      await keep(nobody({ url }))
    await keep(bea({ url: '/api/v1/notifications' }))
    await dump()
    await http.close()

    const logged = lines.join('\n')
    expect(logged).toContain(id)
    expect(answers.length).toBeGreaterThan(30)
    for (const token of tokens)
      for (const form of [
        token,
        hashToken(token).toString('hex'),
        hashToken(token).toString('base64url'),
        Buffer.from(token).toString('hex'),
      ]) {
        expect(answers.filter((answer) => answer.includes(form))).toEqual([])
        expect(logged).not.toContain(form)
      }
    for (const text of dumps)
      for (const token of tokens)
        for (const form of [token, Buffer.from(token).toString('hex')]) expect(text).not.toContain(form)
  })

  test('I2: the hash itself is gone once the invitation was used or has ended', async () => {
    for (const end of ['accept', 'decline', 'cancel', 'revoke'] as const) {
      const id = await inviteStan()
      if (end === 'accept' || end === 'decline')
        await post(await browserOf('stan'), `/api/v1/invitations/${id}/${end}`, {})
      else await post(await browserOf('bea'), `${meridian}/${id}/${end}`)
      expect((await rowOf(id)).tokenHash, end).toBeNull()
      await sql`update delegations set ended_at = now(), ended_as = 'revoked' where id = ${id} and ended_at is null`.execute(
        db(),
      )
    }
  })
})

describe('I3: opening the link changes nothing', () => {
  test('I3, ABUSE 10: fifty looks of a scanner, with GET, HEAD and OPTIONS, and the invitation still works', async () => {
    const [nobody, token] = [await browserOf('nobody'), await knownToken(town.rex)]
    const before = await everything()
    for (let n = 0; n < 50; n++) {
      const url = `/api/v1/invitations/${town.rex}${['', '/accept', '/claim', '/decline'][n % 4]}`
      const method = ['GET', 'HEAD', 'OPTIONS'][n % 3]!
      expect(
        (await nobody({ method, url, headers: { authorization: `Invitation ${token}` } })).statusCode,
      ).toBeLessThan(500)
    }
    expect(await everything()).toEqual(before)
    expect((await claim(nobody, town.rex, { token, name: 'Rex Adeyemi' })).statusCode).toBe(200)
  })
})

describe('I4: two keys', () => {
  test('I4: the invited person accepts, and is a partner with the next request', async () => {
    const id = await inviteStan({ permissions: ['notes'], dataVisibility: 'full' })
    const stan = await browserOf('stan')
    expect((await stan({ url: '/api/v1/workspaces/meridian-health' })).statusCode).toBe(404)
    expect((await accept(stan, id)).json()).toMatchObject({
      id,
      organization: { slug: 'meridian-health', name: 'Meridian Health' },
    })
    const workspace = (await stan({ url: '/api/v1/workspaces/meridian-health' })).json()
    expect(workspace).toMatchObject({ as: 'partner', permissions: ['notes'], dataVisibility: 'full', delegationId: id })
    expect(await rowOf(id)).toMatchObject({ tokenHash: null, endedAt: null, version: 2 })
  })

  test('I4: accepting twice is accepting once', async () => {
    const id = await inviteStan()
    const stan = await browserOf('stan')
    await accept(stan, id)
    const before = await everything()
    expect((await accept(stan, id)).statusCode).toBe(200)
    expect(await everything()).toEqual(before)
  })

  test.each(['bea', 'jonas', 'edith', 'vic', 'pia', 'omar', 'nora', 'cara', 'kim'] as const)(
    'I4, ABUSE 5: %s holds another account and neither accepts nor declines, with the token or without; the invitation stays intact',
    async (person) => {
      const [browser, token] = [await browserOf(person), await knownToken(town.rex)]
      const before = await everything()
      for (const action of ['accept', 'decline'])
        for (const headers of [{}, { authorization: `Invitation ${token}` }]) {
          const answer = await post(
            browser,
            `/api/v1/invitations/${town.rex}/${action}`,
            {},
            headers as Record<string, string>,
          )
          expect([answer.statusCode, answer.json().code]).toEqual([403, 'invitation_email_mismatch'])
        }
      expect(await everything()).toEqual(before)
      expect((await claim(await browserOf('nobody'), town.rex, { token, name: 'Rex' })).statusCode).toBe(200)
    },
  )

  test('I4: the token alone never accepts', async () => {
    const [nobody, token] = [await browserOf('nobody'), await knownToken(town.piaRosenqvist)]
    for (const action of ['accept', 'decline']) {
      const answer = await post(
        nobody,
        `/api/v1/invitations/${town.piaRosenqvist}/${action}`,
        {},
        { authorization: `Invitation ${token}` },
      )
      expect([answer.statusCode, answer.json().code]).toEqual([401, 'signed_out'])
    }
    expect((await rowOf(town.piaRosenqvist)).acceptedAt).toBeNull()
  })

  test('ABUSE 1: a session of an address that nobody has proven is no session', async () => {
    const rex = await browserOf('rex')
    for (const url of ['/api/v1/me', '/api/v1/invitations', '/api/v1/notifications'])
      expect((await rex({ url })).statusCode).toBe(401)
    for (const action of ['accept', 'decline'])
      expect((await post(rex, `/api/v1/invitations/${town.rex}/${action}`, {})).statusCode).toBe(401)
    expect((await look(rex, town.rex)).json()).toMatchObject({ viewer: 'stranger', email: null, message: null })
  })

  test.each([
    ['1 second', 200, 200],
    ['0 seconds', 'invitation_expired', 'invitation_expired'],
    ['-1 second', 'invitation_expired', 'invitation_expired'],
  ] as const)('I4, ABUSE 9: with %s left accepting answers %s and claiming %s', async (left, accepted, claimed) => {
    await setExpiry(town.piaRosenqvist, left)
    expect(outcome(await accept(await browserOf('pia'), town.piaRosenqvist))).toBe(accepted)
    const token = await knownToken(town.rex)
    await setExpiry(town.rex, left)
    expect(outcome(await claim(await browserOf('nobody'), town.rex, { token, name: 'Rex' }))).toBe(claimed)
  })

  test('D3: who has joined the team since does not become a partner beside it', async () => {
    const id = await inviteStan()
    await sql`insert into memberships (org_id, user_id, role) select org_id, partner_id, 'viewer' from delegations where id = ${id}`.execute(
      db(),
    )
    const answer = await accept(await browserOf('stan'), id)
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'already_member'])
    expect((await rowOf(id)).acceptedAt).toBeNull()
  })

  test('I4: an unknown invitation does not exist, for anybody and any verb', async () => {
    const unknown = '01900000-0000-7000-b000-00000000ffff'
    const [stan, nobody] = [await browserOf('stan'), await browserOf('nobody')]
    expect((await look(nobody, unknown)).statusCode).toBe(404)
    expect((await accept(stan, unknown)).statusCode).toBe(404)
    expect((await decline(stan, unknown)).statusCode).toBe(404)
    expect((await claim(nobody, unknown, { token: newToken(), name: 'Ann' })).statusCode).toBe(404)
    for (const id of ['not-an-id', '11111111-1111-1111-1111-111111111111'])
      expect((await look(nobody, id)).statusCode, id).toBe(404)
  })
})

describe('I4: an invitation is for an address, whoever its owner becomes', () => {
  const PRIVATE = 'stan@private.example'
  const home = '/api/v1/organizations/meridian-health'
  const members = `${home}/members`
  const asked = [
    ['delegation', meridian, {}],
    ['member', members, { role: 'editor' }],
  ] as const
  const ask = async (url: string, body: object) => (await post(await browserOf('bea'), url, body)).json().id as string

  /** Proves both ends, and goes on in the same session. */
  async function becomePrivate(stan: Browser) {
    await post(stan, '/api/v1/me/proof', {})
    const otp = await newestSecret(people.stan.email)
    await post(stan, '/api/v1/me/email', { email: PRIVATE, otp })
    const confirmed = await post(stan, '/api/v1/me/email/confirm', { otp: await newestSecret(PRIVATE) })
    expect(confirmed.statusCode).toBe(200)
  }
  /** Everything that an admin reads of people who are not in. */
  async function readByBea() {
    const bea = await browserOf('bea')
    const urls = [meridian, members, `${home}/audit`, `${home}/audit/people`, `${home}/mail-failures`]
    return (await Promise.all(urls.map((url) => bea({ url })))).map(({ body }) => body).join('\n')
  }
  const kindsTo = async (address: string, kind: string) =>
    (await mailsTo(address)).map((mail) => mail.kind).filter((it) => it.startsWith(kind))

  test.each(asked)(
    'I4, D6: of the %s nothing follows a person to another address: no sight, no answer, no mail',
    async (kind, url, body) => {
      const id = await ask(url, { email: people.stan.email, ...body })
      const stan = await browserOf('stan')
      await becomePrivate(stan)
      for (const answer of [await accept(stan, id), await decline(stan, id)])
        expect(outcome(answer)).toBe('invitation_email_mismatch')
      expect((await look(stan, id)).json()).toMatchObject({ viewer: 'other', email: null, message: null })
      for (const list of ['invitations', 'notifications'])
        expect((await stan({ url: `/api/v1/${list}` })).json().items).toEqual([])
      await sql`update mails set created_at = created_at - interval '1 hour'`.execute(db())
      expect((await post(await browserOf('bea'), `${url}/${id}/resend`)).statusCode).toBe(200)
      expect(await kindsTo(people.stan.email, kind)).toEqual([`${kind}.invited`, `${kind}.resent`])
      expect(await kindsTo(PRIVATE, kind)).toEqual([])
      const read = await readByBea()
      expect(read).not.toContain('private.example')
      expect(read).toContain(`invited ${people.stan.email}`)
      expect((await post(await browserOf('bea'), url, { email: PRIVATE, ...body })).statusCode).toBe(201)
    },
  )

  test('I4: without the address that was invited there is no answer, however its owner came to have another', async () => {
    const id = await inviteStan()
    const stan = await browserOf('stan')
    await sql`update users set email = ${PRIVATE} where id = ${people.stan.id}`.execute(db())
    for (const answer of [await accept(stan, id), await decline(stan, id)])
      expect(outcome(answer)).toBe('invitation_email_mismatch')
    expect((await look(stan, id)).json()).toMatchObject({ viewer: 'other', email: null })
  })

  test.each(asked)('P4: whoever proves the address next answers the %s', async (_, url, body) => {
    const id = await ask(url, { email: people.stan.email, ...body })
    await becomePrivate(await browserOf('stan'))
    const next = await browserOf('nobody')
    await post(next, '/api/auth/email-otp/send-verification-otp', { email: people.stan.email })
    const otp = await newestSecret(people.stan.email)
    await post(next, '/api/auth/sign-in/email-otp', { email: people.stan.email, otp })
    await next({ method: 'PATCH', url: '/api/v1/me', body: { name: 'Sue Next' } })
    expect((await next({ url: '/api/v1/notifications' })).json().items[0].invitationId).toBe(id)
    expect(outcome(await accept(next, id))).toBe(200)
    expect((await next({ url: '/api/v1/workspaces/meridian-health' })).statusCode).toBe(200)
    const read = await readByBea()
    expect(read).toContain('Sue Next')
    expect(read, 'who had the address before').not.toContain(people.stan.name)
  })

  test('SPEC 10: reminders go to the address that was invited', async () => {
    for (const [, url, body] of asked) await ask(url, { email: people.stan.email, ...body })
    await becomePrivate(await browserOf('stan'))
    await sql`update mails set created_at = created_at - interval '11 days'`.execute(db())
    for (const table of ['delegations', 'memberships'])
      await sql`update ${sql.table(table)} set expires_at = now() + interval '2 days' where invited_email = ${people.stan.email}`.execute(
        db(),
      )
    await remindExpiring({ db: db() })
    await remindExpiringMembers({ db: db() })
    for (const [kind] of asked) {
      expect(await kindsTo(people.stan.email, kind)).toEqual([`${kind}.invited`, `${kind}.expiring`])
      expect(await kindsTo(PRIVATE, kind)).toEqual([])
    }
  })

  test('D6: of somebody who declined, or whose access ended, only the address that was invited is shown', async () => {
    for (const [, url, body] of asked)
      await decline(await browserOf('stan'), await ask(url, { email: people.stan.email, ...body }))
    await becomePrivate(await browserOf('stan'))
    const read = await readByBea()
    expect(read).toContain(people.stan.email)
    expect(read).not.toContain('private.example')
  })

  test('D6: a partner is shown with the address they have, while they have access', async () => {
    const id = await inviteStan()
    const stan = await browserOf('stan')
    await accept(stan, id)
    await becomePrivate(stan)
    const bea = await browserOf('bea')
    const shown = async () => (await bea({ url: `${meridian}/${id}` })).json().partner.email
    expect(await shown()).toBe(PRIVATE)
    await post(bea, `${meridian}/${id}/revoke`)
    expect(await shown()).toBe(people.stan.email)
    expect(await readByBea()).not.toContain('private.example')
  })
})

describe('I5: the page knows every case', () => {
  const facts = {
    organization: { slug: 'meridian-health', name: 'Meridian Health', kind: 'buyer' },
    invitedBy: { name: 'Bea Okafor' },
    permissions: ['shortlists', 'briefs', 'notes'],
    dataVisibility: 'scoped',
  }

  test('I5: signed in as the invited person', async () => {
    const id = await inviteStan({ message: 'Hello Stan' })
    expect((await look(await browserOf('stan'), id)).json()).toMatchObject({
      ...facts,
      state: 'pending',
      viewer: 'invitee',
      email: people.stan.email,
      message: 'Hello Stan',
      signedInAs: null,
    })
  })

  test('I5: signed in as somebody else: both addresses, masked, and no message; the secret changes nothing', async () => {
    const token = await knownToken(town.rex)
    for (const secret of [undefined, token]) {
      const page = (await look(await browserOf('omar'), town.rex, secret)).json()
      expect(page).toMatchObject({
        ...facts,
        viewer: 'other',
        maskedEmail: 'r***@fairwork.example',
        signedInAs: 'o***@bluepeak-msp.example',
        email: null,
        message: null,
      })
    }
  })

  test('I5: signed out with the secret: an account signs in, a stub is asked for a name', async () => {
    const nobody = await browserOf('nobody')
    const account = (await look(nobody, town.piaRosenqvist, await knownToken(town.piaRosenqvist))).json()
    expect(account).toMatchObject({
      viewer: 'account',
      email: people.pia.email,
      message: 'We would like you to look at industrial cleaning first.',
    })
    const stub = (await look(nobody, town.rex, await knownToken(town.rex))).json()
    expect(stub).toMatchObject({ ...facts, viewer: 'claim', email: people.rex.email, state: 'pending' })
    expect(stub.message).toMatch(/^Hi Rex/)
  })

  test('I5, ABUSE 50: signed out without the secret: account and stub look the same, and neither tells address or message', async () => {
    const nobody = await browserOf('nobody')
    for (const id of [town.rex, town.piaRosenqvist]) {
      const page = (await look(nobody, id)).json()
      expect(page).toMatchObject({ viewer: 'stranger', email: null, message: null, signedInAs: null })
      expect(JSON.stringify(page)).not.toContain('rex.adeyemi')
      expect(JSON.stringify(page)).not.toContain('pia@')
    }
    const [bea] = [await browserOf('bea')]
    const pages = []
    for (const email of ['zoe@i5.example', people.stan.email]) {
      const { id } = (await post(bea, meridian, { email, message: 'Hello' })).json()
      const page = (await look(nobody, id)).json()
      pages.push({ ...page, id: '', maskedEmail: '' })
    }
    expect(pages[0]).toEqual(pages[1])
  })

  test.each([
    ['omar', town.omar, 'revoked'],
    ['kim', town.kim, 'declined'],
    ['ines', town.ines, 'expired'],
    ['pia', town.pia, 'active'],
  ] as const)('I5: of %s’s it says whom to ask, and that it is %s', async (_, id, state) => {
    const page = (await look(await browserOf('nobody'), id)).json()
    expect(page).toMatchObject({ state, organization: { name: 'Meridian Health' }, viewer: 'stranger' })
    expect(page.invitedBy.name).toMatch(/Bea Okafor|Jonas Weber/)
  })

  test('I5: a cancelled one says so, and a closed one says to whom it belonged only to that person', async () => {
    const id = await inviteStan({ message: 'Hello' })
    await post(await browserOf('bea'), `${meridian}/${id}/cancel`)
    expect((await look(await browserOf('nobody'), id)).json()).toMatchObject({
      state: 'cancelled',
      email: null,
      message: null,
    })
    expect((await look(await browserOf('stan'), id)).json()).toMatchObject({
      state: 'cancelled',
      viewer: 'invitee',
      email: people.stan.email,
    })
    expect((await look(await browserOf('nobody'), id)).json().endedAt).not.toBeNull()
  })

  test('I5: who comes too late is told why, and whom to ask', async () => {
    const cases = [
      ['omar', town.omar, 'This invitation is revoked. Ask Bea Okafor at Meridian Health.'],
      ['kim', town.kim, 'This invitation is declined. Ask Jonas Weber at Meridian Health.'],
    ] as const
    for (const [person, id, words] of cases)
      expect((await accept(await browserOf(person), id)).json().detail).toBe(words)
  })
})

describe('P4, I5: claiming', () => {
  test('I5: with the secret, a name is all that is missing: account, acceptance and session in one', async () => {
    const [nobody, token] = [await browserOf('nobody'), await knownToken(town.rex)]
    const answer = await claim(nobody, town.rex, { token, name: '  Rex   Adeyemi ' })
    expect(answer.json()).toMatchObject({ id: town.rex, organization: { slug: 'meridian-health' } })
    const cookie = answer.cookies.find(({ name }) => name === 'hc_session')!
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    const me = (await nobody({ url: '/api/v1/me' })).json()
    expect(me.user).toEqual({ id: people.rex.id, email: people.rex.email, name: 'Rex Adeyemi', hasPassword: false })
    expect(me.partnerships).toHaveLength(1)
    expect(me.pendingInvitations).toBe(0)
    expect((await nobody({ url: '/api/v1/workspaces/meridian-health' })).json()).toMatchObject({
      as: 'partner',
      delegationId: town.rex,
    })
    const kinds = await db()
      .selectFrom('auditEvents')
      .select(['kind', 'actorId', 'actorAs'])
      .where('delegationId', '=', town.rex)
      .orderBy('id')
      .execute()
    expect(kinds.slice(1)).toEqual([
      { kind: 'account.claimed', actorId: people.rex.id, actorAs: 'person' },
      { kind: 'delegation.accepted', actorId: people.rex.id, actorAs: 'person' },
    ])
  })

  test('I5: a password is set where one is given, and signs in', async () => {
    const [nobody, token] = [await browserOf('nobody'), await knownToken(town.rex)]
    const password = 'correct horse battery staple'
    expect((await claim(nobody, town.rex, { token, name: 'Rex', password })).statusCode).toBe(200)
    expect((await nobody({ url: '/api/v1/me' })).json().user.hasPassword).toBe(true)
    const other = await browserOf('nobody')
    const signIn = (password: string) => post(other, '/api/auth/sign-in/email', { email: people.rex.email, password })
    expect((await signIn('correct horse battery stapler')).statusCode).toBe(401)
    expect((await signIn(password)).statusCode).toBe(200)
  })

  test.each([
    [{ name: '' }, 'invalid_input'],
    [{}, 'invalid_input'],
    [{ name: 'Visit evil.com' }, 'invalid_input'],
    [{ name: 'Rex \ud800' }, 'invalid_input'],
    [{ name: ['Rex'] }, 'invalid_input'],
    [{ name: 'Rex', password: 'too short' }, 'invalid_input'],
    [{ name: 'Rex', password: 'aaaaaaaaaaaaaaaaaaaa' }, 'password_too_common'],
    [{ name: 'Rex', password: 'rex.adeyemi@fairwork.example' }, 'password_too_common'],
    [{ name: 'Rex', token: ['x'] }, 'invalid_input'],
    [{ name: 'Rex', email: 'me@evil.example' }, 'unknown_field'],
    [{ name: 'Rex', emailVerified: true }, 'unknown_field'],
    [{ name: 'Rex', orgId: 'x' }, 'unknown_field'],
    [{ name: 'Rex', permissions: ['notes'] }, 'unknown_field'],
    [{ name: 'Rex', id: town.sam }, 'unknown_field'],
  ])('I5, ABUSE 19, 54: %j is refused as %s, and costs nothing', async (body, code) => {
    const [nobody, token] = [await browserOf('nobody'), await knownToken(town.rex)]
    const before = await everything()
    expect(outcome(await claim(nobody, town.rex, { token, ...body }))).toBe(code)
    expect(await everything()).toEqual(before)
    expect((await claim(nobody, town.rex, { token, name: 'Rex' })).statusCode).toBe(200)
  })

  test('ABUSE 24: the link is never a login for an address that has an account', async () => {
    const [nobody, token] = [await browserOf('nobody'), await knownToken(town.piaRosenqvist)]
    const before = await dumpOf()
    const answer = await claim(nobody, town.piaRosenqvist, {
      token,
      name: 'Mallory',
      password: 'correct horse battery staple',
    })
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'account_exists'])
    expect(answer.cookies).toEqual([])
    expect(await dumpOf()).toEqual(before)
  })

  test('ABUSE 24: a stub that became a person by a code is claimed by nobody any more', async () => {
    const token = await knownToken(town.rex)
    await sql`update users set email_verified = true, name = 'Rex' where id = ${people.rex.id}`.execute(db())
    const nobody = await browserOf('nobody')
    expect((await look(nobody, town.rex, token)).json().viewer).toBe('account')
    expect(outcome(await claim(nobody, town.rex, { token, name: 'Mallory' }))).toBe('account_exists')
  })

  test('ABUSE 8: a claim works once', async () => {
    const token = await knownToken(town.rex)
    expect(outcome(await claim(await browserOf('nobody'), town.rex, { token, name: 'Rex' }))).toBe(200)
    expect(outcome(await claim(await browserOf('nobody'), town.rex, { token, name: 'Rex' }))).toBe(
      'invitation_not_pending',
    )
  })

  test('P4: claiming one invitation leaves the others of the same stub waiting', async () => {
    await sql`insert into memberships (org_id, user_id, role) select id, ${people.stan.id}, 'admin' from organizations where slug = 'northwind'`.execute(
      db(),
    )
    const other = (
      await post(await browserOf('stan'), '/api/v1/organizations/northwind/delegations', { email: people.rex.email })
    ).json().id
    const [nobody, token] = [await browserOf('nobody'), await knownToken(town.rex)]
    await claim(nobody, town.rex, { token, name: 'Rex' })
    const waiting = (await nobody({ url: '/api/v1/invitations' })).json().items
    expect(waiting.map(({ id }: { id: string }) => id)).toEqual([other])
    expect((await accept(nobody, other)).statusCode).toBe(200)
  })

  test('D3: a claim that cannot end in an acceptance creates no account either', async () => {
    const fresh = await freshTown()
    const token = await knownToken(town.rex, fresh.db)
    await sql`insert into memberships (org_id, user_id, role) select org_id, partner_id, 'viewer' from delegations where id = ${town.rex}`.execute(
      fresh.db,
    )
    const nobody = await serverOf(fresh.db).browserOf('nobody')
    const before = await dumpOf(fresh.db)
    expect(
      outcome(await claim(nobody, town.rex, { token, name: 'Rex', password: 'correct horse battery staple' })),
    ).toBe('already_member')
    expect(await dumpOf(fresh.db)).toEqual(before)
    await fresh.drop()
  })
})

describe('I6: it waits in the app', () => {
  test('I6: pending ones are listed for the invited person only, with what they need to decide', async () => {
    const id = await inviteStan({ message: 'Hello', permissions: ['notes'] })
    const stan = await browserOf('stan')
    const { items } = (await stan({ url: '/api/v1/invitations' })).json()
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({
      id,
      organization: { slug: 'meridian-health' },
      invitedBy: { name: 'Bea Okafor' },
      permissions: ['notes'],
      dataVisibility: 'scoped',
      message: 'Hello',
    })
    expect((await stan({ url: '/api/v1/me' })).json().pendingInvitations).toBe(1)
    const [notification] = (await stan({ url: '/api/v1/notifications' })).json().items
    expect(notification).toMatchObject({ kind: 'delegation.invited', invitationId: id, path: `/invitations/${id}` })
    for (const person of ['omar', 'bea', 'pia'] as const) {
      const { items } = (await (await browserOf(person))({ url: '/api/v1/invitations' })).json()
      expect(items.map((it: { id: string }) => it.id)).not.toContain(id)
    }
  })

  test.each(['accept', 'decline', 'cancel', 'revoke', 'expire'])(
    'I6: after %s it does not wait any more',
    async (end) => {
      const id = await inviteStan()
      const stan = await browserOf('stan')
      if (end === 'expire') await setExpiry(id, '0 seconds')
      else if (end === 'accept' || end === 'decline') await post(stan, `/api/v1/invitations/${id}/${end}`, {})
      else await post(await browserOf('bea'), `${meridian}/${id}/${end}`)
      expect((await stan({ url: '/api/v1/invitations' })).json().items).toEqual([])
      expect((await stan({ url: '/api/v1/me' })).json().pendingInvitations).toBe(0)
      const notification = (await stan({ url: '/api/v1/notifications' }))
        .json()
        .items.find(({ kind }: { kind: string }) => kind === 'delegation.invited')
      // What had not been read goes with a revoke (SPEC 10).
      expect(notification?.invitationId ?? null).toBeNull()
    },
  )

  test.each(['accept', 'decline'])(
    'I6: after %s its notification waits no longer, and no other is touched',
    async (verb) => {
      const pia = await browserOf('pia')
      const unread = async () => (await pia({ url: '/api/v1/notifications?unread=true' })).json().items
      const other = await inviteStan()
      const before = await unread()
      expect(before.map(({ invitationId }: { invitationId: string }) => invitationId)).toContain(town.piaRosenqvist)
      await post(pia, `/api/v1/invitations/${town.piaRosenqvist}/${verb}`, {})
      expect((await unread()).length).toBe(before.length - 1)
      const stan = await browserOf('stan')
      expect((await stan({ url: '/api/v1/notifications?unread=true' })).json().items[0].invitationId).toBe(other)
    },
  )

  test('I6: who signs up by a code, without the link, finds it on the first sign-in', async () => {
    const { id } = (await post(await browserOf('bea'), meridian, { email: 'Zoe@I6.example' })).json()
    const zoe = await browserOf('nobody')
    await post(zoe, '/api/auth/email-otp/send-verification-otp', { email: 'zoe@i6.example' })
    await post(zoe, '/api/auth/sign-in/email-otp', {
      email: 'ZOE@i6.example',
      otp: await newestSecret('zoe@i6.example'),
    })
    expect((await zoe({ url: '/api/v1/invitations' })).json().items.map((it: { id: string }) => it.id)).toEqual([id])
    expect((await zoe({ url: '/api/v1/notifications' })).json()).toMatchObject({
      unread: 1,
      items: [{ invitationId: id }],
    })
    expect(outcome(await accept(zoe, id))).toBe('name_missing')
    await zoe({ method: 'PATCH', url: '/api/v1/me', body: { name: 'Zoe Zane' } })
    expect((await accept(zoe, id)).statusCode).toBe(200)
  })
})

describe('I7: the admins hear of the answer', () => {
  const newsOf = async (person: Person) =>
    (await (await browserOf(person))({ url: '/api/v1/notifications' })).json().items[0]

  test('I7: every active admin is told of an acceptance, in the app and by mail, and nobody else', async () => {
    const id = await inviteStan()
    await db()
      .updateTable('memberships')
      .set({ role: 'admin', status: 'invited' })
      .where('userId', '=', people.vic.id)
      .execute()
    await accept(await browserOf('stan'), id)
    for (const admin of ['bea', 'jonas'] as const) {
      expect(await newsOf(admin)).toMatchObject({
        kind: 'delegation.accepted',
        text: 'Stan Fremd has accepted your invitation',
      })
      expect((await mailsTo(people[admin].email)).at(-1)).toMatchObject({
        kind: 'delegation.accepted',
        facts: { partner: 'Stan Fremd' },
      })
    }
    const told = await db()
      .selectFrom('notifications')
      .select('userId')
      .where('delegationId', '=', id)
      .where('kind', '=', 'delegation.accepted')
      .execute()
    expect(told).toHaveLength(2)
  })

  test('I7: every active admin is told of a refusal, with its note', async () => {
    const id = await inviteStan()
    expect((await decline(await browserOf('stan'), id, '  No capacity\r\nbefore spring ')).statusCode).toBe(200)
    for (const admin of ['bea', 'jonas'] as const) {
      expect(await newsOf(admin)).toMatchObject({
        kind: 'delegation.declined',
        text: 'stan@elsewhere.example has declined your invitation',
        detail: 'No capacity\nbefore spring',
      })
      expect((await mailsTo(people[admin].email)).at(-1)!.facts).toMatchObject({ reason: 'No capacity\nbefore spring' })
    }
    expect(await rowOf(id)).toMatchObject({
      endedAs: 'declined',
      endedBy: people.stan.id,
      endReason: 'No capacity\nbefore spring',
    })
  })

  test('I7: who has no name yet gives one before others read it', async () => {
    await sql`update users set name = '' where id = ${people.stan.id}`.execute(db())
    const id = await inviteStan()
    const stan = await browserOf('stan')
    expect(outcome(await accept(stan, id))).toBe('name_missing')
    expect((await rowOf(id)).acceptedAt).toBeNull()
    expect(outcome(await post(stan, '/api/v1/organizations', { name: 'Nameless' }))).toBe('name_missing')
    expect((await decline(stan, id)).statusCode).toBe(200)
  })

  test.each(['a'.repeat(501), 'a\u0000', ['no'], 7, { note: 'x' }])(
    'ABUSE 54: the note %j is refused',
    async (note) => {
      const id = await inviteStan()
      expect((await post(await browserOf('stan'), `/api/v1/invitations/${id}/decline`, { note })).statusCode).toBe(422)
    },
  )
})

describe('ABUSE 8: only the newest token of a live invitation opens anything', () => {
  type Step = 'resend' | 'revoke' | 'cancel' | 'expire' | 'invite'
  const email = 'ann@abuse.example'

  async function world() {
    const [bea, nobody] = [await browserOf('bea'), await browserOf('nobody')]
    const tokens: { id: string; token: string }[] = []
    let live: { id: string; token: string } | null = null
    let id = ''
    const send = async () => {
      id = (await post(bea, meridian, { email })).json().id
      live = { id, token: await newestSecret(email) }
      tokens.push(live)
    }
    const older = () =>
      sql`update mails set created_at = created_at - interval '4 days' where address = ${email}`.execute(db())
    const steps: Record<Step, () => Promise<void>> = {
      async resend() {
        await older()
        if ((await post(bea, `${meridian}/${id}/resend`)).statusCode !== 200) return
        live = { id, token: await newestSecret(email) }
        tokens.push(live)
      },
      async revoke() {
        if ((await post(bea, `${meridian}/${id}/revoke`)).statusCode === 200) live = null
      },
      async cancel() {
        if ((await post(bea, `${meridian}/${id}/cancel`)).statusCode === 200) live = null
      },
      async expire() {
        await setExpiry(id, '0 seconds')
        live = null
      },
      async invite() {
        if (live === null) await send()
      },
    }
    await send()
    return {
      steps,
      async check() {
        for (const one of tokens) {
          const isLive = live !== null && live.token === one.token
          const { viewer, state } = (await look(nobody, one.id, one.token)).json()
          if (isLive) expect([viewer, state]).toEqual(['claim', 'pending'])
          else expect(viewer === 'stranger' || state === 'expired').toBe(true)
          if (isLive) continue
          const refused = await claim(nobody, one.id, { token: one.token, name: 'Ann' })
          expect(['invitation_token_invalid', 'invitation_not_pending', 'invitation_expired']).toContain(
            refused.json().code,
          )
        }
        // A token opens no other invitation of the same person.
        for (const { id: otherId } of tokens)
          for (const { id: ownId, token } of tokens)
            if (ownId !== otherId) expect((await look(nobody, otherId, token)).json().viewer).toBe('stranger')
      },
      async use() {
        if (live === null) return
        expect((await claim(await browserOf('nobody'), live.id, { token: live.token, name: 'Ann' })).statusCode).toBe(
          200,
        )
        live = null
      },
    }
  }

  const names: Step[] = ['resend', 'revoke', 'cancel', 'expire', 'invite']
  const pairs = names.flatMap((one) => names.map((other) => [one, other] as const))
  test.each(pairs)('ABUSE 8: send, %s, %s, then send again and use it once', async (one, other) => {
    const { steps, check, use } = await world()
    await check()
    await steps[one]()
    await check()
    await steps[other]()
    await check()
    await steps.invite()
    await check()
    await use()
    await check()
  })

  test('ABUSE 8: in any sequence of up to eight steps', { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...names), { minLength: 3, maxLength: 8 }), async (sequence) => {
        await sql`savepoint sequence`.execute(db())
        const { steps, check, use } = await world()
        for (const name of sequence) await steps[name]()
        await check()
        await use()
        await check()
        await sql`rollback to savepoint sequence`.execute(db())
      }),
      { numRuns: 25 },
    )
  })
})

describe('ABUSE 16: a token belongs to one invitation', () => {
  test('ABUSE 16: each token with each other invitation of the town opens nothing and accepts nothing', async () => {
    const ids = [town.rex, town.sam, town.ines, town.piaRosenqvist]
    const tokens = new Map<string, string>()
    for (const id of ids) tokens.set(id, await knownToken(id))
    const nobody = await browserOf('nobody')
    const before = await everything()
    for (const id of ids)
      for (const [owner, token] of tokens) {
        if (owner === id) continue
        expect((await look(nobody, id, token)).json().viewer).toBe('stranger')
        expect((await claim(nobody, id, { token, name: 'Mallory' })).statusCode).toBeGreaterThanOrEqual(403)
      }
    expect(await everything()).toEqual(before)
  })

  test('ABUSE 16: nothing in a body names another organization or delegation', async () => {
    const id = await inviteStan()
    const stan = await browserOf('stan')
    for (const extra of [
      { org: 'northwind' },
      { orgId: 'x' },
      { id: town.rex },
      { delegationId: town.rex },
      { permissions: ['notes'] },
      { role: 'admin' },
    ])
      for (const action of ['accept', 'decline']) {
        const answer = await post(stan, `/api/v1/invitations/${id}/${action}`, extra)
        expect([answer.statusCode, answer.json().code]).toEqual([400, 'unknown_field'])
      }
    expect((await rowOf(id)).acceptedAt).toBeNull()
  })
})

test('ABUSE 22: what an invitee reads before accepting has nothing of the workspace in it', async () => {
  const id = await inviteStan()
  const page = (await look(await browserOf('stan'), id)).json()
  expect(Object.keys(page).sort()).toEqual(
    [
      'id',
      'state',
      'viewer',
      'organization',
      'invitedBy',
      'as',
      'role',
      'permissions',
      'dataVisibility',
      'maskedEmail',
      'signedInAs',
      'message',
      'email',
      'expiresAt',
      'endedAt',
    ].sort(),
  )
})
