import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/audit.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { readEvents } from '../delegations/timeline.ts'
import { csvOf } from '../http/csv.ts'
import { traceOf } from './people.ts'
import { isLastInRow, isSavedWhileWriting, rowsEndedBy, type SavedRow } from './saved-in-row.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type Filters = Input<typeof api.exportAudit>

/** SPEC 11: newest first, every event a sentence; what was saved in a row is one. */
export async function readAudit(ctx: Ctx, { limit, cursor, ...filters }: Input<typeof api.readAudit>) {
  const { id: orgId } = authorize(ctx, 'audit.read')
  const condition = sql`${await matching(ctx, orgId, filters)} and ${isLastInRow(filters.until)}`
  const { items, nextCursor } = await readEvents(ctx, { limit, cursor }, condition)
  const ids = items.filter(isSavedWhileWriting).map(({ id }) => id)
  const rows = await rowsEndedBy(ctx, orgId, ids, filters.from)
  return { items: items.map((entry) => withRow(entry, rows.get(entry.id))), nextCursor }
}

function withRow(entry: Entry, row: SavedRow | undefined): z.input<typeof api.AuditEntry> {
  if (!row) return { ...entry, savedInRow: null }
  const { times, since } = row
  return {
    ...entry,
    before: { ...row.before, ...more('removed', row.removed, row.added) },
    after: { ...row.after, ...more('added', row.added, row.removed) },
    savedInRow: { times, since: since.toISOString() },
  }
}

/** What came in and went out again is as it was. */
function more(name: 'added' | 'removed', these: string[], others: string[]) {
  const left = others.reduce((rest, other) => rest.toSpliced(rest.indexOf(other), rest.includes(other) ? 1 : 0), these)
  return left.length > 0 && { [name]: left }
}

const MOST_ROWS = 10_000

/** Every single event: what a page tells in one line stands here as it was. Where there are more, the last line says so. */
export async function exportAudit(ctx: Ctx, filters: Filters) {
  const { id: orgId, slug } = authorize(ctx, 'audit.read')
  const { items, nextCursor } = await readEvents(ctx, { limit: MOST_ROWS }, await matching(ctx, orgId, filters))
  const rows = [columns.map(([name]) => name), ...items.map(rowOf), ...(nextCursor ? [notAll] : [])]
  return { fileName: `Audit of ${slug}.csv`, text: csvOf(rows) }
}

type Entry = Awaited<ReturnType<typeof readEvents>>['items'][number]

const columns: [string, (entry: Entry) => string][] = [
  ['At', ({ at }) => at],
  ['Who', ({ actor }) => actor.name],
  ['As', ({ actor }) => actor.as],
  ['What', ({ text }) => text],
  ['Detail', ({ detail }) => detail ?? ''],
  ['Kind', ({ kind }) => kind],
  ['Before', ({ before }) => asText(before)],
  ['After', ({ after }) => asText(after)],
  ['Delegation', ({ delegationId }) => delegationId ?? ''],
  ['Request', ({ requestId }) => requestId ?? ''],
  ['Id', ({ id }) => id],
]
const rowOf = (entry: Entry) => columns.map(([, cell]) => cell(entry))
const NOT_ALL = 'Older events are not in this file: it holds the newest 10,000. Choose an earlier time to get them.'
const notAll = columns.map(([name]) => (name === 'What' ? NOT_ALL : ''))
const asText = (facts: Entry['before']) => (facts ? JSON.stringify(facts) : '')

/** One text whatever is asked for: what is not, is null. */
async function matching(
  ctx: Ctx,
  orgId: string,
  { person, personId, delegation, kind, from, until }: Omit<Filters, 'org'>,
): Promise<RawBuilder<unknown>> {
  const trace = person || personId ? await traceOf(ctx, orgId, person?.canonical ?? null, personId ?? null) : null
  return sql`
    (${trace === null} or ${isAbout(trace ?? [])})
    and (${delegation ?? null}::uuid is null or e.delegation_id = ${delegation ?? null}::uuid or e.acting_delegation_id = ${delegation ?? null}::uuid)
    and (${kind ?? null}::text is null or e.kind = ${kind ?? null} or starts_with(e.kind, ${kind ?? ''} || '.'))
    and (${from ?? null}::timestamptz is null or e.created_at >= ${from ?? null}::timestamptz)
    and (${until ?? null}::timestamptz is null or e.created_at < ${until ?? null}::timestamptz)`
}

/** What it is about where that is an invitation, or what became of it. */
const tie = sql`coalesce(e.membership_id, case when e.kind like 'delegation.%' then e.delegation_id end)`

/**
 * What happened to an invitation, also by whom it was for, belongs to the address that was invited (see `appearingIn`). People are
 * found by the address that they are shown with, and who answers for a solution by none: guessing it would tell that it is theirs.
 */
const isAbout = (trace: string[]) => {
  const among = sql`any(${trace}::uuid[])`
  return sql`(e.kind !~ '^(request|response)[.]' and (
    e.membership_id = ${among} or (e.delegation_id = ${among} and e.kind like 'delegation.%')
    or (e.actor_id = ${among} and (${tie} is null or e.actor_id is distinct from e.subject_id))
    or (e.subject_id = ${among} and ${tie} is null)))`
}
