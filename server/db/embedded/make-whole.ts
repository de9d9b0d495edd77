import { existsSync, readdirSync, renameSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isAlive } from './processes.ts'

/** A folder appears whole or not at all: made beside its place, then renamed. What killed programs left is cleared away. */
export async function makeWhole(place: string, make: (draft: string) => Promise<void>) {
  await clearAbandonedDrafts(place)
  const draft = draftOf(place, process.pid)
  try {
    await make(draft)
    renameSync(draft, place)
  } catch (error) {
    // Another program was quicker: what it made is as good.
    if (!existsSync(place)) throw error
  } finally {
    await remove(draft)
  }
}

const draftOf = (place: string, pid: number | string) => `${place}.new-${pid}`

async function clearAbandonedDrafts(place: string) {
  const start = draftOf(basename(place), '')
  for (const name of readdirSync(dirname(place)).filter((name) => name.startsWith(start))) {
    const maker = Number(name.slice(start.length))
    if (maker === process.pid || !isAlive(maker)) await remove(join(dirname(place), name))
  }
}

/** A killed program's initdb may still be writing or clearing there for a moment; `rmSync` would then silently leave the rest. */
const remove = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
