import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import { canonicalEmail, foldedEmail } from '../../shared/email.ts'
import { refuse } from '../../shared/errors.ts'
import type { Actor } from '../authz/actor.ts'
import type { Db } from '../db/db.ts'

/**
 * At most `most` hits a window on one key; `cost` is what this request counts. `shared` keys protect somebody else, so
 * they count only requests that were within all of the asking one's own: nobody can use them up for everybody.
 */
export type Limit = { key: string; most: number; windowSeconds: number; cost?: number; shared?: true }

/** What a limit may look at. */
export type Asking = { actor: Actor | null; ipAddress: string; input: Record<string, unknown> }

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

const byNetwork =
  (name: string, most: number, windowSeconds: number) =>
  (asking: Asking): Limit => ({ key: `${name}:ip:${networkOf(asking.ipAddress)}`, most, windowSeconds })

const byMailboxAndNetwork =
  (name: string, most: number, windowSeconds: number) =>
  ({ input, ipAddress }: Asking): Limit => ({
    key: `${name}:${mailboxOf(input.email)}:${networkOf(ipAddress)}`,
    most,
    windowSeconds,
  })

/** Codes and passwords are guessed against a mailbox, so it counts from wherever they come, too. */
const byMailbox =
  (name: string, most: number, windowSeconds: number) =>
  ({ input }: Asking): Limit => ({
    key: `${name}:mailbox:${mailboxOf(input.email)}`,
    most,
    windowSeconds,
    shared: true,
  })

const byActor =
  (name: string, most: number, windowSeconds: number) =>
  ({ actor }: Asking): Limit => ({ key: `${name}:user:${actor!.user.id}`, most, windowSeconds })

const everyone = byActor('any', 600, MINUTE)

const entering = [
  byMailboxAndNetwork('enter', 15, 10 * MINUTE),
  byNetwork('enter', 100, 10 * MINUTE),
  byMailbox('enter', 60, 10 * MINUTE),
]

/** ABUSE 28: per actor, per organization, and all of us together. Only those who may invite at all come near these. */
function invitations(asking: Asking): Limit[] {
  const { actor, input } = asking
  const { tie, user } = actor!
  if (tie?.kind !== 'member' || tie.role !== 'admin') return [everyone(asking)]
  const cost = [input.email ?? input.emails].flat().length
  return [
    { key: `invite:user:${user.id}`, most: 100, windowSeconds: HOUR, cost },
    { key: `invite:org:${tie.organization.id}`, most: 300, windowSeconds: DAY, cost },
    { key: 'invite:all', most: 20_000, windowSeconds: DAY, cost, shared: true },
  ]
}

/** The recipient's share of it, counted for invitations that are really made: by one organization, and by all. */
export const limitsOfRecipient = (email: string, orgId: string): Limit[] => [
  { key: `invite:mailbox:${mailboxOf(email)}:${orgId}`, most: 6, windowSeconds: DAY },
  { key: `invite:mailbox:${mailboxOf(email)}`, most: 20, windowSeconds: DAY, shared: true },
]

/**
 * ABUSE 28: every recipient of a brief gets a mail. Counted for those that are really asked: by one person, for one
 * sender, and each contact once more, for one sender and for all. The sender is the organization's team, or one delegation:
 * a partner must not feel what others send there (SPEC V3).
 */
export const limitsOfSending = (userId: string, senderId: string, contacts: string[]): Limit[] => [
  { key: `send:user:${userId}`, most: 200, windowSeconds: HOUR, cost: contacts.length },
  { key: `send:for:${senderId}`, most: 500, windowSeconds: DAY, cost: contacts.length },
  ...contacts.flatMap((email): Limit[] => [
    { key: `send:mailbox:${mailboxOf(email)}:${senderId}`, most: 20, windowSeconds: DAY },
    { key: `send:mailbox:${mailboxOf(email)}`, most: 200, windowSeconds: DAY, shared: true },
  ]),
]

/** Every later deadline reminds those who have not answered once more. */
export const limitsOfDeadline = (briefId: string): Limit[] => [
  { key: `deadline:${briefId}`, most: 5, windowSeconds: DAY },
]

/** Every change of terms mails the partner, every change of a role the member. */
const changesOfTerms = ({ actor, input }: Asking): Limit => ({
  key: `terms:${actor!.user.id}:${String(input.id).toLowerCase()}`,
  most: 20,
  windowSeconds: HOUR,
})

/** Every answer to a brief mails its author and admins. */
const answers = ({ actor, input }: Asking): Limit => ({
  key: `answer:${actor!.user.id}:${String(input.id).toLowerCase()}`,
  most: 30,
  windowSeconds: HOUR,
})

/** Limits by route; a signed-in person's other changes count on `everyone`. */
const limits: Record<string, ((asking: Asking) => Limit | Limit[])[]> = {
  'POST /api/auth/email-otp/send-verification-otp': [
    byMailboxAndNetwork('code', 5, 10 * MINUTE),
    byMailboxAndNetwork('code-day', 20, DAY),
    byNetwork('code', 40, 10 * MINUTE),
    byMailbox('code-day', 60, DAY),
  ],
  'POST /api/auth/sign-in/email-otp': entering,
  'POST /api/auth/sign-in/email': entering,
  'POST /api/auth/email-otp/reset-password': entering,
  'POST /me/password': [byActor('password', 10, 10 * MINUTE)],
  'POST /me/proof': [byActor('proof', 5, 10 * MINUTE)],
  'POST /me/email': [byActor('email-change', 5, HOUR), byMailbox('code-day', 60, DAY)],
  'POST /me/email/confirm': [byActor('email-confirm', 15, 10 * MINUTE)],
  'DELETE /me': [byActor('password', 10, 10 * MINUTE)],
  'POST /me/export': [byActor('export', 10, HOUR)],
  'GET /email-changes/:id': [byNetwork('stoppable', 300, MINUTE)],
  'POST /email-changes/:id/stop': [byNetwork('stop', 60, 10 * MINUTE)],
  'POST /organizations': [byActor('organization', 10, DAY)],
  'POST /organizations/:org/delegations': [invitations],
  'POST /organizations/:org/delegations/bulk': [invitations],
  'POST /organizations/:org/members': [invitations],
  'PATCH /organizations/:org/members/:id': [changesOfTerms],
  'PATCH /organizations/:org': [byActor('organization-settings', 30, HOUR)],
  'PATCH /organizations/:org/delegations/:id': [changesOfTerms],
  'POST /workspaces/:org/briefs/:id/send': [byActor('send-try', 60, HOUR)],
  'POST /workspaces/:org/briefs/:id/recipients': [byActor('send-try', 60, HOUR)],
  'PUT /requests/:id/response': [answers],
  'GET /invitations/:id': [byNetwork('invitation', 300, MINUTE)],
  'POST /invitations/:id/claim': [byNetwork('claim', 60, 10 * MINUTE)],
}

export const limitsOf = (route: string, asking: Asking): Limit[] =>
  (limits[route] ?? (route.startsWith('GET ') || !asking.actor ? [] : [everyone])).flatMap((limit) => limit(asking))

/** Counts this request, on its own keys first, and only where those allow it on the shared ones. Refused ones count too. */
export async function countHits(db: Db, limits: Limit[]): Promise<void> {
  await countOn(
    db,
    limits.filter(({ shared }) => !shared),
  )
  await countOn(
    db,
    limits.filter(({ shared }) => shared),
  )
}

/** All keys in one statement, sorted, so that two requests never wait for each other in a circle. */
async function countOn(db: Db, limits: Limit[]): Promise<void> {
  if (limits.length === 0) return
  const now = Date.now() / 1000
  const rows = limits
    .map(({ key, most, windowSeconds, cost = 1 }) => ({
      key: `${key}:${Math.floor(now / windowSeconds)}`,
      most,
      cost,
      ends: (Math.floor(now / windowSeconds) + 1) * windowSeconds,
    }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
  const hits = await addHits(db, rows)
  const over = rows.find(({ key, most }) => hits.get(key)! > most)
  if (over) refuse('too_many_requests', { retryAfterSeconds: Math.ceil(over.ends - now) })
}

type Row = { key: string; cost: number; ends: number }

async function addHits(db: Db, rows: Row[]): Promise<Map<string, number>> {
  const { rows: counted } = await sql<{ key: string; hits: number }>`
    insert into rate_limits as counter (key, hits, expires_at)
    select key, sum(cost)::int, to_timestamp(max(ends))
    from unnest(${rows.map(({ key }) => key)}::text[], ${rows.map(({ cost }) => cost)}::int[], ${rows.map(({ ends }) => ends)}::float8[]) as hit (key, cost, ends)
    group by key order by key
    on conflict (key) do update set hits = counter.hits + excluded.hits
    returning key, hits`.execute(db)
  return new Map(counted.map(({ key, hits }) => [key, hits]))
}

/** One IPv6 customer holds at least a /64, so that is what counts (ABUSE 29). */
export function networkOf(ipAddress: string): string {
  const mapped = ipAddress.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(mapped)) return mapped
  const [head = '', tail] = new URL(`http://[${mapped.replace(/%.*$/, '')}]`).hostname.slice(1, -1).split('::')
  const groups = head.split(':').filter(Boolean)
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length
  return [...groups, ...Array<string>(missing).fill('0'), ...(tail ?? '').split(':').filter(Boolean)]
    .slice(0, 4)
    .join(':')
}

const mailboxOf = (email: unknown): string =>
  foldedEmail(typeof email === 'string' ? (canonicalEmail(email) ?? email) : (email as { canonical: string }).canonical)
