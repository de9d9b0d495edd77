import type { Shortlist, ShortlistSummary } from '../../../shared/shortlists.ts'
import type { SolutionSummary } from '../../../shared/solutions.ts'
import { problem, type Request } from '../../testing.tsx'
import { organization } from '../../testing-app.tsx'
import { type Answer, type Doors, here, solution } from '../../testing-workspace.tsx'

/* A shortlist of four, and a server that keeps it as the real one does: with versions, and one answer for all doors. */

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
  changedBy: { name: 'Pia Lindqvist', own: true },
  version: 3,
  can: { edit: true, publish: true },
}
export const shortlist: Shortlist = { ...summary, items: four }

export const page = `/w/${organization.slug}/shortlists/${shortlist.id}`

type Body = { solutionIds: string[]; solutionId: string; reason: string; place?: number }

/** The server: whoever comes with an old version is refused. */
export function keeping(start: Shortlist) {
  let now = start
  const change = (more: Partial<Shortlist>) => {
    now = { ...now, changedBy: summary.changedBy, ...more, version: now.version + 1 }
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
    [`PATCH ${one}`]: unlessStale((request) => change(request.body as Partial<Shortlist>)),
    [`POST ${one}/publish`]: unlessStale(() => change({ status: 'published', can: { edit: true, publish: false } })),
  }
  return {
    doors,
    now: () => now,
    /** Somebody else is quicker. */
    edith: (more: Partial<Shortlist>) => change({ changedBy: { name: 'Edith Lang', own: false }, ...more }),
  }
}
