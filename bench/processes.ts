import { type ChildProcess, fork, type Serializable } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

type Environment = Record<string, string>

/** What Node processes get from us: nothing of the shell's own settings but the way to programs. */
const bare = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' }

export function startProcess(
  script: URL | string,
  environment: Environment = {},
  nodeOptions: string[] = [],
): ChildProcess {
  const path = script instanceof URL ? fileURLToPath(script) : script
  return fork(path, {
    env: { ...bare, ...environment },
    execArgv: nodeOptions,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

/** Sends one message and waits for the one that answers it. */
export function ask<A>(child: ChildProcess, message: object): Promise<A> {
  return new Promise((answered, failed) => {
    const onExit = () => failed(new Error(`A process of the benchmark ended: ${child.spawnargs.at(-1)}`))
    child.once('exit', onExit)
    child.once('message', (answer: A & { problem?: string }) => {
      child.off('exit', onExit)
      if (answer.problem) failed(new Error(answer.problem))
      else answered(answer)
    })
    child.send(message as Serializable)
  })
}

/** In a helper process: answers every message with what `work` makes of it. */
export function answerWith<M>(work: (message: M) => Promise<object>): void {
  process.on('message', (message: M) => {
    work(message).then(
      (answer) => process.send!(answer),
      (error: Error) => process.send!({ problem: String(error.stack) }),
    )
  })
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  await Promise.race([ended, sleep(12_000).then(() => child.kill('SIGKILL'))])
  await ended
}

export async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) break
    const ready = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) return
    await sleep(50)
  }
  throw new Error(`${url} did not come up.`)
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((listening) => probe.once('listening', listening))
  const { port } = probe.address() as { port: number }
  await new Promise((closed) => probe.close(closed))
  return port
}

const TICKS_PER_SECOND = 100

/** Processor time that a process has used so far, in milliseconds; NaN where the system does not tell. */
export function processorTime({ pid }: { pid?: number | undefined }): number {
  const [, , user, system] = statOf(pid)
  return ((user! + system!) * 1000) / TICKS_PER_SECOND
}

/** The same for a process, its children and those of them that have ended. */
export function processorTimeOfFamily(pid: number): number {
  const members = processIds()
    .map(statOf)
    .filter(([, parent]) => parent === pid)
  const [, , user, system, endedUser, endedSystem] = statOf(pid)
  const own = ((user! + system! + endedUser! + endedSystem!) * 1000) / TICKS_PER_SECOND
  return members.reduce((sum, [id]) => sum + processorTime({ pid: id }), own)
}

export const parentOf = (pid: number): number => statOf(pid)[1] ?? Number.NaN

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

/** Its id, its parent, user and system time, user and system time of its ended children, in ticks. */
function statOf(pid: number | undefined): number[] {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').map(Number)
    return [pid!, fields[1]!, ...fields.slice(11, 15)]
  } catch {
    return []
  }
}
