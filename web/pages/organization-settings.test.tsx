import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import {
  type OrganizationSettings,
  openWorkspace,
  readOrganization,
  type Workspace,
} from '../../shared/organizations.ts'
import { refreshDoors } from '../api.ts'
import { problem } from '../testing.tsx'
import { organization, someone } from '../testing-app.tsx'
import { adminWho, type Doors, openWorkspaceAt } from '../testing-workspace.tsx'

const settings: OrganizationSettings = {
  ...organization,
  formerSlugs: [],
  inviteExpiryDays: null,
  defaultInviteExpiryDays: 14,
  viewersSeeQuotes: true,
  domains: [],
}
const admin = adminWho({ readMembers: true, manageMembers: true, manageOrganization: true })
const meridian = {
  domain: 'meridian.example',
  registeredBy: { name: 'Bea Okafor' },
  registeredAt: '2026-11-20T10:00:00Z',
  isPaused: false,
}

type Setting = { start?: Partial<OrganizationSettings>; doors?: Doors; as?: Workspace }

/** The page as Bea sees it, before a server that answers by every address the organization ever had. */
function open({ start = {}, doors = {}, as = admin }: Setting = {}) {
  let now: OrganizationSettings = { ...settings, ...start }
  const change = (more: Partial<OrganizationSettings>) => {
    now = { ...now, ...more }
    return { body: now }
  }
  const named = () => ({ ...as, organization: { slug: now.slug, name: now.name, kind: now.kind } })
  const me = () => ({
    body: someone(
      { organizations: [{ slug: now.slug, name: now.name, kind: now.kind, role: 'admin' }] },
      { email: 'bea@meridian.example', name: 'Bea Okafor' },
    ),
  })
  const opened = openWorkspaceAt(
    `/w/${organization.slug}/settings/organization?from=mail`,
    {
      ...doors,
      'GET /me': me,
      'GET /workspaces/new-meridian/': () => ({ body: { all: 0, draft: 0, published: 0 } }),
      'GET /workspaces/': () => ({ body: named() }),
      'PATCH /organizations/': ({ body }) => {
        const { slug } = body as Partial<OrganizationSettings>
        return change({
          ...(body as Partial<OrganizationSettings>),
          ...(slug && { formerSlugs: [now.slug, ...now.formerSlugs] }),
        })
      },
      'PUT /organizations/': () => change({ domains: [meridian] }),
      'DELETE /organizations/': () => change({ domains: [] }),
      'GET /organizations/': () => ({ body: now }),
      ...doors,
    },
    named,
  )
  return { ...opened, change }
}

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label)
const type = async (label: string, value: string) =>
  fireEvent.change(await screen.findByLabelText(label), { target: { value } })
const save = () => fireEvent.click(screen.getByRole('button', { name: 'Save settings' }))

test('O1: only what was changed is saved', async () => {
  const { changes } = open()
  await type('Name', 'Meridian Care')
  fireEvent.click(screen.getByLabelText('Viewers see quotes'))
  save()
  await screen.findByText('Settings saved')
  expect(changes().map(({ body }) => body)).toEqual([{ name: 'Meridian Care', viewersSeeQuotes: false }])
  await waitFor(() =>
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save settings' }).disabled).toBe(true),
  )
})

test('SPEC 2: days of invitations: empty is as the installation has it, which is named', async () => {
  const { changes } = open({ start: { inviteExpiryDays: 5 } })
  await screen.findByText(/Empty: 14, as this installation has it/)
  await type('Invitations expire after (days)', '')
  save()
  await screen.findByText('Settings saved')
  expect(changes().map(({ body }) => body)).toEqual([{ inviteExpiryDays: null }])
})

test('W1: the page says before it is saved that old addresses lead here; the bar shows the new one, and what is typed stays', async () => {
  const { router, changes } = open()
  await type('Address', 'new-meridian')
  await screen.findByText(/Links to \/w\/meridian-health keep leading here, for good/)
  save()
  await waitFor(() => expect(router.state.location.href).toBe('/w/new-meridian/settings/organization?from=mail'))
  await screen.findByText('Still leading here: /w/meridian-health')
  await type('Name', 'Meridian Care')
  save()
  await waitFor(() => expect(changes().at(-1)?.url).toBe('/api/v1/organizations/new-meridian'))
})

test('W1: an address that another admin changes while one is typing takes nothing away', async () => {
  const { router, cache, change } = open()
  await type('Name', 'Meridian Care')
  change({ slug: 'new-meridian', formerSlugs: [organization.slug], inviteExpiryDays: 3 })
  await refreshDoors(cache, [openWorkspace, readOrganization])
  await waitFor(() => expect(router.state.location.pathname).toBe('/w/new-meridian/settings/organization'))
  await waitFor(() => expect(field('Address').value).toBe('new-meridian'))
  expect(field('Name').value).toBe('Meridian Care')
  expect(field('Invitations expire after (days)').value).toBe('3')
  expect(screen.queryByText('Leave without saving?')).toBeNull()
})

test('W1: an address of old, opened, becomes the new one', async () => {
  const { router } = open({ start: { slug: 'new-meridian' } })
  await screen.findByLabelText('Name')
  expect(router.state.location.href).toBe('/w/new-meridian/settings/organization?from=mail')
})

test('O1: a refusal stands at its field in the words of the server, and nothing typed is lost', async () => {
  const words = 'This address belongs to another organization, or once did.'
  open({
    doors: {
      'PATCH /organizations/': () =>
        problem(409, 'slug_taken', words, { errors: [{ path: 'slug', code: 'slug_taken', message: words }] }),
    },
  })
  await type('Address', 'northwind')
  save()
  await screen.findByText(words)
  expect(field('Address').value).toBe('northwind')
  expect(document.activeElement).toBe(field('Address'))
})

test('who leaves with something unsaved is asked', async () => {
  open()
  await type('Name', 'Meridian Care')
  fireEvent.click(screen.getByRole('link', { name: 'Team' }))
  await screen.findByText('What you changed in the settings is not saved.')
})

test('O3: the own domain is proposed; registered, it is listed with who did it, and can be removed', async () => {
  const { changes } = open()
  expect((await screen.findByLabelText<HTMLInputElement>('Domain')).value).toBe('meridian.example')
  fireEvent.click(screen.getByRole('button', { name: 'Register domain' }))
  await screen.findByText('meridian.example registered')
  await screen.findByText(/Registered by Bea Okafor/)
  expect(screen.queryByLabelText('Domain')).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Remove meridian.example' }))
  await screen.findByText('Nobody joins by meridian.example any more. Who joined by it stays in the team.')
  fireEvent.click(screen.getByRole('button', { name: 'Remove domain' }))
  await screen.findByLabelText('Domain')
  expect(changes().map(({ method, url }) => [method, url])).toEqual([
    ['PUT', '/api/v1/organizations/meridian-health/domains/meridian.example'],
    ['DELETE', '/api/v1/organizations/meridian-health/domains/meridian.example'],
  ])
})

test('O3: a domain that no admin proves any more is said to be paused', async () => {
  open({ start: { domains: [meridian, { ...meridian, domain: 'sold.example', isPaused: true }] } })
  const words = await screen.findByText(/^Paused: no admin has an address there/)
  expect(words.closest('li')!.textContent).toContain('sold.example')
})

test('O3: the domain of a mail provider is refused in words', async () => {
  const words = 'Everybody can have an address there. Use a domain of your company.'
  open({
    doors: {
      'PUT /organizations/': () =>
        problem(422, 'public_domain', words, { errors: [{ path: 'domain', code: 'public_domain', message: words }] }),
    },
  })
  await type('Domain', 'gmail.com')
  fireEvent.click(screen.getByRole('button', { name: 'Register domain' }))
  await screen.findByText(words)
  expect(field('Domain').value).toBe('gmail.com')
})

test('O3: a solution has no quotes to hide and no domains', async () => {
  open({ start: { kind: 'solution' } })
  await screen.findByLabelText('Name')
  expect(screen.queryByLabelText('Viewers see quotes')).toBeNull()
  expect(screen.queryByText('Joining by domain')).toBeNull()
})

test('D5: who may not change settings finds no such page', async () => {
  const { asked } = open({ as: { ...admin, role: 'editor', can: { ...admin.can, manageOrganization: false } } })
  await screen.findByText('Nothing to see here')
  expect(asked.filter(({ url }) => /organizations\/[^/]+$/.test(url))).toEqual([])
})
