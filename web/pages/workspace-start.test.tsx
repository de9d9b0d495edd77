import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { someone } from '../testing-app.tsx'
import { openWorkspaceAt, workspace } from '../testing-workspace.tsx'
import { brief, closed, page, partner } from './brief/sent/testing-brief.tsx'

const start = '/w/meridian-health'
const doors = {
  'GET /workspaces/meridian-health/shortlists?': () => ({ body: { items: [], nextCursor: null } }),
}

test.each(['partner', 'member'] as const)(
  'D5: a %s without shortlists reads nothing of them and asks for none',
  async (as) => {
    const role = as === 'member' ? 'viewer' : null
    const can = { ...workspace.can, readShortlists: false }
    const { asked } = openWorkspaceAt(start, doors, { ...workspace, as, role, permissions: [], can })
    await screen.findByRole('heading', { level: 1, name: 'Overview' })
    expect(screen.queryByRole('heading', { name: 'Shortlists' })).toBeNull()
    expect(asked.some(({ url }) => url.includes('/shortlists'))).toBe(false)
  },
)

test('who may see them finds the newest shortlists on the first page', async () => {
  openWorkspaceAt(start, doors)
  await screen.findByText('Find solutions')
})

test.each(['partner', 'member'] as const)(
  'D5: a %s without briefs reads nothing of them and asks for none',
  async (as) => {
    const role = as === 'member' ? 'viewer' : null
    const { asked } = openWorkspaceAt(start, doors, { ...workspace, as, role })
    await screen.findByText('Find solutions')
    expect(screen.queryByRole('heading', { name: 'Briefs' })).toBeNull()
    expect(asked.some(({ url }) => url.includes('/briefs'))).toBe(false)
  },
)

test('who may see them finds the newest briefs on the first page, with how many answered', async () => {
  const sent = { ...brief, recipientCount: 4, responseCount: 1 }
  openWorkspaceAt(
    start,
    {
      ...doors,
      'GET /workspaces/meridian-health/briefs?': () => ({
        body: {
          items: [sent, { ...sent, id: closed.id.replace('4', '5'), status: 'draft', title: '' }],
          nextCursor: 'more',
        },
      }),
    },
    partner,
  )
  await screen.findByText(/^RFI, 1 of 4 answered · You,/)
  screen.getByText(/^RFI · You,/)
  expect(screen.getByRole('link', { name: 'Night shift cover' }).getAttribute('href')).toBe(page)
  screen.getByRole('link', { name: 'Untitled' })
  screen.getByRole('link', { name: 'See all briefs' })
})

test('S1: the people of a solution read how many briefs wait, and where', async () => {
  const organization = { ...workspace.organization, kind: 'solution' as const }
  const can = { ...workspace.can, readShortlists: false }
  openWorkspaceAt(
    start,
    { ...doors, 'GET /me': () => ({ body: someone({ requests: { open: 2 } }) }) },
    { ...workspace, as: 'member', role: 'viewer', permissions: [], can, organization },
  )
  await screen.findByText(/2 briefs wait for an answer/)
  expect(screen.getByRole('link', { name: 'See requests' }).getAttribute('href')).toBe('/requests')
})
