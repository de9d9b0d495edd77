import { notifications } from '@mantine/notifications'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { answering, draw, problem } from '../testing.tsx'
import { openAt } from '../testing-app.tsx'
import { crewline, globehire, nightShifts, saved, solutionAnswers } from './solutions/testing.ts'

const catalogue = '/w/meridian-health/solutions'
const address = () => decodeURIComponent(window.location.pathname + window.location.search)
const pressed = (name: string) => screen.getByRole('button', { name }).getAttribute('aria-pressed')

/** Toasts stand outside of the app. */
const drawToast = (message: ReactNode) => {
  const { container } = draw(<aside>{message}</aside>)
  return container.querySelector('aside')!
}

/** jsdom has no fonts to wait for. */
Object.defineProperty(document, 'fonts', { value: new EventTarget() })

afterEach(() => {
  vi.restoreAllMocks()
  notifications.clean()
})

test('words and choices of the address are asked for, shown, and taken away one by one', async () => {
  const asked = answering(solutionAnswers())
  openAt(`${catalogue}?search=night&capability=Healthcare&region=Nordics`)
  await screen.findByText('2 of 62 solutions')
  expect(asked.map(({ url }) => url)).toContain(
    '/api/v1/solutions?search=night&capability=Healthcare&region=Nordics&limit=24',
  )
  expect(screen.getByLabelText<HTMLInputElement>('Search solutions').value).toBe('night')
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: /^Healthcare/ }).checked).toBe(true)
  fireEvent.click(screen.getByRole('button', { name: 'Remove Nordics' }))
  await waitFor(() => expect(address()).toBe(`${catalogue}?search=night&capability=["Healthcare"]`))
  expect(document.activeElement?.getAttribute('role')).toBe('status')
})

test('what is typed and chosen comes into the address, without a step back for every letter', async () => {
  answering(solutionAnswers())
  const { router } = openAt(catalogue)
  await screen.findByText('62 solutions')
  const steps = router.history.length
  await userEvent.type(screen.getByLabelText('Search solutions'), 'night')
  await waitFor(() => expect(address()).toBe(`${catalogue}?search=night`))
  fireEvent.click(screen.getByRole('checkbox', { name: /^MSP/ }))
  await waitFor(() => expect(address()).toBe(`${catalogue}?search=night&category=["MSP"]`))
  expect(document.activeElement).toBe(screen.getByLabelText('Search solutions'))
  expect(router.history.length).toBe(steps)
  fireEvent.click(await screen.findByRole('button', { name: 'Clear all' }))
  await waitFor(() => expect(address()).toBe(catalogue))
  expect(screen.getByLabelText<HTMLInputElement>('Search solutions').value).toBe('')
})

test('misspelt words say what was searched instead', async () => {
  answering(solutionAnswers({ found: { searchedFor: 'healthcare' } }))
  openAt(`${catalogue}?search=helthcare`)
  await screen.findByText('healthcare')
  expect(screen.getByText(/^Showing results for/).textContent).toContain('“helthcare”')
})

test('where nothing is found, no results are announced for other words either', async () => {
  answering(solutionAnswers({ found: { items: [], total: 0, searchedFor: 'health' } }))
  openAt(`${catalogue}?search=helth&category=Payroll`)
  await screen.findByRole('heading', { name: 'No solution found' })
  expect(screen.queryByText(/^Showing results for/)).toBeNull()
})

test('where nothing is found, all is one click away', async () => {
  answering(solutionAnswers({ found: { items: [], total: 0 } }))
  openAt(`${catalogue}?search=xyz`)
  await screen.findByRole('heading', { name: 'No solution found' })
  fireEvent.click(screen.getByRole('button', { name: 'Show all' }))
  await waitFor(() => expect(address()).toBe(catalogue))
})

test('saving shows at once; taking back does, too, and can be undone', async () => {
  const shelf = new Set<string>()
  const asked = answering(solutionAnswers({ shelf }))
  const shown = vi.spyOn(notifications, 'show')
  openAt(catalogue)
  fireEvent.click(await screen.findByRole('button', { name: 'Save Crewline' }))
  await waitFor(() => expect(pressed('Save Crewline')).toBe('true'))
  expect(pressed('Save Globehire')).toBe('false')
  // A click while the last one is on its way does nothing.
  await waitFor(() => {
    const isAsked = asked.some(({ method }) => method === 'DELETE')
    if (!isAsked) fireEvent.click(screen.getByRole('button', { name: 'Save Crewline' }))
    expect(isAsked).toBe(true)
  })
  await waitFor(() => expect(pressed('Save Crewline')).toBe('false'))
  await waitFor(() => expect(shown).toHaveBeenCalled())
  expect(shelf.has(crewline.id)).toBe(false)
  fireEvent.click(within(drawToast(shown.mock.lastCall![0].message)).getByText('Undo'))
  await waitFor(() => expect(shelf.has(crewline.id)).toBe(true))
  await waitFor(() => expect(pressed('Save Crewline')).toBe('true'))
  expect(asked.filter(({ method }) => method !== 'GET').map(({ method }) => method)).toEqual(['PUT', 'DELETE', 'PUT'])
})

test('what a colleague or a partner saved is taken back for everybody, and Undo would not put back whose it was', async () => {
  answering(solutionAnswers({ saved: [saved(crewline, { by: 'Bea Okafor' }), saved(globehire, { own: false })] }))
  const shown = vi.spyOn(notifications, 'show')
  openAt(catalogue)
  await waitFor(() => expect(screen.getByRole('button', { name: 'Save Crewline' })).toBeTruthy())
  for (const name of ['Crewline', 'Globehire']) {
    fireEvent.click(screen.getByRole('button', { name: `Save ${name}` }))
    const words = `${name} is not saved any more, for everybody`
    await waitFor(() => expect(shown.mock.lastCall?.[0].message).toBe(words))
  }
})

test('a refused save goes back to how it was, and says so', async () => {
  const shown = vi.spyOn(notifications, 'show')
  answering(solutionAnswers({ doors: { 'PUT /': () => problem(403, 'forbidden', 'Your role does not allow this.') } }))
  openAt(catalogue)
  fireEvent.click(await screen.findByRole('button', { name: 'Save Crewline' }))
  await waitFor(() => expect(shown.mock.lastCall?.[0].message).toBe('Your role does not allow this.'))
  await waitFor(() => expect(pressed('Save Crewline')).toBe('false'))
})

test('D5: without the permission there is nothing to save with, and no door of it is asked', async () => {
  const asked = answering(solutionAnswers({ may: false }))
  openAt(catalogue)
  await screen.findByRole('heading', { name: /^Crewline/ })
  expect(screen.queryByRole('button', { name: /Crewline/ })).toBeNull()
  fireEvent.click(screen.getByRole('link', { name: 'Crewline' }))
  await screen.findByRole('heading', { level: 1, name: 'Crewline' })
  expect(screen.queryByRole('button', { name: /^Save|^Add/ })).toBeNull()
  expect(asked.filter(({ url }) => /saved|shortlists/.test(url))).toEqual([])
})

test('a solution is added to a shortlist that one may change; those that hold it say so', async () => {
  const asked = answering(solutionAnswers())
  const shown = vi.spyOn(notifications, 'show')
  openAt(`${catalogue}/crewline`)
  fireEvent.click(await screen.findByRole('button', { name: 'Add to shortlist' }))
  const choice = await screen.findByRole('dialog')
  const holding = await within(choice).findByRole<HTMLButtonElement>('button', { name: /^Locums.*Already on it/ })
  expect(holding.disabled).toBe(true)
  fireEvent.click(within(choice).getByRole('button', { name: /^Night shift cover/ }))
  await waitFor(() => expect(shown).toHaveBeenCalled())
  expect(drawToast(shown.mock.lastCall![0].message).textContent).toBe('Crewline added to Night shift cover')
  expect(asked.find(({ method }) => method === 'POST')).toMatchObject({
    url: `/api/v1/workspaces/meridian-health/shortlists/${nightShifts.id}/items`,
    body: { solutionId: crewline.id },
  })
  expect(asked.some(({ url }) => url.includes(`editable=true&holding=${crewline.id}`))).toBe(true)
})

test('a refused add says why in the words of the server', async () => {
  const words = 'A shortlist holds at most 200 solutions.'
  answering(solutionAnswers({ doors: { 'POST /': () => problem(409, 'too_many_items', words) } }))
  const shown = vi.spyOn(notifications, 'show')
  openAt(`${catalogue}/crewline`)
  fireEvent.click(await screen.findByRole('button', { name: 'Add to shortlist' }))
  fireEvent.click(await screen.findByRole('button', { name: /^Night shift cover/ }))
  await waitFor(() => expect(shown.mock.lastCall?.[0].message).toBe(words))
})

test('a new shortlist gets the solution that it was made for', async () => {
  const asked = answering(solutionAnswers())
  openAt(`${catalogue}/crewline`)
  fireEvent.click(await screen.findByRole('button', { name: 'Add to shortlist' }))
  fireEvent.click(await screen.findByRole('button', { name: 'New shortlist…' }))
  fireEvent.change(await screen.findByLabelText('Title'), { target: { value: 'Winter' } })
  fireEvent.click(screen.getByRole('button', { name: 'Create shortlist' }))
  await waitFor(() => expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(2))
  expect(asked.findLast(({ method }) => method === 'POST')?.url).toContain(`/shortlists/${nightShifts.id}/items`)
})

test('V1: a partner takes back what is their own, and the team what anybody saved', async () => {
  const others = [saved(crewline, { own: true }), saved(globehire, { own: false, by: 'Max' })]
  answering(solutionAnswers({ as: 'partner', saved: others }))
  openAt('/w/meridian-health/saved-solutions')
  await screen.findByText('Saved by Max')
  expect(pressed('Save Crewline')).toBe('true')
  expect(screen.queryByRole('button', { name: 'Save Globehire' })).toBeNull()
})

test('with nothing saved, the page says where one does', async () => {
  answering(solutionAnswers())
  openAt('/w/meridian-health/saved-solutions')
  await screen.findByRole('heading', { name: 'No saved solutions yet' })
  expect(screen.getByRole('link', { name: 'Find solutions' }).getAttribute('href')).toBe(catalogue)
})
