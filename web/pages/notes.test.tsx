import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { openWorkspaceAt, uuid } from '../testing-workspace.tsx'
import { asEditor, asPartner, asViewer, keepingNotes, note, own } from './notes/testing-notes.ts'
import { shortlist, summary } from './shortlist/testing-shortlist.tsx'

beforeEach(() => localStorage.clear())

const page = '/w/meridian-health/notes'
const notes = () => keepingNotes(note(1, { unread: true }), own(2, { body: 'Mine alone' }))
const open = (as: object = asPartner, address = page, more = {}) =>
  openWorkspaceAt(address, { ...more, ...notes().doors, ...more }, as as typeof asPartner)
const rows = () => screen.findAllByRole('article')

test('all notes one may see: about what, by whom, for whom, and which are unread; each leads to its place', async () => {
  open()
  const [first, second] = await rows()
  expect(first!.textContent).toContain('Unread. Locum doctors')
  expect(first!.textContent).toContain('ShortlistBea Okafor')
  within(first!).getByText('Shared')
  expect(second!.textContent).toContain('You')
  within(second!).getByText('Personal')
  expect(within(first!).getByRole('link').getAttribute('href')).toBe(
    `/w/meridian-health/shortlists/${shortlist.id}?note=${uuid(1)}`,
  )
})

test('the menu says how many there are, and that some are unread', async () => {
  open()
  await rows()
  expect(screen.getByRole('link', { name: /^Notes/ }).textContent).toBe('Notes2')
  within(screen.getByRole('link', { name: /^Notes/ })).getByRole('img', { name: '1 unread' })
})

test('the filters stand in the address and go to the server; what finds nothing says so and leads back', async () => {
  const { asked, router } = open(asPartner, `${page}?show=mine&on=solution&visibility=team&search=pay&other=1`, {
    'GET /workspaces/meridian-health/notes?': () => ({ body: { items: [], nextCursor: null } }),
  })
  await screen.findByText('No note here contains “pay”.')
  const list = () => asked.filter(({ url }) => /\/notes\?/.test(url)).at(-1)!.url
  expect(list()).toMatch(/on=solution&visibility=team&search=pay&mine=true$/)
  fireEvent.click(screen.getByRole('radio', { name: 'Unread 1' }))
  await waitFor(() => expect(list()).toMatch(/unread=true$/))
  fireEvent.click(screen.getByRole('button', { name: 'Show all' }))
  await waitFor(() => expect(router.state.location.search).toEqual({}))
})

test('D5: a partner is offered no kind of work that was not granted, and no notes of the team', async () => {
  open()
  await rows()
  fireEvent.click(screen.getByRole('combobox', { name: 'About' }))
  expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual([
    'About anything',
    'Solutions',
    'Shortlists',
  ])
  fireEvent.click(screen.getByRole('combobox', { name: 'Who sees it' }))
  await screen.findByRole('option', { name: 'Shared' })
  expect(screen.queryByRole('option', { name: 'Team' })).toBeNull()
})

test('a viewer reads what the team does', async () => {
  open(asViewer)
  await rows()
  fireEvent.click(screen.getByRole('combobox', { name: 'Who sees it' }))
  await screen.findByRole('option', { name: 'Team' })
})

test('all at once are read', async () => {
  const { asked } = open()
  await rows()
  fireEvent.click(screen.getByRole('button', { name: 'Mark all as read' }))
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Mark all as read' })).toBeNull())
  expect(asked.find(({ url }) => url.endsWith('/notes/read'))?.body).toEqual({ all: true })
})

test('where nobody wrote yet, the page says what would be here', async () => {
  openWorkspaceAt(page, keepingNotes().doors, asEditor as unknown as typeof asPartner)
  await screen.findByText('No notes yet')
})

test('in a list of shortlists those with unread notes are marked', async () => {
  const list = { body: { items: [{ ...summary, itemCount: 2, holds: null }], nextCursor: null } }
  const counts = { body: { all: 1, draft: 1, published: 0 } }
  open(asPartner, '/w/meridian-health/shortlists', {
    'GET /workspaces/meridian-health/shortlists/counts': () => counts,
    'GET /workspaces/meridian-health/shortlists': () => list,
  })
  await screen.findByText('1 unread note')
})
