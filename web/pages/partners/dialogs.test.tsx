import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Delegation } from '../../../shared/delegations.ts'
import { answering, draw, problem } from '../../testing.tsx'
import { BulkInvite } from './bulk-invite.tsx'
import { Who } from './delegation-facts.tsx'
import { InvitePartner } from './invite-partner.tsx'
import { ManageAccess } from './manage-access.tsx'
import { RevokeAccess } from './revoke-access.tsx'

/** jsdom has no layout; a `Select` watches its own. */
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}

const nothing = () => {}
const org = { org: 'meridian-health', company: 'Meridian Health', inviteExpiryDays: 14 }
const id = '01900000-0000-7000-b000-000000000002'
const pia: Delegation = {
  id,
  status: 'active',
  partner: { email: 'pia@lindqvist.example', name: 'Pia Lindqvist' },
  permissions: ['shortlists', 'briefs'],
  dataVisibility: 'scoped',
  identityMode: 'as_buyer',
  message: null,
  invitedBy: { name: 'Bea Okafor' },
  invitedAt: '2026-10-02T10:00:00.000Z',
  expiresAt: '2026-10-16T10:00:00.000Z',
  acceptedAt: '2026-10-03T10:00:00.000Z',
  endedAt: null,
  endedBy: null,
  endReason: null,
  mailState: 'sent',
  mailAt: '2026-10-02T10:00:00.000Z',
  link: `http://localhost/invitations/${id}`,
  version: 3,
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const allowed = () =>
  screen
    .getAllByRole<HTMLInputElement>('checkbox')
    .filter(({ checked }) => checked)
    .map(({ value }) => value)

test('an invitation proposes all permissions and the smallest view, and goes out as it stands there', async () => {
  const asked = answering(() => ({ status: 201, body: { ...pia, status: 'pending', mailState: 'queued' } }))
  const onClose = vi.fn()
  draw(<InvitePartner {...org} opened onShow={nothing} onClose={onClose} />)
  expect(allowed()).toEqual(['shortlists', 'briefs', 'notes'])
  type('Email', 'rex@fairwork.example')
  press('Send invitation')
  await waitFor(() => expect(onClose).toHaveBeenCalled())
  expect(asked[0]?.body).toEqual({
    email: 'rex@fairwork.example',
    permissions: ['shortlists', 'briefs', 'notes'],
    dataVisibility: 'scoped',
    identityMode: 'as_buyer',
    message: '',
  })
})

test('whose account is gone has no address, nor a line for it', () => {
  const { container } = draw(<Who of={{ ...pia, status: 'revoked', partner: { email: '', name: 'Deleted user' } }} />)
  expect(container.textContent).toBe('DEDeleted user')
  expect(container.querySelectorAll('[class*=detail]')).toHaveLength(0)
})

test('an address that has access already is refused at its field, and the access is one click away', async () => {
  const words = 'This person already has a live invitation or access.'
  answering(() =>
    problem(409, 'delegation_exists', words, {
      delegation: { id, status: 'active' },
      errors: [{ path: 'email', code: 'delegation_exists', message: words }],
    }),
  )
  const onShow = vi.fn()
  draw(<InvitePartner {...org} opened onShow={onShow} onClose={nothing} />)
  type('Email', 'pia@lindqvist.example')
  press('Send invitation')
  await screen.findByText(words)
  press('Show it')
  expect(onShow).toHaveBeenCalledWith(id)
})

test('inviting again begins with the address and the terms of the last time', () => {
  draw(<InvitePartner {...org} opened like={pia} onShow={nothing} onClose={nothing} />)
  expect(screen.getByLabelText<HTMLInputElement>('Email').value).toBe('pia@lindqvist.example')
  expect(allowed()).toEqual(['shortlists', 'briefs'])
})

test('of many addresses the refused ones come first, and can be tried again with the same terms', async () => {
  const asked = answering(() => ({
    body: {
      results: [
        { email: 'rex@fairwork.example', delegation: pia },
        { email: 'nonsense', problem: problem(422, 'invalid_email', 'Enter one address, like name@company.com').body },
      ],
    },
  }))
  draw(<BulkInvite {...org} opened onClose={nothing} />)
  type('Emails', 'rex@fairwork.example; nonsense')
  press('Send 2 invitations')
  await screen.findByText('1 invitation sent. 1 address was refused.')
  expect(asked[0]?.body).toMatchObject({ emails: ['rex@fairwork.example', 'nonsense'] })
  const [first, second] = within(screen.getByRole('list')).getAllByRole('listitem')
  expect(first?.textContent).toBe('nonsenseEnter one address, like name@company.com')
  expect(second?.textContent).toBe('rex@fairwork.exampleInvitation sent')
  press('Try the failed ones again')
  expect(screen.getByLabelText<HTMLTextAreaElement>('Emails').value).toBe('nonsense')
})

test('what somebody else changed meanwhile is shown before it can be saved over', async () => {
  const newer = { ...pia, version: 4, permissions: ['notes'] }
  const asked = answering(({ method, headers }) => {
    if (method === 'GET') return { body: newer }
    if (headers['if-match'] === '"4"') return { body: { ...newer, version: 5 } }
    return problem(412, 'version_conflict', 'Somebody changed this a moment ago.')
  })
  const onClose = vi.fn()
  draw(<ManageAccess {...org} delegation={pia} onClose={onClose} />)
  fireEvent.click(screen.getByLabelText('Notes'))
  press('Save')
  await screen.findByText('Somebody changed this a moment ago.')
  expect(asked[0]?.headers['if-match']).toBe('"3"')
  press('Look at the new version')
  await waitFor(() => expect(allowed()).toEqual(['notes']))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  fireEvent.click(screen.getByLabelText('Briefs'))
  press('Save')
  await waitFor(() => expect(onClose).toHaveBeenCalled())
  expect(asked.at(-1)?.body).toMatchObject({ permissions: ['notes', 'briefs'] })
})

test('access that was left as it is asks nothing of the server', () => {
  const asked = answering(() => ({}))
  const onClose = vi.fn()
  draw(<ManageAccess {...org} delegation={pia} onClose={onClose} />)
  press('Save')
  expect(onClose).toHaveBeenCalled()
  expect(asked).toEqual([])
})

test('before access is revoked the dialog says what happens to it, to the work and to the notes, and that it is final', async () => {
  const asked = answering(() => ({ body: { ...pia, status: 'revoked' } }))
  const onClose = vi.fn()
  draw(<RevokeAccess {...org} opened delegation={pia} onClose={onClose} />)
  const facts = within(screen.getByRole('list')).getAllByRole('listitem')
  expect(facts.map(({ textContent }) => textContent)).toEqual([
    'Access ends the moment you confirmOpen pages close. Pia Lindqvist is told by mail and in the app.',
    'Published work staysYour team keeps it, and the notes that were shared.',
    'Drafts pass to Meridian HealthYour admins and editors then see them, marked with the name Pia Lindqvist.',
    'Personal notes stay personalNobody else sees them.',
  ])
  screen.getByText(/This cannot be undone/)
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Keep access'))
  type('Reason', 'The project has ended.')
  press('Revoke access')
  await waitFor(() => expect(onClose).toHaveBeenCalled())
  expect(asked[0]).toMatchObject({ method: 'POST', body: { reason: 'The project has ended.' } })
})

test('keeping the access changes nothing', () => {
  const asked = answering(() => ({}))
  const onClose = vi.fn()
  draw(<RevokeAccess {...org} opened delegation={pia} onClose={onClose} />)
  press('Keep access')
  expect(onClose).toHaveBeenCalled()
  expect(asked).toEqual([])
})
