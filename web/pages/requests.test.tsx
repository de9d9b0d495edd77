import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { RequestSummary } from '../../shared/requests.ts'
import { someone } from '../testing-app.tsx'
import { openWorkspaceAt, uuid } from '../testing-workspace.tsx'

const request = (number: number, title: string, more: Partial<RequestSummary> = {}): RequestSummary => ({
  id: uuid(number),
  solution: { slug: 'crewline', name: 'Crewline' },
  state: 'open',
  receivedAt: '2026-11-20T08:00:00.000Z',
  viewedAt: null,
  answeredAt: null,
  declinedAt: null,
  outcome: null,
  can: { respond: true, decline: true },
  asked: {
    kind: 'rfi',
    title,
    deadline: '2031-01-31T11:00:00.000Z',
    deadlineZone: 'Europe/Berlin',
    asks: { company: 'Meridian Health', person: 'Pia Lindqvist' },
  },
  ...more,
})

const openInbox = (items: RequestSummary[], address = '/requests') =>
  openWorkspaceAt(address, {
    'GET /me': () => ({ body: someone({ requests: { open: items.length } }) }),
    'GET /notifications': () => ({ body: { items: [], nextCursor: null, unread: 0 } }),
    'GET /requests': ({ url }) => {
      const state = new URL(url, 'http://localhost').searchParams.get('state')
      const shown = items.filter((it) => !state || it.state === state)
      return { body: { items: shown, nextCursor: null, open: items.filter((it) => it.state === 'open').length } }
    },
  })
const rowOf = (title: string) => screen.getByRole('link', { name: title }).closest('tr')!

test('S1: what reached my solutions: what, who asks, which solution, until when', async () => {
  openInbox([request(1, 'Night shift cover')])
  await screen.findByRole('link', { name: 'Night shift cover' })
  const row = within(rowOf('Night shift cover'))
  row.getByText('RFI from Pia Lindqvist for Meridian Health')
  row.getByText('Crewline')
  row.getByText('Open')
  row.getByText(/Friday 31 January 2031, \d\d:00 \(/)
  expect(screen.getByRole('link', { name: 'Night shift cover' }).getAttribute('href')).toBe(`/requests/${uuid(1)}`)
})

test('section 7: who is not named is an anonymous buyer', async () => {
  const { asked } = request(1, '')
  openInbox([
    request(1, 'Night shift cover', {
      asked: { ...asked, title: 'Night shift cover', asks: { company: null, person: null } },
    }),
  ])
  await screen.findByText('RFI from Anonymous Buyer')
})

test('what nobody has looked at is marked as new; what is over is not', async () => {
  openInbox([
    request(1, 'New one'),
    request(2, 'Seen one', { viewedAt: '2026-11-21T08:00:00.000Z' }),
    request(3, 'Missed one', { state: 'closed' }),
  ])
  await screen.findByRole('link', { name: 'New one' })
  expect(rowOf('New one').textContent).toContain('New. ')
  expect(rowOf('Seen one').textContent).not.toContain('New. ')
  expect(rowOf('Missed one').textContent).not.toContain('New. ')
  within(rowOf('Missed one')).getByText('Not answered')
})

test('the filter counts what waits, and stands in the address', async () => {
  const { router } = openInbox([request(1, 'New one'), request(2, 'Old one', { state: 'closed', outcome: 'selected' })])
  await screen.findByText('You were selected')
  fireEvent.click(screen.getByRole('radio', { name: 'Open 1' }))
  await waitFor(() => expect(screen.queryByText('Old one')).toBeNull())
  expect(router.state.location.search).toEqual({ state: 'open' })
  fireEvent.click(screen.getByRole('radio', { name: 'Declined' }))
  await screen.findByText('No request is declined')
  fireEvent.click(screen.getByRole('button', { name: 'Show all' }))
  await screen.findByText('Old one')
})

test('before the first one it says what will be here', async () => {
  openInbox([])
  await screen.findByText('No requests yet')
  expect(screen.queryByRole('radiogroup')).toBeNull()
})

test('whoever stands for a solution finds the way from everywhere, with how many are open', async () => {
  openInbox([request(1, 'New one'), request(2, 'Other one')], '/notifications')
  const link = await screen.findByRole('link', { name: 'Requests, 2 open' })
  expect(link.getAttribute('href')).toBe('/requests')
})
