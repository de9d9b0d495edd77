import { expect, test } from 'vitest'
import { as, db, serverOf } from '../../town/town.ts'

test('smoke', async () => {
  const { browserOf } = serverOf(db())
  const bea = await browserOf('bea')
  const me = await bea({ url: '/api/v1/me' })
  console.log(me.statusCode, me.body)
  const list = await bea({ url: '/api/v1/organizations/meridian-health/delegations' })
  console.log(list.statusCode, list.body.slice(0, 600))
  const invited = await bea({ method: 'POST', url: '/api/v1/organizations/meridian-health/delegations', body: { email: 'New.One@Example.org', message: 'hi' } })
  console.log(invited.statusCode, invited.body)
  const again = await bea({ method: 'POST', url: '/api/v1/organizations/meridian-health/delegations', body: { email: 'new.one@example.org' } })
  console.log(again.statusCode, again.body)
  const id = invited.json().id
  for (const [m, u, b] of [['PATCH', '', { permissions: ['briefs'] }], ['GET', '/timeline'], ['POST', '/resend', {}], ['POST', '/revoke', { reason: 'x' }], ['POST', '/cancel', {}]] as any) {
    const r = await bea({ method: m, url: `/api/v1/organizations/meridian-health/delegations/${id}${u}`, body: b })
    console.log(m, u, r.statusCode, r.body.slice(0, 500))
  }
  const pia = await browserOf('pia')
  for (const u of ['/notifications', '/invitations', '/notifications', '/workspaces/meridian-health', '/workspaces/rosenqvist-aldermann', '/organizations/meridian-health/delegations', '/partnerships/ended', '/me/sessions', '/organizations/lindqvist/members', '/organizations/lindqvist/audit']) {
    const r = await pia({ url: `/api/v1${u}` }); console.log(u, r.statusCode, r.body.slice(0, 400))
  }
  console.log((await bea({ url: '/api/openapi.json' })).body.length)
  expect(1).toBe(1)
})
