import { expect, test } from 'vitest'
import { db, dumpOf, freshTown, newestSecret, serverOf } from '../../town/town.ts'

test('probe', async () => {
  const t0 = Date.now()
  const t = await freshTown()
  console.log('fresh', Date.now() - t0)
  await t.drop()
  console.log('drop', Date.now() - t0)
  const { browserOf } = serverOf(db(), { logger: (await import('pino')).pino({ level: 'error' }) as never })
  const nobody = await browserOf('nobody')
  const a = await nobody({ method: 'POST', url: '/api/auth/email-otp/send-verification-otp', body: { email: 'new@probe.example' } })
  console.log(a.statusCode, a.body)
  const code = await newestSecret('new@probe.example')
  const b = await nobody({ method: 'POST', url: '/api/auth/sign-in/email-otp', body: { email: 'new@probe.example', otp: code } })
  console.log(b.statusCode, b.body)
  console.log((await nobody({ url: '/api/v1/me' })).body)
  console.log(Object.entries(await dumpOf()).map(([k, v]) => [k, v.length]))
  const bea = await browserOf('bea')
  for (const url of ['/api/v1/organizations/%00/delegations', '/api/v1/organizations/meridian-health/delegations?search=%00'])  {
    const sp = await (db() as any).savepoint('x').execute()
    console.log(url, (await bea({ url })).body)
    await sp.rollbackToSavepoint('x').execute()
  }
  for (const body of [{ email: 'q@q.example', message: 'hi \ud800' }]) {
    const sp = await (db() as any).savepoint('x').execute()
    console.log((await bea({ method: 'POST', url: '/api/v1/organizations/meridian-health/delegations', body })).body)
    await sp.rollbackToSavepoint('x').execute()
  }
  console.log((await bea({ method: 'POST', url: '/api/v1/organizations/meridian-health/delegations/bulk', headers: {'idempotency-key': 'k'}, body: { emails: ['a\u0000b'] } })).body)
  expect(1).toBe(1)
})
