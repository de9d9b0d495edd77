import { z } from 'zod'
import { DataVisibility } from './delegations.ts'
import { EmailAddress } from './email.ts'
import { endpoint } from './endpoint.ts'
import { Done, Instant, NewPassword, PersonName } from './fields.ts'
import { Organization } from './organizations.ts'
import { grantNames, roleNames } from './permissions.ts'

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

export const changePassword = endpoint('POST /me/password', {
  summary: 'Sets or changes the password, and ends all other sessions. The current one is needed where there is one.',
  input: z.strictObject({ currentPassword: z.string().max(512).optional(), newPassword: NewPassword }),
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
