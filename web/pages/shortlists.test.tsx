import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Workspace } from '../../shared/organizations.ts'
import type { ShortlistSummary } from '../../shared/shortlists.ts'
import { problem } from '../testing.tsx'
import { type Doors, openWorkspaceAt, workspace } from '../testing-workspace.tsx'
import { shortlist, summary } from './shortlist/testing-shortlist.tsx'

const list = '/w/meridian-health/shortlists'
const here = '/workspaces/meridian-health/shortlists'
const row = (more: Partial<ShortlistSummary> = {}): ShortlistSummary => ({
  ...summary,
  itemCount: 2,
  holds: null,
  ...more,
})
const editor: Workspace = { ...workspace, as: 'member', role: 'editor', can: { ...workspace.can, restoreWork: true } }
const viewer: Workspace = {
  ...workspace,
  as: 'member',
  role: 'viewer',
  can: { ...workspace.can, createShortlists: false },
}

const counting = (draft: number, published: number): Doors => ({
  [`GET ${here}/counts`]: () => ({ body: { all: draft + published, draft, published } }),
})
const listing = (...items: ShortlistSummary[]): Doors => ({
  [`GET ${here}`]: () => ({ body: { items, nextCursor: null } }),
})

test('a row says the status and who sees it, the author, how many solutions, and who changed it last', async () => {
  const published = row({ status: 'published', own: false, changedBy: { name: 'Bea Okafor', own: false } })
  openWorkspaceAt(list, { ...counting(0, 1), ...listing(published) }, editor)
  const [, first] = within(await screen.findByRole('table', { name: 'Shortlists' })).getAllByRole('row')
  const cells = within(first!).getAllByRole('cell')
  expect(cells.map(({ textContent }) => textContent)).toEqual([
    'Locum doctors',
    'PublishedThe team sees it',
    'Pia LindqvistPartner',
    '2',
    '21 Novby Bea Okafor',
  ])
})

test('D11: a draft that passed is marked with whose it was', async () => {
  const passed = row({ own: false, author: { name: 'Omar Haddad', as: 'partner' }, handedOverAt: summary.updatedAt })
  openWorkspaceAt(list, { ...counting(1, 0), ...listing(passed) }, editor)
  await screen.findByText('Draft of Omar Haddad, passed to you when their access ended')
  screen.getByText('Admins and editors see it')
})

test('filter and search stand in the address and go to the server; what finds nothing says so and leads back', async () => {
  const { asked, router } = openWorkspaceAt(`${list}?status=draft`, { ...counting(1, 2), ...listing() }, editor)
  await screen.findByText('No shortlist is a draft')
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Draft 1' }).checked).toBe(true)
  screen.getByRole('radio', { name: 'Published 2' })
  fireEvent.change(screen.getByRole('searchbox', { name: 'Find a shortlist' }), { target: { value: 'nurses' } })
  await screen.findByText('No title here contains “nurses”.')
  expect(asked.at(-1)?.url).toContain('status=draft&search=nurses')
  fireEvent.click(screen.getByRole('button', { name: 'Show all' }))
  await waitFor(() => expect(router.state.location.search).toEqual({}))
})

test('a tab that was pasted, or stands in the address, keeps no door from answering', async () => {
  const { asked } = openWorkspaceAt(`${list}?search=locum%09doctors`, { ...counting(1, 2), ...listing() }, editor)
  await screen.findByText('No title here contains “locum doctors”.')
  const field = screen.getByRole<HTMLInputElement>('searchbox', { name: 'Find a shortlist' })
  fireEvent.change(field, { target: { value: 'night\tshift\ud83d' } })
  expect(field.value).toBe('night shift')
  await waitFor(() => expect(asked.at(-1)?.url).toMatch(/search=night\+shift(&|$)/))
})

test('whoever asks for more goes on at the first that came', async () => {
  const rows = [1, 2, 3].map((number) =>
    row({ id: `01900000-0000-7000-b001-00000000010${number}`, title: `Shortlist ${number}` }),
  )
  openWorkspaceAt(
    list,
    {
      ...counting(3, 0),
      'GET /workspaces/meridian-health/shortlists?': ({ url }) => ({
        body: url.includes('cursor=')
          ? { items: rows.slice(2), nextCursor: null }
          : { items: rows.slice(0, 2), nextCursor: 'next' },
      }),
      'GET /workspaces/meridian-health/shortlists': () => ({ body: { items: rows.slice(0, 2), nextCursor: 'next' } }),
    },
    editor,
  )
  const more = await screen.findByRole('button', { name: 'Show more' })
  const answer = fetch
  vi.stubGlobal('fetch', async (...asked: Parameters<typeof fetch>) => {
    await new Promise((resolve) => setTimeout(resolve, 50))
    return answer(...asked)
  })
  fireEvent.click(more)
  const third = await screen.findByRole('link', { name: 'Shortlist 3' })
  await waitFor(() => expect(document.activeElement).toBe(third))
})

test('the trash and New shortlist are there for those who may, and for nobody else', async () => {
  openWorkspaceAt(list, { ...counting(0, 1), ...listing(row({ own: false })) }, viewer)
  await screen.findByRole('table', { name: 'Shortlists' })
  expect(screen.queryByRole('button', { name: 'New shortlist' })).toBeNull()
  expect(screen.queryByRole('link', { name: 'Trash' })).toBeNull()
})

test('where there is none yet, one button begins the first; a refused title keeps what was typed', async () => {
  const words = 'Enter a title.'
  const answers = [
    problem(422, 'invalid_input', 'Some fields need your attention.', {
      errors: [{ path: 'title', code: 'invalid', message: words }],
    }),
    { status: 201, body: { ...shortlist, items: [] } },
  ]
  const { changes, router } = openWorkspaceAt(list, {
    ...counting(0, 0),
    [`POST ${here}`]: () => answers.shift()!,
    [`GET ${here}/${shortlist.id}`]: () => ({ body: { ...shortlist, items: [] } }),
    ...listing(),
  })
  await screen.findByText('No shortlists yet')
  const begin = screen.getAllByRole('button', { name: 'New shortlist' })
  expect(begin).toHaveLength(1)
  fireEvent.click(begin[0]!)
  const dialog = await screen.findByRole('dialog', { name: 'New shortlist' })
  within(dialog).getByText('Only you see it until you publish.')
  fireEvent.change(within(dialog).getByRole('textbox', { name: 'Description' }), { target: { value: 'For winter' } })
  fireEvent.click(within(dialog).getByRole('button', { name: 'Create shortlist' }))
  await screen.findByText(words)
  fireEvent.change(within(dialog).getByRole('textbox', { name: 'Title' }), { target: { value: 'Nurses' } })
  fireEvent.click(within(dialog).getByRole('button', { name: 'Create shortlist' }))
  await waitFor(() => expect(router.state.location.pathname).toBe(`${list}/${shortlist.id}`))
  expect(changes().at(-1)?.body).toEqual({ title: 'Nurses', description: 'For winter' })
})
