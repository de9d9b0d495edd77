import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { answering, problem } from '../testing.tsx'
import { byDoor, openAt, someone } from '../testing-app.tsx'

const signedOut = problem(401, 'signed_out', 'Sign in to continue.')
const sent = { body: { success: true } }
const empty = { body: { items: [], nextCursor: null, unread: 0 } }
const wrong = problem(422, 'invalid_code', 'This code is wrong.', {
  errors: [{ path: 'otp', code: 'invalid_code', message: 'This code is wrong. 4 tries left.' }],
})
const firstDigit = () => screen.findByLabelText<HTMLInputElement>('Digit 1 of 6')
const paste = async (code: string) => fireEvent.paste(await firstDigit(), { clipboardData: { getData: () => code } })

async function askForCode() {
  fireEvent.change(await screen.findByLabelText('Email'), { target: { value: 'rex@fairwork.example' } })
  fireEvent.click(screen.getByRole('button', { name: 'Send code' }))
  await firstDigit()
}

function answers(me = someone()) {
  const codes = [wrong, { body: { user: me.user } }]
  let isIn = false
  return byDoor({
    'GET /me': () => (isIn ? { body: me } : signedOut),
    'POST /api/auth/email-otp/send': () => sent,
    'POST /api/auth/sign-in/email-otp': () => {
      isIn = codes.length === 1
      return codes.shift()!
    },
    'GET /': () => empty,
  })
}

test('P3: a code sends itself; a wrong one says how many tries are left and makes room for the next', async () => {
  const asked = answering(answers())
  openAt('/sign-in?back=/account')
  await askForCode()
  await paste('111 111')
  await screen.findByText('This code is wrong. 4 tries left.')
  expect((await firstDigit()).value).toBe('')
  await paste('482913')
  await waitFor(() => expect(location.pathname).toBe('/account'))
  const codes = asked.filter(({ url }) => url.endsWith('/sign-in/email-otp')).map(({ body }) => body)
  expect(codes).toEqual(['111111', '482913'].map((otp) => ({ email: 'rex@fairwork.example', otp })))
})

test('P3: who has no name yet gives one, and goes on from there', async () => {
  answering(answers(someone({}, { name: '' })))
  openAt('/sign-in?back=/account')
  await askForCode()
  await paste('111111')
  await screen.findByText(/4 tries left/)
  await paste('482913')
  await waitFor(() => expect(location.pathname + location.search).toBe('/welcome?back=%2Faccount'))
})

test('the address that was typed goes along', async () => {
  answering(answers())
  openAt('/sign-in')
  await askForCode()
  expect(screen.getByText('rex@fairwork.example')).toBeTruthy()
  expect(screen.getByText(/New code in 0:\d\d/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Use another address' }))
  expect((await screen.findByLabelText<HTMLInputElement>('Email')).value).toBe('rex@fairwork.example')
})

test('who is signed in is sent on, and never to a stranger', async () => {
  answering(byDoor({ 'GET /me': () => ({ body: someone() }), 'GET /': () => empty }))
  openAt('/sign-in?back=//elsewhere.example')
  await waitFor(() => expect(location.pathname).toBe('/organizations/new'))
})

test('P4: who follows the mail about a request is told which address to prove', async () => {
  answering(answers())
  openAt('/sign-in?back=/requests/01900000-0000-7000-a000-000000000100')
  await screen.findByText(/The address that the request was mailed to/)
})
