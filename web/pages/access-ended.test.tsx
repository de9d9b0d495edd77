import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openWorkspace } from '../../shared/organizations.ts'
import { refreshDoors } from '../api.ts'
import { ProblemError } from '../problem.ts'
import { answering, problem } from '../testing.tsx'
import { byDoor, openAt, organization, someone } from '../testing-app.tsx'

const gone = problem(404, 'not_found', 'This does not exist, or you may not see it.')
const ended = {
  id: '01900000-0000-7000-b000-000000000001',
  organization,
  endedAt: '2026-11-23T13:05:00Z',
  endedBy: { name: 'Bea Okafor', as: 'admin' },
  endReason: 'The project has ended.',
  invitedBy: { name: 'Jonas Weber' },
}
const workspace = {
  organization,
  as: 'partner',
  role: null,
  permissions: ['briefs'],
  dataVisibility: 'scoped',
  delegationId: ended.id,
  invitedBy: { name: 'Bea Okafor' },
  inviteExpiryDays: 14,
  can: {
    manageDelegations: false,
    readMembers: false,
    manageMembers: false,
    readAudit: false,
    readShortlists: false,
    createShortlists: false,
    readBriefs: false,
    createBriefs: false,
    stateRates: false,
    saveSolutions: false,
    restoreWork: false,
    manageOrganization: false,
    readQuotes: true,
    readNotes: false,
    writeNotes: false,
    shareNotes: false,
  },
}
const lists = { body: { items: [], nextCursor: null, unread: 0 } }

function answers(open: () => { body: unknown }, endings: object[]) {
  return byDoor({
    'GET /me': () => ({ body: someone() }),
    'GET /workspaces/': open,
    'GET /partnerships/ended': () => ({ body: { items: endings, nextCursor: null } }),
    'GET /': () => lists,
  })
}

test('G3: the page leaves a workspace whose access ended while it was open, and says who, why and whom to ask', async () => {
  let isOpen = true
  answering(answers(() => (isOpen ? { body: workspace } : gone), [ended]))
  const { cache } = openAt('/w/meridian-health')
  await screen.findByText('Acting as partner of', { exact: false })
  isOpen = false
  await refreshDoors(cache, [openWorkspace])
  const heading = await screen.findByRole('heading', { level: 1, name: 'Your access to Meridian Health has ended' })
  expect(document.activeElement).toBe(heading)
  expect(screen.getByText(/Bea Okafor ended it on/)).toBeTruthy()
  expect(screen.getByText('The project has ended.')).toBeTruthy()
  expect(screen.getByText(/Ask Bea Okafor at Meridian Health/)).toBeTruthy()
  expect(screen.queryByText('Acting as partner of', { exact: false })).toBeNull()
})

test('G3: any door inside that refuses makes the workspace ask whether it is still there', async () => {
  let isOpen = true
  answering(answers(() => (isOpen ? { body: workspace } : gone), [ended]))
  const { cache } = openAt('/w/meridian-health')
  await screen.findByText('Acting as partner of', { exact: false })
  isOpen = false
  answering(answers(() => gone, [ended]))
  await cache
    .fetchQuery({ queryKey: ['GET /x'], queryFn: () => Promise.reject(new ProblemError(gone.body)) })
    .catch(() => {})
  await screen.findByText('Your access to Meridian Health has ended')
})

test('who left by themself reads so, also when the address is opened later', async () => {
  answering(answers(() => gone, [{ ...ended, endReason: null, endedBy: { name: 'Rex', as: 'partner' } }]))
  openAt('/w/meridian-health')
  await screen.findByRole('heading', { name: 'You left Meridian Health' })
  expect(screen.getByText(/Ask Jonas Weber at Meridian Health/)).toBeTruthy()
  fireEvent.click(screen.getByRole('link', { name: 'Go to Partner Dashboard' }))
})

test('O2: whoever was a member until now reads that this ended, and is not told of a partnership that ended long ago', async () => {
  let isOpen = true
  const member = { ...workspace, as: 'member', role: 'editor', permissions: [], dataVisibility: null }
  answering(answers(() => (isOpen ? { body: { ...member, delegationId: null } } : gone), [ended]))
  const { cache } = openAt('/w/meridian-health')
  await screen.findByRole('heading', { level: 1, name: 'Overview' })
  isOpen = false
  await refreshDoors(cache, [openWorkspace])
  const heading = await screen.findByRole('heading', { name: 'You are not in the team of Meridian Health any more' })
  expect(document.activeElement).toBe(heading)
  expect(screen.queryByText('Your access to Meridian Health has ended')).toBeNull()
})

test('V1: a workspace that never was theirs does not exist', async () => {
  answering(answers(() => gone, [ended]))
  openAt('/w/northwind')
  await screen.findByText('This page does not exist, or you may not see it.')
})
