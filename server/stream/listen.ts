import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

type Log = { warn(facts: object, words: string): void }
export type Listener = { stop(): Promise<void> }

const CHANNEL = 'human_cloud'
const LONGEST_WAIT_SECONDS = 10

/**
 * Listens on one connection of its own, and opens another when it breaks. What was said meanwhile is lost, so `missed` is
 * called after every reconnection: nothing may rely on having heard everything.
 */
export async function listen(
  url: string,
  heard: (word: string) => void,
  missed: () => void,
  log: Log,
): Promise<Listener> {
  const stopping = new AbortController()
  let client = await connect()

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'human-cloud-listener' })
    fresh.on('notification', ({ payload }) => heard(payload ?? ''))
    fresh.once('error', (error) => {
      log.warn({ err: error }, 'the listening connection broke')
      void reconnect()
    })
    await fresh.connect()
    await fresh.query(`listen ${CHANNEL}`)
    return fresh
  }

  async function reconnect() {
    for (let attempt = 0; !stopping.signal.aborted; attempt++) {
      await sleep(Math.min(2 ** attempt * 100, LONGEST_WAIT_SECONDS * 1000))
      const fresh = await connect().catch(() => null)
      if (!fresh) continue
      client = fresh
      return missed()
    }
  }

  return {
    async stop() {
      stopping.abort()
      client.removeAllListeners('error')
      client.on('error', () => {})
      await client.end()
    },
  }
}
