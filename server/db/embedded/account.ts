import { execFileSync } from 'node:child_process'
import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type Account = { uid: number; gid: number }

/** PostgreSQL refuses to run as root, for good reasons; then an account without rights runs it. `undefined`: ourselves. */
export function serverAccount(dataDirectory: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = ownerOf(join(dataDirectory, 'postgres'))
  return owner && owner.uid !== 0 ? owner : { uid: idOfNobody('-u'), gid: idOfNobody('-g') }
}

const idOfNobody = (which: '-u' | '-g') => Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8' }))

export function ownerOf(path: string): Account | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  return found && { uid: found.uid, gid: found.gid }
}

/** As in the last digit of a file's mode. */
const enter = 0o1
const readAndRun = 0o5

export const canEnter = (folder: string, account: Account) => canReach(folder, account, enter)
export const canRun = (program: string, account: Account) => canReach(program, account, readAndRun)

/** May this account pass through every folder on the way, and then use the last one as wanted? */
function canReach(path: string, account: Account, wanted: number): boolean {
  const real = existsSync(path) ? realpathSync(path) : path
  const parent = dirname(real)
  return (parent === real || canEnter(parent, account)) && allows(real, account, wanted)
}

/** A folder that does not exist yet will be made open. */
function allows(path: string, account: Account, wanted: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return true
  const shift = found.uid === account.uid ? 6 : found.gid === account.gid ? 3 : 0
  return ((found.mode >> shift) & wanted) === wanted
}
