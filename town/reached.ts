import { sql } from 'kysely'
import { db, type Person, people } from './town.ts'

const nameOf = (id: string, email: string) =>
  (Object.keys(people) as Person[]).find((key) => people[key].id === id) ?? email

async function rowsOf(channel: 'notifications' | 'mails') {
  const { rows } = await sql<{ id: string; kind: string; userId: string; email: string }>`
    select told.id, told.kind, users.id as user_id, users.email from ${sql.table(channel)} told join users on users.id = told.user_id`.execute(
    db(),
  )
  return rows.map(({ id, kind, userId, email }) => ({ id, told: `${kind} → ${nameOf(userId, email)}` }))
}

/** Whom an act reached on each channel, and by what kind of news: exactly those, and nobody else. */
export async function reached(act: () => Promise<unknown>) {
  const before = new Set([...(await rowsOf('notifications')), ...(await rowsOf('mails'))].map(({ id }) => id))
  await act()
  const fresh = async (channel: 'notifications' | 'mails') =>
    (await rowsOf(channel)).flatMap(({ id, told }) => (before.has(id) ? [] : [told])).sort()
  return { app: await fresh('notifications'), mail: await fresh('mails') }
}

/** As `reached` says it: `to('note.shared', 'pia')`. */
export const to = (kind: string, ...names: string[]) => names.map((name) => `${kind} → ${name}`)
