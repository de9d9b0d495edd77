import { z } from 'zod'
import { DataVisibility } from './delegations.ts'
import { endpoint } from './endpoint.ts'
import { Instant, listOf, NewPassword, OptionalText, Paging, PersonName } from './fields.ts'
import { Organization } from './organizations.ts'
import { grantNames, roleNames } from './permissions.ts'

const Granted = z.array(z.enum(grantNames))

/** To what one is invited: to work as a partner with these permissions, or to join the team in this role. */
const offer = {
  as: z.enum(['partner', 'member']),
  role: z.enum(roleNames).nullable(),
  /** Of a partner. A member has none of these: the role says it all. */
  permissions: Granted,
  dataVisibility: DataVisibility,
}

/** An invitation that waits for the person asking. */
export const PendingInvitation = z.object({
  id: z.uuid(),
  organization: Organization,
  invitedBy: z.object({ name: z.string() }),
  ...offer,
  message: z.string().nullable(),
  invitedAt: Instant,
  expiresAt: Instant,
})
export type PendingInvitation = z.infer<typeof PendingInvitation>

export const listInvitations = endpoint('GET /invitations', {
  summary: 'The invitations that wait for me.',
  input: z.strictObject({ ...Paging }),
  reply: listOf(PendingInvitation),
})

/**
 * What the invitation page may show, also before signing in. `viewer` says who is looking (SPEC I5):
 * - `invitee`: signed in as the invited person;
 * - `other`: signed in as somebody else (`signedInAs` is masked);
 * - `account`: signed out, came with the secret of the link, and the address has an account: sign in;
 * - `claim`: signed out, came with the secret, no account yet: a name is all that is missing;
 * - `stranger`: signed out, without a valid secret: prove the mailbox by a code first.
 */
export const Invitation = z.object({
  id: z.uuid(),
  state: z.enum(['pending', 'active', 'revoked', 'declined', 'cancelled', 'expired']),
  viewer: z.enum(['invitee', 'other', 'account', 'claim', 'stranger']),
  organization: Organization,
  invitedBy: z.object({ name: z.string() }),
  ...offer,
  maskedEmail: z.string(),
  signedInAs: z.string().nullable(),
  /** Only with the secret, or for the invited person. */
  message: z.string().nullable(),
  /** The whole address, for the sign-in form. Only with the secret, or for the invited person. */
  email: z.string().nullable(),
  expiresAt: Instant,
  endedAt: Instant.nullable(),
})
export type Invitation = z.infer<typeof Invitation>

export const findInvitation = endpoint('GET /invitations/:id', {
  summary: 'What the invitation page may show. The secret of the link goes into `Authorization: Invitation <token>`.',
  input: z.strictObject({ id: z.uuid() }),
  reply: Invitation,
})

const Accepted = z.object({ id: z.uuid(), status: z.literal('active'), organization: Organization })

export const acceptInvitation = endpoint('POST /invitations/:id/accept', {
  summary: 'Accepts, as the invited person.',
  input: z.strictObject({ id: z.uuid() }),
  reply: Accepted,
})

export const declineInvitation = endpoint('POST /invitations/:id/decline', {
  summary: 'Declines, as the invited person, with an optional note to the organization.',
  input: z.strictObject({ id: z.uuid(), note: OptionalText(500) }),
  reply: z.object({ id: z.uuid(), status: z.literal('declined') }),
})

export const claimInvitation = endpoint('POST /invitations/:id/claim', {
  summary:
    'For an address without an account: the secret of the link proves the mailbox, creates the account and accepts.',
  input: z.strictObject({
    id: z.uuid(),
    token: z.string().max(200),
    name: PersonName,
    password: NewPassword.optional(),
  }),
  reply: Accepted,
})

export const leavePartnership = endpoint('DELETE /partnerships/:delegationId', {
  summary: 'The partner ends a delegation themselves.',
  input: z.strictObject({ delegationId: z.uuid() }),
  reply: z.object({ id: z.uuid(), status: z.literal('revoked') }),
})

/** Access that the person asking once had: for the *Access ended* page. */
export const EndedPartnership = z.object({
  id: z.uuid(),
  organization: Organization,
  endedAt: Instant,
  endedBy: z.object({ name: z.string(), as: z.enum(['admin', 'partner', 'clock']) }).nullable(),
  endReason: z.string().nullable(),
  invitedBy: z.object({ name: z.string() }),
})
export type EndedPartnership = z.infer<typeof EndedPartnership>

export const listEndedPartnerships = endpoint('GET /partnerships/ended', {
  summary: 'Partnerships of mine that were active and have ended, newest first.',
  input: z.strictObject({ ...Paging }),
  reply: listOf(EndedPartnership),
})
