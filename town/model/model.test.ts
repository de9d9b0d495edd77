import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ctx } from '../../server/context.ts'
import { inTransaction } from '../../server/db/db.ts'
import type { DelegationStatus } from '../../shared/delegations.ts'
import { freshTown } from '../town.ts'
import { begin } from './beginning.ts'
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
const RUNS = Number(process.env.RUNS ?? 150)
const LONGEST = 60
/** Of all pairs of state and command; a short run cannot visit them all. */
const LEAST_COVERAGE = RUNS >= 300 ? 0.95 : 0.85
console.info(`town/model: SEED=${seed} RUNS=${RUNS}`)

const visited = new Map<string, number>()
let deeds = 0

type Told = { world: World; events: number; deeds: Deed[] }
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
    const { world, code, events } = judge(told.world, deed)
    told.world = world
    told.events += events
    agree({ code: await product.perform(deed) }, { code }, 'the answer')
    await compareViews(told, product, deed, this.draw.numbers.at(-1)!, code === 'done')
  }
}

/** As text first: comparing thousands of answers part by part takes longer than asking for them. */
function agree(found: unknown, expected: unknown, what: string) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) expect(found, what).toEqual(expected)
}

// What everybody finds ---------------------------------------------------------------------------------------------------

/** What was refused has left no trace, for its transaction was undone: then one person looks. Else everybody does. */
async function compareViews({ world, events }: Told, product: Real, deed: Deed, chance: number, isDone: boolean) {
  const org = 'org' in deed ? deed.org : organizations[chance % organizations.length]!
  const someone = chance % people.length
  const looking = isDone ? people : [people[someone]!]
  const actors = await product.actorsAt(org, looking)
  const keys = product.keys()
  const views = looking.map((name) => ({ world, org, keys, name, ctx: product.ctxOf(actors.get(name)!) }))
  for (const view of views) await compareLists(view)
  if (isDone) {
    const doer = views.find(({ name }) => 'actor' in deed && name === deed.actor)
    for (const view of new Set([doer ?? views[someone]!, views[someone]!]))
      await compareOne(view, product.idOf, deed, chance)
    await compareBin(views[chance % 3]!)
    if (!changesOnlyLists(deed)) for (const view of views) await compareOthers(view)
  }
  agree(await real.countEvents(product.db), events, 'the events that are remembered')
}

async function compareOthers(view: View) {
  await compareSaved(view)
  await compareAccesses(view)
}

const changesOnlyLists = (deed: Deed) => 'list' in deed || deed.kind === 'create' || deed.kind === 'monthPasses'

/** What one person finds in one organization. `keys` are the model's names of real ids. */
type View = { world: World; org: string; keys: Map<string, string>; name: string; ctx: Ctx }

async function compareLists({ world, org, keys, name, ctx }: View) {
  agree(await listsFound(ctx, org, keys), listsExpected(world, name, org), `the lists that ${name} finds`)
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

/** One list, as one person finds it: the one that was touched, or any. And how many they are told there are. */
async function compareOne({ world, org, name, ctx }: View, idOf: (key: string) => string, deed: Deed, chance: number) {
  const touched = 'list' in deed ? world.lists.find(({ key }) => key === deed.list) : undefined
  const list = touched ?? world.lists[chance % world.lists.length]
  if (!list) return
  const found = await real.listFor(ctx, org, idOf(list.key))
  const expected = list.org === org && sees(world, name, list) ? list.solutions : null
  agree(found?.items.map(({ solution }) => solution.slug) ?? null, expected, `list ${list.key}, for ${name}`)
  agree(await real.countsOf(ctx, org), countsExpected(world, name, org), `the counts that ${name} finds`)
}

function countsExpected(world: World, name: string, org: string) {
  const lists = listsBefore(world, name, org)
  const published = lists?.filter(({ place }) => place === 'open').length ?? 0
  return lists && { all: lists.length, draft: lists.length - published, published }
}

async function compareBin({ world, org, keys, name, ctx }: View) {
  agree(await binFound(ctx, org, keys), binExpected(world, name, org), `the trash that ${name} finds`)
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

async function compareSaved({ world, org, keys, name, ctx }: View) {
  const found = (await real.savedOf(ctx, org))?.items.map((it) => [
    keys.get(it.solution.id),
    { by: it.savedBy.name, own: it.own },
  ])
  const expected = savedBefore(world, name, org)
  agree(found?.sort() ?? null, expected && [...expected].sort(), `what is saved, for ${name}`)
}

const statuses: Partial<Record<Phase, DelegationStatus>> = { waiting: 'pending', working: 'active', lapsed: 'expired' }

/** Only admins have this page. */
async function compareAccesses({ world, org, keys, name, ctx }: View) {
  const found = (await real.accessesOf(ctx, org))?.items.map((it) => ({
    key: keys.get(it.id),
    status: it.status,
    permissions: it.permissions,
    dataVisibility: it.dataVisibility,
    version: it.version,
  }))
  const all = world.accesses.filter((it) => it.org === org).reverse()
  agree(found ?? null, team[org]![name] === 'admin' ? all.map(accessShown) : null, `the partners that ${name} finds`)
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
let beginning: World
beforeAll(async () => {
  town = await freshTown()
  settled = await real.settle(town.db)
  beginning = await inTransaction(town.db, (tx) => begin((deed) => real.productIn(tx, settled).perform(deed)))
})
afterAll(() => town.drop())

async function inWorldOfItsOwn(steps: Iterable<fc.AsyncCommand<Told, Real>>) {
  const tx = await town.db.startTransaction().execute()
  const model: Told = { world: beginning, events: 0, deeds: [] }
  try {
    const product = real.productIn(tx, new Map(settled))
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
  const steps = fc.noBias(fc.commands([draws.map((draw) => new Step(draw))], { maxCommands: LONGEST, size: 'max' }))
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
