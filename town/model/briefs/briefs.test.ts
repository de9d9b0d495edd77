import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ctx } from '../../../server/context.ts'
import { inTransaction } from '../../../server/db/db.ts'
import { freshTown } from '../../town.ts'
import { begin } from './beginning.ts'
import { allPairs, type Draw, draws, resolve } from './draws.ts'
import {
  type Brief,
  type Deed,
  judge,
  may,
  names,
  organization,
  people,
  relationTo,
  sees,
  standingAt,
  statusOf,
  team,
  threadOf,
  type World,
} from './model.ts'
import * as real from './product.ts'

/*
 * R8 for briefs: random sequences of what buyers, partners and solutions do, told to the product and to a model of SPEC.
 * After each deed both must have answered the same, remembered and mailed as much, and show everybody the same.
 * `SEED=… RUNS=…` for other ones.
 */

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
const RUNS = Number(process.env.RUNS ?? 60)
const LONGEST = 60
/** Of all pairs of state and command; a short run cannot visit them all. */
const LEAST_COVERAGE = RUNS >= 300 ? 0.95 : 0.6
console.info(`town/model/briefs: SEED=${seed} RUNS=${RUNS}`)

const visited = new Set<string>()
let deeds = 0

type Told = { world: World; deeds: Deed[] }

class Step implements fc.AsyncCommand<Told, real.Product> {
  readonly draw: Draw

  constructor(draw: Draw) {
    this.draw = draw
  }
  check = () => true
  toString = () => JSON.stringify(this.draw)

  async run(told: Told, product: real.Product) {
    const { deed, pair } = resolve(told.world, this.draw, String(product.ids.size))
    told.deeds.push(deed)
    visited.add(pair)
    deeds++
    const { world, code } = judge(told.world, deed)
    told.world = world
    agree(await product.perform(deed), code, 'the answer')
    await compareViews(world, product, deed, this.draw.numbers.at(-1)!, code === 'done')
  }
}

/** As text first: comparing thousands of answers part by part takes longer than asking for them. */
function agree(found: unknown, expected: unknown, what: string) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) expect(found, what).toEqual(expected)
}

// What everybody finds ---------------------------------------------------------------------------------------------------

/**
 * What was refused has left no trace: then one person looks. Else who did it does, and two more by chance: over a run
 * everybody has seen every state.
 */
async function compareViews(world: World, product: real.Product, deed: Deed, chance: number, isDone: boolean) {
  const anybody = [chance, chance * 7 + 3].map((number) => people[number % people.length]!)
  const looking = isDone ? [...new Set([...('actor' in deed ? [deed.actor] : []), ...anybody])] : anybody.slice(0, 1)
  const actors = await product.actorsAt(organization, looking)
  const keys = new Map([...product.ids].map(([key, id]) => [id, key]))
  const touched = 'brief' in deed ? deed.brief : undefined
  const brief = world.briefs.find(({ key }) => key === touched) ?? world.briefs[chance % world.briefs.length]
  for (const name of looking) {
    const view = { world, keys, name, ctx: product.ctxOf(actors.get(name)!) }
    await compareBriefs(view)
    if (brief && isDone) await compareOne(view, brief, product.idOf(brief.key))
    if (isDone) await compareBin(view)
  }
  if (isDone) await compareInboxes(world, product, [...looking, inboxes[chance % inboxes.length]!])
  agree(await real.countTold(product.db), { events: world.events, mails: world.mails }, 'what is remembered and mailed')
}

const inboxes = ['sid', 'mia', 'vera']

async function compareInboxes(world: World, product: real.Product, names: string[]) {
  const actors = await product.actorsAt(null, names)
  for (const name of new Set(names)) await compareInbox(world, name, product.ctxOf(actors.get(name)!))
}

type View = { world: World; keys: Map<string, string>; name: string; ctx: Ctx }

const hasPage = ({ world, name }: View) => relationTo(world, name) !== 'outsider'
const seenBy = ({ world, name }: View) => world.briefs.filter((brief) => sees(world, name, brief)).reverse()

async function compareBriefs(view: View) {
  const found = (await real.briefsOf(view.ctx))?.items.map((it) => ({
    key: view.keys.get(it.id),
    title: it.title,
    status: it.status,
    author: it.author,
    own: it.own,
    handedOver: it.handedOverAt !== null,
    recipients: it.recipientCount,
    responses: it.responseCount,
    version: it.version,
    can: it.can,
  }))
  const expected = hasPage(view) ? seenBy(view).map((brief) => presented(view, brief)) : null
  agree(found ?? null, expected, `the briefs that ${view.name} finds`)
}

const presented = ({ world, name }: View, brief: Brief) => ({
  key: brief.key,
  title: brief.title,
  status: statusOf(brief),
  author: { name: brief.maker, as: brief.under ? 'partner' : 'member' },
  own: brief.maker === name && (!brief.under || brief.under === name),
  handedOver: brief.isPassed,
  recipients: brief.asked.length,
  responses: brief.asked.filter(hasAnswer).length,
  version: brief.version,
  can: may(world, name, brief),
})

const hasAnswer = ({ answers, declined }: Brief['asked'][number]) => answers > 0 && !declined

async function compareOne(view: View, brief: Brief, id: string) {
  const isSeen = sees(view.world, view.name, brief)
  const found = await real.briefFor(view.ctx, id)
  const states = found?.recipients.map(({ solution, state, outcome }) => ({ solution: solution.slug, state, outcome }))
  agree(
    states?.sort(bySolution) ?? null,
    isSeen ? statesOf(brief) : null,
    `recipients of ${brief.key}, for ${view.name}`,
  )
  agree(found?.asks ?? null, isSeen ? asksOf(brief) : null, `who asks by ${brief.key}, for ${view.name}`)
  const answers = (await real.responsesFor(view.ctx, id))?.items.map(({ solution, response }) => ({
    solution: solution.slug,
    version: response.version,
  }))
  const expected = brief.asked.filter(hasAnswer).map((it) => ({ solution: it.solution, version: it.answers }))
  agree(
    answers?.sort(bySolution) ?? null,
    isSeen ? expected.sort(bySolution) : null,
    `answers to ${brief.key}, for ${view.name}`,
  )
  const seen = seenBy(view)
  const counts = (['draft', 'sent', 'closed'] as const).map(
    (status) => seen.filter((it) => statusOf(it) === status).length,
  )
  const found3 = await real.countsOf(view.ctx)
  agree(found3 && [found3.draft, found3.sent, found3.closed], hasPage(view) ? counts : null, `counts for ${view.name}`)
}

const bySolution = (one: { solution: string }, other: { solution: string }) => (one.solution < other.solution ? -1 : 1)
const statesOf = (brief: Brief) =>
  brief.asked.map((it) => ({ solution: it.solution, state: stateOf(brief, it), outcome: it.outcome })).sort(bySolution)

function stateOf(brief: Brief, { declined, answers, viewed }: Brief['asked'][number]) {
  if (brief.stage === 'draft') return 'chosen'
  if (declined) return 'declined'
  if (answers > 0) return 'responded'
  return viewed ? 'viewed' : 'sent'
}

const asksOf = (brief: Brief) => {
  const { company, person } = names(brief)
  return { company: company ? 'Amber' : null, person }
}

async function compareBin({ world, keys, name, ctx }: View) {
  const found = (await real.binOf(ctx))?.items.map(({ id, title }) => ({ key: keys.get(id), title }))
  const hasBin = team[name] === 'admin' || team[name] === 'editor'
  const expected = world.briefs.filter(({ trash }) => trash === 'bin').map(({ key, title }) => ({ key, title }))
  agree(found ?? null, hasBin ? expected.reverse() : null, `the trash that ${name} finds`)
}

const states = {
  new: 'open',
  viewed: 'open',
  answered: 'answered',
  declined: 'declined',
  closed: 'closed',
  trashed: 'closed',
}

/** S2, N1: everybody's own threads, and what they read there of who asks. */
async function compareInbox(world: World, name: string, ctx: Ctx) {
  const { items } = await real.inboxOf(ctx)
  const found = items.map((it) => ({
    title: it.asked.title,
    solution: it.solution.slug,
    state: it.state,
    outcome: it.outcome,
    asks: it.asked.asks,
    respond: it.can.respond,
    decline: it.can.decline,
  }))
  const expected = world.briefs.flatMap((brief) =>
    brief.asked.flatMap(({ solution, outcome }) => {
      const [thread, standing] = [threadOf(brief, solution), standingAt(solution, name)]
      if (thread === 'none' || standing === 'stranger') return []
      const state = states[thread]
      const respond = standing === 'answers' && state !== 'closed'
      return [
        {
          title: brief.title,
          solution,
          state,
          outcome,
          asks: asksOf(brief),
          respond,
          decline: respond && state === 'open',
        },
      ]
    }),
  )
  agree(found.map(asText).sort(), expected.map(asText).sort(), `the requests that ${name} finds`)
}
const asText = (it: object) => JSON.stringify(it)

// The runs ---------------------------------------------------------------------------------------------------------------

let town: Awaited<ReturnType<typeof freshTown>>
let settled: real.Ids
let beginning: World
beforeAll(async () => {
  town = await freshTown()
  settled = await real.settle(town.db)
  beginning = await inTransaction(town.db, (tx) => begin(real.productIn(tx, settled).perform))
})
afterAll(() => town.drop())

async function inWorldOfItsOwn(steps: Iterable<fc.AsyncCommand<Told, real.Product>>) {
  const tx = await town.db.startTransaction().execute()
  const product = real.productIn(tx, new Map(settled))
  const told: Told = { world: { ...beginning, events: 0, mails: 0 }, deeds: [] }
  try {
    await fc.asyncModelRun(() => ({ model: told, real: product }), steps)
  } catch (cause) {
    const story = told.deeds.map((deed) => JSON.stringify(deed)).join('\n')
    throw new Error(`${(cause as Error).message}\nThis happened:\n${story}`, { cause })
  } finally {
    await tx.rollback().execute()
  }
}

test(`R8: briefs live as the model of SPEC says, in ${RUNS} runs of at most ${LONGEST} deeds`, {
  timeout: 60_000 + RUNS * 1000,
}, async () => {
  const steps = fc.noBias(fc.commands([draws.map((draw) => new Step(draw))], { maxCommands: LONGEST, size: 'max' }))
  await fc.assert(fc.asyncProperty(steps, inWorldOfItsOwn), { seed, numRuns: RUNS, endOnFailure: false })
  const missed = allPairs.filter((pair) => !visited.has(pair))
  const coverage = 1 - missed.length / allPairs.length
  console.info(
    `${deeds} deeds; ${allPairs.length - missed.length} of ${allPairs.length} pairs of state and command visited (${(coverage * 100).toFixed(1)} %)`,
  )
  expect([...visited].filter((pair) => !allPairs.includes(pair))).toEqual([])
  expect(coverage, `not visited, among others: ${missed.slice(0, 20).join(', ')}`).toBeGreaterThanOrEqual(
    LEAST_COVERAGE,
  )
})
