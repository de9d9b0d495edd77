import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { badAddresses } from '../../town/bad-addresses.ts'
import {
  type Answer,
  db,
  dumpOf,
  freshTown,
  mailsTo,
  organizations,
  type Person,
  people,
  serverOf,
  delegations as town,
} from '../../town/town.ts'

const meridian = '/api/v1/organizations/meridian-health/delegations'
const { id: meridianId } = organizations.meridian

type Browser = Awaited<ReturnType<ReturnType<typeof serverOf>['browserOf']>>
const post = (browser: Browser, url: string, body?: unknown, headers: Record<string, string> = {}) =>
  browser({ method: 'POST', url, body, headers })
const invite = (browser: Browser, body: unknown, headers = {}) => post(browser, meridian, body, headers)
const browserOf = (person: Person | 'nobody') => serverOf(db()).browserOf(person)
const withoutRequestId = (answer: Answer) => ({ ...answer.json(), requestId: 'masked' })
const count = async (table: 'users' | 'delegations' | 'mails' | 'notifications' | 'auditEvents', from = db()) =>
  (await from.selectFrom(table).select(from.fn.countAll<number>().as('rows')).executeTakeFirstOrThrow()).rows

describe('D1: only active admins of a buyer organization invite', () => {
  test.each([
    ['bea', 201, null],
    ['jonas', 201, null],
    ['edith', 403, 'admin_only'],
    ['vic', 403, 'admin_only'],
    ['pia', 404, 'not_found'],
    ['omar', 404, 'not_found'],
    ['nora', 404, 'not_found'],
    ['stan', 404, 'not_found'],
    ['nobody', 401, 'signed_out'],
  ] as const)('D1: %s gets %i %s', async (person, status, code) => {
    const before = await dumpOf(db(), ['public.sessions'])
    const answer = await invite(await browserOf(person), { email: 'ann@d1.example' })
    expect(answer.statusCode).toBe(status)
    if (code === null) return
    expect(answer.json().code).toBe(code)
    expect(await dumpOf(db(), ['public.sessions'])).toEqual(before)
  })

  test('D1, V1: for partners and strangers an organization answers like an unknown one, byte for byte', async () => {
    for (const person of ['pia', 'omar', 'kim', 'stan', 'cara'] as const) {
      const browser = await browserOf(person)
      const known = await invite(browser, { email: 'ann@d1.example' })
      const unknown = await post(browser, '/api/v1/organizations/no-such-company/delegations', {
        email: 'ann@d1.example',
      })
      expect(unknown.statusCode).toBe(404)
      expect(withoutRequestId(known)).toEqual(withoutRequestId(unknown))
      expect(known.body.replace(known.json().requestId, '')).toBe(unknown.body.replace(unknown.json().requestId, ''))
    }
  })

  test('D1: an admin who is removed or demoted cannot invite from the next request on', async () => {
    const jonas = await browserOf('jonas')
    expect((await invite(jonas, { email: 'one@d1.example' })).statusCode).toBe(201)
    const membership = db().updateTable('memberships').where('userId', '=', people.jonas.id)
    await membership.set({ role: 'editor' }).execute()
    expect((await invite(jonas, { email: 'two@d1.example' })).json().code).toBe('admin_only')
    await membership.set({ role: 'admin', status: 'invited' }).execute()
    expect((await invite(jonas, { email: 'two@d1.example' })).json().code).toBe('not_found')
    await membership.set({ status: 'removed' }).execute()
    expect((await invite(jonas, { email: 'two@d1.example' })).json().code).toBe('not_found')
  })

  test('D1: a solution organization has no partners, so for its admin the door does not exist', async () => {
    const cara = await browserOf('cara')
    for (const path of ['', '/bulk']) {
      const body = path ? { emails: ['ann@d1.example'] } : { email: 'ann@d1.example' }
      const answer = await post(cara, `/api/v1/organizations/crewline/delegations${path}`, body)
      expect(answer.statusCode).toBe(404)
    }
  })
})

describe('D2: one strict address', () => {
  test('D2, ABUSE 15: every bad address is refused as invalid_email, and nothing is written', async () => {
    const bea = await browserOf('bea')
    const before = await dumpOf()
    for (const email of badAddresses) {
      const answer = await invite(bea, { email })
      expect([answer.statusCode, answer.json().code], JSON.stringify(email)).toEqual([422, 'invalid_email'])
      expect(answer.json().errors[0].path).toBe('email')
    }
    expect(await dumpOf()).toEqual(before)
  })

  test('D2, D9, ABUSE 15: the bulk door refuses the same addresses, one by one', async () => {
    const bea = await browserOf('bea')
    const texts = badAddresses.filter((bad): bad is string => typeof bad === 'string' && bad.length <= 400)
    const before = await dumpOf()
    const { results } = (await post(bea, `${meridian}/bulk`, { emails: texts })).json()
    expect(results).toHaveLength(texts.length)
    for (const [index, { problem, delegation }] of results.entries())
      expect([problem?.code, delegation], JSON.stringify(texts[index])).toEqual(['invalid_email', undefined])
    expect(await dumpOf()).toEqual(before)
  })

  test('D2, ABUSE 54: in the bulk door only a list of texts is a list of addresses', async () => {
    const bea = await browserOf('bea')
    for (const emails of ['a@b.example', {}, null, 7, [], [7], [null], [['a@b.example']], [{ email: 'a@b.example' }]])
      expect((await post(bea, `${meridian}/bulk`, { emails })).statusCode, JSON.stringify(emails)).toBe(422)
  })

  test('ABUSE 13, 15: the mail goes to the stored canonical address, never to the submitted form', async () => {
    await invite(await browserOf('bea'), { email: '  Ann.Lee+Work@BÜCHER.Example ' })
    const canonical = 'ann.lee+work@xn--bcher-kva.example'
    expect(await mailsTo(canonical)).toHaveLength(1)
    const stub = await db().selectFrom('users').selectAll().where('email', '=', canonical).executeTakeFirstOrThrow()
    expect(stub.typedEmail).toBe('Ann.Lee+Work@BÜCHER.Example')
  })
})

describe('D3: who cannot be invited', () => {
  test.each(['bea@meridian.example', ' BEA@Meridian.Example ', 'Bea@ｍeridian.example', 'bea@MERIDIAN。example'])(
    'D3: nobody invites themselves, not even as %j',
    async (email) => {
      const answer = await invite(await browserOf('bea'), { email })
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'self_invitation'])
      expect(answer.json().errors[0].path).toBe('email')
    },
  )

  test.each(['jonas', 'edith', 'vic'] as const)(
    'D3: %s is an active member and cannot be a partner',
    async (person) => {
      const answer = await invite(await browserOf('bea'), { email: people[person].email.toUpperCase() })
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'already_member'])
    },
  )

  test('D3: who was removed from the team can be invited, and so can the member of another organization', async () => {
    await db().updateTable('memberships').set({ status: 'removed' }).where('userId', '=', people.vic.id).execute()
    const bea = await browserOf('bea')
    expect((await invite(bea, { email: people.vic.email })).statusCode).toBe(201)
    expect((await invite(bea, { email: people.nora.email })).statusCode).toBe(201)
  })
})

describe('D4: one live delegation per partner and organization', () => {
  test.each([
    ['pia', 'active'],
    ['rex', 'pending'],
  ] as const)('D4: a second live delegation of %s is refused, and the live one is named', async (person, status) => {
    const before = await dumpOf(db(), ['public.sessions'])
    const answer = await invite(await browserOf('bea'), { email: people[person].email.toUpperCase() })
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'delegation_exists'])
    expect(answer.json().delegation).toEqual({ id: town[person], status })
    expect(answer.json().errors[0].path).toBe('email')
    expect(await dumpOf(db(), ['public.sessions'])).toEqual(before)
  })

  test('D4: a live delegation of another organization is nobody’s business here', async () => {
    const nora = await browserOf('nora')
    const url = '/api/v1/organizations/northwind/delegations'
    expect((await post(nora, url, { email: people.omar.email })).statusCode).toBe(201)
    expect((await post(nora, url, { email: people.rex.email })).statusCode).toBe(201)
  })

  test.each([
    ['omar', 'revoked'],
    ['kim', 'declined'],
  ] as const)('D4, D10: after %s’s delegation was %s, a new invitation starts clean', async (person, status) => {
    const bea = await browserOf('bea')
    const before = (await bea({ url: `${meridian}/${town[person]}` })).json()
    const answer = await invite(bea, { email: people[person].email })
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toMatchObject({
      status: 'pending',
      permissions: ['shortlists', 'briefs', 'notes'],
      dataVisibility: 'scoped',
      identityMode: 'as_buyer',
      message: null,
      acceptedAt: null,
      endedAt: null,
      endReason: null,
      version: 1,
    })
    expect(answer.json().id).not.toBe(town[person])
    expect(answer.json().partner).toEqual({ email: people[person].email, name: null })
    expect((await bea({ url: `${meridian}/${town[person]}` })).json()).toEqual(before)
    expect(before.status).toBe(status)
  })

  test('D4: after a cancel a new invitation is possible', async () => {
    const bea = await browserOf('bea')
    await post(bea, `${meridian}/${town.sam}/cancel`)
    expect((await invite(bea, { email: people.sam.email })).statusCode).toBe(201)
  })

  test('D4: inviting again after an expiry closes the expired one and opens a new one', async () => {
    const bea = await browserOf('bea')
    const answer = await invite(bea, { email: people.ines.email, permissions: ['notes'] })
    expect(answer.statusCode).toBe(201)
    const rows = await db().selectFrom('delegations').selectAll().where('partnerId', '=', people.ines.id).execute()
    const [old, fresh] = [town.ines, answer.json().id].map((id) => rows.find((row) => row.id === id)!)
    expect(rows).toHaveLength(2)
    expect(old).toMatchObject({ endedAs: 'expired', endedAt: old!.expiresAt, endedBy: null, tokenHash: null })
    expect(fresh).toMatchObject({ endedAt: null, acceptedAt: null, permissions: ['notes'] })
    const events = await db().selectFrom('auditEvents').select('kind').where('delegationId', '=', town.ines).execute()
    expect(events.map(({ kind }) => kind).sort()).toEqual(['delegation.expired', 'delegation.invited'])
    const old_ = (await bea({ url: `${meridian}/${town.ines}` })).json()
    expect(old_).toMatchObject({
      status: 'expired',
      endedBy: { name: 'Expired', as: 'clock' },
      endedAt: old_.expiresAt,
    })
  })

  test.each([
    ['1 second', 409],
    ['0 seconds', 201],
    ['-1 second', 201],
  ])('D4, ABUSE 9: with %s left an invitation is live or not (%i), by the database’s clock', async (left, status) => {
    const set = { expiresAt: db().fn<Date>('now') }
    await db().updateTable('delegations').set(set).where('id', '=', town.rex).execute()
    await sqlOn(db(), `update delegations set expires_at = now() + interval '${left}' where id = '${town.rex}'`)
    expect((await invite(await browserOf('bea'), { email: people.rex.email })).statusCode).toBe(status)
  })
})

describe('D5: what is granted', () => {
  test('D5: all three permissions, own work only, as buyer, no message, 14 days: where nobody says otherwise', async () => {
    const answer = (await invite(await browserOf('bea'), { email: 'ann@d5.example' })).json()
    expect(answer).toMatchObject({
      permissions: ['shortlists', 'briefs', 'notes'],
      dataVisibility: 'scoped',
      identityMode: 'as_buyer',
      message: null,
      invitedBy: { name: 'Bea Okafor' },
      status: 'pending',
      mailState: 'queued',
      version: 1,
      acceptedAt: null,
      endedAt: null,
      endedBy: null,
      endReason: null,
    })
    expect(Date.parse(answer.expiresAt) - Date.parse(answer.invitedAt)).toBe(14 * 86_400_000)
    expect(answer.link).toBe(`http://localhost/invitations/${answer.id}`)
  })

  test.each(['scoped', 'full'])('SPEC 2: data visibility may be %s', async (dataVisibility) => {
    const answer = await invite(await browserOf('bea'), { email: 'ann@d5.example', dataVisibility })
    expect(answer.json().dataVisibility).toBe(dataVisibility)
  })

  test.each(['as_buyer', 'transparent', 'anonymous'])('SPEC 2: the identity mode may be %s', async (identityMode) => {
    const answer = await invite(await browserOf('bea'), { email: 'ann@d5.example', identityMode })
    expect(answer.json().identityMode).toBe(identityMode)
  })

  test('SPEC 2: what was asked for is what is kept and what every reader gets', async () => {
    const bea = await browserOf('bea')
    const terms = {
      permissions: ['briefs', 'notes'],
      dataVisibility: 'full',
      identityMode: 'anonymous',
      message: 'Hi Ann,\n\nplease begin with the night shifts.',
    }
    const created = (await invite(bea, { email: 'Ann@D5.example', ...terms })).json()
    expect(created).toMatchObject({ ...terms, partner: { email: 'ann@d5.example', name: null } })
    expect((await bea({ url: `${meridian}/${created.id}` })).json()).toEqual(created)
    expect((await bea({ url: meridian })).json().items[0]).toEqual(created)
  })

  test.each([
    ['permissions', []],
    ['permissions', ['everything']],
    ['permissions', 'briefs'],
    ['permissions', null],
    ['permissions', { 0: 'briefs' }],
    ['dataVisibility', 'all'],
    ['dataVisibility', ['full']],
    ['dataVisibility', null],
    ['identityMode', 'hidden'],
    ['identityMode', 1],
    ['message', 'a'.repeat(1001)],
    ['message', ['hi']],
    ['message', 'a\u0000'],
    ['message', 'half a character: \ud800'],
  ])('D5, ABUSE 54: %s as %j is refused with 422, and the field is named', async (field, value) => {
    const answer = await invite(await browserOf('bea'), { email: 'ann@d5.example', [field]: value })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'invalid_input'])
    expect(answer.json().errors[0].path.split('.')[0]).toBe(field)
    expect(await mailsTo('ann@d5.example')).toEqual([])
  })

  test.each(['status', 'orgId', 'org', 'id', 'invitedBy', 'acceptedAt', 'role', 'expiresAt', 'partnerId', '__proto__'])(
    'ABUSE 19: the unknown field %s is refused with 400',
    async (field) => {
      const body = `{"email": "ann@d5.example", ${JSON.stringify(field)}: "x"}`
      const answer = await invite(await browserOf('bea'), body)
      expect(answer.statusCode).toBe(400)
      expect(await mailsTo('ann@d5.example')).toEqual([])
    },
  )
})

describe('D6: inviting is one transaction', () => {
  test('D6: stub user, delegation, audit event, notification and mail job come together', async () => {
    const bea = await browserOf('bea')
    const { id } = (await invite(bea, { email: 'ann@d6.example', permissions: ['notes'], message: 'Hello' })).json()
    const stub = await db()
      .selectFrom('users')
      .selectAll()
      .where('email', '=', 'ann@d6.example')
      .executeTakeFirstOrThrow()
    expect(stub).toMatchObject({ name: '', emailVerified: false, image: null })
    const audit = await db().selectFrom('auditEvents').selectAll().where('delegationId', '=', id).execute()
    expect(audit).toHaveLength(1)
    expect(audit[0]).toMatchObject({
      kind: 'delegation.invited',
      orgId: meridianId,
      actorId: people.bea.id,
      actorAs: 'member',
      subjectId: stub.id,
      before: null,
      after: { email: 'ann@d6.example', permissions: ['notes'], dataVisibility: 'scoped', identityMode: 'as_buyer' },
    })
    expect(audit[0]!.requestId).toBeTruthy()
    const told = await db().selectFrom('notifications').selectAll().where('delegationId', '=', id).execute()
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({ userId: stub.id, kind: 'delegation.invited', orgId: meridianId, readAt: null })
    const [mail, ...others] = await mailsTo('ann@d6.example')
    expect(others).toEqual([])
    expect(mail).toMatchObject({ kind: 'delegation.invited', state: 'queued', delegationId: id, userId: stub.id })
    const jobs = await sqlOn(
      db(),
      `select payload from graphile_worker._private_jobs where payload->>'mailId' = '${mail!.id}'`,
    )
    expect(jobs).toHaveLength(1)
  })

  test('P4: a stub has no credential and no session, and nobody is shown a name', async () => {
    const { partner } = (await invite(await browserOf('bea'), { email: 'ann@p4.example' })).json()
    expect(partner).toEqual({ email: 'ann@p4.example', name: null })
    const stub = await db()
      .selectFrom('users')
      .select('id')
      .where('email', '=', 'ann@p4.example')
      .executeTakeFirstOrThrow()
    for (const table of ['credentials', 'sessions'] as const)
      expect(await db().selectFrom(table).select('id').where('userId', '=', stub.id).execute()).toEqual([])
  })

  test('P4: two organizations that invite one unknown address share one stub', async () => {
    await invite(await browserOf('bea'), { email: 'ann@p4.example' })
    const users = await count('users')
    await post(await browserOf('nora'), '/api/v1/organizations/northwind/delegations', { email: 'ANN@p4.example' })
    expect(await count('users')).toBe(users)
    expect(await mailsTo('ann@p4.example')).toHaveLength(2)
  })

  describe('D6: all or nothing', () => {
    let fresh: Awaited<ReturnType<typeof freshTown>>
    let owner: pg.Client
    beforeAll(async () => {
      fresh = await freshTown()
      owner = new pg.Client({ connectionString: fresh.url })
      await owner.connect()
      await owner.query(
        `create function break() returns trigger language plpgsql as $$ begin raise exception 'broken for a test'; end $$`,
      )
    })
    afterAll(async () => {
      await owner.end()
      await fresh.drop()
    })

    test.each([
      'public.users',
      'public.delegations',
      'public.audit_events',
      'public.notifications',
      'public.mails',
      'graphile_worker._private_jobs',
    ])('D6: when writing to %s fails, nothing of the invitation remains, and it can be sent again', async (table) => {
      const bea = await serverOf(fresh.db).browserOf('bea')
      const email = `ann@${table.replace(/\W|_/g, '-')}.example`
      const before = await dumpOf(fresh.db)
      await owner.query(`create trigger broken after insert on ${table} for each row execute function break()`)
      const failed = await invite(bea, { email }, { 'idempotency-key': email })
      await owner.query(`drop trigger broken on ${table}`)
      expect([failed.statusCode, failed.json().code]).toEqual([500, 'internal_error'])
      expect(failed.body).not.toContain('broken')
      expect(await dumpOf(fresh.db)).toEqual(before)
      expect((await invite(bea, { email }, { 'idempotency-key': email })).statusCode).toBe(201)
      expect(await mailsTo(email, fresh.db)).toHaveLength(1)
    })

    test('D9: one address of a bulk invitation that fails by a bug leaves none of the others behind', async () => {
      const bea = await serverOf(fresh.db).browserOf('bea')
      const before = await dumpOf(fresh.db)
      await owner.query(
        `create trigger broken before insert on mails for each row when (new.address like 'second%') execute function break()`,
      )
      const failed = await post(bea, `${meridian}/bulk`, { emails: ['first@d9.example', 'second@d9.example'] })
      await owner.query('drop trigger broken on mails')
      expect(failed.statusCode).toBe(500)
      expect(await dumpOf(fresh.db)).toEqual(before)
    })
  })
})

describe('ABUSE 51: an inviter never learns whether an address has an account', () => {
  const masked = (text: string, email: string, id: string) =>
    text
      .replaceAll(email, 'EMAIL')
      .replaceAll(id, 'ID')
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID')
      .replaceAll(/"requestId":"[^"]+"/g, '"requestId":"R"')
      .replaceAll(/"at":"[^"]+"/g, '"at":"T"')
      .replaceAll(/"counts":\{[^}]+\}/g, '"counts":"C"')

  test('ABUSE 51, D6: answers, list, audit and timeline are the same bytes for known and unknown addresses', async () => {
    const bea = await browserOf('bea')
    await db().insertInto('users').values({ email: 'stub@abuse.example' }).execute()
    const seen = async (email: string) => {
      const created = await invite(bea, { email, message: 'Hello' })
      const { id } = created.json()
      const answers = [
        created,
        await invite(bea, { email }),
        await bea({ url: `${meridian}/${id}` }),
        await bea({ url: `${meridian}/${id}/timeline` }),
        await bea({ url: `/api/v1/organizations/meridian-health/audit?delegation=${id}` }),
        await bea({ url: `${meridian}?search=${encodeURIComponent(email)}` }),
        await post(bea, `${meridian}/${id}/resend`),
        await bea({ method: 'PATCH', url: `${meridian}/${id}`, body: { permissions: ['notes'] } }),
        await post(bea, `${meridian}/${id}/cancel`),
        await bea({ url: `${meridian}/${id}/timeline` }),
      ]
      return answers.map(({ statusCode, headers, body }) => {
        const { 'content-length': _, date: __, ...others } = headers
        return [statusCode, masked(JSON.stringify(others), email, id), masked(body, email, id)]
      })
    }
    const unknown = await seen('nobody@abuse.example')
    expect(unknown.map(([status]) => status)).toEqual([201, 409, 200, 200, 200, 200, 429, 200, 200, 200])
    expect(await seen(people.stan.email)).toEqual(unknown)
    expect(await seen(people.cara.email)).toEqual(unknown)
    expect(await seen('stub@abuse.example')).toEqual(unknown)
  })

  test('ABUSE 51: a person is not found by name before they accepted, and is after', async () => {
    const bea = await browserOf('bea')
    const { id } = (await invite(bea, { email: people.stan.email })).json()
    const search = async () => (await bea({ url: `${meridian}?search=Fremd` })).json().items.length
    expect(await search()).toBe(0)
    await post(await browserOf('stan'), `/api/v1/invitations/${id}/accept`)
    expect(await search()).toBe(1)
  })

  test('ABUSE 51, D6: somebody who declines stays an address for the organization', async () => {
    const bea = await browserOf('bea')
    const { id } = (await invite(bea, { email: people.stan.email })).json()
    await post(await browserOf('stan'), `/api/v1/invitations/${id}/decline`, { note: 'No time' })
    const everything = [
      await bea({ url: `${meridian}/${id}` }),
      await bea({ url: `${meridian}/${id}/timeline` }),
      await bea({ url: '/api/v1/organizations/meridian-health/audit' }),
      await bea({ url: '/api/v1/notifications' }),
    ]
    for (const { body } of everything) expect(body).not.toContain('Fremd')
    expect(everything[0]!.json()).toMatchObject({
      partner: { email: people.stan.email, name: null },
      endedBy: { name: people.stan.email, as: 'partner' },
      endReason: 'No time',
    })
  })
})

describe('D7: Idempotency-Key', () => {
  const key = { 'idempotency-key': 'the-same-key' }

  test('D7: the same key and body get the same answer, and no second mail', async () => {
    const bea = await browserOf('bea')
    const first = await invite(bea, { email: 'ann@d7.example', message: 'Hi' }, key)
    const again = await invite(bea, { email: 'ann@d7.example', message: 'Hi' }, key)
    expect([again.statusCode, again.body]).toEqual([201, first.body])
    expect(await mailsTo('ann@d7.example')).toHaveLength(1)
  })

  test('D7: the first answer is given again even after the invitation has ended', async () => {
    const bea = await browserOf('bea')
    const first = await invite(bea, { email: 'ann@d7.example' }, key)
    await post(bea, `${meridian}/${first.json().id}/cancel`)
    expect((await invite(bea, { email: 'ann@d7.example' }, key)).body).toBe(first.body)
    expect(await mailsTo('ann@d7.example')).toHaveLength(1)
  })

  test.each([
    { email: 'other@d7.example' },
    { email: 'ann@d7.example', message: 'Hi' },
    { email: 'ann@d7.example', permissions: ['notes'] },
    { email: 'ann@d7.example', dataVisibility: 'full' },
    { email: 'ann@d7.example', identityMode: 'anonymous' },
  ])('D7: the same key with the other body %j is refused with 422', async (body) => {
    const bea = await browserOf('bea')
    await invite(bea, { email: 'ann@d7.example' }, key)
    const mails = await count('mails')
    const answer = await invite(bea, body, key)
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'idempotency_key_reused'])
    expect(await count('mails')).toBe(mails)
  })

  test('D7, ABUSE 44: another person’s same key is another request', async () => {
    await invite(await browserOf('bea'), { email: 'ann@d7.example' }, key)
    const answer = await invite(await browserOf('jonas'), { email: 'ben@d7.example' }, key)
    expect([answer.statusCode, answer.json().partner.email]).toEqual([201, 'ben@d7.example'])
  })

  test('D7, ABUSE 44: the same key never carries an answer to another organization', async () => {
    const bea = await browserOf('bea')
    const body = { email: 'ann@d7.example' }
    await db()
      .insertInto('memberships')
      .values({ orgId: organizations.northwind.id, userId: people.bea.id, role: 'admin' })
      .execute()
    await invite(bea, body, key)
    const answer = await post(bea, '/api/v1/organizations/northwind/delegations', body, key)
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'idempotency_key_reused'])
  })

  test('D7, ABUSE 44: who lost the right does not get the stored answer either', async () => {
    const jonas = await browserOf('jonas')
    await invite(jonas, { email: 'ann@d7.example' }, key)
    await db().updateTable('memberships').set({ role: 'viewer' }).where('userId', '=', people.jonas.id).execute()
    expect((await invite(jonas, { email: 'ann@d7.example' }, key)).json().code).toBe('admin_only')
  })

  test('D7, D9: the bulk door keeps its answer too, with whatever was typed in it', async () => {
    const bea = await browserOf('bea')
    const emails = ['ann@d7.example', 'nonsense', 'nul\u0000@d7.example', 'half\ud800@d7.example']
    const first = await post(bea, `${meridian}/bulk`, { emails }, key)
    expect(first.statusCode).toBe(200)
    expect((await post(bea, `${meridian}/bulk`, { emails }, key)).body).toBe(first.body)
    expect(await mailsTo('ann@d7.example')).toHaveLength(1)
    const other = await post(bea, `${meridian}/bulk`, { emails: ['ann@d7.example'] }, key)
    expect(other.json().code).toBe('idempotency_key_reused')
  })

  test('D7: without a key the second request is refused by D4', async () => {
    const bea = await browserOf('bea')
    await invite(bea, { email: 'ann@d7.example' })
    expect((await invite(bea, { email: 'ann@d7.example' })).json().code).toBe('delegation_exists')
  })

  test.each(['two words', 'x'.repeat(201), 'ü'])('D7: %j is no key', async (bad) => {
    const answer = await invite(await browserOf('bea'), { email: 'ann@d7.example' }, { 'idempotency-key': bad })
    expect(answer.statusCode).toBe(400)
  })
})

describe('D9: bulk invite', () => {
  test('D9: one result per address, in order; a refused one changes nothing for the others', async () => {
    const bea = await browserOf('bea')
    const emails = [
      'ann@d9.example',
      'not an address',
      'bea@meridian.example',
      people.edith.email,
      people.pia.email,
      people.ines.email,
      ' ANN@d9.example',
      people.stan.email,
    ]
    const mails = await count('mails')
    const answer = await post(bea, `${meridian}/bulk`, { emails, permissions: ['briefs'], message: 'Hello' })
    expect(answer.statusCode).toBe(200)
    const { results } = answer.json()
    expect(results.map(({ email }: { email: string }) => email)).toEqual(emails)
    const outcome = ({ problem, delegation }: { problem?: { code: string }; delegation?: { status: string } }) =>
      problem?.code ?? delegation?.status
    expect(results.map(outcome)).toEqual([
      'pending',
      'invalid_email',
      'self_invitation',
      'already_member',
      'delegation_exists',
      'pending',
      'delegation_exists',
      'pending',
    ])
    expect(results[4].problem.delegation).toEqual({ id: town.pia, status: 'active' })
    expect(results[6].problem.delegation.id).toBe(results[0].delegation.id)
    expect(await count('mails')).toBe(mails + 3)
    for (const { delegation } of [results[0], results[5], results[7]])
      expect(delegation).toMatchObject({ permissions: ['briefs'], message: 'Hello', mailState: 'queued' })
    expect((await bea({ url: `${meridian}/${results[0].delegation.id}` })).json()).toEqual(results[0].delegation)
  })

  test('D9: a hundred at once, and not one more', async () => {
    const bea = await browserOf('bea')
    const emails = Array.from({ length: 101 }, (_, n) => `number${n}@d9.example`)
    expect((await post(bea, `${meridian}/bulk`, { emails })).statusCode).toBe(422)
    const { results } = (await post(bea, `${meridian}/bulk`, { emails: emails.slice(1) })).json()
    expect(results.every(({ delegation }: { delegation?: object }) => delegation)).toBe(true)
  })

  test.each([
    ['edith', 403],
    ['pia', 404],
    ['stan', 404],
  ] as const)('D1, D9: %s gets %i', async (person, status) => {
    const answer = await post(await browserOf(person), `${meridian}/bulk`, { emails: ['ann@d9.example'] })
    expect(answer.statusCode).toBe(status)
  })
})

describe('ABUSE 28: invitations are limited', () => {
  const limited = (person: Person) => serverOf(db(), { rateLimit: true }).browserOf(person)

  test('ABUSE 28, 14: one mailbox gets six invitations a day, however its address is written', async () => {
    const bea = await limited('bea')
    const forms = [
      'victim@abuse.example',
      'v.ictim@abuse.example',
      'victim+1@abuse.example',
      'V.I.C.TIM+2@ABUSE.example',
    ]
    const typed = [...forms, 'victim+3@abuse.example', 'victim+4@ａbuse.example']
    for (const email of typed) expect((await invite(bea, { email })).statusCode, email).toBe(201)
    const refused = await invite(bea, { email: 'vict.im+9@abuse.example' })
    expect([refused.statusCode, refused.json().code]).toEqual([429, 'too_many_requests'])
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await invite(bea, { email: 'somebody@abuse.example' })).statusCode).toBe(201)
  })

  test('ABUSE 28, 14: the bulk door counts the same mailboxes in their canonical form', async () => {
    const bea = await limited('bea')
    const forms = ['a', 'ab', 'abu', 'abus', 'abuse'].map((_, n) => `victim+${n}@ｂücher${'.example'}`)
    for (const email of forms) expect((await post(bea, `${meridian}/bulk`, { emails: [email] })).statusCode).toBe(200)
    await invite(bea, { email: 'victim@xn--bcher-kva.example' })
    const emails = [
      'victim+6@BÜCHER.example',
      'v.ictim@bu\u0308cher.example',
      'victim+7@ｂücher.example',
      'other@bücher.example',
    ]
    const { results } = (await post(bea, `${meridian}/bulk`, { emails })).json()
    expect(results.map((it: { problem?: { code: string } }) => it.problem?.code)).toEqual([
      ...Array(3).fill('too_many_requests'),
      undefined,
    ])
  })

  test('ABUSE 28: one person sends a hundred invitations an hour, bulk ones counted one by one', async () => {
    const bea = await limited('bea')
    const emails = Array.from({ length: 100 }, (_, n) => `number${n}@abuse.example`)
    expect((await post(bea, `${meridian}/bulk`, { emails })).statusCode).toBe(200)
    expect((await invite(bea, { email: 'onemore@abuse.example' })).statusCode).toBe(429)
    expect((await post(bea, `${meridian}/bulk`, { emails: ['onemore@abuse.example'] })).statusCode).toBe(429)
    expect((await invite(await limited('jonas'), { email: 'onemore@abuse.example' })).statusCode).toBe(201)
  })

  test('ABUSE 28: one organization sends three hundred a day, whoever of its admins does', async () => {
    const server = serverOf(db(), { rateLimit: true })
    const [bea, jonas] = [await server.browserOf('bea'), await server.browserOf('jonas')]
    const ofOrganization = db().updateTable('rateLimits').where('key', 'like', `invite:org:${meridianId}:%`)
    await post(bea, `${meridian}/bulk`, { emails: ['one@abuse.example', 'two@abuse.example'] })
    await invite(jonas, { email: 'three@abuse.example' })
    expect(await ofOrganization.set({ hits: 299 }).returning('key').execute()).toHaveLength(1)
    expect((await invite(jonas, { email: 'four@abuse.example' })).statusCode).toBe(201)
    for (const browser of [bea, jonas])
      expect((await invite(browser, { email: 'five@abuse.example' })).statusCode).toBe(429)
  })

  test('ABUSE 28: only invitations that are made count on the mailbox', async () => {
    const bea = await limited('bea')
    for (let n = 0; n < 7; n++) expect((await invite(bea, { email: people.pia.email })).statusCode).toBe(409)
  })

  test('ABUSE 28: who may not invite uses up nothing of what protects the others', async () => {
    const stan = await limited('stan')
    const emails = Array.from({ length: 100 }, (_, n) => `number${n}@abuse.example`)
    for (let n = 0; n < 3; n++) expect((await post(stan, `${meridian}/bulk`, { emails })).statusCode).toBe(404)
    const keys = await db().selectFrom('rateLimits').select('key').where('key', 'like', 'invite:%').execute()
    expect(keys).toEqual([])
  })

  test('ABUSE 28: who is over their own limit uses up nothing that is shared', async () => {
    const bea = await limited('bea')
    await invite(bea, { email: 'first@abuse.example' })
    await db().updateTable('rateLimits').set({ hits: 100 }).where('key', 'like', 'invite:user:%').execute()
    expect((await invite(bea, { email: 'second@abuse.example' })).statusCode).toBe(429)
    const all = await db()
      .selectFrom('rateLimits')
      .select('hits')
      .where('key', 'like', 'invite:all:%')
      .executeTakeFirstOrThrow()
    expect(all.hits).toBe(1)
  })

  test('ABUSE 28: the terms of one delegation change twenty times an hour at most, for each change is mailed', async () => {
    const bea = await limited('bea')
    const { id } = (await invite(bea, { email: 'toggled@abuse.example' })).json()
    const change = (n: number) =>
      bea({ method: 'PATCH', url: `${meridian}/${id}`, body: { dataVisibility: n % 2 ? 'scoped' : 'full' } })
    for (let n = 0; n < 20; n++) expect((await change(n)).statusCode).toBe(200)
    expect((await change(20)).statusCode).toBe(429)
  })
})

async function sqlOn(from: ReturnType<typeof db>, text: string) {
  const { sql } = await import('kysely')
  return (await sql.raw(text).execute(from)).rows
}
