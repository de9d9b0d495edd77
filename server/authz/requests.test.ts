import fc from 'fast-check'
import { type Expression, type SqlBool, sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { roleNames } from '../../shared/permissions.ts'
import { as, db, organizations, type Person, people } from '../../town/town.ts'
import { seedOf } from '../../town/worlds/world.ts'
import type { Actor } from './actor.ts'
import { canRequest, loadDesks, type RequestPermission, requestsWithin } from './requests.ts'

/*
 * The two faces of the rule for requests, on generated memberships and requests in the real database: what a query selects is
 * what one by one is allowed, and both are what the specification says a third time below.
 */

const seed = seedOf('server/authz/requests')
const WORLDS = Number(process.env.WORLDS ?? 100)

const somebody = ['cara', 'stan', 'bea', 'pia', 'nora'] as const satisfies Person[]
/** Two solution organizations; Meridian, the buyer, which might wrongly be taken for one. */
const places = [organizations.crewline.id, '0190cccc-0000-7000-9000-000000000001', organizations.meridian.id]
const permissions: RequestPermission[] = ['request.read', 'request.answer']

const memberships = fc.uniqueArray(
  fc.record({
    place: fc.nat(places.length - 1),
    person: fc.constantFrom(...somebody),
    role: fc.constantFrom(...roleNames),
    status: fc.constantFrom('active', 'invited', 'removed'),
  }),
  { selector: ({ place, person }) => `${place} ${person}`, maxLength: 8 },
)
const requests = fc.array(
  fc.record({
    place: fc.option(fc.nat(places.length - 1)),
    contact: fc.option(fc.constantFrom(...somebody)),
    isSent: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
)
type World = {
  memberships: typeof memberships extends fc.Arbitrary<infer M> ? M : never
  requests: typeof requests extends fc.Arbitrary<infer R> ? R : never
}
const worlds: fc.Arbitrary<World> = fc.record({ memberships, requests })

const requestId = (number: number) => `0190cccc-0000-7000-b003-${String(number).padStart(12, '0')}`
const briefId = '0190cccc-0000-7000-b002-000000000001'

async function build(world: World) {
  await sql`delete from requests`.execute(db())
  await sql`delete from memberships where user_id = any(${somebody.map((it) => people[it].id)})`.execute(db())
  await sql`insert into organizations (id, kind, name, slug) values (${places[1]}, 'solution', 'Another', 'another-solution')`.execute(
    db(),
  )
  for (const { place, person, role, status } of world.memberships)
    await sql`insert into memberships (org_id, user_id, role, status) values (${places[place]}, ${people[person].id}, ${role}, ${status})`.execute(
      db(),
    )
  await sql`
    insert into briefs (org_id, id, kind, title, author_id, published_at)
    values (${organizations.meridian.id}, ${briefId}, 'rfi', 'Asked', ${people.edith.id}, now())`.execute(db())
  const { rows: solutions } = await sql<{ id: string }>`select id from solutions order by slug limit 8`.execute(db())
  for (const [number, { place, contact, isSent }] of world.requests.entries())
    await sql`
      insert into requests (org_id, id, brief_id, solution_id, solution_org_id, contact_id, sent_at)
      values (${organizations.meridian.id}, ${requestId(number)}, ${briefId}, ${solutions[number]!.id}, ${place === null ? null : places[place]},
              ${contact && people[contact].id}, ${isSent && (place !== null || contact !== null) ? sql`now()` : null})`.execute(
      db(),
    )
}

/** The specification, a third time. */
function isGiven(
  { memberships }: World,
  person: Person,
  permission: RequestPermission,
  it: World['requests'][number],
): boolean {
  if (!it.isSent || (it.place === null && it.contact === null)) return false
  if (it.contact === person) return true
  const own = memberships.find(
    ({ place, person: who, status }) => place === it.place && who === person && status === 'active',
  )
  if (!own || places[own.place] === organizations.meridian.id) return false
  return permission === 'request.read' || own.role !== 'viewer'
}

const seen = { given: 0, refused: 0, ofContacts: 0 }
afterAll(() => console.info('requests:', JSON.stringify(seen)))

type Within = (actor: Actor, permission: RequestPermission, alias: string) => Expression<SqlBool>

async function judge(world: World, using: Within) {
  await sql`savepoint world`.execute(db())
  await build(world)
  for (const person of somebody) {
    const ctx = await as(person)
    const desks = await loadDesks(ctx)
    for (const permission of permissions) {
      const { rows } = await sql<{
        id: string
      }>`select r.id from requests r where ${using(ctx.actor, permission, 'r')} order by 1`.execute(db())
      const allowed = world.requests.flatMap(({ place, contact, isSent }, number) => {
        const isAddressed = place !== null || contact !== null
        const addressee = {
          solutionOrgId: place === null ? null : places[place]!,
          contactId: contact && people[contact].id,
          isSent: isSent && isAddressed,
        }
        return canRequest(ctx.actor, desks, permission, addressee) ? [requestId(number)] : []
      })
      const specified = world.requests.flatMap((it, number) =>
        isGiven(world, person, permission, it) ? [requestId(number)] : [],
      )
      expect(allowed, 'what is allowed, and what the specification allows').toEqual(specified)
      expect(
        rows.map(({ id }) => id),
        'what a query selects, and what one by one is allowed',
      ).toEqual(allowed)
      seen.given += allowed.length
      seen.refused += world.requests.length - allowed.length
      seen.ofContacts += world.requests.filter(({ contact, isSent }) => isSent && contact === person).length
    }
  }
  await sql`rollback to savepoint world`.execute(db())
}

const holds = (using: Within, numRuns: number) =>
  fc.assert(
    fc.asyncProperty(worlds, (world) => judge(world, using)),
    { numRuns, seed, endOnFailure: true },
  )

test('V1, S2: in every world the list of requests holds exactly what one may get, and what one may answer is part of it', {
  timeout: 240_000,
}, async () => {
  await holds(requestsWithin, WORLDS)
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(WORLDS / 2)
})

const condition = (actor: Actor, more: ReturnType<typeof sql>) =>
  sql<SqlBool>`(r.sent_at is not null and (r.contact_id = ${actor.user.id} or r.solution_org_id in (
    select m.org_id from memberships m join organizations o on o.id = m.org_id where m.user_id = ${actor.user.id} and ${more})))`

const wrong: [string, Within][] = [
  [
    'shows what was not sent',
    (actor) => sql<SqlBool>`(r.contact_id = ${actor.user.id} or ${requestsWithin(actor, 'request.read', 'r')})`,
  ],
  ['takes who was removed for a member', (actor) => condition(actor, sql`o.kind = 'solution'`)],
  ['lets viewers answer', (actor) => condition(actor, sql`o.kind = 'solution' and m.status = 'active'`)],
  [
    'takes every organization for a solution',
    (actor, permission) =>
      condition(
        actor,
        permission === 'request.read' ? sql`m.status = 'active'` : sql`m.status = 'active' and m.role <> 'viewer'`,
      ),
  ],
  [
    'forgets the contact',
    (actor, permission) => sql<SqlBool>`(${requestsWithin(actor, permission, 'r')} and r.contact_id is null)`,
  ],
  ['shows everything', () => sql<SqlBool>`true`],
]

test.each(wrong)('V1: a rule that %s does not survive', async (_, rule) => {
  const error = await holds(rule, WORLDS).catch((error: Error) => error)
  expect(String((error as Error).cause)).toContain('what a query selects')
})
