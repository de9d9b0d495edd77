import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { answering, problem, type Request } from '../testing.tsx'
import { byDoor, openAt, organization, someone } from '../testing-app.tsx'

const id = (number: number) => `01900000-0000-7000-a000-${String(number).padStart(12, '0')}`
const northwind = { slug: 'northwind', name: 'Northwind Logistics' }
const meridian = { slug: organization.slug, name: organization.name }
const partnership = (of: object, number: number) => ({
  delegationId: id(900 + number),
  organization: { ...of, kind: 'buyer' },
  permissions: ['briefs'],
  dataVisibility: 'scoped',
  acceptedAt: '2026-09-01T10:00:00.000Z',
  lastActivityAt: '2026-09-01T10:00:00.000Z',
})

const news = (number: number, text: string, more: object = {}) => ({
  id: id(number),
  kind: 'response.received',
  organization: meridian,
  text,
  detail: null,
  path: `/w/meridian-health/briefs/${id(number)}`,
  invitationId: null,
  createdAt: new Date(Date.now() - number * 60_000).toISOString(),
  readAt: null as string | null,
  ...more,
})
type News = ReturnType<typeof news>

const queryOf = (request: Request) => new URL(request.url, 'http://here').searchParams
const readPath = '/api/v1/notifications/read'
const marks = (asked: Request[]) => asked.filter(({ url }) => url === readPath).map(({ body }) => body)

/** A bell that remembers what was read, and filters as the server does. */
function openPage(all: News[], { address = '/notifications', organizations = 2 } = {}) {
  const bell = all.map((one) => ({ ...one }))
  const among = (query: URLSearchParams) =>
    bell.filter((it) => !query.get('organization') || it.organization?.slug === query.get('organization'))
  const unreadOf = (some: News[]) => some.filter(({ readAt }) => !readAt)
  const asked = answering((request) => {
    const query = queryOf(request)
    if (request.url === readPath) {
      const { ids, organization: slug } = request.body as { ids?: string[]; organization?: string }
      const meant = bell.filter((it) => (ids ? ids.includes(it.id) : !slug || it.organization?.slug === slug))
      for (const it of meant) it.readAt = new Date().toISOString()
      return { body: { unread: unreadOf(bell).length } }
    }
    return byDoor({
      'GET /workspaces/': () => problem(404, 'not_found', 'This does not exist, or you may not see it.'),
      'GET /partnerships/ended': () => ({ body: { items: [], nextCursor: null } }),
      'GET /me': () => ({
        body: someone({
          partnerships: [meridian, northwind].slice(0, organizations).map(partnership),
          unreadNotifications: unreadOf(bell).length,
        }),
      }),
      'GET /notifications': () => {
        const found = among(query)
        const items = query.get('unread') === 'true' ? unreadOf(found) : found
        return { body: { items, nextCursor: null, unread: unreadOf(found).length } }
      },
    })(request)
  })
  return { ...openAt(address), asked }
}

const line = async (text: string) => (await screen.findByText(text)).closest('article')!
const choose = async (field: string, option: string) => {
  fireEvent.click(await screen.findByRole('combobox', { name: field }))
  fireEvent.click(await screen.findByRole('option', { name: option }))
}

test('SPEC 10: one is marked as read without being followed, and the focus stays on it', async () => {
  const { asked } = openPage([news(1, 'Crewline answered'), news(2, 'Verifolk answered')])
  const first = await line('Crewline answered')
  fireEvent.click(within(first).getByRole('button', { name: 'Mark as read: Crewline answered' }))
  await waitFor(() => expect(within(first).queryByRole('button')).toBeNull())
  expect(marks(asked)).toEqual([{ ids: [id(1)] }])
  expect(document.activeElement?.textContent).toBe('Crewline answered')
  expect(await screen.findByRole('radio', { name: 'Unread 1' })).toBeTruthy()
})

test('SPEC 10: among the unread ones it goes, and the one that takes its place has the focus; at last all are read', async () => {
  openPage([news(1, 'Crewline answered'), news(2, 'Verifolk answered')], { address: '/notifications?show=unread' })
  fireEvent.click(within(await line('Crewline answered')).getByRole('button'))
  await waitFor(() => expect(screen.queryByText('Crewline answered')).toBeNull())
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Verifolk answered'))
  fireEvent.click(within(await line('Verifolk answered')).getByRole('button'))
  expect(await screen.findByRole('heading', { name: 'All read' })).toBeTruthy()
  await waitFor(() => expect(document.activeElement?.tagName).toBe('H1'))
})

test('under its day a notification tells the time', async () => {
  openPage([news(1, 'Crewline answered')])
  expect((await line('Crewline answered')).querySelector('time')?.textContent).toMatch(/^\d\d:\d\d$/)
})

test('SPEC 10: following one marks it as read and leads to what it is about', async () => {
  const { asked, router } = openPage([news(1, 'Crewline answered')])
  fireEvent.click(await screen.findByRole('link', { name: 'Crewline answered' }))
  await waitFor(() => expect(marks(asked)).toEqual([{ ids: [id(1)] }]))
  expect(router.latestLocation.pathname).toBe(`/w/meridian-health/briefs/${id(1)}`)
})

test('SPEC 10: filters by organization and kind stand in the address, and only what they show is marked', async () => {
  const all = [news(1, 'Crewline answered'), news(2, 'Kim left', { organization: northwind, kind: 'delegation.left' })]
  const { asked, router } = openPage(all)
  await line('Kim left')
  await choose('Organization', 'Northwind Logistics')
  await waitFor(() => expect(screen.queryByText('Crewline answered')).toBeNull())
  await choose('Kind', 'Access and team')
  await waitFor(() => expect(router.latestLocation.search).toEqual({ organization: 'northwind', group: 'access' }))
  const lists = asked.filter(({ url }) => url.startsWith('/api/v1/notifications?')).map(queryOf)
  await waitFor(() => expect(lists.at(-1)?.get('organization')).toBe('northwind'))
  fireEvent.click(await screen.findByRole('button', { name: 'Mark all as read' }))
  await waitFor(() => expect(marks(asked)).toEqual([{ all: true, organization: 'northwind', group: 'access' }]))
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Mark all as read' })).toBeNull())
  expect(document.activeElement?.tagName).toBe('H1')
})

test('SPEC 10: who hears from one organization is asked for none; an address that names a place of old is told, and leads back', async () => {
  openPage([news(1, 'Crewline answered')], { organizations: 1 })
  await line('Crewline answered')
  expect(screen.queryByRole('combobox', { name: 'Organization' })).toBeNull()
  screen.getByRole('combobox', { name: 'Kind' })
})

test('SPEC 10: a filter that lets nothing through says so, and leads back to all', async () => {
  const { router } = openPage([news(1, 'Crewline answered')], { address: '/notifications?organization=northwind' })
  await screen.findByRole('heading', { name: 'Nothing of this kind' })
  fireEvent.click(screen.getByRole('button', { name: 'Show all' }))
  await line('Crewline answered')
  expect(router.latestLocation.search).toEqual({})
})

test('SPEC 10: without any it says what will be here; preferences are one press away', async () => {
  openPage([])
  await screen.findByRole('heading', { name: 'No notifications yet' })
  expect(screen.getByRole('link', { name: 'Preferences' }).getAttribute('href')).toBe('/notifications/preferences')
  expect(screen.queryByRole('button', { name: 'Mark all as read' })).toBeNull()
})

test('SPEC 10: news that lead nowhere are no link, and can be marked as read', async () => {
  const { asked } = openPage([news(1, 'Bea removed you from the team', { path: '/notifications' })])
  const removed = await line('Bea removed you from the team')
  expect(within(removed).queryByRole('link')).toBeNull()
  fireEvent.click(within(removed).getByRole('button'))
  await waitFor(() => expect(marks(asked)).toEqual([{ ids: [id(1)] }]))
})

test('SPEC 10: where all could not be marked, it says so with another try', async () => {
  answering(
    byDoor({
      'GET /me': () => ({ body: someone({ unreadNotifications: 1 }) }),
      'GET /notifications': () => ({ body: { items: [news(1, 'Crewline answered')], nextCursor: null, unread: 1 } }),
      'POST /notifications/read': () => problem(503, 'internal', 'Down'),
    }),
  )
  openAt('/notifications')
  fireEvent.click(await screen.findByRole('button', { name: 'Mark all as read' }))
  await screen.findByText('We could not save. Your text is still here.')
  screen.getByRole('button', { name: 'Try again' })
})
