/*
 * One buyer with thousands of drafts, each for the same fifty solutions, whose contacts are known people: a round of sending
 * takes a fresh draft for every request. And one brief that fifty solutions answered, each with ten answers and a quote of
 * five lines.
 */
export const asker = 'asker'
export const RECIPIENTS = 50
const DRAFTS = 4_000
const ANSWERS = 10

/** Drafts for our server, and as many for the bare statements. */
const idOf = (series: number) => (n: number) => `00000000-0000-700${series}-8000-${String(n).padStart(12, '0')}`
const numbered = (series: number) => Array.from({ length: DRAFTS }, (_, n) => idOf(series)(n + 1))
export const draftsToSend = numbered(1)
export const draftsToSendBarely = numbered(2)
export const answeredBrief = idOf(3)(1)

const drafts = (series: number) => `
  insert into briefs (org_id, id, kind, title, description, author_id, deadline, deadline_zone)
  select o.id, ('00000000-0000-700${series}-8000-' || lpad(n::text, 12, '0'))::uuid, 'rfi', 'Night cover ' || n, repeat('What we need. ', 40), m.user_id,
         now() + interval '30 days', 'Europe/Berlin'
  from generate_series(1, ${DRAFTS}) n, organizations o join memberships m on m.org_id = o.id where o.slug = '${asker}';`

export const briefsTown = `
  insert into organizations (kind, name, slug) values ('buyer', 'Asker', '${asker}');
  insert into users (email, name, email_verified) values ('admin@${asker}.example', 'Admin', true);
  insert into users (email, name, email_verified) select 'contact-' || n || '@solutions.example', 'Contact ' || n, true from generate_series(1, ${RECIPIENTS}) n;
  insert into memberships (org_id, user_id, role)
  select o.id, u.id, 'admin' from organizations o, users u where o.slug = '${asker}' and u.email = 'admin@${asker}.example';
  insert into sessions (user_id, token, expires_at)
  select id, 'session-of-admin-of-${asker}', now() + interval '20 days' from users where email = 'admin@${asker}.example';

  create temporary table asked as
  select v.id, u.id as contact_id, row_number() over (order by v.id) as n
  from (select id, row_number() over (order by id) as n from solutions where slug like 'solution-%' order by id limit ${RECIPIENTS}) v
  join users u on u.email = 'contact-' || v.n || '@solutions.example';
  update solutions v set contact_email = u.email from asked join users u on u.id = asked.contact_id where v.id = asked.id;

  ${drafts(1)}
  ${drafts(2)}
  ${drafts(3).replace(String(DRAFTS), '1')}
  update briefs set published_at = now(), sent_by = author_id where id = '${answeredBrief}';
  insert into brief_questions (org_id, brief_id, id, position, text, type)
  select org_id, id, new_id(), n, 'Question ' || n, 'text' from briefs, generate_series(1, ${ANSWERS}) n where id = '${answeredBrief}';

  insert into requests (org_id, brief_id, solution_id) select b.org_id, b.id, asked.id from briefs b, asked;
  update requests r set sent_at = now(), contact_id = asked.contact_id, viewed_at = now(), answered_at = now(), response = 1
  from asked where r.brief_id = '${answeredBrief}' and asked.id = r.solution_id;
  insert into responses (org_id, request_id, version, message, answers, pricing_model, currency, line_items, total, responded_by)
  select r.org_id, r.id, 1, repeat('We can do this. ', 20),
         (select jsonb_agg(jsonb_build_object('questionId', q.id, 'value', repeat('An answer. ', 10))) from brief_questions q where q.brief_id = r.brief_id),
         'monthly', 'EUR', lines.items, lines_total(lines.items), r.contact_id
  from requests r cross join (
    select jsonb_agg(jsonb_build_object('description', 'Line ' || n, 'quantity', n, 'unitAmount', 125000)) as items from generate_series(1, 5) n
  ) lines where r.brief_id = '${answeredBrief}';
  drop table asked;`

/** The floor under *Send*: the same rows, written by one statement that checks nothing. $1 is the draft. */
export const bareSend = `
  with brief as (update briefs set published_at = clock_timestamp(), sent_by = author_id, version = version + 1 where id = $1 returning org_id, id, title, author_id),
  asked as (
    update requests r set id = new_id(), sent_at = clock_timestamp(), contact_id = u.id
    from brief, solutions v, users u where r.org_id = brief.org_id and r.brief_id = brief.id and v.id = r.solution_id and u.email = v.contact_email
    returning r.id, u.id as user_id, u.email, v.name as solution
  ),
  news as (select asked.*, jsonb_build_object('title', brief.title, 'solution', solution, 'asks', 'Asker') as facts from asked, brief),
  told as (insert into notifications (user_id, kind, request_id, facts) select user_id, 'request.received', id, facts from news),
  mailed as (
    insert into mails (user_id, address, kind, request_id, facts) select user_id, email, 'request.received', id, facts from news returning id
  ),
  remembered as (
    insert into audit_events (org_id, kind, actor_id, actor_as, after)
    select org_id, 'brief.sent', author_id, 'member', jsonb_build_object('title', title) from brief
  )
  select id from graphile_worker.add_jobs((
    select array_agg(('sendMail', json_build_object('mailId', id), null, null, 12, null, null, null)::graphile_worker.job_spec) from mailed))`
