import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { db, mailsTo, organizations, serverOf, settings } from '../../town/town.ts'

const https = { ...settings, publicUrl: 'https://cloud.example' }
const url = `/api/v1/organizations/${organizations.meridian.slug}/delegations`
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

describe('ABUSE 48: whose page sends', () => {
  type Headers = Record<string, string | undefined>
  const ours = 'http://localhost'
  const rows: [string, Headers, number][] = [
    // Browsers of today say where a request comes from.
    ['same-origin', { 'sec-fetch-site': 'same-origin' }, 200],
    ['same-origin, without Origin', { 'sec-fetch-site': 'same-origin', origin: undefined }, 200],
    ['same-site: another name below our domain', { 'sec-fetch-site': 'same-site' }, 403],
    [
      'same-site, with the Origin of such a name',
      { 'sec-fetch-site': 'same-site', origin: 'http://blog.localhost' },
      403,
    ],
    ['cross-site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['cross-site that claims our Origin', { 'sec-fetch-site': 'cross-site', origin: ours }, 403],
    ['none: typed into the address bar', { 'sec-fetch-site': 'none' }, 403],
    ['an unknown value', { 'sec-fetch-site': 'same-planet' }, 403],
    ['an empty value', { 'sec-fetch-site': '' }, 403],
    ['two values', { 'sec-fetch-site': 'same-origin, cross-site' }, 403],
    ['another writing', { 'sec-fetch-site': 'SAME-ORIGIN' }, 403],
    // Older ones send an Origin.
    ['our Origin', { origin: ours }, 200],
    ['neither', { origin: undefined }, 403],
    ['the null Origin of a sandboxed frame', { origin: 'null' }, 403],
    ['an empty Origin', { origin: '' }, 403],
    ['a foreign Origin', { origin: 'https://evil.example' }, 403],
    ['another port', { origin: 'http://localhost:8080' }, 403],
    ['another scheme', { origin: 'https://localhost' }, 403],
    ['a name that begins like ours', { origin: 'http://localhost.evil.example' }, 403],
    ['a name that ends like ours', { origin: 'http://evil-localhost' }, 403],
    ['ours as a user name', { origin: 'http://localhost@evil.example' }, 403],
    ['a path behind ours', { origin: 'http://localhost/.evil.example' }, 200],
    ['only a Referer of ours', { origin: undefined, referer: `${ours}/` }, 403],
    ['our Origin as a list', { origin: `${ours} https://evil.example` }, 403],
    // What forms and old tricks can do.
    ['a form', { origin: ours, 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a form with files', { origin: ours, 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['plain text', { origin: ours, 'content-type': 'text/plain' }, 415],
    ['no type at all', { origin: ours, 'content-type': undefined }, 415],
    ['JSON that is called something else', { origin: ours, 'content-type': 'application/jsonp' }, 415],
    ['a method override', { origin: undefined, 'x-http-method-override': 'GET' }, 403],
  ]

  test.each(rows)('ABUSE 48: a change with %s', async (_, headers, status) => {
    const bea = await serverOf(db()).browserOf('bea')
    const answer = await bea({ method: 'PATCH', url: '/api/v1/me', body: { name: 'Bea Changed' }, headers })
    expect(answer.statusCode).toBe(status)
    const { name } = (await bea({ url: '/api/v1/me' })).json().user
    expect(name).toBe(status === 200 ? 'Bea Changed' : 'Bea Okafor')
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'ABUSE 48: %s from another site is refused before anything is looked at',
    async (method) => {
      const nobody = await serverOf(db()).browserOf('nobody')
      for (const path of ['/api/v1/me', '/api/v1/no-such-door', '/', '/api/auth/sign-out'])
        expect((await nobody({ method, url: path, headers: { 'sec-fetch-site': 'cross-site' } })).json().code).toBe(
          'foreign_origin',
        )
    },
  )

  test('ABUSE 48, 10: reading from another site changes nothing and is not refused', async () => {
    const bea = await serverOf(db()).browserOf('bea')
    for (const method of ['GET', 'HEAD'])
      expect(
        (await bea({ method, url: '/api/v1/me', headers: { 'sec-fetch-site': 'cross-site', origin: undefined } }))
          .statusCode,
      ).toBe(200)
    const preflight = await bea({ method: 'OPTIONS', url: '/api/v1/me', headers: { origin: 'https://evil.example' } })
    expect(Object.keys(preflight.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('ABUSE 48: on https, only the very origin of PUBLIC_URL counts, and no loopback name', async () => {
    const { http } = serverOf(db(), { settings: https })
    const send = (origin: string) =>
      http.inject({
        method: 'POST',
        url: '/api/auth/sign-out',
        headers: { host: 'cloud.example', origin },
        payload: {},
      })
    expect((await send('https://cloud.example')).statusCode).toBe(401)
    for (const origin of [
      'http://cloud.example',
      'https://www.cloud.example',
      'http://localhost',
      'https://cloud.example:8443',
    ])
      expect((await send(origin)).statusCode, origin).toBe(403)
  })
})

describe('ABUSE 12: by which name', () => {
  const hosts: [string, Record<string, string>, number][] = [
    ['ours', { host: 'localhost' }, 201],
    ['ours with a port', { host: 'localhost:3000' }, 201],
    ['a foreign Host', { host: 'evil.example' }, 421],
    ['a foreign Host with our port', { host: 'evil.example:80' }, 421],
    ['a Host that begins like ours', { host: 'localhost.evil.example' }, 421],
    ['a Host with a user name', { host: 'localhost@evil.example' }, 421],
    ['a Host that is none', { host: 'a b' }, 421],
    ['X-Forwarded-Host', { 'x-forwarded-host': 'evil.example' }, 201],
    [
      'X-Forwarded-Host with proto and port',
      { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', 'x-forwarded-port': '444' },
      201,
    ],
    ['Forwarded', { forwarded: 'for=1.2.3.4;host=evil.example;proto=https' }, 201],
    [
      'X-Host and X-Original-Host',
      { 'x-host': 'evil.example', 'x-original-host': 'evil.example', 'x-http-host-override': 'evil.example' },
      201,
    ],
    ['X-Original-URL and X-Rewrite-URL', { 'x-original-url': 'http://evil.example/', 'x-rewrite-url': '/evil' }, 201],
  ]

  test.each(hosts)(
    'ABUSE 12, I2: with %s, links are the configured ones or there is no answer',
    async (_, headers, status) => {
      const bea = await serverOf(db()).browserOf('bea')
      const answer = await bea({ method: 'POST', url, body: { email: 'linked@fairwork.example' }, headers })
      expect(answer.statusCode).toBe(status)
      expect(JSON.stringify(answer.headers) + answer.body).not.toContain('evil')
      if (status === 201) expect(answer.json().link).toMatch(/^http:\/\/localhost\/invitations\/[0-9a-f-]{36}$/)
      const mails = await mailsTo('linked@fairwork.example')
      expect(mails).toHaveLength(status === 201 ? 1 : 0)
      expect(JSON.stringify(mails)).not.toContain('evil')
    },
  )

  /** Words on the wire, as no client would write them. */
  async function raw(request: string): Promise<string> {
    const { http } = serverOf(db(), { settings })
    await http.listen({ port: 0, host: '127.0.0.1' })
    closers.push(() => http.close())
    const socket = connect((http.server.address() as AddressInfo).port, '127.0.0.1')
    socket.end(request.replaceAll('\n', '\r\n'))
    return text(socket)
  }
  const line = 'Connection: close\n\n'

  test.each([
    ['two Host headers', `GET /api/v1/me HTTP/1.1\nHost: localhost\nHost: evil.example\n${line}`],
    ['two Host headers, ours last', `GET /api/v1/me HTTP/1.1\nHost: evil.example\nHost: localhost\n${line}`],
    ['an absolute address with our Host', `GET http://evil.example/api/v1/me HTTP/1.1\nHost: localhost\n${line}`],
    ['an absolute address with its Host', `GET http://evil.example/api/v1/me HTTP/1.1\nHost: evil.example\n${line}`],
    ['no Host at all', `GET /api/v1/me HTTP/1.1\n${line}`],
    ['HTTP/1.0 without a Host', `GET /api/v1/me HTTP/1.0\n${line}`],
    ['an empty Host', `GET /api/v1/me HTTP/1.1\nHost:\n${line}`],
    ['a Host behind a space', `GET /api/v1/me HTTP/1.1\nHost : localhost\n${line}`],
    ['a folded Host', `GET /api/v1/me HTTP/1.1\nHost: localhost\n evil.example\n${line}`],
  ])('ABUSE 12: %s never makes it into an answer', async (_, request) => {
    const answer = await raw(request)
    expect(answer).toMatch(/^HTTP\/1\.1 (400|401|421) /)
    expect(answer).not.toContain('evil')
  })

  test('ABUSE 12, 40: an absolute address or a disguised path gets the answer with the same care', async () => {
    for (const target of [
      'http://localhost/api/v1/me',
      '/%61pi/v1/me',
      '/api%2Fv1/me',
      '/API/v1/me',
      '//api/v1/me',
      '/api/v1/me/',
      '/x/../api/v1/me',
    ]) {
      const answer = await raw(`GET ${target} HTTP/1.1\nHost: localhost\n${line}`)
      expect(answer, target).not.toContain('HTTP/1.1 500')
      if (answer.includes('"code":')) expect(answer.toLowerCase(), target).toContain('cache-control: no-store')
    }
  })

  test('ABUSE 56: probes of the machine are answered by whatever name they use, pages and doors are not', async () => {
    const { http } = serverOf(db())
    const ask = (path: string) => http.inject({ url: path, headers: { host: '10.0.0.7:3000' } })
    for (const path of ['/livez', '/readyz', '/metrics']) expect((await ask(path)).statusCode).toBe(200)
    for (const path of ['/', '/api/v1/me', '/livez/../api/v1/me', '/readyz/x'])
      expect((await ask(path)).statusCode, path).toBe(421)
  })
})

describe('every answer', () => {
  const always = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
  }

  test('ABUSE 11, 40: good answers, refusals and errors of the API are never stored, sniffed, framed or told to others', async () => {
    const bea = await serverOf(db()).browserOf('bea')
    const answers = [
      await bea({ url: '/api/v1/me' }),
      await bea({ url: '/api/openapi.json' }),
      await bea({ url: '/api/v1/no-such-door' }),
      await bea({ url: '/api/v1/workspaces/northwind' }),
      await bea({ method: 'POST', url, body: '{' }),
      await bea({ url: '/api/v1/me', headers: { host: 'evil.example' } }),
      await bea({ url: '/api/v1/me', headers: { cookie: 'hc_session=nonsense' } }),
    ]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 404, 404, 400, 421, 401])
    for (const { headers } of answers)
      expect(headers).toMatchObject({
        ...always,
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      })
  })

  test('ABUSE 49: only on https the browser is told to stay there', async () => {
    const plain = await serverOf(db()).http.inject({ url: '/livez' })
    expect(plain.headers['strict-transport-security']).toBeUndefined()
    const secure = await serverOf(db(), { settings: https }).http.inject({ url: '/livez' })
    expect(secure.headers['strict-transport-security']).toMatch(/^max-age=31536000/)
    expect(secure.headers).toMatchObject(always)
  })
})
