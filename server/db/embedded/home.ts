import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, chmodSync, constants, mkdirSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Account, canEnter, ownerOf, serverAccount } from './account.ts'
import { type Binaries, reachableBinaries } from './binaries.ts'

export type Home = {
  folder: string
  cluster: string
  passwordFile: string
  /** Who runs it; `undefined`: ourselves. */
  account: Account | undefined
  binaries: Binaries
  /** Must it survive a power cut? */
  durable: boolean
}
export type Log = (line: string) => void

const projectDirectory = fileURLToPath(new URL('../../../', import.meta.url))

/** The project's `data` folder; for root, a system folder when the account that runs PostgreSQL could not enter the project. */
export function defaultDataDirectory(): string {
  const inProject = join(projectDirectory, 'data')
  const account = serverAccount(inProject)
  if (!account || canEnter(inProject, account)) return inProject
  return join('/var/lib/human-cloud', createHash('sha256').update(projectDirectory).digest('hex').slice(0, 12))
}

export async function prepareHome(dataDirectory: string, durable: boolean): Promise<Home> {
  const root = createDataDirectory(resolve(dataDirectory))
  const folder = join(root, 'postgres')
  const account = serverAccount(root)
  if (account) requireEnterable(root, account)
  else requireOwn(root, folder)
  if (account && ownerOf(folder)?.uid === 0) execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, folder])
  const binaries = await reachableBinaries(root, account)
  return { ...placesIn(folder), account, binaries, durable }
}

/** Where a database's files are, below its own folder. */
export const placesIn = (folder: string) => ({
  folder,
  cluster: join(folder, 'database'),
  passwordFile: join(folder, 'password'),
})

/** What root creates here must be open to the server's account, whatever the umask says. */
function createDataDirectory(directory: string): string {
  try {
    const firstCreated = mkdirSync(directory, { recursive: true })
    if (firstCreated && process.getuid?.() === 0) openFolders(directory, firstCreated)
    return realpathSync(directory)
  } catch (cause) {
    throw new Error(`The data folder ${directory} cannot be created. Set DATA_DIR to a folder that can be written.`, {
      cause,
    })
  }
}

function openFolders(deepest: string, highest: string) {
  for (let folder = deepest; folder.length >= highest.length; folder = dirname(folder)) chmodSync(folder, 0o755)
}

function requireEnterable(directory: string, account: Account) {
  if (canEnter(directory, account)) return
  throw new Error(
    `PostgreSQL refuses to run as root, and the account that runs it instead (user id ${account.uid}) cannot enter ${directory}. ` +
      'Set DATA_DIR to a folder that every account may enter, for example /var/lib/human-cloud, or start as a normal user.',
  )
}

function requireOwn(directory: string, folder: string) {
  const owner = ownerOf(folder)
  if (owner && process.getuid && owner.uid !== process.getuid()) {
    throw new Error(
      `The database in ${folder} belongs to another account (user id ${owner.uid}). ` +
        'Start as that account or as root, or set DATA_DIR to a folder of your own.',
    )
  }
  try {
    accessSync(directory, constants.W_OK)
  } catch (cause) {
    throw new Error(`The data folder ${directory} cannot be written. Set DATA_DIR to another one.`, { cause })
  }
}
