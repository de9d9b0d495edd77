import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { db, dumpOf, type Person, people, serverOf } from '../../town/town.ts'
import { slugOf } from './organizations.ts'

const members = '/api/v1/organizations/meridian-health/members'
const browserOf = (person: Person | 'nobody') => serverOf(db()).browserOf(person)
type Browser = Awaited<ReturnType<typeof browserOf>>
const create = (browser: Browser, body: unknown, headers: Record<string, string> = {}) =>
  browser({ method: 'POST', url: '/api/v1/organizations', body, headers })
const membershipOf = async (person: Person) =>
  (await db().selectFrom('memberships').select('id').where('userId', '=', people[person].id).executeTakeFirstOrThrow())
    .id
const setRole = async (browser: Browser, person: Person, role: unknown) =>
  browser({ method: 'PATCH', url: `${members}/${await membershipOf(person)}`, body: { role } })
const remove = async (browser: Browser, person: Person) =>
  browser({ method: 'DELETE', url: `${members}/${await membershipOf(person)}` })
const outcome = (answer: { statusCode: number; json(): { code: string } }) =>
  answer.statusCode < 300 ? answer.statusCode : answer.json().code

describe('O1: creating an organization', () => {
  test('O1: from a company name; the creator is its first admin and is inside at once', async () => {
    const stan = await browserOf('stan')
    const answer = await create(stan, { name: ' Fremd   & Söhne ' })
    expect([answer.statusCode, answer.json()]).toEqual([
      201,
      { slug: 'fremd-sohne', name: 'Fremd & Söhne', kind: 'buyer' },
    ])
    expect((await stan({ url: '/api/v1/workspaces/fremd-sohne' })).json()).toMatchObject({
      as: 'member',
      role: 'admin',
      can: { manageDelegations: true },
    })
    const { items } = (await stan({ url: '/api/v1/organizations/fremd-sohne/members' })).json()
    expect(
      items.map(({ user, role, status }: { user: object; role: string; status: string }) => [user, role, status]),
    ).toEqual([[{ email: people.stan.email, name: 'Stan Fremd' }, 'admin', 'active']])
    const [event] = (await stan({ url: '/api/v1/organizations/fremd-sohne/audit' })).json().items
    expect(event).toMatchObject({ kind: 'organization.created', after: { slug: 'fremd-sohne', kind: 'buyer' } })
  })

  test('O1: two of one name get two slugs', async () => {
    const slugs = []
    for (const person of ['stan', 'omar', 'kim'] as const)
      slugs.push((await create(await browserOf(person), { name: 'Meridian Health' })).json().slug)
    expect(slugs).toEqual(['meridian-health-2', 'meridian-health-3', 'meridian-health-4'])
  })

  test.each([
    ['Meridian Health', 'meridian-health'],
    ['Ångström & Co', 'angstrom-co'],
    ['---', 'company'],
    ['日本', 'company'],
    ['a'.repeat(60), 'a'.repeat(50)],
    [`${'a'.repeat(49)} bcd`, 'a'.repeat(49)],
    ['../../etc/passwd', 'etc-passwd'],
  ])('O1: %j has the slug %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug)
  })

  test('O1: a solution organization manages no partners', async () => {
    const stan = await browserOf('stan')
    expect((await create(stan, { name: 'Crew Two', kind: 'solution' })).json().kind).toBe('solution')
    expect((await stan({ url: '/api/v1/workspaces/crew-two' })).json().can.manageDelegations).toBe(false)
  })

  test('O1: the same Idempotency-Key makes one organization', async () => {
    const stan = await browserOf('stan')
    const key = { 'idempotency-key': 'once' }
    const first = await create(stan, { name: 'Fremd' }, key)
    expect((await create(stan, { name: 'Fremd' }, key)).body).toBe(first.body)
    expect((await create(stan, { name: 'Other' }, key)).json().code).toBe('idempotency_key_reused')
    expect((await stan({ url: '/api/v1/me' })).json().organizations).toHaveLength(1)
  })

  test.each([
    {},
    { name: '' },
    { name: 'evil.com' },
    { name: 'Call +49 30 1234567' },
    { name: 'a'.repeat(61) },
    { name: ['x'] },
    { name: 'X', kind: 'both' },
    { name: 'X \ud800' },
  ])('O1, ABUSE 25: %j is refused', async (body) => {
    expect((await create(await browserOf('stan'), body)).statusCode).toBe(422)
  })

  test('ABUSE 28: ten a day', async () => {
    const stan = await serverOf(db(), { rateLimit: true }).browserOf('stan')
    for (let n = 0; n < 10; n++) expect((await create(stan, { name: `Company ${n}` })).statusCode).toBe(201)
    expect((await create(stan, { name: 'One more' })).statusCode).toBe(429)
  })
})

describe('O2: members', () => {
  test('O2: the team is listed for everyone in it, and for nobody else', async () => {
    for (const person of ['bea', 'edith', 'vic'] as const) {
      const { items } = (await (await browserOf(person))({ url: members })).json()
      expect(items.map(({ user }: { user: { email: string } }) => user.email).sort()).toEqual(
        ['bea', 'edith', 'jonas', 'vic'].map((name) => `${name}@meridian.example`),
      )
    }
    for (const person of ['pia', 'omar', 'stan', 'nora'] as const)
      expect((await (await browserOf(person))({ url: members })).statusCode).toBe(404)
  })

  test.each([
    ['bea', 200],
    ['edith', 'admin_only'],
    ['vic', 'admin_only'],
    ['pia', 'not_found'],
    ['omar', 'not_found'],
    ['nora', 'not_found'],
    ['stan', 'not_found'],
    ['nobody', 'signed_out'],
  ] as const)('O2: %s changes a role or removes somebody: %s', async (person, expected) => {
    const browser = await browserOf(person)
    expect(outcome(await setRole(browser, 'vic', 'editor'))).toBe(expected)
    expect(outcome(await remove(browser, 'vic'))).toBe(expected)
  })

  test('O2: a new role counts from the next request on', async () => {
    const [bea, edith] = [await browserOf('bea'), await browserOf('edith')]
    expect((await edith({ url: `${members.replace('members', 'delegations')}` })).statusCode).toBe(403)
    expect((await setRole(bea, 'edith', 'admin')).json()).toMatchObject({
      role: 'admin',
      status: 'active',
      user: { name: 'Edith Lang' },
    })
    expect((await edith({ url: `${members.replace('members', 'delegations')}` })).statusCode).toBe(200)
    await setRole(bea, 'edith', 'viewer')
    expect((await edith({ url: '/api/v1/workspaces/meridian-health' })).json()).toMatchObject({
      role: 'viewer',
      can: { manageDelegations: false, readAudit: false },
    })
  })

  test('O2, G1: a removed member is out with the next request; what they did stays', async () => {
    const [bea, jonas] = [await browserOf('bea'), await browserOf('jonas')]
    expect((await jonas({ url: members })).statusCode).toBe(200)
    expect((await remove(bea, 'jonas')).json()).toMatchObject({ status: 'removed' })
    const [known, unknown] = [
      await jonas({ url: members }),
      await jonas({ url: members.replace('meridian-health', 'no-such') }),
    ]
    expect(known.statusCode).toBe(404)
    expect({ ...known.json(), requestId: '' }).toEqual({ ...unknown.json(), requestId: '' })
    expect((await jonas({ url: '/api/v1/me' })).json().organizations).toEqual([])
    expect((await bea({ url: members })).json().items).toHaveLength(3)
    const invitedByJonas = (await bea({ url: '/api/v1/organizations/meridian-health/delegations' }))
      .json()
      .items.filter(({ invitedBy }: { invitedBy: { name: string } }) => invitedBy.name === 'Jonas Weber')
    expect(invitedByJonas).toHaveLength(2)
    expect((await remove(bea, 'jonas')).statusCode).toBe(404)
    expect((await setRole(bea, 'jonas', 'admin')).statusCode).toBe(404)
  })

  test('O2: the last active admin can neither be removed nor demoted, also not by themselves', async () => {
    const bea = await browserOf('bea')
    expect((await setRole(bea, 'jonas', 'editor')).statusCode).toBe(200)
    for (const role of ['editor', 'viewer']) expect(outcome(await setRole(bea, 'bea', role))).toBe('last_admin')
    expect(outcome(await remove(bea, 'bea'))).toBe('last_admin')
    expect((await setRole(bea, 'bea', 'admin')).statusCode).toBe(200)
    await setRole(bea, 'edith', 'admin')
    expect((await remove(bea, 'bea')).statusCode).toBe(200)
    expect((await bea({ url: members })).statusCode).toBe(404)
  })

  test.each(['invited', 'removed'])('O2: an admin who is %s does not count as active', async (status) => {
    await db()
      .updateTable('memberships')
      .set({ status: status as 'invited' })
      .where('userId', '=', people.jonas.id)
      .execute()
    expect(outcome(await remove(await browserOf('bea'), 'bea'))).toBe('last_admin')
  })

  test.each(['owner', '', null, ['admin'], 'Admin', { role: 'admin' }])('O2, ABUSE 54: %j is no role', async (role) => {
    expect((await setRole(await browserOf('bea'), 'vic', role)).statusCode).toBe(422)
  })

  test('ABUSE 16: the membership of another organization cannot be touched through one’s own', async () => {
    const nora = await browserOf('nora')
    const before = await dumpOf(db(), ['public.sessions'])
    for (const person of ['bea', 'vic'] as const) {
      const url = `/api/v1/organizations/northwind/members/${await membershipOf(person)}`
      expect((await nora({ method: 'PATCH', url, body: { role: 'viewer' } })).statusCode).toBe(404)
      expect((await nora({ method: 'DELETE', url })).statusCode).toBe(404)
    }
    expect(await dumpOf(db(), ['public.sessions'])).toEqual(before)
  })

  test('SPEC 11: every change is remembered, with before and after', async () => {
    const bea = await browserOf('bea')
    await setRole(bea, 'vic', 'editor')
    await remove(bea, 'vic')
    const [removed, changed] = (await bea({ url: '/api/v1/organizations/meridian-health/audit?limit=2' })).json().items
    expect(changed).toMatchObject({
      kind: 'member.roleChanged',
      text: 'Bea Okafor made Victor Amsel editor',
      before: { role: 'viewer' },
      after: { role: 'editor' },
    })
    expect(removed).toMatchObject({
      kind: 'member.removed',
      text: 'Bea Okafor removed Victor Amsel from the team',
      before: { role: 'editor' },
    })
  })
})

describe('W1: a workspace', () => {
  test.each([
    [
      'bea',
      {
        as: 'member',
        role: 'admin',
        can: { manageDelegations: true, readMembers: true, manageMembers: true, readAudit: true },
      },
    ],
    [
      'edith',
      {
        as: 'member',
        role: 'editor',
        can: { manageDelegations: false, readMembers: true, manageMembers: false, readAudit: false },
      },
    ],
    [
      'vic',
      {
        as: 'member',
        role: 'viewer',
        can: { manageDelegations: false, readMembers: true, manageMembers: false, readAudit: false },
      },
    ],
    [
      'max',
      {
        as: 'partner',
        role: null,
        permissions: ['shortlists', 'notes'],
        dataVisibility: 'scoped',
        invitedBy: { name: 'Bea Okafor' },
        can: { manageDelegations: false, readMembers: false, manageMembers: false, readAudit: false },
      },
    ],
  ] as const)('SPEC 12: what %s is and may in it', async (person, expected) => {
    const answer = await (await browserOf(person))({ url: '/api/v1/workspaces/meridian-health' })
    expect(answer.json()).toMatchObject(expected)
  })

  test('V1: for everybody else it does not exist', async () => {
    for (const person of ['omar', 'kim', 'stan', 'nora', 'cara'] as const) {
      const browser = await browserOf(person)
      const [known, unknown] = [
        await browser({ url: '/api/v1/workspaces/meridian-health' }),
        await browser({ url: '/api/v1/workspaces/no-such' }),
      ]
      expect(known.statusCode).toBe(404)
      expect({ ...known.json(), requestId: '' }).toEqual({ ...unknown.json(), requestId: '' })
    }
  })

  test('G1, ABUSE 41: a partner is out on the request after the access has ended, whatever was answered before', async () => {
    const pia = await browserOf('pia')
    for (let n = 0; n < 3; n++) expect((await pia({ url: '/api/v1/workspaces/meridian-health' })).statusCode).toBe(200)
    await sql`update delegations set ended_at = now(), ended_as = 'revoked', token_hash = null where partner_id = ${people.pia.id}`.execute(
      db(),
    )
    for (const slug of ['meridian-health', 'northwind', 'orchard-foods'])
      expect((await pia({ url: `/api/v1/workspaces/${slug}` })).statusCode).toBe(404)
  })
})
