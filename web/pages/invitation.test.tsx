import { fireEvent, screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { forgetSecret, secretOf } from '../invitation-secret.ts'
import { answering, problem } from '../testing.tsx'
import { byDoor, openAt, organization, someone } from '../testing-app.tsx'
import { workspace as someWorkspace } from '../testing-workspace.tsx'

const id = '01900000-0000-7000-b000-000000000001'
const secret = 's3cret-of-the-link'
const invitation = (more: object = {}) => ({
  id,
  state: 'pending',
  viewer: 'claim',
  organization,
  invitedBy: { name: 'Bea Okafor' },
  as: 'partner',
  role: null,
  permissions: ['briefs'],
  dataVisibility: 'scoped',
  maskedEmail: 'r***@fairwork.example',
  signedInAs: null,
  message: 'Hi Rex',
  email: 'rex@fairwork.example',
  expiresAt: '2026-12-05T16:20:00Z',
  endedAt: null,
  ...more,
})
const stranger = invitation({ viewer: 'stranger', message: null, email: null })
const workspace = { ...someWorkspace, delegationId: id, permissions: ['briefs'] }
const accepted = { body: { ...invitation({ state: 'active', viewer: 'invitee' }), status: 'active', was: 'pending' } }
const inside = {
  'GET /me': () => ({ body: someone() }),
  'GET /workspaces/': () => ({ body: workspace }),
  'GET /': () => ({ body: { items: [], nextCursor: null, unread: 0 } }),
}
const claim = () => fireEvent.click(screen.getByRole('button', { name: 'Accept invitation' }))
const typeName = async (name: string) =>
  fireEvent.change(await screen.findByLabelText('Your name'), { target: { value: name } })

beforeEach(() => {
  sessionStorage.clear()
  forgetSecret(id)
})

test('I2, I5: a stub claims with the secret of the link, which is in a header and a body, never in an address', async () => {
  const asked = answering(
    byDoor({ 'GET /invitations/': () => ({ body: invitation() }), 'POST /invitations/': () => accepted, ...inside }),
  )
  openAt(`/invitations/${id}#${secret}`)
  expect(location.href).not.toContain(secret)
  await typeName('Rex Adeyemi')
  expect(screen.getByText('Hi Rex')).toBeTruthy()
  claim()
  await waitFor(() => expect(location.pathname).toBe('/w/meridian-health'))
  expect(asked[0]?.headers.authorization).toBe(`Invitation ${secret}`)
  expect(asked.find(({ method }) => method === 'POST')).toMatchObject({
    url: `/api/v1/invitations/${id}/claim`,
    body: { token: secret, name: 'Rex Adeyemi' },
  })
  expect(asked.filter(({ url }) => url.includes(secret))).toEqual([])
  await waitFor(() => expect(secretOf(id)).toBeNull())
})

test('I5: a link that died meanwhile becomes the way with a code; the words and the typed name stay', async () => {
  const shown = [invitation(), stranger]
  answering(
    byDoor({
      'GET /invitations/': () => ({ body: shown.length > 1 ? shown.shift() : shown[0] }),
      'POST /invitations/': () => problem(403, 'invitation_token_invalid', 'This link is not valid any more.'),
      'POST /api/auth/email-otp/send': () => ({ body: { success: true } }),
      'POST /api/auth/sign-in': () => {
        shown[0] = invitation({ viewer: 'invitee' })
        return { body: { user: someone({}, { name: '' }).user } }
      },
      'GET /me': () => ({ body: someone({}, { name: '' }) }),
    }),
  )
  openAt(`/invitations/${id}#${secret}`)
  await typeName('Rex Adeyemi')
  claim()
  await screen.findByText('This link is not valid any more.')
  fireEvent.change(screen.getByLabelText('Email'), { target: { value: 'rex@fairwork.example' } })
  fireEvent.click(screen.getByRole('button', { name: 'Send code' }))
  fireEvent.paste(await screen.findByLabelText('Digit 1 of 6'), { clipboardData: { getData: () => '482 913' } })
  expect((await screen.findByLabelText<HTMLInputElement>('Your name')).value).toBe('Rex Adeyemi')
})

test('an address that cannot be the invited one is not mailed to', async () => {
  const asked = answering(byDoor({ 'GET /invitations/': () => ({ body: stranger }) }))
  openAt(`/invitations/${id}`)
  fireEvent.change(await screen.findByLabelText('Email'), { target: { value: 'rex@gmail.com' } })
  fireEvent.click(screen.getByRole('button', { name: 'Send code' }))
  await screen.findByText('The invitation went to r***@fairwork.example')
  expect(asked.filter(({ method }) => method === 'POST')).toEqual([])
})

test('I5: signed in as somebody else, one signs out and comes back here with the secret', async () => {
  const shown = [
    invitation({ viewer: 'other', signedInAs: 'p***@lindqvist.se', message: null, email: null }),
    invitation(),
  ]
  const asked = answering(
    byDoor({
      'GET /invitations/': () => ({ body: shown[0] }),
      'GET /me': () => ({ body: someone() }),
      'POST /api/auth/sign-out': () => {
        shown.shift()
        return { body: { success: true } }
      },
    }),
  )
  const { onSignedOut } = openAt(`/invitations/${id}#${secret}`)
  await screen.findByText('p***@lindqvist.se')
  expect(screen.getByText('r***@fairwork.example')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Sign out and continue' }))
  await screen.findByLabelText('Your name')
  expect(asked.at(-1)?.headers.authorization).toBe(`Invitation ${secret}`)
  expect(onSignedOut).not.toHaveBeenCalled()
})

test('I5, I7: the invited person declines with a note', async () => {
  const shown = [invitation({ viewer: 'invitee' })]
  const asked = answering(
    byDoor({
      'GET /invitations/': () => ({ body: shown[0] }),
      'GET /me': () => ({ body: someone() }),
      'POST /invitations/': () => {
        shown[0] = invitation({ viewer: 'invitee', state: 'declined', endedAt: '2026-11-23T10:00:00Z' })
        return { body: { ...shown[0], status: 'declined', was: 'pending' } }
      },
    }),
  )
  openAt(`/invitations/${id}`)
  fireEvent.click(await screen.findByRole('button', { name: 'Decline' }))
  fireEvent.change(await screen.findByLabelText('Note'), { target: { value: 'No time.' } })
  fireEvent.click(screen.getByRole('button', { name: 'Decline invitation' }))
  await screen.findByText('You declined this invitation')
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ note: 'No time.' })
})

test.each([
  ['expired', 'stranger', 'This invitation has expired', 'Sign in'],
  ['cancelled', 'invitee', 'This invitation was cancelled', 'Go to Partner Dashboard'],
  ['revoked', 'other', 'This invitation was revoked', 'Go to Partner Dashboard'],
  ['declined', 'stranger', 'This invitation was declined', 'Sign in'],
  ['active', 'invitee', 'You accepted this invitation', 'Open workspace'],
  ['active', 'stranger', 'This invitation was accepted', 'Sign in'],
])('I5: %s, seen by %s: says which, and one way on', async (state, viewer, title, button) => {
  answering(byDoor({ 'GET /invitations/': () => ({ body: invitation({ state, viewer }) }) }))
  openAt(`/invitations/${id}`)
  await screen.findByText(title)
  expect(screen.getByRole('link', { name: button })).toBeTruthy()
  expect(screen.queryAllByRole('button')).toEqual([])
})

const toTeam = { as: 'member', role: 'editor', permissions: [], dataVisibility: 'full', message: null }

test('O2: an invitation to the team says the role and what it may do; claimed, one is in the team', async () => {
  const asked = answering(
    byDoor({
      'GET /invitations/': () => ({ body: invitation(toTeam) }),
      'POST /invitations/': () => accepted,
      ...inside,
    }),
  )
  openAt(`/invitations/${id}#${secret}`)
  await screen.findByRole('heading', { name: 'Meridian Health invites you to its team' })
  expect(screen.getByText('Editor').parentElement?.textContent).toBe(
    'EditorCreate, edit and send shortlists, briefs and notes',
  )
  expect(screen.queryByText('You will work on')).toBeNull()
  await typeName('Rex Adeyemi')
  claim()
  await waitFor(() => expect(location.pathname).toBe('/w/meridian-health'))
  expect(asked.find(({ method }) => method === 'POST')?.url).toBe(`/api/v1/invitations/${id}/claim`)
})

test('D3: a partner who is invited to the team reads what comes first', async () => {
  const words = 'You are a partner of this organization. Leave it first, then join its team.'
  answering(
    byDoor({
      'GET /invitations/': () => ({ body: invitation({ ...toTeam, viewer: 'invitee' }) }),
      'POST /invitations/': () => problem(409, 'already_partner', words),
      ...inside,
    }),
  )
  openAt(`/invitations/${id}`)
  fireEvent.click(await screen.findByRole('button', { name: 'Accept invitation' }))
  await screen.findByText(words)
})

test.each([
  ['expired', 'invitee', 'This invitation has expired', 'Go to the start'],
  ['cancelled', 'stranger', 'This invitation was cancelled', 'Sign in'],
  ['revoked', 'invitee', 'This membership has ended', 'Go to the start'],
  ['active', 'invitee', 'You accepted this invitation', 'Open workspace'],
])('I5, O2: to a team, %s, seen by %s: says which, and one way on', async (state, viewer, title, button) => {
  answering(byDoor({ 'GET /invitations/': () => ({ body: invitation({ ...toTeam, state, viewer }) }) }))
  openAt(`/invitations/${id}`)
  await screen.findByText(title)
  expect(screen.getByRole('link', { name: button })).toBeTruthy()
})

test('I5: an invitation that does not exist', async () => {
  answering(() => problem(404, 'not_found', 'This does not exist, or you may not see it.'))
  openAt(`/invitations/${id}`)
  await screen.findByText('There is no such invitation')
})
