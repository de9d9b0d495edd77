import { render } from '@testing-library/react'
import type { Workspace } from '../shared/organizations.ts'
import type { SolutionSummary } from '../shared/solutions.ts'
import { answering, Look, problem, type Request } from './testing.tsx'
import { openAt, organization, someone } from './testing-app.tsx'
import Toasts from './ui/toasts.tsx'

/* A workspace opened at one of its pages, before a server of a few doors. */

/** jsdom has no fonts; a field that grows with its text waits for them. */
Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true })

export const uuid = (number: number) => `01900000-0000-7000-a000-${String(number).padStart(12, '0')}`

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

const nothing = {
  manageDelegations: false,
  readMembers: false,
  manageMembers: false,
  readAudit: false,
  readBriefs: false,
  createBriefs: false,
  stateRates: false,
  manageOrganization: false,
  readQuotes: true,
  readNotes: false,
  writeNotes: false,
  shareNotes: false,
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

/** The same workspace as an admin of the organization opens it. */
export const adminWho = (can: Partial<Workspace['can']>): Workspace => ({
  ...workspace,
  as: 'member',
  role: 'admin',
  permissions: [],
  dataVisibility: null,
  delegationId: null,
  invitedBy: null,
  can: { ...workspace.can, ...can },
})

/** The workspace as the doors name it. */
export const here = `/workspaces/${organization.slug}`
export type Answer = { status?: number; body?: unknown } | Error
export type Doors = Record<string, (request: Request) => Answer>

/** What the frame around every page asks. */
const frame: Doors = {
  'GET /me': () => ({ body: someone({ partnerships: [] }) }),
  'GET /notifications': () => ({ body: { items: [], nextCursor: null } }),
  [`GET ${here}/shortlists/counts`]: () => ({ body: { all: 1, draft: 1, published: 0 } }),
  [`GET ${here}/briefs/counts`]: () => ({ body: { all: 1, draft: 1, sent: 0, closed: 0 } }),
}

/**
 * Opens an address of the workspace. `doors` come first; whatever is asked of no door is not there. `as` may change
 * meanwhile.
 */
export function openWorkspaceAt(address: string, doors: Doors, as: Workspace | (() => Workspace) = workspace) {
  const all: Doors = { ...doors, ...frame, ...doors }
  const asked = answering((request) => {
    const wanted = `${request.method} ${request.url.replace('/api/v1', '')}`
    if (wanted === `GET ${here}`) return { body: typeof as === 'function' ? as() : as }
    const door = Object.keys(all).find((key) => wanted.startsWith(key))
    return door ? all[door]!(request) : problem(404, 'not_found', 'This does not exist, or you may not see it.')
  })
  render(
    <Look>
      <Toasts />
    </Look>,
  )
  return { ...openAt(address), asked, changes: () => asked.filter(({ method }) => method !== 'GET') }
}
