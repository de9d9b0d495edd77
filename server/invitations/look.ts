import { sql } from 'kysely'
import type { z } from 'zod'
import { maskedEmail } from '../../shared/email.ts'
import type * as api from '../../shared/invitations.ts'
import type { Invitation } from '../../shared/invitations.ts'
import { authorizeOwn, within } from '../authz/can.ts'
import type { Ctx, Visit } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { type InvitationRow, isFor, isSecretOf, openInvitation, organizationOf, selectInvitations } from './row.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** SPEC I6: they wait from the first sign-in, whichever way the person signed up. */
export async function listInvitations(ctx: Ctx, { limit, cursor }: Input<typeof api.listInvitations>) {
  authorizeOwn(ctx, 'delegation.answer')
  const place = placeOf(cursor)
  const { rows } = await sql<InvitationRow>`
    ${selectInvitations}
    where ${within(ctx.actor, 'delegation.answer', { user: 'i.inviteeId' })} and i.ended_at is null and i.accepted_at is null and i.expires_at > now()
      and ${place ? sql`i.id < ${place}` : sql`true`}
    order by i.id desc limit ${limit + 1}`.execute(ctx.db)
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map(presentPending), nextCursor }
}

const presentPending = (row: InvitationRow) => ({
  id: row.id,
  organization: organizationOf(row),
  invitedBy: { name: row.inviterName },
  ...offerIn(row),
  message: row.message,
  invitedAt: row.invitedAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
})

const offerIn = ({ as, role, permissions, dataVisibility }: InvitationRow) => ({
  as,
  role,
  permissions,
  dataVisibility,
})

/** SPEC I3, I5: looking changes nothing. Who may know the address and the message: the invited person, and who has the secret. */
export async function findInvitation(
  visit: Visit,
  { id }: Input<typeof api.findInvitation>,
): Promise<z.input<typeof Invitation>> {
  const row = await openInvitation(visit, id)
  const viewer = viewerOf(visit, row)
  const trusted = viewer === 'invitee' || viewer === 'account' || viewer === 'claim'
  return {
    id,
    state: row.status,
    viewer,
    organization: organizationOf(row),
    invitedBy: { name: row.inviterName },
    ...offerIn(row),
    maskedEmail: maskedEmail(row.email),
    signedInAs: viewer === 'other' ? maskedEmail(visit.actor!.user.email) : null,
    message: trusted ? row.message : null,
    email: trusted ? row.email : null,
    expiresAt: row.expiresAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}

function viewerOf({ actor, request }: Visit, row: InvitationRow): Invitation['viewer'] {
  if (actor) return isFor(row, actor.user) ? 'invitee' : 'other'
  if (!isSecretOf(row, request.invitationToken)) return 'stranger'
  return row.emailVerified ? 'account' : 'claim'
}
