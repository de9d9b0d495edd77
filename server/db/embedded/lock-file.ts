import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from './home.ts'

/** `postmaster.pid`, where PostgreSQL notes who serves the folder, a line a fact; a `pid` of 0: blank. */
export type LockFile = { pid: number; port: number; ready: boolean }

const pathOf = (home: Home) => join(home.cluster, 'postmaster.pid')

export function readLockFile(home: Home): LockFile | undefined {
  const lines = linesOf(home)
  // The number is negative while no server but a single-user PostgreSQL has the folder.
  return lines && { pid: Math.abs(Number(lines[0])) || 0, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

function linesOf(home: Home): string[] | undefined {
  try {
    return readFileSync(pathOf(home), 'utf8').split('\n')
  } catch {
    return undefined
  }
}

/**
 * For a number that now belongs to some other process, with which PostgreSQL would refuse to start. Our own does not stop it
 * (a server's parent cannot be its rival), while the file's other lines still let it find processes that hold the old memory.
 */
export function disarmLockFile(home: Home) {
  const lines = linesOf(home)
  if (lines) writeFileSync(pathOf(home), [process.pid, ...lines.slice(1)].join('\n'))
}

export const removeLockFile = (home: Home) => rmSync(pathOf(home), { force: true })
