import { describe, expect, test } from 'vitest'
import {
  db,
  delegations,
  newestSecret,
  openSessionFor,
  organizations,
  type Person,
  people,
  serverOf,
  settings,
} from '../../town/town.ts'
import { newToken, openSecrets } from '../secrets/secrets.ts'

const meridian = `/api/v1/organizations/${organizations.meridian.slug}`
const workspace = `/api/v1/workspaces/${organizations.meridian.slug}`
const browserOf = (person: Person | 'nobody') => serverOf(db()).browserOf(person)
const browserWith = (cookie: string | null) => serverOf(db()).browserWith(cookie)

describe('G1, ABUSE 41: each request decides anew', () => {
  const membership = (person: Person) =>
    db()
      .updateTable('memberships')
      .where('userId', '=', people[person].id)
      .where('orgId', '=', organizations.meridian.id)
  const delegation = () => db().updateTable('delegations').where('id', '=', delegations.pia)

  test('G1: a role that changed between two requests changes the second one', async () => {
    const bea = await browserOf('bea')
    expect((await bea({ url: `${meridian}/delegations` })).statusCode).toBe(200)
    await membership('bea').set({ role: 'editor' }).execute()
    expect((await bea({ url: `${meridian}/delegations` })).json().code).toBe('admin_only')
    await membership('bea').set({ role: 'admin' }).execute()
    expect((await bea({ url: `${meridian}/delegations` })).statusCode).toBe(200)
    await membership('bea').set({ status: 'removed' }).execute()
    expect((await bea({ url: `${meridian}/delegations` })).statusCode).toBe(404)
    expect((await bea({ url: workspace })).statusCode).toBe(404)
    expect((await bea({ url: '/api/v1/me' })).json().organizations).toEqual([])
  })

  test('G1: grants that changed between two requests change the second one', async () => {
    const pia = await browserOf('pia')
    expect((await pia({ url: workspace })).json()).toMatchObject({
      permissions: ['shortlists', 'briefs', 'notes'],
      dataVisibility: 'full',
    })
    await delegation()
      .set({ permissions: ['notes'], dataVisibility: 'scoped' })
      .execute()
    expect((await pia({ url: workspace })).json()).toMatchObject({ permissions: ['notes'], dataVisibility: 'scoped' })
    await delegation().set({ endedAt: new Date(), endedAs: 'revoked' }).execute()
    expect((await pia({ url: workspace })).statusCode).toBe(404)
  })

  test('G1: a session that was ended or ran out is nobody’s', async () => {
    const [first, second, third] = [await browserOf('pia'), await browserOf('pia'), await browserOf('pia')]
    const { items } = (await first({ url: '/api/v1/me/sessions' })).json()
    const mine = items.find((session: { current: boolean }) => session.current)
    expect((await second({ method: 'DELETE', url: `/api/v1/me/sessions/${mine.id}` })).statusCode).toBe(200)
    expect((await first({ url: '/api/v1/me' })).json().code).toBe('signed_out')
    expect((await third({ url: '/api/v1/me' })).statusCode).toBe(200)
    await db()
      .updateTable('sessions')
      .set({ expiresAt: new Date(Date.now() - 3_600_000) })
      .where('userId', '=', people.pia.id)
      .execute()
    for (const url of ['/api/v1/me', workspace]) expect((await third({ url })).json().code).toBe('signed_out')
    expect((await third({ method: 'PATCH', url: '/api/v1/me', body: { name: 'Late' } })).statusCode).toBe(401)
  })

  test('G1, P4: a person whose mailbox is not proven has no session, whatever lies in the table', async () => {
    const rex = await browserOf('rex')
    expect((await rex({ url: '/api/v1/me' })).statusCode).toBe(401)
  })

  test('ABUSE 40: after a revoke a conditional request is refused like any other, never 304', async () => {
    const bea = await browserOf('bea')
    const pia = await browserOf('pia')
    const seen = await bea({ url: `${meridian}/delegations/${delegations.pia}` })
    const etag = String(seen.headers.etag)
    expect(etag).toMatch(/^"\d+"$/)
    expect((await pia({ url: workspace })).statusCode).toBe(200)
    await bea({ method: 'POST', url: `${meridian}/delegations/${delegations.pia}/revoke`, body: {} })
    await membership('bea').set({ status: 'removed' }).execute()
    const conditions = [
      { 'if-none-match': etag },
      { 'if-none-match': '*' },
      { 'if-none-match': `W/${etag}` },
      { 'if-modified-since': new Date().toUTCString() },
      { range: 'bytes=0-9' },
    ]
    for (const headers of conditions) {
      expect((await pia({ url: workspace, headers })).statusCode).toBe(404)
      expect((await bea({ url: `${meridian}/delegations/${delegations.pia}`, headers })).statusCode).toBe(404)
    }
  })

  test('ABUSE 40: a door never answers 304, also to those who may', async () => {
    const bea = await browserOf('bea')
    const url = `${meridian}/delegations/${delegations.pia}`
    const { headers } = await bea({ url })
    expect((await bea({ url, headers: { 'if-none-match': String(headers.etag) } })).statusCode).toBe(200)
  })
})

describe('ABUSE 49: the cookie', () => {
  const cloud = { ...settings, publicUrl: 'https://cloud.example' }

  async function enter(using = settings) {
    const server = serverOf(db(), using === settings ? {} : { settings: using })
    const { host, origin } = new URL(using.publicUrl)
    const send = (url: string, payload: object, cookie?: string) =>
      server.http.inject({ method: 'POST', url, payload, headers: { host, origin, ...(cookie && { cookie }) } })
    await send('/api/auth/email-otp/send-verification-otp', { email: people.pia.email })
    const otp = await newestSecret(people.pia.email)
    return { send, answer: await send('/api/auth/sign-in/email-otp', { email: people.pia.email, otp }) }
  }

  test('ABUSE 49: it is for this site and its server only, no script reads it, and it ends', async () => {
    const { answer } = await enter()
    expect(answer.headers['set-cookie']).toMatch(
      /^hc_session=[\w.%-]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    )
  })

  test('ABUSE 49: on https it carries the __Host- prefix, which a browser takes only when it is secure, hostless and for the whole site', async () => {
    const { answer } = await enter(cloud)
    expect(answer.headers['set-cookie']).toMatch(
      /^__Host-hc_session=[\w.%-]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    const cookie = answer.cookies[0]!
    const ask = (name: string) =>
      serverOf(db(), { settings: cloud }).http.inject({
        url: '/api/v1/me',
        headers: { host: 'cloud.example', cookie: `${name}=${cookie.value}` },
      })
    expect((await ask('__Host-hc_session')).statusCode).toBe(200)
    expect((await ask('hc_session')).statusCode).toBe(401)
  })

  test('ABUSE 49: signing in gives a new token, never the one that the browser brought', async () => {
    const planted = settings.secrets.sign(newToken())
    const known = settings.secrets.sign(await openSessionFor(db(), 'stan'))
    const server = serverOf(db())
    for (const brought of [planted, known]) {
      await db().deleteFrom('verifications').execute()
      await (await browserOf('nobody'))({
        method: 'POST',
        url: '/api/auth/email-otp/send-verification-otp',
        body: { email: people.pia.email },
      })
      const otp = await newestSecret(people.pia.email)
      const answer = await server.browserWith(brought)({
        method: 'POST',
        url: '/api/auth/sign-in/email-otp',
        body: { email: people.pia.email, otp },
      })
      expect(answer.statusCode).toBe(200)
      expect(answer.cookies[0]!.value).not.toBe(brought)
      expect((await browserWith(answer.cookies[0]!.value)({ url: '/api/v1/me' })).json().user.email).toBe(
        people.pia.email,
      )
    }
    expect((await browserWith(planted)({ url: '/api/v1/me' })).statusCode).toBe(401)
  })

  test('ABUSE 49: signing out ends the session in the database and clears the cookie', async () => {
    const { send, answer } = await enter()
    const cookie = `hc_session=${answer.cookies[0]!.value}`
    const out = await send('/api/auth/sign-out', {}, cookie)
    expect(out.statusCode).toBe(200)
    expect(out.headers['set-cookie']).toMatch(/^hc_session=; .*(Max-Age=0|Expires=Thu, 01 Jan 1970)/)
    expect((await send('/api/auth/sign-out', {}, cookie)).statusCode).toBe(401)
  })

  test('ABUSE 49: a cookie that was not signed by us, or was changed, is nobody’s', async () => {
    const token = await openSessionFor(db(), 'bea')
    const signed = settings.secrets.sign(token)
    const elsewhere = openSecrets('another secret, of another installation').sign(token)
    const [name, signature] = [signed.slice(0, signed.lastIndexOf('.')), signed.slice(signed.lastIndexOf('.') + 1)]
    const forged = [
      token,
      `${token}.`,
      `.${signature}`,
      `${name}.${signature}x`,
      `${name}.${signature.slice(0, -2)}`,
      `${name}.${signature.slice(0, -1)}${signature.endsWith('A') ? 'Q' : 'A'}`,
      `${name.slice(0, -1)}.${signature}`,
      `${name}${signature}`,
      `${newToken()}.${signature}`,
      elsewhere,
      `${signed}.${signature}`,
      '',
      '.',
      '%',
      '%00',
      `${signed}%0d%0aset-cookie: x=1`,
      'x'.repeat(7000),
    ]
    for (const cookie of forged) expect((await browserWith(cookie)({ url: '/api/v1/me' })).statusCode, cookie).toBe(401)
    expect((await browserWith(signed)({ url: '/api/v1/me' })).statusCode).toBe(200)
  })

  test('ABUSE 49: of two cookies with our name one counts, and none makes a third person of them', async () => {
    const [bea, pia] = [
      settings.secrets.sign(await openSessionFor(db(), 'bea')),
      settings.secrets.sign(await openSessionFor(db(), 'pia')),
    ]
    const answer = await browserWith(null)({
      url: '/api/v1/me',
      headers: { cookie: `hc_session=${bea}; hc_session=${pia}` },
    })
    expect([people.bea.email, people.pia.email]).toContain(answer.json().user.email)
  })
})
