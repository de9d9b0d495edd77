import { sql } from 'kysely'
import type { DataVisibility, DelegationStatus } from '../../shared/delegations.ts'
import { refuse } from '../../shared/errors.ts'
import type { Grant } from '../../shared/permissions.ts'
import type { Visit } from '../context.ts'
import { status } from '../delegations/present.ts'
import { equal, hashToken } from '../secrets/secrets.ts'

/** A delegation as its invitation shows it. */
export type InvitationRow = {
  id: string
  orgId: string
  partnerId: string
  email: string
  emailVerified: boolean
  status: DelegationStatus
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

export const selectInvitations = sql`
  select d.id, d.org_id, d.partner_id, u.email, u.email_verified, ${status} as status, d.permissions, d.data_visibility, d.message,
         inviter.name as inviter_name, d.invited_at, d.expires_at, d.ended_at, d.token_hash, o.slug, o.name as org_name, o.kind
  from delegations d
  join organizations o on o.id = d.org_id
  join users u on u.id = d.partner_id
  join users inviter on inviter.id = d.invited_by`

export async function openInvitation({ db }: Pick<Visit, 'db'>, id: string): Promise<InvitationRow> {
  const { rows } = await sql<InvitationRow>`${selectInvitations} where d.id = ${id}`.execute(db)
  return rows[0] ?? refuse('not_found')
}

export const organizationOf = ({ slug, orgName: name, kind }: InvitationRow) => ({ slug, name, kind })

/** Whether this is the secret of the newest mail. In constant time. */
export const isSecretOf = ({ tokenHash }: InvitationRow, token: string | null) =>
  token !== null && tokenHash !== null && equal(tokenHash, hashToken(token))
