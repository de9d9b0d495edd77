import { setTimeout as sleep } from 'node:timers/promises'
import type { Home, Log } from './home.ts'
import { disarmLockFile, readLockFile, removeLockFile } from './lock-file.ts'
import { takeOwnership } from './ownership.ts'
import { commandOf, endServerProcess, isAlive } from './processes.ts'

const secondsToAnswer = 60

/** A server that outlived its program is stopped in order, so that the next one has this version, these settings, our ears. */
export async function retireOrphan(home: Home, log: Log) {
  const deadline = Date.now() + secondsToAnswer * 1000
  for (let left = await serverLeft(home); left; left = await serverLeft(home)) {
    const { pid, port } = left
    if (port && (await takeOwnership(home, port))) {
      log('A database server of an earlier run is still there: restarting it.')
      return await endServerProcess(pid, home.binaries.pg_ctl, () => serves(home, pid))
    }
    if (Date.now() > deadline) {
      throw new Error(`The database server (process ${pid}) of ${home.folder} does not answer. Stop it first.`)
    }
    await sleep(100)
  }
}

/** The process of the lock file, if it really is a server of this folder. A lock file that only looks so is made harmless. */
async function serverLeft(home: Home): Promise<{ pid: number; port: number } | undefined> {
  const lockFile = readLockFile(home)
  if (!lockFile) return undefined
  if (!lockFile.pid) return clearBlankLockFile(home)
  if (!isAlive(lockFile.pid)) return undefined
  if (serves(home, lockFile.pid)) return lockFile
  disarmLockFile(home)
}

/** A power cut can leave it blank, which PostgreSQL refuses; a server that starts leaves it so for a blink only. */
async function clearBlankLockFile(home: Home) {
  await sleep(1000)
  if (!readLockFile(home)?.pid) removeLockFile(home)
  return serverLeft(home)
}

function serves(home: Home, pid: number): boolean {
  const command = commandOf(pid)
  if (command === undefined) return isAlive(pid)
  return /postgres(\.exe)? -D /.test(command) && command.includes(` ${home.cluster} `)
}
