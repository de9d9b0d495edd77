-- Notes ---------------------------------------------------------------------------------------------------------------

create table notes (
  org_id        uuid not null references organizations,
  id            uuid not null default new_id(),
  solution_id   uuid references solutions,
  shortlist_id  uuid,
  brief_id      uuid,
  -- Whichever of the three it is: what lists, counts and marks look up.
  subject_id    uuid not null generated always as (coalesce(solution_id, shortlist_id, brief_id)) stored,
  -- Plain text; how it looks is for the web to say.
  body          text not null check (body <> ''),
  visibility    text not null check (visibility in ('personal', 'team', 'shared')),
  author_id     uuid not null references users,
  -- The delegation it was written under; null where a member wrote it.
  delegation_id uuid,
  -- Since when those see it who see it now: unread is what came after one's mark.
  shown_at      timestamptz not null default clock_timestamp(),
  version       integer not null default 1,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, shortlist_id) references shortlists (org_id, id) on delete cascade,
  foreign key (org_id, brief_id) references briefs (org_id, id) on delete cascade,
  foreign key (org_id, delegation_id) references delegations (org_id, id),
  constraint notes_on_one_subject check (num_nonnulls(solution_id, shortlist_id, brief_id) = 1),
  -- Section 5: what is for the team alone is written by members alone.
  constraint notes_of_partners_are_not_of_the_team check (delegation_id is null or visibility <> 'team')
);
create index notes_of_subject on notes (org_id, subject_id, id desc);
create index notes_of_delegation on notes (org_id, delegation_id, id desc) where delegation_id is not null;
create index notes_of_author on notes (org_id, author_id, id desc);
-- Deleting an account looks by person, in all organizations.
create index notes_personal on notes (author_id) where visibility = 'personal';
create index notes_of_shortlist on notes (org_id, shortlist_id) where shortlist_id is not null;
create index notes_of_brief on notes (org_id, brief_id) where brief_id is not null;

-- Every version stays, with those who could see it then: sharing a note does not share what it said before.
create table note_versions (
  org_id     uuid not null,
  note_id    uuid not null,
  version    integer not null check (version > 0),
  id         uuid not null default new_id(),
  body       text not null check (body <> ''),
  visibility text not null check (visibility in ('personal', 'team', 'shared')),
  created_at timestamptz not null default clock_timestamp(),
  primary key (org_id, note_id, version),
  foreign key (org_id, note_id) references notes (org_id, id) on delete cascade
);

-- Up to where somebody has read: one row for a person and a subject, not one for a note. Without its subject it says nothing.
create table note_reads (
  org_id     uuid not null references organizations,
  user_id    uuid not null references users on delete cascade,
  subject_id uuid not null,
  read_at    timestamptz not null,
  primary key (org_id, user_id, subject_id)
);
create index note_reads_of_person on note_reads (user_id);

-- News of a note are for those who see it still.
alter table notifications add column note_id uuid;
alter table mails add column note_id uuid;

grant select, insert, update, delete on notes, note_versions, note_reads to human_cloud_app;
