import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { loadActor } from '../../server/authz/actor.ts'
import { authorize } from '../../server/authz/can.ts'
import type { Ctx } from '../../server/context.ts'
import { APP_ROLE, inTransaction, type Tx } from '../../server/db/db.ts'
import { sessionToken } from '../../server/http/session.ts'
import { endpoint } from '../../shared/endpoint.ts'
import { refuse } from '../../shared/errors.ts'
import { Slug } from '../../shared/fields.ts'
import { until } from '../streams.ts'
import { type Answer, organizations, settings } from '../town.ts'
import { type Arena, openArena, percentile } from './arena.ts'

/*
 * SPEC G2 with real writers and real commits: twenty clients at two instances write without a pause while somebody takes
 * the right away. What the table holds when the acknowledgement arrives is all that it may ever hold.
 */

const WRITERS = 20
const REVOKES = 21
const NAIVE_REVOKES = 8
const NARROWINGS = 6
const meridian = organizations.meridian.slug
const address = `/api/v1/workspaces/${meridian}/scribbles`

const scribble = endpoint('POST /workspaces/:org/scribbles', {
  summary: 'Writes something for which a partner needs the briefs.',
  input: z.strictObject({ org: Slug, by: z.string() }),
  reply: z.object({ id: z.int() }),
  status: 201,
})

type Gate = { reached: () => void; opened: Promise<void>; open: () => void }
let gate: Gate | null = null

/** What an honest operation does: asks, and writes in the request's transaction. It knows nothing of locks. */
async function write(ctx: Ctx, { by }: { by: string }) {
  authorize(ctx, 'workspace.enter')
  const tie = ctx.actor.tie ?? refuse('not_found')
  if (tie.kind === 'partner' && !tie.grants.includes('briefs')) refuse('not_found')
  if (tie.kind === 'member' && tie.role === 'viewer') refuse('forbidden')
  gate?.reached()
  await gate?.opened
  return insert(ctx.db, by)
}

async function insert(tx: Tx, by: string) {
  await sql`select pg_sleep(${Math.random() * 0.004})`.execute(tx)
  const { rows } = await sql<{ id: number }>`insert into scribbles (by) values (${by}) returning id`.execute(tx)
  return rows[0]!
}

let arena: Arena
let bea: Awaited<ReturnType<Arena['browsersOf']>>

beforeAll(async () => {
  arena = await openArena()
  const owner = new pg.Client({ connectionString: arena.url })
  await owner.connect()
  await owner.query(`create table scribbles (id int generated always as identity, by text not null);
                     grant select, insert on scribbles to ${APP_ROLE}`)
  await owner.end()
  for (const instance of arena.instances) {
    instance.open(scribble, write)
    openNaiveDoor(instance)
  }
  bea = await arena.browsersOf('bea')
})
afterEach(() => gate?.open())
afterAll(() => arena.close())

/** What one would write first: the status is read in the very transaction of the write, but nothing is held. */
function openNaiveDoor({ http, db }: Arena['instances'][number]) {
  http.post<{ Body: { by: string } }>(`${address}/naive`, async (request, reply) => {
    const token = sessionToken(request, settings)!
    await inTransaction(db, async (tx) => {
      const actor = await loadActor(tx, token, meridian)
      if (!actor?.tie) return refuse('not_found')
      await insert(tx, request.body.by)
    })
    return reply.code(201).send({})
  })
}

type Writer = { id: string; cookie: string }
type Request = { began: number; status: number }
type Round = {
  late: number
  lateSuccesses: number
  statusesAfter: number[]
  acknowledged: number
  written: number
  ms: number
}

/** Lets everybody write, takes the right away, and counts what still came. */
async function race(writer: Writer, url: string, takeAway: () => Promise<Answer>): Promise<Round> {
  const browsers = arena.instances.map(({ browserWith }) => browserWith(writer.cookie))
  const requests: Request[] = []
  let writing = true
  const loop = async (index: number) => {
    while (writing) {
      const began = performance.now()
      const { statusCode } = await browsers[index % 2]!({ method: 'POST', url, body: { by: writer.id } })
      requests.push({ began, status: statusCode })
    }
  }
  const loops = Array.from({ length: WRITERS }, (_, index) => loop(index))
  await until(() => requests.length > 0)
  await sleep(Math.random() * 20)

  const began = performance.now()
  const answer = await takeAway()
  const acknowledged = performance.now()
  const atOnce = await countOf(writer)
  expect(answer.statusCode, answer.body).toBe(200)
  await until(() => requests.some((request) => request.began > acknowledged))
  await sleep(25)
  writing = false
  await Promise.all(loops)

  const after = requests.filter((request) => request.began > acknowledged)
  return {
    late: (await countOf(writer)) - atOnce,
    lateSuccesses: after.filter(({ status }) => status === 201).length,
    statusesAfter: [...new Set(after.map(({ status }) => status))],
    acknowledged: requests.filter(({ status }) => status === 201).length,
    written: await countOf(writer),
    ms: acknowledged - began,
  }
}

const countOf = async ({ id }: Writer) =>
  (await arena.one<{ n: number }>('select count(*) as n from scribbles where by = $1', [id])).n

async function races(rounds: number, round: (index: number) => Promise<Round>): Promise<Round[]> {
  const results: Round[] = []
  for (let index = 0; index < rounds; index++) results.push(await round(index))
  return results
}

/** Everything that G2 promises, of every round. */
function expectNothingLate(rounds: Round[], refusedWith: number) {
  for (const round of rounds) {
    expect(round).toMatchObject({ late: 0, lateSuccesses: 0, statusesAfter: [refusedWith] })
    expect(round.written).toBe(round.acknowledged)
    expect(round.written).toBeGreaterThan(0)
  }
}

const timesOf = (rounds: Round[]) => {
  const ms = rounds.map((round) => round.ms)
  const of = (share: number) => `${percentile(ms, share).toFixed(1)} ms`
  return `${rounds.length} rounds, ${WRITERS} writers: p50 ${of(0.5)}, p99 ${of(0.99)}, slowest ${of(1)}`
}

const delegationAddress = (id: string) => `/api/v1/organizations/${meridian}/delegations/${id}`
const revoke = (index: number, id: string) =>
  bea[index % 2]!({ method: 'POST', url: `${delegationAddress(id)}/revoke`, body: {} })

test('G2: nothing commits under a delegation after its revoke was acknowledged, and every later request finds nothing', async () => {
  const rounds = await races(REVOKES, async (index) => {
    const partner = await arena.newPerson()
    const id = await arena.newDelegation(partner.id, { active: true })
    return race(partner, address, () => revoke(index, id))
  })
  // The first round opens the connections.
  console.info(`revoke while writing: ${timesOf(rounds.slice(1))}`)
  expectNothingLate(rounds, 404)
  expect(
    percentile(
      rounds.map(({ ms }) => ms),
      0.99,
    ),
  ).toBeLessThan(5000)
})

test('G2: the same race shows late commits where the status is only read in the transaction, so it can fail', async () => {
  const rounds = await races(NAIVE_REVOKES, async (index) => {
    const partner = await arena.newPerson()
    const id = await arena.newDelegation(partner.id, { active: true })
    return race(partner, `${address}/naive`, () => revoke(index, id))
  })
  const late = rounds.reduce((sum, round) => sum + round.late, 0)
  console.info(
    `the naive variant: ${late} late commits in ${rounds.filter(({ late }) => late > 0).length} of ${NAIVE_REVOKES} rounds`,
  )
  expect(late).toBeGreaterThan(0)
})

test('G2: nothing that needs a permission commits after the change that took the permission away', async () => {
  const rounds = await races(NARROWINGS, async (index) => {
    const partner = await arena.newPerson()
    const id = await arena.newDelegation(partner.id, { active: true })
    const body = { permissions: ['shortlists', 'notes'] }
    return race(partner, address, () => bea[index % 2]!({ method: 'PATCH', url: delegationAddress(id), body }))
  })
  console.info(`narrowing while writing: ${timesOf(rounds)}`)
  expectNothingLate(rounds, 404)
})

test('G2: nothing commits after the partner left', async () => {
  const rounds = await races(NARROWINGS, async (index) => {
    const partner = await arena.newPerson()
    const id = await arena.newDelegation(partner.id, { active: true })
    const browser = arena.instances[index % 2]!.browserWith(partner.cookie)
    return race(partner, address, () => browser({ method: 'DELETE', url: `/api/v1/partnerships/${id}` }))
  })
  expectNothingLate(rounds, 404)
})

async function newEditor() {
  const editor = await arena.newPerson()
  const { id } = await arena.one<{ id: string }>(
    `insert into memberships (org_id, user_id, role) values ($1, $2, 'editor') returning id`,
    [organizations.meridian.id, editor.id],
  )
  return { editor, url: `/api/v1/organizations/${meridian}/members/${id}` }
}

test('G2, O2: nothing commits under a membership after the member was removed', async () => {
  const rounds = await races(NARROWINGS, async (index) => {
    const { editor, url } = await newEditor()
    return race(editor, address, () => bea[index % 2]!({ method: 'DELETE', url }))
  })
  console.info(`removing a member while they write: ${timesOf(rounds)}`)
  expectNothingLate(rounds, 404)
})

test('G2, O2: nothing commits under a role after the member lost the role', async () => {
  const rounds = await races(NARROWINGS, async (index) => {
    const { editor, url } = await newEditor()
    return race(editor, address, () => bea[index % 2]!({ method: 'PATCH', url, body: { role: 'viewer' } }))
  })
  expectNothingLate(rounds, 403)
})

/** Holds the writes of the door where they have asked but not written yet. */
function closeGate() {
  const arrival = Promise.withResolvers<void>()
  const opening = Promise.withResolvers<void>()
  const open = () => {
    gate = null
    opening.resolve()
  }
  gate = { reached: arrival.resolve, opened: opening.promise, open }
  return { someoneWaits: arrival.promise, open }
}

const stillOpen = (answer: Promise<unknown>) => Promise.race([answer.then(() => false), sleep(300).then(() => true)])

test('G2: a revoke waits for the write that began before it, and then nothing more comes', async () => {
  const partner = await arena.newPerson()
  const id = await arena.newDelegation(partner.id, { active: true })
  const { someoneWaits, open } = closeGate()
  const writing = arena.instances[0]!.browserWith(partner.cookie)({
    method: 'POST',
    url: address,
    body: { by: partner.id },
  })
  await someoneWaits
  const revoking = revoke(1, id)
  expect(await stillOpen(revoking)).toBe(true)
  open()
  expect((await writing).statusCode).toBe(201)
  expect((await revoking).statusCode).toBe(200)
})

/** Lets nobody past this tie until it is let go. */
async function block(tieId: string) {
  const holder = await arena.pool.connect()
  await holder.query('begin')
  await holder.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [tieId])
  return async () => {
    await holder.query('commit')
    holder.release()
  }
}

test('G2: a write holds the delegation that it happens under, also where that one began while the request waited', async () => {
  const partner = await arena.newPerson()
  const first = await arena.newDelegation(partner.id, { active: true })
  const release = await block(first)
  const { someoneWaits, open } = closeGate()
  const writing = arena.instances[0]!.browserWith(partner.cookie)({
    method: 'POST',
    url: address,
    body: { by: partner.id },
  })
  await sleep(100)
  await arena.rowsOf(`update delegations set ended_at = now(), ended_as = 'revoked' where id = $1`, [first])
  const second = await arena.newDelegation(partner.id, { active: true })
  await release()
  await someoneWaits

  const revoking = revoke(1, second)
  expect(await stillOpen(revoking)).toBe(true)
  open()
  expect((await writing).statusCode).toBe(201)
  expect((await revoking).statusCode).toBe(200)
})
