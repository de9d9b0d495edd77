-- Members are invited as partners are: the membership itself is the invitation until it is accepted. Expiry is decided by the
-- clock (`delegation_status`), never by a job having run.
alter table memberships
  add column invited_by  uuid references users,
  -- The address that was invited: what the organization is shown until it is accepted, and again when it has ended.
  add column invited_email text,
  add column invited_at  timestamptz,
  add column expires_at  timestamptz,
  -- SHA-256 of the secret in the newest invitation mail; gone once it was used or the invitation ended.
  add column token_hash  bytea,
  add column mail_id     uuid,
  add column reminded_at timestamptz,
  add column accepted_at timestamptz,
  add column ended_at    timestamptz,
  add column ended_as    text check (ended_as in ('removed', 'left', 'declined', 'cancelled', 'expired')),
  add column ended_by    uuid references users,
  add column end_reason  text,
  add constraint memberships_mail foreign key (mail_id) references mails deferrable initially deferred,
  add constraint memberships_invitation_is_whole check (
    mail_id is null or (invited_by is not null and invited_at is not null and expires_at is not null)),
  add constraint memberships_secret_only_while_invited check (token_hash is null or status = 'invited'),
  add constraint memberships_end_is_removal check (ended_as is null or status = 'removed');

-- O2: one live membership a person; ended ones are history and never in the way (as D4 has it for partners).
alter table memberships drop constraint memberships_once;
create unique index memberships_once on memberships (org_id, user_id) where status <> 'removed';
create unique index memberships_id on memberships (id);
create index memberships_invited on memberships (user_id) where status = 'invited';
-- Who ever was here, and where somebody ever was: history is asked, too.
create index memberships_ever on memberships (org_id, user_id);
drop index memberships_of_user;
create index memberships_of_user on memberships (user_id);

-- The same for partners.
alter table delegations add column invited_email text;
update delegations set invited_email = partner.email from users partner where partner.id = delegations.partner_id;

-- The state of an invitation to a team, in the words that all invitations share.
create function membership_status(status text, ended_as text, expires_at timestamptz) returns text
  language sql stable parallel safe as $$
  select case
    when status = 'active' then 'active'
    when ended_as in ('declined', 'cancelled', 'expired') then ended_as
    when status = 'removed' then 'revoked'
    when expires_at <= now() then 'expired'
    else 'pending'
  end
$$;

-- Codes that were mailed to an address without a session: they go with its account.
create index mails_to_nobody on mails (address) where user_id is null;

-- How often an invitation was mailed to a person, for the pause between two.
create index mails_to_person on mails (user_id, org_id, created_at desc);

-- Settings ------------------------------------------------------------------------------------------------------------

alter table organizations
  -- How long invitations work; null: as the installation has it.
  add column invite_expiry_days integer check (invite_expiry_days between 1 and 30),
  add column viewers_see_quotes boolean not null default true;

-- Every address an organization ever had. Old ones lead to it for good, so nobody else gets them.
create table organization_slugs (
  slug     text primary key,
  -- Deferred: the address is taken first, its organization made in the same statement.
  org_id   uuid not null references organizations deferrable initially deferred,
  since    timestamptz not null default now(),
  constraint organization_slugs_of_one unique (slug, org_id)
);
create index organization_slugs_of_organization on organization_slugs (org_id);
insert into organization_slugs (slug, org_id, since) select slug, id, created_at from organizations;

create function keep_slug() returns trigger language plpgsql as $$
begin
  insert into organization_slugs (slug, org_id) values (new.slug, new.id) on conflict (slug) do nothing;
  return null;
end $$;
create trigger organizations_slug_kept after insert or update of slug on organizations
  for each row execute function keep_slug();
-- The address of another organization, also one that it had before, is refused here whatever the code believed.
alter table organizations add constraint organizations_slug_is_own foreign key (slug, id)
  references organization_slugs (slug, org_id) deferrable initially deferred;

-- O3: who proves an address in this domain at their first sign-in joins as a viewer.
create table organization_domains (
  domain        text primary key check (domain = lower(domain)),
  org_id        uuid not null references organizations,
  registered_by uuid not null references users,
  registered_at timestamptz not null default now()
);
create index organization_domains_of_organization on organization_domains (org_id);

-- Mailboxes that plus-tags and dots reach, as `foldedEmail` (shared/email.ts) has them.
create function folded_email(email text) returns text
  language sql immutable parallel safe as $$
  select replace(split_part(split_part(email, '@', 1), '+', 1), '.', '') || '@' || split_part(email, '@', 2)
$$;
create index users_folded_email on users (folded_email(email));

-- Where somebody ever belonged, as a member or a partner, or declined to.
create function ever_belonged_to(person uuid) returns setof uuid
  language sql stable parallel safe as $$
  select org_id from memberships
  where user_id = person and status <> 'invited' and coalesce(ended_as, 'removed') in ('removed', 'left', 'declined')
  union
  select org_id from delegations where partner_id = person and (accepted_at is not null or ended_as = 'declined')
$$;

-- Mailboxes given up by people who ever belonged here or declined to: who signs up with one joins by no domain, or a removed
-- member would walk back in. A hash is enough to know one again, also when the account is gone.
create table former_addresses (
  org_id     uuid not null references organizations,
  email_hash bytea not null,
  primary key (org_id, email_hash)
);

create function keep_former_address() returns trigger language plpgsql as $$
begin
  insert into former_addresses (org_id, email_hash)
  select org_id, sha256(convert_to(folded_email(old.email), 'UTF8')) from ever_belonged_to(old.id) org_id
  on conflict do nothing;
  return null;
end $$;
create trigger users_former_address_kept after update of email on users
  for each row when (old.email is distinct from new.email) execute function keep_former_address();

-- Accounts ------------------------------------------------------------------------------------------------------------

-- A change of address that waits for the code that was mailed to the new one. One a person; a new one replaces it.
create table email_changes (
  user_id     uuid primary key references users on delete cascade,
  id          uuid not null default new_id() unique,
  email       text not null,
  typed_email text not null,
  -- Keyed: six digits are guessed in a second from a bare hash.
  code_hash   text not null,
  -- SHA-256 of the secret in the notice to the old address: whoever reads that mailbox can stop the change.
  stop_hash   bytea not null,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null
);

-- An account that was deleted: a nameless row that the organizations' work still points to.
alter table users add column deleted_at timestamptz;
-- A deleted account has proven nothing any more: a session that was opened in that moment is nobody's.
alter table users drop constraint users_stub_is_nameless,
  add constraint users_stub_is_nameless check (email_verified or name = '' or deleted_at is not null);

-- Audit ---------------------------------------------------------------------------------------------------------------

-- As an invitation to a partner is known by its delegation: whose it is now, and which address was invited, stands there.
alter table audit_events add column membership_id uuid;
create index audit_events_of_membership on audit_events (membership_id, id desc) where membership_id is not null;
create index audit_events_by_actor on audit_events (org_id, actor_id, id desc) where actor_id is not null;
create index audit_events_by_subject on audit_events (org_id, subject_id, id desc) where subject_id is not null;

grant select, insert, update, delete on organization_slugs, organization_domains, former_addresses, email_changes to human_cloud_app;
grant execute on function membership_status, folded_email, ever_belonged_to to human_cloud_app;
