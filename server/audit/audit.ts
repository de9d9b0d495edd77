import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/audit.ts'
import { authorize } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { readEvents } from '../delegations/timeline.ts'
import { csvOf } from '../http/csv.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>
type Filters = Input<typeof api.exportAudit>

/** SPEC 11: newest first, every event a sentence. */
export async function readAudit(ctx: Ctx, { limit, cursor, ...filters }: Input<typeof api.readAudit>) {
  return readEvents(ctx, { limit, cursor }, sql`${matching(filters)} and ${isToldHere}`)
}

const MOST_ROWS = 10_000

/** Every single event: what a page tells in one line stands here as it was. */
export async function exportAudit(ctx: Ctx, filters: Filters) {
  const { slug } = authorize(ctx, 'audit.read')
  const { items } = await readEvents(ctx, { limit: MOST_ROWS }, matching(filters))
  return { fileName: `Audit of ${slug}.csv`, text: csvOf([columns.map(([name]) => name), ...items.map(rowOf)]) }
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
const asText = (facts: Entry['before']) => (facts ? JSON.stringify(facts) : '')

/** One text whatever is asked for: what is not, is null. */
const matching = ({ person, delegation, kind, from, until }: Omit<Filters, 'org'>): RawBuilder<unknown> => sql`
  (${person === undefined} or ${isAbout(person?.canonical ?? '')})
  and (${delegation ?? null}::uuid is null or e.delegation_id = ${delegation ?? null}::uuid)
  and (${kind ?? null}::text is null or e.kind = ${kind ?? null} or starts_with(e.kind, ${kind ?? ''} || '.'))
  and (${from ?? null}::timestamptz is null or e.created_at >= ${from ?? null}::timestamptz)
  and (${until ?? null}::timestamptz is null or e.created_at < ${until ?? null}::timestamptz)`

const isAbout = (email: string) => sql`(
  e.actor_id = (select id from users where email = ${email}) or e.subject_id = (select id from users where email = ${email}))`

/** While somebody writes, what they write is saved again and again. Of such a row of events the page tells the last one. */
const ROW_MINUTES = 30
const isToldHere = sql`(e.kind not in ('brief.changed', 'shortlist.changed', 'note.changed') or e.work_id is null or not coalesce((
  select later.kind = e.kind and later.actor_id = e.actor_id and later.created_at <= e.created_at + make_interval(mins => ${ROW_MINUTES})
  from audit_events later where later.org_id = e.org_id and later.work_id = e.work_id and later.id > e.id
  order by later.id limit 1), false))`
