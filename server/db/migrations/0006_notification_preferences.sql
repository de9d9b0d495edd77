-- SPEC 10: what a person switched, kind of news by kind. Null means: as it is for everybody (shared/notifications.ts).
create table notification_preferences (
  user_id uuid not null references users on delete cascade,
  news    text not null,
  app     boolean,
  mail    boolean,
  primary key (user_id, news)
);

-- How a person wants mails that need not come at once. Without a row they are bundled.
create table mail_habits (
  user_id     uuid primary key references users on delete cascade,
  mode        text not null check (mode in ('at_once', 'bundled', 'daily')),
  digest_hour smallint not null default 8 check (digest_hour between 0 and 23),
  time_zone   text not null default 'UTC',
  -- A zone that this database does not know would break the statement that tells the news: it fails here instead.
  constraint mail_habits_zone check (timestamptz '2000-01-01 00:00Z' at time zone time_zone is not null)
);

-- Until when a mail waits for others; null goes at once. Bundled is how it is for whoever chose nothing: a minute, because
-- somebody may be waiting for the news. A daily letter comes when the clock of the reader shows its hour next.
create function mail_waits_until(mode text, digest_hour smallint, time_zone text) returns timestamptz
  language sql stable parallel safe as $$
  select case coalesce(mode, 'bundled')
    when 'bundled' then now() + interval '1 minute'
    when 'daily' then (
      date_trunc('day', now() at time zone time_zone - make_interval(hours => digest_hour)) + make_interval(days => 1, hours => digest_hour)
    ) at time zone time_zone
  end
$$;

alter table mails add column waits_until timestamptz;
-- The letter that mails which waited go out in, named after the oldest of them. Decided once: a second try is the same letter.
alter table mails add column letter_id uuid references mails;
create index mails_waiting on mails (waits_until) where state = 'queued' and waits_until is not null and letter_id is null;
create index mails_of_letter on mails (letter_id) where letter_id is not null;
create index mails_queued_to on mails (user_id) where state = 'queued';
create index mails_failed_of_organization on mails (org_id, id desc) where state = 'failed';

grant select, insert, update, delete on notification_preferences, mail_habits to human_cloud_app;
grant execute on function mail_waits_until to human_cloud_app;
