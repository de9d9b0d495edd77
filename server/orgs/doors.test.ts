import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import * as accounts from '../../shared/accounts.ts'
import * as auditDoors from '../../shared/audit.ts'
import * as delegationDoors from '../../shared/delegations.ts'
import { address, type Endpoint } from '../../shared/endpoint.ts'
import * as invitationDoors from '../../shared/invitations.ts'
import * as notificationDoors from '../../shared/notifications.ts'
import * as organizationDoors from '../../shared/organizations.ts'
import { db, dumpOf, type Person, people, serverOf, delegations as town } from '../../town/town.ts'

const doors = [accounts, auditDoors, delegationDoors, invitationDoors, notificationDoors, organizationDoors]
  .flatMap((noun) => Object.values(noun))
  .filter((it): it is Endpoint => typeof it === 'object' && it !== null && 'route' in it)

const browserOf = (person: Person | 'nobody') => serverOf(db()).browserOf(person)

/** A body that each door takes. */
const bodies: Record<string, object> = {
  'POST /api/auth/email-otp/send-verification-otp': { email: 'ann@doors.example' },
  'POST /api/auth/sign-in/email-otp': { email: 'ann@doors.example', otp: '123456' },
  'POST /api/auth/sign-in/email': { email: 'ann@doors.example', password: 'x' },
  'POST /api/auth/email-otp/reset-password': {
    email: 'ann@doors.example',
    otp: '123456',
    password: 'thimble marmot quarry',
  },
  'PATCH /me': { name: 'New Name' },
  'POST /me/password': { newPassword: 'thimble marmot quarry lantern' },
  'POST /organizations': { name: 'New Company' },
  'PATCH /organizations/:org': { name: 'New Name' },
  'POST /organizations/:org/members': { email: 'ann@doors.example', role: 'viewer' },
  'PATCH /organizations/:org/members/:id': { role: 'viewer' },
  'POST /organizations/:org/delegations': { email: 'ann@doors.example' },
  'POST /organizations/:org/delegations/bulk': { emails: ['ann@doors.example'] },
  'PATCH /organizations/:org/delegations/:id': { permissions: ['notes'] },
  'POST /invitations/:id/claim': { token: 'x', name: 'Ann' },
  'POST /notifications/read': { all: true },
}

async function ask(person: Person | 'nobody', { route }: Endpoint, more: object = {}, org = 'meridian-health') {
  const [method, path] = address({ route })
  const membership = '01900000-0000-7000-a000-000000000004'
  const id = path.includes('/members/') ? membership : path.includes('/sessions/') ? people.bea.id : town.max
  const url = path
    .replace(':org', org)
    .replace(':id', id)
    .replace(':delegationId', town.max)
    .replace(':domain', 'meridian.example')
  const body = method === 'GET' ? undefined : { ...bodies[route], ...more }
  return (await browserOf(person))({ method, url, ...(body && { body }) })
}

/** Leaving is everybody's own. */
const ofOrganizations = doors.filter(({ route }) => route.includes('/organizations/:org') && !route.endsWith('/leave'))
const write = doors.filter(({ route }) => !route.startsWith('GET '))

describe('ABUSE 20: partners have no admin routes', () => {
  const roles = ['bea', 'edith', 'vic', 'pia', 'max', 'omar', 'kim', 'nora', 'cara', 'stan', 'nobody'] as const

  test('there are admin routes to try', () => {
    expect(ofOrganizations.length).toBeGreaterThanOrEqual(12)
  })

  test.each(ofOrganizations.map((door) => [door.route, door] as const))(
    'D1, ABUSE 20: who may %s',
    async (route, door) => {
      const forTeam = route === 'GET /organizations/:org/members'
      const expected: Record<(typeof roles)[number], number[]> = {
        bea: [200, 201, 404, 409],
        edith: forTeam ? [200] : [403],
        vic: forTeam ? [200] : [403],
        pia: [404],
        max: [404],
        omar: [404],
        kim: [404],
        nora: [404],
        cara: [404],
        stan: [404],
        nobody: [401],
      }
      for (const person of roles) {
        await sql`savepoint asked`.execute(db())
        const answer = await ask(person, door)
        expect(expected[person], `${person}: ${answer.statusCode} ${answer.body}`).toContain(answer.statusCode)
        if (answer.statusCode === 403) expect(answer.json().code).toBe('admin_only')
        if (answer.statusCode === 404) {
          const unknown = await ask(person, door, {}, 'no-such-company')
          expect({ ...answer.json(), requestId: '' }).toEqual({ ...unknown.json(), requestId: '' })
        }
        await sql`rollback to savepoint asked`.execute(db())
      }
    },
  )

  test.each(ofOrganizations.map((door) => [door.route, door] as const))(
    'D1: to whom %s is refused, it changes nothing',
    async (_, door) => {
      const before = await dumpOf(db(), ['public.sessions'])
      for (const person of ['edith', 'vic', 'pia', 'omar', 'nora', 'stan'] as const) await ask(person, door)
      expect(await dumpOf(db(), ['public.sessions'])).toEqual(before)
    },
  )

  test('SPEC 12: signed out, only the doors of sign-in and of the invitation page open', async () => {
    const open = []
    for (const door of doors) {
      await sql`savepoint asked`.execute(db())
      if ((await ask('nobody', door)).json().code !== 'signed_out') open.push(door.route)
      await sql`rollback to savepoint asked`.execute(db())
    }
    expect(open.sort()).toEqual([
      'GET /email-changes/:id',
      'GET /invitations/:id',
      'GET /unsubscriptions/:token',
      'POST /api/auth/email-otp/reset-password',
      'POST /api/auth/email-otp/send-verification-otp',
      'POST /api/auth/sign-in/email',
      'POST /api/auth/sign-in/email-otp',
      'POST /email-changes/:id/stop',
      'POST /invitations/:id/claim',
      'POST /unsubscriptions/:token',
    ])
  })
})

describe('ABUSE 19: nobody writes a column through a body', () => {
  test.each(write.map((door) => [door.route, door] as const))(
    'ABUSE 19: %s refuses the name of every column of every table, and changes nothing',
    async (_, door) => {
      const { rows } = await sql<{ name: string }>`
        select distinct column_name as name from information_schema.columns where table_schema = 'public'`.execute(db())
      const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
      const known = Object.keys((door.input as z.ZodObject).shape).filter((name) => !door.route.includes(`:${name}`))
      const names = new Set(rows.flatMap(({ name }) => [name, camel(name)]).filter((name) => !known.includes(name)))
      expect(names.size).toBeGreaterThan(60)
      const before = await dumpOf(db(), ['public.sessions'])
      const [method, path] = address(door)
      const url = path
        .replace(':org', 'meridian-health')
        .replace(':id', town.max)
        .replace(':delegationId', town.max)
        .replace(':domain', 'meridian.example')
      const bea = await browserOf('bea')
      for (const name of names) {
        const answer = await bea({ method, url, body: { ...bodies[door.route], [name]: 'x' } })
        expect([answer.statusCode, answer.json().code], name).toEqual([400, 'unknown_field'])
      }
      expect(await dumpOf(db(), ['public.sessions'])).toEqual(before)
    },
  )

  test.each(write.map((door) => [door.route, door] as const))(
    'ABUSE 53, 54: %s takes one JSON object and nothing else',
    async (_, door) => {
      const [method, path] = address(door)
      const url = path
        .replace(':org', 'meridian-health')
        .replace(':id', town.max)
        .replace(':delegationId', town.max)
        .replace(':domain', 'meridian.example')
      const bea = await browserOf('bea')
      const before = await dumpOf(db(), ['public.sessions'])
      for (const body of ['[]', '"text"', '7', 'true', '[{}]', '{', '{"a":}', `${'['.repeat(5000)}`]) {
        const answer = await bea({ method, url, body })
        expect(answer.statusCode, body).toBe(400)
        expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
      }
      expect(await dumpOf(db(), ['public.sessions'])).toEqual(before)
    },
  )
})

describe('ABUSE 48: only our own pages change things', () => {
  const site = ['same-origin', 'same-site', 'cross-site', 'none', undefined]
  const origins = ['http://localhost', 'http://evil.example', 'http://localhost.evil.example', 'null', undefined]
  const table = site.flatMap((fetchSite) => origins.map((origin) => [fetchSite, origin] as const))

  test.each(table)('ABUSE 48: Sec-Fetch-Site %s with Origin %s', async (fetchSite, origin) => {
    const allowed = fetchSite === undefined ? origin === 'http://localhost' : fetchSite === 'same-origin'
    const headers = { origin: undefined, ...(fetchSite && { 'sec-fetch-site': fetchSite }), ...(origin && { origin }) }
    const stan = await browserOf('stan')
    const answer = await stan({ method: 'PATCH', url: '/api/v1/me', body: { name: 'Changed' }, headers })
    expect(answer.statusCode).toBe(allowed ? 200 : 403)
    if (!allowed) expect(answer.json().code).toBe('foreign_origin')
    expect((await stan({ url: '/api/v1/me' })).json().user.name).toBe(allowed ? 'Changed' : 'Stan Fremd')
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/csp-report',
  ])('ABUSE 48: a body of type %s, as forms can send it, is refused', async (type) => {
    const stan = await browserOf('stan')
    const answer = await stan({
      method: 'PATCH',
      url: '/api/v1/me',
      body: '{"name":"Changed"}',
      headers: { 'content-type': type },
    })
    expect(answer.statusCode).toBe(415)
  })

  test('ABUSE 48: no header and no field overrides the method', async () => {
    const stan = await browserOf('stan')
    for (const headers of [{ 'x-http-method-override': 'DELETE' }, { 'x-method-override': 'DELETE' }])
      expect((await stan({ method: 'POST', url: '/api/v1/me/sessions', body: {}, headers })).statusCode).toBe(404)
    expect((await stan({ method: 'GET', url: '/api/v1/me/sessions?_method=DELETE' })).statusCode).toBe(400)
  })
})
