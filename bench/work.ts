/*
 * The work that is measured: buyers whose shelves hold a thousand, a hundred thousand and a million shortlists, and a
 * catalogue of a hundred thousand solutions. Of every shelf, seven in ten were made by the team, two in ten are published
 * by ten partners, one in ten is a partner's draft; one in a hundred lies in the trash.
 */
export const SOLUTIONS = 100_000
export const shelves = { '1k': 1_000, '100k': 100_000, '1M': 1_000_000 } as const
export type Shelf = keyof typeof shelves
export const shelfNames = Object.keys(shelves) as Shelf[]

/** Slug of the buyer. */
export const buyerOf = (shelf: Shelf) => `shelf-${shelf.toLowerCase()}`
/** A partner of it who sees all published work. */
export const shelfPartnerSession = (shelf: Shelf) => `session-of-partner-of-${buyerOf(shelf)}`

/** Words as people type them: one word, two, a beginning, a misspelling, a broad one, and with choices beside them. */
export const searches = [
  'search=nursing',
  'search=night+payroll',
  'search=complia',
  'search=stafing',
  'search=managed+service&region=Nordics',
  'category=Payroll&capability=Onboarding',
  'region=DACH&region=Benelux&capability=Vetting&search=crew',
  'search=workforce&sort=name',
]

const array = (words: string) => `array[${words.split(' ').map((word) => `'${word}'`)}]`
/** The n-th pick of a list of words: the same in every run. */
const pick = (words: string, salt: number) =>
  `(${array(words)})[1 + abs(hashint4(n * 31 + ${salt})) % ${words.split(' ').length}]`

const categories =
  'Staffing Marketplace Employer MSP Sourcing Freelance Consulting Payroll Screening RPO Mobility Analytics'
const capabilities =
  'Healthcare Onboarding Vetting Payroll Compliance Reporting Dispatch Invoicing Training Scheduling Visas Rostering Credentials Freelancers Interviews Assessment Pools Branding Vendors Timesheets'
const regions = 'Nordics DACH Benelux Iberia Baltics UK France Italy Balkans Worldwide'
const first =
  'Crew Shift Bench Talent Globe Field Harbor North Bright Quiet Iron Silver Maple River Stone Cloud Lark Falcon Cedar Anchor'
const second = 'line works bridge hire force port path grid loop mark gate nest yard craft lane wise point staff'
const tagline =
  'nursing night shifts payroll compliance managed service workforce hospitals clinics drivers engineers welders tutors lawyers harvest hotels kitchens warehouses seasonal temporary permanent international certified vetted local fast neutral digital supervised flexible'

const solutions = `
  insert into solutions (slug, name, tagline, description, category, capabilities, regions, pricing_model, verified)
  select 'solution-' || n, ${pick(first, 1)} || ${pick(second, 2)} || ' ' || n,
         ${[3, 4, 5, 6].map((salt) => pick(tagline, salt)).join(" || ' ' || ")},
         ${Array.from({ length: 6 }, (_, salt) => pick(tagline, salt + 7)).join(" || ' ' || ")} || ' ' ||
         ${Array.from({ length: 18 }, (_, salt) => `lower(${pick(first, salt + 60)} || ${pick(second, salt + 80)})`).join(" || ' ' || ")},
         ${pick(categories, 41)}, array[${[42, 43, 44].map((salt) => pick(capabilities, salt))}],
         array[${[45, 46].map((salt) => pick(regions, salt))}], 'Monthly', n % 3 = 0
  from generate_series(1, ${SOLUTIONS}) n;`

const shelfOf = (shelf: Shelf) => `
  insert into organizations (kind, name, slug) values ('buyer', 'Shelf ${shelf}', '${buyerOf(shelf)}');
  insert into users (email, name, email_verified) select 'admin@${buyerOf(shelf)}.example', 'Admin', true
  union all select 'partner-' || n || '@${buyerOf(shelf)}.example', 'Partner ' || n, true from generate_series(1, 10) n;
  insert into memberships (org_id, user_id, role)
  select o.id, u.id, 'admin' from organizations o, users u where o.slug = '${buyerOf(shelf)}' and u.email = 'admin@${buyerOf(shelf)}.example';
  insert into delegations (org_id, partner_id, permissions, data_visibility, identity_mode, invited_by, expires_at, mail_id, accepted_at)
  select o.id, u.id, '{shortlists}', 'full', 'as_buyer', u.id, now(), new_id(), now() from organizations o, users u
  where o.slug = '${buyerOf(shelf)}' and u.email like 'partner-%@${buyerOf(shelf)}.example';
  insert into sessions (user_id, token, expires_at)
  select id, case when email like 'admin%' then 'session-of-admin-of-${buyerOf(shelf)}' else '${shelfPartnerSession(shelf)}' end, now() + interval '20 days'
  from users where email in ('admin@${buyerOf(shelf)}.example', 'partner-1@${buyerOf(shelf)}.example');

  insert into shortlists (org_id, title, author_id, delegation_id, published_at, trashed_at, trashed_by)
  select o.id, 'Shortlist ' || n, coalesce(d.partner_id, m.user_id), d.id, case when n % 10 > 0 then now() end,
         case when n % 100 = 55 then now() end, case when n % 100 = 55 then m.user_id end
  from generate_series(1, ${shelves[shelf]}) n
  join organizations o on o.slug = '${buyerOf(shelf)}' join memberships m on m.org_id = o.id
  left join delegations d on d.org_id = o.id and n % 10 < 3 and d.partner_id = (
    select id from users where email = 'partner-' || n / 10 % 10 + 1 || '@${buyerOf(shelf)}.example');

  insert into shortlist_items (org_id, shortlist_id, solution_id, position, added_by)
  select s.org_id, s.id, solution.id, place, s.author_id
  from (select s.*, row_number() over () as n from shortlists s join organizations o on o.id = s.org_id and o.slug = '${buyerOf(shelf)}') s
  cross join generate_series(1, 2) place
  join numbered solution on solution.n = 1 + (s.n * 2 + place) % ${SOLUTIONS};`

/** Millions of references are not checked one by one: what is written here is right. */
export const workTown = `
  ${solutions}
  create temporary table numbered as select id, row_number() over (order by id) as n from solutions;
  create unique index on numbered (n);
  analyze numbered;
  set session_replication_role = replica;
  ${shelfNames.map(shelfOf).join('\n')}
  set session_replication_role = default;
  drop table numbered;`
