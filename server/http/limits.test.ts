import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalEmail, foldedEmail } from '../../shared/email.ts'
import type { Refusal } from '../../shared/errors.ts'
import { db, freshTown, organizations, people, serverOf, settings } from '../../town/town.ts'
import { openAuth } from '../accounts/auth.ts'
import { buildApp } from '../app.ts'
import { createHub } from '../stream/hub.ts'
import { countHits, type Limit, limitsOf, limitsOfRecipient, networkOf } from './limits.ts'

describe('ABUSE 29: whose address counts', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::1', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:db8:0:0:1::', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    ['::', '0:0:0:0'],
    ['1::', '1:0:0:0'],
  ])('ABUSE 29: %s counts as %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  const group = fc.integer({ min: 0, max: 0xffff })
  const spelled = (groups: number[], long: boolean) =>
    groups.map((it) => it.toString(16).padStart(long ? 4 : 1, '0')).join(':')

  test('ABUSE 29: all addresses of one /64 are one customer, however they are written, and no others are', () => {
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 8, maxLength: 8 }),
        fc.array(group, { minLength: 4, maxLength: 4 }),
        fc.boolean(),
        (groups, tail, long) => {
          const home = groups.slice(0, 4)
          if (home.every((it) => it === 0)) return
          expect(networkOf(spelled([...home, ...tail], long))).toBe(networkOf(spelled(groups, !long).toUpperCase()))
          const neighbour = [...home.slice(0, 3), home[3]! ^ 1, ...tail]
          expect(networkOf(spelled(neighbour, long))).not.toBe(networkOf(spelled(groups, long)))
        },
      ),
    )
  })
})

describe('ABUSE 14, 28: what a request counts on', () => {
  const asking = (input: Record<string, unknown>) => ({
    actor: { user: { id: people.bea.id, email: people.bea.email, name: '' }, sessionId: '', tie: null },
    ipAddress: '203.0.113.7',
    input,
  })
  const keys = (route: string, input: Record<string, unknown>) => limitsOf(route, asking(input)).map(({ key }) => key)
  const parsed = (typed: string) => ({ typed, canonical: canonicalEmail(typed)! })

  test('ABUSE 14: plus-tags and dots reach one mailbox, so they count as one, in every door that mails', () => {
    const variants = [
      'ann.lee@fairwork.example',
      'annlee@fairwork.example',
      'a.n.n.l.e.e+tag@FAIRWORK.example',
      'AnnLee+1+2@fairwork.example',
    ]
    for (const route of ['POST /api/auth/email-otp/send-verification-otp', 'POST /api/auth/sign-in/email']) {
      const counted = variants.map((typed) =>
        keys(route, { email: parsed(typed) })
          .filter((key) => key.includes('mailbox'))
          .join(),
      )
      expect(new Set(counted).size).toBe(1)
      expect(counted[0]).toContain('annlee@fairwork.example')
    }
    const recipients = variants.map((typed) => limitsOfRecipient(canonicalEmail(typed)!, 'org')[0]!.key)
    expect(new Set(recipients)).toEqual(new Set(['invite:mailbox:annlee@fairwork.example:org']))
  })

  test('ABUSE 14: a recipient counts as one mailbox, however the address is typed', () => {
    const local = fc.stringMatching(/^[a-zA-Z]{1,8}(\.[a-zA-Z]{1,5})?(\+[a-z]{1,4})?$/)
    const domain = fc.constantFrom('fairwork.example', 'FairWork.Example', 'bücher.example', 'xn--bcher-kva.example')
    fc.assert(
      fc.property(local, domain, fc.constantFrom('', ' ', '\t'), (name, at, space) => {
        const canonical = canonicalEmail(`${space}${name}@${at}${space}`)!
        for (const { key } of limitsOfRecipient(canonical, 'org')) expect(key).toContain(foldedEmail(canonical))
      }),
    )
  })

  test('ABUSE 28: a list counts as many invitations as it has addresses', () => {
    const emails = Array.from({ length: 30 }, (_, index) => `${index}@fairwork.example`)
    const organization = { id: 'org', slug: 'org', name: 'Org', kind: 'buyer' as const }
    const admin = {
      ...asking({}).actor!,
      tie: { kind: 'member' as const, id: 'tie', organization, role: 'admin' as const },
    }
    const costs = limitsOf('POST /organizations/:org/delegations/bulk', { ...asking({ emails }), actor: admin })
    expect(costs.map(({ cost }) => cost)).toEqual([30, 30, 30])
  })

  test('ABUSE 52: guesses of codes and passwords count on one mailbox together, whichever door they try', () => {
    const doors = [
      'POST /api/auth/sign-in/email-otp',
      'POST /api/auth/sign-in/email',
      'POST /api/auth/email-otp/reset-password',
    ]
    const counted = doors.map((route) => keys(route, { email: parsed('ann@fairwork.example') }).join())
    expect(new Set(counted).size).toBe(1)
  })

  test('ABUSE 45: reading is free for who is signed in, every change counts', () => {
    expect(keys('GET /me', {})).toEqual([])
    expect(keys('PATCH /me', {})).toEqual([`any:user:${people.bea.id}`])
  })
})

describe('counting', () => {
  let town: Awaited<ReturnType<typeof freshTown>>
  beforeAll(async () => {
    town = await freshTown()
  })
  afterAll(() => town.drop())
  const limit = (key: string, most: number, more: Partial<Limit> = {}): Limit => ({
    key,
    most,
    windowSeconds: 86_400,
    ...more,
  })
  const outcome = (limits: Limit[], on = town.db) =>
    countHits(on, limits).then(
      () => 'let in',
      (error: Refusal) => error.code,
    )

  test('ABUSE 28: of a hundred at once exactly as many come in as may, and nobody sees a deadlock', async () => {
    const limits = [limit('z', 30), limit('a', 1000), limit('m', 60)]
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) => outcome(index % 2 ? limits : limits.toReversed())),
    )
    expect(outcomes.filter((it) => it === 'let in')).toHaveLength(30)
    expect(outcomes.filter((it) => it === 'too_many_requests')).toHaveLength(70)
  })

  test('ABUSE 28: what costs more counts more, and one request may hit a key twice', async () => {
    expect(await outcome([limit('cost', 10, { cost: 10 })])).toBe('let in')
    expect(await outcome([limit('cost', 10)])).toBe('too_many_requests')
    expect(await outcome([limit('twice', 1), limit('twice', 1)])).toBe('too_many_requests')
  })

  test('ABUSE 28: a window ends, and says when', async () => {
    const short = () => outcome([limit('short', 1, { windowSeconds: 1 })])
    const soon = async (): Promise<string> => ((await short()) === 'let in' ? 'let in' : soon())
    await short()
    expect(await soon()).toBe('let in')
    await countHits(town.db, [limit('long', 1)])
    const refusal = await countHits(town.db, [limit('long', 1)]).catch((error: Refusal) => error)
    expect((refusal as Refusal).particulars.retryAfterSeconds).toBeGreaterThan(0)
    expect((refusal as Refusal).particulars.retryAfterSeconds).toBeLessThanOrEqual(86_400)
  })

  test('ABUSE 28: a request without limits asks nothing of the database', async () => {
    await expect(countHits(null as never, [])).resolves.toBeUndefined()
  })
})

describe('at the door', () => {
  const code = (email: string) => ({
    method: 'POST',
    url: '/api/auth/email-otp/send-verification-otp',
    body: { email },
  })

  test('ABUSE 28: the sixth code for one mailbox within ten minutes is refused with 429 and Retry-After', async () => {
    const visitor = await serverOf(db(), { rateLimit: true }).browserOf('nobody')
    for (const tag of ['', '+a', '+b', '+c', '+d'])
      expect((await visitor(code(`ann${tag}@fairwork.example`))).statusCode).toBe(200)
    const refused = await visitor(code('a.n.n+e@fairwork.example'))
    expect(refused.json()).toMatchObject({
      status: 429,
      code: 'too_many_requests',
      retryAfterSeconds: expect.any(Number),
    })
    expect(refused.headers['retry-after']).toBe(String(refused.json().retryAfterSeconds))
    expect((await visitor(code('bob@fairwork.example'))).statusCode).toBe(200)
  })

  test('ABUSE 28: one mailbox has a share for each organization, and one for all of them together', async () => {
    const server = serverOf(db(), { rateLimit: true })
    const [bea, nora] = [await server.browserOf('bea'), await server.browserOf('nora')]
    const url = (slug: string) => `/api/v1/organizations/${slug}/delegations`
    for (let count = 0; count < 6; count++) {
      const [browser, slug] =
        count % 2 ? ([bea, organizations.meridian.slug] as const) : ([nora, organizations.northwind.slug] as const)
      const answer = await browser({ method: 'POST', url: url(slug), body: { email: `ann+${count}@fairwork.example` } })
      expect(answer.statusCode).toBe(201)
    }
    const more = await bea({
      method: 'POST',
      url: `${url(organizations.meridian.slug)}/bulk`,
      body: { emails: ['a.nn@fairwork.example'] },
    })
    expect(more.json().results[0].problem, 'another organization has its own share').toBeUndefined()
    await db()
      .updateTable('rateLimits')
      .set({ hits: 20 })
      .where('key', 'like', 'invite:mailbox:ann@fairwork.example:2%')
      .execute()
    const over = await bea({
      method: 'POST',
      url: url(organizations.meridian.slug),
      body: { email: 'an.n@fairwork.example' },
    })
    expect(over.statusCode).toBe(429)
  })

  /** What the limits take for the address of the caller, behind a number of proxies that we trust. */
  async function countedAddresses(trustedProxies: number, forwarded: string) {
    const auth = openAuth(db(), settings.publicUrl, 'a secret that nobody needs to know')
    const http = buildApp({
      db: db(),
      auth,
      settings: { ...settings, rateLimit: true },
      hub: createHub(db()),
      trustedProxies,
    })
    await http.inject({
      url: '/api/v1/invitations/01900000-0000-7000-b000-000000000001',
      remoteAddress: '10.0.0.1',
      headers: { host: 'localhost', 'x-forwarded-for': forwarded },
    })
    const rows = await db().selectFrom('rateLimits').select('key').execute()
    await db().deleteFrom('rateLimits').execute()
    return rows.map(({ key }) => key.replace('invitation:ip:', '').replace(/:\d+$/, ''))
  }

  test.each([
    [0, '203.0.113.9', '10.0.0.1'],
    [0, '203.0.113.9, 198.51.100.1', '10.0.0.1'],
    [1, '203.0.113.9', '203.0.113.9'],
    [1, '1.1.1.1, 203.0.113.9', '203.0.113.9'],
    [2, '1.1.1.1, 203.0.113.9, 192.0.2.1', '203.0.113.9'],
    [1, '1.1.1.1, 2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ])('ABUSE 29: with %i trusted proxies, X-Forwarded-For: %s is %s', async (proxies, forwarded, address) => {
    expect(await countedAddresses(proxies, forwarded)).toEqual([address])
  })
})
