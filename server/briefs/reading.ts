import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/briefs.ts'
import { refuse } from '../../shared/errors.ts'
import type { SolutionSummary } from '../../shared/solutions.ts'
import { authorize, can, within } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import { containing } from '../db/search.ts'
import { askedOf, budgetOf, questionsOf } from './asked.ts'
import { asksOf, isRevealable } from './identity.ts'
import { type BriefRow, instantOf, selectBriefs, statusOf, workOf } from './row.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** The one place that says which briefs a person may see. List, get, search, counts, responses and export start here. */
export const visible = ({ actor }: Ctx) => within(actor, 'brief.read', { org: 'b.orgId', work: 'b' })

export async function listBriefs(ctx: Ctx, { status, search, limit, cursor }: Input<typeof api.listBriefs>) {
  authorize(ctx, 'brief.list')
  const place = placeOf(cursor)
  const { rows } = await selectBriefs(
    sql`${visible(ctx)} and ${status ? sql`${statusOf('b')} = ${status}` : sql`true`}
      and ${search?.trim() ? hasInTitle(search) : sql`true`} and ${place ? sql`b.id < ${place}` : sql`true`}
      order by b.id desc limit ${limit + 1}`,
  ).execute(ctx.db)
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map((row) => summaryOf(ctx, row)), nextCursor }
}

const hasInTitle = (search: string): RawBuilder<unknown> => sql`b.title ilike ${containing(search)}`

type Counts = { all: number; draft: number; sent: number; closed: number }

export async function countBriefs(ctx: Ctx) {
  authorize(ctx, 'brief.list')
  const { rows } = await sql<Counts>`
    select count(*) as all, count(*) filter (where status = 'draft') as draft, count(*) filter (where status = 'sent') as sent,
           count(*) filter (where status = 'closed') as closed
    from (select ${statusOf('b')} as status from briefs b where ${visible(ctx)}) seen`.execute(ctx.db)
  return rows[0]!
}

export async function findBrief(ctx: Ctx, { id }: Pick<Input<typeof api.findBrief>, 'id'>) {
  authorize(ctx, 'brief.list')
  return present(ctx, await findRow(ctx, id))
}

/** SPEC 7: the brief exactly as a solution will read it, by the very function that solutions read it through. */
export async function previewBrief(ctx: Ctx, { id }: Input<typeof api.previewBrief>) {
  authorize(ctx, 'brief.list')
  const row = await findRow(ctx, id)
  return askedOf(row, await questionsOf(ctx.db, row))
}

export async function findRow(ctx: Ctx, id: string): Promise<BriefRow> {
  const { rows } = await selectBriefs(sql`${visible(ctx)} and b.id = ${id}`).execute(ctx.db)
  return rows[0] ?? refuse('not_found')
}

export async function present(ctx: Ctx, row: BriefRow): Promise<z.input<typeof api.Brief>> {
  const [questions, recipients] = await Promise.all([questionsOf(ctx.db, row), recipientsOf(ctx, row)])
  const { recipientCount: _, responseCount: __, ...summary } = summaryOf(ctx, row)
  return {
    ...summary,
    description: row.description,
    requirements: row.requirements,
    questions,
    budget: budgetOf(row),
    startDate: row.startDate,
    deadlineZone: row.deadlineZone,
    anonymous: row.anonymous,
    asks: asksOf(row),
    asksRevealed: isRevealable(row) ? asksOf({ ...row, anonymous: false }) : null,
    revealedAt: instantOf(row.revealedAt),
    recipients: seesQuotes(ctx, row) ? recipients : recipients.map(withoutAnswer),
  }
}

const seesQuotes = ({ actor }: Ctx, { orgId }: BriefRow) => can(actor, 'quote.read', { orgId })

const summaryOf = (ctx: Ctx, row: BriefRow) => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  status: row.status,
  author: { name: row.author, as: row.delegationId ? ('partner' as const) : ('member' as const) },
  own: isOwn(ctx, row),
  handedOverAt: instantOf(row.handedOverAt),
  sentAt: instantOf(row.publishedAt),
  closedAt: instantOf(row.closedAt),
  deadline: instantOf(row.deadline),
  updatedAt: row.updatedAt.toISOString(),
  changedBy: { name: row.changedByName, own: row.changedById === ctx.actor.user.id },
  version: row.version,
  recipientCount: row.recipientCount,
  // Who may not see quotes is not told how many there are, either.
  responseCount: seesQuotes(ctx, row) ? row.responseCount : 0,
  can: may(ctx, row),
})

/** What the person asking may do with it as it is now. */
export function may(ctx: Ctx, row: BriefRow) {
  const write = can(ctx.actor, 'brief.write', { orgId: row.orgId, work: workOf(row) })
  return {
    edit: write && row.status === 'draft',
    send: write && row.status === 'draft',
    addRecipients: write && row.status === 'sent',
    close: write && row.status === 'sent',
    decide: write && row.status === 'closed' && row.undecidedCount > 0,
    reveal: write && row.publishedAt !== null && isRevealable(row) && mayReveal(ctx, row),
    delete: write,
  }
}

/** SPEC 7: a buyer's admin, or the author. */
export const mayReveal = (ctx: Ctx, row: BriefRow): boolean =>
  isOwn(ctx, row) || (ctx.actor.tie?.kind === 'member' && ctx.actor.tie.role === 'admin')

export const isOwn = ({ actor: { tie, user } }: Ctx, { delegationId, authorId }: BriefRow): boolean =>
  tie?.kind === 'partner' ? delegationId === tie.id : delegationId === null && authorId === user.id

type RecipientRow = SolutionSummary & {
  solutionId: string
  state: 'chosen' | 'sent' | 'mail_failed' | 'viewed' | 'declined' | 'responded'
  sentAt: Date | null
  viewedAt: Date | null
  answeredAt: Date | null
  declineReason: string | null
  outcome: 'selected' | 'not_selected' | null
}

/** Read like a state of the post: the last thing that happened to it. */
const state = sql`case
  when r.declined_at is not null then 'declined'
  when r.response > 0 then 'responded'
  when r.viewed_at is not null then 'viewed'
  when mail.state = 'failed' then 'mail_failed'
  when r.sent_at is not null then 'sent'
  else 'chosen'
end`

/** For those from whom the organization keeps the quotes: what came back is not told, nor that anything did. */
const withoutAnswer = (recipient: Awaited<ReturnType<typeof recipientsOf>>[number]) => ({
  ...recipient,
  state: recipient.state === 'responded' || recipient.state === 'declined' ? ('viewed' as const) : recipient.state,
  answeredAt: null,
  declineReason: null,
  outcome: null,
})

export async function recipientsOf({ db }: Ctx, { orgId, id }: BriefRow) {
  const { rows } = await sql<RecipientRow>`
    select r.solution_id, ${state} as state, r.sent_at, r.viewed_at, r.answered_at, r.decline_reason, r.outcome,
           v.id, v.slug, v.name, v.tagline, v.category, v.capabilities, v.regions, v.customer_size, v.pricing_model, v.verified
    from requests r join solutions v on v.id = r.solution_id left join mails mail on mail.id = r.mail_id
    where r.org_id = ${orgId} and r.brief_id = ${id} order by lower(v.name), v.id`.execute(db)
  return rows.map(({ solutionId, state, sentAt, viewedAt, answeredAt, declineReason, outcome, ...solution }) => ({
    solutionId,
    solution,
    state,
    sentAt: instantOf(sentAt),
    viewedAt: instantOf(viewedAt),
    answeredAt: instantOf(answeredAt),
    declineReason,
    outcome,
  }))
}
