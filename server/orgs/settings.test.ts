import { describe, expect, test } from 'vitest'
import { type Answer, briefs, db, dumpOf, newestSecret, type Person, people, serverOf } from '../../town/town.ts'

const home = '/api/v1/organizations/meridian-health'
const workspace = '/api/v1/workspaces/meridian-health'
const ask = async (person: Person | 'nobody', method: string, url: string, body?: unknown) =>
  (await serverOf(db()).browserOf(person))({ method, url, ...(body !== undefined && { body }) })
const change = (body: object, by: Person = 'bea') => ask(by, 'PATCH', home, body)
const codeOf = (answer: Answer) =>
  answer.statusCode < 300 ? answer.statusCode : (answer.json().errors?.[0].code ?? answer.json().code)

describe('Settings of an organization', () => {
  test('O1: admins read and change them; nothing changes by saying the same again', async () => {
    expect((await ask('bea', 'GET', home)).json()).toEqual({
      slug: 'meridian-health',
      name: 'Meridian Health',
      kind: 'buyer',
      formerSlugs: [],
      inviteExpiryDays: null,
      defaultInviteExpiryDays: 14,
      viewersSeeQuotes: true,
      domains: [],
    })
    expect((await change({ name: 'Meridian Care', inviteExpiryDays: 5 })).json()).toMatchObject({
      name: 'Meridian Care',
      inviteExpiryDays: 5,
    })
    const remembered = await dumpOf(db(), ['public.sessions'])
    await change({ name: 'Meridian Care' })
    expect(await dumpOf(db(), ['public.sessions'])).toEqual(remembered)
    expect((await ask('bea', 'GET', `${home}/audit?limit=1`)).json().items[0]).toMatchObject({
      text: 'Bea Okafor changed the settings',
      detail: 'The name is now “Meridian Care” · Invitations work 5 days',
      before: { name: 'Meridian Health', inviteExpiryDays: null },
      after: { name: 'Meridian Care', inviteExpiryDays: 5 },
    })
  })

  test.each([
    { name: '' },
    { name: 'evil.com' },
    { slug: 'A' },
    { slug: 'no spaces' },
    { slug: '-x-' },
    { inviteExpiryDays: 0 },
    { inviteExpiryDays: 31 },
    { inviteExpiryDays: 1.5 },
    { viewersSeeQuotes: 'yes' },
  ])('ABUSE 25: %j is refused', async (body) => {
    expect((await change(body)).statusCode).toBe(422)
  })

  test('SPEC 2: invitations to partners and to the team work as long as the organization says', async () => {
    await change({ inviteExpiryDays: 3 })
    expect((await ask('bea', 'GET', workspace)).json().inviteExpiryDays).toBe(3)
    const days = (at: string) => (Date.parse(at) - Date.now()) / 86_400_000
    const partner = await ask('bea', 'POST', `${home}/delegations`, { email: 'p@new.example' })
    expect(days(partner.json().expiresAt)).toBeCloseTo(3, 2)
    const member = await ask('bea', 'POST', `${home}/members`, { email: 'm@new.example', role: 'viewer' })
    expect(days(member.json().invitation.expiresAt)).toBeCloseTo(3, 2)
  })
})

describe('W1: the address of an organization', () => {
  test('W1: an old address leads to the same place, and its answer names the new one', async () => {
    expect((await change({ slug: 'meridian' })).json()).toMatchObject({
      slug: 'meridian',
      formerSlugs: ['meridian-health'],
    })
    for (const slug of ['meridian', 'meridian-health'])
      for (const person of ['bea', 'pia'] as const)
        expect((await ask(person, 'GET', `/api/v1/workspaces/${slug}`)).json().organization.slug).toBe('meridian')
    expect((await ask('stan', 'GET', '/api/v1/workspaces/meridian-health')).statusCode).toBe(404)
  })

  test('W1: at an old address one reads, writes and hears as at the new one, and strangers find nothing', async () => {
    await change({ slug: 'meridian' })
    const made = await ask('pia', 'POST', `${workspace}/shortlists`, { title: 'By an old link' })
    expect(made.statusCode).toBe(201)
    for (const slug of ['meridian', 'meridian-health']) {
      const url = `/api/v1/workspaces/${slug}/shortlists/${made.json().id}`
      expect((await ask('pia', 'GET', url)).json().title).toBe('By an old link')
      expect(codeOf(await ask('bea', 'GET', url)), 'a draft of a partner stays theirs').toBe('not_found')
      expect(codeOf(await ask('stan', 'GET', url))).toBe('not_found')
      const { items } = (await ask('pia', 'GET', `/api/v1/notifications?organization=${slug}`)).json()
      expect(items.length).toBeGreaterThan(0)
    }
    expect(codeOf(await ask('pia', 'GET', `/api/v1/organizations/meridian-health`))).toBe('not_found')
    expect((await ask('bea', 'PATCH', home, { name: 'Meridian Care' })).json()).toMatchObject({ slug: 'meridian' })
  })

  test('W1: nobody else gets an address, also not one that is only old; its own organization may go back', async () => {
    await change({ slug: 'meridian' })
    for (const slug of ['meridian', 'meridian-health'])
      expect(codeOf(await ask('nora', 'PATCH', '/api/v1/organizations/northwind', { slug }))).toBe('slug_taken')
    const { slug } = (await ask('stan', 'POST', '/api/v1/organizations', { name: 'Meridian Health' })).json()
    expect(slug).toBe('meridian-health-2')
    expect((await change({ slug: 'meridian-health' })).json().formerSlugs).toEqual(['meridian'])
  })

  test('ABUSE 28: an organization hoards at most ten addresses', async () => {
    for (let n = 0; n < 9; n++) expect((await change({ slug: `meridian-${n}` })).statusCode).toBe(200)
    expect(codeOf(await change({ slug: 'meridian-more' }))).toBe('too_many_slugs')
    expect((await change({ slug: 'meridian-3' })).statusCode).toBe(200)
  })
})

describe('SPEC 5: quotes that viewers do not see', () => {
  const responses = `${workspace}/briefs/${briefs.nightCover}/responses`

  test('O2: viewers read quotes until the organization says otherwise; everybody else still does', async () => {
    expect((await ask('vic', 'GET', responses)).statusCode).toBe(200)
    await change({ viewersSeeQuotes: false })
    for (const url of [responses, `${responses}/export`]) {
      expect(codeOf(await ask('vic', 'GET', url))).toBe('forbidden')
      for (const person of ['bea', 'edith', 'pia'] as const)
        expect((await ask(person, 'GET', url)).statusCode).toBe(200)
    }
    expect((await ask('vic', 'GET', workspace)).json().can.readQuotes).toBe(false)
  })

  test('V1: nor are they told that there are some', async () => {
    await change({ viewersSeeQuotes: false })
    const { items } = (await ask('vic', 'GET', `${workspace}/briefs`)).json()
    expect(items.map(({ responseCount }: { responseCount: number }) => responseCount)).toEqual(items.map(() => 0))
    const { recipients } = (await ask('vic', 'GET', `${workspace}/briefs/${briefs.nightCover}`)).json()
    for (const recipient of recipients) {
      expect(['responded', 'declined']).not.toContain(recipient.state)
      expect(recipient.answeredAt).toBe(null)
    }
  })
})

describe('O3: joining by domain', () => {
  const register = (domain: string, by: Person = 'bea', at = home) => ask(by, 'PUT', `${at}/domains/${domain}`)
  async function signUp(email: string) {
    const nobody = await serverOf(db()).browserOf('nobody')
    await nobody({ method: 'POST', url: '/api/auth/email-otp/send-verification-otp', body: { email } })
    const otp = await newestSecret(email)
    expect(
      (await nobody({ method: 'POST', url: '/api/auth/sign-in/email-otp', body: { email, otp } })).statusCode,
    ).toBe(200)
    return nobody
  }
  const organizationsOf = async (browser: Awaited<ReturnType<typeof signUp>>) =>
    (await browser({ url: '/api/v1/me' })).json().organizations

  test('O3: a new person with a proven address there joins as a viewer; the admins hear of it', async () => {
    expect((await register('Meridian.Example')).json().domains).toMatchObject([
      { domain: 'meridian.example', registeredBy: { name: 'Bea Okafor' } },
    ])
    expect((await register('meridian.example')).statusCode).toBe(200)
    const nina = await signUp('nina@meridian.example')
    expect(await organizationsOf(nina)).toMatchObject([{ slug: 'meridian-health', role: 'viewer' }])
    expect((await ask('bea', 'GET', '/api/v1/notifications')).json().items[0]).toMatchObject({
      text: 'nina@meridian.example has joined the team of Meridian Health',
      detail: 'Viewer, by the domain of their address',
    })
  })

  test('O3: subdomains, other domains, and those who had an account before do not join', async () => {
    await register('meridian.example')
    for (const email of ['a@sub.meridian.example', 'a@notmeridian.example'])
      expect(await organizationsOf(await signUp(email))).toEqual([])
    expect((await ask('stan', 'GET', '/api/v1/me')).json().organizations).toEqual([])
  })

  test('O3: taken back, nobody joins any more, and who joined stays', async () => {
    await register('meridian.example')
    const nina = await signUp('nina@meridian.example')
    expect((await ask('bea', 'DELETE', `${home}/domains/meridian.example`)).json().domains).toEqual([])
    expect((await ask('bea', 'DELETE', `${home}/domains/meridian.example`)).statusCode).toBe(404)
    expect(await organizationsOf(await signUp('late@meridian.example'))).toEqual([])
    expect(await organizationsOf(nina)).toHaveLength(1)
  })

  test('O3: who was invited to the team, or as a partner, has an answer to give instead', async () => {
    await register('meridian.example')
    await ask('bea', 'POST', `${home}/members`, { email: 'asked@meridian.example', role: 'editor' })
    await ask('bea', 'POST', `${home}/delegations`, { email: 'helper@meridian.example' })
    for (const email of ['asked@meridian.example', 'helper@meridian.example'])
      expect(await organizationsOf(await signUp(email))).toEqual([])
  })

  test.each([
    ['northwind.example', 'domain_not_proven'],
    ['example', 'domain_not_proven'],
    ['sub.meridian.example', 'domain_not_proven'],
    ['not%20a%20domain', 'domain_not_proven'],
  ])('O3: %s is not the domain of the admin: %s', async (domain, code) => {
    expect(codeOf(await register(domain))).toBe(code)
  })

  test('O3: public mail providers never match, by whatever subdomain, whoever asks', async () => {
    expect(codeOf(await register('gmail.com'))).toBe('public_domain')
    for (const domain of ['gmail.com', 'mail.yahoo.co.uk']) {
      await db()
        .updateTable('users')
        .set({ email: `bea@${domain}` })
        .where('id', '=', people.bea.id)
        .execute()
      expect(codeOf(await register(domain))).toBe('public_domain')
    }
  })

  test('O3: a domain belongs to one organization, and to none that sells', async () => {
    await register('meridian.example')
    await ask('stan', 'POST', '/api/v1/organizations', { name: 'Copy' })
    await db().updateTable('users').set({ email: 'stan@meridian.example' }).where('id', '=', people.stan.id).execute()
    expect(codeOf(await register('meridian.example', 'stan', '/api/v1/organizations/copy'))).toBe('domain_taken')
    expect(codeOf(await register('crewline.example', 'cara', '/api/v1/organizations/crewline'))).toBe('not_found')
  })
})
