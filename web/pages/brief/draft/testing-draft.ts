import type { Brief } from '../../../../shared/briefs.ts'
import { problem, type Request } from '../../../testing.tsx'
import { organization } from '../../../testing-app.tsx'
import { type Answer, type Doors, here, solution, uuid } from '../../../testing-workspace.tsx'

/* A draft, and a server that keeps it as the real one does: with versions, and one answer for all doors. */

const chosen = (number: number, name: string): Brief['recipients'][number] => ({
  solutionId: uuid(number),
  solution: solution(number, name),
  state: 'chosen',
  sentAt: null,
  viewedAt: null,
  answeredAt: null,
  declineReason: null,
  outcome: null,
})

export const draft: Brief = {
  id: '01900000-0000-7000-b002-000000000006',
  kind: 'rfi',
  title: 'Night shifts',
  description: 'In three cities.',
  requirements: '',
  questions: [
    { id: uuid(501), text: 'Since when?', type: 'text', choices: [], required: true },
    { id: uuid(502), text: 'Who pays?', type: 'choice', choices: ['We', 'They'], required: false },
  ],
  budget: null,
  startDate: null,
  deadline: null,
  deadlineZone: null,
  anonymous: false,
  asks: { company: 'Meridian Health', person: null },
  asksRevealed: { company: 'Meridian Health', person: null },
  revealedAt: null,
  recipients: [chosen(1, 'Crewline'), chosen(2, 'Kindred')],
  status: 'draft',
  author: { name: 'Pia Lindqvist', as: 'partner' },
  own: true,
  handedOverAt: null,
  sentAt: null,
  closedAt: null,
  updatedAt: '2026-11-21T10:00:00.000Z',
  changedBy: { name: 'Pia Lindqvist', own: true },
  version: 3,
  can: { edit: true, send: true, addRecipients: false, close: false, decide: false, reveal: false, delete: true },
}

export const page = `/w/${organization.slug}/briefs/${draft.id}`
export const one = `${here}/briefs/${draft.id}`

/** What the door keeps of what was sent. */
function kept({ solutionIds, ...given }: Partial<Brief> & { solutionIds?: string[] }): Partial<Brief> {
  const asks = { company: given.anonymous ? null : 'Meridian Health', person: null }
  return {
    ...given,
    ...('anonymous' in given && { asks }),
    ...(solutionIds && {
      recipients: solutionIds.map((id, index) => ({ ...chosen(index + 1, 'Crewline'), solutionId: id })),
    }),
  }
}

/** The server: whoever comes with an old version is refused. */
export function keeping(start: Brief) {
  let now = start
  const change = (more: Partial<Brief>) => {
    now = { ...now, changedBy: draft.changedBy, ...more, version: now.version + 1 }
    return { body: now }
  }
  const unlessStale = (act: (request: Request) => Answer) => (request: Request) =>
    request.headers['if-match'] === `"${now.version}"`
      ? act(request)
      : problem(412, 'version_conflict', 'Somebody changed this a moment ago.')
  const doors: Doors = {
    [`GET ${one}`]: () => ({ body: now }),
    [`PATCH ${one}`]: unlessStale((request) => change(kept(request.body as Partial<Brief>))),
    [`POST ${one}/send`]: unlessStale(() => change({ status: 'sent', can: { ...now.can, edit: false, send: false } })),
  }
  return {
    doors,
    now: () => now,
    /** Somebody else is quicker. */
    edith: (more: Partial<Brief>) => change({ changedBy: { name: 'Edith Lang', own: false }, ...more }),
  }
}
