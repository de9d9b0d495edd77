import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { findShortlist, type Shortlist } from '../../shared/shortlists.ts'
import { refreshDoors } from '../api.ts'
import { problem } from '../testing.tsx'
import { type Doors, openWorkspaceAt, solution, workspace } from '../testing-workspace.tsx'
import {
  crewline,
  fieldforce,
  four,
  keeping,
  kindred,
  page,
  shortlist,
  talentbridge,
} from './shortlist/testing-shortlist.tsx'

/** jsdom has no layout: rows stand below each other, a hundred pixels each. */
beforeEach(() => {
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    const row = this.closest('ol > li')
    const at = row ? [...row.parentElement!.children].indexOf(row) : 0
    const isList = this.matches('ol')
    return DOMRect.fromRect({ x: 0, y: at * 100, width: 600, height: isList ? 400 : 100 })
  })
})

async function open(start: Shortlist = shortlist, more: Doors = {}, as = workspace) {
  const server = keeping(start)
  const opened = openWorkspaceAt(page, { ...more, ...server.doors, ...more }, as)
  await screen.findByRole('heading', { level: 1, name: start.title })
  /** What the stream does when somebody else changed something. */
  const streamTells = async () => {
    await act(() => refreshDoors(opened.cache, [findShortlist]))
    await pause()
  }
  return { ...opened, server, streamTells }
}

const order = () =>
  within(screen.getByRole('list', { name: 'Solutions, best first' }))
    .getAllByRole('listitem')
    .map((row) => within(row).getAllByRole('link')[0]!.textContent)
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const choose = async (row: string, entry: string) => {
  press(`Actions for ${row}`)
  fireEvent.click(await screen.findByRole('menuitem', { name: entry }))
  await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
}
/** For what the browser and the libraries do a moment later. */
const pause = () => act(() => new Promise((resolve) => setTimeout(resolve, 50)))
const grip = (name: string) => screen.getByRole('button', { name: new RegExp(`^Move ${name}`) })
const key = async (code: string) => {
  fireEvent.keyDown(document.activeElement!, { code })
  await pause()
}
const told = (words: string) =>
  waitFor(() => expect(document.querySelector('[id^="DndLiveRegion"]')?.textContent).toBe(words))
const reasonOf = (name: string) => screen.getByRole<HTMLTextAreaElement>('textbox', { name: `Why ${name}` })
const write = (name: string, value: string) => fireEvent.change(reasonOf(name), { target: { value } })

test('by keyboard a solution is lifted, moved and put down: the order goes out once, with the version seen, and each step is said', async () => {
  const { changes } = await open()
  grip('Crewline').focus()
  await key('Space')
  await key('ArrowDown')
  await told('Crewline, now number 2 of 4')
  expect(changes()).toEqual([])
  await key('Space')
  await waitFor(() => expect(changes()).toHaveLength(1))
  expect(changes()[0]).toMatchObject({
    method: 'PUT',
    body: { solutionIds: [kindred, crewline, talentbridge, fieldforce] },
    headers: { 'if-match': '"3"' },
  })
  expect(order()).toEqual(['Kindred', 'Crewline', 'Talentbridge', 'Fieldforce'])
  await told('Crewline put down, now number 2 of 4')
  expect(document.activeElement).toBe(grip('Crewline'))
})

test('Escape puts a lifted solution back, and asks nothing of the server', async () => {
  const { changes } = await open()
  grip('Crewline').focus()
  await key('Space')
  await key('ArrowDown')
  await key('Escape')
  await told('Crewline stays number 1 of 4')
  expect(order()[0]).toBe('Crewline')
  expect(changes()).toEqual([])
})

test('what others change while something is lifted is there after the drop, and the drop is refused in words', async () => {
  const { server, streamTells } = await open()
  grip('Crewline').focus()
  await key('Space')
  await key('ArrowDown')
  server.edith({ items: four.toReversed() })
  await streamTells()
  expect(order()[0]).toBe('Crewline')
  await key('Space')
  await screen.findByText('Edith Lang changed this a moment ago. Look at the new version, then move it again.')
  expect(order()).toEqual(['Fieldforce', 'Talentbridge', 'Kindred', 'Crewline'])
})

test('a line that somebody else writes while something is lifted does not refuse the drop', async () => {
  const { server, streamTells, changes } = await open()
  grip('Crewline').focus()
  await key('Space')
  await key('ArrowDown')
  server.edith({ items: four.map((it) => ({ ...it, reason: 'Something else' })) })
  await streamTells()
  await key('Space')
  await waitFor(() => expect(changes()[0]?.headers['if-match']).toBe('"4"'))
  expect(order()[0]).toBe('Kindred')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('whoever does not drag moves with the menu; two quick moves of one person are no conflict', async () => {
  const { changes, server } = await open()
  await choose('Fieldforce', 'Move to top')
  await choose('Fieldforce', 'Move down')
  expect(order()).toEqual(['Crewline', 'Fieldforce', 'Kindred', 'Talentbridge'])
  await screen.findByText('Fieldforce, now number 2 of 4')
  await waitFor(() => expect(server.now().version).toBe(5))
  expect(changes().map(({ headers }) => headers['if-match'])).toEqual(['"3"', '"4"'])
  expect(order()).toEqual(['Crewline', 'Fieldforce', 'Kindred', 'Talentbridge'])
  expect(screen.queryByRole('alert')).toBeNull()
})

test('whoever was quicker is named, their order is shown, and the next move goes out with the new version', async () => {
  const { changes, server } = await open()
  server.edith({ items: four.toReversed() })
  await choose('Crewline', 'Move down')
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toBe('Edith Lang changed this a moment ago. Look at the new version, then move it again.')
  expect(order()).toEqual(['Fieldforce', 'Talentbridge', 'Kindred', 'Crewline'])
  await choose('Crewline', 'Move up')
  await waitFor(() => expect(changes().at(-1)?.headers['if-match']).toBe('"4"'))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})

test('without a line the order stays as one wanted it, and can be tried again', async () => {
  const lines = ['broken', 'mended']
  const { changes } = await open(shortlist, {
    'PUT ': () =>
      lines.shift() === 'broken'
        ? new TypeError('Failed to fetch')
        : { body: { ...shortlist, items: four.toReversed() } },
  })
  await choose('Crewline', 'Move down')
  await screen.findByText('We could not save this order. It is still here.')
  expect(order()[0]).toBe('Kindred')
  press('Try again')
  await waitFor(() => expect(changes()).toHaveLength(2))
  expect(changes()[1]?.body).toEqual(changes()[0]?.body)
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})

test('an order whose answer was lost on the line is done when it is tried again: nobody is named', async () => {
  const { server, changes } = await open(shortlist, {
    'PUT ': (request) => {
      const answer = server.doors[`PUT /workspaces/meridian-health/shortlists/${shortlist.id}/order`]!(request)
      return changes().length === 1 ? new TypeError('Failed to fetch') : answer
    },
  })
  await choose('Crewline', 'Move down')
  await screen.findByText('We could not save this order. It is still here.')
  press('Try again')
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  await pause()
  expect(screen.queryByText(/changed this a moment ago/)).toBeNull()
  expect(order()).toEqual(['Kindred', 'Crewline', 'Talentbridge', 'Fieldforce'])
  await choose('Crewline', 'Move down')
  await waitFor(() => expect(changes().at(-1)?.headers['if-match']).toBe('"4"'))
})

test('whoever was quicker oneself, in another window, reads so', async () => {
  const { server } = await open()
  server.edith({ items: four.toReversed(), changedBy: { name: 'Pia Lindqvist', own: true } })
  await choose('Crewline', 'Move down')
  await screen.findByText('You changed this a moment ago. Look at the new version, then move it again.')
})

test('what was removed comes back by Undo: in its place, with its line', async () => {
  const { changes } = await open()
  await choose('Kindred', 'Remove')
  await screen.findByText(/Kindred removed/)
  expect(order()).toEqual(['Crewline', 'Talentbridge', 'Fieldforce'])
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Actions for Talentbridge')
  press('Undo')
  await waitFor(() => expect(order()).toEqual(['Crewline', 'Kindred', 'Talentbridge', 'Fieldforce']))
  expect(changes()[0]).toMatchObject({ method: 'DELETE', headers: { 'if-match': '"3"' } })
  expect(changes()[1]?.body).toEqual({ solutionId: kindred, reason: 'Why Kindred', place: 2 })
  expect(changes()[1]?.headers).not.toHaveProperty('if-match')
})

test('a line that is being written stays through a refresh and through a refusal, and is saved over what one has seen', async () => {
  const { changes, server, streamTells } = await open()
  await choose('Kindred', 'Change the line why')
  write('Kindred', 'Ask for the anaesthesia pool')
  server.edith({ items: four.toReversed() })
  await streamTells()
  expect(order()[0]).toBe('Fieldforce')
  expect(reasonOf('Kindred').value).toBe('Ask for the anaesthesia pool')
  server.edith({ items: four.map((it) => ({ ...it, reason: 'Theirs' })) })
  fireEvent.keyDown(reasonOf('Kindred'), { key: 'Enter' })
  await screen.findByText('Edith Lang changed this a moment ago. Look at the new version, then save again.')
  screen.getByText('This line says now: “Theirs”. Save replaces it with yours.')
  expect(reasonOf('Kindred').value).toBe('Ask for the anaesthesia pool')
  press('Save')
  await screen.findByText('Ask for the anaesthesia pool', { selector: 'p' })
  expect(changes().at(-1)).toMatchObject({
    body: { reason: 'Ask for the anaesthesia pool' },
    headers: { 'if-match': '"5"' },
  })
})

test('a line that is saved late does not take the focus from where somebody went meanwhile', async () => {
  await open()
  await choose('Kindred', 'Change the line why')
  write('Kindred', 'Ask for the anaesthesia pool')
  fireEvent.keyDown(reasonOf('Kindred'), { key: 'Enter' })
  grip('Crewline').focus()
  await screen.findByText('Ask for the anaesthesia pool', { selector: 'p' })
  expect(document.activeElement).toBe(grip('Crewline'))
})

test('without a line the text stays in its field', async () => {
  await open(shortlist, { 'PATCH ': () => new TypeError('Failed to fetch') })
  await choose('Kindred', 'Change the line why')
  write('Kindred', 'Ask for the anaesthesia pool')
  press('Save')
  await screen.findByText('We could not save. Your text is still here.')
  expect(reasonOf('Kindred').value).toBe('Ask for the anaesthesia pool')
})

test('a line whose solution somebody else took off meanwhile is not lost: it can come back with it', async () => {
  const { changes, server, streamTells } = await open()
  await choose('Kindred', 'Change the line why')
  write('Kindred', 'Ask for the anaesthesia pool')
  server.edith({ items: four.filter(({ solutionId }) => solutionId !== kindred) })
  await streamTells()
  await screen.findByText('Kindred was taken off this shortlist while you wrote: “Ask for the anaesthesia pool”')
  press('Add it again')
  await waitFor(() => expect(order().at(-1)).toBe('Kindred'))
  expect(changes()[0]?.body).toEqual({ solutionId: kindred, reason: 'Ask for the anaesthesia pool' })
})

test('the same solution is added once: what is on it already says so, and adding asks for no version', async () => {
  const nuvio = solution(5, 'Nuvio')
  const found = { items: [four[0]!.solution, nuvio], nextCursor: null, total: 2, totalIsLeast: false }
  const { changes } = await open(shortlist, {
    'GET /solutions': () => ({ body: { ...found, facets: null, searchedFor: null } }),
  })
  press('Add solution')
  await screen.findByRole('button', { name: 'Added Crewline' })
  press('Added Crewline')
  press('Add Nuvio')
  await screen.findByRole('button', { name: 'Added Nuvio' })
  expect(changes()).toHaveLength(1)
  expect(changes()[0]?.body).toEqual({ solutionId: nuvio.id })
  expect(changes()[0]?.headers).not.toHaveProperty('if-match')
})

test('the number of solutions found is never said more exactly than it was counted', async () => {
  const many = { items: [solution(5, 'Nuvio')], nextCursor: null, total: 1000, totalIsLeast: true }
  await open(shortlist, { 'GET /solutions': () => ({ body: { ...many, facets: null, searchedFor: null } }) })
  press('Add solution')
  await screen.findByText('More than 1,000 solutions')
})

test('V4: publishing asks once, and says before who will see it', async () => {
  const { changes } = await open()
  screen.getByText('Only you see it until you publish')
  press('Publish')
  const dialog = await screen.findByRole('dialog', { name: 'Publish shortlist?' })
  within(dialog).getByText(/The team of Meridian Health will see it.* Admins and editors are told\./)
  within(dialog).getByText('Publishing cannot be undone.')
  expect(changes()).toEqual([])
  fireEvent.click(within(dialog).getByRole('button', { name: 'Publish' }))
  await screen.findByText(/^The team of Meridian Health sees it/)
  expect(changes()).toHaveLength(1)
  expect(changes()[0]?.headers['if-match']).toBe('"3"')
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Publish' })).toBeNull())
})

test('V2: a reader sees the order and the lines, and nothing that changes them', async () => {
  await open({ ...shortlist, status: 'published', own: false, can: { edit: false, publish: false } })
  expect(order()).toEqual(['Crewline', 'Kindred', 'Talentbridge', 'Fieldforce'])
  screen.getByText('Why Crewline')
  expect(screen.queryByRole('button', { name: /^(Move|Actions for|Add|Publish)/ })).toBeNull()
  press('More actions')
  await screen.findByRole('menuitem', { name: 'Export CSV' })
  expect(screen.getAllByRole('menuitem')).toHaveLength(1)
})

test('D11: a draft that passed says whose it was, and that its admins and editors see it', async () => {
  await open({
    ...shortlist,
    own: false,
    author: { name: 'Omar Haddad', as: 'partner' },
    handedOverAt: '2026-11-20T10:00:00.000Z',
  })
  screen.getByText('The admins and editors of Meridian Health see it')
  screen.getByText(/^Draft of Omar Haddad, passed to you when their access ended/)
})

test('V5: deleting says where it goes: a draft that nobody else saw is gone, the rest waits in the trash', async () => {
  await open()
  press('More actions')
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }))
  await screen.findByText(/Nobody but you has seen “Locum doctors”. It is gone for good/)
})

test('V5: what was published says before it is deleted that it waits in the trash for 30 days', async () => {
  await open({ ...shortlist, status: 'published', can: { edit: true, publish: false } })
  press('More actions')
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }))
  await screen.findByText(/It stays in the trash of Meridian Health for 30 days/)
  screen.getByText(/Until then its admins and editors can restore it/)
})

test('V1: a shortlist that is gone while it is open is not there any more', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  let isGone = false
  const { streamTells } = await open(shortlist, {
    [`GET /workspaces/meridian-health/shortlists/${shortlist.id}`]: () =>
      isGone ? problem(404, 'not_found', 'This does not exist, or you may not see it.') : { body: shortlist },
  })
  isGone = true
  await streamTells()
  await screen.findByText('This page does not exist, or you may not see it.')
})

const startOver = async () => {
  await choose('Kindred', 'Change the line why')
  write('Kindred', 'Ask for the anaesthesia pool')
}
const editWords = async () => {
  press('More actions')
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Edit title and description' }))
  return within(await screen.findByRole('dialog', { name: 'Edit title and description' }))
}
/** A shortlist that can go away, as it does for everybody when it is deleted. */
function vanishing() {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  let isGone = false
  const doors: Doors = {
    [`GET /workspaces/meridian-health/shortlists/${shortlist.id}`]: () =>
      isGone ? problem(404, 'not_found', 'This does not exist, or you may not see it.') : { body: shortlist },
  }
  return { doors, vanish: () => (isGone = true) }
}

describe('what was typed is not lost', () => {
  test('whoever leaves by a link with a line unsaved is asked: Stay keeps the line, Leave goes', async () => {
    const { router } = await open()
    await startOver()
    fireEvent.click(screen.getByRole('link', { name: 'Crewline' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Leave without saving?' }))
    fireEvent.click(dialog.getByRole('button', { name: 'Stay' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(router.state.location.pathname).toBe(page)
    expect(reasonOf('Kindred').value).toBe('Ask for the anaesthesia pool')
    fireEvent.click(screen.getByRole('link', { name: 'Crewline' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Leave' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/w/meridian-health/solutions/crewline'))
  })

  test('Back asks too, and closing the window asks in the words of the browser', async () => {
    const { router } = await open()
    await act(() => router.navigate({ to: '/w/$org', params: { org: 'meridian-health' } }))
    await act(() => router.navigate({ to: page }))
    await screen.findByRole('heading', { level: 1, name: shortlist.title })
    await startOver()
    const closing = new Event('beforeunload', { cancelable: true })
    window.dispatchEvent(closing)
    expect(closing.defaultPrevented).toBe(true)
    act(() => router.history.back())
    fireEvent.click(await screen.findByRole('button', { name: 'Stay' }))
    await pause()
    expect(router.state.location.pathname).toBe(page)
    expect(reasonOf('Kindred').value).toBe('Ask for the anaesthesia pool')
  })

  test('whoever wrote nothing new is not asked', async () => {
    const { router } = await open()
    await choose('Kindred', 'Change the line why')
    write('Kindred', 'Why Kindred ')
    const closing = new Event('beforeunload', { cancelable: true })
    window.dispatchEvent(closing)
    expect(closing.defaultPrevented).toBe(false)
    fireEvent.click(screen.getByRole('link', { name: 'Crewline' }))
    await waitFor(() => expect(router.state.location.pathname).not.toBe(page))
  })

  test('a shortlist that somebody deletes leaves the texts that one was writing, to copy or to discard', async () => {
    const { doors, vanish } = vanishing()
    const { streamTells } = await open(shortlist, doors)
    await startOver()
    const dialog = await editWords()
    fireEvent.change(dialog.getByLabelText('Title'), { target: { value: 'Locum doctors, winter' } })
    vanish()
    await streamTells()
    await screen.findByText('This shortlist is not there any more. What you wrote is not saved.')
    screen.getByText('Locum doctors, winter')
    screen.getByText('Ask for the anaesthesia pool')
    const writeText = vi.fn(() => Promise.resolve())
    vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { clipboard: { writeText } }))
    press('Copy: Why Kindred')
    expect(writeText).toHaveBeenCalledWith('Ask for the anaesthesia pool')
    press('Discard: Why Kindred')
    press('Discard: Title')
    await screen.findByText('This page does not exist, or you may not see it.')
    expect(screen.queryByText('Ask for the anaesthesia pool')).toBeNull()
  })

  test('whoever may not edit any more while writing still reads what they wrote', async () => {
    const { server, streamTells } = await open()
    await startOver()
    server.edith({ can: { edit: false, publish: false } })
    await streamTells()
    await screen.findByText('You may not change this shortlist any more. What you wrote is not saved.')
    screen.getByText('Ask for the anaesthesia pool')
    screen.getByRole('button', { name: 'Copy: Why Kindred' })
  })
})

describe('title and description', () => {
  test('only what one changed is sent: a title that somebody else wrote meanwhile stays', async () => {
    const { server, streamTells, changes } = await open()
    const dialog = await editWords()
    fireEvent.change(dialog.getByLabelText('Description'), { target: { value: 'From December' } })
    server.edith({ title: 'Locum doctors, winter' })
    await streamTells()
    expect(dialog.getByLabelText<HTMLInputElement>('Title').value).toBe('Locum doctors, winter')
    fireEvent.click(dialog.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(changes()).toHaveLength(1))
    expect(changes()[0]).toMatchObject({ body: { description: 'From December' }, headers: { 'if-match': '"4"' } })
    expect(changes()[0]!.body).not.toHaveProperty('title')
    expect(server.now().title).toBe('Locum doctors, winter')
  })

  test('a title that one is changing is kept, and says what it is called meanwhile', async () => {
    const { server, streamTells, changes } = await open()
    const dialog = await editWords()
    fireEvent.change(dialog.getByLabelText('Title'), { target: { value: 'Locums' } })
    server.edith({ title: 'Locum doctors, winter' })
    await streamTells()
    dialog.getByText(/The title says now: “Locum doctors, winter”/)
    fireEvent.click(dialog.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(changes()[0]?.body).toEqual({ title: 'Locums' }))
  })
})
