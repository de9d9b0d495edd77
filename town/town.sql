-- The same small town in every test, on every developer's machine, and in the demo.
-- Meridian Health buys. Pia works for it and for two others, and a fourth one waits for her answer. Stan is nobody's friend.
-- Ids rise with time, as they do everywhere. Nothing here can be used to sign in: codes go by mail.

insert into organizations (id, kind, name, slug) values
  ('01900000-0000-7000-9000-000000000001', 'buyer', 'Meridian Health', 'meridian-health'),
  ('01900000-0000-7000-9000-000000000002', 'buyer', 'Northwind Logistics', 'northwind'),
  ('01900000-0000-7000-9000-000000000003', 'buyer', 'Rosenqvist & Aldermann Industrieservice GmbH', 'rosenqvist-aldermann'),
  ('01900000-0000-7000-9000-000000000004', 'buyer', 'Lindqvist Advisory', 'lindqvist'),
  ('01900000-0000-7000-9000-000000000005', 'buyer', 'Orchard Foods', 'orchard-foods'),
  ('01900000-0000-7000-9000-000000000006', 'solution', 'Crewline', 'crewline');

insert into users (id, email, name, email_verified) values
  ('01900000-0000-7000-8000-000000000001', 'bea@meridian.example', 'Bea Okafor', true),
  ('01900000-0000-7000-8000-000000000002', 'jonas@meridian.example', 'Jonas Weber', true),
  ('01900000-0000-7000-8000-000000000003', 'edith@meridian.example', 'Edith Lang', true),
  ('01900000-0000-7000-8000-000000000004', 'vic@meridian.example', 'Victor Amsel', true),
  ('01900000-0000-7000-8000-000000000005', 'nora@northwind.example', 'Nora Wind', true),
  ('01900000-0000-7000-8000-000000000006', 'hans@rosenqvist.example', 'Hans Aldermann', true),
  ('01900000-0000-7000-8000-000000000007', 'ola@orchard-foods.example', 'Ola Appel', true),
  ('01900000-0000-7000-8000-000000000008', 'cara@crewline.example', 'Cara Lindt', true),
  ('01900000-0000-7000-8000-000000000009', 'pia@lindqvist.example', 'Pia Lindqvist', true),
  ('01900000-0000-7000-8000-000000000010', 'maximiliane.freifrau-von-wittgenstein@procurement-partners-international.example', 'Maximiliane Freifrau von Wittgenstein-Berleburg', true),
  ('01900000-0000-7000-8000-000000000011', 'omar@bluepeak-msp.example', 'Omar Haddad', true),
  ('01900000-0000-7000-8000-000000000012', 'kim@hale-consulting.example', 'Kim Hale', true),
  ('01900000-0000-7000-8000-000000000013', 'stan@elsewhere.example', 'Stan Fremd', true),
  ('01900000-0000-7000-8000-000000000014', 'rex.adeyemi@fairwork.example', '', false),
  ('01900000-0000-7000-8000-000000000015', 'sam.tran@talentworks.example', '', false),
  ('01900000-0000-7000-8000-000000000016', 'ines@corvid.example', '', false),
  ('01900000-0000-7000-8000-000000000017', 'hello@kindred-locum.example', 'Kira Nyman', true);

insert into memberships (org_id, id, user_id, role, created_at) values
  ('01900000-0000-7000-9000-000000000001', '01900000-0000-7000-a000-000000000001', '01900000-0000-7000-8000-000000000001', 'admin', now() - interval '300 days'),
  ('01900000-0000-7000-9000-000000000001', '01900000-0000-7000-a000-000000000002', '01900000-0000-7000-8000-000000000002', 'admin', now() - interval '299 days'),
  ('01900000-0000-7000-9000-000000000001', '01900000-0000-7000-a000-000000000003', '01900000-0000-7000-8000-000000000003', 'editor', now() - interval '298 days'),
  ('01900000-0000-7000-9000-000000000001', '01900000-0000-7000-a000-000000000004', '01900000-0000-7000-8000-000000000004', 'viewer', now() - interval '297 days'),
  ('01900000-0000-7000-9000-000000000002', '01900000-0000-7000-a000-000000000005', '01900000-0000-7000-8000-000000000005', 'admin', now() - interval '296 days'),
  ('01900000-0000-7000-9000-000000000003', '01900000-0000-7000-a000-000000000006', '01900000-0000-7000-8000-000000000006', 'admin', now() - interval '295 days'),
  ('01900000-0000-7000-9000-000000000005', '01900000-0000-7000-a000-000000000007', '01900000-0000-7000-8000-000000000007', 'admin', now() - interval '294 days'),
  ('01900000-0000-7000-9000-000000000004', '01900000-0000-7000-a000-000000000008', '01900000-0000-7000-8000-000000000009', 'admin', now() - interval '293 days'),
  ('01900000-0000-7000-9000-000000000006', '01900000-0000-7000-a000-000000000009', '01900000-0000-7000-8000-000000000008', 'admin', now() - interval '292 days');

begin;

insert into delegations (org_id, id, partner_id, permissions, data_visibility, identity_mode, message, invited_by, invited_at, expires_at,
  token_hash, mail_id, accepted_at, ended_at, ended_as, ended_by, end_reason) values
  ('01900000-0000-7000-9000-000000000001', '01900000-0000-7000-b000-000000000001', '01900000-0000-7000-8000-000000000011', '{shortlists,briefs,notes}', 'full', 'transparent', null, '01900000-0000-7000-8000-000000000001', now() - interval '203 days', now() - interval '203 days' + interval '14 days',
    null, '01900000-0000-7000-8001-000000000001', now() - interval '202 days', now() - interval '22 days', 'revoked', '01900000-0000-7000-8000-000000000001', 'The programme ended in October.'),
  ('01900000-0000-7000-9000-000000000001', '01900000-0000-7000-b000-000000000002', '01900000-0000-7000-8000-000000000009', '{shortlists,briefs,notes}', 'full', 'transparent', null, '01900000-0000-7000-8000-000000000001', now() - interval '82 days', now() - interval '82 days' + interval '14 days',
    null, '01900000-0000-7000-8001-000000000002', now() - interval '81 days', null, null, null, null),
  ('01900000-0000-7000-9000-000000000002', '01900000-0000-7000-b000-000000000003', '01900000-0000-7000-8000-000000000009', '{briefs}', 'scoped', 'as_buyer', null, '01900000-0000-7000-8000-000000000005', now() - interval '60 days', now() - interval '60 days' + interval '14 days',
    null, '01900000-0000-7000-8001-000000000003', now() - interval '59 days', null, null, null, null),
  ('01900000-0000-7000-9000-000000000001', '01900000-0000-7000-b000-000000000004', '01900000-0000-7000-8000-000000000016', '{shortlists,briefs}', 'scoped', 'as_buyer', null, '01900000-0000-7000-8000-000000000001', now() - interval '59 days', now() - interval '59 days' + interval '14 days',
    sha256(gen_random_uuid()::text::bytea), '01900000-0000-7000-8001-000000000004', null, null, null, null, null),
  ('01900000-0000-7000-9000-000000000001', '01900000-0000-7000-b000-000000000005', '01900000-0000-7000-8000-000000000010', '{shortlists,notes}', 'scoped', 'as_buyer', null, '01900000-0000-7000-8000-000000000001', now() - interval '42 days', now() - interval '42 days' + interval '14 days',
    null, '01900000-0000-7000-8001-000000000005', now() - interval '40 days', null, null, null, null),
  ('01900000-0000-7000-9000-000000000001', '01900000-0000-7000-b000-000000000006', '01900000-0000-7000-8000-000000000012', '{shortlists}', 'scoped', 'as_buyer', null, '01900000-0000-7000-8000-000000000002', now() - interval '36 days', now() - interval '36 days' + interval '14 days',
    null, '01900000-0000-7000-8001-000000000006', null, now() - interval '34 days', 'declined', '01900000-0000-7000-8000-000000000012', 'No capacity before spring, sorry.'),
  ('01900000-0000-7000-9000-000000000001', '01900000-0000-7000-b000-000000000007', '01900000-0000-7000-8000-000000000015', '{briefs}', 'scoped', 'anonymous', null, '01900000-0000-7000-8000-000000000002', now() - interval '12 days', now() - interval '12 days' + interval '14 days',
    sha256(gen_random_uuid()::text::bytea), '01900000-0000-7000-8001-000000000007', null, null, null, null, null),
  ('01900000-0000-7000-9000-000000000005', '01900000-0000-7000-b000-000000000008', '01900000-0000-7000-8000-000000000009', '{shortlists,notes}', 'scoped', 'as_buyer', null, '01900000-0000-7000-8000-000000000007', now() - interval '5 days', now() - interval '5 days' + interval '14 days',
    null, '01900000-0000-7000-8001-000000000008', now() - interval '3 days', null, null, null, null),
  ('01900000-0000-7000-9000-000000000001', '01900000-0000-7000-b000-000000000009', '01900000-0000-7000-8000-000000000014', '{shortlists,briefs,notes}', 'scoped', 'as_buyer', 'Hi Rex, as discussed: please build a first shortlist for the winter night shifts.', '01900000-0000-7000-8000-000000000001', now() - interval '3 days', now() - interval '3 days' + interval '14 days',
    sha256(gen_random_uuid()::text::bytea), '01900000-0000-7000-8001-000000000009', null, null, null, null, null),
  ('01900000-0000-7000-9000-000000000003', '01900000-0000-7000-b000-000000000010', '01900000-0000-7000-8000-000000000009', '{shortlists,notes}', 'scoped', 'as_buyer', 'We would like you to look at industrial cleaning first.', '01900000-0000-7000-8000-000000000006', now() - interval '1 days', now() - interval '1 days' + interval '14 days',
    sha256(gen_random_uuid()::text::bytea), '01900000-0000-7000-8001-000000000010', null, null, null, null, null);

update delegations set invited_email = partner.email from users partner where partner.id = delegations.partner_id;

insert into mails (id, user_id, address, org_id, delegation_id, kind, facts, state, problem, created_at, settled_at) values
  ('01900000-0000-7000-8001-000000000001', '01900000-0000-7000-8000-000000000011', 'omar@bluepeak-msp.example', '01900000-0000-7000-9000-000000000001', '01900000-0000-7000-b000-000000000001', 'delegation.invited', '{}', 'sent', null, now() - interval '203 days', now() - interval '203 days'),
  ('01900000-0000-7000-8001-000000000002', '01900000-0000-7000-8000-000000000009', 'pia@lindqvist.example', '01900000-0000-7000-9000-000000000001', '01900000-0000-7000-b000-000000000002', 'delegation.invited', '{}', 'sent', null, now() - interval '82 days', now() - interval '82 days'),
  ('01900000-0000-7000-8001-000000000003', '01900000-0000-7000-8000-000000000009', 'pia@lindqvist.example', '01900000-0000-7000-9000-000000000002', '01900000-0000-7000-b000-000000000003', 'delegation.invited', '{}', 'sent', null, now() - interval '60 days', now() - interval '60 days'),
  ('01900000-0000-7000-8001-000000000004', '01900000-0000-7000-8000-000000000016', 'ines@corvid.example', '01900000-0000-7000-9000-000000000001', '01900000-0000-7000-b000-000000000004', 'delegation.invited', '{}', 'sent', null, now() - interval '59 days', now() - interval '59 days'),
  ('01900000-0000-7000-8001-000000000005', '01900000-0000-7000-8000-000000000010', 'maximiliane.freifrau-von-wittgenstein@procurement-partners-international.example', '01900000-0000-7000-9000-000000000001', '01900000-0000-7000-b000-000000000005', 'delegation.invited', '{}', 'sent', null, now() - interval '42 days', now() - interval '42 days'),
  ('01900000-0000-7000-8001-000000000006', '01900000-0000-7000-8000-000000000012', 'kim@hale-consulting.example', '01900000-0000-7000-9000-000000000001', '01900000-0000-7000-b000-000000000006', 'delegation.invited', '{}', 'sent', null, now() - interval '36 days', now() - interval '36 days'),
  ('01900000-0000-7000-8001-000000000007', '01900000-0000-7000-8000-000000000015', 'sam.tran@talentworks.example', '01900000-0000-7000-9000-000000000001', '01900000-0000-7000-b000-000000000007', 'delegation.invited', '{}', 'failed', '550 no such mailbox', now() - interval '12 days', now() - interval '12 days'),
  ('01900000-0000-7000-8001-000000000008', '01900000-0000-7000-8000-000000000009', 'pia@lindqvist.example', '01900000-0000-7000-9000-000000000005', '01900000-0000-7000-b000-000000000008', 'delegation.invited', '{}', 'sent', null, now() - interval '5 days', now() - interval '5 days'),
  ('01900000-0000-7000-8001-000000000009', '01900000-0000-7000-8000-000000000014', 'rex.adeyemi@fairwork.example', '01900000-0000-7000-9000-000000000001', '01900000-0000-7000-b000-000000000009', 'delegation.invited', '{}', 'sent', null, now() - interval '3 days', now() - interval '3 days'),
  ('01900000-0000-7000-8001-000000000010', '01900000-0000-7000-8000-000000000009', 'pia@lindqvist.example', '01900000-0000-7000-9000-000000000003', '01900000-0000-7000-b000-000000000010', 'delegation.invited', '{}', 'sent', null, now() - interval '1 days', now() - interval '1 days');

commit;

-- As the database makes them: the order of ids is the order of time.
create or replace function pg_temp.event_id(at timestamptz, number integer) returns uuid language sql as $$
  select (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || '70008002' || lpad(number::text, 12, '0'))::uuid
$$;

insert into audit_events (id, org_id, kind, actor_id, actor_as, delegation_id, subject_id, after, created_at) values
  (pg_temp.event_id(now() - interval '203 days', 1), '01900000-0000-7000-9000-000000000001', 'delegation.invited', '01900000-0000-7000-8000-000000000001', 'member', '01900000-0000-7000-b000-000000000001', '01900000-0000-7000-8000-000000000011', '{"permissions": ["shortlists", "briefs", "notes"]}', now() - interval '203 days'),
  (pg_temp.event_id(now() - interval '202 days', 2), '01900000-0000-7000-9000-000000000001', 'delegation.accepted', '01900000-0000-7000-8000-000000000011', 'person', '01900000-0000-7000-b000-000000000001', '01900000-0000-7000-8000-000000000011', '{"status": "active"}', now() - interval '202 days'),
  (pg_temp.event_id(now() - interval '82 days', 3), '01900000-0000-7000-9000-000000000001', 'delegation.invited', '01900000-0000-7000-8000-000000000001', 'member', '01900000-0000-7000-b000-000000000002', '01900000-0000-7000-8000-000000000009', '{"permissions": ["shortlists", "briefs", "notes"]}', now() - interval '82 days'),
  (pg_temp.event_id(now() - interval '81 days', 4), '01900000-0000-7000-9000-000000000001', 'delegation.accepted', '01900000-0000-7000-8000-000000000009', 'person', '01900000-0000-7000-b000-000000000002', '01900000-0000-7000-8000-000000000009', '{"status": "active"}', now() - interval '81 days'),
  (pg_temp.event_id(now() - interval '60 days', 5), '01900000-0000-7000-9000-000000000002', 'delegation.invited', '01900000-0000-7000-8000-000000000005', 'member', '01900000-0000-7000-b000-000000000003', '01900000-0000-7000-8000-000000000009', '{"permissions": ["briefs"]}', now() - interval '60 days'),
  (pg_temp.event_id(now() - interval '59 days', 6), '01900000-0000-7000-9000-000000000002', 'delegation.accepted', '01900000-0000-7000-8000-000000000009', 'person', '01900000-0000-7000-b000-000000000003', '01900000-0000-7000-8000-000000000009', '{"status": "active"}', now() - interval '59 days'),
  (pg_temp.event_id(now() - interval '59 days', 7), '01900000-0000-7000-9000-000000000001', 'delegation.invited', '01900000-0000-7000-8000-000000000001', 'member', '01900000-0000-7000-b000-000000000004', '01900000-0000-7000-8000-000000000016', '{"permissions": ["shortlists", "briefs"]}', now() - interval '59 days'),
  (pg_temp.event_id(now() - interval '42 days', 8), '01900000-0000-7000-9000-000000000001', 'delegation.invited', '01900000-0000-7000-8000-000000000001', 'member', '01900000-0000-7000-b000-000000000005', '01900000-0000-7000-8000-000000000010', '{"permissions": ["shortlists", "notes"]}', now() - interval '42 days'),
  (pg_temp.event_id(now() - interval '40 days', 9), '01900000-0000-7000-9000-000000000001', 'delegation.accepted', '01900000-0000-7000-8000-000000000010', 'person', '01900000-0000-7000-b000-000000000005', '01900000-0000-7000-8000-000000000010', '{"status": "active"}', now() - interval '40 days'),
  (pg_temp.event_id(now() - interval '36 days', 10), '01900000-0000-7000-9000-000000000001', 'delegation.invited', '01900000-0000-7000-8000-000000000002', 'member', '01900000-0000-7000-b000-000000000006', '01900000-0000-7000-8000-000000000012', '{"permissions": ["shortlists"]}', now() - interval '36 days'),
  (pg_temp.event_id(now() - interval '34 days', 11), '01900000-0000-7000-9000-000000000001', 'delegation.declined', '01900000-0000-7000-8000-000000000012', 'person', '01900000-0000-7000-b000-000000000006', '01900000-0000-7000-8000-000000000012', '{"note": "No capacity before spring, sorry."}', now() - interval '34 days'),
  (pg_temp.event_id(now() - interval '22 days', 12), '01900000-0000-7000-9000-000000000001', 'delegation.revoked', '01900000-0000-7000-8000-000000000001', 'member', '01900000-0000-7000-b000-000000000001', '01900000-0000-7000-8000-000000000011', '{"reason": "The programme ended in October."}', now() - interval '22 days'),
  (pg_temp.event_id(now() - interval '12 days', 13), '01900000-0000-7000-9000-000000000001', 'delegation.invited', '01900000-0000-7000-8000-000000000002', 'member', '01900000-0000-7000-b000-000000000007', '01900000-0000-7000-8000-000000000015', '{"permissions": ["briefs"]}', now() - interval '12 days'),
  (pg_temp.event_id(now() - interval '5 days', 14), '01900000-0000-7000-9000-000000000005', 'delegation.invited', '01900000-0000-7000-8000-000000000007', 'member', '01900000-0000-7000-b000-000000000008', '01900000-0000-7000-8000-000000000009', '{"permissions": ["shortlists", "notes"]}', now() - interval '5 days'),
  (pg_temp.event_id(now() - interval '3 days', 15), '01900000-0000-7000-9000-000000000005', 'delegation.accepted', '01900000-0000-7000-8000-000000000009', 'person', '01900000-0000-7000-b000-000000000008', '01900000-0000-7000-8000-000000000009', '{"status": "active"}', now() - interval '3 days'),
  (pg_temp.event_id(now() - interval '3 days', 16), '01900000-0000-7000-9000-000000000001', 'delegation.invited', '01900000-0000-7000-8000-000000000001', 'member', '01900000-0000-7000-b000-000000000009', '01900000-0000-7000-8000-000000000014', '{"permissions": ["shortlists", "briefs", "notes"]}', now() - interval '3 days'),
  (pg_temp.event_id(now() - interval '1 days', 17), '01900000-0000-7000-9000-000000000003', 'delegation.invited', '01900000-0000-7000-8000-000000000006', 'member', '01900000-0000-7000-b000-000000000010', '01900000-0000-7000-8000-000000000009', '{"permissions": ["shortlists", "notes"]}', now() - interval '1 days');

insert into notifications (id, user_id, org_id, kind, delegation_id, facts, created_at, read_at) values
  ('01900000-0000-7000-8003-000000000001', '01900000-0000-7000-8000-000000000011', '01900000-0000-7000-9000-000000000001', 'delegation.invited', '01900000-0000-7000-b000-000000000001', '{"by": "Bea Okafor", "permissions": ["shortlists", "briefs", "notes"]}', now() - interval '203 days', now() - interval '203 days'),
  ('01900000-0000-7000-8003-000000000002', '01900000-0000-7000-8000-000000000001', '01900000-0000-7000-9000-000000000001', 'delegation.accepted', '01900000-0000-7000-b000-000000000001', '{"partner": "Omar Haddad", "permissions": ["shortlists", "briefs", "notes"]}', now() - interval '202 days', now() - interval '202 days'),
  ('01900000-0000-7000-8003-000000000003', '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-9000-000000000001', 'delegation.accepted', '01900000-0000-7000-b000-000000000001', '{"partner": "Omar Haddad", "permissions": ["shortlists", "briefs", "notes"]}', now() - interval '202 days', now() - interval '202 days'),
  ('01900000-0000-7000-8003-000000000004', '01900000-0000-7000-8000-000000000009', '01900000-0000-7000-9000-000000000001', 'delegation.invited', '01900000-0000-7000-b000-000000000002', '{"by": "Bea Okafor", "permissions": ["shortlists", "briefs", "notes"]}', now() - interval '82 days', now() - interval '82 days'),
  ('01900000-0000-7000-8003-000000000005', '01900000-0000-7000-8000-000000000001', '01900000-0000-7000-9000-000000000001', 'delegation.accepted', '01900000-0000-7000-b000-000000000002', '{"partner": "Pia Lindqvist", "permissions": ["shortlists", "briefs", "notes"]}', now() - interval '81 days', now() - interval '81 days'),
  ('01900000-0000-7000-8003-000000000006', '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-9000-000000000001', 'delegation.accepted', '01900000-0000-7000-b000-000000000002', '{"partner": "Pia Lindqvist", "permissions": ["shortlists", "briefs", "notes"]}', now() - interval '81 days', now() - interval '81 days'),
  ('01900000-0000-7000-8003-000000000007', '01900000-0000-7000-8000-000000000009', '01900000-0000-7000-9000-000000000002', 'delegation.invited', '01900000-0000-7000-b000-000000000003', '{"by": "Nora Wind", "permissions": ["briefs"]}', now() - interval '60 days', now() - interval '60 days'),
  ('01900000-0000-7000-8003-000000000008', '01900000-0000-7000-8000-000000000005', '01900000-0000-7000-9000-000000000002', 'delegation.accepted', '01900000-0000-7000-b000-000000000003', '{"partner": "Pia Lindqvist", "permissions": ["briefs"]}', now() - interval '59 days', now() - interval '59 days'),
  ('01900000-0000-7000-8003-000000000009', '01900000-0000-7000-8000-000000000016', '01900000-0000-7000-9000-000000000001', 'delegation.invited', '01900000-0000-7000-b000-000000000004', '{"by": "Bea Okafor", "permissions": ["shortlists", "briefs"]}', now() - interval '59 days', null),
  ('01900000-0000-7000-8003-000000000010', '01900000-0000-7000-8000-000000000010', '01900000-0000-7000-9000-000000000001', 'delegation.invited', '01900000-0000-7000-b000-000000000005', '{"by": "Bea Okafor", "permissions": ["shortlists", "notes"]}', now() - interval '42 days', now() - interval '42 days'),
  ('01900000-0000-7000-8003-000000000011', '01900000-0000-7000-8000-000000000001', '01900000-0000-7000-9000-000000000001', 'delegation.accepted', '01900000-0000-7000-b000-000000000005', '{"partner": "Maximiliane Freifrau von Wittgenstein-Berleburg", "permissions": ["shortlists", "notes"]}', now() - interval '40 days', now() - interval '40 days'),
  ('01900000-0000-7000-8003-000000000012', '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-9000-000000000001', 'delegation.accepted', '01900000-0000-7000-b000-000000000005', '{"partner": "Maximiliane Freifrau von Wittgenstein-Berleburg", "permissions": ["shortlists", "notes"]}', now() - interval '40 days', now() - interval '40 days'),
  ('01900000-0000-7000-8003-000000000013', '01900000-0000-7000-8000-000000000012', '01900000-0000-7000-9000-000000000001', 'delegation.invited', '01900000-0000-7000-b000-000000000006', '{"by": "Jonas Weber", "permissions": ["shortlists"]}', now() - interval '36 days', now() - interval '36 days'),
  ('01900000-0000-7000-8003-000000000014', '01900000-0000-7000-8000-000000000001', '01900000-0000-7000-9000-000000000001', 'delegation.declined', '01900000-0000-7000-b000-000000000006', '{"partner": "kim@hale-consulting.example", "reason": "No capacity before spring, sorry."}', now() - interval '34 days', now() - interval '34 days'),
  ('01900000-0000-7000-8003-000000000015', '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-9000-000000000001', 'delegation.declined', '01900000-0000-7000-b000-000000000006', '{"partner": "kim@hale-consulting.example", "reason": "No capacity before spring, sorry."}', now() - interval '34 days', now() - interval '34 days'),
  ('01900000-0000-7000-8003-000000000016', '01900000-0000-7000-8000-000000000011', '01900000-0000-7000-9000-000000000001', 'delegation.revoked', '01900000-0000-7000-b000-000000000001', '{"by": "Bea Okafor", "reason": "The programme ended in October."}', now() - interval '22 days', null),
  ('01900000-0000-7000-8003-000000000017', '01900000-0000-7000-8000-000000000015', '01900000-0000-7000-9000-000000000001', 'delegation.invited', '01900000-0000-7000-b000-000000000007', '{"by": "Jonas Weber", "permissions": ["briefs"]}', now() - interval '12 days', null),
  ('01900000-0000-7000-8003-000000000018', '01900000-0000-7000-8000-000000000009', '01900000-0000-7000-9000-000000000005', 'delegation.invited', '01900000-0000-7000-b000-000000000008', '{"by": "Ola Appel", "permissions": ["shortlists", "notes"]}', now() - interval '5 days', now() - interval '5 days'),
  ('01900000-0000-7000-8003-000000000019', '01900000-0000-7000-8000-000000000007', '01900000-0000-7000-9000-000000000005', 'delegation.accepted', '01900000-0000-7000-b000-000000000008', '{"partner": "Pia Lindqvist", "permissions": ["shortlists", "notes"]}', now() - interval '3 days', null),
  ('01900000-0000-7000-8003-000000000020', '01900000-0000-7000-8000-000000000014', '01900000-0000-7000-9000-000000000001', 'delegation.invited', '01900000-0000-7000-b000-000000000009', '{"by": "Bea Okafor", "permissions": ["shortlists", "briefs", "notes"]}', now() - interval '3 days', null),
  ('01900000-0000-7000-8003-000000000021', '01900000-0000-7000-8000-000000000009', '01900000-0000-7000-9000-000000000003', 'delegation.invited', '01900000-0000-7000-b000-000000000010', '{"by": "Hans Aldermann", "permissions": ["shortlists", "notes"]}', now() - interval '1 days', null);
