/** The town of `town.sql`, by name. */
export const organizations = {
  meridian: {
    id: '01900000-0000-7000-9000-000000000001',
    slug: 'meridian-health',
    name: 'Meridian Health',
    kind: 'buyer',
  },
  northwind: {
    id: '01900000-0000-7000-9000-000000000002',
    slug: 'northwind',
    name: 'Northwind Logistics',
    kind: 'buyer',
  },
  rosenqvist: {
    id: '01900000-0000-7000-9000-000000000003',
    slug: 'rosenqvist-aldermann',
    name: 'Rosenqvist & Aldermann Industrieservice GmbH',
    kind: 'buyer',
  },
  lindqvist: {
    id: '01900000-0000-7000-9000-000000000004',
    slug: 'lindqvist',
    name: 'Lindqvist Advisory',
    kind: 'buyer',
  },
  orchard: { id: '01900000-0000-7000-9000-000000000005', slug: 'orchard-foods', name: 'Orchard Foods', kind: 'buyer' },
  crewline: { id: '01900000-0000-7000-9000-000000000006', slug: 'crewline', name: 'Crewline', kind: 'solution' },
} as const
export type OrganizationKey = keyof typeof organizations

/** `name` is empty for those who were invited and never came: stubs. */
export const people = {
  bea: { id: '01900000-0000-7000-8000-000000000001', email: 'bea@meridian.example', name: 'Bea Okafor' },
  jonas: { id: '01900000-0000-7000-8000-000000000002', email: 'jonas@meridian.example', name: 'Jonas Weber' },
  edith: { id: '01900000-0000-7000-8000-000000000003', email: 'edith@meridian.example', name: 'Edith Lang' },
  vic: { id: '01900000-0000-7000-8000-000000000004', email: 'vic@meridian.example', name: 'Victor Amsel' },
  nora: { id: '01900000-0000-7000-8000-000000000005', email: 'nora@northwind.example', name: 'Nora Wind' },
  hans: { id: '01900000-0000-7000-8000-000000000006', email: 'hans@rosenqvist.example', name: 'Hans Aldermann' },
  ola: { id: '01900000-0000-7000-8000-000000000007', email: 'ola@orchard-foods.example', name: 'Ola Appel' },
  cara: { id: '01900000-0000-7000-8000-000000000008', email: 'cara@crewline.example', name: 'Cara Lindt' },
  pia: { id: '01900000-0000-7000-8000-000000000009', email: 'pia@lindqvist.example', name: 'Pia Lindqvist' },
  max: {
    id: '01900000-0000-7000-8000-000000000010',
    email: 'maximiliane.freifrau-von-wittgenstein@procurement-partners-international.example',
    name: 'Maximiliane Freifrau von Wittgenstein-Berleburg',
  },
  omar: { id: '01900000-0000-7000-8000-000000000011', email: 'omar@bluepeak-msp.example', name: 'Omar Haddad' },
  kim: { id: '01900000-0000-7000-8000-000000000012', email: 'kim@hale-consulting.example', name: 'Kim Hale' },
  stan: { id: '01900000-0000-7000-8000-000000000013', email: 'stan@elsewhere.example', name: 'Stan Fremd' },
  rex: { id: '01900000-0000-7000-8000-000000000014', email: 'rex.adeyemi@fairwork.example', name: '' },
  sam: { id: '01900000-0000-7000-8000-000000000015', email: 'sam.tran@talentworks.example', name: '' },
  ines: { id: '01900000-0000-7000-8000-000000000016', email: 'ines@corvid.example', name: '' },
  /** The contact of a solution without an organization. */
  kira: { id: '01900000-0000-7000-8000-000000000017', email: 'hello@kindred-locum.example', name: 'Kira Nyman' },
} as const
export type Person = keyof typeof people

/** Delegations by their partner; most are Meridian's. */
export const delegations = {
  omar: '01900000-0000-7000-b000-000000000001',
  pia: '01900000-0000-7000-b000-000000000002',
  piaNorth: '01900000-0000-7000-b000-000000000003',
  ines: '01900000-0000-7000-b000-000000000004',
  max: '01900000-0000-7000-b000-000000000005',
  kim: '01900000-0000-7000-b000-000000000006',
  sam: '01900000-0000-7000-b000-000000000007',
  piaOrchard: '01900000-0000-7000-b000-000000000008',
  rex: '01900000-0000-7000-b000-000000000009',
  piaRosenqvist: '01900000-0000-7000-b000-000000000010',
} as const

/** Shortlists by what they are; each says whose, and who sees it. */
export const shortlists = {
  /** Meridian, by Pia, published. */
  nightShifts: '01900000-0000-7000-b001-000000000007',
  /** Meridian, by Pia, draft. */
  locums: '01900000-0000-7000-b001-000000000009',
  /** Meridian, by its editor Edith. */
  poland: '01900000-0000-7000-b001-000000000006',
  /** Meridian, by Max, draft. */
  recruiters: '01900000-0000-7000-b001-000000000008',
  /** Meridian, by Max, published. */
  checks: '01900000-0000-7000-b001-000000000005',
  /** Meridian, by Omar before he was revoked, published. */
  programmes: '01900000-0000-7000-b001-000000000002',
  /** Meridian, by Omar, a draft that passed to the organization. */
  payroll: '01900000-0000-7000-b001-000000000004',
  /** Meridian, by Jonas, in the trash. */
  lastYear: '01900000-0000-7000-b001-000000000001',
  /** Orchard, by Pia, draft. */
  harvest: '01900000-0000-7000-b001-000000000010',
  /** Orchard, by Ola. */
  coldStore: '01900000-0000-7000-b001-000000000003',
} as const
export type ShortlistKey = keyof typeof shortlists

/** Meridian's briefs by what they are; each says whose, and who sees it. */
export const briefs = {
  /** By Jonas, sent, in the trash. */
  agencies: '01900000-0000-7000-b002-000000000001',
  /** By Edith, sent and closed: one solution answered and was selected, one declined. */
  screening: '01900000-0000-7000-b002-000000000002',
  /** By Omar, a draft that passed to the organization. */
  programme: '01900000-0000-7000-b002-000000000003',
  /** By Pia, who is named beside the company: sent to three solutions. One answered, one looked at it, one did nothing. */
  nightCover: '01900000-0000-7000-b002-000000000004',
  /** By Edith, a draft of the team. */
  interpreters: '01900000-0000-7000-b002-000000000005',
  /** By Pia, draft. */
  anaesthesia: '01900000-0000-7000-b002-000000000006',
} as const
export type BriefKey = keyof typeof briefs

/** Meridian's notes by what they are; each says whose, on what, and who sees it. */
export const notes = {
  /** By Edith on `poland`, for the team. */
  signing: '01900000-0000-7000-b005-000000000001',
  /** By Max on his `checks`, shared. */
  worksCouncil: '01900000-0000-7000-b005-000000000003',
  /** By Bea on Pia's `nightShifts`, shared. */
  budget: '01900000-0000-7000-b005-000000000004',
  /** By Pia on her `nightShifts`, personal. */
  notice: '01900000-0000-7000-b005-000000000006',
  /** By Edith on Max's `checks`, shared: nobody has read it. */
  vienna: '01900000-0000-7000-b005-000000000008',
} as const

/** What reached solutions of the briefs that were sent, by the solution. */
export const requests = {
  /** Of `screening`: answered, selected. */
  clearmark: '01900000-0000-7000-b003-000000000001',
  /** Of `screening`: declined. */
  verifolk: '01900000-0000-7000-b003-000000000002',
  /** Of `nightCover`, to the people of Crewline and its contact, a stub: looked at. */
  crewline: '01900000-0000-7000-b003-000000000003',
  /** Of `nightCover`, to Kira: answered. */
  kindredLocum: '01900000-0000-7000-b003-000000000004',
  /** Of `nightCover`, to a contact who is a stub: not looked at. */
  talentbridge: '01900000-0000-7000-b003-000000000005',
} as const

/** Who is worth trying the product as. */
export const demoPeople: { email: string; role: string }[] = [
  { email: people.bea.email, role: 'Admin of Meridian Health: invites partners' },
  { email: people.edith.email, role: 'Editor of Meridian Health' },
  { email: people.vic.email, role: 'Viewer of Meridian Health' },
  { email: people.pia.email, role: 'Partner of three organizations; a fourth waits for her answer' },
  { email: people.omar.email, role: 'Was a partner; access was revoked' },
  { email: people.cara.email, role: 'Admin of Crewline, a solution that is asked for a quote' },
]
