import { hash, verify } from '@node-rs/argon2'
import { zxcvbn, zxcvbnOptions } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { refuseField } from '../../shared/errors.ts'

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
const argon2id = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
export const hashPassword = (password: string): Promise<string> => hash(password, argon2id)
export const verifyPassword = (passwordHash: string, password: string): Promise<boolean> =>
  verify(passwordHash, password).catch(() => false)
