import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ctx } from '../../server/context.ts'
import type { DelegationStatus } from '../../shared/delegations.ts'
import { freshTown } from '../town.ts'
import { allPairs, type Draw, draws, resolve } from './draws.ts'
import {
  type Access,
  binBefore,
  type Deed,
  judge,
  type List,
  listsBefore,
  type Phase,
  savedBefore,
  sees,
  touches,
  type World,
  workingAccess,
} from './model.ts'
import { organizations, people, team } from './people.ts'
import * as real from './product.ts'

/*
 * R8: random sequences of what people do, told to the product and to a model of SPEC. After each deed both must have
 * answered the same, remembered the same number of events, and show everybody the same. `SEED=… RUNS=…` for other ones.
 */

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
const RUNS = Number(process.env.RUNS ?? 300)
const LONGEST = 60
const LEAST_COVERAGE = 0.95
console.info(`town/model: SEED=${seed} RUNS=${RUNS}`)

const visited = new Map<string, number>()
let deeds = 0

type Told = { world: World; deeds: Deed[] }
type Real = real.Product

class Step implements fc.AsyncCommand<Told, Real> {
  readonly draw: Draw

  constructor(draw: Draw) {
    this.draw = draw
  }
  check = () => true
  toString = () => JSON.stringify(this.draw)

  async run(told: Told, product: Real) {
    const { deed, pair } = resolve(told.world, this.draw, String(product.ids.size))
    told.deeds.push(deed)
    visited.set(pair, (visited.get(pair) ?? 0) + 1)
    deeds++
    await tellBoth(told, product, deed)
    await compareViews(told.world, product, deed, this.draw.numbers.at(-1)!)
  }
}

async function tellBoth(told: Told, product: Real, deed: Deed) {
  const before = await real.countEvents(product.db)
  const verdict = judge(told.world, deed)
  const code = await product.perform(deed)
  expect({ code, events: (await real.countEvents(product.db)) - before }).toEqual({
    code: verdict.code,
    events: verdict.events,
  })
  told.world = verdict.world
}

// What everybody finds ---------------------------------------------------------------------------------------------------

async function compareViews(world: World, product: Real, deed: Deed, chance: number) {
  const org = 'org' in deed ? deed.org : organizations[chance % organizations.length]!
  const actors = await product.actorsAt(org)
  const keys = product.keys()
  const ctxs = people.map((name) => [name, product.ctxOf(actors.get(name)!)] as const)
  for (const [name, ctx] of ctxs) {
    expect(await listsFound(ctx, org, keys), `the lists that ${name} finds`).toEqual(listsExpected(world, name, org))
    if (!('list' in deed)) await compareSaved(world, ctx, name, org, keys)
  }
  const [name, ctx] = ctxs[chance % ctxs.length]!
  await compareOne(world, ctx, name, org, deed, chance)
  expect(await countsFound(ctx, org), `the counts that ${name} finds`).toEqual(countsExpected(world, name, org))
  const [keeper, keeperCtx] = ctxs[chance % 3]!
  expect(await binFound(keeperCtx, org, keys)).toEqual(binExpected(world, keeper, org))
  if ('access' in deed || deed.kind === 'invite') await compareAccesses(world, ctxs, org, keys)
}

const listsFound = async (ctx: Ctx, org: string, keys: Map<string, string>) =>
  (await real.listsOf(ctx, org))?.items.map((it) => ({
    key: keys.get(it.id),
    title: it.title,
    status: it.status,
    handedOver: it.status === 'draft' && it.handedOverAt !== null,
    author: it.author,
    own: it.own,
    can: it.can,
    version: it.version,
    changedBy: it.changedBy.name,
    itemCount: it.itemCount,
  })) ?? null

const listsExpected = (world: World, name: string, org: string) =>
  listsBefore(world, name, org)?.map((list) => presented(world, name, list)) ?? null

function presented(world: World, name: string, list: List) {
  const status = list.place === 'open' ? 'published' : 'draft'
  const edit = touches(world, name, list)
  const desk = workingAccess(world, list.org, name)?.key ?? null
  return {
    key: list.key,
    title: list.title,
    status,
    handedOver: list.place === 'passed',
    author: { name: list.maker, as: list.under ? 'partner' : 'member' },
    own: list.under === desk && list.maker === name,
    can: { edit, publish: edit && status === 'draft' },
    version: list.version,
    changedBy: list.changer,
    itemCount: list.solutions.length,
  }
}

/** One list, as one person finds it: the one that was touched, or any. */
async function compareOne(world: World, ctx: Ctx, name: string, org: string, deed: Deed, chance: number) {
  const touched = 'list' in deed ? world.lists.find(({ key }) => key === deed.list) : undefined
  const list = touched ?? world.lists[chance % world.lists.length]
  if (!list) return
  const id = realIds.get(ctx.db)!.get(list.key)!
  const found = await real.listFor(ctx, org, id)
  const expected = list.org === org && sees(world, name, list) ? list.solutions : null
  expect(found?.items.map(({ solution }) => solution.slug) ?? null, `list ${list.key}, for ${name}`).toEqual(expected)
}
const realIds = new WeakMap<object, real.Ids>()

const countsFound = (ctx: Ctx, org: string) => real.countsOf(ctx, org)

function countsExpected(world: World, name: string, org: string) {
  const lists = listsBefore(world, name, org)
  const published = lists?.filter(({ place }) => place === 'open').length ?? 0
  return lists && { all: lists.length, published, draft: lists.length - published }
}

const binFound = async (ctx: Ctx, org: string, keys: Map<string, string>) =>
  (await real.binOf(ctx, org))?.items.map((it) => ({
    key: keys.get(it.id),
    title: it.title,
    author: it.author.name,
    trashedBy: it.trashedBy.name,
  })) ?? null

const binExpected = (world: World, name: string, org: string) =>
  binBefore(world, name, org)?.map(({ key, title, maker, changer }) => ({
    key,
    title,
    author: maker,
    trashedBy: changer,
  })) ?? null

async function compareSaved(world: World, ctx: Ctx, name: string, org: string, keys: Map<string, string>) {
  const answer = await real.savedOf(ctx, org)
  const found = answer?.items.map((it) => [keys.get(it.solution.id), { by: it.savedBy.name, own: it.own }])
  const expected = savedBefore(world, name, org)
  expect(found ? new Map(found as never) : null, `what is saved, for ${name}`).toEqual(expected)
}

const statuses: Partial<Record<Phase, DelegationStatus>> = { waiting: 'pending', working: 'active', lapsed: 'expired' }

/** Only admins have this page. */
async function compareAccesses(world: World, ctxs: (readonly [string, Ctx])[], org: string, keys: Map<string, string>) {
  for (const [name, ctx] of ctxs) {
    const found = (await real.accessesOf(ctx, org))?.items.map((it) => ({
      key: keys.get(it.id),
      status: it.status,
      permissions: it.permissions,
      dataVisibility: it.dataVisibility,
      version: it.version,
    }))
    const all = world.accesses.filter((it) => it.org === org).reverse()
    expect(found ?? null).toEqual(team[org]![name] === 'admin' ? all.map(accessShown) : null)
  }
}

const accessShown = ({ key, phase, permissions, dataVisibility, version }: Access) => ({
  key,
  status: statuses[phase] ?? phase,
  permissions,
  dataVisibility,
  version,
})

// The runs ---------------------------------------------------------------------------------------------------------------

let town: Awaited<ReturnType<typeof freshTown>>
let settled: real.Ids
beforeAll(async () => {
  town = await freshTown()
  settled = await real.settle(town.db)
})
afterAll(() => town.drop())

async function inWorldOfItsOwn(steps: Iterable<fc.AsyncCommand<Told, Real>>) {
  const tx = await town.db.startTransaction().execute()
  const model: Told = { world: { team, accesses: [], lists: [], saved: [] }, deeds: [] }
  try {
    const product = real.productIn(tx, new Map(settled))
    realIds.set(tx, product.ids)
    await fc.asyncModelRun(() => ({ model, real: product }), steps)
  } catch (cause) {
    const story = model.deeds.map((deed) => JSON.stringify(deed)).join('\n')
    throw new Error(`${(cause as Error).message}\nThis happened:\n${story}`, { cause })
  } finally {
    await tx.rollback().execute()
  }
}

test(`R8: the product does what the model does, in ${RUNS} runs of at most ${LONGEST} deeds`, {
  timeout: 60_000 + RUNS * 1000,
}, async () => {
  const steps = fc.commands([draws.map((draw) => new Step(draw))], { maxCommands: LONGEST, size: 'max' })
  await fc.assert(fc.asyncProperty(steps, inWorldOfItsOwn), { seed, numRuns: RUNS, endOnFailure: false })
  const missed = allPairs.filter((pair) => !visited.has(pair))
  const coverage = 1 - missed.length / allPairs.length
  console.info(
    `${deeds} deeds; ${allPairs.length - missed.length} of ${allPairs.length} pairs of state and command visited (${(coverage * 100).toFixed(1)} %)`,
  )
  expect([...visited.keys()].filter((pair) => !allPairs.includes(pair))).toEqual([])
  expect(coverage, `not visited, among others: ${missed.slice(0, 20).join(', ')}`).toBeGreaterThanOrEqual(
    LEAST_COVERAGE,
  )
})
