import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const secondsToStop = 10

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** `undefined` where it cannot be known, as on Windows; empty for a process that is over. */
export function commandOf(pid: number): string | undefined {
  try {
    if (process.platform === 'win32') return undefined
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/** First in order (connections are cut, everything is written); if that hangs, at once, and the next start recovers. */
export async function endServerProcess(pid: number, pgCtl: string, isRunning: () => boolean) {
  for (const signal of ['INT', 'QUIT'] as const) {
    sendSignal(pid, pgCtl, signal)
    const deadline = Date.now() + secondsToStop * 1000
    while (isRunning() && Date.now() < deadline) await sleep(20)
    if (!isRunning()) return
  }
  throw new Error(`The database server (process ${pid}) does not stop.`)
}

/** Windows has no signals: PostgreSQL brings its own, and `pg_ctl` sends them. */
function sendSignal(pid: number, pgCtl: string, signal: 'INT' | 'QUIT') {
  try {
    if (process.platform === 'win32') execFileSync(pgCtl, ['kill', signal, String(pid)])
    else process.kill(pid, `SIG${signal}`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
