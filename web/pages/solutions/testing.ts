import type { SolutionSummary } from '../../../shared/solutions.ts'
import type { Request } from '../../testing.tsx'
import { byDoor, organization, someone } from '../../testing-app.tsx'

/* What tests of the catalogue stand on: a server with two solutions and two shortlists. */

const solution = (id: number, slug: string, name: string): SolutionSummary => ({
  id: `01900000-0000-7000-b002-00000000000${id}`,
  slug,
  name,
  tagline: 'Filled within hours',
  category: 'Staffing platform',
  capabilities: ['Healthcare'],
  regions: ['Nordics'],
  customerSize: null,
  pricingModel: null,
  verified: true,
})
export const crewline = solution(1, 'crewline', 'Crewline')
export const globehire = solution(2, 'globehire', 'Globehire')

const shortlist = (id: number, title: string, holds: boolean) => ({
  id: `01900000-0000-7000-b001-00000000000${id}`,
  title,
  description: '',
  status: 'draft',
  author: { name: 'Bea Okafor', as: 'member' },
  own: true,
  handedOverAt: null,
  publishedAt: null,
  updatedAt: '2026-11-20T10:00:00Z',
  changedBy: { name: 'Bea Okafor', own: false },
  version: 1,
  can: { edit: true, publish: true },
  itemCount: 1,
  holds,
  items: [],
})
export const nightShifts = shortlist(1, 'Night shift cover', false)
const locums = shortlist(2, 'Locums', true)

export const saved = (of: SolutionSummary, { own = true, by = 'Bea Okafor' } = {}) => ({
  solution: of,
  savedBy: { name: by },
  savedAt: '2026-11-20T10:00:00Z',
  own,
})

type Server = {
  may?: boolean
  as?: 'member' | 'partner'
  found?: object
  /** What is saved, by id; saving and taking back change it. */
  shelf?: Set<string>
  saved?: object[]
  doors?: Parameters<typeof byDoor>[0]
}

export function solutionAnswers(server: Server = {}) {
  const { may = true, as = 'member', found = {}, shelf = new Set<string>(), doors = {} } = server
  const list = (items: object[]) => ({ body: { items, nextCursor: null } })
  const onShelf = () =>
    server.saved ?? [crewline, globehire].filter(({ id }) => shelf.has(id)).map((it) => saved(it, { by: 'Rex' }))
  const others = byDoor({
    'POST /': () => ({ status: 201, body: nightShifts }),
    ...doors,
    'GET /me': () => ({ body: someone() }),
    'GET /stream': () => new Error('no stream here'),
    'GET /workspaces/meridian-health/saved-solutions': () => list(onShelf()),
    'GET /workspaces/meridian-health/shortlists/counts': () => ({ body: { all: 2, draft: 2, published: 0 } }),
    'GET /workspaces/meridian-health/shortlists': () => list([nightShifts, locums]),
    'GET /workspaces/': () => ({ body: workspace(as, may) }),
    'GET /solutions/crewline': () => ({
      body: { ...crewline, description: 'Fills open shifts.', website: null, contactEmail: null },
    }),
    'GET /solutions?limit=1': () => ({ body: { ...whole, items: [] } }),
    'GET /solutions?limit=24': () => ({ body: { ...whole } }),
    'GET /solutions?': () => ({ body: { ...whole, total: 2, ...found } }),
    'GET /': () => list([]),
  })
  return (request: Request) => {
    const id = request.url.split('/').at(-1)!
    if (!doors['PUT /'] && request.method === 'PUT') shelf.add(id)
    if (request.method === 'DELETE') shelf.delete(id)
    return ['PUT', 'DELETE'].includes(request.method) && !doors[`${request.method} /`]
      ? { body: { done: true } }
      : others(request)
  }
}

const whole = {
  items: [crewline, globehire],
  nextCursor: null,
  total: 62,
  totalIsLeast: false,
  searchedFor: null,
  facets: {
    category: [{ value: 'MSP', count: 6 }],
    capability: [{ value: 'Healthcare', count: 9 }],
    region: [{ value: 'Nordics', count: 7 }],
  },
}

const workspace = (as: 'member' | 'partner', may: boolean) => ({
  organization,
  as,
  role: as === 'member' ? 'editor' : null,
  permissions: as === 'member' ? [] : may ? ['shortlists'] : ['briefs'],
  dataVisibility: as === 'member' ? null : 'full',
  delegationId: null,
  invitedBy: null,
  inviteExpiryDays: 14,
  can: {
    manageDelegations: false,
    readMembers: false,
    manageMembers: false,
    readAudit: false,
    readShortlists: may,
    createShortlists: may,
    readBriefs: false,
    createBriefs: false,
    stateRates: false,
    saveSolutions: may,
    restoreWork: false,
    manageOrganization: false,
    readQuotes: true,
    readNotes: false,
    writeNotes: false,
    shareNotes: false,
  },
})
