import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { type Brief, findBrief } from '../../../shared/briefs.ts'
import { refreshDoors } from '../../api.ts'
import { problem } from '../../testing.tsx'
import { type Doors, here, openWorkspaceAt, solution, uuid } from '../../testing-workspace.tsx'
import { brief, closed, editor, keeping, page, partner, recipient, recipients, toRead } from './sent/testing-brief.tsx'

async function open(start: Brief = brief, as = partner, more: Doors = {}) {
  const server = keeping(start)
  const opened = openWorkspaceAt(page, { ...more, ...server.doors, ...more }, as)
  await screen.findByRole('heading', { level: 1, name: start.title })
  const streamTells = () => act(() => refreshDoors(opened.cache, [findBrief]).then(() => undefined))
  return { ...opened, server, streamTells }
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const choose = async (entry: string) => {
  press('More actions')
  fireEvent.click(await screen.findByRole('menuitem', { name: entry }))
}
const decide = (name: string, outcome: string) =>
  fireEvent.change(screen.getByLabelText(`Outcome for ${name}`), { target: { value: outcome } })
const rowOf = (name: string) => screen.getByRole('row', { name: new RegExp(name) }).textContent

test('every recipient is there with what became of it: in words, and a decline with its reason', async () => {
  await open()
  expect(rowOf('Crewline')).toMatch(/Responded19 Nov/)
  expect(rowOf('Kindred')).toMatch(/“No nurses left.”Declined19 Nov/)
  expect(rowOf('Talentbridge')).toMatch(/Mail failed18 Nov/)
  expect(rowOf('Verifolk')).toMatch(/Viewed19 Nov/)
  screen.getByText('4 solutions: 1 responded, 1 declined, 1 viewed, 1 mail failed')
  expect(screen.queryByRole('columnheader', { name: 'Told' })).toBeNull()
})

test('fifty recipients stand in one table, and are decided in one dialog', async () => {
  const fifty = Array.from({ length: 50 }, (_, place) => recipient(100 + place, `Solution ${place + 1}`))
  const { changes } = await open({ ...brief, recipients: fifty })
  screen.getByText('50 solutions: 50 not viewed yet')
  expect(document.querySelectorAll('tbody tr')).toHaveLength(50)
  fireEvent.click(screen.getByText('Close brief'))
  fireEvent.click(await screen.findByText('All others: not selected'))
  screen.getByText('50 of 50 will be told an outcome.')
  fireEvent.click(screen.getAllByText('Close brief').at(-1)!)
  await screen.findByText('Night shift cover closed')
  const outcomes = fifty.map(({ solutionId }) => ({ solutionId, outcome: 'not_selected' }))
  expect(changes()[0]?.body).toEqual({ outcomes })
})

test('who sees it, who made it, until when it takes answers with day, time and zone, and who solutions read that asks', async () => {
  await open()
  screen.getByText('The team of Meridian Health sees it, and any partner who sees all published work')
  screen.getByText(/^RFI · By you, sent/)
  screen.getByText(/^Takes answers until/)
  screen.getAllByText(/Monday 30 November 2099, 1\d:00 \(/)
  screen.getByText('Solutions read: Pia Lindqvist for Meridian Health asks')
})

test('V2: who only reads it finds the same page, and nothing that changes it', async () => {
  await open(toRead, { ...partner, dataVisibility: 'full', can: { ...partner.can, createBriefs: false } })
  expect(screen.queryByRole('button', { name: /Add recipients|Close brief|Tell outcomes/ })).toBeNull()
  press('More actions')
  await screen.findByRole('menuitem', { name: 'Export CSV' })
  expect(screen.getAllByRole('menuitem')).toHaveLength(1)
})

test('SPEC 5: closing says who is told what before it happens, and tells an outcome to those of whom it was said', async () => {
  const { changes } = await open()
  press('Close brief')
  const dialog = await screen.findByRole('dialog', { name: 'Close brief' })
  within(dialog).getByText(/Solutions that have not answered are told that it has closed/)
  within(dialog).getByText(/reads “Pia Lindqvist for Meridian Health chose them”/)
  expect(changes()).toEqual([])
  decide('Crewline', 'selected')
  fireEvent.click(within(dialog).getByRole('button', { name: 'All others: not selected' }))
  within(dialog).getByText('4 of 4 will be told an outcome.')
  fireEvent.click(within(dialog).getByRole('button', { name: 'Close brief' }))
  await screen.findByText('Night shift cover closed')
  expect(changes()[0]).toMatchObject({ headers: { 'if-match': '"3"' } })
  expect(changes()[0]?.body).toEqual({
    outcomes: recipients.map(({ solutionId }, place) => ({
      solutionId,
      outcome: place === 0 ? 'selected' : 'not_selected',
    })),
  })
  expect(rowOf('Crewline')).toMatch(/Selected$/)
})

test('without a word about outcomes nobody is told one: it closes', async () => {
  const { changes } = await open()
  press('Close brief')
  const dialog = await screen.findByRole('dialog', { name: 'Close brief' })
  fireEvent.click(within(dialog).getByRole('button', { name: 'Close brief' }))
  await waitFor(() => expect(changes()[0]?.body).toEqual({ outcomes: [] }))
})

test('SPEC 5: of one that has closed outcomes can be told later, to those who were not told yet', async () => {
  const told = recipients.map((it, place) => ({ ...it, outcome: place === 0 ? ('selected' as const) : null }))
  const { changes } = await open({ ...closed, recipients: told })
  screen.getByText(/it takes no answers any more$/)
  expect(rowOf('Kindred')).toMatch(/Nothing yet$/)
  press('Tell outcomes')
  const dialog = await screen.findByRole('dialog', { name: 'Tell outcomes' })
  expect(within(dialog).queryByRole('combobox', { name: 'Outcome for Crewline' })).toBeNull()
  expect(within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Tell outcomes' }).disabled).toBe(true)
  decide('Kindred', 'not_selected')
  fireEvent.click(within(dialog).getByRole('button', { name: 'Tell outcomes' }))
  await screen.findByText('1 solution told')
  expect(changes()[0]?.body).toEqual({ outcomes: [{ solutionId: uuid(2), outcome: 'not_selected' }] })
})

test('who was quicker is named, what was chosen stays, and the next attempt goes out with the new version', async () => {
  const { server, changes } = await open()
  press('Close brief')
  const dialog = await screen.findByRole('dialog', { name: 'Close brief' })
  decide('Crewline', 'selected')
  server.edith({ deadline: '2099-12-01T16:00:00.000Z' })
  fireEvent.click(within(dialog).getByRole('button', { name: 'Close brief' }))
  await screen.findByText('Edith Lang changed this a moment ago. Look at the new version, then close it again.')
  fireEvent.click(within(dialog).getByRole('button', { name: 'Close brief' }))
  await screen.findByText('Night shift cover closed')
  expect(changes().at(-1)).toMatchObject({
    headers: { 'if-match': '"4"' },
    body: { outcomes: [{ solutionId: uuid(1), outcome: 'selected' }] },
  })
})

test('SPEC 5: a deadline is moved by the clock of its zone; a refusal stands at the field in the words of the server', async () => {
  const words = 'A deadline only moves to later.'
  const answers = [
    problem(422, 'brief_sent', words, { errors: [{ path: 'deadline', code: 'brief_sent', message: words }] }),
  ]
  const server = keeping(brief)
  const patch = `PATCH ${here}/briefs/${brief.id}`
  const { changes } = await open(brief, partner, {
    [patch]: (request) => answers.shift() ?? server.doors[patch]!(request),
  })
  await choose('Move deadline')
  const field = await screen.findByLabelText<HTMLInputElement>('New deadline')
  expect(field.value).toBe('2099-11-30T17:00')
  fireEvent.change(field, { target: { value: '2099-11-29T17:00' } })
  fireEvent.click(screen.getByRole('button', { name: 'Move deadline' }))
  await screen.findByText(words)
  expect(field.value).toBe('2099-11-29T17:00')
  fireEvent.change(field, { target: { value: '2099-12-07T09:30' } })
  fireEvent.click(screen.getByRole('button', { name: 'Move deadline' }))
  await screen.findByText('Deadline moved')
  expect(changes().at(-1)?.body).toEqual({ deadline: '2099-12-07T08:30:00.000Z', deadlineZone: 'Europe/Berlin' })
})

test('SPEC 5: more recipients are chosen first and asked together; whom it reached already is not offered again', async () => {
  const nuvio = solution(5, 'Nuvio')
  const found = { items: [solution(1, 'Crewline'), nuvio], nextCursor: null, total: 2, totalIsLeast: false }
  const words = 'Nuvio has no contact who could be asked.'
  const errors = [{ path: `solutionIds.${nuvio.id}`, code: 'recipient_unreachable', message: words }]
  const answers = [problem(422, 'recipient_unreachable', words, { errors })]
  const { changes } = await open(brief, partner, {
    'GET /solutions': () => ({ body: { ...found, facets: null, searchedFor: null } }),
    [`POST ${here}/briefs/${brief.id}/recipients`]: () =>
      answers.shift() ?? { body: { ...brief, recipients: [...recipients, recipient(5, 'Nuvio')] } },
  })
  press('Add recipients')
  await screen.findByRole('button', { name: 'Added Crewline' })
  press('Add Nuvio')
  await screen.findByText('They get the brief at once, by mail and in the app. That cannot be undone.')
  expect(changes()).toEqual([])
  press('Send to 1 solution')
  await screen.findByText(words)
  press('Send to 1 solution')
  await screen.findByText('Sent to 1 solution')
  expect(changes().at(-1)?.body).toEqual({ solutionIds: [nuvio.id] })
  await screen.findByRole('row', { name: /Nuvio/ })
})

test('one without a deadline has none to move', async () => {
  await open({ ...brief, deadline: null, deadlineZone: null })
  screen.getByText('Takes answers until somebody closes it')
  press('More actions')
  await screen.findByRole('menuitem', { name: 'Export CSV' })
  expect(screen.queryByRole('menuitem', { name: 'Move deadline' })).toBeNull()
})

test('SPEC 7: revealing says what solutions will read afterwards, and that it is not undone', async () => {
  const hidden: Brief = {
    ...brief,
    anonymous: true,
    asks: { company: null, person: null },
    asksRevealed: { company: 'Meridian Health', person: null },
    can: { ...brief.can, reveal: true },
  }
  const { changes } = await open(hidden)
  screen.getByText('Solutions read: Anonymous Buyer asks')
  await choose('Reveal who asks')
  const dialog = await screen.findByRole('dialog', { name: 'Reveal who asks?' })
  within(dialog).getByText(/now read “Anonymous Buyer”.*every recipient reads “Meridian Health”/)
  within(dialog).getByText('Revealing cannot be undone.')
  expect(changes()).toEqual([])
  fireEvent.click(within(dialog).getByRole('button', { name: 'Reveal' }))
  await screen.findByText('Solutions read: Meridian Health asks')
})

test('a copy begins a new draft and opens it', async () => {
  const draft: Brief = { ...brief, id: uuid(88), status: 'draft', title: 'Night shift cover', recipients: [] }
  const { changes, router } = await open(brief, partner, {
    [`POST ${here}/briefs`]: () => ({ status: 201, body: draft }),
    [`GET ${here}/briefs/${draft.id}`]: () => ({ body: draft }),
  })
  await choose('Copy to a new draft')
  await waitFor(() => expect(router.state.location.pathname).toMatch(new RegExp(`${draft.id}$`)))
  expect(changes()[0]?.body).toEqual({ copyOf: brief.id })
})

test('V5: deleting says that it closes, where it goes, and that it stays closed', async () => {
  const { changes, router } = await open(brief, editor, {
    [`GET ${here}/briefs?`]: () => ({ body: { items: [], nextCursor: null } }),
  })
  await choose('Delete')
  const dialog = await screen.findByRole('dialog', { name: 'Delete brief?' })
  within(dialog).getByText(/^It closes: solutions that have not answered are told so/)
  within(dialog).getByText(/stays in the trash of Meridian Health for 30 days.*you can restore it; it stays closed/)
  fireEvent.click(within(dialog).getByRole('button', { name: 'Delete' }))
  await screen.findByText('Night shift cover moved to the trash')
  await waitFor(() => expect(router.state.location.pathname).toBe('/w/meridian-health/briefs'))
  expect(changes()[0]).toMatchObject({ method: 'DELETE', headers: { 'if-match': '"3"' } })
})

test('what the stream tells is there by itself: another answer', async () => {
  const { server, streamTells } = await open()
  server.edith({ recipients: recipients.map((it) => ({ ...it, state: 'responded' as const })) })
  await streamTells()
  await screen.findByText('4 solutions: 4 responded')
})

test('V1: a brief that is gone while it is open is not there any more', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  let isGone = false
  const { streamTells } = await open(brief, partner, {
    [`GET ${here}/briefs/${brief.id}`]: () => (isGone ? problem(404, 'not_found', 'Not there.') : { body: brief }),
  })
  isGone = true
  await streamTells()
  await screen.findByRole('heading', { name: 'Nothing to see here' })
})
