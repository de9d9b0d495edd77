import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { address, type Endpoint, type Verb } from '../../shared/endpoint.ts'
import * as doors from '../../shared/shortlists.ts'
import { ask, solutionIds } from '../../town/ask.ts'
import { db, dumpOf, organizations, type Person, people, shortlists } from '../../town/town.ts'

/*
 * Who gets in at which door. Of Meridian, Bea is an admin, Edith an editor, Vic a viewer; Pia is its `full` partner, Max a
 * `scoped` one. Here Kim is one with `full` and Stan one with `scoped`, but neither has `shortlists`; Omar was revoked, Hans
 * has not answered yet; Nora belongs to another buyer, Cara to a solution.
 */
const everybody = [
  'bea',
  'edith',
  'vic',
  'pia',
  'max',
  'kim',
  'stan',
  'omar',
  'hans',
  'nora',
  'cara',
  'nobody',
] as const
type Who = (typeof everybody)[number]

const outside = { kim: 404, stan: 404, omar: 404, hans: 404, nora: 404, cara: 404, nobody: 401 } as const
const row = (bea: number, edith: number, vic: number, pia: number, max: number): Record<Who, number> => ({
  bea,
  edith,
  vic,
  pia,
  max,
  ...outside,
})

beforeEach(async () => {
  const invite = (person: Person, grants: string[], visibility: 'full' | 'scoped', accepted: boolean) => sql`
    insert into delegations (org_id, partner_id, permissions, data_visibility, identity_mode, invited_by, expires_at, mail_id, accepted_at)
    select ${organizations.meridian.id}, ${people[person].id}, ${grants}, ${visibility}, 'as_buyer', ${people.bea.id}, now() + interval '1 day', id,
           case when ${accepted} then now() end
    from mails limit 1`
  await invite('kim', ['briefs', 'notes'], 'full', true).execute(db())
  await invite('stan', ['notes'], 'scoped', true).execute(db())
  await invite('hans', ['shortlists'], 'full', false).execute(db())
})

/** By what it is, who reads it and who changes it. */
const targets = {
  poland: { read: row(200, 200, 200, 200, 404), write: row(200, 200, 403, 403, 404) },
  nightShifts: { read: row(200, 200, 200, 200, 404), write: row(200, 200, 403, 200, 404) },
  checks: { read: row(200, 200, 200, 200, 200), write: row(200, 200, 403, 403, 200) },
  locums: { read: row(404, 404, 404, 200, 404), write: row(404, 404, 404, 200, 404) },
  recruiters: { read: row(404, 404, 404, 404, 200), write: row(404, 404, 404, 404, 200) },
  payroll: { read: row(200, 200, 404, 404, 404), write: row(200, 200, 404, 404, 404) },
  lastYear: { read: row(404, 404, 404, 404, 404), write: row(404, 404, 404, 404, 404) },
} as const
type Target = keyof typeof targets

const ofOne: [Endpoint, 'read' | 'write'][] = [
  [doors.findShortlist, 'read'],
  [doors.exportShortlist, 'read'],
  [doors.changeShortlist, 'write'],
  [doors.deleteShortlist, 'write'],
  [doors.publishShortlist, 'write'],
  [doors.addItem, 'write'],
  [doors.changeItem, 'write'],
  [doors.removeItem, 'write'],
  [doors.orderItems, 'write'],
]
const ofAll: [Endpoint, Record<Who, number>][] = [
  [doors.listShortlists, row(200, 200, 200, 200, 200)],
  [doors.countShortlists, row(200, 200, 200, 200, 200)],
  [doors.createShortlist, row(201, 201, 403, 201, 201)],
  [doors.listTrash, row(200, 200, 403, 404, 404)],
]
const restoring = row(200, 200, 403, 404, 404)

const itemsOf = async (id: string) =>
  (
    await db()
      .selectFrom('shortlistItems')
      .select('solutionId')
      .where('shortlistId', '=', id)
      .orderBy('position')
      .execute()
  ).map(({ solutionId }) => solutionId)

async function enter(who: Who, door: Endpoint, id: string, at = 'meridian-health') {
  const [verb, path] = address(door)
  const solutions = await itemsOf(id)
  const url = path
    .replace('/api/v1/workspaces/:org', '')
    .replace(':id', id)
    .replace(':solutionId', solutions[0] ?? people.bea.id)
  const bodies: Record<string, object> = {
    [doors.createShortlist.route]: { title: 'A new one' },
    [doors.changeShortlist.route]: { title: 'Another title' },
    [doors.addItem.route]: { solutionId: (await solutionIds()).gridpay },
    [doors.changeItem.route]: { reason: 'Another reason' },
    [doors.orderItems.route]: { solutionIds: solutions.toReversed() },
  }
  const body = verb === 'GET' ? undefined : (bodies[door.route] ?? {})
  return ask(who, `${verb as Verb} ${url as `/${string}`}`, body, { at })
}

const MADE_UP = '01900000-0000-7000-b001-0000000000ff'
const isPublished = (target: Target) => ['poland', 'nightShifts', 'checks'].includes(target)
/** Publishing what is published is refused to those who might have done it. */
const expectedAt = (door: Endpoint, face: 'read' | 'write', target: Target, who: Who) => {
  const status = targets[target][face][who]
  return status === 200 && door === doors.publishShortlist && isPublished(target) ? 409 : status
}

const masked = ({ body }: { body: string }) => body.replace(/"requestId":"[^"]*"/, '')

test('every door of shortlists is in these tables', () => {
  const all = Object.values(doors).filter((it): it is never => typeof it === 'object' && 'route' in it)
  expect(new Set([...ofOne, ...ofAll].map(([door]) => door).concat(doors.restoreShortlist))).toEqual(new Set(all))
})

describe('V1, V2, D5: who may', () => {
  test.each(ofOne.map(([door, face]) => [door.route, door, face] as const))('%s', async (_, door, face) => {
    for (const who of everybody) {
      const unknown = masked(await enter(who, door, MADE_UP))
      for (const target of Object.keys(targets) as Target[]) {
        await sql`savepoint asked`.execute(db())
        const answer = await enter(who, door, shortlists[target])
        await sql`rollback to savepoint asked`.execute(db())
        expect(answer.statusCode, `${who}, ${target}: ${answer.body}`).toBe(expectedAt(door, face, target, who))
        if (answer.statusCode === 403) expect(answer.json().code).toBe('forbidden')
        if (answer.statusCode === 404) expect(masked(answer)).toBe(unknown)
      }
    }
  })

  test.each(ofAll.map(([door, expected]) => [door.route, door, expected] as const))('%s', async (_, door, expected) => {
    for (const who of everybody) {
      const answer = await enter(who, door, MADE_UP)
      expect(answer.statusCode, `${who}: ${answer.body}`).toBe(expected[who])
      if (answer.statusCode === 403) expect(answer.json().code).toBe('forbidden')
      if (answer.statusCode === 404) expect(masked(answer)).toBe(masked(await enter(who, door, MADE_UP, 'no-such-org')))
    }
  })

  test('V5: POST /workspaces/:org/trash/shortlists/:id/restore', async () => {
    for (const who of everybody) {
      await sql`savepoint asked`.execute(db())
      const answer = await enter(who, doors.restoreShortlist, shortlists.lastYear)
      await sql`rollback to savepoint asked`.execute(db())
      expect(answer.statusCode, who).toBe(restoring[who])
      if (answer.statusCode === 404)
        expect(masked(answer)).toBe(masked(await enter(who, doors.restoreShortlist, MADE_UP)))
    }
  })

  test('where there is no buyer there are no shortlists: a solution organization answers its own people 404', async () => {
    for (const [door] of [...ofAll, ...ofOne])
      expect((await enter('cara', door, shortlists.poland, 'crewline')).statusCode, door.route).toBe(404)
  })

  test("ABUSE 34, 36: another organization's address does not open Meridian's shortlists, not even to their maker", async () => {
    for (const [door] of ofOne)
      for (const [who, at] of [
        ['nora', 'northwind'],
        ['ola', 'orchard-foods'],
        ['pia', 'orchard-foods'],
      ] as const)
        expect((await enter(who as Who, door, shortlists.nightShifts, at)).statusCode, door.route).toBe(404)
  })

  test('whoever is refused has changed nothing', async () => {
    const before = await dumpOf(db(), ['public.sessions'])
    for (const [door, face] of ofOne)
      for (const target of Object.keys(targets) as Target[])
        for (const who of ['vic', 'pia', 'max', 'kim', 'omar'] as const)
          if (expectedAt(door, face, target, who) >= 400) await enter(who, door, shortlists[target])
    expect(await dumpOf(db(), ['public.sessions'])).toEqual(before)
  })
})

test('D5: whose `shortlists` are taken away loses the own ones too, and finds them again when they are given back', async () => {
  const give = (grants: string[]) =>
    sql`update delegations set permissions = ${grants} where partner_id = ${people.pia.id} and org_id = ${organizations.meridian.id}`.execute(
      db(),
    )
  await give(['briefs', 'notes'])
  for (const [door] of [...ofOne, ...ofAll])
    expect((await enter('pia', door, shortlists.locums)).statusCode, door.route).toBe(404)
  for (const who of ['bea', 'edith', 'vic', 'max'] as const)
    expect((await enter(who, doors.findShortlist, shortlists.locums)).statusCode).toBe(404)
  await give(['shortlists'])
  expect((await enter('pia', doors.findShortlist, shortlists.locums)).json()).toMatchObject({ own: true })
})
