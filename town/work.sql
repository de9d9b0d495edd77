-- The work of the town: shortlists and saved solutions. Needs town.sql and the catalogue.

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
join solutions solution on solution.slug = saved.slug;

insert into audit_events (org_id, kind, actor_id, actor_as, acting_delegation_id, work_id, after, created_at)
select pg_temp.of_town('9000', org), kind, pg_temp.of_town('8000', author), case when delegation is null then 'member' else 'partner' end,
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
