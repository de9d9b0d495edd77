import { notifications } from '@mantine/notifications'
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { openWorkspace } from '../../../shared/organizations.ts'
import { findShortlist } from '../../../shared/shortlists.ts'
import { refreshDoors } from '../../api.ts'
import { problem } from '../../testing.tsx'
import { type Answer, here, openWorkspaceAt, uuid } from '../../testing-workspace.tsx'
import { keeping, page, shortlist } from '../shortlist/testing-shortlist.tsx'
import { noteDoors } from './note-doors.ts'
import { asEditor, asPartner, asViewer, keepingNotes, note, own, subject } from './testing-notes.ts'

beforeEach(() => {
  localStorage.clear()
  notifications.clean()
})

function open(notes: ReturnType<typeof keepingNotes>, as = asPartner, address = page, more = {}) {
  const list = keeping({ ...shortlist, status: 'published' })
  return openWorkspaceAt(address, { ...more, ...list.doors, ...notes.doors, ...more }, as)
}

const panel = () => screen.findByRole('complementary', { name: 'Notes' })
const newNote = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'New note' })
const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const choose = (name: string) => fireEvent.click(screen.getByRole('radio', { name }))
const actsOf = async (name: string, act: string) => {
  fireEvent.click(await screen.findByRole('button', { name: `Actions for the note of ${name}` }))
  fireEvent.click(await screen.findByRole('menuitem', { name: act }))
}
const written = (asked: { method: string; body: unknown; url: string }[], method: string) =>
  asked.filter((it) => it.method === method && it.url.includes('/notes') && !it.url.endsWith('/read'))

test('D5: without notes there is no panel, no button and no entry, and nothing of it is asked', async () => {
  const { asked } = open(keepingNotes(note(1)), {
    ...asPartner,
    permissions: ['shortlists'],
    can: { ...asPartner.can, readNotes: false, writeNotes: false, shareNotes: false },
  })
  await screen.findByRole('heading', { level: 1, name: shortlist.title })
  expect(screen.queryByText(/notes/i)).toBeNull()
  expect(asked.filter(({ url }) => url.includes('notes'))).toEqual([])
})

test('D5: the page of all notes is not there either', async () => {
  open(
    keepingNotes(),
    { ...asPartner, permissions: ['shortlists'], can: { ...asPartner.can, readNotes: false } },
    '/w/meridian-health/notes',
  )
  await screen.findByText('This page does not exist, or you may not see it.')
})

test('SPEC 5: a note is personal unless told, and says before saving who will see it', async () => {
  const { asked } = open(keepingNotes())
  const field = await newNote()
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Personal' }).checked).toBe(true)
  screen.getByText('Only you. Not even admins.')
  type(field, '  Ask about **payroll**. ')
  press('Add note')
  await screen.findByText('Note added')
  expect(written(asked, 'POST')[0]?.body).toEqual({ subject, body: 'Ask about **payroll**.', visibility: 'personal' })
  const [first] = await within(await panel()).findAllByRole('article')
  expect(within(first!).getByText('payroll').tagName).toBe('STRONG')
  expect((await newNote()).value).toBe('')
})

test.each([
  [
    'a partner',
    asPartner,
    ['Personal', 'Shared'],
    'The team of Meridian Health, and any partner who sees all published work.',
  ],
  [
    'an editor',
    asEditor,
    ['Personal', 'Team', 'Shared'],
    'The team of Meridian Health, and partners who can see this shortlist.',
  ],
])('SPEC 5: %s chooses among those whom they may reach, in words', async (_who, as, audiences, words) => {
  open(keepingNotes(), as as typeof asPartner)
  await newNote()
  expect(
    within(screen.getByRole('radiogroup', { name: 'Who sees it' }))
      .getAllByRole('radio')
      .map((it) => (it as HTMLInputElement).value),
  ).toEqual(audiences.map((it) => it.toLowerCase()))
  choose('Shared')
  screen.getByText(words, { exact: false })
})

test('SPEC 5: a viewer has nothing to choose: what they write is personal, and says so', async () => {
  const { asked } = open(keepingNotes(), asViewer as unknown as typeof asPartner)
  type(await newNote(), 'Mine')
  expect(screen.queryByRole('radiogroup', { name: 'Who sees it' })).toBeNull()
  screen.getByText('Personal: Only you. Not even admins.')
  press('Add note')
  await waitFor(() => expect(written(asked, 'POST')[0]?.body).toMatchObject({ visibility: 'personal' }))
})

test('after a shared note the next one begins personal again', async () => {
  open(keepingNotes())
  type(await newNote(), 'For all')
  choose('Shared')
  press('Add note')
  await screen.findByText('Note added')
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Personal' }).checked).toBe(true))
})

test('by keyboard: Ctrl+Enter saves, and the next note is at hand', async () => {
  const { asked } = open(keepingNotes())
  const field = await newNote()
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  type(field, 'One')
  fireEvent.keyDown(field, { key: 'Enter', metaKey: true })
  await screen.findByText('Note added')
  expect(written(asked, 'POST')).toHaveLength(1)
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'New note' })))
})

test('what it will look like can be seen before', async () => {
  open(keepingNotes())
  type(await newNote(), '- one\n- two')
  press('Preview')
  expect(within(screen.getByRole('region', { name: 'Preview' })).getAllByRole('listitem')).toHaveLength(2)
  press('Write')
  expect((await newNote()).value).toBe('- one\n- two')
})

test('a refusal stands at the field in the server’s words, a broken line says so, and nothing typed is lost', async () => {
  let answer: Answer = problem(422, 'invalid', 'Check the fields.', {
    errors: [{ path: 'body', code: 'invalid', message: 'Remove the invisible control characters.' }],
  })
  open(keepingNotes(), asPartner, page, { [`POST ${here}/notes`]: () => answer })
  type(await newNote(), 'Words')
  press('Add note')
  await screen.findByText('Remove the invisible control characters.')
  answer = new Error('line')
  press('Add note')
  await screen.findByText('We could not save. Your text is still here.')
  expect((await newNote()).value).toBe('Words')
})

test('a text that is too long is not cut: it says how long it is, and the server refuses it in its words', async () => {
  const long = 'a'.repeat(8001)
  open(keepingNotes(), asPartner, page, {
    [`POST ${here}/notes`]: () =>
      problem(422, 'invalid', 'Check the fields.', {
        errors: [{ path: 'body', code: 'too_big', message: 'At most 8,000 characters.' }],
      }),
  })
  const field = await newNote()
  expect(field.maxLength).toBe(-1)
  type(field, 'a'.repeat(7500))
  expect(screen.queryByText(/of 8,000 characters/)).toBeNull()
  type(field, long)
  screen.getByText('8,001 of 8,000 characters')
  press('Add note')
  await screen.findByText('At most 8,000 characters.')
  expect((await newNote()).value).toBe(long)
})

test('nothing typed is lost: it is there again when one comes back, and gone when it is saved', async () => {
  const notes = keepingNotes()
  open(notes)
  type(await newNote(), 'Half a thought')
  choose('Shared')
  await waitFor(() => expect(Object.keys(localStorage).filter((it) => it.startsWith('draft:'))).toHaveLength(1))
  document.body.replaceChildren()
  open(notes)
  await waitFor(async () => expect((await newNote()).value).toBe('Half a thought'))
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Shared' }).checked).toBe(true)
  press('Add note')
  await screen.findByText('Note added')
  await waitFor(() => expect(Object.keys(localStorage).filter((it) => it.startsWith('draft:'))).toEqual([]))
})

test('unread notes are marked, and read once one has looked at them; the mark stays for as long as one looks', async () => {
  const { asked } = open(keepingNotes(note(1, { unread: true }), own(2)))
  const [first, second] = await within(await panel()).findAllByRole('article')
  within(first!).getByText(', unread')
  expect(within(second!).queryByText(', unread')).toBeNull()
  await waitFor(() => expect(asked.some(({ url }) => url.endsWith('/notes/read'))).toBe(true), { timeout: 3000 })
  expect(asked.find(({ url }) => url.endsWith('/notes/read'))?.body).toEqual({ subject })
  await waitFor(() => expect(screen.queryByRole('img', { name: '1 unread' })).toBeNull())
  within(within(await panel()).getAllByRole('article')[0]!).getByText(', unread')
})

test('hidden, the notes leave the page to itself: the button says how many there are, and leads back', async () => {
  open(keepingNotes(note(1), note(2)))
  await panel()
  press('Hide notes')
  expect(screen.queryByRole('complementary', { name: 'Notes' })).toBeNull()
  const button = screen.getByRole('button', { name: 'Notes 2' })
  expect(document.activeElement).toBe(button)
  fireEvent.click(button)
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Notes'))
})

test('only who may change a note is offered it; every version is there to read', async () => {
  const version = { version: 1, body: 'Was', visibility: 'shared', at: '2026-11-20T10:00:00.000Z' }
  open(keepingNotes(note(1, { version: 2, body: 'Is' })), asPartner, page, {
    [`GET ${here}/notes/${uuid(1)}/versions`]: () => ({
      body: { items: [{ ...version, version: 2, body: 'Is' }, version], nextCursor: null },
    }),
  })
  fireEvent.click(await screen.findByRole('button', { name: 'Actions for the note of Bea Okafor' }))
  await screen.findByRole('menuitem', { name: 'Copy link' })
  expect(screen.queryByRole('menuitem', { name: 'Edit' })).toBeNull()
  expect(screen.queryByRole('menuitem', { name: 'Delete' })).toBeNull()
  fireEvent.click(screen.getByRole('menuitem', { name: 'Earlier versions' }))
  const dialog = await screen.findByRole('dialog', { name: 'Versions of this note' })
  within(await within(dialog).findByRole('region', { name: 'Version 1' })).getByText('Was')
})

test('of a note whose earlier versions one may not see, it says so; closed by Escape, its menu has the focus', async () => {
  open(keepingNotes(note(1, { version: 2, body: 'Is' })), asPartner, page, {
    [`GET ${here}/notes/${uuid(1)}/versions`]: () => ({
      body: {
        items: [{ version: 2, body: 'Is', visibility: 'shared', at: '2026-11-20T10:00:00.000Z' }],
        nextCursor: null,
      },
    }),
  })
  await actsOf('Bea Okafor', 'Earlier versions')
  await screen.findByText('No earlier version was shared with you.')
  const dialog = screen.getByRole('dialog')
  await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true))
  fireEvent.keyDown(dialog, { key: 'Escape' })
  const menu = screen.getByRole('button', { name: 'Actions for the note of Bea Okafor' })
  await waitFor(() => expect(document.activeElement).toBe(menu))
})

test('a very long note leaves room for the others until one wants to read it', async () => {
  const height = vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(900)
  try {
    open(keepingNotes(note(1, { body: '[Link](https://works-council.example)' })))
    fireEvent.click(await screen.findByRole('button', { name: 'Show all', expanded: false }))
    fireEvent.click(screen.getByRole('button', { name: 'Show less', expanded: true }))
    // By keyboard one comes to a link that is not shown yet.
    fireEvent.focusIn(screen.getByRole('link', { name: 'Link' }))
    await screen.findByRole('button', { name: 'Show less' })
  } finally {
    height.mockRestore()
  }
})

test('SPEC 5: whoever is to see it from now on is asked about once more', async () => {
  const { asked } = open(keepingNotes(own(1, { body: 'Mine' })))
  await actsOf('You', 'Edit')
  await screen.findByRole('textbox', { name: 'Change the note' })
  fireEvent.click(screen.getAllByRole('radio', { name: 'Shared' }).at(-1)!)
  press('Save')
  const dialog = await screen.findByRole('dialog', { name: 'Share this note?' })
  within(dialog).getByText(/^The team of Meridian Health will see it, and any partner who sees all published work/)
  expect(written(asked, 'PATCH')).toEqual([])
  fireEvent.click(within(dialog).getByRole('button', { name: 'Share' }))
  await screen.findByText('Note saved')
  expect(written(asked, 'PATCH')[0]?.body).toEqual({ visibility: 'shared' })
})

test('what fewer people shall see is not asked about', async () => {
  const { asked } = open(keepingNotes(own(1, { visibility: 'shared' })))
  await actsOf('You', 'Edit')
  await screen.findByRole('textbox', { name: 'Change the note' })
  fireEvent.click(screen.getAllByRole('radio', { name: 'Personal' }).at(-1)!)
  press('Save')
  await screen.findByText('Note saved')
  expect(written(asked, 'PATCH')[0]?.body).toEqual({ visibility: 'personal' })
})

test('412: changed in another window, the note says what it says now, and what was typed is still there', async () => {
  const notes = keepingNotes(own(1, { body: 'First' }))
  const { asked } = open(notes)
  await actsOf('You', 'Edit')
  type(await screen.findByRole('textbox', { name: 'Change the note' }), 'Typed here')
  notes.change(uuid(1), { body: 'From the other window' })
  press('Save')
  await screen.findByText('You changed this a moment ago. Look at the new version, then save again.')
  await screen.findByText('It says now: “From the other window”. Save replaces it with yours.')
  press('Save')
  await screen.findByText('Note saved')
  expect(notes.now()[0]?.body).toBe('Typed here')
  expect(written(asked, 'PATCH').map(({ url }) => url)).toHaveLength(2)
})

test('a note that was deleted while one changed it goes; what was typed can still be copied', async () => {
  const notes = keepingNotes(own(1, { body: 'First', visibility: 'shared' }))
  const { cache } = open(notes)
  await actsOf('You', 'Edit')
  type(await screen.findByRole('textbox', { name: 'Change the note' }), 'Typed here')
  notes.remove(uuid(1))
  await act(() => refreshDoors(cache, noteDoors))
  await screen.findByText('This note was deleted while you wrote. What you wrote is not saved.')
  screen.getByText('Typed here')
  press('Discard: Changed note')
  await waitFor(() => expect(screen.queryByText('Typed here')).toBeNull())
})

const changing = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Change the note' })

test('Escape is Cancel: what was not changed closes without a question', async () => {
  open(keepingNotes(own(1, { body: 'First' })))
  await actsOf('You', 'Edit')
  fireEvent.keyDown(await changing(), { key: 'Escape' })
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Change the note' })).toBeNull())
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('nothing typed is lost: Cancel asks before it throws a changed text away, and so does Escape', async () => {
  const notes = keepingNotes(own(1, { body: 'First' }))
  open(notes)
  await actsOf('You', 'Edit')
  type(await changing(), 'Second')
  press('Cancel')
  const dialog = await screen.findByRole('dialog', { name: 'Discard your changes?' })
  fireEvent.click(within(dialog).getByRole('button', { name: 'Keep writing' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect((await changing()).value).toBe('Second')
  fireEvent.keyDown(await changing(), { key: 'Escape' })
  fireEvent.click(await screen.findByRole('button', { name: 'Discard' }))
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Change the note' })).toBeNull())
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Actions for the note of You' }))
  expect(notes.now()[0]?.body).toBe('First')
})

test('deleting asks once and says for whom it is gone', async () => {
  const notes = keepingNotes(note(1, { can: { edit: false, delete: true } }))
  open(notes, asEditor as unknown as typeof asPartner)
  await actsOf('Bea Okafor', 'Delete')
  const dialog = await screen.findByRole('dialog', { name: 'Delete note?' })
  within(dialog).getByText('Bea Okafor wrote this note. Nobody will see it any more.')
  fireEvent.click(within(dialog).getByRole('button', { name: 'Delete' }))
  await screen.findByText('Note deleted')
  expect(notes.now()).toEqual([])
})

test('a link to a note leads to it; to one that is gone, it says so', async () => {
  open(keepingNotes(note(1), note(2)), asPartner, `${page}?note=${uuid(2)}`)
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Note 2'))
  document.body.replaceChildren()
  open(keepingNotes(note(1)), asPartner, `${page}?note=${uuid(9)}`)
  await screen.findByText('The note you came for is not there any more, or you may not see it.')
})

test('a note further down than the first page is fetched for whoever came for it', async () => {
  open(keepingNotes(note(1)), asPartner, `${page}?note=${uuid(50)}`, {
    [`GET ${here}/notes/${uuid(50)}`]: () => ({ body: note(50, { body: 'An old one' }) }),
  })
  await screen.findByText('An old one')
})

test('G3: a shortlist that is gone while one writes leaves the screen; what was typed does not', async () => {
  let isGone = false
  const gone = (): Answer => problem(404, 'not_found', 'This does not exist, or you may not see it.')
  const notes = keepingNotes()
  const list = keeping(shortlist)
  const reading = { ...list.doors, ...notes.doors }
  const { cache } = openWorkspaceAt(
    page,
    Object.fromEntries(Object.entries(reading).map(([door, answer]) => [door, (it) => (isGone ? gone() : answer(it))])),
    asPartner,
  )
  type(await newNote(), 'Not saved yet')
  isGone = true
  await act(() => refreshDoors(cache, [findShortlist, ...noteDoors]))
  await screen.findByText('What this was about is not there any more. What you wrote is not saved.')
  screen.getByText('Not saved yet')
  screen.getByRole('heading', { level: 1, name: 'Nothing to see here' })
})

test('D5: notes are taken away while one writes: the panel goes, and what was typed can be copied', async () => {
  const { cache } = open(keepingNotes())
  type(await newNote(), 'Not saved yet')
  const narrower = { ...asPartner, permissions: ['shortlists'], can: { ...asPartner.can, readNotes: false } }
  await act(async () => void cache.setQueryData([openWorkspace.route, { org: 'meridian-health' }], narrower))
  await screen.findByText('You may not write notes here any more. What you wrote is not saved.')
  screen.getByText('Not saved yet')
  expect(screen.queryByRole('complementary', { name: 'Notes' })).toBeNull()
})

test('where there is no room beside the page, the notes come over it when asked for', async () => {
  const wide = window.matchMedia
  vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener() {}, removeEventListener() {} }))
  try {
    open(keepingNotes(note(1, { unread: true })))
    fireEvent.click(await screen.findByRole('button', { name: 'Notes 1, 1 unread note' }))
    const sheet = await screen.findByRole('dialog', { name: 'Notes' })
    await within(sheet).findByText('Note 1')
  } finally {
    vi.stubGlobal('matchMedia', wide)
  }
})

test('Escape closes the dialog above the notes and leaves them open; then it closes the notes', async () => {
  const wide = window.matchMedia
  vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener() {}, removeEventListener() {} }))
  const pressEscape = () => fireEvent.keyDown(document.activeElement!, { key: 'Escape' })
  const focused = async (element: HTMLElement) => waitFor(() => expect(document.activeElement).toBe(element))
  try {
    open(keepingNotes(own(1)))
    fireEvent.click(await screen.findByRole('button', { name: 'Notes 1' }))
    const sheet = await screen.findByRole('dialog', { name: 'Notes' })
    await actsOf('You', 'Delete')
    const question = await screen.findByRole('dialog', { name: 'Delete note?' })
    await focused(within(question).getByRole('button', { name: 'Keep note' }))
    pressEscape()
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Delete note?' })).toBeNull())
    await focused(within(sheet).getByRole('button', { name: 'Actions for the note of You' }))
    await actsOf('You', 'Edit')
    await focused(await changing())
    pressEscape()
    await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Change the note' })).toBeNull())
    screen.getByRole('dialog', { name: 'Notes' })
    await focused(within(sheet).getByRole('button', { name: 'Actions for the note of You' }))
    pressEscape()
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Notes' })).toBeNull())
  } finally {
    vi.stubGlobal('matchMedia', wide)
  }
})
