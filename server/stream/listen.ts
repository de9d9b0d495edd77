import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

export type Listener = { stop(): Promise<void> }
type Ear = {
  heard(word: string): void
  /** After every reconnection: what was said meanwhile is lost, and nothing may rely on having heard everything. */
  missed(): void
  onLost(error: unknown): void
}

const CHANNEL = 'human_cloud'
const FIRST_WAIT_MS = 50
const LONGEST_WAIT_MS = 5000
/** A line can be dead without an end: what does not answer is given up. */
const CHECK_EVERY_MS = 5000
const ANSWER_WITHIN_MS = 4000

/** Listens on one connection of its own, and opens another when it breaks. */
export async function listen(url: string, ear: Ear): Promise<Listener> {
  const stopping = new AbortController()
  let client = await connect(url, ear)
  const keeping = keepOpen()

  async function keepOpen() {
    while (!stopping.signal.aborted) {
      await endOf(client)
      if (stopping.signal.aborted) return
      const next = await reconnect(url, ear, stopping.signal)
      if (!next) return
      client = next
      ear.missed()
    }
  }

  return {
    async stop() {
      stopping.abort()
      await Promise.race([client.end(), sleep(ANSWER_WITHIN_MS, null, { ref: false })])
      await keeping
    },
  }
}

async function connect(url: string, { heard, onLost }: Ear): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    keepAlive: true,
    application_name: 'human-cloud-listener',
    connectionTimeoutMillis: ANSWER_WITHIN_MS,
    query_timeout: ANSWER_WITHIN_MS,
  })
  client.on('notification', ({ payload }) => heard(payload ?? ''))
  client.on('error', onLost)
  await client.connect()
  await client.query(`listen ${CHANNEL}`).catch(async (error) => {
    await client.end().catch(onLost)
    throw error
  })
  return client
}

/** Waits until the connection has ended, asking now and then whether the other side is still there. */
async function endOf(client: pg.Client): Promise<void> {
  const check = setInterval(() => client.query('select 1').catch(() => client.end().catch(() => {})), CHECK_EVERY_MS)
  await new Promise<void>((resolve) => client.once('end', resolve))
  clearInterval(check)
}

async function reconnect(url: string, ear: Ear, signal: AbortSignal): Promise<pg.Client | null> {
  for (let wait = FIRST_WAIT_MS; !signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    await sleep(wait, null, { signal }).catch(() => null)
    const client = signal.aborted ? null : await connect(url, ear).catch(ear.onLost)
    if (client && signal.aborted) await client.end()
    else if (client) return client
  }
  return null
}
