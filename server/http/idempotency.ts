import { createHash } from 'node:crypto'
import { refuse } from '../../shared/errors.ts'
import type { Ctx } from '../context.ts'
import { equal } from '../secrets/secrets.ts'

/**
 * SPEC D7: with an `Idempotency-Key`, the same person's same request is carried out once, and answered the same again.
 * Called after the operation asked for permission, so a stored answer is given only to those who still may (ABUSE 44).
 * A second request that arrives while the first one runs waits for it on the key's row.
 */
export async function once<A extends object>(
  { db, actor, request }: Ctx,
  operation: string,
  input: object,
  work: () => Promise<A>,
): Promise<A> {
  const { idempotencyKey: key } = request
  if (!key) return work()
  const row = { userId: actor.user.id, operation, key }
  const requestHash = createHash('sha256').update(JSON.stringify(input)).digest()

  const claimed = await db
    .insertInto('idempotencyKeys')
    .values({ ...row, requestHash })
    .onConflict((it) => it.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (claimed) {
    const answer = await work()
    const stored = { answer: JSON.stringify(answer) }
    await db
      .updateTable('idempotencyKeys')
      .set(stored)
      .where('userId', '=', row.userId)
      .where('operation', '=', operation)
      .where('key', '=', key)
      .execute()
    return answer
  }
  const first = await db
    .selectFrom('idempotencyKeys')
    .selectAll()
    .where('userId', '=', row.userId)
    .where('operation', '=', operation)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  return equal(first.requestHash, requestHash) ? (first.answer as A) : refuse('idempotency_key_reused')
}
