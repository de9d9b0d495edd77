import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/delegations.ts'
import { grants } from '../../shared/permissions.ts'
import { authorize, within } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import { pageOf, placeOf } from '../db/pages.ts'
import type { EventKind } from '../events/announcements.ts'
import { changesBetween, type Terms } from './changes.ts'
import { findDelegation } from './delegations.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

type EventRow = {
  id: string
  kind: EventKind
  at: Date
  actorName: string | null
  actorEmail: string | null
  actorAs: 'member' | 'partner' | 'person' | 'system'
  subjectName: string | null
  subjectEmail: string | null
  subjectAccepted: boolean
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  requestId: string | null
  delegationId: string | null
}

/** SPEC 11: the timeline of one delegation. Unknown ones are refused before anything is read. */
export async function readTimeline(ctx: Ctx, { org, id, ...page }: Input<typeof api.readTimeline>) {
  await findDelegation(ctx, { org, id })
  return readEvents(ctx, page, sql`e.delegation_id = ${id}`)
}

export async function readAudit(ctx: Ctx, { delegation, kind, limit, cursor }: Input<typeof api.readAudit>) {
  const condition = sql`${delegation ? sql`e.delegation_id = ${delegation}` : sql`true`} and ${kind ? sql`e.kind = ${kind}` : sql`true`}`
  return readEvents(ctx, { limit, cursor }, condition)
}

/**
 * What happened to a draft that nobody else has seen stays unseen: events on work begin when the team sees it (SPEC V1), be it
 * published or handed over, whichever came first. What a member did to it the team saw already.
 */
const openToTeam = sql`(e.work_id is null or e.actor_as = 'member' or ${seenSince('shortlists')} or ${seenSince('briefs')})`

function seenSince(table: 'shortlists' | 'briefs') {
  return sql`exists (
    select from ${sql.table(table)} work where work.org_id = e.org_id and work.id = e.work_id
      and e.created_at >= least(work.published_at, work.handed_over_at))`
}

async function readEvents(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  condition: RawBuilder<unknown>,
) {
  const { id: orgId } = authorize(ctx, 'audit.read')
  const place = placeOf(cursor)
  const { rows } = await sql<EventRow>`
    select e.id, e.kind, e.created_at as at, actor.name as actor_name, actor.email as actor_email, e.actor_as,
           subject.name as subject_name, subject.email as subject_email, d.accepted_at is not null as subject_accepted,
           e.before, e.after, e.request_id, e.delegation_id
    from audit_events e
    left join users actor on actor.id = e.actor_id
    left join users subject on subject.id = e.subject_id
    left join delegations d on d.org_id = e.org_id and d.id = e.delegation_id
    where ${within(ctx.actor, 'audit.read', { org: 'e.orgId' })} and e.org_id = ${orgId} and ${condition} and ${openToTeam}
      and ${place ? sql`e.id < ${place}` : sql`true`}
    order by e.id desc limit ${limit + 1}`.execute(ctx.db)
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map(present), nextCursor }
}

/** Before they accepted, a partner is an address in the timeline too; that does not change when they accept later. */
function present(row: EventRow) {
  const isSubject = row.actorEmail !== null && row.actorEmail === row.subjectEmail
  const nameless = isSubject && row.delegationId !== null && !row.subjectAccepted
  const name =
    row.actorAs === 'system'
      ? 'Human Cloud'
      : ((nameless ? row.actorEmail : row.actorName || (asSolution(row) ?? row.actorEmail)) ?? '')
  return {
    id: row.id,
    kind: row.kind,
    text: sentence(row, name, subjectLabel(row)),
    detail: detail(row),
    at: row.at.toISOString(),
    actor: { name, as: row.actorAs },
    before: row.before,
    after: row.after,
    requestId: row.requestId,
    delegationId: row.delegationId,
  }
}

/** Whoever stands for a solution shows the buyer no address of theirs. */
const asSolution = ({ kind, after }: EventRow): string | null =>
  /^(request|response)\./.test(kind) ? String(after?.solution) : null

const subjectLabel = ({ delegationId, subjectAccepted, subjectName, subjectEmail }: EventRow): string =>
  (delegationId !== null && !subjectAccepted ? subjectEmail : subjectName || subjectEmail) ?? ''

const sentences: Record<EventKind, (who: string, whom: string, row: EventRow) => string> = {
  'account.created': (who) => `${who} created their account`,
  'account.claimed': (who) => `${who} took over the account that an invitation had made`,
  'account.passwordReset': (who) => `${who} set a new password by a mailed code`,
  'account.nameChanged': (who) => `${who} changed their name`,
  'account.passwordChanged': (who) => `${who} changed their password`,
  'organization.created': (who) => `${who} created the organization`,
  'member.roleChanged': (who, whom, { after }) => `${who} made ${whom} ${String(after?.role)}`,
  'member.removed': (who, whom) => `${who} removed ${whom} from the team`,
  'delegation.invited': (who, whom) => `${who} invited ${whom}`,
  'delegation.resent': (who, whom) => `${who} sent the invitation to ${whom} again`,
  'delegation.accepted': (who) => `${who} accepted the invitation`,
  'delegation.declined': (who) => `${who} declined the invitation`,
  'delegation.cancelled': (who, whom) => `${who} cancelled the invitation to ${whom}`,
  'delegation.expiring': (_, whom) => `${whom} was reminded that the invitation is about to expire`,
  'delegation.expired': (_, whom) => `The invitation to ${whom} expired`,
  'delegation.changed': (who, whom) => `${who} changed the access of ${whom}`,
  'delegation.revoked': (who, whom) => `${who} revoked the access of ${whom}`,
  'delegation.left': (who) => `${who} left`,
  'shortlist.created': (who, _, row) => `${who} created the shortlist ${titleIn(row)}`,
  'shortlist.changed': (who, _, row) => `${who} changed the shortlist ${titleIn(row)}`,
  'shortlist.published': (who, _, row) => `${who} published the shortlist ${titleIn(row)}`,
  'shortlist.deleted': (who, _, row) => `${who} deleted the shortlist ${titleIn(row)}`,
  'shortlist.restored': (who) => `${who} restored a shortlist`,
  'shortlist.itemAdded': (who, _, row) => `${who} added ${solutionIn(row)} to a shortlist`,
  'shortlist.itemChanged': (who, _, row) => `${who} changed the reasons for ${solutionIn(row)}`,
  'shortlist.itemRemoved': (who, _, row) => `${who} removed ${solutionIn(row)} from a shortlist`,
  'shortlist.ordered': (who) => `${who} changed the order of a shortlist`,
  'catalogue.imported': () => 'A catalogue was imported',
  'brief.created': (who, _, row) => `${who} began the brief ${titleIn(row)}`,
  'brief.changed': (who, _, row) => `${who} changed the brief ${titleIn(row)}`,
  'brief.sent': (who, _, row) => `${who} sent the brief ${titleIn(row)}`,
  'brief.recipientsAdded': (who, _, row) => `${who} sent the brief ${titleIn(row)} to more solutions`,
  'brief.closing': (_, __, row) => `The deadline of the brief ${titleIn(row)} is near`,
  'brief.closed': (who, _, row) =>
    row.actorAs === 'system' ? `The brief ${titleIn(row)} closed` : `${who} closed the brief ${titleIn(row)}`,
  'brief.decided': (who, _, row) => `${who} told outcomes of the brief ${titleIn(row)}`,
  'brief.revealed': (who, _, row) => `${who} revealed who asks in the brief ${titleIn(row)}`,
  'brief.deleted': (who, _, row) => `${who} deleted the brief ${titleIn(row)}`,
  'brief.restored': (who, _, row) => `${who} restored the brief ${titleIn(row)}`,
  'rate.stated': (who, _, { after }) => `${who} stated the rate from ${String(after?.from)} to ${String(after?.to)}`,
  'request.viewed': (_, __, row) => `${solutionIn(row)} looked at the brief ${titleIn(row)}`,
  'request.declined': (who, _, row) => `${who} declined the brief ${titleIn(row)} for ${solutionIn(row)}`,
  'response.received': (who, _, row) => `${who} answered the brief ${titleIn(row)} for ${solutionIn(row)}`,
  'solution.saved': (who, _, row) => `${who} saved ${solutionIn(row)}`,
  'solution.unsaved': (who, _, row) => `${who} took ${solutionIn(row)} off the saved solutions`,
}

const titleIn = ({ before, after }: EventRow) => `“${String(after?.title ?? before?.title ?? '') || 'Untitled'}”`
const solutionIn = ({ before, after }: EventRow) => String(after?.solution ?? before?.solution)

const sentence = (row: EventRow, who: string, whom: string) => sentences[row.kind]?.(who, whom, row) ?? row.kind

/** The particulars worth a second line: a reason, a note, or what the access is now. */
function detail({ kind, before, after }: EventRow): string | null {
  const words = after?.reason ?? after?.note
  if (typeof words === 'string') return words
  if (kind === 'delegation.invited') return grantLabels(after?.permissions)
  if (kind === 'delegation.changed') return changesBetween(before as Terms, after as Terms).join(' · ')
  return null
}

const grantLabels = (names: unknown): string =>
  Array.isArray(names) ? names.map((name: keyof typeof grants) => grants[name]?.label ?? name).join(', ') : ''
