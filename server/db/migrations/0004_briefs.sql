-- Briefs --------------------------------------------------------------------------------------------------------------

create table briefs (
  org_id         uuid not null references organizations,
  id             uuid not null default new_id(),
  kind           text not null check (kind in ('brief', 'rfi', 'rfp')),
  title          text not null default '',
  description    text not null default '',
  requirements   text not null default '',
  budget_min     bigint check (budget_min >= 0),
  budget_max     bigint check (budget_max >= 0),
  currency       text check (currency ~ '^[A-Z]{3}$'),
  start_date     date,
  -- An instant, and the zone in which its author meant it.
  deadline       timestamptz,
  deadline_zone  text,
  -- Section 7: the buyer is not named, until somebody reveals it.
  anonymous      boolean not null default false,
  revealed_at    timestamptz,
  author_id      uuid not null references users,
  -- The delegation it was made under; null where a member made it.
  delegation_id  uuid,
  -- How the partner appears to solutions; taken from the delegation when it is sent, so that what was read stays true.
  identity_mode  text check (identity_mode in ('as_buyer', 'transparent', 'anonymous')),
  -- *Sent*, by the word that all work shares.
  published_at   timestamptz,
  sent_by        uuid references users,
  handed_over_at timestamptz,
  trashed_at     timestamptz,
  trashed_by     uuid references users,
  -- By somebody. A passed deadline closes by itself: ask brief_status.
  closed_at      timestamptz,
  closed_by      uuid references users,
  reminded_at    timestamptz,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  updated_by     uuid references users,
  primary key (org_id, id),
  foreign key (org_id, delegation_id) references delegations (org_id, id),
  constraint briefs_budget_has_currency check ((budget_min is null and budget_max is null) or currency is not null),
  constraint briefs_budget_in_order check (budget_min is null or budget_max is null or budget_min <= budget_max),
  constraint briefs_sent_by_somebody check (sent_by is null or published_at is not null),
  constraint briefs_sent_have_a_title check (published_at is null or title <> ''),
  constraint briefs_sent_say_who_asks check (published_at is null or delegation_id is null or identity_mode is not null)
);
create index briefs_of_delegation on briefs (org_id, delegation_id, id desc);
create index briefs_seen_by_team on briefs (org_id, id desc)
  where trashed_at is null and (published_at is not null or handed_over_at is not null or delegation_id is null);
create index briefs_in_trash on briefs (org_id, id desc) where trashed_at is not null;
create index briefs_by_deadline on briefs (deadline) where published_at is not null and closed_at is null and trashed_at is null;

-- Decided by the database's clock, never by a job having run.
create function brief_status(published_at timestamptz, closed_at timestamptz, deadline timestamptz) returns text
language sql stable parallel safe as $$
  select case
    when published_at is null then 'draft'
    when closed_at is not null or deadline <= now() then 'closed'
    else 'sent'
  end
$$;

create table brief_questions (
  org_id   uuid not null,
  brief_id uuid not null,
  id       uuid not null,
  position integer not null,
  text     text not null,
  type     text not null check (type in ('text', 'yes_no', 'number', 'choice')),
  choices  text[] not null default '{}',
  required boolean not null default false,
  primary key (org_id, brief_id, id),
  foreign key (org_id, brief_id) references briefs (org_id, id) on delete cascade
);

-- One recipient of a brief: chosen in the draft, a request to a solution once it is sent.
create table requests (
  org_id          uuid not null,
  id              uuid not null default new_id(),
  brief_id        uuid not null,
  solution_id     uuid not null references solutions,
  -- Who may answer, as it was when it was sent: the solution's organization, and the person behind its contact address.
  solution_org_id uuid references organizations,
  contact_id      uuid references users,
  mail_id         uuid references mails deferrable initially deferred,
  sent_at         timestamptz,
  viewed_at       timestamptz,
  declined_at     timestamptz,
  decline_reason  text,
  -- The newest version of the answer; 0 without one.
  response        integer not null default 0,
  -- Refusals count as versions, too: whoever answers after all has seen that a colleague declined.
  refusals        integer not null default 0,
  answered_at     timestamptz,
  outcome         text check (outcome in ('selected', 'not_selected')),
  primary key (org_id, id),
  foreign key (org_id, brief_id) references briefs (org_id, id) on delete cascade,
  constraint requests_once unique (org_id, brief_id, solution_id),
  constraint requests_sent_reach_somebody check (sent_at is null or solution_org_id is not null or contact_id is not null)
);
-- Solutions look them up by themselves: ids are unique in all organizations.
create unique index requests_by_id on requests (id);
create index requests_of_contact on requests (contact_id, id desc) where sent_at is not null;
create index requests_of_solution_organization on requests (solution_org_id, id desc) where sent_at is not null;

-- Quantity times unit amount, summed up: the database counts too.
create function lines_total(lines jsonb) returns bigint language sql immutable parallel safe as $$
  select coalesce(sum((line ->> 'quantity')::bigint * (line ->> 'unitAmount')::bigint), 0)::bigint from jsonb_array_elements(lines) line
$$;

-- Every version of an answer stays.
create table responses (
  org_id         uuid not null,
  request_id     uuid not null,
  version        integer not null check (version > 0),
  message        text not null default '',
  answers        jsonb not null default '[]',
  pricing_model  text check (pricing_model in ('fixed', 'hourly', 'monthly', 'percentage')),
  currency       text check (currency ~ '^[A-Z]{3}$'),
  line_items     jsonb,
  total          bigint,
  valid_until    date,
  lead_time_days integer check (lead_time_days >= 0),
  responded_by   uuid not null references users,
  created_at     timestamptz not null default now(),
  primary key (org_id, request_id, version),
  foreign key (org_id, request_id) references requests (org_id, id) on delete cascade,
  constraint responses_quote_is_whole check (num_nonnulls(pricing_model, currency, line_items, total) in (0, 4)),
  constraint responses_total_is_the_sum check (total is null or total = lines_total(line_items))
);

-- What somebody began to write; one for all who may answer.
create table response_drafts (
  org_id     uuid not null,
  request_id uuid not null,
  draft      jsonb not null,
  updated_by uuid not null references users,
  updated_at timestamptz not null default now(),
  primary key (org_id, request_id),
  foreign key (org_id, request_id) references requests (org_id, id) on delete cascade
);

-- Rates that the organization states, with their day: without one, amounts in different currencies are not ranked.
create table exchange_rates (
  org_id        uuid not null references organizations,
  from_currency text not null check (from_currency ~ '^[A-Z]{3}$'),
  to_currency   text not null check (to_currency ~ '^[A-Z]{3}$' and to_currency <> from_currency),
  rate          numeric not null check (rate > 0),
  stated_for    date not null,
  stated_by     uuid not null references users,
  stated_at     timestamptz not null default now(),
  primary key (org_id, from_currency, to_currency)
);

-- A solution hears of a brief without hearing who asks (section 7): such news belong to no organization of a buyer.
alter table notifications alter column org_id drop not null;
alter table notifications add column request_id uuid;
alter table mails add column request_id uuid;
-- Like the bell, a mail may lead to a piece of work.
alter table mails add column work_id uuid;

-- The one rule of work speaks of drafts of the team, too: shortlists have none, but the index must say the same words.
drop index shortlists_seen_by_team;
create index shortlists_seen_by_team on shortlists (org_id, id desc)
  where trashed_at is null and (published_at is not null or handed_over_at is not null or delegation_id is null);

grant select, insert, update, delete
  on briefs, brief_questions, requests, responses, response_drafts, exchange_rates to human_cloud_app;
