import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import * as doors from '../../shared/briefs.ts'
import { address, type Endpoint, type Verb } from '../../shared/endpoint.ts'
import { ask, solutionIds } from '../../town/ask.ts'
import { briefs, db, delegations, dumpOf, organizations, type Person, people, serverOf } from '../../town/town.ts'

/*
 * Who gets in at which door. Of Meridian, Bea is an admin, Edith an editor, Vic a viewer; Pia is its `full` partner with
 * `briefs`, here Stan a `scoped` one; Max and Kim are partners without `briefs`. Omar was revoked, Hans has not answered
 * yet; Nora belongs to another buyer, Cara to a solution that was asked, and Kira is the contact of one.
 */
const everybody = [
  'bea',
  'edith',
  'vic',
  'pia',
  'stan',
  'max',
  'kim',
  'omar',
  'hans',
  'nora',
  'cara',
  'kira',
  'nobody',
] as const
type Who = (typeof everybody)[number]

const outside = { max: 404, kim: 404, omar: 404, hans: 404, nora: 404, cara: 404, kira: 404, nobody: 401 } as const
const row = (bea: number, edith: number, vic: number, pia: number, stan: number): Record<Who, number> => ({
  bea,
  edith,
  vic,
  pia,
  stan,
  ...outside,
})

beforeEach(async () => {
  const invite = (person: Person, grants: string[], visibility: 'full' | 'scoped', accepted: boolean) => sql`
    insert into delegations (org_id, partner_id, permissions, data_visibility, identity_mode, invited_by, expires_at, mail_id, accepted_at)
    select ${organizations.meridian.id}, ${people[person].id}, ${grants}, ${visibility}, 'as_buyer', ${people.bea.id}, now() + interval '1 day', id,
           case when ${accepted} then now() end
    from mails limit 1`
  await invite('kim', ['shortlists', 'notes'], 'full', true).execute(db())
  await invite('stan', ['briefs'], 'scoped', true).execute(db())
  await invite('hans', ['briefs'], 'full', false).execute(db())
  await sql`update briefs set anonymous = true where id = any(${[briefs.nightCover, briefs.screening]})`.execute(db())
})

/** By what it is, who reads it and who changes it. */
const targets = {
  nightCover: { read: row(200, 200, 200, 200, 404), write: row(200, 200, 403, 200, 404) },
  screening: { read: row(200, 200, 200, 200, 404), write: row(200, 200, 403, 403, 404) },
  interpreters: { read: row(200, 200, 404, 404, 404), write: row(200, 200, 404, 404, 404) },
  programme: { read: row(200, 200, 404, 404, 404), write: row(200, 200, 404, 404, 404) },
  anaesthesia: { read: row(404, 404, 404, 200, 404), write: row(404, 404, 404, 200, 404) },
  agencies: { read: row(404, 404, 404, 404, 404), write: row(404, 404, 404, 404, 404) },
} as const
type Target = keyof typeof targets
const drafts: Target[] = ['interpreters', 'programme', 'anaesthesia']

const ofOne: [Endpoint, 'read' | 'write'][] = [
  [doors.findBrief, 'read'],
  [doors.previewBrief, 'read'],
  [doors.listResponses, 'read'],
  [doors.exportResponses, 'read'],
  [doors.changeBrief, 'write'],
  [doors.deleteBrief, 'write'],
  [doors.sendBrief, 'write'],
  [doors.addRecipients, 'write'],
  [doors.closeBrief, 'write'],
  [doors.revealBrief, 'write'],
]
const ofAll: [Endpoint, Record<Who, number>][] = [
  [doors.listBriefs, row(200, 200, 200, 200, 200)],
  [doors.countBriefs, row(200, 200, 200, 200, 200)],
  [doors.createBrief, row(201, 201, 403, 201, 201)],
  [doors.listTrashedBriefs, row(200, 200, 403, 404, 404)],
  [doors.listRates, row(200, 200, 200, 200, 200)],
  [doors.stateRate, row(200, 200, 403, 404, 404)],
]
const restoring = row(200, 200, 403, 404, 404)

let gridpay: string
beforeEach(async () => {
  gridpay = (await solutionIds()).gridpay!
})

async function enter(who: Who, door: Endpoint, id: string, at = 'meridian-health') {
  const [verb, path] = address(door)
  const url = path.replace('/api/v1/workspaces/:org', '').replace(':id', id)
  const bodies: Record<string, object> = {
    [doors.createBrief.route]: { title: 'A new one' },
    [doors.changeBrief.route]: { title: 'Another title' },
    [doors.sendBrief.route]: { solutionIds: [gridpay] },
    [doors.addRecipients.route]: { solutionIds: [gridpay] },
    [doors.stateRate.route]: { from: 'SEK', to: 'EUR', rate: '0.09' },
  }
  const body = verb === 'GET' ? undefined : (bodies[door.route] ?? {})
  return ask(who, `${verb as Verb} ${url as `/${string}`}`, body, { at })
}

const MADE_UP = '01900000-0000-7000-b002-0000000000ff'

/** What its state refuses is refused to those who might have done it; what the closed one has left to do is to be deleted. */
function refusedByState(door: Endpoint, target: Target): boolean {
  if (door === doors.changeBrief || door === doors.sendBrief) return !drafts.includes(target)
  if (door === doors.addRecipients || door === doors.closeBrief) return target !== 'nightCover'
  return door === doors.revealBrief && drafts.includes(target)
}

function expectedAt(door: Endpoint, face: 'read' | 'write', target: Target, who: Who): number {
  const status = targets[target][face][who]
  // SPEC 7: revealing is for the author and the admins.
  if (door === doors.revealBrief && status === 200 && who === 'edith' && target !== 'screening')
    return target === 'interpreters' ? 409 : 403
  return status === 200 && refusedByState(door, target) ? 409 : status
}

const masked = ({ body }: { body: string }) => body.replace(/"requestId":"[^"]*"/, '')

test('every door of briefs is in these tables', () => {
  const all = Object.values(doors).filter((it): it is never => typeof it === 'object' && 'route' in it)
  expect(new Set([...ofOne, ...ofAll].map(([door]) => door).concat(doors.restoreBrief))).toEqual(new Set(all))
})

describe('V1, V2, D5: who may', () => {
  test.each(ofOne.map(([door, face]) => [door.route, door, face] as const))('%s', async (_, door, face) => {
    for (const who of everybody) {
      const unknown = masked(await enter(who, door, MADE_UP))
      for (const target of Object.keys(targets) as Target[]) {
        await sql`savepoint asked`.execute(db())
        const answer = await enter(who, door, briefs[target])
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

  test('V5: POST /workspaces/:org/trash/briefs/:id/restore', async () => {
    for (const who of everybody) {
      await sql`savepoint asked`.execute(db())
      const answer = await enter(who, doors.restoreBrief, briefs.agencies)
      await sql`rollback to savepoint asked`.execute(db())
      expect(answer.statusCode, who).toBe(restoring[who])
      if (answer.statusCode === 404) expect(masked(answer)).toBe(masked(await enter(who, doors.restoreBrief, MADE_UP)))
    }
  })

  test('N1: where there is no buyer there are no briefs: a solution organization answers its own people 404', async () => {
    for (const [door] of [...ofAll, ...ofOne])
      expect((await enter('cara', door, briefs.nightCover, 'crewline')).statusCode, door.route).toBe(404)
  })

  test("ABUSE 34, 36: another organization's address does not open Meridian's briefs, not even to their maker", async () => {
    for (const [door] of ofOne)
      for (const [who, at] of [
        ['nora', 'northwind'],
        ['pia', 'northwind'],
        ['pia', 'orchard-foods'],
      ] as const)
        expect((await enter(who, door, briefs.nightCover, at)).statusCode, door.route).toBe(404)
  })

  test('whoever is refused has changed nothing', async () => {
    const before = await dumpOf(db(), ['public.sessions'])
    for (const [door, face] of ofOne)
      for (const target of Object.keys(targets) as Target[])
        for (const who of ['vic', 'pia', 'stan', 'max', 'omar', 'cara'] as const)
          if ([403, 404].includes(expectedAt(door, face, target, who))) await enter(who, door, briefs[target])
    expect(await dumpOf(db(), ['public.sessions'])).toEqual(before)
  })
})

test('D5: whose `briefs` are taken away loses the own ones too, and finds them again when they are given back', async () => {
  const give = (grants: string[]) =>
    sql`update delegations set permissions = ${grants} where partner_id = ${people.pia.id} and org_id = ${organizations.meridian.id}`.execute(
      db(),
    )
  await give(['shortlists', 'notes'])
  for (const [door] of [...ofOne, ...ofAll])
    expect((await enter('pia', door, briefs.anaesthesia)).statusCode, door.route).toBe(404)
  for (const who of ['bea', 'edith', 'vic', 'stan'] as const)
    expect((await enter(who, doors.findBrief, briefs.anaesthesia)).statusCode).toBe(404)
  await give(['briefs'])
  expect((await enter('pia', doors.findBrief, briefs.anaesthesia)).json()).toMatchObject({ own: true })
})

describe('D11: what happens to briefs when a delegation ends', () => {
  const revoke = async () => {
    const bea = await serverOf(db()).browserOf('bea')
    const url = `/api/v1/organizations/meridian-health/delegations/${delegations.pia}/revoke`
    expect((await bea({ method: 'POST', url, body: {} })).statusCode).toBe(200)
  }

  test('D11: drafts pass to admins and editors, what was sent stays, and the old partner finds neither', async () => {
    await revoke()
    for (const who of ['bea', 'edith'] as const)
      expect((await enter(who, doors.findBrief, briefs.anaesthesia)).json()).toMatchObject({
        status: 'draft',
        handedOverAt: expect.any(String),
        author: { name: people.pia.name, as: 'partner' },
        asks: { company: 'Meridian Health', person: null },
        can: { edit: true, send: true },
        version: 2,
      })
    expect((await enter('vic', doors.findBrief, briefs.anaesthesia)).statusCode).toBe(404)
    expect((await enter('vic', doors.findBrief, briefs.nightCover)).json()).toMatchObject({
      handedOverAt: null,
      version: 1,
    })
    for (const target of ['anaesthesia', 'nightCover'] as const)
      for (const [door] of ofOne) expect((await enter('pia', door, briefs[target])).statusCode).toBe(404)
  })
})
