import { sql } from 'kysely'
import type { Visit } from '../context.ts'
import { SESSION_DAYS } from '../http/session.ts'
import { newToken } from '../secrets/secrets.ts'

/** Signs a person in, in the caller's transaction: the cookie is written when it has committed. */
export async function openSession({ db, request }: Visit, userId: string): Promise<void> {
  const token = newToken()
  const { ipAddress, userAgent } = request
  await db
    .insertInto('sessions')
    .values({
      userId,
      token,
      ipAddress,
      userAgent,
      expiresAt: sql<Date>`now() + make_interval(days => ${SESSION_DAYS})`,
    })
    .execute()
  request.newSession = token
}
