import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { programOptions } from './binaries.ts'
import { type Home, type Log, placesIn } from './home.ts'
import { makeWhole } from './make-whole.ts'

/** The files of the database and its password, made once. */
export async function createCluster(home: Home, log: Log) {
  if (!existsSync(home.cluster)) {
    log('First start: creating the database.')
    await makeWhole(home.folder, (draft) => initializeCluster({ ...home, ...placesIn(draft) }))
  }
  if (existsSync(join(home.cluster, 'PG_VERSION')) && existsSync(home.passwordFile)) return
  throw new Error(
    `${home.folder} does not hold a complete database (its files and its password). ` +
      'Restore it from a backup, or move it away to start with an empty one.',
  )
}

export const urlOf = (home: Home, port: number, database: string) =>
  `postgres://postgres:${readFileSync(home.passwordFile, 'utf8').trim()}@127.0.0.1:${port}/${database}`

async function initializeCluster(home: Home) {
  mkdirSync(home.folder, { mode: 0o700 })
  writeFileSync(home.passwordFile, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true })
  if (home.account) {
    for (const path of [home.folder, home.passwordFile]) chownSync(path, home.account.uid, home.account.gid)
  }
  await runInitdb(home, 'C.UTF-8').catch((error) => {
    // Without it accented letters only miss trigram search; sorting and lower() come from PostgreSQL itself either way.
    if (/locale/.test(String(error.stderr))) return runInitdb(home, 'C')
    throw new Error(`The embedded database cannot be created: ${error.stderr || error.message}`, { cause: error })
  })
}

/** Sorting and upper/lower case come from PostgreSQL's own Unicode tables: the same on every machine. */
async function runInitdb(home: Home, characterType: string) {
  const identity = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${home.passwordFile}`]
  const language = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const place = ['-D', home.cluster, `--lc-ctype=${characterType}`, ...(home.durable ? [] : ['--no-sync'])]
  const options = programOptions(home.folder, home.account)
  await promisify(execFile)(home.binaries.initdb, [...identity, ...language, ...place], options)
}
