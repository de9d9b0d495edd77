import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Db, inTransaction } from '../server/db/db.ts'
import { newId } from '../server/db/new-id.ts'
import { announceRequests } from '../server/requests/announce.ts'
import { newToken } from '../server/secrets/secrets.ts'
import type { Question } from '../shared/briefs.ts'
import type { IdentityMode } from '../shared/delegations.ts'
import { organizations, type Person, people, settings } from './town.ts'

/** A brief as a test wants it. What is not said is an RFP of Meridian's editor, open, with one question of each type. */
export type AskedFor = {
  org?: keyof typeof organizations
  author?: Person
  /** The delegation it was made under, and how its partner appears. */
  delegation?: { id: string; identityMode: IdentityMode }
  title?: string
  anonymous?: boolean
  revealed?: boolean
  deadline?: Date | null
  questions?: Question[]
  /** Slugs of the solutions that are asked. */
  solutions?: string[]
}

export const question = (type: Question['type'], required = false, choices: string[] = []): Question => ({
  id: randomUUID(),
  text: `A question, ${type}`,
  type,
  choices,
  required,
})

/** Sends it as the buyer's page does, and answers the ids of the requests by the slug of their solution. */
export async function sentBrief(db: Db, asked: AskedFor = {}) {
  const brief = { orgId: organizations[asked.org ?? 'meridian'].id, id: newId() }
  const questions = asked.questions ?? [
    question('text'),
    question('yes_no'),
    question('number'),
    question('choice', false, ['One', 'Two']),
  ]
  await inTransaction(db, async (tx) => {
    await sql`
      insert into briefs (org_id, id, kind, title, description, author_id, delegation_id, identity_mode, anonymous, revealed_at, deadline,
                          deadline_zone, published_at, created_at)
      values (${brief.orgId}, ${brief.id}, 'rfp', ${asked.title ?? 'Night shift cover'}, 'Nurses for three wards.', ${people[asked.author ?? 'edith'].id},
              ${asked.delegation?.id ?? null}, ${asked.delegation?.identityMode ?? null}, ${asked.anonymous ?? false},
              ${asked.revealed ? sql`now()` : null}, ${asked.deadline ?? null}, 'Europe/Berlin', clock_timestamp(), now())`.execute(
      tx,
    )
    for (const [position, it] of questions.entries())
      await sql`
        insert into brief_questions (org_id, brief_id, id, position, text, type, choices, required)
        values (${brief.orgId}, ${brief.id}, ${it.id}, ${position}, ${it.text}, ${it.type}, ${it.choices}, ${it.required})`.execute(
        tx,
      )
    await sql`
      insert into requests (org_id, brief_id, solution_id)
      select ${brief.orgId}, ${brief.id}, id from solutions where slug = any(${asked.solutions ?? ['crewline', 'globehire']})`.execute(
      tx,
    )
    await announceRequests({ db: tx }, brief)
  })
  const { rows } = await sql<{ slug: string; id: string }>`
    select v.slug, r.id from requests r join solutions v on v.id = r.solution_id where r.org_id = ${brief.orgId} and r.brief_id = ${brief.id}`.execute(
    db,
  )
  return {
    ...brief,
    questions,
    requests: Object.fromEntries(rows.map(({ slug, id }) => [slug, id])) as Record<string, string>,
  }
}

/** Whoever reads this mailbox, as a browser's cookie: their mailbox proven, with a name. */
export async function cookieOfContact(db: Db, email: string, name = 'Somebody There'): Promise<string> {
  const token = newToken()
  await sql`update users set email_verified = true, name = ${name} where email = ${email}`.execute(db)
  await sql`
    insert into sessions (user_id, token, expires_at) select id, ${token}, now() + interval '1 hour' from users where email = ${email}`.execute(
    db,
  )
  return settings.secrets.sign(token)
}
