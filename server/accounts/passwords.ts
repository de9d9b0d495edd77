import { argon2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { zxcvbn, zxcvbnOptions } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { refuseField } from '../../shared/errors.ts'
import { equal } from '../secrets/secrets.ts'

zxcvbnOptions.setOptions({ dictionary, graphs: adjacencyGraphs })

/** A password that this many guesses find is common. Twenty of one letter, or a keyboard row twice, are far below. */
const TOO_FEW_GUESSES = 1e8
/** The estimate's cost grows with length; nothing this long is common unless its beginning is. */
const ESTIMATED_LENGTH = 48

/**
 * NIST SP 800-63B-4: common, repeated, sequential and context-specific passwords are refused; there are no composition rules.
 * @param context the person's own address and name
 */
export function refuseCommonPassword(path: string, password: string, context: string[]): void {
  const words = [...context.flatMap((text) => [text, ...text.split(/[\s@.]+/)]), 'human', 'cloud', 'humancloud'].filter(
    (word) => word.length > 2,
  )
  // Spaces and dashes between repetitions make nothing harder to guess.
  const forms = [password, password.replace(/[\s._-]+/g, '')]
  const guesses = Math.min(...forms.map((form) => zxcvbn(form.slice(0, ESTIMATED_LENGTH), words).guesses))
  if (guesses < TOO_FEW_GUESSES) refuseField(path, 'password_too_common')
}

/** OWASP's recommendation for argon2id: 19 MiB, two passes. About 20 ms here. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }
const argon2id = promisify(argon2)

/** In the common text form of argon2 hashes, which names its own cost: raising it later leaves old passwords valid. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await argon2id('argon2id', { ...cost, message: password, nonce })
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${inText(nonce)}$${inText(tag)}`
}

export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  const [, m, t, p, nonce, tag] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(passwordHash) ?? []
  if (!nonce || !tag) return false
  const expected = Buffer.from(tag, 'base64')
  const parameters = { memory: Number(m), passes: Number(t), parallelism: Number(p), tagLength: expected.length }
  return equal(
    expected,
    await argon2id('argon2id', { ...parameters, message: password, nonce: Buffer.from(nonce, 'base64') }),
  )
}

const inText = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
