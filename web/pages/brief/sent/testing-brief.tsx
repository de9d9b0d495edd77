import type { Brief } from '../../../../shared/briefs.ts'
import type { Workspace } from '../../../../shared/organizations.ts'
import { problem, type Request } from '../../../testing.tsx'
import { organization } from '../../../testing-app.tsx'
import { type Answer, type Doors, here, solution, uuid, workspace } from '../../../testing-workspace.tsx'

/* A brief that was sent to four, and a server that keeps it as the real one does. */

type Recipient = Brief['recipients'][number]

export const recipient = (number: number, name: string, more: Partial<Recipient> = {}): Recipient => ({
  solutionId: uuid(number),
  solution: solution(number, name),
  state: 'sent',
  sentAt: '2026-11-18T09:00:00.000Z',
  viewedAt: null,
  answeredAt: null,
  declineReason: null,
  outcome: null,
  ...more,
})

export const recipients = [
  recipient(1, 'Crewline', { state: 'responded', answeredAt: '2026-11-19T09:00:00.000Z' }),
  recipient(2, 'Kindred', {
    state: 'declined',
    answeredAt: '2026-11-19T10:00:00.000Z',
    declineReason: 'No nurses left.',
  }),
  recipient(3, 'Talentbridge', { state: 'mail_failed' }),
  recipient(4, 'Verifolk', { state: 'viewed', viewedAt: '2026-11-19T11:00:00.000Z' }),
]

const questions: Brief['questions'] = [
  { id: uuid(71), text: 'Do you run your own payroll?', type: 'yes_no', choices: [], required: true },
  { id: uuid(72), text: 'How fast do you fill a shift?', type: 'text', choices: [], required: false },
]

export const brief: Brief = {
  id: '01900000-0000-7000-b002-000000000004',
  kind: 'rfi',
  title: 'Night shift cover',
  status: 'sent',
  author: { name: 'Pia Lindqvist', as: 'partner' },
  own: true,
  handedOverAt: null,
  sentAt: '2026-11-18T09:00:00.000Z',
  closedAt: null,
  deadline: '2099-11-30T16:00:00.000Z',
  deadlineZone: 'Europe/Berlin',
  updatedAt: '2026-11-18T09:00:00.000Z',
  changedBy: { name: 'Pia Lindqvist', own: true },
  version: 3,
  can: { edit: false, send: false, addRecipients: true, close: true, decide: false, reveal: false, delete: true },
  description: 'Three wards.',
  requirements: '',
  budget: { min: null, max: 500_000_00, currency: 'EUR' },
  startDate: null,
  anonymous: false,
  questions,
  asks: { company: 'Meridian Health', person: 'Pia Lindqvist' },
  asksRevealed: null,
  revealedAt: null,
  recipients,
}

const nothing = Object.fromEntries(Object.keys(brief.can).map((act) => [act, false])) as Brief['can']
export const toRead: Brief = { ...brief, own: false, can: nothing }
export const closed: Brief = {
  ...brief,
  status: 'closed',
  closedAt: '2026-11-20T09:00:00.000Z',
  can: { ...nothing, decide: true, delete: true },
}

export const page = `/w/${organization.slug}/briefs/${brief.id}`
const one = `${here}/briefs/${brief.id}`

export const partner: Workspace = {
  ...workspace,
  permissions: ['shortlists', 'briefs'],
  can: { ...workspace.can, readBriefs: true, createBriefs: true },
}
export const editor: Workspace = {
  ...partner,
  as: 'member',
  role: 'editor',
  permissions: [],
  dataVisibility: null,
  delegationId: null,
  can: { ...partner.can, stateRates: true, restoreWork: true },
}

type Outcomes = { outcomes: { solutionId: string; outcome: 'selected' | 'not_selected' }[] }

/** The server: whoever comes with an old version is refused where a version is asked for. */
export function keeping(start: Brief) {
  let now = start
  const change = (more: Partial<Brief>) => {
    now = { ...now, changedBy: brief.changedBy, ...more, version: now.version + 1 }
    return { body: now }
  }
  const unlessStale = (act: (request: Request) => Answer) => (request: Request) =>
    request.headers['if-match'] === `"${now.version}"`
      ? act(request)
      : problem(412, 'version_conflict', 'Somebody changed this a moment ago.')
  const outcomeIn = ({ outcomes }: Outcomes, id: string) =>
    outcomes.find(({ solutionId }) => solutionId === id)?.outcome ?? null
  const doors: Doors = {
    [`GET ${one}/responses`]: () => ({ body: { items: [], nextCursor: null } }),
    [`GET ${here}/rates`]: () => ({ body: { items: [] } }),
    [`POST ${one}/close`]: unlessStale(({ body }) =>
      change({
        status: 'closed',
        closedAt: now.closedAt ?? '2026-11-23T09:00:00.000Z',
        can: closed.can,
        recipients: now.recipients.map((it) => ({
          ...it,
          outcome: it.outcome ?? outcomeIn(body as Outcomes, it.solutionId),
        })),
      }),
    ),
    [`POST ${one}/reveal`]: () =>
      change({ asks: now.asksRevealed!, asksRevealed: null, can: { ...now.can, reveal: false } }),
    [`PATCH ${one}`]: unlessStale(({ body }) => change(body as Partial<Brief>)),
    [`DELETE ${one}`]: unlessStale(() => ({ body: { id: now.id, trashed: true } })),
    [`GET ${one}`]: () => ({ body: now }),
  }
  return {
    doors,
    now: () => now,
    /** Somebody else is quicker. */
    edith: (more: Partial<Brief>) => change({ changedBy: { name: 'Edith Lang', own: false }, ...more }),
  }
}
