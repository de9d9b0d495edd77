import { sql } from 'kysely'
import type { Grant, Role } from '../../shared/permissions.ts'
import type { Machine } from '../context.ts'
import { record } from '../events/record.ts'

const REMIND_DAYS_BEFORE = 3

/**
 * SPEC 10: tells partners whose invitation is about to expire, once per invitation. Invitations that live no longer than
 * the notice itself are not reminded of.
 */
export async function remindExpiring(machine: Machine): Promise<number> {
  const { rows } = await sql<{
    id: string
    orgId: string
    partnerId: string
    permissions: Grant[]
    expiresAt: Date
    inviter: string
  }>`
    update delegations d set reminded_at = now()
    from users inviter, mails mail
    where inviter.id = d.invited_by and mail.id = d.mail_id and d.accepted_at is null and d.ended_at is null and d.reminded_at is null
      and d.expires_at > now() and d.expires_at <= now() + make_interval(days => ${REMIND_DAYS_BEFORE})
      and d.expires_at - mail.created_at > make_interval(days => ${REMIND_DAYS_BEFORE})
    returning d.id, d.org_id, d.partner_id, d.permissions, d.expires_at, inviter.name as inviter`.execute(machine.db)
  for (const { id, orgId, partnerId, permissions, expiresAt, inviter } of rows) {
    const facts = { by: inviter, permissions, expiresAt: expiresAt.toISOString() }
    await record(machine, 'delegation.expiring', { orgId, delegationId: id, subjectId: partnerId, facts })
  }
  return rows.length
}

/** The same for those who were invited to a team. */
export async function remindExpiringMembers(machine: Machine): Promise<number> {
  const { rows } = await sql<{
    id: string
    orgId: string
    userId: string
    role: Role
    expiresAt: Date
    inviter: string
  }>`
    update memberships m set reminded_at = now()
    from users inviter, mails mail
    where inviter.id = m.invited_by and mail.id = m.mail_id and m.status = 'invited' and m.reminded_at is null
      and m.expires_at > now() and m.expires_at <= now() + make_interval(days => ${REMIND_DAYS_BEFORE})
      and m.expires_at - mail.created_at > make_interval(days => ${REMIND_DAYS_BEFORE})
    returning m.id, m.org_id, m.user_id, m.role, m.expires_at, inviter.name as inviter`.execute(machine.db)
  for (const { id, orgId, userId, role, expiresAt, inviter } of rows) {
    const facts = { by: inviter, role, invitationId: id, expiresAt: expiresAt.toISOString() }
    await record(machine, 'member.expiring', { orgId, membershipId: id, subjectId: userId, facts })
  }
  return rows.length
}
