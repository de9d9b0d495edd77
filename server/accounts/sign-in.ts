import { APIError } from 'better-auth/api'
import type { z } from 'zod'
import type * as api from '../../shared/accounts.ts'
import { type ErrorCode, refuse, refuseField } from '../../shared/errors.ts'
import type { Actor } from '../authz/actor.ts'
import { asPerson, type Visit } from '../context.ts'
import { record } from '../events/record.ts'
import { joinByDomain } from '../orgs/domains.ts'
import { type Auth, CODE_TRIES } from './auth.ts'
import { dropEmailChange } from './drop-email-change.ts'
import { refuseCommonPassword } from './passwords.ts'
import { mailCode } from './proof.ts'
import { openSession } from './session-token.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/**
 * Mails a code. Whether the address has an account changes neither the answer nor the work: somebody who resets a
 * password that does not exist gets a mail that says so (ABUSE 50).
 */
export const sendCode =
  (auth: Auth) =>
  async (visit: Visit, { email, type }: Input<typeof api.sendCode>) => {
    const code = await auth.api.createVerificationOTP({ body: { email: email.canonical, type } })
    const user = await findUser(visit, email.canonical)
    const kind = type === 'sign-in' ? 'account.code' : user?.emailVerified ? 'account.resetCode' : 'account.unknown'
    await mailCode(visit, kind, { address: email.canonical }, code)
    return { success: true } as const
  }

/** An unknown address gets its account here, and a stub becomes a person: the mailbox was proven (SPEC P3, P4). */
export const signInWithCode =
  (auth: Auth) =>
  async (visit: Visit, { email, otp }: Input<typeof api.signInWithCode>) => {
    const body = { email: email.canonical, otp }
    const before = await findUser(visit, email.canonical)
    const user = await auth.api
      .signInEmailOTP({ body, headers: deviceOf(visit) })
      .then((signedIn) => keepSession(visit, signedIn))
      .catch((error) =>
        isUniqueViolation(error, 'users_email')
          ? enterNewStub(visit, email.canonical)
          : refuseCode(visit, 'sign-in', email.canonical, error),
      )
    await rememberTypedForm(visit, user.id, email)
    if (!before?.emailVerified) {
      await recordBeginning(visit, user, before !== undefined)
      await joinByDomain(visit, user)
    }
    return { user }
  }

const findUser = ({ db }: Visit, email: string) =>
  db.selectFrom('users').select(['id', 'email', 'name', 'emailVerified']).where('email', '=', email).executeTakeFirst()

const recordBeginning = (visit: Visit, user: Actor['user'], wasStub: boolean) =>
  record(asPerson(visit, user), wasStub ? 'account.claimed' : 'account.created', { orgId: null, subjectId: user.id })

/** An invitation made this stub between the library's look and its insert. The code had been proven by then. */
async function enterNewStub(visit: Visit, email: string) {
  const user = await visit.db
    .updateTable('users')
    .set({ emailVerified: true })
    .where('email', '=', email)
    .returning(['id', 'email', 'name'])
    .executeTakeFirstOrThrow()
  await openSession(visit, user.id)
  return user
}

const rememberTypedForm = (
  { db }: Visit,
  userId: string,
  { typed, canonical }: { typed: string; canonical: string },
) =>
  typed === canonical
    ? undefined
    : db
        .updateTable('users')
        .set({ typedEmail: typed })
        .where('id', '=', userId)
        .where('typedEmail', 'is', null)
        .execute()

export const signInWithPassword =
  (auth: Auth) =>
  async (visit: Visit, { email, password }: Input<typeof api.signInWithPassword>) => {
    const body = { email: email.canonical, password: password.normalize('NFC') }
    const signedIn = await auth.api.signInEmail({ body, headers: deviceOf(visit) }).catch((error) => {
      if (error instanceof APIError) return refuse('invalid_credentials')
      throw error
    })
    return { user: keepSession(visit, signedIn) }
  }

/** A reset proves the mailbox anew: every session ends, whoever held it (ABUSE 2). */
export const resetPassword =
  (auth: Auth) =>
  async (visit: Visit, { email, otp, password }: Input<typeof api.resetPassword>) => {
    refuseCommonPassword('password', password, [email.canonical])
    await auth.api
      .resetPasswordEmailOTP({ body: { email: email.canonical, otp, password } })
      .catch((error) => refuseCode(visit, 'forget-password', email.canonical, error))
    const user = (await findUser(visit, email.canonical))!
    await dropEmailChange(visit, user.id)
    await record(asPerson(visit, user), 'account.passwordReset', { orgId: null, subjectId: user.id })
    return { success: true } as const
  }

const deviceOf = ({ request }: Visit) =>
  new Headers({ 'x-client-ip': request.ipAddress, 'user-agent': request.userAgent })

function keepSession(
  { request }: Visit,
  { token, user }: { token: string; user: { id: string; email: string; name: string } },
) {
  request.newSession = token
  return user
}

const isUniqueViolation = (error: unknown, constraint: string) =>
  (error as { constraint?: string }).constraint === constraint

const codeErrors: Record<string, ErrorCode> = { OTP_EXPIRED: 'code_expired', TOO_MANY_ATTEMPTS: 'code_expired' }

/** Says how many tries are left; the answer is the same for every address. */
async function refuseCode({ db }: Visit, type: string, email: string, error: unknown): Promise<never> {
  if (!(error instanceof APIError)) throw error
  const code = codeErrors[String(error.body?.code)] ?? 'invalid_code'
  const newest = await db
    .selectFrom('verifications')
    .select('value')
    .where('identifier', '=', `${type}-otp-${email}`)
    .where('expiresAt', '>', new Date())
    .orderBy('createdAt', 'desc')
    .executeTakeFirst()
  const left = newest ? CODE_TRIES - Number(newest.value.split(':').at(-1)) : 0
  if (code === 'code_expired' || left <= 0) return refuseField('otp', 'code_expired')
  return refuseField('otp', 'invalid_code', `This code is wrong. ${left} ${left === 1 ? 'try' : 'tries'} left.`)
}
