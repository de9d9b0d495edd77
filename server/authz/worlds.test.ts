import fc from 'fast-check'
import { type Expression, type SqlBool, sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { type Grant, grantNames, type Permission, permissions, type Role, roleNames } from '../../shared/permissions.ts'
import { db } from '../../town/town.ts'
import { type Actor, loadActor } from './actor.ts'
import { can, within } from './can.ts'

/*
 * Generated worlds on the real database: a few organizations and people, tied to each other in every way there is. For
 * every actor, permission and table, three things must agree: the rows that `within` selects, the rows that `can` allows,
 * and the rows that a rule written a second time, from SPEC 2 and the catalogue, allows.
 */

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
const WORLDS = 300
console.info(`server/authz/worlds: SEED=${seed}`)

// What a world is made of -----------------------------------------------------------------------------------------------

const ends = [
  'pending',
  'expired',
  'active',
  'revoked',
  'revokedWhilePending',
  'declined',
  'cancelled',
  'closedExpired',
] as const
type End = (typeof ends)[number]
type Membership = { org: number; user: number; role: Role; status: 'active' | 'invited' | 'removed' }
type Delegation = { org: number; user: number; state: End; grants: Grant[]; visibility: 'scoped' | 'full' }
type World = { memberships: Membership[]; delegations: Delegation[]; rows: { org: number | null; user: number }[] }

const ORGANIZATIONS = 2
const USERS = 3
const org = fc.nat(ORGANIZATIONS - 1)
const user = fc.nat(USERS - 1)
const place = ({ org, user }: { org: number; user: number }) => `${org} ${user}`
const isLive = ({ state }: Delegation) => state === 'pending' || state === 'expired' || state === 'active'

const worlds: fc.Arbitrary<World> = fc.record({
  memberships: fc.uniqueArray(
    fc.record({
      org,
      user,
      role: fc.constantFrom(...roleNames),
      status: fc.constantFrom('active', 'active', 'invited', 'removed'),
    }),
    { maxLength: 5, selector: place },
  ),
  delegations: fc.uniqueArray(
    fc.record({
      org,
      user,
      state: fc.constantFrom(...ends, 'active'),
      grants: fc.subarray(grantNames, { minLength: 1 }),
      visibility: fc.constantFrom('scoped', 'full'),
    }),
    // D4: one live delegation per partner and organization; ended ones as many as one likes.
    { maxLength: 7, selector: (it) => (isLive(it) ? place(it) : it), comparator: Object.is },
  ),
  rows: fc.array(fc.record({ org: fc.option(org), user }), { minLength: 1, maxLength: 4 }),
})

// Written down ---------------------------------------------------------------------------------------------------------

const id = (kind: number, number: number) =>
  `0190aaaa-0000-7000-8000-${String(kind).padStart(4, '0')}${String(number).padStart(8, '0')}`
const orgId = (number: number) => id(1, number)
const userId = (number: number) => id(2, number)
const slug = (number: number) => `world-${number}`
const token = (number: number) => `world-session-${number}`
const numbers = (count: number) => Array.from({ length: count }, (_, number) => number)

const inPast = sql`now() - interval '1 day'`
const inFuture = sql`now() + interval '1 day'`
const facts: Record<End, [accepted: boolean, ended: string | null, expired: boolean]> = {
  pending: [false, null, false],
  expired: [false, null, true],
  active: [true, null, true],
  revoked: [true, 'revoked', true],
  revokedWhilePending: [false, 'revoked', false],
  declined: [false, 'declined', false],
  cancelled: [false, 'cancelled', false],
  closedExpired: [false, 'expired', true],
}

async function build(world: World) {
  await db()
    .insertInto('organizations')
    .values(numbers(ORGANIZATIONS).map((it) => ({ id: orgId(it), kind: 'buyer', name: 'World', slug: slug(it) })))
    .execute()
  await db()
    .insertInto('users')
    .values(
      numbers(USERS).map((it) => ({
        id: userId(it),
        email: `${it}@worlds.example`,
        name: 'Somebody',
        emailVerified: true,
      })),
    )
    .execute()
  await db()
    .insertInto('sessions')
    .values(numbers(USERS).map((it) => ({ userId: userId(it), token: token(it), expiresAt: sql<Date>`${inFuture}` })))
    .execute()
  const { memberships, delegations, rows } = world
  if (memberships.length > 0)
    await db()
      .insertInto('memberships')
      .values(
        memberships.map((it) => ({ orgId: orgId(it.org), userId: userId(it.user), role: it.role, status: it.status })),
      )
      .execute()
  if (delegations.length > 0) await insertDelegations(delegations)
  await db()
    .insertInto('auditEvents')
    .values(
      rows.map((it) => ({
        orgId: it.org === null ? null : orgId(it.org),
        subjectId: userId(it.user),
        kind: 'world',
        actorAs: 'system' as const,
      })),
    )
    .execute()
  await db()
    .insertInto('notifications')
    .values(rows.map((it) => ({ orgId: orgId(it.org ?? 0), userId: userId(it.user), kind: 'world', facts: '{}' })))
    .execute()
}

async function insertDelegations(delegations: Delegation[]) {
  await sql`insert into mails (id, address, kind, facts, state) select u, 'a@worlds.example', 'world', '{}', 'sent' from unnest(${delegations.map((_, number) => id(3, number))}::uuid[]) as u`.execute(
    db(),
  )
  await db()
    .insertInto('delegations')
    .values(
      delegations.map(({ org, user, state, grants, visibility }, number) => {
        const [accepted, ended, expired] = facts[state]
        return {
          orgId: orgId(org),
          partnerId: userId(user),
          permissions: grants,
          dataVisibility: visibility,
          identityMode: 'as_buyer' as const,
          invitedBy: userId(0),
          expiresAt: expired ? sql<Date>`${inPast}` : sql<Date>`${inFuture}`,
          mailId: id(3, number),
          acceptedAt: accepted ? sql<Date>`${inPast}` : null,
          endedAt: ended ? sql<Date>`now()` : null,
          endedAs: ended as 'revoked' | null,
        }
      }),
    )
    .execute()
}

// Asked ----------------------------------------------------------------------------------------------------------------

const permissionNames = Object.keys(permissions) as Permission[]
const tables = [
  { name: 'delegations', user: 'partnerId', column: 'partner_id' },
  { name: 'memberships', user: 'userId', column: 'user_id' },
  { name: 'auditEvents', user: 'subjectId', column: 'subject_id' },
  { name: 'notifications', user: 'userId', column: 'user_id' },
] as const
/** Which of its columns a query names: both, or only one of them. */
const faces = ['both', 'org', 'user'] as const
type Row = { id: string; table: string; orgId: string | null; userId: string | null }
type Within = typeof within

const everyRow = async () =>
  (
    await sql<Row>`${sql.join(
      tables.map(
        ({ name, column }) =>
          sql`select id, ${sql.lit(name)} as table, org_id, ${sql.ref(column)} as user_id from ${sql.table(name)}`,
      ),
      sql` union all `,
    )}`.execute(db())
  ).rows

/** One query for a whole actor: what each permission selects of each table, by each face. */
async function selected(actor: Actor, using: Within): Promise<Set<string>> {
  const asked = tables.map(({ name, user }) => {
    const keys = permissionNames.flatMap((permission) =>
      faces.map((face) => {
        const columns = { ...(face !== 'user' && { org: 'orgId' }), ...(face !== 'org' && { user }) }
        return sql`case when ${using(actor, permission, columns)} then ${sql.lit(`${permission} ${name} ${face}`)} end`
      }),
    )
    return sql`select id, array_remove(array[${sql.join(keys)}], null) as keys from ${sql.table(name)}`
  })
  const { rows } = await sql<{ id: string; keys: string[] }>`${sql.join(asked, sql` union all `)}`.execute(db())
  return new Set(rows.flatMap(({ id, keys }) => keys.map((key) => `${key} ${id}`)))
}

type May = (permission: Permission, thing: { orgId: string | null; userId: string | null }) => boolean

/** The same by asking one by one; both rules are asked, and where they disagree it says so. */
function allowed(rows: Row[], may: May, specification: May): { keys: Set<string>; disputed: string[] } {
  const keys = new Set<string>()
  const disputed: string[] = []
  for (const permission of permissionNames)
    for (const face of faces)
      for (const { id, table, orgId, userId } of rows) {
        const thing = { orgId: face === 'user' ? null : orgId, userId: face === 'org' ? null : userId }
        const yes = may(permission, thing)
        if (yes) keys.add(`${permission} ${table} ${face} ${id}`)
        if (yes !== specification(permission, thing)) disputed.push(`${permission} ${table} ${face} ${id}: ${yes}`)
      }
  return { keys, disputed }
}

/** SPEC 1, 2 and the catalogue once more, in other words: an active member has a role, the partner of an active delegation has grants. */
function second({ memberships, delegations }: World, userNumber: number, orgNumber: number | null): May {
  const member = memberships.find((it) => it.org === orgNumber && it.user === userNumber && it.status === 'active')
  const partner = delegations.find((it) => it.org === orgNumber && it.user === userNumber && it.state === 'active')
  const here = (permission: Permission): boolean => {
    const { roles, grant } = permissions[permission]
    if (member) return (roles as readonly Role[]).includes(member.role)
    if (!partner || grant === null) return false
    return grant === 'any' || partner.grants.includes(grant)
  }
  return (permission, thing) =>
    (orgNumber !== null && thing.orgId === orgId(orgNumber) && here(permission)) ||
    (permissions[permission].own && thing.userId === userId(userNumber))
}

const sorted = (keys: Set<string>) => [...keys].sort().join('\n')
const seen = { actors: 0, members: 0, partners: 0, rows: 0 }

async function judge(world: World, using: Within) {
  await sql`savepoint world`.execute(db())
  try {
    await build(world)
    const rows = await everyRow()
    for (const userNumber of numbers(USERS))
      for (const orgNumber of [null, ...numbers(ORGANIZATIONS)]) {
        const actor = (await loadActor(db(), token(userNumber), orgNumber === null ? null : slug(orgNumber)))!
        const bySql = await selected(actor, using)
        const { keys, disputed } = allowed(
          rows,
          (...asked) => can(actor, ...asked),
          second(world, userNumber, orgNumber),
        )
        expect(disputed, 'what is allowed, and what the specification allows').toEqual([])
        expect(sorted(bySql), 'what a query selects, and what one by one is allowed').toBe(sorted(keys))
        seen.actors++
        seen.members += Number(actor.tie?.kind === 'member')
        seen.partners += Number(actor.tie?.kind === 'partner')
        seen.rows += bySql.size
      }
  } finally {
    await sql`rollback to savepoint world`.execute(db())
  }
}

const holds = (using: Within, numRuns: number) =>
  fc.assert(
    fc.asyncProperty(worlds, (world) => judge(world, using)),
    { numRuns, seed, endOnFailure: true, examples: everyKind.map((world): [World] => [world]) },
  )

/** One of each, so that chance leaves nothing out: every role in every status, every state with every choice of grants. */
const everyKind: World[] = [
  ...roleNames.flatMap((role) =>
    (['active', 'invited', 'removed'] as const).map((status) => ({
      memberships: [{ org: 0, user: 1, role, status }],
      delegations: [],
    })),
  ),
  ...ends.flatMap((state) =>
    [1, 2, 3, 4, 5, 6, 7].map((choice) => ({
      memberships: [],
      delegations: [
        {
          org: 1,
          user: 2,
          state,
          grants: grantNames.filter((_, bit) => choice & (1 << bit)),
          visibility: 'full' as const,
        },
      ],
    })),
  ),
].map((ties) => ({
  ...ties,
  rows: [
    { org: 0, user: 1 },
    { org: 1, user: 2 },
    { org: null, user: 1 },
    { org: 1, user: 0 },
  ],
}))

test('V1: in every world, for every actor, permission and table, the list holds exactly what one may get', {
  timeout: 60_000,
}, async () => {
  await holds(within, everyKind.length + WORLDS)
  expect(seen.members).toBeGreaterThan(100)
  expect(seen.partners).toBeGreaterThan(100)
})
afterAll(() => console.info('worlds:', JSON.stringify(seen)))

type Rule = (...asked: Parameters<Within>) => Expression<SqlBool>
const wrong: [string, Rule][] = [
  [
    'forgets the organization',
    (actor, permission, columns) =>
      sql<SqlBool>`(${within(actor, permission, columns)} or (${actor.tie !== null} and ${permissions[permission].roles.length > 0 && columns.org !== undefined}))`,
  ],
  [
    'forgets whose it is',
    (actor, permission, columns) =>
      sql<SqlBool>`(${within(actor, permission, columns)} or ${permissions[permission].own && columns.user !== undefined})`,
  ],
  [
    'takes every tie for an admin',
    (actor, permission, { org, user }) => {
      const tie = actor.tie && {
        kind: 'member' as const,
        id: actor.tie.id,
        organization: actor.tie.organization,
        role: 'admin' as const,
      }
      return within({ ...actor, tie }, permission, { ...(org && { org }), ...(user && { user }) })
    },
  ],
  ['forgets what is one’s own', (actor, permission, { org }) => within(actor, permission, { ...(org && { org }) })],
  ['selects nothing', () => sql<SqlBool>`false`],
]

test.each(wrong)('V1: a rule that %s does not survive', async (_, rule) => {
  const error = await holds(rule, everyKind.length + 60).catch((error: Error) => error)
  expect(String((error as Error).cause)).toContain('what a query selects')
})
