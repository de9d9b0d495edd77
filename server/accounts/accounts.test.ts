import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  dumpOf,
  freshTown,
  mailsTo,
  newestSecret,
  organizations,
  type Person,
  people,
  serverOf,
  settings,
} from '../../town/town.ts'

// The accounts library has connections of its own, and a wrong code counts although the request was refused. So these
// tests commit, in a copy of the town that is theirs alone; each one uses people of its own.
let town: Awaited<ReturnType<typeof freshTown>>
let server: ReturnType<typeof serverOf>
beforeAll(async () => {
  town = await freshTown()
  server = serverOf(town.db)
})
afterAll(() => town.drop())

const browserOf = (person: Person | 'nobody') => server.browserOf(person)
type Browser = Awaited<ReturnType<typeof browserOf>>
const post = (browser: Browser, url: string, body?: unknown, headers: Record<string, string> = {}) =>
  browser({ method: 'POST', url, body, headers })
const sendCode = (browser: Browser, email: unknown, more: object = {}) =>
  post(browser, '/api/auth/email-otp/send-verification-otp', { email, ...more })
const enterCode = (browser: Browser, email: string, otp: unknown) =>
  post(browser, '/api/auth/sign-in/email-otp', { email, otp })
const enterPassword = (browser: Browser, email: unknown, password: unknown) =>
  post(browser, '/api/auth/sign-in/email', { email, password })
const reset = (browser: Browser, email: string, otp: string, password: string) =>
  post(browser, '/api/auth/email-otp/reset-password', { email, otp, password })
const meOf = async (browser: Browser) => browser({ url: '/api/v1/me' })
const codeFor = (address: string) => newestSecret(address, town.db)
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
const outcome = (answer: Answer) => (answer.statusCode < 300 ? answer.statusCode : answer.json().code)
const userOf = (email: string) => town.db.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst()
const sessionsOf = async (userId: string) =>
  (await town.db.selectFrom('sessions').select('id').where('userId', '=', userId).execute()).length

const GOOD = 'correct horse battery staple'

/** Somebody new, signed in by a code, with a name, and a password if one is given. */
async function newPerson(email: string, password?: string) {
  const browser = await browserOf('nobody')
  await sendCode(browser, email)
  expect((await enterCode(browser, email, await codeFor(email))).statusCode).toBe(200)
  if (password) expect((await post(browser, '/api/v1/me/password', { newPassword: password })).statusCode).toBe(200)
  await browser({ method: 'PATCH', url: '/api/v1/me', body: { name: 'Somebody New' } })
  return browser
}

/** Whoever has a name and no password proves themselves by a code. */
async function proofOf(browser: Browser, email: string) {
  await post(browser, '/api/v1/me/proof', {})
  return { otp: await codeFor(email) }
}

describe('P3: signing up is email first', () => {
  test('P3: an address, then the code from its mailbox, then a name; before the code there is no account', async () => {
    const ann = await browserOf('nobody')
    expect((await sendCode(ann, ' Ann@P3.example ')).json()).toEqual({ success: true })
    expect(await userOf('ann@p3.example')).toBeUndefined()
    expect((await meOf(ann)).statusCode).toBe(401)
    const code = await codeFor('ann@p3.example')
    expect(code).toMatch(/^\d{6}$/)
    const entered = await enterCode(ann, 'Ann@P3.example', code)
    expect(entered.json().user).toMatchObject({ email: 'ann@p3.example', name: '' })
    expect(Object.keys(entered.json())).toEqual(['user'])
    expect((await meOf(ann)).json()).toMatchObject({
      user: { email: 'ann@p3.example', name: '', hasPassword: false },
      organizations: [],
      partnerships: [],
      pendingInvitations: 0,
      unreadNotifications: 0,
    })
    expect(await userOf('ann@p3.example')).toMatchObject({ emailVerified: true, typedEmail: 'Ann@P3.example' })
    const renamed = await ann({ method: 'PATCH', url: '/api/v1/me', body: { name: ' Ann   Lee ' } })
    expect(renamed.json().user.name).toBe('Ann Lee')
  })

  test('P2: however the address is typed, it is one account', async () => {
    await newPerson('case@p2.example')
    for (const typed of ['CASE@P2.EXAMPLE', ' Case@p2.example', 'case@ｐ2.example']) {
      const again = await browserOf('nobody')
      await sendCode(again, typed)
      expect((await enterCode(again, typed, await codeFor('case@p2.example'))).statusCode).toBe(200)
    }
    const { rows } = await sql`select 1 from users where email like 'case@%'`.execute(town.db)
    expect(rows).toHaveLength(1)
  })

  test.each([
    'sign-up/email',
    'signup',
    'sign-up',
    'forget-password',
    'change-email',
    'update-user',
    'list-sessions',
    'get-session',
    'verify-email',
    'delete-user',
  ])('P3, ABUSE 1: /api/auth/%s does not exist', async (path) => {
    const nobody = await browserOf('nobody')
    const body = { email: 'mallory@p3.example', password: GOOD, name: 'Mallory' }
    const answer = await post(nobody, `/api/auth/${path}`, body)
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found'])
    expect(await userOf('mallory@p3.example')).toBeUndefined()
  })

  test('P3: a code works once', async () => {
    const [one, other] = [await browserOf('nobody'), await browserOf('nobody')]
    await sendCode(one, 'once@p3.example')
    const code = await codeFor('once@p3.example')
    expect(outcome(await enterCode(one, 'once@p3.example', code))).toBe(200)
    expect(outcome(await enterCode(other, 'once@p3.example', code))).toBe('code_expired')
    expect((await meOf(other)).statusCode).toBe(401)
  })

  test('P3: a new code replaces the one before', async () => {
    const browser = await browserOf('nobody')
    await sendCode(browser, 'newer@p3.example')
    const first = await codeFor('newer@p3.example')
    let second = first
    while (second === first) {
      await sendCode(browser, 'newer@p3.example')
      second = await codeFor('newer@p3.example')
    }
    expect(outcome(await enterCode(browser, 'newer@p3.example', first))).toBe('invalid_code')
    expect(outcome(await enterCode(browser, 'newer@p3.example', second))).toBe(200)
  })

  test('P3: a code opens only the address that it was sent to', async () => {
    const browser = await browserOf('nobody')
    await sendCode(browser, 'mine@p3.example')
    await sendCode(browser, 'yours@p3.example')
    const [mine, yours] = [await codeFor('mine@p3.example'), await codeFor('yours@p3.example')]
    if (mine !== yours) expect(outcome(await enterCode(browser, 'yours@p3.example', mine))).toBe('invalid_code')
    expect(outcome(await enterCode(browser, 'yours@p3.example', yours))).toBe(200)
  })

  test('P3: a code lives ten minutes', async () => {
    const browser = await browserOf('nobody')
    await sendCode(browser, 'late@p3.example')
    const code = await codeFor('late@p3.example')
    const { rows } = await sql<{
      left: number
    }>`select extract(epoch from expires_at - now())::int as left from verifications where identifier like '%late@p3.example'`.execute(
      town.db,
    )
    expect(rows[0]!.left).toBeGreaterThan(590)
    expect(rows[0]!.left).toBeLessThanOrEqual(600)
    await sql`update verifications set expires_at = now() - interval '1 second' where identifier like '%late@p3.example'`.execute(
      town.db,
    )
    expect(outcome(await enterCode(browser, 'late@p3.example', code))).toBe('code_expired')
    expect(await userOf('late@p3.example')).toBeUndefined()
  })

  test('P3: five wrong tries, counted down, and the right code is worth nothing any more', async () => {
    const browser = await browserOf('nobody')
    await sendCode(browser, 'tries@p3.example')
    const code = await codeFor('tries@p3.example')
    const words = []
    for (let n = 0; n < 5; n++) words.push((await enterCode(browser, 'tries@p3.example', wrong(code))).json().detail)
    expect(words.slice(0, 4)).toEqual(
      [4, 3, 2, 1].map((n) => `This code is wrong. ${n} ${n === 1 ? 'try' : 'tries'} left.`),
    )
    expect(outcome(await enterCode(browser, 'tries@p3.example', code))).toBe('code_expired')
    expect(await userOf('tries@p3.example')).toBeUndefined()
  })

  test('P3: the code is kept hashed, and leaves the outbox only in its mail', async () => {
    const browser = await browserOf('nobody')
    const answer = await sendCode(browser, 'hashed@p3.example')
    const code = await codeFor('hashed@p3.example')
    expect(answer.body + JSON.stringify(answer.headers)).not.toContain(code)
    const { 'public.verifications': verifications, 'public.mails': mails } = await dumpOf(town.db)
    for (const row of [...verifications!, ...mails!].filter((row) => row.includes('hashed@p3.example')))
      expect(row.replaceAll(/[0-9a-f-]{30,}|\d{4}-\d\d-\d\dT[^"]+/g, '')).not.toContain(code)
  })

  test.each(['12345', '1234567', 'abcdef', '', null, 123456, ['123456'], { $ne: '' }, '１２３４５６'])(
    'ABUSE 54: %j is no code',
    async (otp) => {
      const answer = await enterCode(await browserOf('nobody'), 'ann@p3.example', otp)
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'invalid_input'])
    },
  )

  test('P3: blanks between the digits, as they are pasted, do no harm', async () => {
    const browser = await browserOf('nobody')
    await sendCode(browser, 'paste@p3.example')
    const code = await codeFor('paste@p3.example')
    expect(outcome(await enterCode(browser, 'paste@p3.example', ` ${code.slice(0, 3)} ${code.slice(3)} `))).toBe(200)
  })

  test('ABUSE 19: nothing but address and code is taken', async () => {
    const browser = await browserOf('nobody')
    for (const extra of [
      { name: 'Mallory' },
      { emailVerified: true },
      { image: 'x' },
      { rememberMe: true },
      { callbackURL: 'https://evil.example' },
    ]) {
      const answer = await post(browser, '/api/auth/sign-in/email-otp', {
        email: 'ann@p3.example',
        otp: '123456',
        ...extra,
      })
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'unknown_field'])
    }
  })
})

describe('P4: a stub becomes a person by a code', () => {
  test('P4: invited first, then the code: one user, a mailbox proven, still without a name', async () => {
    await post(await browserOf('bea'), '/api/v1/organizations/meridian-health/delegations', {
      email: 'stub@p4.example',
    })
    const before = await userOf('stub@p4.example')
    expect(before).toMatchObject({ emailVerified: false, name: '' })
    const browser = await browserOf('nobody')
    await sendCode(browser, 'stub@p4.example')
    const entered = await enterCode(browser, 'stub@p4.example', await codeFor('stub@p4.example'))
    expect(entered.json().user).toEqual({ id: before!.id, email: 'stub@p4.example', name: '' })
    expect(await userOf('stub@p4.example')).toMatchObject({ id: before!.id, emailVerified: true, name: '' })
    expect((await meOf(browser)).json()).toMatchObject({ pendingInvitations: 1 })
  })

  test('P4, ABUSE 24: a stub has nothing to reset and no password to try', async () => {
    const browser = await browserOf('nobody')
    expect(outcome(await enterPassword(browser, people.rex.email, ''.padEnd(20, 'x')))).toBe('invalid_credentials')
    await sendCode(browser, people.rex.email, { type: 'forget-password' })
    const mail = (await mailsTo(people.rex.email, town.db)).at(-1)!
    expect(mail.kind).toBe('account.unknown')
  })

  test('ABUSE 1: a session or a password that was planted on a stub dies when the mailbox is proven', async () => {
    await sql`insert into credentials (user_id, account_id, provider_id, password) values (${people.sam.id}, ${people.sam.id}, 'credential', 'planted')`.execute(
      town.db,
    )
    const planted = await browserOf('sam')
    const browser = await browserOf('nobody')
    await sendCode(browser, people.sam.email)
    expect(outcome(await enterCode(browser, people.sam.email, await codeFor(people.sam.email)))).toBe(200)
    expect((await meOf(planted)).statusCode).toBe(401)
    expect((await meOf(browser)).json().user.hasPassword).toBe(false)
  })
})

describe('P3: passwords', () => {
  test('P3: whoever set one signs in with it, whole and exactly', async () => {
    const password = `thimble marmot quarry lantern ${'😀'.repeat(98)}`
    expect([...password]).toHaveLength(128)
    await newPerson('long@p3.example', password)
    const again = await browserOf('nobody')
    for (const almost of [
      password.slice(0, -1),
      ` ${password}`,
      `${password} `,
      password.toUpperCase(),
      `${password}x`,
    ])
      expect(outcome(await enterPassword(again, 'long@p3.example', almost))).toBe('invalid_credentials')
    expect(outcome(await enterPassword(again, 'LONG@p3.example', password))).toBe(200)
    expect((await meOf(again)).statusCode).toBe(200)
  })

  test('P3: letters with accents are the same from every keyboard', async () => {
    await newPerson('nfc@p3.example', 'Größe über Ålesund é'.normalize('NFD'))
    expect(
      outcome(
        await enterPassword(await browserOf('nobody'), 'nfc@p3.example', 'Größe über Ålesund é'.normalize('NFC')),
      ),
    ).toBe(200)
  })

  test.each([
    ['aaaaaaaaaaaaaaaaaaaa', 'password_too_common'],
    ['passwordpassword', 'password_too_common'],
    ['123456789012345', 'password_too_common'],
    ['qwertyuiopasdfgh', 'password_too_common'],
    ['abcdefghijklmnop', 'password_too_common'],
    ['letmein letmein letmein', 'password_too_common'],
    ['password password', 'password_too_common'],
    ['human cloud human cloud', 'password_too_common'],
    ['humancloudhumancloud', 'password_too_common'],
    ['common@p3.example', 'password_too_common'],
    ['somebodysomebody', 'password_too_common'],
    ['short', 'invalid_input'],
    ['x7!kQ2#vB9@mL4', 'invalid_input'],
    ['é'.repeat(129), 'invalid_input'],
  ])('P3: %j is refused as %s', async (newPassword, code) => {
    const browser = (await userOf('common@p3.example'))
      ? await signedInAgain('common@p3.example')
      : await newPerson('common@p3.example')
    const proof = await proofOf(browser, 'common@p3.example')
    const answer = await post(browser, '/api/v1/me/password', { newPassword, ...proof })
    expect([answer.statusCode, answer.json().code]).toEqual([422, code])
    expect(answer.json().errors[0].path).toBe('newPassword')
    expect((await meOf(browser)).json().user.hasPassword).toBe(false)
  })

  test('P3: no composition rules: words in small letters are good enough', async () => {
    const browser = await newPerson('plain@p3.example', 'thimble marmot quarry lantern')
    expect((await meOf(browser)).json().user.hasPassword).toBe(true)
  })

  test('P3: changing needs the current one, ends all other sessions, and tells the owner by mail', async () => {
    const mine = await newPerson('change@p3.example', GOOD)
    const other = await browserOf('nobody')
    await enterPassword(other, 'change@p3.example', GOOD)
    const next = 'thimble marmot quarry lantern'
    const change = (body: object) => post(mine, '/api/v1/me/password', body)
    expect(outcome(await change({ newPassword: next }))).toBe('wrong_password')
    expect(outcome(await change({ currentPassword: 'wrong', newPassword: next }))).toBe('wrong_password')
    expect((await meOf(other)).statusCode).toBe(200)
    expect(outcome(await change({ currentPassword: GOOD, newPassword: next }))).toBe(200)
    expect([(await meOf(mine)).statusCode, (await meOf(other)).statusCode]).toEqual([200, 401])
    expect(outcome(await enterPassword(other, 'change@p3.example', GOOD))).toBe('invalid_credentials')
    expect(outcome(await enterPassword(other, 'change@p3.example', next))).toBe(200)
    expect((await mailsTo('change@p3.example', town.db)).at(-1)).toMatchObject({ kind: 'account.passwordChanged' })
  })

  test('P3: it is kept as argon2id', async () => {
    await newPerson('argon@p3.example', GOOD)
    const { rows } = await sql<{
      password: string
    }>`select password from credentials c join users u on u.id = c.user_id where email = 'argon@p3.example'`.execute(
      town.db,
    )
    expect(rows[0]!.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test.each([
    [['a@b.example'], GOOD],
    ['a@b.example', [GOOD]],
    ['a@b.example', { $ne: '' }],
    ['a@b.example', null],
    [null, GOOD],
    ['a@b.example', 'x'.repeat(513)],
  ])('ABUSE 54: address %j and password %j are refused by their form', async (email, password) => {
    expect((await enterPassword(await browserOf('nobody'), email, password)).statusCode).toBe(422)
  })
})

async function signedInAgain(email: string) {
  const browser = await browserOf('nobody')
  await sendCode(browser, email)
  await enterCode(browser, email, await codeFor(email))
  return browser
}

describe('ABUSE 2: a reset ends every session', () => {
  test('ABUSE 2: five sessions and the old password are dead, the new password signs in', async () => {
    const first = await newPerson('reset@abuse.example', GOOD)
    const held = [first]
    for (let n = 0; n < 4; n++) {
      const browser = await browserOf('nobody')
      await enterPassword(browser, 'reset@abuse.example', GOOD)
      held.push(browser)
    }
    for (const browser of held) expect((await meOf(browser)).statusCode).toBe(200)
    const victim = await browserOf('nobody')
    await sendCode(victim, 'reset@abuse.example', { type: 'forget-password' })
    const code = await codeFor('reset@abuse.example')
    const next = 'thimble marmot quarry lantern'
    expect(outcome(await reset(victim, 'reset@abuse.example', code, 'aaaaaaaaaaaaaaaaaa'))).toBe('password_too_common')
    expect(outcome(await reset(victim, 'reset@abuse.example', wrong(code), next))).toBe('invalid_code')
    for (const browser of held) expect((await meOf(browser)).statusCode).toBe(200)
    const done = await reset(victim, 'reset@abuse.example', code, next)
    expect([done.statusCode, done.json(), done.cookies]).toEqual([200, { success: true }, []])
    for (const browser of held) expect((await meOf(browser)).statusCode).toBe(401)
    expect(await sessionsOf((await userOf('reset@abuse.example'))!.id)).toBe(0)
    expect(outcome(await enterPassword(victim, 'reset@abuse.example', GOOD))).toBe('invalid_credentials')
    expect(outcome(await enterPassword(victim, 'reset@abuse.example', next))).toBe(200)
    expect(outcome(await reset(victim, 'reset@abuse.example', code, GOOD))).toBe('code_expired')
  })

  test('P3: a code to sign in does not reset a password, and a code to reset does not sign in', async () => {
    await newPerson('mixed@p3.example', GOOD)
    const browser = await browserOf('nobody')
    await sendCode(browser, 'mixed@p3.example')
    expect(
      outcome(await reset(browser, 'mixed@p3.example', await codeFor('mixed@p3.example'), 'thimble marmot quarry')),
    ).not.toBe(200)
    await sendCode(browser, 'mixed@p3.example', { type: 'forget-password' })
    const resetCode = await codeFor('mixed@p3.example')
    const entered = await enterCode(browser, 'mixed@p3.example', resetCode)
    expect(entered.statusCode).not.toBe(200)
    expect((await meOf(browser)).statusCode).toBe(401)
  })

  test('P3: who has no password sets the first one by a reset', async () => {
    await newPerson('first@p3.example')
    const browser = await browserOf('nobody')
    await sendCode(browser, 'first@p3.example', { type: 'forget-password' })
    expect(outcome(await reset(browser, 'first@p3.example', await codeFor('first@p3.example'), GOOD))).toBe(200)
    expect(outcome(await enterPassword(browser, 'first@p3.example', GOOD))).toBe(200)
  })
})

describe('SPEC 11: the beginning of an account and a reset are remembered', () => {
  const kindsOf = async (email: string) => {
    const { rows } = await sql<{ kind: string; actorAs: string }>`
      select e.kind, e.actor_as from audit_events e join users u on u.id = e.actor_id where u.email = ${email} order by e.created_at, e.id
    `.execute(town.db)
    return rows.map(({ kind, actorAs }) => `${kind} by a ${actorAs}`)
  }

  test('a new address, a stub, and who merely signs in again', async () => {
    await signedInAgain('new@audit.example')
    await signedInAgain('new@audit.example')
    expect(await kindsOf('new@audit.example')).toEqual(['account.created by a person'])
    await sql`insert into users (email) values ('stub@audit.example')`.execute(town.db)
    await signedInAgain('stub@audit.example')
    expect(await kindsOf('stub@audit.example')).toEqual(['account.claimed by a person'])
  })

  test('a reset, which its owner is told by mail', async () => {
    await newPerson('told@audit.example', GOOD)
    const browser = await browserOf('nobody')
    await sendCode(browser, 'told@audit.example', { type: 'forget-password' })
    await reset(browser, 'told@audit.example', await codeFor('told@audit.example'), 'thimble marmot quarry lantern')
    expect((await kindsOf('told@audit.example')).at(-1)).toBe('account.passwordReset by a person')
    expect((await mailsTo('told@audit.example', town.db)).at(-1)).toMatchObject({ kind: 'account.passwordReset' })
  })
})

describe('Sessions', () => {
  const UA = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
  async function twoDevices(email: string) {
    const mine = await newPerson(email, GOOD)
    const other = await browserOf('nobody')
    await post(other, '/api/auth/sign-in/email', { email, password: GOOD }, { 'user-agent': UA })
    return { mine, other }
  }
  const list = async (browser: Browser) => (await browser({ url: '/api/v1/me/sessions' })).json().items

  test('where one is signed in is listed, with the device, and which one is this', async () => {
    const { mine, other } = await twoDevices('devices@p3.example')
    const items = await list(other)
    expect(items).toHaveLength(2)
    const current = items.filter(({ current }: { current: boolean }) => current)
    expect(current).toHaveLength(1)
    expect(current[0]).toMatchObject({ device: 'Firefox on Windows', ipAddress: '127.0.0.1' })
    expect(JSON.stringify(items)).not.toMatch(/token/)
    expect((await list(mine)).map(({ id }: { id: string }) => id).sort()).toEqual(
      items.map(({ id }: { id: string }) => id).sort(),
    )
  })

  test('one of them can be ended, and is out with its next request', async () => {
    const { mine, other } = await twoDevices('end@p3.example')
    const { id } = (await list(mine)).find(({ current }: { current: boolean }) => !current)
    expect((await mine({ method: 'DELETE', url: `/api/v1/me/sessions/${id}` })).statusCode).toBe(200)
    expect([(await meOf(mine)).statusCode, (await meOf(other)).statusCode]).toEqual([200, 401])
    expect((await mine({ method: 'DELETE', url: `/api/v1/me/sessions/${id}` })).statusCode).toBe(404)
  })

  test('all others can be ended at once', async () => {
    const { mine, other } = await twoDevices('others@p3.example')
    await mine({ method: 'DELETE', url: '/api/v1/me/sessions' })
    expect([(await meOf(mine)).statusCode, (await meOf(other)).statusCode]).toEqual([200, 401])
  })

  test('nobody ends the session of somebody else', async () => {
    const { mine } = await twoDevices('foreign@p3.example')
    const { id } = (await list(mine))[0]
    const bea = await browserOf('bea')
    expect((await bea({ method: 'DELETE', url: `/api/v1/me/sessions/${id}` })).statusCode).toBe(404)
    expect(await list(mine)).toHaveLength(2)
  })

  test('signing out kills the cookie for good, also for who copied it', async () => {
    const browser = await browserOf('nobody')
    await sendCode(browser, 'out@p3.example')
    const entered = await enterCode(browser, 'out@p3.example', await codeFor('out@p3.example'))
    const copied = server.browserWith(entered.cookies.find(({ name }) => name === 'hc_session')!.value)
    expect((await meOf(copied)).statusCode).toBe(200)
    const out = await post(browser, '/api/auth/sign-out')
    expect(out.json()).toEqual({ success: true })
    expect(out.cookies.find(({ name }) => name === 'hc_session')).toMatchObject({ value: '' })
    expect((await meOf(copied)).statusCode).toBe(401)
    expect((await meOf(browser)).statusCode).toBe(401)
  })

  test('a session ends by the clock', async () => {
    const browser = await newPerson('clock@p3.example')
    const { id } = (await userOf('clock@p3.example'))!
    const { rows } = await sql<{
      days: number
    }>`select round(extract(epoch from expires_at - now()) / 86400)::int as days from sessions where user_id = ${id}`.execute(
      town.db,
    )
    expect(rows[0]!.days).toBe(30)
    await sql`update sessions set expires_at = now() where user_id = ${id}`.execute(town.db)
    expect((await meOf(browser)).statusCode).toBe(401)
  })

  test('ABUSE 49: every sign-in makes a new session, and one that was planted before is not taken over', async () => {
    const planted = settings.secrets.sign('planted-by-an-attacker-planted-by-an-attacker')
    const browser = server.browserWith(planted)
    await sendCode(browser, 'fixed@abuse.example')
    const entered = await enterCode(browser, 'fixed@abuse.example', await codeFor('fixed@abuse.example'))
    const cookie = entered.cookies.find(({ name }) => name === 'hc_session')!
    expect(cookie.value).not.toBe(planted)
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 30 * 86_400 })
    expect((await meOf(server.browserWith(planted))).statusCode).toBe(401)
  })

  test('ABUSE 49: on https the cookie is secure and bound to this host', async () => {
    const secure = serverOf(town.db, { settings: { ...settings, publicUrl: 'https://hc.example' } })
    const browser = secure.browserWith(null)
    const headers = { host: 'hc.example', origin: 'https://hc.example' }
    await post(browser, '/api/auth/email-otp/send-verification-otp', { email: 'secure@abuse.example' }, headers)
    const otp = await codeFor('secure@abuse.example')
    const entered = await post(browser, '/api/auth/sign-in/email-otp', { email: 'secure@abuse.example', otp }, headers)
    expect(entered.cookies[0]).toMatchObject({ name: '__Host-hc_session', secure: true, httpOnly: true, path: '/' })
    expect(entered.cookies[0]).not.toHaveProperty('domain')
  })

  test('A cookie that we did not sign is nobody', async () => {
    const { rows } = await sql<{ token: string }>`select token from sessions limit 1`.execute(town.db)
    const { token } = rows[0]!
    for (const cookie of [
      token,
      `${token}.`,
      `${token}.AAAA`,
      `.${token}`,
      `${settings.secrets.sign(token)}x`,
      settings.secrets.sign(`${token}x`),
    ])
      expect((await meOf(server.browserWith(encodeURIComponent(cookie)))).statusCode).toBe(401)
  })
})

describe('ABUSE 4: signing up never changes an account that exists', () => {
  test('ABUSE 4: an existing user stays byte for byte, whatever is tried on it', async () => {
    await newPerson('owner@abuse.example', GOOD)
    const { id } = (await userOf('owner@abuse.example'))!
    const state = async () =>
      (
        await sql`select row_to_json(u) as u, (select json_agg(c) from credentials c where user_id = u.id) as c, (select json_agg(s) from sessions s where user_id = u.id) as s from users u where id = ${id}`.execute(
          town.db,
        )
      ).rows
    const before = await state()
    const mallory = await browserOf('nobody')
    const { id: invitation } = (
      await post(await browserOf('bea'), '/api/v1/organizations/meridian-health/delegations', {
        email: 'owner@abuse.example',
      })
    ).json()
    const token = await codeFor('owner@abuse.example')
    for (let n = 0; n < 10; n++) {
      const typed = n % 2 ? 'OWNER@abuse.example' : ' owner@ABUSE.example'
      expect(
        (
          await post(mallory, `/api/v1/invitations/${invitation}/claim`, {
            token,
            name: 'Mallory',
            password: 'thimble marmot quarry',
          })
        ).statusCode,
      ).toBe(409)
      expect((await enterPassword(mallory, typed, 'thimble marmot quarry')).statusCode).toBe(401)
      expect((await enterCode(mallory, typed, '000000')).statusCode).toBe(422)
      expect((await reset(mallory, typed, '000000', 'thimble marmot quarry')).statusCode).toBe(422)
    }
    expect(await state()).toEqual(before)
  })
})

describe('ABUSE 50: no answer tells whether an address has an account', () => {
  const withoutNoise = ({ statusCode, headers, body }: Answer, email: string) => {
    const { date: _, ...others } = headers
    return [statusCode, others, body.replaceAll(email, 'EMAIL').replace(/"requestId":"[^"]+"/, '"requestId":"R"')]
  }
  const attempts: [string, (browser: Browser, email: string) => Promise<Answer>][] = [
    ['a code to sign in', (browser, email) => sendCode(browser, email)],
    ['a code to reset', (browser, email) => sendCode(browser, email, { type: 'forget-password' })],
    ['a wrong code that was asked for', (browser, email) => enterCode(browser, email, 'XXXXXX'.replaceAll('X', '0'))],
    ['a wrong password', (browser, email) => enterPassword(browser, email, 'not the password at all')],
    ['a reset with a wrong code', (browser, email) => reset(browser, email, '000000', 'thimble marmot quarry')],
    ['a code that nobody asked for', (browser, email) => enterCode(browser, `x${email}`, '000000')],
  ]

  test('ABUSE 50: person with a password, person without, member, stub and nobody get the same bytes', async () => {
    await newPerson('know1@abuse.example', GOOD)
    await newPerson('know2@abuse.example')
    await town.db.insertInto('users').values({ email: 'stub1@abuse.example' }).execute()
    for (const [name, attempt] of attempts) {
      const nobody = await browserOf('nobody')
      const expected = withoutNoise(await attempt(nobody, 'nobod@abuse.example'), 'nobod@abuse.example')
      for (const email of ['know1@abuse.example', 'know2@abuse.example', 'stub1@abuse.example'])
        expect(withoutNoise(await attempt(nobody, email), email), `${name}: ${email}`).toEqual(expected)
    }
  })

  test('ABUSE 50: every address gets one mail for one question; only its owner learns more', async () => {
    const browser = await browserOf('nobody')
    const kinds = async (email: string) => (await mailsTo(email, town.db)).map(({ kind }) => kind)
    await newPerson('mailed@abuse.example')
    await sendCode(browser, 'mailed@abuse.example', { type: 'forget-password' })
    await sendCode(browser, 'unknown@abuse.example', { type: 'forget-password' })
    await sendCode(browser, 'unknown@abuse.example')
    expect((await kinds('mailed@abuse.example')).at(-1)).toBe('account.resetCode')
    expect(await kinds('unknown@abuse.example')).toEqual(['account.unknown', 'account.code'])
  })
})

describe('ABUSE 13: confusable addresses never cross', () => {
  const pairs = [
    ['mike@abuse13.example', 'mıke@abuse13.example'],
    ['mike@abuse13.example', 'm\u0130ke@abuse13.example'],
    ['kim@abuse13.example', '\u212aim@abuse13.example'],
    ['sam@abuse13.example', 'ſam@abuse13.example'],
    ['ann@abuse13.example', 'ａnn@abuse13.example'],
    ['ann@abuse13.example', 'аnn@abuse13.example'],
    ['jose@abuse13.example', 'josé@abuse13.example'],
    ['jose@abuse13.example', 'jose\u0301@abuse13.example'],
    ['strasse@abuse13.example', 'straße@abuse13.example'],
  ]
  test.each(pairs)('ABUSE 13: %s is never reached as %s, by any door', async (plain, confusable) => {
    const [nobody, bea] = [await browserOf('nobody'), await browserOf('bea')]
    const before = await mailsTo(plain!, town.db)
    const answers = [
      await sendCode(nobody, confusable),
      await sendCode(nobody, confusable, { type: 'forget-password' }),
      await enterCode(nobody, confusable!, '123456'),
      await enterPassword(nobody, confusable, GOOD),
      await reset(nobody, confusable!, '123456', GOOD),
      await post(bea, '/api/v1/organizations/meridian-health/delegations', { email: confusable }),
    ]
    for (const answer of answers) expect([answer.statusCode, answer.json().code]).toEqual([422, 'invalid_email'])
    expect(await mailsTo(plain!, town.db)).toEqual(before)
  })

  test('ABUSE 13: a confusable domain is another mailbox, consistently in invitation and sign-in', async () => {
    const [plain, other] = ['ann@meridian13.example', 'ann@mеridian13.example']
    const nobody = await browserOf('nobody')
    await sendCode(nobody, other)
    expect(await mailsTo(plain, town.db)).toEqual([])
    const bea = await browserOf('bea')
    const invited = [plain, other].map((email) =>
      post(bea, '/api/v1/organizations/meridian-health/delegations', { email }),
    )
    const [one, two] = (await Promise.all(invited)).map((answer) => answer.json().partner.email)
    expect(one).toBe(plain)
    expect(two).toMatch(/^ann@xn--/)
    expect(await mailsTo(two, town.db)).toHaveLength(2)
  })
})

describe('ABUSE 28, 52: guessing and flooding are limited', () => {
  const limited = () => serverOf(town.db, { rateLimit: true }).browserWith(null)
  test('ABUSE 28: one mailbox gets five codes in ten minutes, however it is written; others still get theirs', async () => {
    const browser = limited()
    for (const email of [
      'flood@abuse28.example',
      'FLOOD@abuse28.example',
      'f.lood+1@abuse28.example',
      'flood+2@abuse28.example',
      'flood@abuse28.example',
    ])
      expect((await sendCode(browser, email)).statusCode).toBe(200)
    const refused = await sendCode(browser, 'fl.ood@abuse28.example')
    expect([refused.statusCode, refused.json().code]).toEqual([429, 'too_many_requests'])
    expect((await sendCode(browser, 'other@abuse28.example')).statusCode).toBe(200)
  })

  test('ABUSE 52: one mailbox takes fifteen guesses in ten minutes, over codes, passwords and resets together', async () => {
    const browser = limited()
    for (let n = 0; n < 5; n++) {
      expect((await enterCode(browser, 'guess@abuse52.example', '000000')).statusCode).toBe(422)
      expect((await enterPassword(browser, 'guess@abuse52.example', 'x')).statusCode).toBe(401)
      expect((await reset(browser, 'guess@abuse52.example', '000000', 'thimble marmot quarry')).statusCode).toBe(422)
    }
    for (const answer of [
      await enterCode(browser, 'guess@abuse52.example', '000000'),
      await enterPassword(browser, 'guess@abuse52.example', 'x'),
    ])
      expect(answer.statusCode).toBe(429)
  })
})

describe('Me', () => {
  test('SPEC 12: organizations with the role, partnerships with what was granted, and counts', async () => {
    const me = (await meOf(await browserOf('pia'))).json()
    expect(me.organizations).toEqual([{ slug: 'lindqvist', name: 'Lindqvist Advisory', kind: 'buyer', role: 'admin' }])
    expect(me.partnerships.map(({ organization }: { organization: { slug: string } }) => organization.slug)).toEqual([
      'meridian-health',
      'northwind',
      'orchard-foods',
    ])
    expect(me.partnerships[1]).toMatchObject({ permissions: ['briefs'], dataVisibility: 'scoped' })
    expect(me).toMatchObject({ pendingInvitations: 1, user: { name: 'Pia Lindqvist', hasPassword: false } })
    expect(me.unreadNotifications).toBeGreaterThan(0)
  })

  test('P1: one is a partner exactly while one holds an active delegation', async () => {
    const partnerships = async (person: Person) => (await meOf(await browserOf(person))).json().partnerships
    expect(await partnerships('omar')).toEqual([])
    expect(await partnerships('kim')).toEqual([])
    expect(await partnerships('max')).toHaveLength(1)
    expect(organizations.meridian.slug).toBe((await partnerships('max'))[0].organization.slug)
  })

  test.each([{ name: '' }, { name: 'see evil.com' }, { name: null }, { name: ['x'] }, { name: 'a'.repeat(61) }, {}])(
    'ABUSE 25: the name %j is refused',
    async (body) => {
      const stan = await browserOf('stan')
      expect((await stan({ method: 'PATCH', url: '/api/v1/me', body })).statusCode).toBe(422)
      expect((await meOf(stan)).json().user.name).toBe('Stan Fremd')
    },
  )

  test.each(['email', 'emailVerified', 'id', 'image', 'role', 'hasPassword', 'createdAt'])(
    'ABUSE 19: %s cannot be changed with the name',
    async (field) => {
      const stan = await browserOf('stan')
      const answer = await stan({ method: 'PATCH', url: '/api/v1/me', body: { name: 'Stan F', [field]: 'x' } })
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'unknown_field'])
      expect((await meOf(stan)).json().user.name).toBe('Stan Fremd')
    },
  )

  test('SPEC 11: a new name is remembered, with the one before', async () => {
    const browser = await newPerson('rename@p3.example')
    await browser({ method: 'PATCH', url: '/api/v1/me', body: { name: 'Ann Lee' } })
    const { id } = (await userOf('rename@p3.example'))!
    const events = await town.db.selectFrom('auditEvents').selectAll().where('actorId', '=', id).orderBy('id').execute()
    expect(events.at(-1)).toMatchObject({
      kind: 'account.nameChanged',
      before: { name: 'Somebody New' },
      after: { name: 'Ann Lee' },
      orgId: null,
    })
  })
})
