import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { AuditEntry } from '../../shared/audit.ts'
import type { Workspace } from '../../shared/organizations.ts'
import { adminWho, openWorkspaceAt, uuid, workspace } from '../testing-workspace.tsx'

const admin = adminWho({ readAudit: true, manageDelegations: true })
const entry = (number: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
  id: uuid(number),
  kind: 'delegation.revoked',
  text: `Bea Okafor revoked the access of Pia ${number}`,
  detail: 'The project is over',
  at: '2026-11-01T10:00:00.000Z',
  actor: { name: 'Bea Okafor', as: 'member' },
  before: { status: 'active' },
  after: { status: 'revoked', reason: 'The project is over' },
  requestId: 'req-7',
  delegationId: uuid(900),
  savedInRow: null,
  ...more,
})
const pia = { id: uuid(9), email: 'pia@lindqvist.example', name: 'Pia Lindqvist', isDeleted: false }
const audit = '/organizations/meridian-health/audit'
const doors = (items: AuditEntry[]) => ({
  [`GET ${audit}/people`]: () => ({ body: { items: [pia], nextCursor: null } }),
  'GET /organizations/meridian-health/delegations': () => ({
    body: { items: [], nextCursor: null, counts: { all: 0, active: 0, pending: 0, ended: 0 } },
  }),
  [`GET ${audit}`]: () => ({ body: { items, nextCursor: null } }),
})
const address = '/w/meridian-health/settings/audit'

const shownIn = (field: HTMLElement) => (field as HTMLInputElement).value

test('SPEC 11: a sentence with its reason; opened, what it changed, who, when and the request', async () => {
  openWorkspaceAt(address, doors([entry(1)]), admin)
  const line = await screen.findByRole('button', { name: /Bea Okafor revoked the access of Pia 1/ })
  expect(line.textContent).toContain('The project is over')
  expect(screen.queryByText('req-7')).toBeNull()
  await userEvent.click(line)
  expect(await screen.findByText('req-7')).toBeTruthy()
  expect(screen.getByText('Active')).toBeTruthy()
  expect(screen.getByText('Revoked')).toBeTruthy()
  expect(screen.getByText(/Sunday 1 November 2026/)).toBeTruthy()
})

test('SPEC 11: what was saved in a row is one line that says so', async () => {
  const savedInRow = { times: 12, since: '2026-11-01T09:40:00.000Z' }
  openWorkspaceAt(address, doors([entry(1, { kind: 'brief.changed', detail: null, savedInRow })]), admin)
  expect(await screen.findByText(/^Saved 12 times, since \d\d:40$/)).toBeTruthy()
})

test('SPEC 11: filters stand in the address, go to the door and into the file', async () => {
  const { asked } = openWorkspaceAt(
    `${address}?person=${uuid(9)}&kind=delegation.revoked&from=2026-11-01&to=2026-11-02`,
    doors([entry(1)]),
    admin,
  )
  await screen.findByRole('button', { name: /revoked the access/ })
  const query = new URLSearchParams(asked.find(({ url }) => url.includes('/audit?'))!.url.split('?')[1])
  expect(query.get('personId')).toBe(uuid(9))
  expect(query.get('kind')).toBe('delegation.revoked')
  expect(query.get('from')).toBe(new Date(2026, 10, 1).toISOString())
  expect(query.get('until')).toBe(new Date(2026, 10, 3).toISOString())
  const file = screen.getByRole('link', { name: 'Download CSV' }).getAttribute('href')!
  expect(file).toMatch(new RegExp(`^/api/v1${audit}/export[?]`))
  expect(Object.fromEntries(new URLSearchParams(file.split('?')[1]))).toEqual({
    personId: uuid(9),
    kind: 'delegation.revoked',
    from: query.get('from'),
    until: query.get('until'),
  })
  await vi.waitFor(() =>
    expect(shownIn(screen.getByRole('combobox', { name: 'Person' }))).toBe('Pia Lindqvist (pia@lindqvist.example)'),
  )
  expect(shownIn(screen.getByRole('combobox', { name: 'What' }))).toBe('Access revoked')
})

test('a person is chosen by name; the address holds no email address', async () => {
  const { router } = openWorkspaceAt(address, doors([entry(1)]), admin)
  await userEvent.click(await screen.findByRole('combobox', { name: 'Person' }))
  await userEvent.click(await screen.findByRole('option', { name: /Pia Lindqvist/ }))
  await vi.waitFor(() => expect(router.state.location.search).toEqual({ person: uuid(9) }))
  expect(router.state.location.href).not.toContain('lindqvist')
})

test('nothing fits: says so, and leads back to all', async () => {
  const { router } = openWorkspaceAt(`${address}?kind=member.left`, doors([]), admin)
  expect(await screen.findByRole('heading', { name: 'Nothing fits' })).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Show all' }))
  await vi.waitFor(() => expect(router.state.location.search).toEqual({}))
  expect(await screen.findByRole('heading', { name: 'Nothing has happened yet' })).toBeTruthy()
})

test('SPEC 11: in an organization of solutions there are no partners to ask about', async () => {
  const ofSolutions: Workspace = {
    ...admin,
    organization: { ...admin.organization, kind: 'solution' },
    can: { ...admin.can, manageDelegations: false },
  }
  openWorkspaceAt(address, doors([entry(1)]), ofSolutions)
  await userEvent.click(await screen.findByRole('combobox', { name: 'What' }))
  const groups = screen.getAllByRole('group').map((group) => within(group).queryAllByRole('option').length)
  expect(groups).toHaveLength(2)
  expect(screen.queryByRole('combobox', { name: 'Partnership' })).toBeNull()
})

test('D5: who may not read it finds neither the entry nor the page, and nothing is asked', async () => {
  const { asked } = openWorkspaceAt(address, doors([entry(1)]), workspace)
  expect(await screen.findByRole('heading', { name: 'Nothing to see here' })).toBeTruthy()
  expect(screen.queryByRole('link', { name: 'Audit log' })).toBeNull()
  expect(asked.some(({ url }) => url.includes('audit'))).toBe(false)
})
