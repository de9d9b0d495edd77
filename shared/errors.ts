import { z } from 'zod'

/**
 * Every refusal a person can do something about: its stable code, its HTTP status and its words (RFC 9457 title).
 * Anything that is not in this table is a bug and becomes a 500.
 */
export const errors = {
  malformed_request: { status: 400, title: 'This request could not be read.' },
  unknown_field: { status: 400, title: 'This request carries a field that does not exist here.' },
  invalid_cursor: { status: 400, title: 'This page of the list does not exist. Start from the first one.' },
  signed_out: { status: 401, title: 'Sign in to continue.' },
  invalid_credentials: { status: 401, title: 'The address or the password is wrong.' },
  forbidden: { status: 403, title: 'Your role does not allow this.' },
  admin_only: { status: 403, title: 'Only admins of this organization may do this.' },
  foreign_origin: { status: 403, title: 'This request came from another website.' },
  invitation_email_mismatch: { status: 403, title: 'This invitation is for another address.' },
  invitation_token_invalid: { status: 403, title: 'This link is not valid any more. Use the newest invitation mail.' },
  not_found: { status: 404, title: 'This does not exist, or you may not see it.' },
  delegation_exists: { status: 409, title: 'This person already has a live invitation or access.' },
  already_member: {
    status: 409,
    title: 'This person is a member of your organization, so they cannot be its partner.',
  },
  already_partner: {
    status: 409,
    title: 'This person is a partner of your organization. End that access first, then invite them to the team.',
  },
  member_invited: { status: 409, title: 'This person was invited to the team already. Resend that invitation.' },
  email_unchanged: { status: 409, title: 'This is your address already.' },
  email_taken: { status: 409, title: 'There is an account with this address already.' },
  email_change_gone: { status: 409, title: 'This change of address is over. Ask for it again.' },
  slug_taken: { status: 409, title: 'This address belongs to another organization, or once did.' },
  too_many_slugs: { status: 409, title: 'An organization keeps its old addresses, and has at most ten.' },
  domain_taken: { status: 409, title: 'Another organization registered this domain.' },
  invitation_not_pending: { status: 409, title: 'This invitation is not open any more.' },
  invitation_expired: { status: 409, title: 'This invitation has expired. Ask for a new one.' },
  delegation_not_live: { status: 409, title: 'This access has ended already.' },
  delegation_not_pending: { status: 409, title: 'This invitation is not pending any more.' },
  delegation_not_active: { status: 409, title: 'This delegation is not active.' },
  account_exists: { status: 409, title: 'This address has an account. Sign in to accept.' },
  last_admin: { status: 409, title: 'An organization needs at least one admin. Make somebody else an admin first.' },
  items_changed: { status: 409, title: 'Somebody changed the list a moment ago. Look at it, then order it again.' },
  too_many_items: { status: 409, title: 'A shortlist holds at most 200 solutions.' },
  already_sent: { status: 409, title: 'This was sent already.' },
  brief_sent: { status: 409, title: 'This was sent. From now on only its deadline changes, and only to later.' },
  brief_not_sent: { status: 409, title: 'This has not been sent yet.' },
  brief_closed: { status: 409, title: 'This is closed.' },
  already_decided: {
    status: 409,
    title: 'One of these is no recipient of this brief, or was told an outcome already.',
  },
  nothing_to_reveal: { status: 409, title: 'Nothing is hidden that could be revealed.' },
  too_many_recipients: { status: 409, title: 'A draft has at most 50 recipients. More can be added after sending.' },
  already_published: { status: 409, title: 'This is published already.' },
  request_closed: { status: 409, title: 'This is closed: it takes no answers any more.' },
  already_answered: { status: 409, title: 'This is answered already. The answer can be replaced until it closes.' },
  version_conflict: {
    status: 412,
    title: 'Somebody changed this a moment ago. Look at the new version, then save again.',
  },
  payload_too_large: { status: 413, title: 'This is larger than we accept.' },
  unsupported_media_type: { status: 415, title: 'Send JSON.' },
  unknown_host: { status: 421, title: 'This server does not answer for that host.' },
  invalid_input: { status: 422, title: 'Some fields need your attention.' },
  invalid_email: { status: 422, title: 'Enter one address, like name@company.com' },
  self_invitation: { status: 422, title: 'You cannot invite yourself.' },
  domain_not_proven: { status: 422, title: 'Use the domain of your own address: that is the one you have proven.' },
  public_domain: { status: 422, title: 'Everybody can have an address there. Use a domain of your company.' },
  invalid_code: { status: 422, title: 'This code is wrong.' },
  code_expired: { status: 422, title: 'This code does not work any more. Ask for a new one.' },
  password_too_common: { status: 422, title: 'This password is easy to guess. Use a longer or less usual one.' },
  wrong_password: { status: 422, title: 'The current password is wrong.' },
  name_missing: { status: 422, title: 'Enter your name first. Others see who invites, accepts and creates.' },
  recipient_unreachable: { status: 422, title: 'Some of these solutions have nobody who could be asked.' },
  answer_empty: { status: 422, title: 'Write a message, answer a question, or add a quote.' },
  not_switchable: { status: 422, title: 'Some of these cannot be switched: they are about your access or security.' },
  idempotency_key_reused: { status: 422, title: 'This Idempotency-Key was used for another request.' },
  too_many_requests: { status: 429, title: 'That was too often. Wait a little, then try again.' },
  resend_too_soon: { status: 429, title: 'A mail went out less than 10 minutes ago. Wait a little, then resend.' },
  resend_limit: {
    status: 429,
    title: 'This invitation was resent three times this week. Wait, or ask by another way.',
  },
  unavailable: { status: 503, title: 'We cannot answer right now. Try again in a moment.' },
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof errors

export const FieldError = z.object({ path: z.string(), code: z.string(), message: z.string() })
export type FieldError = z.infer<typeof FieldError>

/** A refusal on the wire: `application/problem+json`. `delegation` names the live one of a `delegation_exists`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  errors: z.array(FieldError).optional(),
  requestId: z.string().optional(),
  retryAfterSeconds: z.int().optional(),
  delegation: z.object({ id: z.uuid(), status: z.string() }).optional(),
})
export type Problem = z.infer<typeof Problem>

type Particulars = Partial<Pick<Problem, 'detail' | 'errors' | 'retryAfterSeconds' | 'delegation'>>

/** A refusal in the making. `serve` turns it into a problem document. */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly particulars: Particulars

  constructor(code: ErrorCode, particulars: Particulars = {}) {
    super(errors[code].title)
    this.code = code
    this.particulars = particulars
  }
}

export const refuse = (code: ErrorCode, particulars?: Particulars): never => {
  throw new Refusal(code, particulars)
}

/** A refusal that belongs to one field, so that the form can show the words there. */
export const refuseField = (path: string, code: ErrorCode, message: string = errors[code].title): never =>
  refuse(code, { detail: message, errors: [{ path, code, message }] })

/** Words of the table name their code, so a schema only needs to say the words. */
export const codeOfWords = (words: string): ErrorCode | undefined =>
  (Object.keys(errors) as ErrorCode[]).find((code) => errors[code].title === words)

/** The problem document of a refusal. */
export const problemOf = (code: ErrorCode, particulars: Particulars = {}): Problem => ({
  type: `urn:human-cloud:problem:${code}`,
  ...errors[code],
  code,
  ...particulars,
})
