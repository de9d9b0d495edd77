create extension if not exists pg_trgm;

-- The catalogue: one for everybody ------------------------------------------------------------------------------------

-- Array to text is not immutable in general; of plain words it is.
create function words_of(texts text[]) returns text language sql immutable parallel safe as $$
  select array_to_string(texts, ' ')
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
  website       text,
  contact_email text,
  org_id        uuid references organizations,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  search        tsvector not null generated always as (
    setweight(to_tsvector('simple', name), 'A') ||
    setweight(to_tsvector('english', name || ' ' || tagline || ' ' || category), 'B') ||
    setweight(to_tsvector('english', words_of(capabilities) || ' ' || words_of(regions)), 'C') ||
    setweight(to_tsvector('english', description), 'D')
  ) stored
);
create index solutions_search on solutions using gin (search);
create index solutions_by_name on solutions (lower(name), id);
create index solutions_by_category on solutions (category);
create index solutions_capabilities on solutions using gin (capabilities);
create index solutions_regions on solutions using gin (regions);

-- Every word of names, categories and tags, once: what a misspelt word is compared with.
create table solution_words (
  word text primary key
);
create index solution_words_alike on solution_words using gin (word gin_trgm_ops);

create function remember_words() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into solution_words
  select distinct word
  from regexp_split_to_table(lower(new.name || ' ' || new.category || ' ' || words_of(new.capabilities) || ' ' || words_of(new.regions) || ' ' || new.tagline), '[^[:alnum:]]+') as word
  where length(word) > 2
  on conflict do nothing;
  return null;
end $$;
create trigger solutions_words after insert or update of name, category, capabilities, regions, tagline on solutions
  for each row execute function remember_words();

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
  primary key (org_id, id),
  foreign key (org_id, delegation_id) references delegations (org_id, id),
  -- V4: a member's shortlist is visible to the team at once.
  constraint shortlists_of_members_are_published check (delegation_id is not null or published_at is not null)
);
create index shortlists_of_delegation on shortlists (org_id, delegation_id, id desc);
create index shortlists_visible_to_team on shortlists (org_id, id desc) where published_at is not null and trashed_at is null;

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

alter table audit_events add column work_id uuid;
create index audit_events_of_work on audit_events (org_id, work_id, id desc) where work_id is not null;
alter table notifications add column work_id uuid;

grant select, insert, update, delete on all tables in schema public to human_cloud_app;
revoke update, delete on audit_events from human_cloud_app;
