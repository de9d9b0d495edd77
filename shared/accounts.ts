import { z } from 'zod'
import { DataVisibility } from './delegations.ts'
import { EmailAddress } from './email.ts'
import { endpoint } from './endpoint.ts'
import { Done, Instant, NewPassword, PersonName } from './fields.ts'
import { Organization } from './organizations.ts'
import { grantNames, roleNames } from './permissions.ts'

/** What organizations' work, history and audit show in place of who made it, once the account is deleted. */
export const DELETED_NAME = 'Deleted user'

/** `name` is empty until the person has given one: then the next step is the welcome page. */
export const User = z.object({ id: z.uuid(), email: z.string(), name: z.string() })
const SignedIn = z.object({ user: User })
const Code = z
  .string({ error: 'Enter the 6 digits.' })
  .transform((typed) => typed.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, { error: 'Enter the 6 digits.' }))

export const sendCode = endpoint('POST /api/auth/email-otp/send-verification-otp', {
  summary: 'Mails a 6-digit code. The answer is the same for every address.',
  input: z.strictObject({ email: EmailAddress, type: z.enum(['sign-in', 'forget-password']).default('sign-in') }),
  reply: z.object({ success: z.literal(true) }),
})

export const signInWithCode = endpoint('POST /api/auth/sign-in/email-otp', {
  summary: 'Signs in with a mailed code. An address that was unknown gets its account now, its mailbox proven.',
  input: z.strictObject({ email: EmailAddress, otp: Code }),
  reply: SignedIn,
})

export const signInWithPassword = endpoint('POST /api/auth/sign-in/email', {
  summary: 'Signs in with a password, for those who set one.',
  input: z.strictObject({
    email: EmailAddress,
    password: z.string().min(1, { error: 'Enter your password.' }).max(512),
  }),
  reply: SignedIn,
})

export const resetPassword = endpoint('POST /api/auth/email-otp/reset-password', {
  summary: 'Sets a new password with a mailed code, and ends every session.',
  input: z.strictObject({ email: EmailAddress, otp: Code, password: NewPassword }),
  reply: z.object({ success: z.literal(true) }),
})

export const signOut = endpoint('POST /api/auth/sign-out', {
  summary: 'Ends this session.',
  input: z.strictObject({}),
  reply: z.object({ success: z.literal(true) }),
})

export const Me = z.object({
  user: User.extend({ hasPassword: z.boolean() }),
  organizations: z.array(Organization.extend({ role: z.enum(roleNames) })),
  partnerships: z.array(
    z.object({
      delegationId: z.uuid(),
      organization: Organization,
      permissions: z.array(z.enum(grantNames)),
      dataVisibility: DataVisibility,
      acceptedAt: Instant,
      lastActivityAt: Instant,
      /** What one may see there; absent without the permission for it. */
      shortlists: z.object({ drafts: z.int(), published: z.int() }).optional(),
      /** `newResponses` are those whose notification is not read yet. */
      briefs: z.object({ drafts: z.int(), open: z.int(), newResponses: z.int() }).optional(),
    }),
  ),
  /** Of one's solutions: how many briefs wait for an answer. Absent for people who stand for no solution. */
  requests: z.object({ open: z.int() }).optional(),
  pendingInvitations: z.int(),
  unreadNotifications: z.int(),
})
export type Me = z.infer<typeof Me>

export const readMe = endpoint('GET /me', {
  summary: 'The person asking: organizations, partnerships, what waits for them.',
  input: z.strictObject({}),
  reply: Me,
})

export const changeMe = endpoint('PATCH /me', {
  summary: 'Changes the name.',
  input: z.strictObject({ name: PersonName }),
  reply: z.object({ user: User }),
})

/** Who is signed in proves once more that it is them: by the password, or without one by a code (`POST /me/proof`). */
const Proof = { currentPassword: z.string().max(512).optional(), otp: Code.optional() }

export const sendProof = endpoint('POST /me/proof', {
  summary: 'Mails me a code with which I prove that it is me, for those without a password.',
  input: z.strictObject({}),
  reply: Done,
})

const EmailChange = z.object({ id: z.uuid(), email: z.string(), expiresAt: Instant })

export const changeEmail = endpoint('POST /me/email', {
  summary: 'Asks for another address: a code goes to the new one, a notice with a way to stop it to the old one.',
  input: z.strictObject({ email: EmailAddress, ...Proof }),
  reply: EmailChange,
})

export const findEmailChange = endpoint('GET /me/email', {
  summary: 'The change of address that waits for its code.',
  input: z.strictObject({}),
  reply: z.object({ pending: EmailChange.nullable() }),
})

export const confirmEmail = endpoint('POST /me/email/confirm', {
  summary: 'Proves the new address by its code. It replaces the old one, and all other sessions end.',
  input: z.strictObject({ otp: Code }),
  reply: z.object({ user: User }),
})

export const cancelEmailChange = endpoint('DELETE /me/email', {
  summary: 'Gives the change of address up.',
  input: z.strictObject({}),
  reply: Done,
})

export const findStoppableChange = endpoint('GET /email-changes/:id', {
  summary:
    'Whether a change of address can still be stopped, for who has the secret of the notice, as `Authorization: Invitation <token>`. Changes nothing.',
  input: z.strictObject({ id: z.uuid() }),
  reply: z.object({ isOpen: z.literal(true) }),
})

export const stopEmailChange = endpoint('POST /email-changes/:id/stop', {
  summary:
    'Stops a change of address, with the secret of the notice to the old one. Every session of the account ends.',
  input: z.strictObject({ id: z.uuid(), token: z.string().max(200) }),
  reply: Done,
})

export const exportMe = endpoint('POST /me/export', {
  summary: 'What is kept of me: profile, memberships, partnerships, work that I made, sessions. Nothing of others.',
  input: z.strictObject({}),
  reply: z.object({
    user: User.extend({ createdAt: Instant, hasPassword: z.boolean() }),
    memberships: z.array(z.record(z.string(), z.unknown())),
    partnerships: z.array(z.record(z.string(), z.unknown())),
    work: z.array(z.record(z.string(), z.unknown())),
    notes: z.array(z.record(z.string(), z.unknown())),
    sessions: z.array(z.record(z.string(), z.unknown())),
  }),
})

export const findDeletion = endpoint('GET /me/deletion', {
  summary: 'What stands in the way of deleting my account: the organizations whose last admin I am.',
  input: z.strictObject({}),
  reply: z.object({ lastAdminOf: z.array(Organization.pick({ slug: true, name: true })) }),
})

export const deleteMe = endpoint('DELETE /me', {
  summary:
    'Deletes my account. What I made for organizations stays with them, without my name. The last admin cannot go.',
  input: z.strictObject(Proof),
  reply: Done,
})

export const changePassword = endpoint('POST /me/password', {
  summary:
    'Sets or changes the password, and ends all other sessions. Needs a proof, but for the first of who has no name yet.',
  input: z.strictObject({ newPassword: NewPassword, ...Proof }),
  reply: Done,
})

export const Session = z.object({
  id: z.uuid(),
  current: z.boolean(),
  /** Browser and system, as far as the browser tells. */
  device: z.string(),
  ipAddress: z.string().nullable(),
  createdAt: Instant,
  expiresAt: Instant,
})
export type Session = z.infer<typeof Session>

export const listSessions = endpoint('GET /me/sessions', {
  summary: 'Where I am signed in.',
  input: z.strictObject({}),
  reply: z.object({ items: z.array(Session) }),
})

export const endSession = endpoint('DELETE /me/sessions/:id', {
  summary: 'Ends one session of mine.',
  input: z.strictObject({ id: z.uuid() }),
  reply: Done,
})

export const endOtherSessions = endpoint('DELETE /me/sessions', {
  summary: 'Ends all my sessions but this one.',
  input: z.strictObject({}),
  reply: Done,
})
