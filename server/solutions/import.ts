import { sql } from 'kysely'
import { type Db, inTransaction, type Tx } from '../db/db.ts'
import { record } from '../events/record.ts'
import type { Entry } from './catalogue-file.ts'
import { CatalogueRow } from './catalogue-row.ts'

/** A row that was not taken: where it stands, which solution it speaks of as far as it says so, and what is wrong in words. */
export type BadRow = { line: number; slug: string | null; problem: string }
export type ImportReport = { created: number; updated: number; unchanged: number; bad: BadRow[] }

const ROWS_AT_ONCE = 2000
const LOCK = 72_11_004
const PATIENCE_MINUTES = 10

/**
 * Takes every good row, creates what is new and updates by slug what is different; names the others. One transaction:
 * whatever throws on the way leaves the catalogue as it was. Imports wait for each other.
 */
export async function importCatalogue(db: Db, entries: AsyncIterable<Entry> | Iterable<Entry>): Promise<ImportReport> {
  return inTransaction(db, async (tx) => {
    await waitForOthers(tx)
    await openWaitingRoom(tx)
    const bad: BadRow[] = []
    const check = checking(await organizationsBySlug(tx), bad)
    let batch: Row[] = []
    for await (const entry of entries) {
      const row = check(entry)
      if (row) batch.push(row)
      if (batch.length < ROWS_AT_ONCE) continue
      await letWait(tx, batch)
      batch = []
    }
    await letWait(tx, batch)
    const taken = await takeIn(tx)
    if (taken.created + taken.updated > 0) await record({ db: tx }, 'catalogue.imported', { orgId: null, after: taken })
    return { ...taken, bad: bad.sort((one, other) => one.line - other.line) }
  })
}

/** An import takes a while, and so does waiting for one: the limits of a request do not hold here. */
async function waitForOthers(tx: Tx) {
  const patience = `${PATIENCE_MINUTES}min`
  await sql`
    select set_config('lock_timeout', ${patience}, true), set_config('statement_timeout', ${patience}, true),
           set_config('idle_in_transaction_session_timeout', ${patience}, true)`.execute(tx)
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx)
}

async function organizationsBySlug(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.selectFrom('organizations').select(['slug', 'id']).where('kind', '=', 'solution').execute()
  return new Map(rows.map(({ slug, id }) => [slug, id]))
}

type Row = Omit<CatalogueRow, 'organization'> & { orgId: string | null }

/** Answers the row to keep, or remembers in the report why there is none. */
function checking(organizations: Map<string, string>, bad: BadRow[]) {
  const lines = new Map<string, number>()
  return (entry: Entry): Row | null => {
    const { line } = entry
    const refused = (slug: string | null, problem: string) => {
      bad.push({ line, slug, problem })
      return null
    }
    if ('unreadable' in entry) return refused(null, entry.unreadable)
    const parsed = CatalogueRow.safeParse(entry.values)
    if (!parsed.success) return refused(slugIn(entry.values), wordsOf(parsed.error.issues))
    const { organization, ...row } = parsed.data
    const first = lines.get(row.slug)
    if (first !== undefined) return refused(row.slug, `The same slug stands on line ${first}; that one was taken.`)
    const orgId = organization === null ? null : organizations.get(organization)
    if (orgId === undefined)
      return refused(row.slug, `organization: There is no solution organization "${organization}".`)
    lines.set(row.slug, line)
    return { ...row, orgId }
  }
}

/** As the file has it, but never more than fits on a line of the report. */
function slugIn(values: unknown): string | null {
  const slug = (values as { slug?: unknown } | null)?.slug
  return typeof slug === 'string' && slug.trim() !== '' ? JSON.stringify(slug.trim().slice(0, 80)).slice(1, -1) : null
}

type Issues = { path: PropertyKey[]; message: string; code: string }[]
const wordsOf = (issues: Issues) =>
  issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join(' ')

const values = `slug, name, tagline, description, category, capabilities, regions, customer_size, pricing_model, verified, website, contact_email, org_id`
const kept = (row: string) =>
  sql.raw(
    values
      .split(', ')
      .slice(1)
      .map((column) => `${row}.${column}`)
      .join(', '),
  )

/** All rows wait here first: counting the words of the catalogue anew for every batch would take minutes. */
const openWaitingRoom = (tx: Tx) =>
  sql`
    create temporary table waiting on commit drop as select ${sql.raw(values)} from solutions with no data`.execute(tx)

const letWait = (tx: Tx, batch: Row[]) =>
  sql`
    insert into waiting
    select slug, name, tagline, description, category, capabilities, regions, "customerSize", "pricingModel", verified, website, "contactEmail", "orgId"
    from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as it (
      slug text, name text, tagline text, description text, category text, capabilities text[], regions text[], "customerSize" text,
      "pricingModel" text, verified boolean, website text, "contactEmail" text, "orgId" uuid)`.execute(tx)

/** Rows that say nothing new are not written: their date stays, and no index works for nothing. */
async function takeIn(tx: Tx): Promise<Omit<ImportReport, 'bad'>> {
  const { rows } = await sql<Omit<ImportReport, 'bad'>>`
    with written as (
      insert into solutions (${sql.raw(values)}) select * from waiting order by slug
      on conflict (slug) do update set (${sql.raw(values.replace('slug, ', ''))}, updated_at) = row (${kept('excluded')}, now())
      where (${kept('solutions')}) is distinct from (${kept('excluded')})
      returning xmax = 0 as is_new
    )
    select count(*) filter (where is_new) as created, count(*) filter (where not is_new) as updated,
           (select count(*) from waiting) - count(*) as unchanged
    from written`.execute(tx)
  await sql`drop table waiting`.execute(tx)
  return rows[0]!
}

/** After many rows: the index of words takes in what waits beside it, and the planner learns what there is now. Not in a transaction. */
export async function tidyCatalogue(db: Db): Promise<void> {
  await sql`vacuum (analyze) solutions, solution_words, solution_counts`.execute(db)
}
