import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { readMe } from '../shared/accounts.ts'
import { findNote, listNotes } from '../shared/notes.ts'
import { openWorkspace } from '../shared/organizations.ts'
import { countShortlists, exportShortlist, findShortlist, listShortlists, listTrash } from '../shared/shortlists.ts'
import { Changed } from '../shared/stream.ts'
import { reading } from './api.ts'
import { changedKeys } from './stream-doors.ts'
import { answering, problem } from './testing.tsx'
import { byDoor, openAt, organization, someone } from './testing-app.tsx'
import { Line, openLines, takeLines } from './testing-stream.ts'

beforeEach(takeLines)

const everything = {
  manageDelegations: false,
  readMembers: false,
  manageMembers: false,
  readAudit: false,
  readShortlists: true,
  createShortlists: true,
  readBriefs: false,
  createBriefs: false,
  stateRates: false,
  saveSolutions: true,
  restoreWork: false,
  manageOrganization: false,
  readQuotes: true,
  readNotes: false,
  writeNotes: false,
  shareNotes: false,
}
const workspace = {
  organization,
  as: 'partner',
  role: null,
  permissions: ['shortlists'],
  dataVisibility: 'scoped',
  delegationId: '01900000-0000-7000-b000-000000000001',
  invitedBy: { name: 'Bea Okafor' },
  inviteExpiryDays: 14,
  can: everything,
}
const ended = {
  id: workspace.delegationId,
  organization,
  endedAt: '2026-11-23T13:05:00Z',
  endedBy: { name: 'Bea Okafor', as: 'admin' },
  endReason: 'The project has ended.',
  invitedBy: { name: 'Jonas Weber' },
}
const partner = someone({
  partnerships: [
    {
      delegationId: workspace.delegationId,
      permissions: ['shortlists'],
      dataVisibility: 'scoped',
      organization,
      acceptedAt: '2026-11-01T08:00:00Z',
      lastActivityAt: '2026-11-01T08:00:00Z',
      shortlists: { drafts: 0, published: 0 },
    },
  ],
})
const gone = problem(404, 'not_found', 'This does not exist, or you may not see it.')
const line = new TypeError('Failed to fetch')

type Answer = () => { status?: number; body?: unknown } | Error
const usual: Record<string, Answer> = {
  'GET /me': () => ({ body: partner }),
  'GET /workspaces/meridian-health/shortlists/counts': () => ({ body: { all: 0, draft: 0, published: 0 } }),
  'GET /workspaces/meridian-health/': () => ({ body: { items: [], nextCursor: null } }),
  'GET /workspaces/': () => ({ body: workspace }),
  'GET /partnerships/ended': () => ({ body: { items: [ended], nextCursor: null } }),
  'GET /': () => ({ body: { items: [], nextCursor: null, unread: 0 } }),
}
/** The door that fits best answers. */
const answers = (more: Record<string, Answer> = {}) =>
  answering(
    byDoor(
      Object.fromEntries(Object.entries({ ...usual, ...more }).sort(([one], [other]) => other.length - one.length)),
    ),
  )

async function enter() {
  const opened = openAt('/w/meridian-health')
  await screen.findByText('Acting as partner of', { exact: false })
  await waitFor(() => expect(openLines()).toHaveLength(1))
  Line.newest.open()
  await quiet()
  return opened
}
/** Until what was read again has been answered. */
const quiet = () => new Promise((resolve) => setTimeout(resolve, 1200))
const doorsIn = (asked: { url: string }[]) =>
  [...new Set(asked.map(({ url }) => url.replace('/api/v1', '').replace(/\?.*/, '')))].sort()

describe('SPEC 10: what the server tells is read again', () => {
  test('a frame holds one line: in a workspace for it, between organizations for the bell', async () => {
    answers()
    const { router } = await enter()
    expect(openLines().map(({ url }) => url)).toEqual(['/api/v1/stream?org=meridian-health'])
    await router.navigate({ to: '/partner' })
    await waitFor(() => expect(openLines().map(({ url }) => url)).toEqual(['/api/v1/stream']))
  })

  test('the bell: who one is, and nothing else that is on this page', async () => {
    const asked = answers()
    await enter()
    asked.length = 0
    Line.newest.say('notification')
    await waitFor(() => expect(doorsIn(asked)).toEqual(['/me']))
  })

  test('a burst of changes is read once at the beginning, and once when it is over', async () => {
    const asked = answers()
    await enter()
    asked.length = 0
    for (let change = 0; change < 100; change++) Line.newest.say('changed', { what: 'me' })
    await waitFor(() => expect(asked).toHaveLength(1))
    for (let change = 0; change < 100; change++) Line.newest.say('changed', { what: 'me' })
    await quiet()
    expect(asked).toHaveLength(2)
  })

  test('what others change is read again within a second, by each page at a moment of its own; what is about oneself at once', async () => {
    const asked = answers()
    await enter()
    const chance = vi.spyOn(Math, 'random').mockReturnValue(0.999)
    asked.length = 0
    const began = performance.now()
    Line.newest.say('changed', { what: 'shortlists' })
    Line.newest.say('changed', { what: 'me' })
    await waitFor(() => expect(doorsIn(asked)).toEqual(['/me']))
    await waitFor(() => expect(doorsIn(asked)).toContain('/workspaces/meridian-health/shortlists/counts'))
    expect(performance.now() - began).toBeGreaterThan(700)
    chance.mockRestore()
  })

  test('what is looked at when the line opens is everything that is on this page', async () => {
    const asked = answers()
    await enter()
    asked.length = 0
    Line.newest.open()
    await waitFor(() => expect(doorsIn(asked)).toEqual(expect.arrayContaining(['/me', '/workspaces/meridian-health'])))
  })
})

describe('behind which doors a change is found', () => {
  const id = '01900000-0000-7000-b001-000000000001'

  test('one shortlist: that one, and the lists of this organization', () => {
    const keys = changedKeys({ what: 'shortlist', id }, 'meridian-health')
    expect(keys).toContainEqual([findShortlist.route, { org: 'meridian-health', id }])
    expect(keys).toContainEqual([listShortlists.route, { org: 'meridian-health' }])
  })

  test('a change of what is on a shortlist counts nothing again; a change of their number does, and of the trash', () => {
    const counted = (what: 'shortlist' | 'shortlists') =>
      changedKeys({ what }, 'meridian-health').map(([route]) => route)
    expect(counted('shortlist')).toEqual([listShortlists.route, findShortlist.route, exportShortlist.route])
    expect(counted('shortlists').slice(0, 5)).toEqual([...counted('shortlist'), countShortlists.route, listTrash.route])
  })

  test('notes: all of this organization, since what changed is what they are about; whoever sees other work sees its notes', () => {
    const notes = changedKeys({ what: 'notes', id }, 'meridian-health')
    expect(notes).toContainEqual([listNotes.route, { org: 'meridian-health' }])
    expect(notes).toContainEqual([findNote.route, { org: 'meridian-health' }])
    for (const what of ['shortlists', 'briefs'] as const)
      expect(changedKeys({ what }, 'meridian-health')).toEqual(expect.arrayContaining(notes))
  })

  test('one’s own permissions: everything', () => {
    expect(changedKeys({ what: 'workspace' }, 'meridian-health')).toEqual([[]])
  })

  test('every kind of change is found somewhere', () => {
    for (const what of Changed.shape.what.options)
      expect(changedKeys({ what }, 'meridian-health').length, what).toBeGreaterThan(0)
  })
})

describe('G3: when access ends', () => {
  test('the page leaves at once, also while no door answers, and does not come back by itself', async () => {
    let isBroken = false
    answers({ 'GET /workspaces/': () => (isBroken ? line : { body: workspace }) })
    await enter()
    isBroken = true
    Line.newest.say('access-ended')
    await screen.findByRole('heading', { level: 1, name: 'Your access to Meridian Health has ended' })
    expect(screen.queryByText('Acting as partner of', { exact: false })).toBeNull()
    expect(openLines()).toEqual([])
  })

  test('whoever is invited again and accepts in another tab is let in again, and hears what happens', async () => {
    let isOpen = true
    answers({ 'GET /workspaces/': () => (isOpen ? { body: workspace } : gone) })
    const { cache } = await enter()
    isOpen = false
    Line.newest.say('access-ended')
    await screen.findByRole('heading', { level: 1, name: 'Your access to Meridian Health has ended' })
    isOpen = true
    // What a return to the window does.
    await cache.refetchQueries({ queryKey: reading(openWorkspace, { org: organization.slug }).queryKey })
    await screen.findByText('Acting as partner of', { exact: false })
    await waitFor(() => expect(openLines().map(({ url }) => url)).toEqual(['/api/v1/stream?org=meridian-health']))
  })

  test('D11: it says who, why, whom to ask, and what becomes of the work: published stays, drafts pass to the organization', async () => {
    let isOpen = true
    answers({ 'GET /workspaces/': () => (isOpen ? { body: workspace } : gone) })
    await enter()
    isOpen = false
    Line.newest.say('access-ended')
    await screen.findByText('The project has ended.')
    expect(screen.getByText(/Bea Okafor ended it on/)).toBeTruthy()
    expect(screen.getByText(/Ask Bea Okafor at Meridian Health/)).toBeTruthy()
    expect(
      screen.getByText(/What you published stays with Meridian Health. Your drafts passed to Meridian Health/),
    ).toBeTruthy()
  })

  test('who is signed out elsewhere is asked to sign in', async () => {
    let isIn = true
    answers({
      'GET /me': () => (isIn ? { body: partner } : problem(401, 'signed_out', 'Sign in to continue.')),
    })
    const { onSignedOut } = await enter()
    isIn = false
    Line.newest.say('signed-out')
    await waitFor(() => expect(onSignedOut).toHaveBeenCalled())
  })

  test('D8: what is not granted any more leaves the menu and the page', async () => {
    let permitted = true
    answers({
      'GET /workspaces/meridian-health/': () => (permitted ? { body: { items: [], nextCursor: null } } : gone),
      'GET /workspaces/': () => ({
        body: permitted
          ? workspace
          : { ...workspace, permissions: ['notes'], can: { ...everything, readShortlists: false } },
      }),
    })
    await enter()
    expect(screen.getByRole('link', { name: 'Shortlists' })).toBeTruthy()
    permitted = false
    Line.newest.say('changed', { what: 'workspace' })
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Shortlists' })).toBeNull())
  })

  test('D5: what a door refuses from now on does not stay in the memory of the page', async () => {
    let permitted = true
    answers({
      'GET /workspaces/meridian-health/shortlists': () =>
        permitted ? { body: { items: [], nextCursor: null } } : gone,
    })
    const { cache } = await enter()
    const list = reading(listShortlists, { org: 'meridian-health' })
    await cache.fetchQuery(list)
    permitted = false
    await cache.fetchQuery({ ...list, staleTime: 0 }).catch(() => {})
    expect(cache.getQueryData(list.queryKey)).toBeUndefined()
    expect(cache.getQueryData(reading(readMe, {}).queryKey)).toBeDefined()
  })
})
