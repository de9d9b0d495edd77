import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { adminWho, openWorkspaceAt, uuid, workspace } from '../testing-workspace.tsx'

const admin = adminWho({ manageMembers: true, readMembers: true, manageDelegations: true })
const failure = (number: number, name: string, more: object = {}) => ({
  id: uuid(number),
  kind: 'response.received',
  news: 'response',
  to: { email: `${name.toLowerCase()}@meridian.example`, name },
  as: 'member',
  at: '2026-11-20T10:00:00.000Z',
  ...more,
})
const door = 'GET /organizations/meridian-health/mail-failures'
const open = (page: string, failures: object[], as = admin) =>
  openWorkspaceAt(
    `/w/meridian-health/settings/${page}`,
    {
      [door]: () => ({ body: { items: failures, nextCursor: null } }),
      'GET /organizations/meridian-health/delegations': () => ({
        body: { items: [], nextCursor: null, counts: { all: 0, active: 0, pending: 0, ended: 0 } },
      }),
    },
    as,
  )

test('SPEC 10: admins see whom mails did not reach, where they belong, what it was about and when', async () => {
  open('members/mail-failures', [
    failure(1, 'Edith'),
    failure(2, 'Pia', { as: 'partner', kind: 'note.shared', news: 'note' }),
  ])
  const list = await screen.findByRole('list', { name: 'Undelivered mail' })
  expect(
    within(list)
      .getAllByRole('listitem')
      .map((it) => it.textContent),
  ).toEqual([
    'EDEdithTeam · edith@meridian.exampleA response or a quote20 Nov',
    'PIPiaPartner · pia@meridian.exampleA shared note20 Nov',
  ])
})

test('it belongs to the team, leads back there, and to where invitations show what became of their mail', async () => {
  open('members/mail-failures', [failure(1, 'Edith')])
  const words = await screen.findByText(/^Invitations show theirs in/)
  expect(words.textContent).toBe('Invitations show theirs in Partners and Team.')
  const addresses = within(words)
    .getAllByRole('link')
    .map((it) => it.getAttribute('href'))
  expect(addresses).toEqual(['/w/meridian-health/settings/partners', '/w/meridian-health/settings/members'])
  const back = screen.getByRole('link', { name: 'Back to the team' })
  expect(back.getAttribute('href')).toBe('/w/meridian-health/settings/members')
  const menu = within(screen.getByRole('navigation', { name: 'Workspace' }))
  expect(menu.getByRole('link', { name: 'Team' }).getAttribute('aria-current')).toBe('page')
})

test('SPEC 10: where everything arrived, it says so', async () => {
  open('members/mail-failures', [])
  await screen.findByRole('heading', { name: 'All mail arrived' })
})

test('D5: for who does not look after people the page does not exist, and nothing is asked', async () => {
  const { asked } = open('members/mail-failures', [failure(1, 'Edith')], workspace)
  await screen.findByRole('heading', { name: 'Nothing to see here' })
  expect(asked.filter(({ url }) => url.includes('mail-failures'))).toEqual([])
})

test.each([
  [['Edith'], 'Mail to Edith could not be delivered. Undelivered mail'],
  [['Edith', 'Edith', 'Pia'], 'Mail to Edith and Pia could not be delivered. Undelivered mail'],
  [['Edith', 'Pia', 'Jonas', 'Vic'], 'Mail to Edith and 3 others could not be delivered. Undelivered mail'],
])('SPEC 10: the partners page says it and leads there: %j', async (names, words) => {
  open(
    'partners',
    names.map((name, at) => failure(at, name)),
  )
  const link = await screen.findByRole('link', { name: 'Undelivered mail' })
  expect(link.closest('[role="alert"]')?.textContent).toBe(words)
  expect(link.getAttribute('href')).toBe('/w/meridian-health/settings/members/mail-failures')
})

test('SPEC 10: the partners page of who gets all mail says nothing of it', async () => {
  open('partners', [])
  await screen.findByRole('heading', { name: 'Partners' })
  expect(screen.queryByRole('link', { name: 'Undelivered mail' })).toBeNull()
})
