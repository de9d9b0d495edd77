import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** What the server derives from AUTH_SECRET. A copy of the database alone opens nothing that was sealed or signed here. */
export type Secrets = ReturnType<typeof openSecrets>

export function openSecrets(authSecret: string) {
  const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', authSecret, '', `human-cloud/${purpose}`, 32))
  const sealingKey = keyFor('seal')
  const signingKey = keyFor('session-cookie')
  const hashingKey = keyFor('hash')

  return {
    /** Encrypts a secret that has to wait in the database (AES-256-GCM); `purpose` binds it to its row. */
    seal(secret: string, purpose: string): Buffer {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce).setAAD(Buffer.from(purpose))
      return Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
    },

    /** Opens what `seal` closed; throws when it was changed or belongs to another purpose. */
    open(sealed: Buffer, purpose: string): string {
      const decipher = createDecipheriv('aes-256-gcm', sealingKey, sealed.subarray(0, 12))
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(sealed.subarray(-16))
      return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8')
    },

    /** A hash that nobody can try guesses against without our key: for what is short enough to guess. */
    keyedHash: (text: string): string => signature(hashingKey, text).toString('base64url'),

    /** A session token with its signature, as the cookie carries it. */
    sign: (token: string): string => `${token}.${signature(signingKey, token).toString('base64url')}`,

    /** The session token of a cookie, or null where the signature is not ours. */
    verify(signed: string): string | null {
      const dot = signed.lastIndexOf('.')
      const token = signed.slice(0, Math.max(dot, 0))
      return token && equal(signature(signingKey, token), Buffer.from(signed.slice(dot + 1), 'base64url'))
        ? token
        : null
    },
  }
}

/** 256 random bits, for links and sessions. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What the database keeps of a token. A fast hash is right here: nobody guesses 256 random bits. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

const signature = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** Compares in constant time. */
export const equal = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other)
