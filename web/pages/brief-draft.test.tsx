import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import type { Brief } from '../../shared/briefs.ts'
import type { Workspace } from '../../shared/organizations.ts'
import { draftKept, keepDraft } from '../kept-drafts.ts'
import { problem } from '../testing.tsx'
import { someone } from '../testing-app.tsx'
import { type Doors, here, openWorkspaceAt, solution, workspace } from '../testing-workspace.tsx'
import { draft, keeping, one, page } from './brief/draft/testing-draft.ts'

const partner: Workspace = {
  ...workspace,
  permissions: ['briefs'],
  can: { ...workspace.can, readShortlists: false, createShortlists: false, readBriefs: true, createBriefs: true },
}
const me = someone({
  partnerships: [
    {
      delegationId: draft.id,
      organization: workspace.organization,
      permissions: ['briefs'],
      dataVisibility: 'scoped',
      acceptedAt: draft.updatedAt,
      lastActivityAt: draft.updatedAt,
    },
  ],
})
const of = { user: me.user.id, org: workspace.organization.slug, id: draft.id }
beforeEach(() => localStorage.clear())

function open(start: Brief = draft, more: Doors = {}) {
  const server = keeping(start)
  const asked = { ...draft, asks: { company: null, person: null } }
  const preview: Doors = { [`GET ${one}/preview`]: () => ({ body: asked }), 'GET /me': () => ({ body: me }) }
  return { ...openWorkspaceAt(page, { ...more, ...preview, ...server.doors, ...more }, partner), server }
}
const field = (name: string) => screen.findByRole<HTMLInputElement>('textbox', { name })
const type = (element: HTMLElement, value: string) => fireEvent.change(element, { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

test('autosave: what is typed is saved by itself, only that, with the version that was seen', async () => {
  const { changes } = open()
  type(await field('Title'), 'Nights in the north')
  screen.getByText('Saving…')
  expect(draftKept(of)).toMatchObject({ typed: { title: 'Nights in the north' } })
  await screen.findByText('Saved')
  expect(changes()).toMatchObject([{ body: { title: 'Nights in the north' }, headers: { 'if-match': '"3"' } }])
  expect(draftKept(of)).toBeNull()
  screen.getByRole('heading', { name: 'Nights in the north', level: 1 })
})

test('crash: what was typed and not saved is back, says so, and can be discarded', async () => {
  keepDraft(of, { typed: { description: 'In four cities.' }, from: { description: described('In three cities.') } })
  const { server } = open()
  await screen.findByText('What you typed here last time was not saved. It is back.')
  expect((await field('Description')).value).toBe('In four cities.')
  await waitFor(() => expect(server.now().description).toBe('In four cities.'))
  press('Discard it')
  await waitFor(() => expect(server.now().description).toBe('In three cities.'))
})
const described = (description: string) => JSON.stringify({ given: { description } })

test('conflict: names who changed it, shows what it says now, keeps what was typed, and asks which to keep', async () => {
  const { server } = open()
  const title = await field('Title')
  server.edith({ title: 'Evenings', description: 'In five cities.' })
  type(title, 'Nights')
  await screen.findByText(/^Edith Lang changed “Title” a moment ago. It says now: “Evenings”./)
  expect(title.value).toBe('Nights')
  expect((await field('Description')).value).toBe('In five cities.')
  press('Keep mine')
  await waitFor(() => expect(server.now().title).toBe('Nights'))
})

test('a broken line is told, what was typed stays, and leaving is asked', async () => {
  const { router } = open(draft, { [`PATCH ${one}`]: () => new Error('broken') })
  type(await field('Title'), 'Nights')
  await screen.findByText('We could not save. Your text is still here.')
  screen.getByRole('button', { name: 'Try again' })
  void router.navigate({ to: '/w/$org/briefs', params: { org: 'meridian-health' } })
  const dialog = await screen.findByRole('dialog', { name: 'Leave without saving?' })
  fireEvent.click(within(dialog).getByRole('button', { name: 'Leave' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/w/meridian-health/briefs'))
  expect(draftKept(of)).toMatchObject({ typed: { title: 'Nights' } })
})

test('refusals of Send stand at their fields, and the first of them has the focus', async () => {
  const { changes } = open({ ...draft, title: '', recipients: [] })
  await field('Title')
  press('Send')
  await screen.findByText('Enter a title.')
  screen.getByText('Choose at least one solution.')
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Title' })))
  expect(changes()).toEqual([])
})

test('what the server refuses when sending goes to its question', async () => {
  const errors = [{ path: 'questions.1.choices', code: 'invalid_input', message: 'Give at least two choices.' }]
  open(draft, {
    [`POST ${one}/send`]: () => problem(422, 'invalid_input', 'Some fields need your attention.', { errors }),
  })
  await field('Title')
  press('Send')
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Send' }))
  await screen.findByText('Give at least two choices.')
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Choices of question 2, one a line')))
})

test('V4: Send asks once, names how many, until when and how the asker is named, and saves what was typed before', async () => {
  const { changes, server } = open({ ...draft, deadline: '2027-01-15T16:00:00.000Z', deadlineZone: 'Europe/Berlin' })
  type(await field('Title'), 'Nights')
  press('Send')
  const dialog = await screen.findByRole('dialog', { name: 'Send brief?' })
  expect(dialog.textContent).toMatch(
    /2 solutions will be asked until \w+day 15 January 2027, .*They read: “Meridian Health asks”/,
  )
  fireEvent.click(within(dialog).getByRole('button', { name: 'Send' }))
  await screen.findByText('Nights sent to 2 solutions')
  expect(changes().map(({ method, headers }) => [method, headers['if-match']])).toEqual([
    ['PATCH', '"3"'],
    ['POST', '"4"'],
  ])
  expect(server.now().status).toBe('sent')
  expect(draftKept(of)).toBeNull()
})

test('Send says before how many brackets of a template nobody filled in', async () => {
  open({ ...draft, description: 'For [which clinics] and [how many nurses].' })
  await field('Title')
  press('Send')
  const dialog = await screen.findByRole('dialog', { name: 'Send brief?' })
  within(dialog).getByText(/^2 places in \[brackets\] are not filled in/)
})

test('somebody sends it while one writes: what was typed can still be copied', async () => {
  const { cache, server } = open(draft, { [`PATCH ${one}`]: () => new Error('broken') })
  type(await field('Description'), 'In four cities.')
  server.edith({ status: 'sent', can: { ...draft.can, edit: false, send: false } })
  await cache.invalidateQueries()
  await screen.findByText('This brief was sent while you wrote. What you wrote is not in it.')
  screen.getByText('In four cities.')
})

test('G3: a brief that is not there any more keeps what was typed on the screen, and nothing in the browser', async () => {
  let isGone = false
  const nothing = problem(404, 'not_found', 'This does not exist, or you may not see it.')
  const { cache } = open(draft, {
    [`GET ${one}`]: () => (isGone ? nothing : { body: draft }),
    [`PATCH ${one}`]: () => nothing,
  })
  type(await field('Description'), 'In four cities.')
  isGone = true
  await cache.invalidateQueries()
  await screen.findByText('This brief is not there any more. What you wrote is not saved.')
  screen.getByText('In four cities.')
  expect(localStorage).toHaveLength(0)
})

test('questions: added, written in place, moved, removed and put back, each with its id', async () => {
  const { server } = open()
  await field('Question 1')
  press('Add question')
  type(await field('Question 3'), 'How many?')
  press('Actions for question 3')
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Move to top' }))
  await screen.findByText('Question 3 is number 1 of 3 now')
  await waitFor(() =>
    expect(server.now().questions.map(({ text }) => text)).toEqual(['How many?', 'Since when?', 'Who pays?']),
  )
  press('Actions for question 2')
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Remove' }))
  await waitFor(() => expect(server.now().questions).toHaveLength(2))
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(server.now().questions[1]).toEqual(draft.questions[0]))
})

test('DST: a time that clocks jump over is told where it is typed and not saved; one that comes twice asks which', async () => {
  const { changes, server } = open()
  type(await screen.findByLabelText('Answers until'), '2027-03-28')
  type(screen.getByLabelText('Time'), '02:30')
  fireEvent.click(screen.getByRole('combobox', { name: 'Time zone' }))
  fireEvent.click(await screen.findByRole('option', { name: 'Europe/Berlin', hidden: true }))
  await screen.findByText('Clocks in Berlin are put forward over 02:30 on this day. Choose another time.')
  type(screen.getByLabelText('Answers until'), '2027-10-31')
  fireEvent.click(await screen.findByRole('radio', { name: 'The second (UTC+1)' }))
  await waitFor(() => expect(server.now().deadline).toBe('2027-10-31T01:30:00.000Z'))
  expect(changes().at(-1)?.body).toEqual({ deadline: '2027-10-31T01:30:00.000Z', deadlineZone: 'Europe/Berlin' })
})

test('SPEC 7: who asks is shown as solutions read it; anonymous is a tick away', async () => {
  const { server } = open()
  await screen.findByText('Meridian Health', { selector: 'strong' })
  fireEvent.click(screen.getByRole('checkbox', { name: /^Anonymous/ }))
  await screen.findByText('Anonymous Buyer', { selector: 'strong' })
  await waitFor(() => expect(server.now().anonymous).toBe(true))
})

test('D5: recipients come from the catalogue; of shortlists and saved solutions nothing is shown or asked without the permission', async () => {
  const found = {
    items: [solution(7, 'Nuvio')],
    nextCursor: null,
    total: 1,
    totalIsLeast: false,
    facets: null,
    searchedFor: null,
  }
  const { asked, server } = open(draft, { 'GET /solutions': () => ({ body: found }) })
  await field('Title')
  press('Add solutions')
  fireEvent.click(await screen.findByRole('button', { name: 'Add Nuvio' }))
  await screen.findByText('3 solutions chosen')
  expect(screen.queryByRole('radio', { name: 'Shortlists' })).toBeNull()
  await waitFor(() => expect(server.now().recipients).toHaveLength(3))
  expect(asked.filter(({ url }) => /shortlist|saved/.test(url))).toEqual([])
})

test('the preview is what the door of solutions answers, names hidden as they will be', async () => {
  open()
  fireEvent.click(await screen.findByRole('link', { name: 'Preview' }))
  await screen.findByText('Solutions read exactly this.')
  expect(screen.getByRole('main').textContent).toMatch(/Anonymous Buyer/)
  expect(screen.getByRole('main').textContent).not.toMatch(/Meridian|Pia|Crewline/)
})

test('who may not change a draft reads it as solutions will', async () => {
  open({ ...draft, can: { ...draft.can, edit: false, send: false } })
  await screen.findByText('Since when?')
  expect(screen.queryByRole('textbox', { name: 'Title' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Send' })).toBeNull()
})

test('V5: a draft that nobody else has seen is gone for good, and says so before', async () => {
  const { router } = open(draft, {
    [`DELETE ${one}`]: () => ({ body: { id: draft.id, trashed: false } }),
    [`GET ${here}/briefs?`]: () => ({ body: { items: [], nextCursor: null } }),
  })
  await field('Title')
  press('More actions')
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }))
  await screen.findByText('Nobody but you has seen “Night shifts”. It is gone for good, with its questions.')
  press('Delete')
  await waitFor(() => expect(router.state.location.pathname).toBe('/w/meridian-health/briefs'))
})
