import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Refusal } from '../../shared/errors.ts'
import { db, settings } from '../../town/town.ts'
import { inWorld, solutionsOf } from '../../town/worlds/build.ts'
import { isGiven, type Sight, savedSeenBy, sightOf, standingOf } from '../../town/worlds/rule.ts'
import {
  becameOf,
  delegationId,
  listId,
  numbers,
  ORGANIZATIONS,
  reasonOf,
  seedOf,
  slug,
  titleOf,
  token,
  USERS,
  type World,
  worlds,
} from '../../town/worlds/world.ts'
import { readMe } from '../accounts/me.ts'
import type { Ctx } from '../context.ts'
import { exportShortlist } from '../shortlists/export.ts'
import { addItem, changeItem, orderItems, removeItem } from '../shortlists/items.ts'
import { countShortlists, findShortlist, listShortlists } from '../shortlists/reading.ts'
import { changeShortlist, deleteShortlist, publishShortlist } from '../shortlists/shortlists.ts'
import { listTrash, restoreShortlist } from '../shortlists/trash.ts'
import { listSavedSolutions } from '../solutions/saved.ts'
import { loadActor } from './actor.ts'

/*
 * The operations on work, in generated worlds (town/worlds): whatever one asks, the answers agree with each other and with
 * the rule written a second time. What a list holds is what one may get, count, export; what `can` promises is what a write does.
 */

const seed = seedOf('server/authz/work.worlds')
const WORLDS = Number(process.env.WORLDS ?? 200)
const PAGE = 2
const seen = { actors: 0, seen: 0, hidden: 0, accepted: 0, forbidden: 0, unknown: 0 }
afterAll(() => console.info('worlds of work:', JSON.stringify(seen)))

let solutions: { id: string; name: string }[]
beforeEach(async () => {
  solutions = await solutionsOf(db())
})

async function ctxOf(user: number, org: number | null): Promise<Ctx> {
  const actor = (await loadActor(db(), token(user), org === null ? null : slug(org)))!
  const facts = { id: 'world', ipAddress: '203.0.113.7', userAgent: '', idempotencyKey: null }
  return { db: db(), actor, request: { ...facts, ifMatch: null, invitationToken: null }, settings }
}

const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'ok',
    (error: Refusal) => error.code ?? String(error),
  )

/** The same, and takes back what it did. */
async function tried(work: () => Promise<unknown>): Promise<string> {
  await sql`savepoint tried`.execute(db())
  const code = await codeOf(work())
  await sql`rollback to savepoint tried`.execute(db())
  return code
}

async function allPages<T extends { id: string }>(
  list: (cursor?: string) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const all: T[] = []
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await list(cursor)
    all.push(...items)
    if (!nextCursor) return all
    expect(items, 'a page before the last one is full').toHaveLength(PAGE)
    cursor = nextCursor
  }
}

type Expected = { id: string; number: number; sight: Sight; isPublished: boolean; solutions: number[] }

/** What the rule gives this person there, newest first. */
const expectedOf = (world: World, user: number, org: number): Expected[] =>
  world.lists
    .map((list, number) => ({
      id: listId(number),
      number,
      sight: list.org === org ? sightOf(world, user, list) : ('nothing' as const),
      isPublished: becameOf(world, list).isPublished,
      solutions: list.solutions,
    }))
    .reverse()

const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)

async function lists(ctx: Ctx, expected: Expected[]) {
  const org = ctx.actor.tie!.organization.slug
  const listed = (more: Partial<Parameters<typeof listShortlists>[1]> = {}) =>
    allPages((cursor) => listShortlists(ctx, { org, limit: PAGE, cursor, ...more }))
  const visible = expected.filter(({ sight }) => sight !== 'nothing')
  const only = (which: (it: Expected) => boolean) => idsOf(visible.filter(which))

  const rows = await listed({ holding: solutions[0]!.id })
  expect(idsOf(rows), 'the list').toEqual(idsOf(visible))
  expect(
    rows.map(({ holds }) => holds),
    'holding',
  ).toEqual(visible.map((it) => it.solutions.includes(0)))
  expect(
    rows.map(({ can }) => can.edit),
    'can.edit',
  ).toEqual(visible.map(({ sight }) => sight === 'edits'))
  const withFirst = idsOf(await listed({ withSolution: solutions[0]!.id }))
  expect(withFirst, 'with a solution').toEqual(only((it) => it.solutions.includes(0)))
  expect(idsOf(await listed({ status: 'draft' })), 'drafts').toEqual(only(({ isPublished }) => !isPublished))
  expect(idsOf(await listed({ status: 'published' })), 'published').toEqual(only(({ isPublished }) => isPublished))
  expect(idsOf(await listed({ search: ' night ' })), 'search').toEqual(only(({ number }) => number % 2 === 1))
  expect(idsOf(await listed({ editable: 'true' })), 'editable').toEqual(only(({ sight }) => sight === 'edits'))
  const published = visible.filter(({ isPublished }) => isPublished).length
  const counts = { all: visible.length, draft: visible.length - published, published }
  expect(await countShortlists(ctx), 'counts').toEqual(counts)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Get and export of every shortlist there is, of whatever organization. */
async function eachOne(ctx: Ctx, expected: Expected[], listed: Awaited<ReturnType<typeof lists>>) {
  const org = ctx.actor.tie!.organization.slug
  for (const { id, number, sight, ...it } of expected) {
    if (sight === 'nothing') {
      seen.hidden++
      expect(await codeOf(findShortlist(ctx, { id })), 'get').toBe('not_found')
      expect(await codeOf(exportShortlist(ctx, { org, id })), 'export').toBe('not_found')
      continue
    }
    seen.seen++
    const { items, ...summary } = await findShortlist(ctx, { id })
    const { itemCount, holds, ...row } = listed.get(id)!
    expect(summary, 'get and list say the same').toEqual(row)
    expect([summary.title, summary.status, itemCount]).toEqual([
      titleOf(number),
      it.isPublished ? 'published' : 'draft',
      it.solutions.length,
    ])
    expect(items.map(({ reason }) => reason)).toEqual(it.solutions.map((solution) => reasonOf(number, solution)))
    const cells: string[][] = parse((await exportShortlist(ctx, { org, id })).text, { bom: true })
    expect(
      cells.slice(1).map(([rank, name]) => [rank, name]),
      'export',
    ).toEqual(it.solutions.map((solution, index) => [String(index + 1), solutions[solution]!.name]))
  }
}

type Write = (ctx: Ctx, one: { org: string; id: string }, on: Expected) => Promise<unknown>
const first = ({ solutions: [it] }: Expected) => solutions[it ?? 0]!.id
const writes: [string, Write][] = [
  ['change', (ctx, one) => changeShortlist(ctx, { ...one, title: 'Renamed' })],
  ['delete', (ctx, one) => deleteShortlist(ctx, one)],
  ['publish', (ctx, one) => publishShortlist(ctx, one)],
  ['add', (ctx, one, on) => addItem(ctx, { ...one, solutionId: first(on), reason: '' })],
  ['change item', (ctx, one, on) => changeItem(ctx, { ...one, solutionId: first(on), reason: 'Better' })],
  ['remove item', (ctx, one, on) => removeItem(ctx, { ...one, solutionId: first(on) })],
  ['order', (ctx, one, on) => orderItems(ctx, { ...one, solutionIds: on.solutions.map((it) => solutions[it]!.id) })],
]

/** One kind of write in each world, on every shortlist. */
async function changes(ctx: Ctx, expected: Expected[], [what, write]: (typeof writes)[number]) {
  const org = ctx.actor.tie!.organization.slug
  for (const on of expected) {
    const code = await tried(() => write(ctx, { org, id: on.id }, on))
    expect(code, `${what} ${on.number}, which one ${on.sight}`).toBe(expectedCode(what, on))
    if (code === 'ok') seen.accepted++
    else if (code === 'forbidden') seen.forbidden++
    else seen.unknown++
  }
}

function expectedCode(what: string, { sight, isPublished, solutions }: Expected): string {
  if (sight === 'nothing') return 'not_found'
  if (sight === 'reads') return 'forbidden'
  if (what === 'publish' && isPublished) return 'already_published'
  return what.endsWith(' item') && solutions.length === 0 ? 'not_found' : 'ok'
}

async function trash(ctx: Ctx, world: World, user: number, org: number) {
  const address = { org: slug(org) }
  const trashed = world.lists
    .flatMap((list, number) => (list.org === org && becameOf(world, list).isTrashed ? [listId(number)] : []))
    .reverse()
  if (!isGiven(world, user, org, 'shortlist.restore')) {
    const code = refusalOf(world, user, org)
    expect(await codeOf(listTrash(ctx, { ...address, limit: PAGE })), 'trash').toBe(code)
    for (const id of trashed) expect(await codeOf(restoreShortlist(ctx, { ...address, id }))).toBe(code)
    return
  }
  const rows = await allPages((cursor) => listTrash(ctx, { ...address, limit: PAGE, cursor }))
  expect(idsOf(rows), 'trash').toEqual(trashed)
  for (const number of world.lists.keys()) {
    const id = listId(number)
    const code = await tried(() => restoreShortlist(ctx, { ...address, id }))
    expect(code, 'restore').toBe(trashed.includes(id) ? 'ok' : 'not_found')
  }
}

/** V1: a colleague without the role is told so; to everybody else there is nothing. */
const refusalOf = (world: World, user: number, org: number) =>
  world.kinds[org] === 'buyer' && 'role' in (standingOf(world, user, org) ?? {}) ? 'forbidden' : 'not_found'

async function savedSolutions(ctx: Ctx, world: World, user: number, org: number) {
  if (!isGiven(world, user, org, 'saved.read')) {
    expect(await codeOf(listSavedSolutions(ctx, { org: slug(org), solutionId: undefined, limit: PAGE }))).toBe(
      'not_found',
    )
    return
  }
  const rows = await allPages(async (cursor) => {
    const { items, nextCursor } = await listSavedSolutions(ctx, {
      org: slug(org),
      solutionId: undefined,
      limit: PAGE,
      cursor,
    })
    return { items: items.map((it) => ({ ...it, id: it.solution.id })), nextCursor }
  })
  expect(
    rows.map(({ solution, own }) => ({ solution: solution.id, own })),
    'saved',
  ).toEqual(savedSeenBy(world, user, org).map(({ solution, own }) => ({ solution: solutions[solution]!.id, own })))
}

/** The dashboard counts what the lists of each partnership hold, and says nothing of it where it was not granted. */
async function dashboard(world: World, user: number) {
  const { partnerships } = await readMe(await ctxOf(user, null))
  const active = world.delegations.flatMap((it, number) =>
    it.user === user && it.state === 'active' && world.kinds[it.org] === 'buyer' ? [{ ...it, number }] : [],
  )
  for (const { org, grants, number } of active) {
    const card = partnerships.find((it) => it.delegationId === delegationId(number))!
    // D3: a member is not a partner there, and what a member sees is more.
    if ('role' in standingOf(world, user, org)!) continue
    const visible = expectedOf(world, user, org).filter(({ sight }) => sight !== 'nothing')
    const published = visible.filter(({ isPublished }) => isPublished).length
    const counts = { drafts: visible.length - published, published }
    expect(card.shortlists, 'dashboard').toEqual(grants.includes('shortlists') ? counts : undefined)
  }
}

async function nothingExists(ctx: Ctx, world: World, org: number) {
  const address = { org: slug(org) }
  const asks = [
    listShortlists(ctx, { ...address, limit: PAGE }),
    countShortlists(ctx),
    listSavedSolutions(ctx, { ...address, solutionId: undefined, limit: PAGE }),
    ...[...world.lists.keys()].map((number) => findShortlist(ctx, { id: listId(number) })),
  ]
  for (const ask of asks) expect(await codeOf(ask)).toBe('not_found')
}

const judge = (world: World, turn: number) =>
  inWorld(db(), world, async () => {
    for (const user of numbers(USERS)) {
      await dashboard(world, user)
      for (const org of numbers(ORGANIZATIONS)) {
        const ctx = await ctxOf(user, org)
        if (!ctx.actor.tie) continue
        seen.actors++
        await savedSolutions(ctx, world, user, org)
        await trash(ctx, world, user, org)
        if (!isGiven(world, user, org, 'shortlist.list')) {
          await nothingExists(ctx, world, org)
          continue
        }
        const expected = expectedOf(world, user, org)
        await eachOne(ctx, expected, await lists(ctx, expected))
        await changes(ctx, expected, writes[turn % writes.length]!)
      }
    }
  })

test('V1, V2, V5, D5, D11, N1: in every world list, get, search, counts, export, dashboard, trash and writes agree', {
  timeout: 600_000,
}, async () => {
  await fc.assert(fc.asyncProperty(worlds, fc.nat(writes.length - 1), judge), {
    numRuns: WORLDS,
    seed,
    endOnFailure: true,
  })
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(WORLDS / 10)
})
