import { sql } from 'kysely'
import type { Ctx } from '../context.ts'
import { openToTeam } from '../delegations/timeline.ts'

/*
 * While somebody writes, what they write is saved again and again. Of such a row of events the page tells the last one, and
 * in it all that the row changed: what the first one found, and what the last one left.
 */

const savedWhileWriting = sql`('brief.changed', 'shortlist.changed')`
export const isSavedWhileWriting = ({ kind }: { kind: string }) =>
  kind === 'brief.changed' || kind === 'shortlist.changed'

/** Longer between two of them, and it is another row. */
const ROW_MINUTES = 30
/** What a longer row changed before these is told by the file. */
const LONGEST_ROW = 200

/**
 * Nothing of its row comes later. What is after the time that was asked for does not count, nor what the team is not told:
 * a gap between two lines would tell when somebody wrote a personal note (SPEC 5).
 */
export const isLastInRow = (
  until: string | undefined,
) => sql`(e.kind not in ${savedWhileWriting} or e.work_id is null or not coalesce((
  select later.kind = e.kind and later.actor_id = e.actor_id and later.created_at <= e.created_at + make_interval(mins => ${ROW_MINUTES})
    and (${until ?? null}::timestamptz is null or later.created_at < ${until ?? null}::timestamptz)
  from audit_events later where later.org_id = e.org_id and later.work_id = e.work_id and later.id > e.id and ${openToTeam('later')}
  order by later.id limit 1), false))`

type Facts = Record<string, unknown> | null
export type SavedRow = { times: number; since: Date; before: Facts; after: Facts; added: string[]; removed: string[] }

/** Of the events that were told: the row that each of them ends, where there is more of it than this one. */
export async function rowsEndedBy(ctx: Ctx, orgId: string, ids: string[], from: string | undefined) {
  if (ids.length === 0) return new Map<string, SavedRow>()
  const { rows } = await sql<SavedRow & { told: string }>`
    with recursive saved as (
      select e.id as told, e.id, e.kind, e.work_id, e.actor_id, e.created_at, 1 as place
      from audit_events e where e.org_id = ${orgId} and e.id = any(${ids}::uuid[]) and e.work_id is not null
      union all
      select told, earlier.id, earlier.kind, earlier.work_id, earlier.actor_id, earlier.created_at, place + 1
      from saved cross join lateral (
        select e.id, e.kind, e.work_id, e.actor_id, e.created_at from audit_events e
        where e.org_id = ${orgId} and e.work_id = saved.work_id and e.id < saved.id and ${openToTeam('e')}
        order by e.id desc limit 1) earlier
      where earlier.kind = saved.kind and earlier.actor_id = saved.actor_id and place < ${LONGEST_ROW}
        and earlier.created_at >= saved.created_at - make_interval(mins => ${ROW_MINUTES})
        and (${from ?? null}::timestamptz is null or earlier.created_at >= ${from ?? null}::timestamptz)),
    counted as (select told, count(*)::int as times, min(created_at) as since from saved group by told having count(*) > 1)
    select told, times, since, ${merged('before', 'desc')} as before, ${merged('after', 'asc')} as after,
           ${named('after', 'added')} as added, ${named('before', 'removed')} as removed
    from counted`.execute(ctx.db)
  return new Map(rows.map(({ told, ...row }) => [told, row]))
}

/** Of each fact the one that comes last in this order. */
const merged = (side: 'before' | 'after', order: 'asc' | 'desc') => sql`(
  select jsonb_object_agg(fact.key, fact.value order by e.id ${sql.raw(order)})
  from saved join audit_events e on e.id = saved.id
  cross join lateral jsonb_each(e.${sql.ref(side)}) fact where saved.told = counted.told and fact.key not in ('added', 'removed'))`

/** Names, as often as they were added or removed. */
const named = (side: 'before' | 'after', list: 'added' | 'removed') => sql`(
  select coalesce(array_agg(name), '{}')
  from saved join audit_events e on e.id = saved.id
  cross join lateral jsonb_array_elements_text(coalesce(e.${sql.ref(side)} -> ${sql.lit(list)}, '[]')) name where saved.told = counted.told)`
