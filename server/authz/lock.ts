import { type RawBuilder, sql } from 'kysely'
import { refuse } from '../../shared/errors.ts'
import type { Tx } from '../db/db.ts'

/*
 * SPEC G2. A write under a membership or a delegation holds its lock shared until it commits; who takes the right away
 * holds it alone. So an acknowledged revoke has waited for every write that began before it, and every later one finds
 * the right gone. A row lock would starve the revoker; serializable isolation does not give this at all.
 */

/** Held by a write under the tie, until its transaction ends. Read the tie again after this, in a statement of its own. */
export const holdTie = (tx: Tx, tieId: string) =>
  sql`select pg_advisory_xact_lock_shared(hashtextextended(${tieId}, 0))`.execute(tx)

/**
 * Held by a door that makes something for a person who has no tie there yet. Who deletes their account holds it alone: what
 * began before is found and ends with it, and later there is nobody to make it for.
 */
export async function holdPerson(tx: Tx, userId: string): Promise<void> {
  await holdTie(tx, userId)
  const { rows } = await sql`select from users where id = ${userId} and deleted_at is null`.execute(tx)
  if (rows.length === 0) refuse('signed_out')
}

/**
 * A brief is held by the answers that are being written to it. Not by a row lock alone: answers without end would keep whoever
 * closes it waiting without end, while this one queues.
 */
export const holdBrief = holdTie

/** Waits for the answers that are being written to a brief; `brief` selects its id, if the person may see it. */
export const closeBriefs = (tx: Tx, brief: RawBuilder<unknown>) =>
  sql`select pg_advisory_xact_lock(hashtextextended(brief.id::text, 0)) from (${brief}) brief`.execute(tx)

/** Waits for every write under the tie, and keeps new ones waiting until this transaction ends. */
export const closeTie = (tx: Tx, tieId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${tieId}, 0))`.execute(tx)

/** What a person does to their account, one at a time. */
export const closePerson = closeTie
