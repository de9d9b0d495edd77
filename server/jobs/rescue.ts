import type { WorkerEvents } from 'graphile-worker'
import type pg from 'pg'

/*
 * A worker that is killed hard keeps its jobs locked for four hours. So every live worker holds a session advisory lock
 * named after its id: the database lets go of it in the moment the process dies. Whoever sees jobs locked by an id that
 * nobody holds, unlocks them.
 */

const LOCK_CLASS = 72_11_002
const EVERY_SECONDS = 5

type Log = { warn(facts: object, words: string): void }

export async function keepAlive(pool: pg.Pool, events: WorkerEvents, log: Log): Promise<{ stop(): Promise<void> }> {
  const workerIds = new Set<string>()
  // One connection holds the locks of all workers of this process, taken one after the other.
  let holder: Promise<pg.PoolClient> | null = null
  const lost = () => {
    holder = null
  }
  const hold = (workerId: string): Promise<pg.PoolClient> => {
    holder = (holder ?? connectHolder(pool, lost)).then((client) => lockFor(client, workerId))
    holder.catch(lost)
    return holder
  }
  const beat = async () => {
    if (!holder) for (const workerId of workerIds) await hold(workerId)
    await unlockJobsOfTheDead(pool, log)
  }
  const beatQuietly = () => beat().catch((error) => log.warn({ err: error }, 'could not look for jobs of dead workers'))

  // The queue writes the id of the pool into the jobs that it locks, not the ids of the pool's workers.
  events.on('pool:create', ({ workerPool }) => {
    workerIds.add(workerPool.id)
    hold(workerPool.id).catch((error) => log.warn({ err: error }, 'could not hold the lock of a worker'))
  })
  await beat()
  const timer = setInterval(beatQuietly, EVERY_SECONDS * 1000)
  return {
    async stop() {
      clearInterval(timer)
      const client = await holder
      client?.release(true)
    },
  }
}

/** When it is lost, the next beat takes a new one. */
async function connectHolder(pool: pg.Pool, lost: () => void): Promise<pg.PoolClient> {
  const client = await pool.connect()
  client.once('error', () => {
    lost()
    client.release(true)
  })
  return client
}

async function lockFor(client: pg.PoolClient, workerId: string): Promise<pg.PoolClient> {
  await client.query('select pg_advisory_lock_shared($1, hashtext($2))', [LOCK_CLASS, workerId])
  return client
}

/** A worker that just started may not hold its lock yet, hence the grace. */
const GRACE_SECONDS = 10

async function unlockJobsOfTheDead(pool: pg.Pool, log: Log): Promise<void> {
  const { rows } = await pool.query<{ lockedBy: string }>(
    `select distinct locked_by as "lockedBy" from graphile_worker.jobs
     where locked_by is not null and locked_at < now() - make_interval(secs => $1) and not exists (
       select from pg_locks
       where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
         and classid::bigint = $2 and objid::bigint = (hashtext(locked_by)::bigint & 4294967295) and objsubid = 2)`,
    [GRACE_SECONDS, LOCK_CLASS],
  )
  if (rows.length === 0) return
  const dead = rows.map(({ lockedBy }) => lockedBy)
  await pool.query('select graphile_worker.force_unlock_workers($1)', [dead])
  log.warn({ dead }, 'unlocked the jobs of workers that died')
}
