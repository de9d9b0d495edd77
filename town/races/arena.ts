import type { z } from 'zod'
import type { Ctx } from '../../server/context.ts'
import { openDb, openPool } from '../../server/db/db.ts'
import { serve } from '../../server/http/serve.ts'
import { newToken } from '../../server/secrets/secrets.ts'
import type { Endpoint } from '../../shared/endpoint.ts'
import type { Grant } from '../../shared/permissions.ts'
import { type Answer, freshTown, organizations, type Person, people, serverOf, settings } from '../town.ts'

export type Arena = Awaited<ReturnType<typeof openArena>>
type Permissions = Grant[]

/** A town of its own in which things commit, and two instances of the program over it, each with its own connections. */
export async function openArena({ connections = 12 } = {}) {
  const town = await freshTown()
  const instances = [0, 1].map(() => openInstance(town.url, connections))
  const rowsOf = async <R>(text: string, values: unknown[] = []) => (await town.pool.query(text, values)).rows as R[]
  const { cookieOf, newPerson, newDelegation } = inhabitants(rowsOf)

  return {
    ...town,
    instances,
    rowsOf,
    newPerson,
    newDelegation,
    one: async <R>(text: string, values: unknown[] = []) => (await rowsOf<R>(text, values))[0]!,
    /** One session of a person, as a browser at each of the two instances. */
    async browsersOf(person: Person) {
      const cookie = await cookieOf(people[person].id)
      return instances.map(({ browserWith }) => browserWith(cookie))
    },
    async close() {
      for (const { close } of instances) await close()
      await town.drop()
    },
  }
}

function openInstance(url: string, connections: number) {
  const db = openDb(openPool({ url, connections }))
  const accounts = openDb(openPool({ url, connections: 5 }))
  const server = serverOf(db, { authDb: accounts })
  return {
    ...server,
    db,
    /** Opens a door that only exists in this test, through the same `serve` as every other. */
    open<I extends z.ZodType, R extends z.ZodType>(
      door: Endpoint<I, R>,
      operation: (ctx: Ctx, input: z.output<I>) => Promise<z.input<R>>,
    ) {
      serve({ http: server.http, db, settings, doors: [] }, door, operation)
    },
    async close() {
      await server.http.close()
      await db.destroy()
      await accounts.destroy()
    },
  }
}

type Rows = <R>(text: string, values?: unknown[]) => Promise<R[]>

/** New people and new delegations, written straight into the database: the rounds need many. */
function inhabitants(rowsOf: Rows) {
  let count = 0

  async function cookieOf(userId: string) {
    const token = newToken()
    await rowsOf(`insert into sessions (user_id, token, expires_at) values ($1, $2, now() + interval '1 hour')`, [
      userId,
      token,
    ])
    return settings.secrets.sign(token)
  }

  async function newPerson(email = `person-${++count}@races.example`) {
    const [user] = await rowsOf<{ id: string }>(
      `insert into users (email, name, email_verified) values ($1, 'Racing Person', true) returning id`,
      [email],
    )
    return { id: user!.id, email, cookie: await cookieOf(user!.id) }
  }

  /** Its mail went out a while ago, so it may be resent. */
  async function newDelegation(
    partnerId: string,
    { active = false, permissions = ['shortlists', 'briefs', 'notes'] as Permissions, expiresInDays = 14 } = {},
  ) {
    const [row] = await rowsOf<{ id: string }>(
      `with written as (select new_id() as delegation_id, new_id() as mail_id),
       mailed as (
         insert into mails (id, user_id, address, org_id, delegation_id, kind, facts, state, created_at)
         select mail_id, $1::uuid, 'somebody@races.example', $2::uuid, delegation_id, 'delegation.invited', '{}', 'sent', now() - interval '1 hour' from written)
       insert into delegations (org_id, id, partner_id, permissions, data_visibility, identity_mode, invited_by, invited_at, expires_at, mail_id, accepted_at)
       select $2, delegation_id, $1, $3, 'scoped', 'as_buyer', $4, now() - interval '20 days', now() + make_interval(days => $5), mail_id, case when $6 then now() end
       from written returning id`,
      [partnerId, organizations.meridian.id, permissions, people.bea.id, expiresInDays, active],
    )
    return row!.id
  }
  return { cookieOf, newPerson, newDelegation }
}

/** Starts all of them before it waits for any. */
export const all = (count: number, work: (index: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)))

export const statusesOf = (answers: Answer[]) => [...new Set(answers.map(({ statusCode }) => statusCode))].sort()

/** How often each of these occurs. */
export const tally = (values: (string | number)[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(values, String)].map(([value, found]) => [value, found.length]).sort())

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

/** Numbers that look random and can be had again: `SEED=… npx vitest run town/races`. */
export function dice(seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number) => Math.floor(next() * end)
  return {
    seed,
    below,
    shuffled: <T>(values: readonly T[]): T[] =>
      values
        .map((value) => [next(), value] as const)
        .sort(([one], [other]) => one - other)
        .map(([, value]) => value),
  }
}
