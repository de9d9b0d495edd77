import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { here, openWorkspaceAt } from '../testing-workspace.tsx'
import { closed, editor, partner } from './brief/sent/testing-brief.tsx'
import { shortlist } from './shortlist/testing-shortlist.tsx'

const trash = '/w/meridian-health/trash'
const trashed = (id: string, title: string) => ({
  id,
  title,
  author: { name: 'Jonas Weber', as: 'member' },
  trashedAt: '2026-11-20T10:00:00.000Z',
  trashedBy: { name: 'Bea Okafor' },
  goneAt: '2026-12-20T10:00:00.000Z',
})

function open(start: { briefs: object[]; shortlists: object[] }) {
  const now = { ...start }
  const openedAt = openWorkspaceAt(
    trash,
    {
      [`POST ${here}/trash/shortlists/${shortlist.id}/restore`]: () => {
        now.shortlists = []
        return { body: { ...shortlist, title: 'Agencies of last year' } }
      },
      [`POST ${here}/trash/briefs/${closed.id}/restore`]: () => {
        now.briefs = []
        return { body: { ...closed, title: 'Agencies for the old building' } }
      },
      [`GET ${here}/trash/shortlists`]: () => ({ body: { items: now.shortlists, nextCursor: null } }),
      [`GET ${here}/trash/briefs`]: () => ({ body: { items: now.briefs, nextCursor: null } }),
    },
    editor,
  )
  return openedAt
}

const ofBrief = { ...trashed(closed.id, 'Agencies for the old building'), kind: 'rfp' }
const ofShortlist = trashed(shortlist.id, 'Agencies of last year')

test('V5: the trash says who deleted what and until when it can come back, and restores it', async () => {
  open({ briefs: [], shortlists: [ofShortlist] })
  const deleted = await screen.findByRole('list', { name: 'Deleted shortlists' })
  expect(deleted.textContent).toMatch(/By Jonas Weber · deleted .* by Bea OkaforGone for good on 20 December 2026/)
  expect(screen.queryByRole('heading', { name: 'Briefs' })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Restore Agencies of last year' }))
  await screen.findByText('The trash is empty')
  const link = await screen.findByRole('link', { name: 'Agencies of last year' })
  expect(link.getAttribute('href')).toBe(`/w/meridian-health/shortlists/${shortlist.id}`)
  expect(link.closest('[role="alert"]')?.textContent).toBe('Restored Agencies of last year')
})

test('V5: a brief comes back from the same page, and one that was sent stays closed', async () => {
  open({ briefs: [ofBrief], shortlists: [ofShortlist] })
  const deleted = await screen.findByRole('list', { name: 'Deleted briefs' })
  within(deleted).getByText(/^RFP · By Jonas Weber/)
  screen.getByText(/A brief that was sent stays closed when it comes back/)
  fireEvent.click(screen.getByRole('button', { name: 'Restore Agencies for the old building' }))
  const link = await screen.findByRole('link', { name: 'Agencies for the old building' })
  expect(link.closest('[role="alert"]')?.textContent).toBe(
    'Restored, and closed as it was: Agencies for the old building',
  )
  screen.getByRole('list', { name: 'Deleted shortlists' })
})

test('V5: for a partner there is no trash, and nothing of it is asked', async () => {
  const { asked } = openWorkspaceAt(trash, {}, partner)
  await screen.findByRole('heading', { name: 'Nothing to see here' })
  expect(asked.some(({ url }) => url.includes('/trash'))).toBe(false)
})
