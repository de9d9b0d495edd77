import { type RawBuilder, sql } from 'kysely'

/** What stands in place of the address of an account that is gone: nobody can ever have it. */
export const addressOfNobody = (userId: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`'deleted-' || ${userId} || '@deleted.invalid'`
