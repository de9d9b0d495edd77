import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { reached, to } from '../../town/reached.ts'
import { db, organizations, type Person, people, serverOf, delegations as town } from '../../town/town.ts'
import { remindExpiring } from '../delegations/reminders.ts'
import { announcements } from '../events/announcements.ts'

const meridian = '/api/v1/organizations/meridian-health/delegations'
const browserOf = (person: Person | 'nobody') => serverOf(db()).browserOf(person)
type Browser = Awaited<ReturnType<typeof browserOf>>
const post = (browser: Browser, url: string, body?: unknown) => browser({ method: 'POST', url, body })
const bell = async (person: Person, query = '') =>
  (await (await browserOf(person))({ url: `/api/v1/notifications${query}` })).json()
const everyone = Object.keys(people) as Person[]

const invite = async (person: Person = 'stan') =>
  (await post(await browserOf('bea'), meridian, { email: people[person].email })).json().id as string

describe('SPEC 10: who hears about what, on which channel', () => {
  test('SPEC 10: partner invited → the partner, in the app and by mail', async () => {
    const expected = to('delegation.invited', 'stan')
    expect(await reached(() => invite())).toEqual({ app: expected, mail: expected })
  })

  test('SPEC 10: invitation accepted → the active admins, in the app and by mail', async () => {
    const id = await invite()
    await db()
      .updateTable('memberships')
      .set({ role: 'admin', status: 'removed' })
      .where('userId', '=', people.vic.id)
      .execute()
    const expected = to('delegation.accepted', 'bea', 'jonas')
    expect(await reached(async () => post(await browserOf('stan'), `/api/v1/invitations/${id}/accept`))).toEqual({
      app: expected,
      mail: expected,
    })
  })

  test('SPEC 10: invitation declined → the active admins, in the app and by mail', async () => {
    const id = await invite()
    const expected = to('delegation.declined', 'bea', 'jonas')
    expect(await reached(async () => post(await browserOf('stan'), `/api/v1/invitations/${id}/decline`))).toEqual({
      app: expected,
      mail: expected,
    })
  })

  test('SPEC 10: permissions changed → the partner, in the app and by mail', async () => {
    const expected = to('delegation.changed', 'pia')
    const change = async () =>
      (await browserOf('bea'))({ method: 'PATCH', url: `${meridian}/${town.pia}`, body: { permissions: ['notes'] } })
    expect(await reached(change)).toEqual({ app: expected, mail: expected })
  })

  test('SPEC 10: delegation revoked → the partner, in the app and by mail', async () => {
    const expected = to('delegation.revoked', 'pia')
    expect(await reached(async () => post(await browserOf('bea'), `${meridian}/${town.pia}/revoke`))).toEqual({
      app: expected,
      mail: expected,
    })
  })

  test('SPEC 10: partner left → the active admins, in the app and by mail', async () => {
    const expected = to('delegation.left', 'bea', 'jonas')
    const leave = async () => (await browserOf('pia'))({ method: 'DELETE', url: `/api/v1/partnerships/${town.pia}` })
    expect(await reached(leave)).toEqual({ app: expected, mail: expected })
  })

  test('D9: a resend is a mail; it is no second notification', async () => {
    expect(await reached(async () => post(await browserOf('bea'), `${meridian}/${town.rex}/resend`))).toEqual({
      app: [],
      mail: to('delegation.resent', 'rex'),
    })
  })

  test('SPEC 10: a cancelled invitation is announced to nobody', async () => {
    expect(await reached(async () => post(await browserOf('bea'), `${meridian}/${town.rex}/cancel`))).toEqual({
      app: [],
      mail: [],
    })
  })

  test('SPEC 10: what is not in the table of announcements is remembered and announced to nobody', () => {
    expect(Object.keys(announcements).sort()).toEqual([
      'account.deleted',
      'account.emailChanged',
      'account.emailChanging',
      'account.passwordChanged',
      'account.passwordReset',
      'brief.closed',
      'brief.closing',
      'brief.sent',
      'delegation.accepted',
      'delegation.changed',
      'delegation.declined',
      'delegation.expiring',
      'delegation.invited',
      'delegation.left',
      'delegation.resent',
      'delegation.revoked',
      'member.accepted',
      'member.declined',
      'member.expiring',
      'member.invited',
      'member.joined',
      'member.left',
      'member.removed',
      'member.resent',
      'member.roleChanged',
      'note.shared',
      'organization.domainRemoved',
      'response.received',
      'shortlist.published',
    ])
  })
})

describe('SPEC 10: an invitation about to expire', () => {
  const setExpiry = (id: string, left: string) =>
    sql
      .raw(`update delegations set expires_at = now() + interval '${left}', reminded_at = null where id = '${id}'`)
      .execute(db())
  const onlyOf = async (id: string) => {
    await sql`update delegations set reminded_at = now() where id <> ${id}`.execute(db())
  }
  const remind = () => reached(() => remindExpiring({ db: db() }))

  test.each([
    ['3 days', true],
    ['1 second', true],
    ['3 days 1 second', false],
    ['0 seconds', false],
    ['-1 day', false],
  ])('SPEC 10: with %s left the partner is told: %s', async (left, isTold) => {
    await setExpiry(town.rex, left)
    await onlyOf(town.rex)
    const expected = isTold ? to('delegation.expiring', 'rex') : []
    expect(await remind()).toEqual({ app: expected, mail: expected })
  })

  test('SPEC 10: once per invitation; a resend begins anew', async () => {
    await setExpiry(town.rex, '2 days')
    await onlyOf(town.rex)
    expect((await remind()).app).toHaveLength(1)
    expect((await remind()).app).toHaveLength(0)
    await post(await browserOf('bea'), `${meridian}/${town.rex}/resend`)
    expect((await remind()).app).toHaveLength(0)
    await sql`update delegations set expires_at = now() + interval '2 days' where id = ${town.rex}`.execute(db())
    expect((await remind()).app, 'the new mail is younger than the notice is long').toHaveLength(0)
    await sql`update mails set created_at = now() - interval '12 days' where delegation_id = ${town.rex}`.execute(db())
    expect((await remind()).app).toHaveLength(1)
  })

  test.each(['accept', 'decline', 'cancel', 'revoke'])('SPEC 10: after %s nobody is reminded', async (end) => {
    const id = await invite()
    if (end === 'accept' || end === 'decline') await post(await browserOf('stan'), `/api/v1/invitations/${id}/${end}`)
    else await post(await browserOf('bea'), `${meridian}/${id}/${end}`)
    await setExpiry(id, '1 day')
    await onlyOf(id)
    expect(await remind()).toEqual({ app: [], mail: [] })
  })

  test('SPEC 10: an invitation that lives no longer than the notice is not reminded of', async () => {
    await sql`update delegations set expires_at = now() + interval '3 days' where id = ${town.rex}`.execute(db())
    await sql`update mails set created_at = now() where delegation_id = ${town.rex}`.execute(db())
    await onlyOf(town.rex)
    expect((await remind()).app).toEqual([])
  })

  test('SPEC 11: the reminder is remembered, as an act of the program', async () => {
    await setExpiry(town.rex, '1 day')
    await onlyOf(town.rex)
    await remind()
    const [entry] = (await (await browserOf('bea'))({ url: `${meridian}/${town.rex}/timeline` })).json().items
    expect(entry).toMatchObject({ kind: 'delegation.expiring', actor: { name: 'Human Cloud', as: 'system' } })
    expect((await bell('pia')).items.every(({ kind }: { kind: string }) => kind !== 'delegation.expiring')).toBe(true)
  })
})

describe('SPEC 10: the bell', () => {
  test('SPEC 10: newest first, with words, a place to go, and the number of unread ones', async () => {
    const { items, unread } = await bell('omar')
    expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(['delegation.revoked', 'delegation.invited'])
    expect(items[0]).toMatchObject({
      text: 'Bea Okafor ended your access to Meridian Health',
      detail: 'The programme ended in October.',
      organization: { slug: 'meridian-health', name: 'Meridian Health' },
      invitationId: null,
      readAt: null,
    })
    expect(unread).toBe(1)
    expect((await (await browserOf('omar'))({ url: '/api/v1/me' })).json().unreadNotifications).toBe(1)
  })

  test('SPEC 10: an invitation can be answered in place, while it is pending', async () => {
    const item = (await bell('pia')).items.find(({ invitationId }: { invitationId: string }) => invitationId)
    expect(item).toMatchObject({
      invitationId: town.piaRosenqvist,
      path: `/invitations/${town.piaRosenqvist}`,
      detail: 'Shortlists, Notes',
    })
  })

  test('SPEC 10: only the unread ones, where one asks for them', async () => {
    const { items } = await bell('omar', '?unread=true')
    expect(items).toHaveLength(1)
    expect((await bell('omar', '?unread=false')).items).toHaveLength(2)
  })

  test('SPEC 12: pages follow each other without a gap or a repetition', async () => {
    const whole = (await bell('bea')).items.map(({ id }: { id: string }) => id)
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await bell('bea', `?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.items.map(({ id }: { id: string }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(whole.length).toBeGreaterThan(3)
    expect(seen).toEqual(whole)
  })

  test('SPEC 10: some are marked as read, or all, and the count follows at once', async () => {
    const id = await invite('stan')
    for (const permissions of [['notes'], ['briefs']])
      await (await browserOf('bea'))({ method: 'PATCH', url: `${meridian}/${id}`, body: { permissions } })
    const stan = await browserOf('stan')
    const { items, unread } = await bell('stan')
    expect(unread).toBe(3)
    expect((await post(stan, '/api/v1/notifications/read', { ids: [items[0].id] })).json()).toEqual({ unread: 2 })
    expect((await bell('stan')).items[0].readAt).not.toBeNull()
    expect((await post(stan, '/api/v1/notifications/read', { all: true })).json()).toEqual({ unread: 0 })
    expect((await bell('stan', '?unread=true')).items).toEqual([])
  })

  test('SPEC 10: under a filter only what it shows is counted, and marked', async () => {
    const meridians = { organization: 'meridian-health' }
    const all = (await bell('pia')).unread
    const some = (await bell('pia', '?organization=meridian-health')).unread
    expect(some).toBeGreaterThan(0)
    expect(some).toBeLessThan(all)
    const pia = await browserOf('pia')
    const none = { ...meridians, group: 'work' }
    const ofWork = (await bell('pia', '?organization=meridian-health&group=work')).unread
    expect((await post(pia, '/api/v1/notifications/read', { all: true, ...none })).json().unread).toBe(all - ofWork)
    expect((await post(pia, '/api/v1/notifications/read', { all: true, ...meridians })).json().unread).toBe(all - some)
    expect((await bell('pia', '?organization=meridian-health')).unread).toBe(0)
  })

  test('SPEC 10: reading again does not change when it was read', async () => {
    const [, read] = (await bell('omar')).items
    await post(await browserOf('omar'), '/api/v1/notifications/read', { ids: [read.id] })
    expect((await bell('omar')).items[1].readAt).toBe(read.readAt)
  })

  test('V1: somebody else’s notifications can neither be read nor marked', async () => {
    const omars = (await bell('omar')).items.map(({ id }: { id: string }) => id)
    for (const person of everyone.filter((it) => it !== 'omar' && people[it].name !== '')) {
      const ids = (await bell(person)).items.map(({ id }: { id: string }) => id)
      expect(ids.filter((id: string) => omars.includes(id))).toEqual([])
      const answer = await post(await browserOf(person), '/api/v1/notifications/read', { ids: omars })
      expect(answer.statusCode).toBe(200)
    }
    expect((await bell('omar')).unread).toBe(1)
  })

  test.each([
    [{ ids: 'x' }, 422],
    [{ ids: ['x'] }, 422],
    [{ all: 'true' }, 422],
    [{ all: false }, 422],
    [{ ids: [], userId: people.omar.id }, 400],
    [{}, 422],
    [{ all: true, ids: [] }, 422],
    [{ ids: [], group: 'work' }, 422],
    [{ all: true, group: 'everything' }, 422],
  ])('ABUSE 19, 54: %j is answered with %i', async (body, status) => {
    expect((await post(await browserOf('omar'), '/api/v1/notifications/read', body)).statusCode).toBe(status)
  })

  test.each(['?unread=yes', '?unread=true&unread=true', '?limit=0'])('ABUSE 54: %s is refused', async (query) => {
    expect((await (await browserOf('omar'))({ url: `/api/v1/notifications${query}` })).statusCode).toBe(422)
  })

  test('SPEC 10: a change or a revoke before acceptance leads to the invitation, not to a workspace', async () => {
    const id = await invite('stan')
    await (await browserOf('bea'))({ method: 'PATCH', url: `${meridian}/${id}`, body: { permissions: ['notes'] } })
    const paths = async () => (await bell('stan')).items.map(({ path }: { path: string }) => path)
    expect(await paths()).toEqual(Array(2).fill(`/invitations/${id}`))
    await post(await browserOf('bea'), `${meridian}/${id}/revoke`)
    expect(await paths(), 'the notice of the end alone').toEqual([`/invitations/${id}`])
  })

  test('V1: the notifications of one organization name nothing of another', async () => {
    const texts = JSON.stringify((await bell('nora')).items)
    expect(texts).not.toContain(organizations.meridian.name)
    expect(texts).not.toContain(organizations.meridian.id)
  })
})
