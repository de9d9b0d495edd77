import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { answering, problem } from '../testing.tsx'
import { byDoor, openAt } from '../testing-app.tsx'

const token = `01900000-0000-7000-8000-000000000014.${'x'.repeat(43)}`
const page = `/unsubscribe/${token}`
const kinds = [{ kind: 'response', label: 'A response or a quote arrives' }]
const asks = { address: 'r***@fairwork.example', kinds, isOff: false }

function openPage(doors: Parameters<typeof byDoor>[0]) {
  const asked = answering(byDoor(doors))
  return { ...openAt(page), asked }
}

test('ABUSE 32: signed out, the page says what would stop, and looking changes nothing', async () => {
  const { asked, onSignedOut } = openPage({ [`GET /unsubscriptions/${token}`]: () => ({ body: asks }) })
  await screen.findByRole('heading', { name: 'Stop these mails?' })
  screen.getByText('Mails to r***@fairwork.example about this:')
  screen.getByText('A response or a quote arrives')
  expect(asked.filter(({ method }) => method !== 'GET')).toEqual([])
  expect(onSignedOut).not.toHaveBeenCalled()
})

test('ABUSE 32: one press stops them; the new heading has the focus, and all choices are a press away', async () => {
  let isOff = false
  const { asked } = openPage({
    'GET /unsubscriptions/': () => ({ body: { ...asks, isOff } }),
    'POST /unsubscriptions/': () => {
      isOff = true
      return { body: { ...asks, isOff } }
    },
  })
  fireEvent.click(await screen.findByRole('button', { name: 'Stop these mails' }))
  const heading = await screen.findByRole('heading', { name: 'These mails are off' })
  await waitFor(() => expect(document.activeElement).toBe(heading))
  screen.getByText('No longer mailed to r***@fairwork.example:')
  expect(asked.filter(({ method }) => method === 'POST').map(({ url }) => url)).toEqual([
    `/api/v1/unsubscriptions/${token}`,
  ])
  expect(screen.getByRole('link', { name: 'Choose what reaches you' }).getAttribute('href')).toBe(
    '/notifications/preferences',
  )
})

test('ABUSE 32: what is off already is said, and asks for nothing', async () => {
  openPage({ 'GET /unsubscriptions/': () => ({ body: { ...asks, isOff: true } }) })
  await screen.findByRole('heading', { name: 'These mails are off' })
  expect(screen.queryByRole('button', { name: 'Stop these mails' })).toBeNull()
})

test('ABUSE 32: a link that is cut or forged does not work, in the same words', async () => {
  openPage({ 'GET /unsubscriptions/': () => problem(404, 'not_found', 'This does not exist, or you may not see it.') })
  await screen.findByRole('heading', { name: 'This link does not work' })
})

test('ABUSE 32: where the line breaks, nothing is lost: the button stays, and another try is offered', async () => {
  openPage({
    'GET /unsubscriptions/': () => ({ body: asks }),
    'POST /unsubscriptions/': () => new Error('offline'),
  })
  fireEvent.click(await screen.findByRole('button', { name: 'Stop these mails' }))
  await screen.findByRole('button', { name: 'Try again' })
  screen.getByRole('heading', { name: 'Stop these mails?' })
})
