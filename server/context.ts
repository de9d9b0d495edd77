import type { Actor } from './authz/actor.ts'
import type { Tx } from './db/db.ts'
import type { Secrets } from './secrets/secrets.ts'

/** What an operation may know of the program around it. */
export type Settings = { publicUrl: string; inviteExpiryDays: number; secrets: Secrets; rateLimit: boolean }

/** What an operation may know of the request, and what it may hand to the answer. */
export type RequestFacts = {
  id: string
  ipAddress: string
  userAgent: string
  idempotencyKey: string | null
  /** The version in `If-Match`, null where the caller did not say one. */
  ifMatch: number | null
  /** The secret in `Authorization: Invitation <token>`: of an invitation, or of the notice of a change of address. */
  invitationToken: string | null
  /** Session token to sign in with, or null to sign out; set by the operation, written as a cookie after the commit. */
  newSession?: string | null
}

/**
 * What every operation receives. For unsafe verbs `db` is the request's transaction, and there is no other handle in
 * sight, so nothing can be written outside of it by mistake. For safe verbs it is the pool: reads need none.
 */
export type Ctx = { db: Tx; actor: Actor; request: RequestFacts; settings: Settings }

/** Before anybody is known: sign-in, and what the links of mails open. */
export type Visit = Omit<Ctx, 'actor'> & { actor: Actor | null }

/** A visitor who has just proven who they are. */
export const asPerson = (visit: Visit, user: Actor['user']): Visit => ({
  ...visit,
  actor: { user, sessionId: '', tie: null },
})

/** The program itself acts: reminders, expiry. */
export type Machine = Pick<Ctx, 'db'>
