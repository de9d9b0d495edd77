-- Live news: whoever listens is told which transaction committed, at most once per transaction (the same words within one
-- transaction are delivered once), and reads here what it did.
alter table audit_events add column xact xid8 not null default pg_current_xact_id();
create index audit_events_of_transaction on audit_events (xact);
alter table notifications add column xact xid8 not null default pg_current_xact_id();
create index notifications_of_transaction on notifications (xact);

create function tell_listeners() returns trigger language plpgsql as $$
begin
  perform pg_notify('human_cloud', pg_current_xact_id()::text);
  return null;
end $$;
create trigger audit_events_told after insert on audit_events for each statement execute function tell_listeners();
create trigger notifications_told after insert on notifications for each statement execute function tell_listeners();
-- Signing out is no event; the pages of an ended session hear of it all the same.
create trigger sessions_told after delete on sessions for each statement execute function tell_listeners();
