-- Ids are UUIDv7: sortable by time, made by the database (the built-in one needs PostgreSQL 18).
create function new_id() returns uuid language sql volatile parallel safe as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

-- People --------------------------------------------------------------------------------------------------------------

create table users (
  id             uuid primary key default new_id(),
  email          text not null,
  typed_email    text,
  name           text not null default '',
  email_verified boolean not null default false,
  image          text, -- expected by the accounts library; we show no pictures
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  -- P2: one person per canonical address.
  constraint users_email unique (email),
  constraint users_email_canonical check (email = lower(email) and email = btrim(email) and octet_length(email) <= 254),
  -- P4: a stub (mailbox not proven) has no name to show to anyone.
  constraint users_stub_is_nameless check (email_verified or name = '')
);

create table sessions (
  id         uuid primary key default new_id(),
  user_id    uuid not null references users on delete cascade,
  token      text not null constraint sessions_token unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_of_user on sessions (user_id);

-- Ways to prove who one is, beside the mailbox: a password (one row per person). The accounts library expects the columns
-- of an identity provider too.
create table credentials (
  id          uuid primary key default new_id(),
  user_id     uuid not null references users on delete cascade,
  account_id  text not null,
  provider_id text not null,
  password    text,
  access_token text, refresh_token text, id_token text, scope text,
  access_token_expires_at timestamptz, refresh_token_expires_at timestamptz,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  constraint credentials_once unique (user_id, provider_id)
);

-- Mailed codes, hashed.
create table verifications (
  id         uuid primary key default new_id(),
  identifier text not null,
  value      text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_by_identifier on verifications (identifier);

-- Organizations -------------------------------------------------------------------------------------------------------

create table organizations (
  id         uuid primary key default new_id(),
  kind       text not null check (kind in ('buyer', 'solution')),
  name       text not null check (name <> ''),
  slug       text not null,
  created_at timestamptz not null default now(),
  constraint organizations_slug unique (slug)
);

create table memberships (
  org_id     uuid not null references organizations,
  id         uuid not null default new_id(),
  user_id    uuid not null references users,
  role       text not null check (role in ('admin', 'editor', 'viewer')),
  status     text not null default 'active' check (status in ('active', 'invited', 'removed')),
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  constraint memberships_once unique (org_id, user_id)
);
create index memberships_of_user on memberships (user_id) where status = 'active';

-- Delegations ---------------------------------------------------------------------------------------------------------

-- State is facts with dates: pending until accepted_at, live until ended_at. `delegation_status` reads them.
create table delegations (
  org_id          uuid not null references organizations,
  id              uuid not null default new_id(),
  partner_id      uuid not null references users,
  permissions     text[] not null check (permissions <@ '{shortlists,briefs,notes}' and cardinality(permissions) between 1 and 3),
  data_visibility text not null check (data_visibility in ('scoped', 'full')),
  identity_mode   text not null check (identity_mode in ('as_buyer', 'transparent', 'anonymous')),
  message         text,
  invited_by      uuid not null references users,
  invited_at      timestamptz not null default now(),
  expires_at      timestamptz not null,
  -- SHA-256 of the secret in the newest invitation mail; gone once it was used or the invitation ended.
  token_hash      bytea,
  mail_id         uuid not null, -- the newest invitation mail (foreign key below, once mails exist)
  reminded_at     timestamptz,
  accepted_at     timestamptz,
  ended_at        timestamptz,
  ended_as        text check (ended_as in ('revoked', 'declined', 'cancelled', 'expired')),
  ended_by        uuid references users,
  end_reason      text,
  version         integer not null default 1,
  primary key (org_id, id),
  constraint delegations_id unique (id),
  constraint delegations_end_is_whole check ((ended_at is null) = (ended_as is null)),
  constraint delegations_end_before_acceptance check (ended_as is null or ended_as = 'revoked' or accepted_at is null),
  constraint delegations_secret_only_while_pending check (token_hash is null or (accepted_at is null and ended_at is null))
);
-- D4: one live delegation per partner per organization. Ended ones are history and never in the way.
create unique index delegations_live_once on delegations (org_id, partner_id) where ended_at is null;
create index delegations_of_partner on delegations (partner_id, id desc);
create index delegations_waiting on delegations (expires_at) where accepted_at is null and ended_at is null;

-- The one reading of a delegation's state. Expiry is decided by this clock, never by a job having run.
create function delegation_status(accepted_at timestamptz, ended_as text, expires_at timestamptz) returns text
  language sql stable parallel safe as $$
  select case
    when ended_as is not null then ended_as
    when accepted_at is not null then 'active'
    when expires_at <= now() then 'expired'
    else 'pending'
  end
$$;

-- What is remembered --------------------------------------------------------------------------------------------------

create table audit_events (
  id            uuid primary key default new_id(),
  org_id        uuid references organizations,
  kind          text not null,
  actor_id      uuid references users,
  actor_as      text not null check (actor_as in ('member', 'partner', 'person', 'system')),
  -- For whom the actor acted: the delegation, where actor_as is partner.
  acting_delegation_id uuid,
  delegation_id uuid,
  subject_id    uuid references users,
  before        jsonb,
  after         jsonb,
  request_id    text,
  created_at    timestamptz not null default now()
);
create index audit_events_of_organization on audit_events (org_id, id desc);
create index audit_events_of_delegation on audit_events (delegation_id, id desc) where delegation_id is not null;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit events are never changed' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_events_append_only before update or delete on audit_events
  for each row execute function refuse_change();
create trigger audit_events_never_emptied before truncate on audit_events
  for each statement execute function refuse_change();

create table notifications (
  user_id       uuid not null references users on delete cascade,
  id            uuid not null default new_id(),
  org_id        uuid not null references organizations,
  kind          text not null,
  delegation_id uuid,
  facts         jsonb not null,
  created_at    timestamptz not null default now(),
  read_at       timestamptz,
  primary key (user_id, id)
);
create index notifications_unread on notifications (user_id) where read_at is null;

-- The outbox. A row is written with its cause and its job; the worker sends it and says here what became of it.
create table mails (
  id            uuid primary key default new_id(),
  user_id       uuid references users on delete set null,
  address       text not null,
  org_id        uuid references organizations,
  delegation_id uuid,
  kind          text not null,
  facts         jsonb not null,
  -- A secret the mail carries, encrypted by the application; wiped as soon as the mail is sent or given up.
  sealed        bytea,
  state         text not null default 'queued' check (state in ('queued', 'sent', 'failed', 'withdrawn')),
  problem       text,
  created_at    timestamptz not null default now(),
  settled_at    timestamptz,
  constraint mails_settled_carry_no_secret check (state = 'queued' or sealed is null)
);
-- Deferred: the delegation is written first, its mail in the same transaction.
alter table delegations add constraint delegations_mail foreign key (mail_id) references mails deferrable initially deferred;
create index mails_of_delegation on mails (delegation_id, created_at desc);

-- Around requests -----------------------------------------------------------------------------------------------------

create table idempotency_keys (
  user_id      uuid not null references users on delete cascade,
  operation    text not null,
  key          text not null,
  request_hash bytea not null,
  answer       jsonb,
  created_at   timestamptz not null default now(),
  primary key (user_id, operation, key)
);

-- Counters of a running minute or hour; losing them in a crash costs nothing.
create unlogged table rate_limits (
  key        text primary key,
  hits       integer not null,
  expires_at timestamptz not null
);

-- The role the application runs as: everything but changing what is remembered.
grant usage on schema public to human_cloud_app;
grant select, insert, update, delete on all tables in schema public to human_cloud_app;
revoke update, delete on audit_events from human_cloud_app;
revoke insert, update, delete on migrations from human_cloud_app;
grant execute on all functions in schema public to human_cloud_app;
