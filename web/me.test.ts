import { expect, test } from 'vitest'
import type { Me } from '../shared/accounts.ts'
import { placeOf, placesOf } from './me.ts'
import { startOf } from './start.ts'

const organization = (slug: string) => ({ slug, name: slug, kind: 'buyer' as const })
const partnership = (slug: string, acceptedAt: string) => ({
  delegationId: '0',
  organization: organization(slug),
  permissions: ['briefs' as const],
  dataVisibility: 'scoped' as const,
  acceptedAt,
  lastActivityAt: acceptedAt,
})
const pia: Me = {
  user: { id: '0', email: 'pia@lindqvist.se', name: 'Pia', hasPassword: false },
  organizations: [{ ...organization('lindqvist'), role: 'admin' }],
  partnerships: [partnership('northwind', '2026-10-01T00:00:00Z'), partnership('meridian', '2026-09-01T00:00:00Z')],
  pendingInvitations: 0,
  unreadNotifications: 0,
}

test('no two organizations of one person share a colour, and a new one leaves the others as they were', () => {
  const many = Array.from({ length: 9 }, (_, index) => partnership(`org-${index}`, `2026-10-0${index + 1}T00:00:00Z`))
  const before = placesOf({ ...pia, partnerships: many.slice(0, 8) })
  const after = placesOf({ ...pia, partnerships: many.toReversed() })
  expect(new Set(after.map(({ color }) => color)).size).toBe(10)
  expect(after.slice(0, before.length)).toEqual(before)
})

test('an organization that is not yet theirs has the colour of its slug', () => {
  expect(placeOf(organization('orchard'), pia).color).toBe(placeOf(organization('orchard'), null).color)
  expect(placeOf(organization('meridian'), pia).color).toBe(
    placesOf(pia).find(({ slug }) => slug === 'meridian')!.color,
  )
})

test.each([
  ['without a name: to the welcome page', { ...pia, user: { ...pia.user, name: '' } }, '/welcome'],
  ['a partner: to the dashboard', pia, '/partner'],
  ['invited: to the dashboard', { ...pia, partnerships: [], pendingInvitations: 1 }, '/partner'],
  ['a member only: into the organization', { ...pia, partnerships: [] }, '/w/lindqvist'],
  ['nothing yet: to a new organization', { ...pia, partnerships: [], organizations: [] }, '/organizations/new'],
])('where one begins, %s', (_who, me, address) => expect(startOf(me)).toBe(address))
