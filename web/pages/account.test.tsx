import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answering, Look, problem, type Request } from '../testing.tsx'
import { openAt, someone } from '../testing-app.tsx'
import Toasts from '../ui/toasts.tsx'

type Answer = { status?: number; body?: unknown } | Error
type Doors = Record<string, (request: Request) => Answer>

const email = 'rex@fairwork.example'
const pending = {
  id: '01900000-0000-7000-8000-000000000077',
  email: 'rex@new.example',
  expiresAt: '2026-11-23T12:00:00Z',
}
const frame: Doors = {
  'GET /me/email': () => ({ body: { pending: null } }),
  'GET /me/sessions': () => ({ body: { items: [] } }),
  'GET /me/deletion': () => ({ body: { lastAdminOf: [] } }),
  'GET /me': () => ({ body: someone() }),
  'GET /notifications': () => ({ body: { items: [], nextCursor: null } }),
}

function open(address: string, doors: Doors = {}) {
  const all: Doors = { ...doors, ...frame, ...doors }
  const asked = answering((request) => {
    const wanted = `${request.method} ${request.url.replace('/api/v1', '')}`
    const door = Object.keys(all)
      .toSorted((one, other) => other.length - one.length)
      .find((key) => wanted.startsWith(key))
    return door ? all[door]!(request) : problem(404, 'not_found', 'This does not exist, or you may not see it.')
  })
  render(
    <Look>
      <Toasts />
    </Look>,
  )
  return { ...openAt(address), asked, changes: () => asked.filter(({ method }) => method !== 'GET') }
}

const atField = (path: string, code: string, message: string) => ({
  status: 422,
  body: { type: 'about:blank', title: message, status: 422, code, errors: [{ path, code, message }] },
})
const withPassword = { 'GET /me': () => ({ body: someone({}, { hasPassword: true }) }) }

const shownIn = (field: HTMLElement) => (field as HTMLInputElement).value

test('ABUSE 3: another address asks for the password; a refusal stands at its field, and nothing typed is lost', async () => {
  const { changes } = open('/account', {
    ...withPassword,
    'POST /me/email': () => atField('currentPassword', 'wrong_password', 'The current password is wrong.'),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Change email' }))
  await userEvent.type(screen.getByLabelText('New email'), 'rex@new.example')
  const section = screen.getByRole('region', { name: 'Email' })
  await userEvent.type(within(section).getByLabelText('Current password'), 'wrong words')
  await userEvent.click(screen.getByRole('button', { name: 'Send code to new address' }))
  expect(await within(section).findByText('The current password is wrong.')).toBeTruthy()
  expect(shownIn(screen.getByLabelText('New email'))).toBe('rex@new.example')
  expect(changes()[0]).toMatchObject({ body: { email: 'rex@new.example', currentPassword: 'wrong words' } })
})

test('ABUSE 3: without a password a code is mailed, once one asks for it', async () => {
  const { changes } = open('/account', { 'POST /me/proof': () => ({ body: { done: true } }) })
  await userEvent.click(await screen.findByRole('button', { name: 'Change email' }))
  await userEvent.type(screen.getByLabelText('New email'), 'rex@new.example')
  expect(changes()).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: 'Mail me a code' }))
  expect(await screen.findByLabelText('Digit 1 of 6')).toBeTruthy()
  expect(changes().map(({ url }) => url)).toEqual(['/api/v1/me/proof'])
  expect(screen.getByRole('button', { name: 'Send code to new address' })).toBeTruthy()
})

test('ABUSE 3: a first password takes a mailed code, and a refusal of it stands at its field', async () => {
  const answers = [atField('otp', 'invalid_code', 'This code is wrong.'), { body: { done: true } }]
  const { changes } = open('/account', {
    'POST /me/proof': () => ({ body: { done: true } }),
    'POST /me/password': () => answers.shift()!,
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Set password' }))
  await userEvent.type(screen.getByLabelText('New password'), 'thimble marmot quarry')
  await userEvent.click(screen.getByRole('button', { name: 'Mail me a code' }))
  await userEvent.click(await screen.findByLabelText('Digit 1 of 6'))
  await userEvent.paste('123456')
  await userEvent.click(screen.getByRole('button', { name: 'Set password' }))
  expect(await screen.findByText('This code is wrong.')).toBeTruthy()
  expect(shownIn(screen.getByLabelText('New password'))).toBe('thimble marmot quarry')
  await userEvent.click(screen.getByRole('button', { name: 'Set password' }))
  expect(await screen.findByText('Password set')).toBeTruthy()
  const body = { newPassword: 'thimble marmot quarry', otp: '123456' }
  expect(changes().map((it) => [it.url.slice(7), it.body])).toEqual([
    ['/me/proof', {}],
    ['/me/password', body],
    ['/me/password', body],
  ])
})

test('ABUSE 3: no code is mailed before the new address is one, and another one; Enter asks for it', async () => {
  const { changes } = open('/account', { 'POST /me/proof': () => ({ body: { done: true } }) })
  await userEvent.click(await screen.findByRole('button', { name: 'Change email' }))
  const field = screen.getByLabelText('New email')
  for (const [typed, words] of [
    ['rex', 'Enter one address, like name@company.com'],
    [email.toUpperCase(), 'This is your address already.'],
  ] as const) {
    await userEvent.clear(field)
    await userEvent.type(field, `${typed}{Enter}`)
    expect(await screen.findByText(words)).toBeTruthy()
  }
  expect(changes()).toEqual([])
  await userEvent.clear(field)
  await userEvent.type(field, 'rex@new.example{Enter}')
  expect(await screen.findByLabelText('Digit 1 of 6')).toBeTruthy()
  expect(screen.queryByText('This is your address already.')).toBeNull()
  expect(changes().map(({ url }) => url)).toEqual(['/api/v1/me/proof'])
})

test('a name can be saved once it is another one', async () => {
  open('/account', { 'PATCH /me': () => ({ body: { user: { ...someone().user, name: 'Rex Adeyemi' } } }) })
  const save = await screen.findByRole<HTMLButtonElement>('button', { name: 'Save name' })
  expect(save.disabled).toBe(true)
  await userEvent.type(screen.getByLabelText('Name'), ' Adeyemi')
  await userEvent.click(save)
  await screen.findByText('Name saved')
  expect(save.disabled).toBe(true)
})

test('ABUSE 3: the code that came to the new address makes it one’s own, and that is said', async () => {
  let isConfirmed = false
  open('/account', {
    'GET /me/email': () => ({ body: { pending: isConfirmed ? null : pending } }),
    'POST /me/email/confirm': () => {
      isConfirmed = true
      return { body: { user: { ...someone().user, email: pending.email } } }
    },
  })
  await userEvent.click(await screen.findByLabelText('Digit 1 of 6'))
  await userEvent.paste('123456')
  expect(await screen.findByText('Your email is rex@new.example now')).toBeTruthy()
  expect(await screen.findByRole('button', { name: 'Change email' })).toBeTruthy()
})

test('O2: the last admin reads of which organizations before proving anything', async () => {
  open('/account', {
    'GET /me/deletion': () => ({ body: { lastAdminOf: [{ slug: 'orchard-foods', name: 'Orchard Foods' }] } }),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Delete account' }))
  const dialog = await screen.findByRole('dialog', { name: 'Delete your account?' })
  const link = await within(dialog).findByRole('link', { name: 'Orchard Foods' })
  expect(link.getAttribute('href')).toBe('/w/orchard-foods/settings/members')
  expect(within(dialog).queryByRole('button', { name: 'Delete account' })).toBeNull()
})

test('P1: deleting takes the address, typed, and a proof; then one is outside', async () => {
  const { changes, router } = open('/account', { ...withPassword, 'DELETE /me': () => ({ body: { done: true } }) })
  await userEvent.click(await screen.findByRole('button', { name: 'Delete account' }))
  const dialog = await screen.findByRole('dialog', { name: 'Delete your account?' })
  const remove = await within(dialog).findByRole('button', { name: 'Delete account' })
  await userEvent.type(within(dialog).getByLabelText('Your email'), 'rex')
  await userEvent.click(remove)
  expect(await within(dialog).findByText('This is not your email.')).toBeTruthy()
  expect(changes()).toEqual([])
  await userEvent.clear(within(dialog).getByLabelText('Your email'))
  await userEvent.type(within(dialog).getByLabelText('Your email'), email.toUpperCase())
  await userEvent.type(within(dialog).getByLabelText('Current password'), 'my own words')
  await userEvent.click(remove)
  expect(await screen.findByRole('heading', { name: 'Your account is deleted' })).toBeTruthy()
  expect(router.state.location.pathname).toBe('/goodbye')
  expect(changes().map(({ method, body }) => [method, body])).toEqual([['DELETE', { currentPassword: 'my own words' }]])
})

test('I3: opening the link of the notice changes nothing; its button stops the change with the secret', async () => {
  const { asked, changes } = open(`/email-changes/${pending.id}#s3cret`, {
    [`GET /email-changes/${pending.id}`]: () => ({ body: { isOpen: true } }),
    [`POST /email-changes/${pending.id}/stop`]: () => ({ body: { done: true } }),
  })
  const stop = await screen.findByRole('button', { name: 'Stop the change' })
  expect(window.location.hash).toBe('')
  expect(asked.find(({ url }) => url.endsWith(pending.id))?.headers.authorization).toBe('Invitation s3cret')
  expect(changes()).toEqual([])
  await userEvent.click(stop)
  expect(await screen.findByRole('heading', { name: 'The change is stopped' })).toBeTruthy()
  expect(changes()[0]).toMatchObject({ body: { token: 's3cret' } })
})

const over = () => problem(409, 'email_change_gone', 'There is nothing to stop: this change was confirmed.')

test('a link that came too late says so in the words of the server, before anything is pressed', async () => {
  const { changes } = open(`/email-changes/${pending.id}#late`, { [`GET /email-changes/${pending.id}`]: over })
  expect(await screen.findByText(/this change was confirmed/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Stop the change' })).toBeNull()
  expect(changes()).toEqual([])
})

test('what ended while one looked at it says so, too', async () => {
  open(`/email-changes/${pending.id}#late`, {
    [`GET /email-changes/${pending.id}`]: () => ({ body: { isOpen: true } }),
    [`POST /email-changes/${pending.id}/stop`]: over,
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Stop the change' }))
  await vi.waitFor(() => expect(screen.getByText(/this change was confirmed/)).toBeTruthy())
})
