import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { foldedEmail } from '../../shared/email.ts'
import { codeOf } from '../../town/ask.ts'
import { briefs, db, dumpOf, newestSecret, type Person, people, serverOf } from '../../town/town.ts'
import { isPublicMail } from './public-mail.ts'

const home = '/api/v1/organizations/meridian-health'
const workspace = '/api/v1/workspaces/meridian-health'
const ask = async (person: Person | 'nobody', method: string, url: string, body?: unknown) =>
  (await serverOf(db()).browserOf(person))({ method, url, ...(body !== undefined && { body }) })
const change = (body: object, by: Person = 'bea') => ask(by, 'PATCH', home, body)

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
    expect((await ask('cara', 'GET', '/api/v1/workspaces/crewline')).json().inviteExpiryDays).toBe(14)
    for (const person of ['pia', 'vic'] as const)
      expect((await ask(person, 'GET', workspace)).json().inviteExpiryDays, 'who invites nobody').toBe(null)
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
  const giveAddress = (person: Person, email: string) =>
    db().updateTable('users').set({ email }).where('id', '=', people[person].id).execute()
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
    expect((await ask('bea', 'GET', `${home}/audit?kind=member.joined`)).json().items[0]).toMatchObject({
      text: 'nina@meridian.example joined the team by an address at meridian.example',
      actor: { name: 'nina@meridian.example', as: 'person' },
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
      await giveAddress('bea', `bea@${domain}`)
      expect(codeOf(await register(domain))).toBe('public_domain')
    }
  })

  test.each(
    `yahoo.com.mx yahoo.co.id hotmail.ca hotmail.nl hotmail.com.br live.ca live.com.au outlook.jp gmx.us gmx.fr ya.ru bk.ru rogers.com
    proton.me icloud.com aol.co.uk mail.ru web.de t-online.de posteo.de yopmail.com guerrillamail.com mailinator.com
    zoho.eu zoho.in zohomail.eu passmail.net passinbox.com mozmail.com aleeas.com anonaddy.me addy.io simplelogin.com privaterelay.appleid.com
    ziggo.nl xs4all.nl a1.net hispeed.ch sunrise.ch chello.at bbox.fr tiscali.co.uk interia.eu vp.pl tlen.pl azet.sk zoznam.sk otenet.gr vodafonemail.de
    kakao.com ocn.ne.jp 139.com 189.cn sina.com.cn telkomsa.net vivaldi.net btinternet.com bigpond.com comcast.net sympatico.ca uol.com.br`.split(
      /\s+/,
    ),
  )('O3: %s is a mail provider, or gives addresses away', (domain) => {
    expect(isPublicMail(domain)).toBe(true)
  })

  test.each(
    'meridian.example acme.com acme.co.uk acme.com.br live.example livenation.com yahooinc.com outlook.consulting gmx.example acme.web.id acme.nom.za acme.za.com acme.msk.ru zoho.example orange.com'.split(
      ' ',
    ),
  )('O3: %s may be the domain of a company', (domain) => {
    expect(isPublicMail(domain)).toBe(false)
  })

  test('O3: a domain is paused while no admin has an address there, and passes to who proves it', async () => {
    const northwind = '/api/v1/organizations/northwind'
    const domain = 'northwind.example'
    const isPaused = async () => (await ask('nora', 'GET', northwind)).json().domains[0]?.isPaused
    await register(domain, 'nora', northwind)
    expect(await isPaused()).toBe(false)
    await giveAddress('nora', 'nora@moved.example')
    expect(await isPaused()).toBe(true)
    expect(await organizationsOf(await signUp('new@northwind.example'))).toEqual([])
    await ask('stan', 'POST', '/api/v1/organizations', { name: 'Real Northwind' })
    await giveAddress('stan', 'stan@northwind.example')
    const taken = await register(domain, 'stan', '/api/v1/organizations/real-northwind')
    expect(taken.json().domains).toMatchObject([{ domain, isPaused: false }])
    expect(await isPaused()).toBe(undefined)
    expect((await ask('nora', 'GET', `${northwind}/audit?limit=1`)).json().items[0]).toMatchObject({
      kind: 'organization.domainRemoved',
      actor: { as: 'system' },
      before: { domain },
    })
    expect(await organizationsOf(await signUp('newer@northwind.example'))).toMatchObject([{ slug: 'real-northwind' }])
    await giveAddress('nora', people.nora.email)
    expect(codeOf(await register(domain, 'nora', northwind))).toBe('domain_taken')
  })

  const prove = async (browser: Awaited<ReturnType<typeof signUp>>, email: string) => {
    await browser({ method: 'POST', url: '/api/v1/me/proof', body: {} })
    return { otp: await newestSecret(email) }
  }
  const leavings: Record<string, (vic: Awaited<ReturnType<typeof signUp>>) => Promise<unknown>> = {
    'signs in again': async () => undefined,
    'gave the address up': async (vic) => {
      const email = 'vic@moved.example'
      await vic({
        method: 'POST',
        url: '/api/v1/me/email',
        body: { email, ...(await prove(vic, people.vic.email)) },
      })
      await vic({ method: 'POST', url: '/api/v1/me/email/confirm', body: { otp: await newestSecret(email) } })
    },
    'deleted the account': async (vic) =>
      vic({ method: 'DELETE', url: '/api/v1/me', body: await prove(vic, people.vic.email) }),
  }
  const cases = Object.keys(leavings).flatMap((how) => [
    [how, 'after'],
    [how, 'before'],
  ])
  test.each(cases)('O2, O3: who was removed and %s %s that is let in by invitation only', async (how, when) => {
    await register('meridian.example')
    const vic = await serverOf(db()).browserOf('vic')
    const { items } = (await ask('bea', 'GET', `${home}/members?search=vic@`)).json()
    if (when === 'before') await leavings[how]!(vic)
    await ask('bea', 'DELETE', `${home}/members/${items[0].id}`)
    if (when === 'after') await leavings[how]!(vic)
    const back = await signUp(people.vic.email)
    expect(await organizationsOf(back)).toEqual([])
    await back({ method: 'PATCH', url: '/api/v1/me', body: { name: 'Victor Amsel' } })
    const { id } = (await ask('bea', 'POST', `${home}/members`, { email: people.vic.email, role: 'editor' })).json()
    await back({ method: 'POST', url: `/api/v1/invitations/${id}/accept`, body: {} })
    expect(await organizationsOf(back)).toMatchObject([{ role: 'editor' }])
  })

  test.each(cases)(
    'O2, O3: who was removed and %s %s that does not join by a plus address of the same mailbox',
    async (how, when) => {
      await register('meridian.example')
      const vic = await serverOf(db()).browserOf('vic')
      const { items } = (await ask('bea', 'GET', `${home}/members?search=vic@`)).json()
      if (when === 'before') await leavings[how]!(vic)
      await ask('bea', 'DELETE', `${home}/members/${items[0].id}`)
      if (when === 'after') await leavings[how]!(vic)
      expect(await organizationsOf(await signUp('v.ic+1@meridian.example'))).toEqual([])
      expect(await organizationsOf(await signUp('victoria@meridian.example'))).toHaveLength(1)
    },
  )

  test('O3: no partner joins the team by a plus address of their own', async () => {
    await register('meridian.example')
    await giveAddress('pia', 'pia@meridian.example')
    expect(await organizationsOf(await signUp('pia+team@meridian.example'))).toEqual([])
  })

  test('O3: the database folds addresses as the limits do', async () => {
    const addresses = ['a.b+c@x.example', 'a+b+c@x.example', '+a@x.example', 'plain@x-y.example', 'a.b.c@sub.x.example']
    const { rows } = await sql<{ folded: string }>`
      select folded_email(email) as folded from unnest(${addresses}::text[]) with ordinality it (email, n) order by n`.execute(
      db(),
    )
    expect(rows.map(({ folded }) => folded)).toEqual(addresses.map(foldedEmail))
  })

  test.each([
    ['members', { role: 'editor' }],
    ['delegations', {}],
  ])('O3: who declined an invitation to the %s and begins anew does not join', async (kind, more) => {
    await register('meridian.example')
    const email = 'asked@meridian.example'
    const { id } = (await ask('bea', 'POST', `${home}/${kind}`, { email, ...more })).json()
    const asked = await signUp(email)
    await asked({ method: 'POST', url: `/api/v1/invitations/${id}/decline`, body: {} })
    expect((await asked({ method: 'DELETE', url: '/api/v1/me', body: await prove(asked, email) })).statusCode).toBe(200)
    expect(await organizationsOf(await signUp(email))).toEqual([])
  })

  test('O3: who let an invitation to the team expire joins as everybody does', async () => {
    await register('meridian.example')
    const email = 'late@meridian.example'
    await ask('bea', 'POST', `${home}/members`, { email, role: 'admin' })
    await sql`update memberships set expires_at = now() where invited_email = ${email}`.execute(db())
    expect(await organizationsOf(await signUp(email))).toMatchObject([{ slug: 'meridian-health', role: 'viewer' }])
    const { items } = (await ask('bea', 'GET', `${home}/audit?limit=2`)).json()
    expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(['member.joined', 'member.expired'])
  })

  test('O3: a domain belongs to one organization, and to none that sells', async () => {
    await register('meridian.example')
    await ask('stan', 'POST', '/api/v1/organizations', { name: 'Copy' })
    await giveAddress('stan', 'stan@meridian.example')
    expect(codeOf(await register('meridian.example', 'stan', '/api/v1/organizations/copy'))).toBe('domain_taken')
    expect(codeOf(await register('crewline.example', 'cara', '/api/v1/organizations/crewline'))).toBe('not_found')
  })
})
