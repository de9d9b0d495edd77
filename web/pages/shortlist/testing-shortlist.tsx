import { MantineProvider } from '@mantine/core'
import { render } from '@testing-library/react'
import type { Workspace } from '../../../shared/organizations.ts'
import type { Shortlist, ShortlistSummary } from '../../../shared/shortlists.ts'
import type { SolutionSummary } from '../../../shared/solutions.ts'
import { answering, problem, type Request } from '../../testing.tsx'
import { openAt, organization, someone } from '../../testing-app.tsx'
import { theme } from '../../theme.ts'
import Toasts from '../../ui/toasts.tsx'

/* A shortlist of four, and a server that keeps it as the real one does: with versions, and one answer for all doors. */

/** jsdom has no fonts; a field that grows with its text waits for them. */
Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true })

const uuid = (number: number) => `01900000-0000-7000-a000-${String(number).padStart(12, '0')}`

export const solution = (number: number, name: string, more: Partial<SolutionSummary> = {}): SolutionSummary => ({
  id: uuid(number),
  slug: name.toLowerCase(),
  name,
  tagline: `What ${name} does`,
  category: 'Staffing platform',
  capabilities: ['Payroll'],
  regions: ['Nordics'],
  customerSize: '20–500 people',
  pricingModel: 'Margin',
  verified: false,
  ...more,
})

export const item = (of: SolutionSummary, reason = '') => ({ solutionId: of.id, solution: of, reason })

const names = ['Crewline', 'Kindred', 'Talentbridge', 'Fieldforce']
export const four = names.map((name, index) => item(solution(index + 1, name), `Why ${name}`))
export const [crewline, kindred, talentbridge, fieldforce] = four.map(({ solutionId }) => solutionId) as [
  string,
  string,
  string,
  string,
]

export const summary: Omit<ShortlistSummary, 'itemCount' | 'holds'> = {
  id: '01900000-0000-7000-b001-000000000002',
  title: 'Locum doctors',
  description: '',
  status: 'draft',
  author: { name: 'Pia Lindqvist', as: 'partner' },
  own: true,
  handedOverAt: null,
  publishedAt: null,
  updatedAt: '2026-11-21T10:00:00.000Z',
  changedBy: { name: 'Pia Lindqvist' },
  version: 3,
  can: { edit: true, publish: true },
}
export const shortlist: Shortlist = { ...summary, items: four }

const nothing = {
  manageDelegations: false,
  readMembers: false,
  manageMembers: false,
  readAudit: false,
  readBriefs: false,
  createBriefs: false,
  stateRates: false,
}
export const workspace: Workspace = {
  organization,
  as: 'partner',
  role: null,
  permissions: ['shortlists'],
  dataVisibility: 'scoped',
  delegationId: uuid(900),
  invitedBy: { name: 'Bea Okafor' },
  inviteExpiryDays: 14,
  can: { ...nothing, readShortlists: true, createShortlists: true, saveSolutions: true, restoreWork: false },
}

const here = `/workspaces/${organization.slug}`
export const page = `/w/${organization.slug}/shortlists/${shortlist.id}`
type Answer = { status?: number; body?: unknown } | Error
export type Doors = Record<string, (request: Request) => Answer>

/** What the frame around every page asks. */
const frame: Doors = {
  'GET /me': () => ({ body: someone({ partnerships: [] }) }),
  'GET /notifications': () => ({ body: { items: [], nextCursor: null } }),
  [`GET ${here}/shortlists/counts`]: () => ({ body: { all: 1, draft: 1, published: 0 } }),
}

/** Opens an address of the workspace. `doors` come first; whatever is asked of no door is not there. */
export function openWorkspaceAt(address: string, doors: Doors, as = workspace) {
  const all: Doors = { ...doors, ...frame, ...doors }
  const asked = answering((request) => {
    const wanted = `${request.method} ${request.url.replace('/api/v1', '')}`
    if (wanted === `GET ${here}`) return { body: as }
    const door = Object.keys(all).find((key) => wanted.startsWith(key))
    return door ? all[door]!(request) : problem(404, 'not_found', 'This does not exist, or you may not see it.')
  })
  render(
    <MantineProvider theme={theme} env="test">
      <Toasts />
    </MantineProvider>,
  )
  return { ...openAt(address), asked, changes: () => asked.filter(({ method }) => method !== 'GET') }
}

type Body = { solutionIds: string[]; solutionId: string; reason: string; place?: number }

/** The server: whoever comes with an old version is refused. */
export function keeping(start: Shortlist) {
  let now = start
  const change = (more: Partial<Shortlist>) => {
    now = { ...now, ...more, version: now.version + 1 }
    return { body: now }
  }
  const unlessStale = (act: (request: Request) => Answer) => (request: Request) =>
    request.headers['if-match'] === `"${now.version}"`
      ? act(request)
      : problem(412, 'version_conflict', 'Somebody changed this a moment ago.')
  const body = (request: Request) => request.body as Body
  const idIn = ({ url }: Request) => url.split('/').at(-1)
  const one = `${here}/shortlists/${start.id}`
  const doors: Doors = {
    [`GET ${one}`]: () => ({ body: now }),
    [`PUT ${one}/order`]: unlessStale((request) =>
      change({ items: body(request).solutionIds.map((id) => now.items.find(({ solutionId }) => solutionId === id)!) }),
    ),
    [`POST ${one}/items`]: (request) => {
      const { solutionId, reason = '', place = now.items.length + 1 } = body(request)
      const known = four.find((it) => it.solutionId === solutionId) ?? item(solution(5, 'Nuvio'))
      return change({ items: now.items.toSpliced(place - 1, 0, { ...known, reason }) })
    },
    [`PATCH ${one}/items/`]: unlessStale((request) =>
      change({
        items: now.items.map((it) => (it.solutionId === idIn(request) ? { ...it, reason: body(request).reason } : it)),
      }),
    ),
    [`DELETE ${one}/items/`]: unlessStale((request) =>
      change({ items: now.items.filter(({ solutionId }) => solutionId !== idIn(request)) }),
    ),
    [`POST ${one}/publish`]: unlessStale(() => change({ status: 'published', can: { edit: true, publish: false } })),
  }
  return {
    doors,
    now: () => now,
    /** Somebody else is quicker. */
    edith: (more: Partial<Shortlist>) => change({ ...more, changedBy: { name: 'Edith Lang' } }),
  }
}
