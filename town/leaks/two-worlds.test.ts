import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { db, serverOf, settings } from '../town.ts'
import { inWorld, solutionsOf } from '../worlds/build.ts'
import { askerIn, isHidden, isHiddenBrief, otherwise, type Pair, pairs } from '../worlds/otherwise.ts'
import { standingOf } from '../worlds/rule.ts'
import {
  becameOf,
  briefBecameOf,
  briefId,
  delegationId,
  eventId,
  listId,
  numbers,
  orgId,
  seedOf,
  slug,
  token,
  userId,
  type World,
} from '../worlds/world.ts'

/*
 * Two worlds that differ only in what one person may not see: other people's drafts, for a scoped partner everything of
 * others, the trash, other organizations, other delegations. To that person they are the same, byte by byte: what is listed,
 * counted, paged, found, exported, told and refused.
 */

const seed = seedOf('town/leaks/two-worlds')
const PAIRS = Number(process.env.PAIRS ?? 50)
const seen = { pairs: 0, different: 0, members: 0, partners: 0, strangers: 0, answers: 0, found: 0 }
afterAll(() => console.info('two worlds:', JSON.stringify(seen)))

/** Of each shortlist and brief an event before anybody else saw it, and one now. */
async function remember(world: World) {
  const ofLists = world.lists.flatMap((list, number) => {
    if (world.kinds[list.org] !== 'buyer') return []
    const { author } = becameOf(world, list)
    const facts = {
      orgId: orgId(list.org),
      actorId: userId(author),
      actorAs: 'person' as const,
      workId: listId(number),
      after: JSON.stringify({ title: list.title ?? 'Shifts' }),
    }
    return [
      { ...facts, id: eventId(2 * number), kind: 'shortlist.created', createdAt: sql<Date>`now() - interval '1 hour'` },
      { ...facts, id: eventId(2 * number + 1), kind: 'shortlist.changed', createdAt: sql<Date>`now()` },
    ]
  })
  const ofBriefs = world.briefs.map((brief, number) => ({
    id: eventId(1000 + number),
    orgId: orgId(brief.org),
    actorId: userId(briefBecameOf(world, brief).author),
    actorAs: 'person' as const,
    workId: briefId(number),
    after: JSON.stringify({ title: brief.title ?? 'Shifts' }),
    kind: 'brief.changed',
    createdAt: sql<Date>`now() - interval '1 hour'`,
  }))
  const events = [...ofLists, ...ofBriefs]
  if (events.length > 0) await db().insertInto('auditEvents').values(events).execute()
}

type Asked = { method: string; url: string; body?: object }

/** Everything there is to read, and a write to everything that is hidden. */
function questions({ world, who, turn }: Pair, other: World, solution: string): Asked[] {
  const { user, org } = askerIn(world, who)
  const [workspace, organization] = [`/workspaces/${slug(org)}`, `/organizations/${slug(org)}`]
  const reads = [
    ...[
      '/me',
      '/notifications?limit=2',
      '/notifications?unread=true',
      '/invitations',
      '/partnerships/ended',
      '/me/sessions',
    ],
    ...['', '/shortlists', '/shortlists?status=draft', '/shortlists?status=published', '/shortlists?search=shifts'].map(
      (it) => workspace + it,
    ),
    ...[
      '/shortlists?limit=1',
      '/shortlists?editable=true',
      `/shortlists?holding=${solution}`,
      `/shortlists?withSolution=${solution}`,
      '/shortlists/counts',
    ].map((it) => workspace + it),
    ...[
      '/saved-solutions',
      '/saved-solutions?limit=1',
      `/saved-solutions?solutionId=${solution}`,
      '/trash/shortlists',
      ...['', '?status=draft', '?status=sent', '?search=shifts', '?limit=1', '/counts'].map((it) => `/briefs${it}`),
      '/trash/briefs',
      '/rates',
    ].map((it) => workspace + it),
    ...['/members', '/delegations', '/audit', '/audit?limit=1'].map((it) => organization + it),
    ...numbers(other.delegations.length)
      .slice(-3)
      .map((it) => `${organization}/delegations/${delegationId(it)}`),
  ]
  const ids = numbers(other.lists.length).map(listId)
  const isSafe = (number: number) => {
    const [before, after] = [world.lists[number], other.lists[number]!]
    return (!before || isHidden(world, user, before)) && isHidden(world, user, after)
  }
  const writes = ids.flatMap((id, number) =>
    isSafe(number) ? [writeTo(`${workspace}/shortlists/${id}`, solution, turn + number)] : [],
  )
  const briefs = numbers(other.briefs.length)
  const hiddenBriefs = briefs.filter((number) => {
    const before = world.briefs[number]
    return (!before || isHiddenBrief(world, user, before)) && isHiddenBrief(world, user, other.briefs[number]!)
  })
  return [
    ...reads.map((url) => ({ method: 'GET', url })),
    ...briefs.map((number) => ({
      method: 'GET',
      url: `${workspace}/briefs/${briefId(number)}${ofBrief[(turn + number) % ofBrief.length]}`,
    })),
    ...hiddenBriefs.map((number) => writeToBrief(`${workspace}/briefs/${briefId(number)}`, solution, turn + number)),
    ...ids.map((id, number) => ({
      method: 'GET',
      url: `${workspace}/shortlists/${id}${(turn + number) % 3 ? '' : '/export'}`,
    })),
    ...writes,
  ]
}

const ofBrief = ['', '/preview', '/responses', '/responses/export']

function writeToBrief(url: string, solution: string, turn: number): Asked {
  const writes: Asked[] = [
    { method: 'PATCH', url, body: { title: 'Mine' } },
    { method: 'DELETE', url },
    { method: 'POST', url: `${url}/send`, body: { solutionIds: [solution] } },
    { method: 'POST', url: `${url}/recipients`, body: { solutionIds: [solution] } },
    { method: 'POST', url: `${url}/close`, body: {} },
    { method: 'POST', url: `${url}/reveal`, body: {} },
    { method: 'POST', url: `${url.replace('/briefs/', '/trash/briefs/')}/restore` },
  ]
  return writes[turn % writes.length]!
}

function writeTo(url: string, solution: string, turn: number): Asked {
  const writes: Asked[] = [
    { method: 'PATCH', url, body: { title: 'Mine' } },
    { method: 'DELETE', url },
    { method: 'POST', url: `${url}/publish` },
    { method: 'POST', url: `${url}/items`, body: { solutionId: solution } },
    { method: 'PATCH', url: `${url}/items/${solution}`, body: { reason: 'Mine' } },
    { method: 'DELETE', url: `${url}/items/${solution}` },
    { method: 'PUT', url: `${url}/order`, body: { solutionIds: [solution] } },
    { method: 'POST', url: `${url.replace('/shortlists/', '/trash/shortlists/')}/restore` },
  ]
  return writes[turn % writes.length]!
}

/** All that an answer is, but for the number of the request and the hour. */
async function answers(world: World, user: number, asked: Asked[]): Promise<string[]> {
  return inWorld(db(), world, async () => {
    await remember(world)
    const browser = serverOf(db()).browserWith(settings.secrets.sign(token(user)))
    const all: string[] = []
    for (const { url, ...rest } of asked) {
      const answer = await browser({ ...rest, url: `/api/v1${url}` })
      const { date, ...headers } = answer.headers
      const body = answer.body.replace(/"requestId":"[\w-]{16}"/, '"requestId":""')
      all.push(`${rest.method} ${url} → ${answer.statusCode} ${JSON.stringify(headers)} ${body}`)
      seen.found += Number(answer.statusCode === 200)
    }
    seen.answers += all.length
    return all
  })
}

async function compare(pair: Pair, other: World) {
  const { user } = askerIn(pair.world, pair.who)
  const [solution] = await solutionsOf(db())
  const asked = questions(pair, other, solution!.id)
  return [await answers(pair.world, user, asked), await answers(other, user, asked)] as const
}

test('V1, V3, I1, I5: worlds that differ only in what one may not see are the same to the byte', {
  timeout: 60_000 + PAIRS * 2000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(pairs, async (pair) => {
      const other = otherwise(pair)
      const [here, there] = await compare(pair, other)
      expect(there).toEqual(here)
      const { user, org } = askerIn(pair.world, pair.who)
      const standing = standingOf(pair.world, user, org)
      seen.pairs++
      seen.different += Number(JSON.stringify(other.lists) !== JSON.stringify(pair.world.lists))
      seen.members += Number(standing !== null && 'role' in standing)
      seen.partners += Number(standing !== null && 'terms' in standing)
      seen.strangers += Number(standing === null)
    }),
    { numRuns: PAIRS, seed, endOnFailure: true },
  )
  expect(seen.different).toBeGreaterThan(PAIRS / 2)
  for (const kind of ['members', 'partners', 'strangers'] as const) expect(seen[kind], kind).toBeGreaterThan(PAIRS / 15)
})

test('V1: what one may see is noticed when it differs', async () => {
  const world: World = {
    kinds: ['buyer', 'buyer'],
    memberships: [],
    delegations: [
      { org: 0, user: 1, state: 'active', grants: ['shortlists'], visibility: 'full' },
      { org: 0, user: 2, state: 'active', grants: ['shortlists'], visibility: 'scoped' },
      { org: 0, user: 3, state: 'active', grants: ['shortlists'], visibility: 'scoped' },
    ],
    rows: [],
    lists: [{ org: 0, desk: 2, isPublished: true, isPublishedLate: false, isTrashed: false, solutions: [0] }],
    briefs: [],
    saved: [],
  }
  const nothing = { lists: [], saved: [], moreLists: [], moreBriefs: [], moreSaved: [], delegations: [], rows: [] }
  const other = { ...world, lists: world.lists.map((list) => ({ ...list, title: 'Renamed' })) }
  for (const [who, differs] of [
    [0, true],
    [1, true],
    [2, false],
  ] as const) {
    const [here, there] = await compare({ world, who, turn: 0, others: nothing }, other)
    expect(JSON.stringify(here) !== JSON.stringify(there), String(who)).toBe(differs)
  }
})
