create extension if not exists pg_trgm;

-- The catalogue: one for everybody ------------------------------------------------------------------------------------

-- Array to text is not immutable in general; of plain words it is.
create function words_of(texts text[]) returns text language sql immutable parallel safe as $$
  select array_to_string(texts, ' ')
$$;

-- Signs between letters part words, for the parser as for those who type: `Work/Life.example` is three words.
create function parted(texts text) returns text language sql immutable parallel safe as $$
  select translate(texts, './-_@', '     ')
$$;

create table solutions (
  id            uuid primary key default new_id(),
  slug          text not null constraint solutions_slug unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name          text not null check (name <> ''),
  tagline       text not null default '',
  description   text not null default '',
  category      text not null check (category <> ''),
  capabilities  text[] not null default '{}',
  regions       text[] not null default '{}',
  customer_size text,
  pricing_model text,
  verified      boolean not null default false,
  website       text check (website like 'https://%'),
  contact_email text,
  org_id        uuid references organizations,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  search        tsvector not null generated always as (
    setweight(to_tsvector('simple', parted(name)), 'A') ||
    setweight(to_tsvector('english', parted(name || ' ' || tagline || ' ' || category)), 'B') ||
    setweight(to_tsvector('english', parted(words_of(capabilities) || ' ' || words_of(regions))), 'C') ||
    setweight(to_tsvector('english', parted(description)), 'D')
  ) stored,
  -- What is found by its name comes first where too many are found to weigh each one.
  name_words    tsvector not null generated always as (
    to_tsvector('simple', parted(name)) || to_tsvector('english', parted(name))
  ) stored
);
-- What is searched and ranked stays in its row, short of a whole page: fetching it from aside makes a search ten times slower.
alter table solutions set (toast_tuple_target = 8160);
alter table solutions alter column search set storage main;
create index solutions_search on solutions using gin (search);
create index solutions_name_words on solutions using gin (name_words);
create index solutions_by_name on solutions (lower(name), id);
create index solutions_by_category on solutions (category);
create index solutions_capabilities on solutions using gin (capabilities);
create index solutions_regions on solutions using gin (regions);
create index solutions_of_organization on solutions (org_id) where org_id is not null;

-- How many solutions there are, in all (`all`, '') and of every category, capability and region: counting 100,000 takes
-- too long for a first page. Kept by triggers, a statement at a time.
create table solution_counts (
  facet     text not null check (facet in ('all', 'category', 'capability', 'region')),
  value     text not null,
  solutions integer not null,
  primary key (facet, value)
);
create index solution_counts_most on solution_counts (facet, solutions desc, value);

-- Every word of the catalogue, and how many solutions use it: what a misspelt or unfinished word is compared with.
-- By bytes, so that the words with the same beginning lie side by side in the key.
create table solution_words (
  word      text collate "C" primary key,
  solutions integer not null
);
create index solution_words_alike on solution_words using gin (word gin_trgm_ops);

-- Adds what `changed` holds to the counts, or takes it away: its argument is 1 or -1. In the order of the keys, so that
-- two writers never wait for each other in a circle.
create function count_solutions() returns trigger language plpgsql as $$
begin
  insert into solution_counts as counted (facet, value, solutions)
  select facet, value, tg_argv[0]::integer * count(*)
  from (
    select 'all' as facet, '' as value from changed
    union all select 'category', category from changed
    union all select 'capability', unnest(capabilities) from changed
    union all select 'region', unnest(regions) from changed
  ) each
  group by facet, value order by facet, value
  on conflict (facet, value) do update set solutions = counted.solutions + excluded.solutions;

  insert into solution_words as known (word, solutions)
  select word, tg_argv[0]::integer * count(*)
  from changed, unnest(tsvector_to_array(to_tsvector('simple', parted(
    name || ' ' || tagline || ' ' || category || ' ' || words_of(capabilities) || ' ' || words_of(regions) || ' ' || description
  )))) as word
  where length(word) between 3 and 40
  group by word order by word
  on conflict (word) do update set solutions = known.solutions + excluded.solutions;
  return null;
end $$;
create trigger solutions_added after insert on solutions
  referencing new table as changed for each statement execute function count_solutions('1');
create trigger solutions_changed_from after update on solutions
  referencing old table as changed for each statement execute function count_solutions('-1');
create trigger solutions_changed_to after update on solutions
  referencing new table as changed for each statement execute function count_solutions('1');
create trigger solutions_removed after delete on solutions
  referencing old table as changed for each statement execute function count_solutions('-1');

create table saved_solutions (
  org_id        uuid not null references organizations,
  solution_id   uuid not null references solutions,
  saved_by      uuid not null references users,
  -- Under which delegation, where a partner saved it.
  delegation_id uuid,
  saved_at      timestamptz not null default now(),
  id            uuid not null default new_id(),
  primary key (org_id, id),
  foreign key (org_id, delegation_id) references delegations (org_id, id),
  -- Once by the team, and once under each delegation: what one saves tells nothing about what others saved.
  constraint saved_solutions_once unique nulls not distinct (org_id, solution_id, delegation_id)
);

-- Shortlists ----------------------------------------------------------------------------------------------------------

create table shortlists (
  org_id         uuid not null references organizations,
  id             uuid not null default new_id(),
  title          text not null check (title <> ''),
  description    text not null default '',
  author_id      uuid not null references users,
  -- The delegation it was made under; null where a member made it.
  delegation_id  uuid,
  published_at   timestamptz,
  -- D11: when the draft passed to the organization.
  handed_over_at timestamptz,
  trashed_at     timestamptz,
  trashed_by     uuid references users,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  -- Who changed it last, where that was not the author.
  updated_by     uuid references users,
  primary key (org_id, id),
  foreign key (org_id, delegation_id) references delegations (org_id, id),
  -- V4: a member's shortlist is visible to the team at once.
  constraint shortlists_of_members_are_published check (delegation_id is not null or published_at is not null)
);
create index shortlists_of_delegation on shortlists (org_id, delegation_id, id desc);
create index shortlists_seen_by_team on shortlists (org_id, id desc)
  where trashed_at is null and (published_at is not null or handed_over_at is not null);
create index shortlists_handed_over on shortlists (org_id, id desc)
  where handed_over_at is not null and published_at is null and trashed_at is null;
create index shortlists_in_trash on shortlists (org_id, id desc) where trashed_at is not null;

create table shortlist_items (
  org_id       uuid not null,
  shortlist_id uuid not null,
  solution_id  uuid not null references solutions,
  position     integer not null,
  reason       text not null default '',
  added_by     uuid not null references users,
  added_at     timestamptz not null default now(),
  primary key (org_id, shortlist_id, solution_id),
  foreign key (org_id, shortlist_id) references shortlists (org_id, id) on delete cascade,
  constraint shortlist_items_one_per_place unique (org_id, shortlist_id, position) deferrable initially deferred
);

-- On which shortlists of an organization is a solution?
create index shortlist_items_of_solution on shortlist_items (org_id, solution_id, shortlist_id);

alter table audit_events add column work_id uuid;
create index audit_events_of_work on audit_events (org_id, work_id, id desc) where work_id is not null;
alter table notifications add column work_id uuid;

grant select, insert, update, delete
  on solutions, solution_counts, solution_words, saved_solutions, shortlists, shortlist_items to human_cloud_app;
