import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { refuseField } from '../../shared/errors.ts'
import { authorizeOwn } from '../authz/can.ts'
import { closePerson } from '../authz/lock.ts'
import type { Ctx, Visit } from '../context.ts'
import { newId } from '../db/new-id.ts'
import { enqueue } from '../jobs/tasks.ts'
import { equal } from '../secrets/secrets.ts'
import { CODE_MINUTES } from './auth.ts'
import { verifyPassword } from './passwords.ts'

export type Proof = { currentPassword?: string | undefined; otp?: string | undefined }

/** Six digits, and what is kept of them. How often they may be guessed, the limits of each door say. */
export function newCode({ settings }: Ctx) {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  return { code, hash: settings.secrets.keyedHash(code) }
}

export const isCode = ({ settings }: Ctx, code: string, hash: string): boolean =>
  equal(Buffer.from(settings.secrets.keyedHash(code)), Buffer.from(hash))

/** Without a person where nobody has signed in: whether the address has an account changes nothing then (ABUSE 50). */
type Receiver = { address: string; userId?: string }

/** Mails a code to an address. Only that mail knows it. */
export async function mailCode({ db, settings }: Visit, kind: string, to: Receiver, code: string): Promise<void> {
  const id = newId()
  await db
    .insertInto('mails')
    .values({ id, ...to, kind, facts: '{}', sealed: settings.secrets.seal(code, id) })
    .execute()
  await enqueue({ db }, 'sendMail', { mailId: id })
}

const identifierOf = (userId: string) => `proof-${userId}`

export async function sendProof(ctx: Ctx) {
  const { id, email } = authorizeOwn(ctx, 'account.manage')
  const { code, hash } = newCode(ctx)
  // One at a time: only the newest code is kept.
  await closePerson(ctx.db, id)
  await forgetProof(ctx, id)
  await ctx.db
    .insertInto('verifications')
    .values({
      identifier: identifierOf(id),
      value: hash,
      expiresAt: sql<Date>`now() + make_interval(mins => ${CODE_MINUTES})`,
    })
    .execute()
  await mailCode(ctx, 'account.proofCode', { address: email, userId: id }, code)
  return { done: true } as const
}

export async function passwordOf({ db }: Ctx, userId: string) {
  const row = await db
    .selectFrom('credentials')
    .select('password')
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .executeTakeFirst()
  return row?.password ?? null
}

/** ABUSE 3: a session alone does not give an account away. Once for each code. */
export async function proveMyself(ctx: Ctx, { currentPassword, otp }: Proof): Promise<void> {
  const { id } = ctx.actor.user
  const password = await passwordOf(ctx, id)
  if (password) {
    if (!(await verifyPassword(password, (currentPassword ?? '').normalize('NFC'))))
      refuseField('currentPassword', 'wrong_password')
    return
  }
  const kept = await ctx.db
    .selectFrom('verifications')
    .select('value')
    .where('identifier', '=', identifierOf(id))
    .where(sql<boolean>`expires_at > now()`)
    .forUpdate()
    .executeTakeFirst()
  if (!kept) return refuseField('otp', 'code_expired')
  if (!isCode(ctx, otp ?? '', kept.value)) refuseField('otp', 'invalid_code')
  await forgetProof(ctx, id)
}

const forgetProof = ({ db }: Ctx, userId: string) =>
  db.deleteFrom('verifications').where('identifier', '=', identifierOf(userId)).execute()
