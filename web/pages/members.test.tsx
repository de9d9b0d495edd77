import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Member, Workspace } from '../../shared/organizations.ts'
import { problem } from '../testing.tsx'
import { organization, someone } from '../testing-app.tsx'
import { adminWho, type Doors, openWorkspaceAt, uuid, workspace } from '../testing-workspace.tsx'

const at = `/organizations/${organization.slug}/members`
const page = `/w/${organization.slug}/settings/members`
const link = `http://localhost/invitations/${uuid(5)}`

const member = (number: number, name: string, role: Member['role'], more: Partial<Member> = {}): Member => ({
  id: uuid(number),
  user: { email: `${name.split(' ')[0]!.toLowerCase()}@meridian.example`, name },
  role,
  status: 'active',
  since: '2026-09-03T10:00:00.000Z',
  invitation: null,
  ...more,
})
const invited = (more: Partial<NonNullable<Member['invitation']>> = {}): Member => ({
  ...member(5, 'nina', 'viewer', { status: 'invited' }),
  user: { email: 'nina@meridian.example', name: '' },
  invitation: {
    invitedBy: { name: 'Bea Okafor' },
    invitedAt: '2026-11-20T10:00:00.000Z',
    expiresAt: '2026-12-04T10:00:00.000Z',
    isExpired: false,
    mailState: 'sent',
    mailAt: '2026-11-20T10:00:00.000Z',
    link,
    ...more,
  },
})
const bea = member(1, 'Bea Okafor', 'admin')
const jonas = member(2, 'Jonas Weber', 'admin')
const edith = member(3, 'Edith Lang', 'editor')

const admin = adminWho({ readMembers: true, manageMembers: true })
const editor: Workspace = { ...admin, role: 'editor', can: { ...admin.can, manageMembers: false } }

/** The page as Bea sees it, before a server that keeps the team as the real one does. */
function open(start: Member[], { doors = {}, as = admin }: { doors?: Doors; as?: Workspace } = {}) {
  let team = start
  const replace = (now: Member) => {
    team = team.map((it) => (it.id === now.id ? now : it))
    return { body: now }
  }
  const counts = () => {
    const active = team.filter(({ status }) => status === 'active')
    const admins = active.filter(({ role }) => role === 'admin').length
    return { all: team.length, active: active.length, invited: team.length - active.length, admins }
  }
  const find = (url: string) => team.find(({ id }) => url.includes(id))!
  const me = someone(
    { organizations: as.role ? [{ ...organization, role: as.role }] : [] },
    { email: 'bea@meridian.example', name: 'Bea Okafor' },
  )
  return openWorkspaceAt(
    page,
    {
      ...doors,
      'GET /me': () => ({ body: me }),
      [`PATCH ${at}`]: ({ url, body }) => replace({ ...find(url), ...(body as Partial<Member>) }),
      [`DELETE ${at}`]: ({ url }) => {
        const gone = find(url)
        team = team.filter((it) => it !== gone)
        return { body: { ...gone, status: 'removed' } }
      },
      [`GET ${at}`]: () => ({ body: { items: team, nextCursor: null, counts: counts() } }),
      ...doors,
    },
    as,
  )
}

const act = async (name: string, what: string) => {
  fireEvent.click(await screen.findByRole('button', { name: `Actions for ${name}` }))
  fireEvent.click(await screen.findByRole('menuitem', { name: what }))
}
const actsOf = async (name: string) => {
  fireEvent.click(await screen.findByRole('button', { name: `Actions for ${name}` }))
  return (await screen.findAllByRole('menuitem')).map(({ textContent }) => textContent)
}
const dialog = async (name: string) => within(await screen.findByRole('dialog', { name }))
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

test('O2: everybody reads who is in the team, and what each role may do', async () => {
  open([{ ...invited(), invitation: null }, { ...edith, since: new Date().toISOString() }, bea], { as: editor })
  await screen.findByText('Edith Lang')
  const [, nina, newest] = screen.getAllByRole('row')
  expect(newest?.textContent).toContain('since today')
  expect(nina?.textContent).toContain('nina@meridian.example')
  expect(screen.getByText('Create, edit and send shortlists, briefs and notes').parentElement?.textContent).toContain(
    'EditorYour role',
  )
  expect(screen.queryByRole('button', { name: 'Invite to the team' })).toBeNull()
  expect(screen.queryByRole('button', { name: /Actions for (Edith|nina)/ })).toBeNull()
  expect(await actsOf('Bea Okafor')).toEqual(['Leave team'])
})

test('O2: an invitation proposes the smallest role; a refusal stands at its field and nothing typed is lost', async () => {
  const words = 'This person is in your team already.'
  const refusals = [
    problem(409, 'already_member', words, { errors: [{ path: 'email', code: 'already_member', message: words }] }),
  ]
  const { changes } = open([edith, bea], {
    doors: { [`POST ${at}`]: () => refusals.shift() ?? { status: 201, body: invited({ mailState: 'queued' }) } },
  })
  fireEvent.click(await screen.findByRole('button', { name: 'Invite to the team' }))
  await dialog('Invite to the team')
  expect(screen.getByLabelText<HTMLInputElement>('Viewer').checked).toBe(true)
  fireEvent.change(screen.getByLabelText('Email'), { target: { value: 'edith@meridian.example' } })
  fireEvent.click(screen.getByLabelText('Admin'))
  press('Send invitation')
  await screen.findByText(words)
  expect(screen.getByLabelText<HTMLInputElement>('Admin').checked).toBe(true)
  fireEvent.change(screen.getByLabelText('Email'), { target: { value: 'nina@meridian.example' } })
  press('Send invitation')
  await screen.findByText('Invitation sent to nina@meridian.example')
  expect(changes().at(-1)?.body).toEqual({ email: 'nina@meridian.example', role: 'admin' })
})

test('D9: who was invited can be mailed again, and the link has no secret', async () => {
  const { changes } = open([invited(), bea], {
    doors: {
      [`POST ${at}/${uuid(5)}/resend`]: () =>
        problem(429, 'resend_too_soon', 'A mail went out less than 10 minutes ago.', { retryAfterSeconds: 60 }),
    },
  })
  expect(await actsOf('nina@meridian.example')).toEqual(['Resend', 'Copy link', 'Change role', 'Cancel invitation'])
  fireEvent.click(screen.getByRole('menuitem', { name: 'Copy link' }))
  await screen.findByText(`Copy this link: ${link}`)
  await act('nina@meridian.example', 'Resend')
  await screen.findByText(/less than 10 minutes ago. Not before \d\d:\d\d/)
  expect(changes().map(({ url }) => url)).toEqual([`/api/v1${at}/${uuid(5)}/resend`])
})

test('ABUSE I8: a mail that failed is seen by who can act, with the way to send it again', async () => {
  const { changes } = open([invited({ mailState: 'failed' }), bea], {
    doors: { [`POST ${at}/${uuid(5)}/resend`]: () => ({ body: invited({ mailState: 'queued' }) }) },
  })
  await screen.findByText('Mail failed', { exact: false })
  press('Resend')
  await screen.findByText('Invitation sent to nina@meridian.example again')
  expect(changes()).toHaveLength(1)
})

test('D9: an expired invitation says since when it is; it is sent again or taken back, its role waits', async () => {
  open([invited({ isExpired: true }), bea])
  const expired = (await screen.findByText('Expired')).closest('td')
  expect(expired?.querySelector('time')?.dateTime).toBe('2026-12-04T10:00:00.000Z')
  expect(await actsOf('nina@meridian.example')).toEqual(['Resend', 'Copy link', 'Cancel invitation'])
  fireEvent.click(screen.getByRole('menuitem', { name: 'Cancel invitation' }))
  await screen.findByText(/stops working at once. No mail tells them/)
  press('Cancel invitation')
  await screen.findByText('Invitation to nina@meridian.example cancelled')
  await waitFor(() => expect(screen.queryByText('nina@meridian.example')).toBeNull())
})

test('O2: another role is told to the person; the same role is no change', async () => {
  const { changes } = open([edith, jonas, bea])
  await act('Edith Lang', 'Change role')
  await dialog('Change role')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Change role' }).disabled).toBe(true)
  fireEvent.click(screen.getByLabelText('Viewer'))
  press('Change role')
  await screen.findByText('Edith Lang is a viewer now. They are told in the app and by mail.')
  expect(changes().map(({ body }) => body)).toEqual([{ role: 'viewer' }])
})

test('O2: an admin who steps down is told what that means', async () => {
  open([jonas, bea])
  await act('Bea Okafor', 'Change role')
  fireEvent.click(await screen.findByLabelText('Editor'))
  await screen.findByText('You give up your admin rights at once. Only another admin can give them back.')
})

test('O2: the only admin stays one: said before trying, and in the words of the server after it', async () => {
  open([edith, bea])
  await act('Bea Okafor', 'Change role')
  await screen.findByText('The only admin stays one. Make another admin first.')
  expect(screen.getByLabelText<HTMLInputElement>('Editor').disabled).toBe(true)
})

test('O2: who is an admin no longer by the time they confirm reads the refusal', async () => {
  const words = 'An organization needs at least one admin. Make somebody else an admin first.'
  open([jonas, bea], {
    doors: { [`POST /organizations/${organization.slug}/leave`]: () => problem(409, 'last_admin', words) },
  })
  await act('Bea Okafor', 'Leave team')
  await screen.findByText(/Your access ends at once, and the admins are told/)
  press('Leave team')
  await screen.findByText(words)
})

test('O2: handing over: the only admin makes another one first, and is asked again before leaving', async () => {
  const { changes, router } = open([edith, bea], {
    doors: { [`POST /organizations/${organization.slug}/leave`]: () => ({ body: { done: true } }) },
  })
  await act('Bea Okafor', 'Leave team')
  await dialog('Hand over before you leave')
  press('Make admin')
  await screen.findByText('Choose who becomes an admin.')
  fireEvent.click(screen.getByRole('combobox', { name: 'Who' }))
  fireEvent.click(await screen.findByText('Edith Lang (edith@meridian.example)'))
  press('Make admin')
  await screen.findByText('Edith Lang is an admin now. They are told in the app and by mail.')
  await dialog('Leave the team of Meridian Health?')
  press('Leave team')
  await waitFor(() => expect(router.state.location.pathname).toBe('/organizations/new'))
  expect(changes().map(({ method, body }) => [method, body])).toEqual([
    ['PATCH', { role: 'admin' }],
    ['POST', {}],
  ])
})

test('O2: alone in the team, the only admin is shown the way: invite somebody', async () => {
  open([invited(), bea])
  await act('Bea Okafor', 'Leave team')
  const shown = await dialog('Hand over before you leave')
  shown.getByText(/Nobody else is in the team/)
  fireEvent.click(shown.getByRole('button', { name: 'Invite to the team' }))
  await waitFor(() => expect(screen.getByLabelText('Email')).toBeTruthy())
})

test('O2: before somebody is removed, the dialog says what ends and what stays', async () => {
  const { changes } = open([edith, bea])
  await act('Edith Lang', 'Remove from team')
  const shown = await dialog('Remove from team?')
  shown.getByText(/Their work and shared notes stay with Meridian Health; personal notes stay personal/)
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Keep in team'))
  press('Remove from team')
  await screen.findByText('Edith Lang removed from the team')
  expect(changes().map(({ method, url }) => [method, url])).toEqual([['DELETE', `/api/v1${at}/${uuid(3)}`]])
})

test('the filter stands in the address, and an empty answer leads back to all', async () => {
  const { router } = open([bea], {
    doors: {
      [`GET ${at}?status=invited`]: () => ({
        body: { items: [], nextCursor: null, counts: { all: 1, active: 1, invited: 0, admins: 1 } },
      }),
    },
  })
  fireEvent.click(await screen.findByLabelText('Invited 0'))
  await screen.findByText('Nobody is invited')
  expect(router.state.location.search).toEqual({ status: 'invited' })
  press('Show all')
  await screen.findByText('Bea Okafor', { selector: 'td *' })
})

test('D5: a partner finds no team page, and its code is not asked for', async () => {
  const { asked } = open([bea], { as: workspace })
  await screen.findByText('Nothing to see here')
  expect(asked.filter(({ url }) => url.includes('/members'))).toEqual([])
})
