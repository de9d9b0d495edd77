import { sql } from 'kysely'
import type { z } from 'zod'
import type { Member } from '../../shared/organizations.ts'
import type { Role } from '../../shared/permissions.ts'
import { can, within } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { invitationLink } from '../delegations/present.ts'

/** A membership with everything that an admin is shown. */
export type MemberRow = {
  id: string
  orgId: string
  userId: string
  role: Role
  status: 'active' | 'invited' | 'removed'
  createdAt: Date
  acceptedAt: Date | null
  email: string
  name: string
  inviterName: string | null
  invitedAt: Date | null
  expiresAt: Date | null
  isExpired: boolean
  mailState: 'queued' | 'sent' | 'failed' | 'withdrawn' | null
  mailAt: Date | null
}

/** The address of a member: that which was invited, until they accepted. */
export const shownEmail = sql<string>`(case when memberships.status = 'active' then users.email else coalesce(memberships.invited_email, users.email) end)`

export const selectMembers = (db: Ctx['db']) =>
  db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.userId')
    .leftJoin('users as inviter', 'inviter.id', 'memberships.invitedBy')
    .leftJoin('mails', 'mails.id', 'memberships.mailId')
    .select([
      'memberships.id',
      'memberships.orgId',
      'memberships.userId',
      'memberships.role',
      'memberships.status',
      'memberships.createdAt',
      'memberships.acceptedAt',
      'memberships.invitedAt',
      'memberships.expiresAt',
      shownEmail.as('email'),
      'users.name',
      'inviter.name as inviterName',
      'mails.state as mailState',
      sql<boolean>`memberships.status = 'invited' and memberships.expires_at <= now()`.as('isExpired'),
      sql<Date | null>`coalesce(mails.settled_at, mails.created_at)`.as('mailAt'),
    ])

/** Before acceptance a member is an address (as SPEC D6). As a condition on `memberships`; `present` says the same of a row. */
export const isNameShown = sql<boolean>`(memberships.accepted_at is not null or memberships.invited_at is null)`

/** The one place that says which memberships a person may see. */
export const visibleMembers = ({ db, actor }: Ctx) =>
  selectMembers(db).where(within(actor, 'member.read', { org: 'memberships.orgId' }))

/** What is shown. Before acceptance a member is an address: no name, whether or not there is an account (as in SPEC D6). */
export function present(ctx: Ctx, row: MemberRow): z.input<typeof Member> {
  const { id, email, name, role, status, orgId } = row
  const mayAct = can(ctx.actor, 'member.manage', { orgId })
  return {
    id,
    user: { email, name: row.acceptedAt || !row.invitedAt ? name : '' },
    role,
    status,
    since: (row.acceptedAt ?? row.invitedAt ?? row.createdAt).toISOString(),
    invitation: row.mailState && status === 'invited' && mayAct ? invitationOf(ctx, row) : null,
  }
}

const invitationOf = ({ settings }: Ctx, row: MemberRow) => ({
  invitedBy: { name: row.inviterName! },
  invitedAt: row.invitedAt!.toISOString(),
  expiresAt: row.expiresAt!.toISOString(),
  isExpired: row.isExpired,
  mailState: row.mailState!,
  mailAt: row.mailAt!.toISOString(),
  link: invitationLink(settings.publicUrl, row.id),
})
