import { betterAuth } from 'better-auth'
import { emailOTP } from 'better-auth/plugins'
import type { Db } from '../db/db.ts'
import { SESSION_DAYS } from '../http/session.ts'
import { openSecrets } from '../secrets/secrets.ts'
import { hashPassword, verifyPassword } from './passwords.ts'

export const CODE_MINUTES = 10
export const CODE_TRIES = 5

/**
 * The library keeps codes, passwords and sessions. Its own HTTP routes are never mounted: our doors call it, so that
 * input, refusals, limits and answers are ours, and sign-up by password does not exist (SPEC P3).
 */
export const openAuth = (db: Db, publicUrl: string, authSecret: string) =>
  betterAuth({
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret: authSecret,
    database: { db, type: 'postgres' },
    user: { modelName: 'users' },
    session: { modelName: 'sessions', expiresIn: SESSION_DAYS * 86_400, disableSessionRefresh: true },
    account: { modelName: 'credentials' },
    verification: { modelName: 'verifications' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 15,
      maxPasswordLength: 512,
      revokeSessionsOnPasswordReset: true,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    plugins: [
      emailOTP({
        otpLength: 6,
        expiresIn: CODE_MINUTES * 60,
        allowedAttempts: CODE_TRIES,
        // Six digits are guessed in a second from a bare hash, so the server's key goes into it.
        storeOTP: { hash: async (code) => openSecrets(authSecret).keyedHash(code) },
        // `sendCode` makes the code and queues its mail in one place; the library sends nothing.
        sendVerificationOTP: async () => {},
      }),
    ],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      // The database makes the ids; where the library must name one itself, it is a UUID like ours.
      database: { generateId: 'uuid' },
      ipAddress: { ipAddressHeaders: ['x-client-ip'] },
      disableOriginCheck: true,
      disableCSRFCheck: true,
    },
  })

export type Auth = ReturnType<typeof openAuth>
