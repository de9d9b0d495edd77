import { notifications } from '@mantine/notifications'
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import {
  type MailHabits,
  type NotificationPreference,
  type NotificationPreferences,
  newsKinds,
  newsNames,
} from '../../shared/notifications.ts'
import { answering, Look, problem, type Request } from '../testing.tsx'
import { byDoor, openAt, organization, someone } from '../testing-app.tsx'
import Toasts from '../ui/toasts.tsx'
import { ownZone } from '../ui/zone-choices.ts'

beforeEach(() => notifications.clean())

const usual = newsNames.map((kind): NotificationPreference => {
  const { group, label, app, mail } = newsKinds[kind]
  const isFixed = (channel: string) => channel === 'always' || channel === 'never'
  const isOn = (channel: string) => channel === 'always' || channel === 'on'
  const fixed = (['app', 'mail'] as const).filter((name) => isFixed({ app, mail }[name]))
  return { kind, group, label, app: isOn(app), mail: isOn(mail), fixed }
})
const start: NotificationPreferences = {
  items: usual,
  mails: { mode: 'bundled', digestHour: 8, timeZone: 'UTC' },
  failure: null,
}
type Change = { items?: Partial<NotificationPreference>[]; mails?: MailHabits }
type Refusal = ReturnType<typeof problem>

/** Preferences that remember what was chosen. `refuse` says no instead, as long as it answers something. */
function openPage(
  more: Partial<NotificationPreferences> = {},
  refuse: (change: Change) => Refusal | Error | null = () => null,
  organizations = [{ ...organization, role: 'admin' }],
) {
  let now = { ...start, ...more }
  const change = ({ body }: Request) => {
    const { items = [], mails } = body as Change
    const refusal = refuse({ items, ...(mails && { mails }) })
    if (refusal) return refusal
    const chosen = (kind: string) => items.find((item) => item.kind === kind)
    now = { ...now, items: now.items.map((item) => ({ ...item, ...chosen(item.kind) })), ...(mails && { mails }) }
    return { body: now }
  }
  const asked = answering((request) =>
    byDoor({
      'GET /me': () => ({ body: someone({ organizations }) }),
      'GET /notification-preferences': () => ({ body: now }),
      'PUT /notification-preferences': () => change(request),
    })(request),
  )
  render(
    <Look>
      <Toasts />
    </Look>,
  )
  const changes = () => asked.filter(({ method }) => method === 'PUT').map(({ body }) => body)
  return { ...openAt('/notifications/preferences'), changes }
}

const toggle = (name: string) => screen.findByRole<HTMLInputElement>('switch', { name })
const rowOf = async (label: string) =>
  (await screen.findByRole('rowheader', { name: new RegExp(`^${label}`) })).closest('tr')!
const byMail = 'By mail: A response or a quote arrives'

test('SPEC 10: a kind of news for each row of the table, in its groups; what is ● cannot be switched, and says why', async () => {
  openPage()
  await toggle(byMail)
  for (const { label } of usual) expect(within(await rowOf(label)).getAllByRole('cell')).toHaveLength(2)
  const groups = new Set(usual.map(({ group }) => group))
  expect(screen.getAllByRole('rowheader')).toHaveLength(usual.length + groups.size)
  const fixed = usual.flatMap(({ fixed }) => fixed).length
  expect(screen.getAllByRole('switch')).toHaveLength(usual.length * 2 - fixed)
  expect((await rowOf('You are invited as a partner')).textContent).toBe(
    'You are invited as a partnerIt waits for your answer.AlwaysAlways',
  )
  expect((await rowOf('You are invited to a team')).textContent).toBe(
    'You are invited to a teamIts mail carries the link.Always',
  )
  expect((await rowOf('The security of your account')).textContent).toMatch(/NeverAlways$/)
  expect((await toggle('By mail: Somebody shares a note')).checked).toBe(false)
})

test('whoever belongs nowhere yet reads only of what can concern them', async () => {
  openPage({}, undefined, [])
  expect((await screen.findAllByRole('rowheader')).map((it) => it.firstChild?.textContent)).toEqual([
    'Access and team',
    'You are invited as a partner',
    'You are invited to a team',
    'Your invitation is about to expire',
    'The security of your account',
  ])
})

test('SPEC 10: a choice is saved as it is made, naming nothing else, and can be undone', async () => {
  const { changes } = openPage()
  fireEvent.click(await toggle(byMail))
  await screen.findByText(/^Off by mail: A response or a quote arrives/)
  expect((await toggle(byMail)).checked).toBe(false)
  expect(changes()).toEqual([{ items: [{ kind: 'response', mail: false }] }])
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
  await waitFor(async () => expect((await toggle(byMail)).checked).toBe(true))
  expect(changes()).toHaveLength(2)
})

test('SPEC 10: what could not be saved says so in its row, and another try saves it', async () => {
  let isDown = true
  const { changes } = openPage({}, () => (isDown ? problem(503, 'internal', 'Down') : null))
  fireEvent.click(await toggle(byMail))
  const row = await rowOf('A response or a quote arrives')
  await within(row).findByText('We could not save. Your text is still here.')
  isDown = false
  fireEvent.click(within(row).getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(within(row).queryByRole('alert')).toBeNull())
  expect((await toggle(byMail)).checked).toBe(false)
  expect(changes()).toHaveLength(2)
})

test('SPEC 10: what was refused is told in the server’s words, and the switch shows how it is', async () => {
  openPage({}, () => problem(422, 'not_switchable', 'This cannot be switched off.'))
  fireEvent.click(await toggle(byMail))
  const row = await rowOf('A response or a quote arrives')
  await within(row).findByText('This cannot be switched off.')
  expect((await toggle(byMail)).checked).toBe(true)
})

test('SPEC 10: mails once a day come at an hour of a named zone: the reader’s own unless chosen', async () => {
  const { changes } = openPage()
  expect((await screen.findByRole<HTMLInputElement>('radio', { name: 'Bundled' })).checked).toBe(true)
  expect(screen.queryByRole('combobox', { name: 'Hour' })).toBeNull()
  fireEvent.click(screen.getByRole('radio', { name: 'Once a day' }))
  const hour = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Hour' })
  expect(hour.value).toBe('08:00')
  await screen.findByText(/^Mails come once a day, at 08:00 in /)
  fireEvent.click(hour)
  fireEvent.click(await screen.findByRole('option', { name: '17:00' }))
  await screen.findByText(/^Mails come once a day, at 17:00 in /)
  await waitFor(() => expect(screen.queryByText(/at 08:00/), 'only the newest choice is said').toBeNull())
  expect(changes()).toEqual([
    { mails: { mode: 'daily', digestHour: 8, timeZone: ownZone() } },
    { mails: { mode: 'daily', digestHour: 17, timeZone: ownZone() } },
  ])
})

test('SPEC 10: a zone that the server does not know is refused at its field, and stays chosen', async () => {
  const daily: MailHabits = { mode: 'daily', digestHour: 8, timeZone: 'Europe/Berlin' }
  const errors = [{ path: 'mails.timeZone', code: 'invalid_input', message: 'Choose a time zone.' }]
  openPage({ mails: daily }, () => problem(422, 'invalid_input', 'Choose a time zone.', { errors }))
  fireEvent.click(await screen.findByRole('combobox', { name: 'Time zone' }))
  // By its words: to ask six hundred options for their role takes seconds.
  fireEvent.click(await screen.findByText('Asia/Tokyo'))
  await screen.findByText('Choose a time zone.')
  const zone = screen.getByRole<HTMLInputElement>('combobox', { name: 'Time zone' })
  expect(zone.value).toBe('Asia/Tokyo')
  expect(zone.getAttribute('aria-invalid')).toBe('true')
})

test('SPEC 10: who gets no mail reads it here, with the way to another address', async () => {
  openPage({ failure: { kind: 'response.received', news: 'response', at: '2026-11-20T10:00:00.000Z' } })
  const alert = (await screen.findByText('Mail to rex@fairwork.example could not be delivered')).closest(
    '[role="alert"]',
  )
  expect(alert?.textContent).toContain('“A response or a quote arrives”')
  expect(screen.getByRole('link', { name: 'change it in your account' }).getAttribute('href')).toBe('/account')
})
