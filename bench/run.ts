import { mkdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '../server/db/embedded.ts'
import {
  type Arena,
  type Contestant,
  createOurDatabase,
  type Scenario,
  scenarios,
  startDriver,
  startOurs,
  startPeer,
} from './contestants.ts'
import { processorTime, startProcess, stopProcess } from './processes.ts'
import { type Cell, load, report } from './report.ts'
import { mainProcessOf } from './town.ts'

/*
 * npm run bench                        everything, about five minutes; keeps its result in bench/results
 * npm run bench -- --rounds 3          quicker, kept nowhere
 * npm run bench -- --only 'list 20'    one scenario; may be said again
 * npm run bench -- --beside ../copy    another copy of this repository as a further contestant, to measure a change
 * npm run bench -- --profile DIR       our server writes a CPU profile there when it ends
 */
const { values: chosen } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1.5' },
    only: { type: 'string', multiple: true, default: [] },
    beside: { type: 'string' },
    profile: { type: 'string' },
  },
})
const isWhole = process.argv.length === 2
const rounds = Number(chosen.rounds)
const seconds = Number(chosen.seconds)
const WARM_UP_SECONDS = 3
const CONNECTIONS = [1, 32]

const cleanUps: (() => Promise<unknown>)[] = []
const cleanUp = async () => {
  for (const undo of cleanUps.splice(0).reverse()) await undo().catch(console.error)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cleanUp().finally(() => process.exit(1)))

async function run() {
  const begun = performance.now()
  const arena = await prepareArena()
  const { generator } = arena
  const contestants = await startContestants(arena)

  console.log(`Measuring ${contestants.map(({ name }) => name).join(', ')}. System load before: ${load()}.`)
  const before = load()
  await warmUp(contestants)
  const cells = cellsFor(contestants)
  const generatorBefore = processorTime(generator)
  const measuringFrom = performance.now()
  for (let round = 0; round < rounds; round++) await runRound(cells, round)

  const measured = performance.now() - measuringFrom
  const text = report(cells, [
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}`,
    `${rounds} rounds of ${seconds} s each after a warm-up, ${Math.round((performance.now() - begun) / 1000)} s in all; PostgreSQL durable.`,
    `System load (1 / 5 minutes) before ${before}, after ${load()}. The load generator used ${share(processorTime(generator) - generatorBefore, measured)} of one processor.`,
  ])
  console.log(`\n${text}`)
  if (isWhole) keep(text)
  process.exitCode = cells.some(({ scores }) => scores.some(({ errors }) => errors > 0)) ? 1 : 0
}

async function prepareArena(): Promise<Arena> {
  const serverUrl = await startDatabase()
  const generator = startProcess(new URL('./generator.ts', import.meta.url))
  cleanUps.push(() => stopProcess(generator))
  return { serverUrl, generator, databasePid: await mainProcessOf(serverUrl) }
}

async function startDatabase(): Promise<string> {
  const folder = join(tmpdir(), `human-cloud-bench-${process.pid}`)
  cleanUps.push(() => rm(folder, { recursive: true, force: true }))
  const database = await startEmbeddedPostgres(folder, console.log)
  cleanUps.push(database.stop)
  return database.url
}

async function startContestants(arena: Arena): Promise<Contestant[]> {
  const own = fileURLToPath(new URL('../', import.meta.url))
  const contestants: Contestant[] = []
  const add = (contestant: Contestant | null) => {
    if (!contestant) return
    contestants.push(contestant)
    cleanUps.push(contestant.stop)
  }
  const profiling = chosen.profile ? ['--cpu-prof', `--cpu-prof-dir=${resolve(chosen.profile)}`] : []
  const url = await createOurDatabase(arena, 'ours')
  add(await startOurs('ours', own, url, arena, profiling))
  add(startDriver(url, arena))
  if (chosen.beside) {
    const besideUrl = await createOurDatabase(arena, 'beside')
    add(await startOurs('beside', resolve(chosen.beside), besideUrl, arena))
  }
  add(await startPeer(arena))
  return contestants
}

const wanted = (contestant: Contestant): Scenario[] =>
  scenarios.filter(
    (scenario) =>
      contestant.scenarios.includes(scenario) && (chosen.only.length === 0 || chosen.only.includes(scenario)),
  )

async function warmUp(contestants: Contestant[]) {
  for (const contestant of contestants)
    for (const scenario of wanted(contestant)) await contestant.run(scenario, Math.max(...CONNECTIONS), WARM_UP_SECONDS)
}

type Race = Cell & { contestant: Contestant }

const cellsFor = (contestants: Contestant[]): Race[] =>
  scenarios.flatMap((scenario) =>
    CONNECTIONS.flatMap((connections) =>
      contestants
        .filter((contestant) => wanted(contestant).includes(scenario))
        .map((contestant) => ({ scenario, connections, name: contestant.name, contestant, scores: [] })),
    ),
  )

/** Contestants of one race run right after each other, and in the opposite order every other round. */
async function runRound(races: Race[], round: number) {
  for (const race of round % 2 === 0 ? races : races.toReversed())
    race.scores.push(await race.contestant.run(race.scenario, race.connections, seconds))
}

const share = (part: number, whole: number) => `${Math.round((part / whole) * 100)} %`

function keep(text: string) {
  const folder = new URL('./results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  const name = `${new Date().toISOString().slice(0, 16).replace(/[:T]/g, '-')}.md`
  writeFileSync(new URL(name, folder), `${text}\n`)
  console.log(`\nKept as bench/results/${name}`)
}

try {
  await run()
} finally {
  await cleanUp()
}
