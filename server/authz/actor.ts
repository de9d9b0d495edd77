import { sql } from 'kysely'
import type { DataVisibility, IdentityMode } from '../../shared/delegations.ts'
import type { Grant, Role } from '../../shared/permissions.ts'
import type { Db } from '../db/db.ts'

export type OrganizationRow = {
  id: string
  /** Its address now, also where an old one was asked for. */
  slug: string
  name: string
  kind: 'buyer' | 'solution'
  /** Where the organization keeps quotes from its viewers. */
  hidesQuotes?: true
}

/** How a person is tied to the organization in the address: one of its people, or its partner by a live delegation. */
export type Tie =
  | { kind: 'member'; id: string; organization: OrganizationRow; role: Role }
  | {
      kind: 'partner'
      /** The delegation under which the person acts. */
      id: string
      organization: OrganizationRow
      grants: Grant[]
      dataVisibility: DataVisibility
      identityMode: IdentityMode
    }

/** The delegation under which somebody acts; null for members. */
export const actingDelegationOf = (tie: Tie | null): string | null => (tie?.kind === 'partner' ? tie.id : null)

/** Who is asking, and everything the rules need to know about them. Read anew for every request (SPEC G1). */
export type Actor = {
  user: { id: string; email: string; name: string }
  sessionId: string
  /** Null where the address names no organization, or one that the person has nothing to do with. */
  tie: Tie | null
}

/**
 * Session, user, and membership or delegation in one prepared statement by keys. Null where the session is not valid.
 * @param slug the organization in the address, null where there is none
 */
export async function loadActor(db: Db, sessionToken: string, slug: string | null): Promise<Actor | null> {
  return (await loadActors(db, [sessionToken], slug)).get(sessionToken) ?? null
}

/** The same for many sessions at once, by token. Those that are not valid any more are missing. */
export async function loadActors(db: Db, sessionTokens: string[], slug: string | null): Promise<Map<string, Actor>> {
  const { rows } = await readActors(sessionTokens, slug).execute(db)
  return new Map(rows.map((row) => [row.token, actorOf(row)]))
}

const readActors = (sessionTokens: string[], slug: string | null) => sql<ActorRow>`
  select s.token, s.id as session_id, u.id as user_id, u.email, u.name,
         o.id as org_id, o.slug, o.name as org_name, o.kind as org_kind, not o.viewers_see_quotes as hides_quotes,
         m.id as membership_id, m.role,
         d.id as delegation_id, d.permissions, d.data_visibility, d.identity_mode
  from sessions s
  join users u on u.id = s.user_id and u.email_verified
  left join organization_slugs address on address.slug = ${slug}
  left join organizations o on o.id = address.org_id
  left join memberships m on m.org_id = o.id and m.user_id = u.id and m.status = 'active'
  left join delegations d on d.org_id = o.id and d.partner_id = u.id and d.accepted_at is not null and d.ended_at is null
  where s.token = any(${sessionTokens}) and s.expires_at > now()`

type ActorRow = {
  token: string
  sessionId: string
  userId: string
  email: string
  name: string
  orgId: string | null
  slug: string
  orgName: string
  orgKind: 'buyer' | 'solution'
  hidesQuotes: boolean
  membershipId: string | null
  role: Role
  delegationId: string | null
  permissions: Grant[]
  dataVisibility: DataVisibility
  identityMode: IdentityMode
}

const actorOf = (row: ActorRow): Actor => ({
  user: { id: row.userId, email: row.email, name: row.name },
  sessionId: row.sessionId,
  tie: tieOf(row),
})

function tieOf(row: ActorRow): Tie | null {
  if (!row.orgId) return null
  const organization = {
    id: row.orgId,
    slug: row.slug,
    name: row.orgName,
    kind: row.orgKind,
    ...(row.hidesQuotes && { hidesQuotes: true as const }),
  }
  if (row.membershipId) return { kind: 'member', id: row.membershipId, organization, role: row.role }
  if (!row.delegationId) return null
  const { dataVisibility, identityMode, permissions: grants } = row
  return { kind: 'partner', id: row.delegationId, organization, grants, dataVisibility, identityMode }
}
