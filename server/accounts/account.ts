import Bowser from 'bowser'
import type { z } from 'zod'
import type * as api from '../../shared/accounts.ts'
import { refuse } from '../../shared/errors.ts'
import { authorizeOwn } from '../authz/can.ts'
import { holdPerson } from '../authz/lock.ts'
import type { Ctx, Visit } from '../context.ts'
import { record } from '../events/record.ts'
import { dropEmailChange } from './drop-email-change.ts'
import { hashPassword, refuseCommonPassword } from './passwords.ts'
import { passwordOf, proveMyself } from './proof.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

export async function changeMe(ctx: Ctx, { name }: Input<typeof api.changeMe>) {
  const { id, email, name: before } = authorizeOwn(ctx, 'account.manage')
  await holdPerson(ctx.db, id)
  await ctx.db.updateTable('users').set({ name, updatedAt: new Date() }).where('id', '=', id).execute()
  await record(ctx, 'account.nameChanged', { orgId: null, subjectId: id, before: { name: before }, after: { name } })
  return { user: { id, email, name } }
}

/**
 * Sets the first password or changes it. Whoever else was signed in is out. A password proves everything else, so it takes a
 * proof itself; but who has no name yet is on the welcome page, and has just entered a code.
 */
export async function changePassword(ctx: Ctx, { newPassword, ...proof }: Input<typeof api.changePassword>) {
  const { id, email, name } = authorizeOwn(ctx, 'account.manage')
  await holdPerson(ctx.db, id)
  if (name !== '' || (await passwordOf(ctx, id))) await proveMyself(ctx, proof)
  refuseCommonPassword('newPassword', newPassword, [email, name])
  await setPassword(ctx, id, newPassword)
  await endSessionsOf(ctx, id).where('id', '<>', ctx.actor.sessionId).execute()
  await dropEmailChange(ctx, id)
  await record(ctx, 'account.passwordChanged', { orgId: null, subjectId: id })
  return { done: true } as const
}

/** The password, in the caller's transaction. One row per person: the last writer wins, never two. */
export async function setPassword({ db }: Visit, userId: string, password: string): Promise<void> {
  const hashed = await hashPassword(password)
  await db
    .insertInto('credentials')
    .values({ userId, accountId: userId, providerId: 'credential', password: hashed })
    .onConflict((it) => it.constraint('credentials_once').doUpdateSet({ password: hashed, updatedAt: new Date() }))
    .execute()
}

export const endSessionsOf = ({ db }: Pick<Ctx, 'db'>, userId: string) =>
  db.deleteFrom('sessions').where('userId', '=', userId)

export async function listSessions(ctx: Ctx) {
  const { id } = authorizeOwn(ctx, 'account.manage')
  const sessions = await ctx.db
    .selectFrom('sessions')
    .selectAll()
    .where('userId', '=', id)
    .where('expiresAt', '>', new Date())
    .orderBy('createdAt', 'desc')
    .limit(100)
    .execute()
  return {
    items: sessions.map(({ id, ipAddress, userAgent, createdAt, expiresAt }) => ({
      id,
      current: id === ctx.actor.sessionId,
      device: deviceName(userAgent ?? ''),
      ipAddress,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
  }
}

/** "Firefox on Windows", or what little is known. */
function deviceName(userAgent: string): string {
  if (!userAgent) return 'Unknown device'
  const { browser, os } = Bowser.parse(userAgent)
  return [browser.name || 'Unknown browser', os.name].filter(Boolean).join(' on ')
}

export async function endSession(ctx: Ctx, { id }: Input<typeof api.endSession>) {
  const { id: userId } = authorizeOwn(ctx, 'account.manage')
  const ended = await endSessionsOf(ctx, userId).where('id', '=', id).returning('id').executeTakeFirst()
  if (!ended) return refuse('not_found')
  if (id === ctx.actor.sessionId) ctx.request.newSession = null
  return { done: true } as const
}

export async function endOtherSessions(ctx: Ctx) {
  const { id } = authorizeOwn(ctx, 'account.manage')
  await endSessionsOf(ctx, id).where('id', '<>', ctx.actor.sessionId).execute()
  return { done: true } as const
}

export async function signOut(ctx: Ctx) {
  const { id } = authorizeOwn(ctx, 'account.manage')
  await endSessionsOf(ctx, id).where('id', '=', ctx.actor.sessionId).execute()
  ctx.request.newSession = null
  return { success: true } as const
}
