import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Me } from '../../shared/accounts.ts'
import { answering, problem } from '../testing.tsx'
import { byDoor, openAt, organization, someone } from '../testing-app.tsx'
import { beginningOf } from './welcome.tsx'

const nameless = someone({}, { name: '' })
const broken = new TypeError('Failed to fetch')
const named = { body: { user: someone().user } }
const done = { body: { done: true } }
const fill = async (label: string, value: string) =>
  fireEvent.change(await screen.findByLabelText(label), { target: { value } })
const go = () => fireEvent.click(screen.getByRole('button', { name: 'Continue' }))
const refusal = (path: string, message: string) =>
  problem(422, 'invalid_input', 'Some fields need your attention.', { errors: [{ path, code: 'invalid', message }] })

async function fillAll() {
  await fill('Your name', 'Rex Adeyemi')
  await fill('Password', 'a few unrelated words')
  await fill('Company name', 'Fairwork')
}

test('what is done stays done: a second attempt goes on where the first one was refused', async () => {
  const passwords = [refusal('newPassword', 'This password is easy to guess.'), done]
  const companies = [refusal('name', 'A name has no links.'), { status: 201, body: organization }]
  const asked = answering(
    byDoor({
      'GET /me': () => ({ body: nameless }),
      'PATCH /me': () => named,
      'POST /me/password': () => passwords.shift()!,
      'POST /organizations': () => companies.shift()!,
    }),
  )
  openAt('/welcome')
  await fillAll()
  go()
  await screen.findByText('This password is easy to guess.')
  go()
  await screen.findByText('A name has no links.')
  go()
  await waitFor(() => expect(companies).toEqual([]))
  const changes = asked.filter(({ method }) => method !== 'GET').map(({ method, url }) => `${method} ${url.slice(7)}`)
  expect(changes).toEqual([
    'POST /me/password',
    'POST /me/password',
    'PATCH /me',
    'POST /organizations',
    'POST /organizations',
  ])
})

test('after a broken line the same company is the same attempt, and another name finds the one that was made', async () => {
  const made = someone({ organizations: [{ ...organization, role: 'admin' }] }, { name: '' })
  let lineBroke = false
  const asked = answering(
    byDoor({
      'GET /me': () => ({ body: lineBroke ? made : nameless }),
      'PATCH /me': () => named,
      'POST /me/password': () => done,
      'POST /organizations': () => {
        lineBroke = true
        return broken
      },
      'GET /': () => ({ body: { items: [], nextCursor: null, unread: 0 } }),
    }),
  )
  openAt('/welcome')
  await fillAll()
  go()
  await screen.findByText(/Your text is still here/)
  await fill('Company name', 'Fairwork Ltd')
  go()
  await waitFor(() => expect(screen.queryByText(/Your text is still here/)).toBeNull())
  expect(asked.filter(({ url }) => url.endsWith('/organizations'))).toHaveLength(1)
})

test('without a name nothing is sent', async () => {
  const asked = answering(() => ({ body: nameless }))
  openAt('/welcome')
  await fill('Company name', 'Fairwork')
  go()
  await screen.findByText('Enter your name.')
  expect(asked.filter(({ method }) => method !== 'GET')).toEqual([])
})

test.each([
  ['where one came for', '/invitations/0199', someone(), '/invitations/0199'],
  ['what waits', '/', someone({ pendingInvitations: 1 }), '/partner'],
  ['the new workspace', '/', someone(), '/w/meridian-health/settings/partners'],
])('afterwards: %s', (_what, back, me, address) => expect(beginningOf(me as Me, back, organization)).toBe(address))

test('P4: who came to answer a request is asked for a name, not for a company, and goes on to the request', async () => {
  const request = '/requests/01900000-0000-7000-a000-000000000100'
  let isNamed = false
  answering(
    byDoor({
      'GET /me': () => ({ body: someone({ requests: { open: 1 } }, { name: isNamed ? 'Tara' : '' }) }),
      'PATCH /me': () => {
        isNamed = true
        return named
      },
      'GET /': () => problem(404, 'not_found', 'This does not exist, or you may not see it.'),
      'POST /': () => done,
    }),
  )
  const { router } = openAt(request)
  await fill('Your name', 'Tara')
  expect(screen.queryByLabelText('Company name')).toBeNull()
  go()
  await waitFor(() => expect(router.state.location.pathname).toBe(request))
})

test('O3: who joined a team by the domain of their address is told so, and founds no company', async () => {
  const joined = someone({ organizations: [{ ...organization, role: 'viewer' }] }, { name: '' })
  answering(byDoor({ 'GET /me': () => ({ body: joined }) }))
  openAt('/welcome')
  await screen.findByText('Your address belongs to Meridian Health, so you are in its team.')
  expect(screen.queryByLabelText('Company name')).toBeNull()
})
