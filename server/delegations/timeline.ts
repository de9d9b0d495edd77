import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '../../shared/delegations.ts'
import { grants, type Role, roles } from '../../shared/permissions.ts'
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
  subjectIsDeleted: boolean
  /** The address that was invited, where the event is about an invitation. */
  invitedEmail: string | null
  subjectAccepted: boolean
  /** Of an invitation to the team that was not accepted. */
  subjectOnlyInvited: boolean
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  requestId: string | null
  delegationId: string | null
  /** Under which delegation it was done. */
  actingDelegationId: string | null
  /** What the shortlist or brief is called now, for events that do not say it. */
  workTitle: string | null
}

/** SPEC 11: the timeline of one delegation. Unknown ones are refused before anything is read. */
export async function readTimeline(ctx: Ctx, { org, id, ...page }: Input<typeof api.readTimeline>) {
  await findDelegation(ctx, { org, id })
  return readEvents(ctx, page, sql`e.delegation_id = ${id}`)
}

/** SPEC 5: that somebody keeps a personal note is nobody else's business, before and after it was one. */
const reachedOthers = (event: string) =>
  sql`'personal' <> any(array_remove(array[${sql.ref(`${event}.before`)} ->> 'visibility', ${sql.ref(`${event}.after`)} ->> 'visibility'], null))`

/**
 * What happened to a draft that nobody else has seen stays unseen: events on work begin when the team sees it (SPEC V1), be it
 * published or handed over, whichever came first. What a member did to it the team saw already.
 * @param event alias of audit_events in the query
 */
export const openToTeam = (event: string) =>
  sql`((${sql.ref(`${event}.kind`)} not like 'note.%' or ${reachedOthers(event)}) and (
    ${sql.ref(`${event}.work_id`)} is null or ${sql.ref(`${event}.actor_as`)} = 'member' or ${seenSince('shortlists', event)} or ${seenSince('briefs', event)}))`

const seenSince = (table: 'shortlists' | 'briefs', event: string) => sql`exists (
  select from ${sql.table(table)} work where work.org_id = ${sql.ref(`${event}.org_id`)} and work.id = ${sql.ref(`${event}.work_id`)}
    and ${sql.ref(`${event}.created_at`)} >= least(work.published_at, work.handed_over_at))`

const titleNow = (table: 'shortlists' | 'briefs') =>
  sql`(select work.title from ${sql.table(table)} work where work.org_id = e.org_id and work.id = e.work_id)`

/** An invitation stays at its address (server/invitations/stay-at-address.ts): it is about whoever has that now. */
const subjectId = sql`coalesce(case when e.kind like 'delegation.%' then d.partner_id end, m.user_id, e.subject_id)`

export async function readEvents(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  condition: RawBuilder<unknown>,
) {
  const { id: orgId } = authorize(ctx, 'audit.read')
  const place = placeOf(cursor)
  const { rows } = await sql<EventRow>`
    select e.id, e.kind, e.created_at as at, actor.name as actor_name, actor.email as actor_email, e.actor_as,
           subject.name as subject_name, subject.email as subject_email, subject.deleted_at is not null as subject_is_deleted,
           coalesce(case when e.kind like 'delegation.%' then d.invited_email end, m.invited_email) as invited_email,
           d.accepted_at is not null as subject_accepted, coalesce(m.invited_at is not null and m.accepted_at is null, false) as subject_only_invited,
           e.before, e.after, e.request_id, e.delegation_id, e.acting_delegation_id,
           coalesce(${titleNow('shortlists')}, ${titleNow('briefs')}) as work_title
    from audit_events e
    left join users actor on actor.id = e.actor_id
    left join delegations d on d.org_id = e.org_id and d.id = e.delegation_id
    left join memberships m on m.org_id = e.org_id and m.id = e.membership_id
    left join users subject on subject.id = ${subjectId}
    where ${within(ctx.actor, 'audit.read', { org: 'e.orgId' })} and e.org_id = ${orgId} and ${condition} and ${openToTeam('e')}
      and ${place ? sql`e.id < ${place}` : sql`true`}
    order by e.id desc limit ${limit + 1}`.execute(ctx.db)
  const { items, nextCursor } = pageOf(rows, limit)
  return { items: items.map(present), nextCursor }
}

/** Before they accepted, a partner is an address in the timeline too; that does not change when they accept later. */
function present(row: EventRow) {
  const isSubject = row.actorEmail !== null && row.actorEmail === row.subjectEmail
  const nameless = isSubject && isNameless(row)
  const name =
    row.actorAs === 'system'
      ? 'Human Cloud'
      : ((nameless ? (row.invitedEmail ?? row.actorEmail) : row.actorName || (asSolution(row) ?? row.actorEmail)) ?? '')
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
    delegationId: row.delegationId ?? row.actingDelegationId,
  }
}

/** Whoever stands for a solution shows the buyer no address of theirs. */
const asSolution = ({ kind, after }: EventRow): string | null =>
  /^(request|response)\./.test(kind) ? String(after?.solution) : null

const isNameless = (row: EventRow): boolean =>
  !isDeleted(row) && ((row.delegationId !== null && !row.subjectAccepted) || row.subjectOnlyInvited)

/** Whose account is gone has a name that says so. Who never had an account has no name. */
const isDeleted = ({ subjectIsDeleted, subjectName }: EventRow): boolean => Boolean(subjectName && subjectIsDeleted)

const subjectLabel = (row: EventRow): string =>
  (isNameless(row) ? (row.invitedEmail ?? row.subjectEmail) : row.subjectName || row.subjectEmail) ?? ''

export const sentences: Record<EventKind, (who: string, whom: string, row: EventRow) => string> = {
  'account.created': (who) => `${who} created their account`,
  'account.claimed': (who) => `${who} took over the account that an invitation had made`,
  'account.passwordReset': (who) => `${who} set a new password by a mailed code`,
  'account.nameChanged': (who) => `${who} changed their name`,
  'account.passwordChanged': (who) => `${who} changed their password`,
  'account.preferencesChanged': (who) => `${who} chose what reaches them`,
  'account.emailChanging': (who) => `${who} asked to change their address`,
  'account.emailChangeStopped': (who) => `${who} stopped the change of their address`,
  'account.emailChanged': (who) => `${who} changed their address`,
  'account.deleted': (who) => `${who} deleted their account`,
  'organization.created': (who) => `${who} created the organization`,
  'organization.changed': (who) => `${who} changed the settings`,
  'organization.domainRegistered': (who, _, { after }) =>
    `${who} opened the team to addresses at ${String(after?.domain)}`,
  'organization.domainRemoved': (who, _, { before }) =>
    `${who} closed the team to addresses at ${String(before?.domain)}`,
  'member.invited': (who, _, { after }) => `${who} invited ${String(after?.email)} to the team`,
  'member.resent': (who, whom) => `${who} sent the invitation to the team to ${whom} again`,
  'member.accepted': (who) => `${who} joined the team`,
  'member.declined': (who) => `${who} declined the invitation to the team`,
  'member.cancelled': (who, whom) => `${who} cancelled the invitation of ${whom} to the team`,
  'member.expiring': (_, whom) => `${whom} was reminded that the invitation to the team is about to expire`,
  'member.expired': (_, whom) => `The invitation of ${whom} to the team expired`,
  'member.joined': (who, _, { after }) => `${who} joined the team by an address at ${String(after?.domain)}`,
  'member.left': (who) => `${who} left the team`,
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
  'delegation.left': (who) => `${who} ended their own access`,
  'shortlist.created': (who, _, row) => `${who} created the shortlist ${titleIn(row)}`,
  'shortlist.changed': (who, _, row) => `${who} changed the shortlist ${titleIn(row)}`,
  'shortlist.published': (who, _, row) => `${who} published the shortlist ${titleIn(row)}`,
  'shortlist.deleted': (who, _, row) => `${who} deleted the shortlist ${titleIn(row)}`,
  'shortlist.restored': (who, _, row) => `${who} restored the shortlist ${titleIn(row)}`,
  'shortlist.itemAdded': (who, _, row) => `${who} added ${solutionIn(row)} to the shortlist ${titleIn(row)}`,
  'shortlist.itemChanged': (who, _, row) =>
    `${who} changed the reasons for ${solutionIn(row)} in the shortlist ${titleIn(row)}`,
  'shortlist.itemRemoved': (who, _, row) => `${who} removed ${solutionIn(row)} from the shortlist ${titleIn(row)}`,
  'shortlist.ordered': (who, _, row) => `${who} changed the order of the shortlist ${titleIn(row)}`,
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
  'note.created': (who, _, row) => `${who} wrote a note on ${titleIn(row)}`,
  'note.shared': (who, _, row) => `${who} shared a note on ${titleIn(row)}`,
  'note.changed': (who, _, row) => `${who} changed a note on ${titleIn(row)}`,
  'note.deleted': (who, whom, row) => `${who} deleted a note${whom && ` of ${whom}`} on ${titleIn(row)}`,
  'solution.saved': (who, _, row) => `${who} saved ${solutionIn(row)}`,
  'solution.unsaved': (who, _, row) => `${who} took ${solutionIn(row)} off the saved solutions`,
}

const titleIn = ({ before, after, workTitle }: EventRow) =>
  `“${String(after?.title ?? before?.title ?? workTitle ?? '') || 'Untitled'}”`
const solutionIn = ({ before, after }: EventRow) => String(after?.solution ?? before?.solution)

const sentence = (row: EventRow, who: string, whom: string) => sentences[row.kind]?.(who, whom, row) ?? row.kind

/** The particulars worth a second line: a reason, a note, or what the access is now. */
function detail({ kind, before, after }: EventRow): string | null {
  const words = after?.reason ?? after?.note
  if (typeof words === 'string') return words
  if (kind === 'delegation.invited') return grantLabels(after?.permissions)
  if (kind === 'member.invited') return roles[after?.role as Role] ?? null
  if (kind === 'organization.changed') return settingChanges(after).join(' · ')
  if (kind === 'delegation.changed') return changesBetween(before as Terms, after as Terms).join(' · ')
  return null
}

const settingChanges = (after: EventRow['after']): string[] =>
  Object.entries(after ?? {}).map(([name, value]) => settingWords[name]?.(value) ?? name)

const settingWords: Record<string, (value: unknown) => string> = {
  name: (name) => `The name is now “${String(name)}”`,
  slug: (slug) => `The address is now ${String(slug)}`,
  inviteExpiryDays: (days) =>
    days === null ? 'Invitations work as long as is usual' : `Invitations work ${String(days)} days`,
  viewersSeeQuotes: (seen) => (seen ? 'Viewers see quotes' : 'Viewers do not see quotes'),
}

const grantLabels = (names: unknown): string =>
  Array.isArray(names) ? names.map((name: keyof typeof grants) => grants[name]?.label ?? name).join(', ') : ''
