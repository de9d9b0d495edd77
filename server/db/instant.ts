import { type RawBuilder, sql } from 'kysely'

/** JSON made by the database writes instants in its own way; the API's way is RFC 3339 in UTC. */
export const instantText = (expression: string): RawBuilder<string> =>
  sql<string>`to_char(${sql.raw(expression)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
