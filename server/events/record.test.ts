import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { actorOf, as, db, organizations, people, delegations as town } from '../../town/town.ts'
import { MAIL_ATTEMPTS } from '../jobs/tasks.ts'
import { record } from './record.ts'

const orgId = organizations.meridian.id
const about = { orgId, delegationId: town.pia, subjectId: people.pia.id }
const eventOf = (kind: string) =>
  db().selectFrom('auditEvents').selectAll().where('kind', '=', kind).orderBy('id', 'desc').executeTakeFirstOrThrow()
const jobs = async () =>
  (
    await sql<{ payload: { mailId: string }; maxAttempts: number }>`
    select payload, max_attempts from graphile_worker._private_jobs order by id`.execute(db())
  ).rows

describe('SPEC 11: what is remembered', () => {
  test('SPEC 11: who, for whom, what, before and after, when, and the request', async () => {
    await record(await as('bea', 'meridian', { id: 'request-7' }), 'delegation.changed', {
      ...about,
      before: { a: 1 },
      after: { a: 2 },
    })
    expect(await eventOf('delegation.changed')).toMatchObject({
      orgId,
      actorId: people.bea.id,
      actorAs: 'member',
      actingDelegationId: null,
      delegationId: town.pia,
      subjectId: people.pia.id,
      before: { a: 1 },
      after: { a: 2 },
      requestId: 'request-7',
      createdAt: expect.any(Date),
    })
  })

  test('SPEC 11: a partner acts under their delegation, and it is named', async () => {
    await record(await as('pia', 'meridian'), 'organization.created', { orgId })
    expect(await eventOf('organization.created')).toMatchObject({ actorAs: 'partner', actingDelegationId: town.pia })
  })

  test('SPEC 11: who acts from outside, or in another organization, acts as a person; the program as the system', async () => {
    await record(await as('stan'), 'account.claimed', { orgId })
    expect(await eventOf('account.claimed')).toMatchObject({ actorAs: 'person', actingDelegationId: null })
    const ctx = await as('nora', 'northwind')
    await record({ ...ctx, actor: await actorOf(db(), 'nora', 'northwind') }, 'member.removed', { orgId })
    expect((await eventOf('member.removed')).actorAs).toBe('person')
    await record({ db: db() }, 'delegation.expired', about)
    expect(await eventOf('delegation.expired')).toMatchObject({ actorAs: 'system', actorId: null, requestId: null })
  })

  test('SPEC 10: every mail that waits for no others has its job, in the same transaction, tried again for about a day', async () => {
    for (const { id } of [people.bea, people.jonas])
      await db().insertInto('mailHabits').values({ userId: id, mode: 'at_once' }).execute()
    const before = (await jobs()).length
    await record(await as('pia', 'meridian'), 'delegation.left', about)
    const fresh = (await jobs()).slice(before)
    const mails = await db()
      .selectFrom('mails')
      .select(['id', 'address'])
      .where('kind', '=', 'delegation.left')
      .execute()
    expect(mails.map(({ address }) => address).sort()).toEqual([people.bea.email, people.jonas.email])
    expect(fresh.map(({ payload }) => payload.mailId).sort()).toEqual(mails.map(({ id }) => id).sort())
    for (const { maxAttempts } of fresh) expect(maxAttempts).toBe(MAIL_ATTEMPTS)
  })

  test('SPEC 11: the event stays append-only for the role of the application', async () => {
    await expect(sql`delete from audit_events where kind = 'delegation.invited'`.execute(db())).rejects.toThrow(
      /permission denied/,
    )
  })
})
