import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { type News, newsKinds, newsNames } from '../../shared/notifications.ts'
import { sentBrief } from '../../town/asked.ts'
import {
  as,
  briefs,
  db,
  organizations,
  type Person,
  people,
  serverOf,
  shortlists,
  delegations as town,
} from '../../town/town.ts'
import { newId } from '../db/new-id.ts'
import { type Announcement, announcements, type EventKind, requestAnnouncements } from '../events/announcements.ts'
import { record } from '../events/record.ts'
import { announceClosing, announceReminder } from '../requests/announce.ts'

const orgId = organizations.meridian.id
const url = '/api/v1/notification-preferences'
const browserOf = (person: Person | 'nobody') => serverOf(db()).browserOf(person)
const read = async (person: Person) => (await (await browserOf(person))({ url })).json()
const change = async (person: Person, body: unknown) => (await browserOf(person))({ method: 'PUT', url, body })
const choose = (person: Person, news: News, app: boolean | null, mail: boolean | null) =>
  sql`
    insert into notification_preferences (user_id, news, app, mail) values (${people[person].id}, ${news}, ${app}, ${mail})
    on conflict (user_id, news) do update set app = excluded.app, mail = excluded.mail`.execute(db())

/** Which channels reach this person when that happens. */
async function channelsTo(person: Person, kind: string, act: () => Promise<unknown>) {
  const count = async (table: 'notifications' | 'mails') =>
    (
      await sql<{ n: number }>`
        select count(*) as n from ${sql.table(table)} it where it.user_id = ${people[person].id} and it.kind = ${kind}`.execute(
        db(),
      )
    ).rows[0]!.n
  const before = { app: await count('notifications'), mail: await count('mails') }
  await act()
  return { app: (await count('notifications')) > before.app, mail: (await count('mails')) > before.mail }
}

/** Who of the town hears of it, and how it happens. */
const hearers: Record<Announcement['to'], Person> = {
  subject: 'kim',
  admins: 'jonas',
  team: 'edith',
  author: 'edith',
  'author and admins': 'jonas',
  'concerned by the note': 'edith',
}

async function happen(kind: EventKind, { byPartner }: Announcement) {
  const ctx = byPartner ? await as('pia', 'meridian') : await as('bea', 'meridian')
  const noteId = kind === 'note.shared' ? await sharedNote() : undefined
  await record(ctx, kind, {
    orgId,
    subjectId: people.kim.id,
    workId: noteId ? shortlists.poland : briefs.screening,
    ...(noteId && { noteId }),
  })
}

async function sharedNote() {
  const id = newId()
  await sql`
    insert into notes (org_id, id, shortlist_id, body, visibility, author_id)
    values (${orgId}, ${id}, ${shortlists.poland}, 'Looks good', 'shared', ${people.bea.id})`.execute(db())
  return id
}

const choices: [boolean | null, boolean | null][] = [
  [null, null],
  [true, true],
  [false, false],
  [true, false],
  [false, true],
]
const expected = (news: News, chosen: { app: boolean | null; mail: boolean | null }, only?: 'mail') => {
  const on = (channel: 'app' | 'mail') => {
    const usual = newsKinds[news][channel]
    return usual === 'always' || (usual !== 'never' && (chosen[channel] ?? usual === 'on'))
  }
  return { app: only !== 'mail' && on('app'), mail: on('mail') }
}

describe('SPEC 10: every announcement, by what its reader chose', () => {
  const rows = Object.entries(announcements).flatMap(([kind, news]) =>
    choices.map(([app, mail]) => [kind as EventKind, app, mail, news] as const),
  )
  test.each(rows)('SPEC 10: %s with the app %s and mail %s', async (kind, app, mail, announcement) => {
    const reader = hearers[announcement.to]
    await choose(reader, announcement.news, app, mail)
    const told = await channelsTo(reader, kind, () => happen(kind, announcement))
    expect(told).toEqual(expected(announcement.news, { app, mail }, announcement.only))
  })

  const ofRequests = (['request.reminder', 'request.closed', 'request.received'] as const).flatMap((kind) =>
    choices.map(([app, mail]) => [kind, app, mail] as const),
  )
  test.each(ofRequests)('SPEC 10: %s with the app %s and mail %s', async (kind, app, mail) => {
    const news = requestAnnouncements[kind]
    await choose('cara', news, app, mail)
    const told = await channelsTo('cara', kind, async () => {
      const { requests: _, ...brief } = await sentBrief(db(), { solutions: ['crewline'] })
      await announceReminder({ db: db() }, [brief])
      await announceClosing({ db: db() }, [brief])
    })
    expect(told).toEqual(expected(news, { app, mail }))
  })

  test('SPEC 10: what one person chose changes nothing for another', async () => {
    await choose('jonas', 'invitationAnswered', false, false)
    const act = () => happen('delegation.accepted', announcements['delegation.accepted']!)
    expect(await channelsTo('bea', 'delegation.accepted', act)).toEqual({ app: true, mail: true })
  })

  const withSecrets = [
    'delegation.invited',
    'delegation.resent',
    'member.invited',
    'member.resent',
    'account.emailChanging',
  ] as const
  test.each(withSecrets)('D6: %s carries its link to people who want no mails, too, at once', async (kind) => {
    await choose('stan', announcements[kind]!.news, false, false)
    await sql`insert into mail_habits (user_id, mode) values (${people.stan.id}, 'daily')`.execute(db())
    const ctx = await as('bea', 'meridian')
    const mail = { id: newId(), sealed: Buffer.from('secret') }
    await record(ctx, kind, { orgId, subjectId: people.stan.id, mail })
    const row = await db().selectFrom('mails').selectAll().where('id', '=', mail.id).executeTakeFirstOrThrow()
    expect(row.waitsUntil).toBeNull()
  })
})

describe('SPEC 10: preferences', () => {
  test('SPEC 10: until somebody chooses, the table of the specification holds', async () => {
    const { items, mails, failure } = await read('stan')
    const row = ({ kind, app, mail, fixed }: { kind: string; app: boolean; mail: boolean; fixed: string[] }) => [
      kind,
      app,
      mail,
      fixed.join(),
    ]
    expect(items.map(row)).toEqual([
      ['invitation', true, true, 'app,mail'],
      ['teamInvitation', true, true, 'mail'],
      ['invitationExpiring', true, true, ''],
      ['invitationAnswered', true, true, ''],
      ['accessChanged', true, true, 'app'],
      ['accessEnded', true, true, 'app,mail'],
      ['partnerLeft', true, true, 'app'],
      ['membership', true, true, ''],
      ['account', false, true, 'app,mail'],
      ['published', true, false, ''],
      ['note', true, false, ''],
      ['response', true, true, ''],
      ['deadline', true, true, ''],
      ['request', true, true, 'app,mail'],
    ])
    expect(mails).toEqual({ mode: 'bundled', digestHour: 8, timeZone: 'UTC' })
    expect(failure).toBeNull()
  })

  const switchable = newsNames.flatMap((kind) =>
    (['app', 'mail'] as const).map((channel) => [kind, channel, newsKinds[kind][channel]] as const),
  )
  test.each(switchable)(
    'SPEC 10: %s by %s, usually %s, is switched, or refuses to be',
    async (kind, channel, usual) => {
      const isFixed = usual === 'always' || usual === 'never'
      const on = usual === 'always' || usual === 'on'
      const answer = await change('stan', { items: [{ kind, [channel]: !on }] })
      expect(answer.statusCode).toBe(isFixed ? 422 : 200)
      if (isFixed)
        expect(answer.json()).toMatchObject({ code: 'not_switchable', errors: [{ path: `items.0.${channel}` }] })
      const item = (await read('stan')).items.find((it: { kind: string }) => it.kind === kind)
      expect(item[channel]).toBe(isFixed ? on : !on)
    },
  )

  test('SPEC 10: one that refuses refuses the whole; saying again what is fixed is no mistake', async () => {
    const note = { kind: 'note', mail: true }
    expect((await change('stan', { items: [note, { kind: 'accessEnded', mail: false }] })).statusCode).toBe(422)
    expect((await read('stan')).items.find(({ kind }: { kind: string }) => kind === 'note').mail).toBe(false)
    expect((await change('stan', { items: [note, { kind: 'accessEnded', mail: true }] })).statusCode).toBe(200)
  })

  test('SPEC 10: a channel that is not named stays as it was chosen', async () => {
    await change('stan', { items: [{ kind: 'note', mail: true }], mails: { mode: 'daily', digestHour: 6 } })
    const { items, mails } = (
      await change('stan', { items: [{ kind: 'note', app: false }], mails: { mode: 'daily', timeZone: 'Asia/Tokyo' } })
    ).json()
    expect(items.find(({ kind }: { kind: string }) => kind === 'note')).toMatchObject({ app: false, mail: true })
    expect(mails).toEqual({ mode: 'daily', digestHour: 6, timeZone: 'Asia/Tokyo' })
  })

  test('V1: they are one’s own, and nobody’s who is signed out', async () => {
    await change('stan', { items: [{ kind: 'note', mail: true }] })
    expect((await read('nora')).items.find(({ kind }: { kind: string }) => kind === 'note').mail).toBe(false)
    expect((await (await browserOf('nobody'))({ url })).statusCode).toBe(401)
  })

  test('SPEC 11: a change of them is remembered', async () => {
    await change('stan', { items: [{ kind: 'note', mail: true }] })
    const event = await db()
      .selectFrom('auditEvents')
      .selectAll()
      .where('kind', '=', 'account.preferencesChanged')
      .executeTakeFirstOrThrow()
    expect(event).toMatchObject({
      actorId: people.stan.id,
      orgId: null,
      after: { items: [{ kind: 'note', mail: true }] },
    })
  })

  test.each([
    [{ items: [{ kind: 'everything', mail: false }] }, 422],
    [{ items: [{ kind: 'note', mail: 'no' }] }, 422],
    [
      {
        items: [
          { kind: 'note', mail: true },
          { kind: 'note', mail: false },
        ],
      },
      422,
    ],
    [{ items: [{ kind: 'note', userId: people.nora.id }] }, 400],
    [{ userId: people.nora.id }, 400],
    [{ mails: { mode: 'never' } }, 422],
    [{ mails: { mode: 'daily', digestHour: 24 } }, 422],
    [{ mails: { mode: 'daily', timeZone: 'Mars/Olympus' } }, 422],
    [{ mails: { mode: 'daily', timeZone: '+02:00' } }, 422],
  ])('ABUSE 19, 54: %j is answered with %i', async (body, status) => {
    expect((await change('stan', body)).statusCode).toBe(status)
  })

  test('R18: a zone that the database does not know is refused, for it would break the telling of all news', async () => {
    await expect(
      sql`insert into mail_habits (user_id, mode, time_zone) values (${people.stan.id}, 'daily', 'Mars/Olympus')`.execute(
        db(),
      ),
    ).rejects.toThrow(/time zone/)
  })
})

describe('SPEC 10: the page, filtered', () => {
  const bell = async (person: Person, query: string) => {
    const answer = await (await browserOf(person))({ url: `/api/v1/notifications${query}` })
    expect(answer.statusCode).toBe(200)
    return answer.json().items as { kind: string; organization: { slug: string } | null }[]
  }

  test('SPEC 10: by organization, by group of kinds, and by both with the unread ones', async () => {
    await record(await as('bea', 'meridian'), 'delegation.accepted', { orgId, facts: { partner: 'Kim' } })
    await record(await as('bea', 'meridian'), 'response.received', { orgId, workId: briefs.screening })
    const kinds = async (query: string) => new Set((await bell('jonas', query)).map(({ kind }) => kind))
    expect(await kinds('?group=access')).toContain('delegation.accepted')
    expect(await kinds('?group=access')).not.toContain('response.received')
    expect(await kinds('?group=requests&organization=meridian-health&unread=true')).toEqual(
      new Set(['response.received']),
    )
    expect(await bell('jonas', '?organization=northwind')).toEqual([])
    expect(await bell('jonas', '?organization=no-such-place')).toEqual([])
  })

  test('SPEC 10: of two organizations, each', async () => {
    const [all, one] = [await bell('pia', ''), await bell('pia', '?organization=meridian-health')]
    const slugs = (items: typeof all) => new Set(items.map(({ organization }) => organization?.slug))
    expect(slugs(all).size).toBeGreaterThan(1)
    expect(slugs(one)).toEqual(new Set(['meridian-health']))
  })

  test.each(['?group=everything', '?organization=', `?organization=${'x'.repeat(81)}`])(
    'ABUSE 54: %s is refused',
    async (query) => {
      expect((await (await browserOf('pia'))({ url: `/api/v1/notifications${query}` })).statusCode).toBe(422)
    },
  )
})

describe('SPEC 10, D11: what waits goes with the access', () => {
  const unread = async (person: Person) =>
    (await (await browserOf(person))({ url: '/api/v1/notifications?unread=true' }))
      .json()
      .items.map(
        ({ kind, organization }: { kind: string; organization: { slug: string } }) => `${organization.slug} ${kind}`,
      )
  const queued = async (person: Person) =>
    (
      await db()
        .selectFrom('mails')
        .select(['kind', 'state'])
        .where('userId', '=', people[person].id)
        .orderBy('id')
        .execute()
    )
      .filter(({ state }) => state === 'queued')
      .map(({ kind }) => kind)
  const busy = async () => {
    await db().updateTable('mails').set({ state: 'sent', sealed: null }).execute()
    await db().deleteFrom('notifications').execute()
    for (const key of ['meridian', 'northwind'] as const)
      await record({ db: db() }, 'delegation.changed', {
        orgId: organizations[key].id,
        subjectId: people.pia.id,
        facts: { permissions: [], changes: ['x'] },
      })
    await record({ db: db() }, 'delegation.changed', {
      orgId,
      subjectId: people.max.id,
      facts: { permissions: [], changes: ['x'] },
    })
  }

  test.each(['revoke', 'leave'])(
    'SPEC 10: after %s nothing of that organization waits for the partner but the notice of the end',
    async (way) => {
      await busy()
      if (way === 'leave') await (await browserOf('pia'))({ method: 'DELETE', url: `/api/v1/partnerships/${town.pia}` })
      else
        await (await browserOf('bea'))({
          method: 'POST',
          url: `/api/v1/organizations/meridian-health/delegations/${town.pia}/revoke`,
        })
      const notice = way === 'revoke'
      expect(await unread('pia')).toEqual([
        ...(notice ? ['meridian-health delegation.revoked'] : []),
        'northwind delegation.changed',
      ])
      expect(await queued('pia')).toEqual(['delegation.changed', ...(notice ? ['delegation.revoked'] : [])])
      expect(await unread('max'), 'others keep theirs').toEqual(['meridian-health delegation.changed'])
      expect(await queued('max')).toEqual(['delegation.changed'])
    },
  )

  test('SPEC 10: what was read stays in the history of the partner', async () => {
    await busy()
    await db().updateTable('notifications').set({ readAt: new Date() }).execute()
    await (await browserOf('pia'))({ method: 'DELETE', url: `/api/v1/partnerships/${town.pia}` })
    const { items } = (await (await browserOf('pia'))({ url: '/api/v1/notifications' })).json()
    expect(items).toHaveLength(2)
  })

  test('D5, SPEC 10: a grant that is taken away takes what waits about its work, and nothing else', async () => {
    await busy()
    await record({ db: db() }, 'response.received', {
      orgId,
      workId: briefs.nightCover,
      facts: { title: 'Night', solution: 'Crewline' },
    })
    expect(await queued('pia')).toContain('response.received')
    const answer = await (await browserOf('bea'))({
      method: 'PATCH',
      url: `/api/v1/organizations/meridian-health/delegations/${town.pia}`,
      body: { permissions: ['shortlists', 'notes'] },
    })
    expect(answer.statusCode).toBe(200)
    const rows = await db().selectFrom('notifications').select('kind').where('userId', '=', people.pia.id).execute()
    expect(rows.map(({ kind }) => kind)).not.toContain('response.received')
    expect(await queued('pia')).toEqual(['delegation.changed', 'delegation.changed', 'delegation.changed'])
  })
})

describe('SPEC 10: mails that never arrive are seen by who can act', () => {
  const doorOf = (slug: string) => `/api/v1/organizations/${slug}/mail-failures`
  const failed = async (person: Person, key: keyof typeof organizations) =>
    sql`
      insert into mails (user_id, address, org_id, kind, facts, state, problem, settled_at)
      values (${people[person].id}, ${people[person].email}, ${organizations[key].id}, 'response.received', '{"title":"A secret title"}', 'failed', '550 from 10.0.0.7', now())`.execute(
      db(),
    )

  const byPlace = (one: { as: string }, other: { as: string }) => one.as.localeCompare(other.as)

  test('SPEC 10: admins see whom mails of their organization did not reach, and nothing of what they said', async () => {
    for (const person of ['edith', 'pia', 'omar', 'stan'] as const) await failed(person, 'meridian')
    await failed('nora', 'northwind')
    const answer = await (await browserOf('bea'))({ url: doorOf('meridian-health') })
    // Both failed in one moment: which comes first is chance.
    expect(answer.json().items.toSorted(byPlace)).toMatchObject([
      { kind: 'response.received', news: 'response', to: { email: people.edith.email }, as: 'member' },
      { kind: 'response.received', to: { email: people.pia.email, name: people.pia.name }, as: 'partner' },
    ])
    expect(answer.body).not.toMatch(/secret|10\.0\.0\.7|stan@|omar@/)
  })

  test.each([
    ['bea', 200],
    ['edith', 403],
    ['vic', 403],
    ['pia', 404],
    ['stan', 404],
    ['nobody', 401],
  ] as const)('V1: %s is answered with %i', async (person, status) => {
    expect((await (await browserOf(person))({ url: doorOf('meridian-health') })).statusCode).toBe(status)
  })

  test('SPEC 10: the person learns it in the app, until a mail arrives again', async () => {
    await failed('edith', 'meridian')
    expect((await read('edith')).failure).toMatchObject({ kind: 'response.received', news: 'response' })
    await sql`
      insert into mails (user_id, address, kind, facts, state, settled_at)
      values (${people.edith.id}, ${people.edith.email}, 'account.passwordChanged', '{}', 'sent', now() + interval '1 second')`.execute(
      db(),
    )
    expect((await read('edith')).failure).toBeNull()
  })
})
