import { refuse } from '../../shared/errors.ts'

/*
 * Lists are newest first, in the order of their UUIDv7 ids: the id of the last row is the whole cursor. Times would not
 * do: the database keeps microseconds, JavaScript milliseconds, and a page boundary between them loses rows.
 */

/** The id after which the page begins, or null for the first page. */
export function placeOf(cursor: string | undefined): string | null {
  if (!cursor) return null
  const id = Buffer.from(cursor, 'base64url').toString('utf8')
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : refuse('invalid_cursor')
}

/** One page out of `limit + 1` rows: the extra row only tells that there is more. */
export function pageOf<R extends { id: string }>(rows: R[], limit: number): { items: R[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? Buffer.from(items.at(-1)!.id).toString('base64url') : null }
}
