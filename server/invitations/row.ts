import { sql } from 'kysely'
import type { DataVisibility, DelegationStatus } from '../../shared/delegations.ts'
import { refuse } from '../../shared/errors.ts'
import type { Grant, Role } from '../../shared/permissions.ts'
import type { Visit } from '../context.ts'
import { status } from '../delegations/present.ts'
import { equal, hashToken } from '../secrets/secrets.ts'

/** A delegation or a membership as its invitation shows it: the one mechanism of SPEC 3 serves both. */
export type InvitationRow = {
  as: 'partner' | 'member'
  id: string
  orgId: string
  inviteeId: string
  email: string
  emailVerified: boolean
  status: DelegationStatus
  role: Role | null
  permissions: Grant[]
  dataVisibility: DataVisibility
  message: string | null
  inviterName: string
  invitedAt: Date
  expiresAt: Date
  endedAt: Date | null
  tokenHash: Buffer | null
  slug: string
  orgName: string
  kind: 'buyer' | 'solution'
}

const toPartners = sql`
  select 'partner' as "as", d.id, d.org_id, d.partner_id as invitee_id, d.invited_email, ${status} as status, null as role, d.permissions, d.data_visibility, d.message,
         d.invited_by, d.invited_at, d.expires_at, d.accepted_at, d.ended_at, d.ended_by, d.end_reason, d.token_hash
  from delegations d`

/** Members see what is published, as a partner with `full` does; what else they see and do, their role says. */
const toMembers = sql`
  select 'member', m.id, m.org_id, m.user_id, m.invited_email, membership_status(m.status, m.ended_as, m.expires_at), m.role, '{}'::text[], 'full', null,
         m.invited_by, m.invited_at, m.expires_at, m.accepted_at, m.ended_at, m.ended_by, m.end_reason, m.token_hash
  from memberships m where m.invited_by is not null`

/** Every invitation there ever was, as `i`. A condition follows. */
export const selectInvitations = sql`
  select i.as, i.id, i.org_id, i.invitee_id, coalesce(i.invited_email, u.email) as email, u.email_verified, i.status, i.role, i.permissions, i.data_visibility, i.message,
         inviter.name as inviter_name, i.invited_at, i.expires_at, i.ended_at, i.token_hash, o.slug, o.name as org_name, o.kind
  from (${toPartners} union all ${toMembers}) i
  join organizations o on o.id = i.org_id
  join users u on u.id = i.invitee_id
  join users inviter on inviter.id = i.invited_by`

export async function openInvitation({ db }: Pick<Visit, 'db'>, id: string): Promise<InvitationRow> {
  const { rows } = await sql<InvitationRow>`${selectInvitations} where i.id = ${id}`.execute(db)
  return rows[0] ?? refuse('not_found')
}

export const organizationOf = ({ slug, orgName: name, kind }: InvitationRow) => ({ slug, name, kind })

/** SPEC I4: until it is answered an invitation is for an address, whoever else its owner has become. */
export const isFor = ({ inviteeId, status, email }: InvitationRow, user: { id: string; email: string }): boolean =>
  inviteeId === user.id && (status !== 'pending' || email === user.email)

/** Whether this is the secret of the newest mail. In constant time. */
export const isSecretOf = ({ tokenHash }: InvitationRow, token: string | null) =>
  token !== null && tokenHash !== null && equal(tokenHash, hashToken(token))
