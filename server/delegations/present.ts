import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { DataVisibility, Delegation, DelegationStatus, IdentityMode } from '../../shared/delegations.ts'
import type { Grant } from '../../shared/permissions.ts'
import type { Settings } from '../context.ts'

/** A delegation with everything that an admin is shown. */
export type DelegationRow = {
  id: string
  orgId: string
  partnerId: string
  status: DelegationStatus
  email: string
  partnerName: string
  permissions: Grant[]
  dataVisibility: DataVisibility
  identityMode: IdentityMode
  message: string | null
  inviterName: string
  invitedAt: Date
  expiresAt: Date
  acceptedAt: Date | null
  endedAt: Date | null
  endedBy: string | null
  enderName: string | null
  endReason: string | null
  mailState: 'queued' | 'sent' | 'failed' | 'withdrawn'
  mailAt: Date
  version: number
}

/** The state of `delegations d`, by the database's clock. */
export const status = sql<DelegationStatus>`delegation_status(d.accepted_at, d.ended_as, d.expires_at)`

/**
 * The address of the partner of `delegations d`: that which was invited, and while they have access that which they have (SPEC
 * D6). Empty for whose account is gone.
 */
export const shownEmail = sql<string>`(case when partner.deleted_at is not null then '' when d.accepted_at is not null and d.ended_at is null then partner.email else coalesce(d.invited_email, partner.email) end)`

/** Reads delegations with their details. `condition` always begins with what the actor may see. */
export const selectDelegations = (condition: RawBuilder<unknown>) => sql<DelegationRow>`
  select d.id, d.org_id, d.partner_id, ${status} as status, ${shownEmail} as email, partner.name as partner_name,
         d.permissions, d.data_visibility, d.identity_mode, d.message, inviter.name as inviter_name,
         d.invited_at, d.expires_at, d.accepted_at, d.ended_at, d.ended_by, ender.name as ender_name, d.end_reason,
         mails.state as mail_state, coalesce(mails.settled_at, mails.created_at) as mail_at, d.version
  from delegations d
  join users partner on partner.id = d.partner_id
  join users inviter on inviter.id = d.invited_by
  join mails on mails.id = d.mail_id
  left join users ender on ender.id = d.ended_by
  where ${condition}`

/** What is shown. Before acceptance a partner is an address: no name, whether or not there is an account (SPEC D6). */
export function present(row: DelegationRow, { publicUrl }: Settings): z.input<typeof Delegation> {
  const { id, permissions, dataVisibility, identityMode, message, mailState, version, endReason } = row
  const endedAt = row.status === 'expired' ? row.expiresAt : row.endedAt
  return {
    id,
    status: row.status,
    permissions,
    dataVisibility,
    identityMode,
    message,
    mailState,
    version,
    endReason,
    partner: { email: row.email, name: isNamed(row) ? row.partnerName : null },
    invitedBy: { name: row.inviterName },
    invitedAt: row.invitedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    endedBy: endedBy(row),
    mailAt: row.mailAt.toISOString(),
    link: invitationLink(publicUrl, id),
  }
}

/** Who ended it. A partner who never accepted stays nameless. */
export function endedBy(
  row: Pick<DelegationRow, 'status' | 'endedBy' | 'partnerId' | 'email' | 'acceptedAt' | 'partnerName' | 'enderName'>,
) {
  if (row.status === 'expired') return { name: 'Expired', as: 'clock' as const }
  if (!row.endedBy) return null
  if (row.endedBy === row.partnerId) return { name: partnerLabel(row), as: 'partner' as const }
  return { name: row.enderName ?? '', as: 'admin' as const }
}

/** SPEC I2: from configuration only, never from a request's headers. The secret, where there is one, is the fragment. */
export const invitationLink = (publicUrl: string, delegationId: string, token?: string): string =>
  `${publicUrl}/invitations/${delegationId}${token ? `#${token}` : ''}`

type Called = Pick<DelegationRow, 'acceptedAt' | 'partnerName' | 'email'>

/** Once they accepted; and whoever deleted their account has no address left, and a name that says so. */
const isNamed = ({ acceptedAt, email }: Called): boolean => acceptedAt !== null || email === ''

/** How a partner is called in what is remembered: by name once they accepted, by address before. */
export const partnerLabel = (row: Called): string => (isNamed(row) ? row.partnerName : row.email)
