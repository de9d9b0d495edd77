import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { BriefSummary } from '../../shared/briefs.ts'
import { createBrief } from '../../shared/briefs.ts'
import type { Workspace } from '../../shared/organizations.ts'
import { problem } from '../testing.tsx'
import { type Doors, openWorkspaceAt, workspace } from '../testing-workspace.tsx'
import { draft, keeping, page } from './brief/draft/testing-draft.ts'
import { templates } from './briefs/templates.ts'

const list = '/w/meridian-health/briefs'
const here = '/workspaces/meridian-health/briefs'
const { questions: _, recipients: __, ...shared } = draft
const row = (more: Partial<BriefSummary> = {}): BriefSummary => ({
  ...shared,
  recipientCount: 2,
  responseCount: 0,
  ...more,
})
const partner: Workspace = {
  ...workspace,
  permissions: ['briefs'],
  can: { ...workspace.can, readShortlists: false, createShortlists: false, readBriefs: true, createBriefs: true },
}
const withShortlists: Workspace = { ...partner, can: { ...partner.can, readShortlists: true } }
const viewer: Workspace = { ...partner, as: 'member', role: 'viewer', can: { ...partner.can, createBriefs: false } }

const counting = (draft: number, sent: number, closed: number): Doors => ({
  [`GET ${here}/counts`]: () => ({ body: { all: draft + sent + closed, draft, sent, closed } }),
})
const listing = (...items: BriefSummary[]): Doors => ({
  [`GET ${here}?`]: () => ({ body: { items, nextCursor: null } }),
  [`GET ${here}`]: () => ({ body: { items, nextCursor: null } }),
})
const creating: Doors = {
  [`POST ${here}`]: () => ({ status: 201, body: draft }),
  ...keeping(draft).doors,
}

test('a row says kind, status and who sees it, author, answers, the deadline with day, time and zone, and the last change', async () => {
  const sent = row({
    status: 'sent',
    own: false,
    responseCount: 1,
    recipientCount: 3,
    deadline: '2026-12-05T16:20:00.000Z',
    changedBy: { name: 'Bea Okafor', own: false },
  })
  openWorkspaceAt(list, { ...counting(0, 1, 0), ...listing(sent) }, partner)
  const [, first] = within(await screen.findByRole('table', { name: 'Briefs' })).getAllByRole('row')
  const cells = within(first!).getAllByRole('cell')
  expect(cells.map(({ textContent }) => textContent)).toEqual([
    'Night shiftsRFI',
    'SentThe team sees it',
    'Pia LindqvistPartner',
    '1 of 3answered',
    expect.stringMatching(/^\w+day \d+ December 2026, \d\d:\d\d \(.+\)$/),
    '21 Novby Bea Okafor',
  ])
})

test('a draft may have no title, and the team’s drafts are its admins’ and editors’', async () => {
  const untitled = row({ title: '', own: false, author: { name: 'Edith Lang', as: 'member' } })
  openWorkspaceAt(list, { ...counting(1, 0, 0), ...listing(untitled) }, partner)
  await screen.findByRole('link', { name: 'Untitled' })
  screen.getByText('Admins and editors see it')
  screen.getByText('2 solutions')
})

test('D11: a draft that passed is marked with whose it was', async () => {
  const passed = row({ own: false, author: { name: 'Omar Haddad', as: 'partner' }, handedOverAt: draft.updatedAt })
  openWorkspaceAt(list, { ...counting(1, 0, 0), ...listing(passed) }, partner)
  await screen.findByText('RFI · Draft of Omar Haddad, passed to you when their access ended')
})

test('filter and search stand in the address and go to the server; what finds nothing says so and leads back', async () => {
  const { asked, router } = openWorkspaceAt(`${list}?status=draft`, { ...counting(1, 2, 3), ...listing() }, partner)
  await screen.findByText('No brief is a draft')
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Draft 1' }).checked).toBe(true)
  screen.getByRole('radio', { name: 'Closed 3' })
  fireEvent.change(screen.getByRole('searchbox', { name: 'Find a brief' }), { target: { value: 'nurses' } })
  await screen.findByText('No title here contains “nurses”.')
  expect(asked.at(-1)?.url).toContain('status=draft&search=nurses')
  fireEvent.click(screen.getByRole('button', { name: 'Show all' }))
  await waitFor(() => expect(router.state.location.search).toEqual({}))
})

test('who may not create has no button for it, on the empty page neither', async () => {
  openWorkspaceAt(list, { ...counting(0, 0, 0), ...listing() }, viewer)
  await screen.findByText('What solutions are asked, and what they answer, is here.')
  expect(screen.queryByRole('button', { name: 'New brief' })).toBeNull()
})

async function openDialog(as: Workspace, doors: Doors = creating) {
  const opened = openWorkspaceAt(list, { ...doors, ...counting(1, 0, 0), ...listing(row()) }, as)
  fireEvent.click(await screen.findByRole('button', { name: 'New brief' }))
  await screen.findByRole('button', { name: 'Create brief' })
  return opened
}
const create = () => fireEvent.click(screen.getByRole('button', { name: 'Create brief' }))

test('an empty brief of a kind is created, and its editor opened', async () => {
  const { changes, router } = await openDialog(partner)
  fireEvent.click(screen.getByRole('radio', { name: 'RFP' }))
  create()
  await waitFor(() => expect(router.state.location.pathname).toBe(page))
  expect(changes()[0]?.body).toEqual({ kind: 'rfp' })
})

test.each(templates.map(({ name, id }) => [name, id] as const))(
  'the template “%s” is accepted by the door as it stands, and creates exactly its text and questions',
  async (_name, id) => {
    const { id: __, name: ___, ...content } = templates.find((template) => template.id === id)!
    const accepted = createBrief.input.parse({ org: 'meridian-health', ...content })
    expect(accepted).toMatchObject(content)
    expect(new Set(content.questions.map(({ type }) => type)).size).toBe(4)
  },
)

test('a template creates exactly its questions', async () => {
  const { changes } = await openDialog(partner)
  fireEvent.click(screen.getByRole('radio', { name: /^A template/ }))
  create()
  await waitFor(() => expect(changes()).toHaveLength(1))
  const { id: __, name: ___, ...content } = templates[0]!
  expect(changes()[0]?.body).toEqual(content)
})

test('a copy needs the brief to copy, and names it', async () => {
  const { changes } = await openDialog(partner)
  fireEvent.click(screen.getByRole('radio', { name: /^An earlier brief/ }))
  create()
  await screen.findByText('Choose the brief to copy.')
  expect(changes()).toEqual([])
  fireEvent.click(screen.getByRole('combobox', { name: 'Brief to copy' }))
  fireEvent.click(await screen.findByRole('option', { name: 'RFI: Night shifts', hidden: true }))
  create()
  await waitFor(() => expect(changes()[0]?.body).toEqual({ copyOf: draft.id }))
})

test('D5: without the permission for shortlists none can be chosen, and none is asked for', async () => {
  const { asked } = await openDialog(partner)
  expect(screen.queryByRole('combobox', { name: /shortlist/ })).toBeNull()
  expect(asked.filter(({ url }) => url.includes('shortlists'))).toEqual([])
})

test('all solutions of a shortlist can be asked; what is refused is said in the dialog', async () => {
  const shortlists = { id: draft.recipients[0]!.solutionId, title: 'Locums', itemCount: 60 }
  const full = {
    ...row(),
    ...shortlists,
    status: 'draft',
    description: '',
    publishedAt: null,
    holds: null,
    can: { edit: true, publish: true },
  }
  const { changes } = await openDialog(withShortlists, {
    'GET /workspaces/meridian-health/shortlists?': () => ({ body: { items: [full], nextCursor: null } }),
    'GET /workspaces/meridian-health/shortlists/counts': () => ({ body: { all: 1, draft: 1, published: 0 } }),
    'GET /workspaces/meridian-health/shortlists': () => ({ body: { items: [full], nextCursor: null } }),
    [`POST ${here}`]: () => problem(409, 'too_many_recipients', 'A draft has at most 50 recipients.'),
  })
  fireEvent.click(await screen.findByRole('combobox', { name: 'Ask the solutions of a shortlist' }))
  fireEvent.click(await screen.findByRole('option', { name: 'Locums (60 solutions)', hidden: true }))
  create()
  await screen.findByText('A draft has at most 50 recipients.')
  expect(changes()[0]?.body).toEqual({ kind: 'brief', shortlistId: shortlists.id })
})
