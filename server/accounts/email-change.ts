import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/accounts.ts'
import { refuse, refuseField } from '../../shared/errors.ts'
import { authorizeOwn } from '../authz/can.ts'
import { holdPerson } from '../authz/lock.ts'
import { asPerson, type Ctx, type Visit } from '../context.ts'
import { newId } from '../db/new-id.ts'
import { record } from '../events/record.ts'
import { leaveAtAddress, lockUnanswered } from '../invitations/stay-at-address.ts'
import { equal, hashToken, newToken } from '../secrets/secrets.ts'
import { endSessionsOf } from './account.ts'
import { CODE_MINUTES } from './auth.ts'
import { dropEmailChange } from './drop-email-change.ts'
import { isCode, mailCode, newCode, proveMyself } from './proof.ts'
import { freeStub, takeOver } from './take-over-stub.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/**
 * ABUSE 3: proven at both ends. Whether the new address has an account changes nothing here: only who reads its mailbox, and so
 * has the code, learns that.
 */
export async function changeEmail(ctx: Ctx, { email, ...proof }: Input<typeof api.changeEmail>) {
  const user = authorizeOwn(ctx, 'account.manage')
  await holdPerson(ctx.db, user.id)
  if (email.canonical === user.email) refuseField('email', 'email_unchanged')
  await proveMyself(ctx, proof)
  const { code, hash } = newCode(ctx)
  const stop = newToken()
  const change = {
    id: newId(),
    email: email.canonical,
    typedEmail: email.typed,
    codeHash: hash,
    stopHash: hashToken(stop),
    createdAt: sql<Date>`now()`,
    expiresAt: sql<Date>`now() + make_interval(mins => ${CODE_MINUTES})`,
  }
  const { id, expiresAt } = await ctx.db
    .insertInto('emailChanges')
    .values({ userId: user.id, ...change })
    .onConflict((it) => it.column('userId').doUpdateSet(change))
    .returning(['id', 'expiresAt'])
    .executeTakeFirstOrThrow()
  await mailCode(ctx, 'account.addressCode', { address: email.canonical, userId: user.id }, code)
  const mailId = newId()
  await record(ctx, 'account.emailChanging', {
    orgId: null,
    subjectId: user.id,
    facts: { newAddress: email.canonical, changeId: id },
    mail: { id: mailId, sealed: ctx.settings.secrets.seal(stop, mailId) },
  })
  return { id, email: email.canonical, expiresAt: expiresAt.toISOString() }
}

const pendingOf = ({ db }: Ctx, userId: string) =>
  db
    .selectFrom('emailChanges')
    .select(['id', 'email', 'typedEmail', 'codeHash', 'expiresAt'])
    .where('userId', '=', userId)
    .where(sql<boolean>`expires_at > now()`)

export async function findEmailChange(ctx: Ctx) {
  const { id } = authorizeOwn(ctx, 'account.manage')
  const change = await pendingOf(ctx, id).executeTakeFirst()
  return {
    pending: change ? { id: change.id, email: change.email, expiresAt: change.expiresAt.toISOString() } : null,
  }
}

/** The old address hears of it once more; whoever else is signed in is out. */
export async function confirmEmail(ctx: Ctx, { otp }: Input<typeof api.confirmEmail>) {
  const { id, name, email: old } = authorizeOwn(ctx, 'account.manage')
  await holdPerson(ctx.db, id)
  const change = await pendingOf(ctx, id).forUpdate().executeTakeFirst()
  if (!change) return refuseField('otp', 'code_expired')
  if (!isCode(ctx, otp, change.codeHash)) refuseField('otp', 'invalid_code')
  await record(ctx, 'account.emailChanged', { orgId: null, subjectId: id })
  await lockUnanswered(ctx, id, old)
  const stubId = await freeStub(ctx, change.email)
  await keepCodesOf(ctx, id, old)
  await takeAddress(ctx, id, change)
  await leaveAtAddress(ctx, id, old)
  if (stubId) await takeOver(ctx, stubId, change.email)
  await dropEmailChange(ctx, id)
  await endSessionsOf(ctx, id).where('id', '<>', ctx.actor.sessionId).execute()
  return { user: { id, email: change.email, name } }
}

/** What was mailed to the address without a session is its owner's, too: it goes when the account does, not with the address. */
const keepCodesOf = ({ db }: Ctx, userId: string, address: string) =>
  db.updateTable('mails').set({ userId }).where('userId', 'is', null).where('address', '=', address).execute()

/** Nobody has two accounts at one address: the unique index is the judge, also in this very moment. */
async function takeAddress({ db }: Ctx, id: string, { email, typedEmail }: { email: string; typedEmail: string }) {
  await db
    .updateTable('users')
    .set({ email, typedEmail, updatedAt: sql<Date>`now()` })
    .where('id', '=', id)
    .execute()
    .catch((error: { constraint?: string }) => {
      if (error.constraint === 'users_email') refuse('email_taken')
      throw error
    })
}

export async function cancelEmailChange(ctx: Ctx) {
  const { id } = authorizeOwn(ctx, 'account.manage')
  if (await dropEmailChange(ctx, id)) await record(ctx, 'account.emailChangeStopped', { orgId: null, subjectId: id })
  return { done: true } as const
}

const OVER = 'There is nothing to stop: this change was stopped, given up or confirmed, or another one took its place.'

/** Asked when the link is opened: who comes too late reads so before pressing anything. */
export async function findStoppableChange({ db, request }: Visit, { id }: Input<typeof api.findStoppableChange>) {
  const change = await db.selectFrom('emailChanges').select('stopHash').where('id', '=', id).executeTakeFirst()
  const token = request.invitationToken
  if (!change || !token || !equal(change.stopHash, hashToken(token)))
    return refuse('email_change_gone', { detail: OVER })
  return { isOpen: true } as const
}

/** Whoever asked for it was signed in, and may not be who they say: every session ends. */
export async function stopEmailChange(visit: Visit, { id, token }: Input<typeof api.stopEmailChange>) {
  const change = await visit.db
    .selectFrom('emailChanges')
    .innerJoin('users', 'users.id', 'emailChanges.userId')
    .select(['users.id', 'users.email', 'users.name', 'emailChanges.stopHash'])
    .where('emailChanges.id', '=', id)
    // One that is confirmed, or replaced, in this very moment is over.
    .forUpdate('emailChanges')
    .executeTakeFirst()
  if (!change || !equal(change.stopHash, hashToken(token))) return refuse('email_change_gone', { detail: OVER })
  await dropEmailChange(visit, change.id)
  await endSessionsOf(visit, change.id).execute()
  await record(asPerson(visit, change), 'account.emailChangeStopped', { orgId: null, subjectId: change.id })
  return { done: true } as const
}
