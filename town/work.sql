-- The work of the town: shortlists, saved solutions and briefs. Needs town.sql and the catalogue.

create temporary table lists (number integer, org integer, author integer, delegation integer, title text, description text,
  made integer, published integer, handed_over integer, trashed integer, trashed_by integer);
insert into lists values
  (1, 1, 2, null, 'Agencies of last year', '', 200, 200, null, 3, 1),
  (2, 1, 11, 1, 'MSP candidates 2026', 'Programme size about 240 people.', 90, 80, null, null, null),
  (3, 5, 7, null, 'Cold store staffing', '', 40, 40, null, null, null),
  (4, 1, 11, 1, 'Payroll alternatives', '', 30, null, 22, null, null),
  (5, 1, 10, 5, 'Onboarding and background checks across all German and Austrian locations of the group', 'Asked for by the works council.', 30, 28, null, null, null),
  (6, 1, 3, null, 'Employer of record for Poland and Czechia', 'For the eleven people whom we hire there in spring.', 20, 20, null, null, null),
  (7, 1, 9, 2, 'Night shift cover, winter 2026', 'Nurses and assistants for three wards, December to March. Two vendors at least, one of them with its own payroll.', 12, 4, null, null, null),
  (8, 1, 10, 5, 'Freelance recruiters for the Munich clinics', '', 6, null, null, null, null),
  (9, 1, 9, 2, 'Locum doctors, first look', '', 2, null, null, null, null),
  (10, 5, 9, 8, 'Harvest crews for the orchards', 'First ideas.', 2, null, null, null, null);

create function pg_temp.of_town(kind text, number integer) returns uuid language sql as $$
  select ('01900000-0000-7000-' || kind || '-' || lpad(number::text, 12, '0'))::uuid
$$;

insert into shortlists (org_id, id, title, description, author_id, delegation_id, created_at, updated_at, published_at, handed_over_at, trashed_at, trashed_by)
select pg_temp.of_town('9000', org), pg_temp.of_town('b001', number), title, description, pg_temp.of_town('8000', author), pg_temp.of_town('b000', delegation),
       now() - made * interval '1 day', now() - coalesce(published, made) * interval '1 day', now() - published * interval '1 day',
       now() - handed_over * interval '1 day', now() - trashed * interval '1 day', pg_temp.of_town('8000', trashed_by)
from lists;

insert into shortlist_items (org_id, shortlist_id, solution_id, position, reason, added_by, added_at)
select shortlist.org_id, shortlist.id, solution.id, place, reason, shortlist.author_id, shortlist.created_at
from (values
  (1, 1, 'shiftlark', ''),
  (2, 1, 'nuvio-contingent', 'Best reporting.'),
  (2, 2, 'alderwick-msp', ''),
  (2, 3, 'oakhelm', 'Supplier panel is not neutral.'),
  (3, 1, 'dockhand-staffing', ''),
  (4, 1, 'lohnwerk', ''),
  (4, 2, 'payatlas', ''),
  (5, 1, 'clearmark-screening', 'Works council agreements are in place at two customers.'),
  (5, 2, 'verifolk', ''),
  (6, 1, 'globehire', 'Own entities in both countries.'),
  (6, 2, 'passageworks', 'Cheapest for fewer than twenty people.'),
  (6, 3, 'kontrakta', ''),
  (7, 1, 'crewline', 'Filled 94 % of night shifts within six hours at Karlsberg. Has its own payroll.'),
  (7, 2, 'kindred-locum', 'Checks registrations daily. Small, but strong around Lund.'),
  (7, 3, 'talentbridge', 'Specialists only; more expensive, good as a second line.'),
  (7, 4, 'fieldforce', ''),
  (8, 1, 'tarnrecruit', 'Knows the clinics.'),
  (8, 2, 'lumenhall-talent', ''),
  (9, 1, 'kindred-locum', 'Ask for the anaesthesia pool.'),
  (9, 2, 'interimo', ''),
  (10, 1, 'harvestline', 'Housing is included.')
) item (list, place, slug, reason)
join shortlists shortlist on shortlist.id = pg_temp.of_town('b001', item.list)
join solutions solution on solution.slug = item.slug;

insert into saved_solutions (org_id, solution_id, saved_by, delegation_id, saved_at)
select pg_temp.of_town('9000', org), solution.id, pg_temp.of_town('8000', person), pg_temp.of_town('b000', delegation), now() - days * interval '1 day'
from (values (1, 3, null, 'globehire', 21), (1, 3, null, 'clearmark-screening', 15), (1, 9, 2, 'crewline', 11), (1, 9, 2, 'kindred-locum', 11), (1, 10, 5, 'verifolk', 29), (5, 9, 8, 'harvestline', 2))
  saved (org, person, delegation, slug, days)
join solutions solution on solution.slug = saved.slug
order by days desc;

insert into audit_events (id, org_id, kind, actor_id, actor_as, acting_delegation_id, work_id, after, created_at)
select pg_temp.event_id(now() - days * interval '1 day', 1000 + (row_number() over ())::integer), pg_temp.of_town('9000', org), kind, pg_temp.of_town('8000', author), case when delegation is null then 'member' else 'partner' end,
       pg_temp.of_town('b000', delegation), pg_temp.of_town('b001', number), jsonb_build_object('title', title), now() - days * interval '1 day'
from lists cross join lateral (values ('shortlist.created', made), ('shortlist.published', case when delegation is not null then published end)) event (kind, days)
where days is not null
order by days desc;

insert into notifications (user_id, org_id, kind, work_id, facts, created_at)
select m.user_id, m.org_id, 'shortlist.published', pg_temp.of_town('b001', number), jsonb_build_object('by', author.name, 'title', title), now() - published * interval '1 day'
from lists join memberships m on m.org_id = pg_temp.of_town('9000', org) and m.role in ('admin', 'editor')
join users author on author.id = pg_temp.of_town('8000', lists.author)
where delegation is not null and published < 10;

drop table lists;

-- Briefs --------------------------------------------------------------------------------------------------------------

create temporary table asks (number integer, author integer, delegation integer, kind text, title text, description text, requirements text,
  made integer, sent integer, days_left integer, handed_over integer, trashed integer, identity text);
insert into asks values
  (1, 2, null, 'brief', 'Agencies for the old building', '', '', 100, 95, -60, null, 5, null),
  (2, 3, null, 'rfp', 'Background checks for new hires', 'About 180 people a year, most of them nurses.', 'Works council agreements in Germany.', 45, 40, -20, null, null, null),
  (3, 11, 1, 'rfp', 'Managed service for 240 contractors', '', '', 30, null, null, 22, null, null),
  (4, 9, 2, 'rfi', 'Night shift cover, winter 2026', 'Nurses and assistants for three wards in Lund and Kiel, December to March.',
    'Own payroll. Registrations checked daily.', 6, 3, 11, null, null, 'transparent'),
  (5, 3, null, 'brief', 'Interpreters for the emergency room', 'Arabic, Ukrainian and Turkish, by phone.', '', 2, null, null, null, null, null),
  (6, 9, 2, 'brief', 'Anaesthesia, three weeks in May', 'First words.', '', 1, null, null, null, null, null);

insert into briefs (org_id, id, kind, title, description, requirements, budget_min, budget_max, currency, deadline, deadline_zone, author_id, delegation_id,
  identity_mode, created_at, updated_at, published_at, handed_over_at, trashed_at, trashed_by, closed_at, reminded_at)
select pg_temp.of_town('9000', 1), pg_temp.of_town('b002', number), kind, title, description, requirements,
       case when number = 4 then 12000000 end, case when number = 4 then 18000000 end, case when number = 4 then 'EUR' end,
       now() + days_left * interval '1 day', case when days_left is not null then 'Europe/Berlin' end,
       pg_temp.of_town('8000', author), pg_temp.of_town('b000', delegation), identity,
       now() - made * interval '1 day', now() - coalesce(sent, made) * interval '1 day', now() - sent * interval '1 day',
       now() - handed_over * interval '1 day', now() - trashed * interval '1 day', case when trashed is not null then pg_temp.of_town('8000', 1) end,
       case when days_left < 0 then now() + days_left * interval '1 day' end, case when days_left < 0 then now() + (days_left - 2) * interval '1 day' end
from asks;

insert into brief_questions (org_id, brief_id, id, position, text, type, choices, required)
select pg_temp.of_town('9000', 1), pg_temp.of_town('b002', brief), pg_temp.of_town('b004', brief * 10 + place), place, text, type, choices, required
from (values
  (2, 1, 'Do you have an agreement with a works council?', 'yes_no', '{}'::text[], true),
  (2, 2, 'How many days does a check take?', 'number', '{}', true),
  (4, 1, 'How fast do you fill a night shift?', 'text', '{}', true),
  (4, 2, 'Do you run your own payroll?', 'yes_no', '{}', true),
  (4, 3, 'How many nurses do you have around Lund?', 'number', '{}', false),
  (4, 4, 'Which contract do you prefer?', 'choice', '{"Per shift","Per month"}', false),
  (6, 1, 'Can they start on 4 May?', 'yes_no', '{}', true)
) question (brief, place, text, type, choices, required);

-- The contacts of solutions: stubs, but for one who has an account.
insert into users (email, typed_email)
select contact_email, contact_email from solutions where slug in ('crewline', 'talentbridge', 'clearmark-screening', 'verifolk') order by slug;

insert into requests (org_id, id, brief_id, solution_id, solution_org_id, contact_id, sent_at, viewed_at, declined_at, decline_reason, response, answered_at, outcome)
select brief.org_id, coalesce(pg_temp.of_town('b003', request.number), new_id()), brief.id, solution.id,
       case when brief.published_at is not null then solution.org_id end, case when brief.published_at is not null then contact.id end,
       brief.published_at, brief.published_at + viewed * interval '1 hour', brief.published_at + declined * interval '1 hour', reason,
       case when answered is null then 0 else 1 end, brief.published_at + answered * interval '1 hour', outcome
from (values
  (1, 2, 'clearmark-screening', 5, 30, null, null, 'selected'),
  (2, 2, 'verifolk', 2, null, 3, 'We do not work in Germany yet.', null),
  (3, 4, 'crewline', 20, null, null, null, null),
  (4, 4, 'kindred-locum', 3, 26, null, null, null),
  (5, 4, 'talentbridge', null, null, null, null, null),
  (null, 6, 'kindred-locum', null, null, null, null, null),
  (null, 6, 'interimo', null, null, null, null, null)
) request (number, brief, slug, viewed, answered, declined, reason, outcome)
join briefs brief on brief.id = pg_temp.of_town('b002', request.brief)
join solutions solution on solution.slug = request.slug
left join users contact on contact.email = solution.contact_email;

insert into responses (org_id, request_id, version, message, answers, pricing_model, currency, line_items, total, valid_until, lead_time_days, responded_by, created_at)
select request.org_id, request.id, 1, message, answers::jsonb, model, currency, lines::jsonb, lines_total(lines::jsonb), request.answered_at::date + 30, days,
       request.contact_id, request.answered_at
from (values
  (1, 'We work for two clinics of your size.', '[{"questionId": "01900000-0000-7000-b004-000000000021", "value": true}, {"questionId": "01900000-0000-7000-b004-000000000022", "value": 6}]',
    'fixed', 'EUR', '[{"description": "Check", "quantity": 180, "unitAmount": 8900}]', 5),
  (4, 'Happy to help. Our pool in Lund is small but steady.', '[{"questionId": "01900000-0000-7000-b004-000000000041", "value": "Most within six hours."}, {"questionId": "01900000-0000-7000-b004-000000000042", "value": true}, {"questionId": "01900000-0000-7000-b004-000000000043", "value": 34}]',
    'hourly', 'SEK', '[{"description": "Nurse, night hour", "quantity": 2400, "unitAmount": 62000}, {"description": "Assistant, night hour", "quantity": 1200, "unitAmount": 41000}]', 7)
) answer (number, message, answers, model, currency, lines, days)
join requests request on request.id = pg_temp.of_town('b003', answer.number);

insert into audit_events (id, org_id, kind, actor_id, actor_as, acting_delegation_id, work_id, after, created_at)
select pg_temp.event_id(now() - days * interval '1 day', 2000 + (row_number() over ())::integer), pg_temp.of_town('9000', 1), event.kind, pg_temp.of_town('8000', author), case when delegation is null then 'member' else 'partner' end,
       pg_temp.of_town('b000', delegation), pg_temp.of_town('b002', number), jsonb_build_object('title', title), now() - days * interval '1 day'
from asks cross join lateral (values ('brief.created', made), ('brief.sent', sent)) event (kind, days)
where days is not null
order by days desc;

insert into notifications (user_id, org_id, kind, work_id, facts, created_at)
select person.id, request.org_id, 'response.received', request.brief_id, jsonb_build_object('title', brief.title, 'solution', solution.name), request.answered_at
from requests request join briefs brief on brief.org_id = request.org_id and brief.id = request.brief_id join solutions solution on solution.id = request.solution_id
join users person on person.id in (pg_temp.of_town('8000', 1), pg_temp.of_town('8000', 2), pg_temp.of_town('8000', 9))
where request.id = pg_temp.of_town('b003', 4);

insert into notifications (user_id, kind, request_id, facts, created_at, read_at)
select person.id, 'request.received', request.id,
       jsonb_build_object('title', brief.title, 'solution', solution.name, 'briefKind', brief.kind, 'deadline', brief.deadline, 'deadlineZone', brief.deadline_zone,
         'asks', '{"company": "Meridian Health", "person": "Pia Lindqvist"}'::jsonb), request.sent_at, request.viewed_at
from requests request join briefs brief on brief.org_id = request.org_id and brief.id = request.brief_id join solutions solution on solution.id = request.solution_id
join users person on person.id = case solution.slug when 'crewline' then pg_temp.of_town('8000', 8) else pg_temp.of_town('8000', 17) end
where brief.id = pg_temp.of_town('b002', 4) and solution.slug in ('crewline', 'kindred-locum');

drop table asks;

-- The bell is in the order of ids, and ids begin with when they were made.
create temporary table told as select * from notifications;
delete from notifications;
insert into notifications (id, user_id, org_id, kind, delegation_id, work_id, request_id, facts, created_at, read_at)
select encode(overlay(uuid_send(id) placing substring(int8send(floor(extract(epoch from created_at) * 1000)::bigint) from 3) from 1 for 6), 'hex')::uuid,
       user_id, org_id, kind, delegation_id, work_id, request_id, facts, created_at, read_at
from told;
drop table told;

-- Notes -----------------------------------------------------------------------------------------------------------------

create temporary table said (number integer, author integer, delegation integer, shortlist integer, brief integer, solution text, visibility text, hours integer, body text);
insert into said values
  (1, 3, null, 6, null, null, 'team', 460, 'Legal wants to know **before February** who signs in Poland: the provider, or we.'),
  (2, 9, 2, null, null, 'crewline', 'shared', 250, E'Reference call with Karlsberg:\n\n- shifts are filled within six hours, nights too\n- invoices come late, and have to be checked\n\nThey would take them again.'),
  (3, 10, 5, 5, null, null, 'shared', 240, E'The works council has to agree first. Its template: https://www.works-council.example/background-checks'),
  (4, 1, null, 7, null, null, 'shared', 70, E'The budget is fixed: **180,000 euros** until March, payroll included.\n\nCan we have a second line for the weekends?'),
  (5, 9, 2, 7, null, null, 'shared', 50, E'> a second line for the weekends\n\nTalentbridge is on it now. More expensive, but they start within a week.'),
  (6, 9, 2, 7, null, null, 'personal', 30, 'Ask Crewline about the notice period before the call on Thursday.'),
  (7, 2, null, null, 4, null, 'team', 28, 'Nobody without a payroll of their own this time. We had that last winter.'),
  (8, 3, null, 5, null, null, 'shared', 20, 'The Vienna office asks whether Verifolk covers Austria, too. Do you know?'),
  (9, 1, null, null, null, 'crewline', 'personal', 6, 'Met their head of operations in Lund. Call her before we decide.');

insert into notes (org_id, id, shortlist_id, brief_id, solution_id, body, visibility, author_id, delegation_id, shown_at, created_at, updated_at)
select pg_temp.of_town('9000', 1), pg_temp.of_town('b005', number), pg_temp.of_town('b001', shortlist), pg_temp.of_town('b002', brief),
       (select id from solutions where slug = solution), body, visibility, pg_temp.of_town('8000', author), pg_temp.of_town('b000', delegation),
       now() - hours * interval '1 hour', now() - hours * interval '1 hour', now() - hours * interval '1 hour'
from said;

insert into note_versions (org_id, note_id, version, body, visibility, created_at)
select org_id, id, version, body, visibility, created_at from notes;

-- What is older than a day has been read by everybody.
insert into note_reads (org_id, user_id, subject_id, read_at)
select distinct note.org_id, reader.id, note.subject_id, now() - interval '24 hours'
from notes note join users reader on reader.id in (select user_id from memberships where org_id = note.org_id union select partner_id from delegations where org_id = note.org_id);

drop table said;
