import { sql } from 'kysely'
import { authorOf, authorStays } from '../authz/author.ts'
import { mayBeTold } from '../authz/told.ts'
import { statusOf } from '../briefs/row.ts'
import { isUnanswered } from '../requests/announce.ts'

const isAddressee = sql`(r.contact_id = mails.user_id or exists (
  select from memberships m where m.org_id = r.solution_org_id and m.user_id = mails.user_id and m.status = 'active'))`

/**
 * SPEC G4: whether the reader of a mail should still get it, by the database as it is now. As a condition on `mails`, with the
 * delegation it is about, if any, as `d`. An invitation is due while it is pending and this is its newest mail; what only some
 * may know, while its reader may.
 */
export const isDue = sql<boolean>`
  case
    -- As long as a code works.
    when mails.kind in ('account.code', 'account.resetCode', 'account.addressCode', 'account.proofCode') then
      mails.created_at > now() - interval '15 minutes'
    when mails.kind in ('delegation.invited', 'delegation.resent') then
      d.ended_at is null and d.accepted_at is null and d.expires_at > now() and d.mail_id = mails.id
    when mails.kind = 'delegation.expiring' then d.ended_at is null and d.accepted_at is null and d.expires_at > now()
    when mails.kind = 'delegation.changed' then
      d.ended_at is null and d.partner_id = mails.user_id and (d.accepted_at is not null or d.expires_at > now())
    when mails.kind in ('member.invited', 'member.resent') then exists (
      select from memberships m
      where m.org_id = mails.org_id and m.mail_id = mails.id and m.status = 'invited' and m.expires_at > now())
    when mails.kind = 'member.expiring' then exists (
      select from memberships m
      where m.org_id = mails.org_id and m.user_id = mails.user_id and m.status = 'invited' and m.expires_at > now())
    -- Whoever left meanwhile has no role to hear of.
    when mails.kind = 'member.roleChanged' then exists (
      select from memberships m where m.org_id = mails.org_id and m.user_id = mails.user_id and m.status <> 'removed')
    -- For who still is what made it news to them: the author of the brief, or an admin.
    when mails.kind = 'response.received' then ${mayBeTold('mails')} and exists (
      select from briefs b where b.org_id = mails.org_id and b.id = mails.work_id and b.trashed_at is null and (
        (${authorOf('b')} = mails.user_id and ${authorStays('b')}) or exists (
          select from memberships m
          where m.org_id = b.org_id and m.user_id = mails.user_id and m.role = 'admin' and m.status = 'active')))
    -- A deadline that was moved back, or that has passed, is not near.
    when mails.kind in ('brief.closing', 'brief.closed') then exists (
      select from briefs b
      where b.org_id = mails.org_id and b.id = mails.work_id and ${authorOf('b')} = mails.user_id and b.trashed_at is null
        and ${authorStays('b')} and (mails.kind = 'brief.closed' or ${statusOf('b')} = 'sent'))
    -- Only who has not answered is reminded.
    when mails.request_id is not null then exists (
      select from requests r join briefs b on b.org_id = r.org_id and b.id = r.brief_id
      where r.id = mails.request_id and ${isAddressee}
        and (mails.kind <> 'request.reminder' or (${isUnanswered} and ${statusOf('b')} = 'sent' and b.trashed_at is null)))
    else ${mayBeTold('mails')}
  end`
