import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import * as accounts from '../../shared/accounts.ts'
import * as audit from '../../shared/audit.ts'
import * as delegationDoors from '../../shared/delegations.ts'
import { address, type Endpoint } from '../../shared/endpoint.ts'
import { errors } from '../../shared/errors.ts'
import * as invitations from '../../shared/invitations.ts'
import * as noteDoors from '../../shared/notes.ts'
import * as notifications from '../../shared/notifications.ts'
import * as organizationDoors from '../../shared/organizations.ts'
import { type Answer, db, delegations, organizations, serverOf, shortlists } from '../../town/town.ts'

const doors = [accounts, audit, delegationDoors, invitations, noteDoors, notifications, organizationDoors]
  .flatMap((noun) => Object.values(noun))
  .filter((it): it is Endpoint => typeof it === 'object' && it !== null && 'route' in it)
  // These two would sign the test out.
  .filter(({ route }) => !route.endsWith('/sign-out') && !route.startsWith('DELETE /me/sessions'))

const known: Record<string, unknown> = {
  org: organizations.meridian.slug,
  id: delegations.pia,
  delegationId: delegations.pia,
  email: 'ann@fairwork.example',
  emails: ['ann@fairwork.example'],
  otp: '123456',
  password: 'nineteen violet tractors',
  newPassword: 'nineteen violet tractors',
  name: 'Another Name',
  domain: 'meridian.example',
  subject: `shortlist:${shortlists.nightShifts}`,
  body: 'Words of a note',
  role: 'viewer',
  token: 'x'.repeat(43),
}

const inPath = (door: Endpoint) => [...door.route.matchAll(/:(\w+)/g)].map(([, name]) => name!)
const fieldsOf = (door: Endpoint) =>
  Object.entries((door.input as z.ZodObject).shape).filter(([name]) => !inPath(door).includes(name))
const urlOf = (door: Endpoint) =>
  address(door)[1].replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(known[name])))
const bodyOf = (door: Endpoint) =>
  Object.fromEntries(fieldsOf(door).flatMap(([name]) => (name in known ? [[name, known[name]]] : [])))

/** A refusal that a program can read: the problem type, a code of the one table, and no insides. */
function expectRefusal(answer: Answer, told: string) {
  expect(answer.statusCode, `${told}: ${answer.body}`).toBeLessThan(500)
  if (answer.statusCode < 400) return
  expect(answer.headers['content-type'], told).toBe('application/problem+json; charset=utf-8')
  const { code, status } = answer.json()
  expect(Object.keys(errors), told).toContain(code)
  expect(status, told).toBe(answer.statusCode)
  expect(answer.body, told).not.toMatch(/\bat .*\.ts:|node_modules|SyntaxError|postgres/i)
}

/** JSON text, because some of these cannot be said in JavaScript. */
const strange = [
  '["a","b"]',
  '[]',
  '{}',
  '{"canonical":"a@b.example","typed":"a"}',
  'null',
  '1e400',
  '-1e400',
  '7',
  '0.1',
  'true',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '[[["a"]]]',
  '{"length":1}',
  '9007199254740993',
  `"${'x'.repeat(20_000)}"`,
]

describe('ABUSE 54: one value for each field, of its own kind', () => {
  test.each(
    doors
      .filter((door) => !door.route.startsWith('GET') && fieldsOf(door).length > 0)
      .map((door) => [door.route, door] as const),
  )(
    'ABUSE 54: %s takes no list, object, null or number beyond all numbers for a field without breaking',
    async (_, door) => {
      const browser = await serverOf(db()).browserOf(door.route.includes('/invitations') ? 'pia' : 'bea')
      const good = bodyOf(door)
      for (const [name] of fieldsOf(door))
        for (const value of strange) {
          const others = JSON.stringify({ ...good, [name]: undefined }).slice(1, -1)
          const body = `{${others}${others && ','}${JSON.stringify(name)}:${value}}`
          expectRefusal(
            await browser({ method: address(door)[0], url: urlOf(door), body }),
            `${name}=${value.slice(0, 60)}`,
          )
        }
    },
  )

  test.each(doors.filter((door) => door.route.startsWith('GET')).map((door) => [door.route, door] as const))(
    'ABUSE 54: %s takes each parameter once',
    async (_, door) => {
      const browser = await serverOf(db()).browserOf('bea')
      for (const [name] of fieldsOf(door)) {
        for (const query of [`${name}=1&${name}=2`, `${name}[]=1`, `${name}[a]=1`]) {
          const answer = await browser({ url: `${urlOf(door)}?${query}` })
          expect(answer.statusCode, `${query} ${answer.body}`).toBeGreaterThanOrEqual(400)
          expectRefusal(answer, query)
        }
        for (const value of [
          '',
          'null',
          '1e400',
          '-1',
          '0',
          '99999999999999999999',
          'NaN',
          '%00',
          '%ff',
          '%F0%9F%92%A5',
          '1 or 1=1',
          "'",
          '%27;drop%20table%20users--',
          '0000-01-01T00:00:00Z',
          '0001-01-01T00:00:00%2B23:59',
          '9999-12-31T23:59:59-23:59',
        ])
          expectRefusal(await browser({ url: `${urlOf(door)}?${name}=${value}` }), `${name}=${value}`)
      }
    },
  )

  test.each(doors.filter((door) => inPath(door).length > 0).map((door) => [door.route, door] as const))(
    'ABUSE 54: %s takes any text as its path without breaking',
    async (_, door) => {
      const browser = await serverOf(db()).browserOf('bea')
      const [method, path] = address(door)
      for (const name of inPath(door))
        for (const value of [
          '%00',
          '%ff',
          '%',
          '..',
          '%2e%2e%2f',
          'null',
          '1e400',
          "'",
          '%27--',
          '__proto__',
          'constructor',
          '%E2%80%AE',
          'x'.repeat(190),
          'x'.repeat(5000),
        ]) {
          const url = path.replace(/:(\w+)/g, (_, each: string) =>
            each === name ? value : encodeURIComponent(String(known[each])),
          )
          const answer = await browser({ method, url, ...(method !== 'GET' && { body: bodyOf(door) }) })
          expect(answer.statusCode, `${name}=${value.slice(0, 40)}`).toBeGreaterThanOrEqual(400)
          expectRefusal(answer, `${name}=${value.slice(0, 40)}`)
        }
    },
  )
})

describe('ABUSE 53: what is hardly JSON', () => {
  const url = `/api/v1/organizations/${organizations.meridian.slug}/delegations`
  const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  const texts: [string, string, number][] = [
    ['nothing', '', 422],
    ['a space', ' ', 400],
    ['an open brace', '{', 400],
    ['a trailing comma', '{"email":"a@b.example",}', 400],
    ['a comment', '{"email":"a@b.example"/**/}', 400],
    ['single quotes', "{'email':'a@b.example'}", 400],
    ['two values', '{}{}', 400],
    ['a bare word', 'undefined', 400],
    ['NaN', '{"email":NaN}', 400],
    ['Infinity', '{"email":-Infinity}', 400],
    ['a hexadecimal number', '{"email":0x1F}', 400],
    ['a raw control character', '{"email":"a\u0001@b.example"}', 400],
    ['a raw line break in a text', '{"email":"a\n@b.example"}', 400],
    ['a broken escape', '{"email":"\\u00zz"}', 400],
    ['a half pair', '{"email":"\\ud83d"}', 422],
    ['__proto__', '{"email":"a@b.example","__proto__":{"isAdmin":true}}', 400],
    ['an escaped __proto__', '{"email":"a@b.example","\\u005f_proto__":{"isAdmin":true}}', 400],
    ['constructor.prototype', '{"email":"a@b.example","constructor":{"prototype":{"isAdmin":true}}}', 400],
    ['a key twice, the first one bad', '{"email":"nonsense","email":"twice@b.example"}', 201],
    ['a key twice, the last one bad', '{"email":"twice@b.example","email":["x"]}', 422],
    ['a huge number', `{"email":${'9'.repeat(400)}}`, 422],
    ['a thousand levels', deep(1000), 400],
    ['fifteen thousand levels', deep(15_000), 400],
    ['a deep list', `{"email":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 422],
    ['ten thousand keys', `{${Array.from({ length: 8000 }, (_, key) => `"k${key}":1`).join()}}`, 400],
    ['a key without a name', '{"":1,"email":"a@b.example"}', 400],
    ['a byte order mark', '\ufeff{"email":"bom@b.example"}', 201],
    ['a body of exactly the limit', `{"email":"${'x'.repeat(100_000 - 12)}"}`, 422],
    ['one byte more', `{"email":"${'x'.repeat(100_000 - 11)}"}`, 413],
    ['much more', `{"message":"${'x'.repeat(3_000_000)}"}`, 413],
  ]

  test.each(texts)('ABUSE 53: %s', async (_, body, status) => {
    const bea = await serverOf(db()).browserOf('bea')
    const answer = await bea({ method: 'POST', url, body })
    expectRefusal(answer, body.slice(0, 80))
    expect(answer.statusCode, answer.body).toBe(status)
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  test('ABUSE 53: bytes that are no UTF-8, and a length that lies, are refused', async () => {
    const { http, browserOf } = serverOf(db())
    await browserOf('bea')
    const headers = { host: 'localhost', origin: 'http://localhost', 'content-type': 'application/json' }
    const broken = await http.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers,
      payload: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
    })
    expect(broken.statusCode).toBe(400)
    const lying = await http.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { ...headers, 'content-length': '5' },
      payload: '{"email":"a@b.example"}',
    })
    expect(lying.statusCode).toBe(400)
    expect(lying.headers['content-type']).toContain('application/problem+json')
  })

  test('ABUSE 45: a page of a list has at most a hundred rows, and a cursor that was made up is refused', async () => {
    const bea = await serverOf(db()).browserOf('bea')
    for (const limit of ['0', '-1', '101', '1e3', '1.5', '', 'all'])
      expect((await bea({ url: `${url}?limit=${limit}` })).statusCode, limit).toBe(422)
    for (const cursor of [
      'x',
      'AAAA',
      Buffer.from("' or true --").toString('base64url'),
      Buffer.from(delegations.pia.toUpperCase()).toString('base64url'),
    ])
      expect((await bea({ url: `${url}?cursor=${cursor}` })).json(), cursor).toMatchObject({
        status: 400,
        code: 'invalid_cursor',
      })
    expect((await bea({ url: `${url}?sort=email` })).json().code).toBe('unknown_field')
  })
})
