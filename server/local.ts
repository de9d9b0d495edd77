import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/*
 * What the program brings where nothing else is configured: a database, a mailbox, a secret. Loaded on demand: a
 * production server has its own, and none of this installed.
 */

type Log = (line: string) => void
export type Local<Facts> = Facts & { stop(): Promise<void> }

/** What a person at the terminal can repair. */
export class StartError extends Error {
  override name = 'StartError'
}

export async function startLocalDatabase(dataDirectory: string, log: Log): Promise<Local<{ url: string }>> {
  const { startEmbeddedPostgres } = await import('./db/embedded.ts')
  return startEmbeddedPostgres(dataDirectory, log).catch((error: Error) => {
    throw new StartError(error.message, { cause: error })
  })
}

export async function startLocalMailbox(
  dataDirectory: string,
  log: Log,
): Promise<Local<{ smtpUrl: string; webUrl: string }>> {
  const { startMailbox } = await import('./mail/mailbox.ts')
  return startMailbox({ smtpPort: 1025, webPort: 1080, directory: join(dataDirectory, 'mailbox'), log })
}

/** Kept beside the data, so that sessions and queued mails survive a restart. */
export function localSecret(dataDirectory: string): string {
  const file = join(dataDirectory, 'auth-secret')
  mkdirSync(dataDirectory, { recursive: true })
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8')
}
