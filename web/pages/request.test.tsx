import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Question } from '../../shared/briefs.ts'
import type { Request } from '../../shared/requests.ts'
import { problem } from '../testing.tsx'
import { someone } from '../testing-app.tsx'
import { type Doors, openWorkspaceAt, uuid } from '../testing-workspace.tsx'

const id = uuid(100)
const page = `/requests/${id}`
const question = (number: number, type: Question['type'], text: string, more: Partial<Question> = {}): Question => ({
  id: uuid(number),
  text,
  type,
  choices: [],
  required: false,
  ...more,
})
const asked: Request['asked'] = {
  kind: 'rfp',
  title: 'Night shift cover',
  description: 'Nurses for three wards.',
  requirements: '',
  questions: [question(1, 'text', 'How fast?', { required: true }), question(2, 'yes_no', 'Own payroll?')],
  budget: { min: null, max: null, currency: 'EUR' },
  startDate: null,
  deadline: '2031-01-31T11:00:00.000Z',
  deadlineZone: 'Europe/Berlin',
  asks: { company: 'Meridian Health', person: null },
}
const open: Request = {
  id,
  solution: { slug: 'crewline', name: 'Crewline' },
  state: 'open',
  receivedAt: '2026-11-20T08:00:00.000Z',
  viewedAt: null,
  answeredAt: null,
  declinedAt: null,
  outcome: null,
  can: { respond: true, decline: true },
  asked,
  response: null,
  respondedBy: null,
  declineReason: null,
  draft: null,
  version: 0,
}
const response = {
  message: 'We do.',
  answers: [{ questionId: uuid(1), value: 'In a day.' }],
  quote: null,
  version: 1,
  respondedAt: '2026-11-21T08:00:00.000Z',
}
const answered: Request = {
  ...open,
  state: 'answered',
  answeredAt: response.respondedAt,
  response,
  respondedBy: { name: 'Cara' },
  version: 1,
  can: { respond: true, decline: false },
}
const closed: Request = { ...answered, state: 'closed', can: { respond: false, decline: false } }
const draftOf = (message: string) => ({
  content: { message, answers: [], quote: null },
  keptBy: { name: 'Cara' },
  keptAt: '2026-11-22T08:00:00.000Z',
})
const done = { body: { done: true } }

/** The page of one request, as long as no other answer is told. */
const openRequest = (request: () => Request, doors: Doors = {}) =>
  openWorkspaceAt(page, {
    'GET /me': () => ({ body: someone({ requests: { open: 1 } }) }),
    [`POST ${page}/view`]: () => done,
    [`PUT ${page}/draft`]: () => done,
    [`GET ${page}`]: () => ({ body: request() }),
    ...doors,
  })
const type = async (label: string | RegExp, value: string) =>
  fireEvent.change(await screen.findByLabelText(label), { target: { value } })
const send = () => fireEvent.click(screen.getByRole('button', { name: 'Send answer' }))
const to = (asked: { url: string; method: string; body: unknown }[], door: string) =>
  asked.filter(({ url, method }) => `${method} ${url.replace('/api/v1', '')}` === door)

test('S1: shows the brief, its questions, the deadline with its zone, and who asks', async () => {
  openRequest(() => open)
  await screen.findByRole('heading', { level: 1, name: 'Night shift cover' })
  screen.getByText('Nurses for three wards.')
  screen.getByText('Meridian Health asks')
  expect(screen.getAllByText(/Friday 31 January 2031, \d\d:00 \(/).length).toBe(2)
  screen.getByRole('textbox', { name: 'How fast?' })
  screen.getByRole('radiogroup', { name: 'Own payroll?' })
})

test('SPEC 5: that it was viewed is said once, and not again when it was viewed before', async () => {
  const first = openRequest(() => open)
  await screen.findByLabelText('Message')
  await waitFor(() => expect(to(first.asked, `POST ${page}/view`)).toHaveLength(1))
})

test('SPEC 5: what was viewed before says nothing', async () => {
  const { asked } = openRequest(() => ({ ...open, viewedAt: '2026-11-21T08:00:00.000Z' }))
  await screen.findByLabelText('Message')
  expect(to(asked, `POST ${page}/view`)).toEqual([])
})

test('section 7: of an anonymous buyer nothing is named, in the title of the window neither', async () => {
  openRequest(() => ({ ...open, asked: { ...asked, asks: { company: null, person: null } } }))
  await screen.findByText('Anonymous Buyer asks')
  screen.getByText('Read by the buyer.')
  fireEvent.click(screen.getByRole('button', { name: 'Decline' }))
  await screen.findByText(/The buyer is told/)
  expect(document.title).toBe('Night shift cover · Human Cloud')
  expect(document.body.textContent).not.toContain('Meridian')
})

test('S2: answers go out by the type of their question, with the version that was seen, and are read afterwards', async () => {
  const { asked } = openRequest(() => open, { [`PUT ${page}/response`]: () => ({ body: answered }) })
  await type('Message', 'We do.')
  await type(/^How fast/, 'In a day.')
  fireEvent.click(screen.getByRole('radio', { name: 'No' }))
  send()
  await screen.findByText(/Version 1, sent/)
  const [sent] = to(asked, `PUT ${page}/response`)
  expect(sent).toMatchObject({
    headers: { 'if-match': '"0"' },
    body: {
      message: 'We do.',
      answers: [
        { questionId: uuid(1), value: 'In a day.' },
        { questionId: uuid(2), value: false },
      ],
      quote: null,
    },
  })
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Your answer'))
})

test('SPEC 5: a quote is counted while one types, and goes out in minor units', async () => {
  const { asked } = openRequest(() => open, { [`PUT ${page}/response`]: () => ({ body: answered }) })
  await type(/^How fast/, 'In a day.')
  fireEvent.click(screen.getByRole('button', { name: 'Add a quote' }))
  await type('What for', 'Night shift')
  await type('Quantity', '3')
  await type('Price each', '1,412.50')
  expect(screen.getByLabelText('Total').textContent).toBe('€4,237.50')
  fireEvent.click(screen.getByRole('button', { name: 'Add a line' }))
  expect(screen.getByLabelText('Total').textContent).toBe('–')
  fireEvent.click(screen.getByRole('button', { name: 'Remove line 2' }))
  send()
  await screen.findByText(/Version 1, sent/)
  const [sent] = to(asked, `PUT ${page}/response`)
  expect(sent?.body).toMatchObject({
    quote: {
      currency: 'EUR',
      lineItems: [{ description: 'Night shift', quantity: 3, unitAmount: 141250 }],
      total: 423750,
    },
  })
})

test('refusals stand at their fields, the first has the focus, and nothing typed is lost', async () => {
  const refusal = problem(422, 'invalid_input', 'Some fields need your attention.', {
    errors: [
      { path: 'quote.lineItems.0.description', code: 'invalid', message: 'Say what it is for.' },
      { path: `answers.${uuid(1)}`, code: 'invalid_answer', message: 'Write some words.' },
    ],
  })
  openRequest(() => open, { [`PUT ${page}/response`]: () => refusal })
  await type(/^How fast/, 'x')
  fireEvent.click(screen.getByRole('button', { name: 'Add a quote' }))
  await type('Price each', '5')
  send()
  await screen.findByText('Say what it is for.')
  screen.getByText('Write some words.')
  expect(document.activeElement).toBe(screen.getByLabelText(/How fast/))
  expect(screen.getByLabelText<HTMLInputElement>('Price each').value).toBe('5')
})

test('what is required is told at its question before anything is sent', async () => {
  const { asked } = openRequest(() => open)
  await screen.findByLabelText('Message')
  send()
  await screen.findByText('This question needs an answer.')
  expect(document.activeElement).toBe(screen.getByLabelText(/How fast/))
  expect(to(asked, `PUT ${page}/response`)).toEqual([])
})

test('an answer that says nothing is refused in the words of the server', async () => {
  const words = 'Write a message, answer a question, or add a quote.'
  openRequest(() => ({ ...open, asked: { ...asked, questions: [] } }), {
    [`PUT ${page}/response`]: () => problem(422, 'answer_empty', words),
  })
  await screen.findByLabelText('Message')
  send()
  await screen.findByText(words)
})

test('S2: the draft is kept while one types, and what a colleague kept is there', async () => {
  const { asked } = openRequest(() => ({ ...open, draft: draftOf('Begun') }))
  expect((await screen.findByLabelText<HTMLTextAreaElement>('Message')).value).toBe('Begun')
  screen.getByText(/Draft kept by Cara/)
  await type('Message', 'Begun, and gone on')
  await screen.findByText('Draft kept')
  expect(to(asked, `PUT ${page}/draft`).map(({ body }) => body)).toEqual([
    { draft: { message: 'Begun, and gone on', answers: [], quote: null } },
  ])
})

test('S2: what a colleague keeps meanwhile is told, and taken over only when one wants it', async () => {
  let now: Request = { ...open, draft: draftOf('Begun') }
  const { cache } = openRequest(() => now)
  await screen.findByLabelText('Message')
  now = { ...open, draft: { ...draftOf('Gone on by Ida'), keptBy: { name: 'Ida' } } }
  await cache.invalidateQueries()
  await screen.findByText(/Ida kept another draft/)
  expect(screen.getByLabelText<HTMLTextAreaElement>('Message').value).toBe('Begun')
  fireEvent.click(screen.getByRole('button', { name: 'Show it here' }))
  expect(screen.getByLabelText<HTMLTextAreaElement>('Message').value).toBe('Gone on by Ida')
  await waitFor(() => expect(screen.queryByText(/Ida kept another draft/)).toBeNull())
})

test('SPEC 10: the news about a request is read by who reads the request, and other news is not', async () => {
  const news = (number: number, about: string) => ({
    id: uuid(number),
    kind: 'request.received',
    organization: null,
    text: 'Meridian Health asks Crewline',
    detail: null,
    path: `/requests/${about}`,
    createdAt: '2026-11-20T08:00:00.000Z',
    readAt: null,
    invitationId: null,
  })
  const { asked } = openRequest(() => open, {
    'GET /me': () => ({ body: someone({ requests: { open: 1 }, unreadNotifications: 2 }) }),
    'GET /notifications': () => ({ body: { items: [news(1, id), news(2, uuid(101))], nextCursor: null, unread: 2 } }),
    'POST /notifications/read': () => ({ body: { unread: 1 } }),
  })
  await waitFor(() => expect(to(asked, 'POST /notifications/read')[0]?.body).toEqual({ ids: [uuid(1)] }))
})

test('without a line the text stays, says that it is not kept, and one is asked before leaving', async () => {
  openRequest(() => open, { [`PUT ${page}/draft`]: () => new TypeError('Failed to fetch') })
  await type('Message', 'Written in a tunnel')
  await screen.findByText(/Draft not kept/)
  fireEvent.click(screen.getByRole('link', { name: 'All requests' }))
  const dialog = await screen.findByRole('dialog', { name: 'Leave without saving?' })
  fireEvent.click(within(dialog).getByRole('button', { name: 'Stay' }))
  expect(screen.getByLabelText<HTMLTextAreaElement>('Message').value).toBe('Written in a tunnel')
})

test('who leaves in the middle of a word is not asked: it is kept on the way out', async () => {
  const { asked, router } = openRequest(() => open, {
    'GET /requests?': () => ({ body: { items: [], nextCursor: null, open: 0 } }),
  })
  await type('Message', 'Half a wo')
  fireEvent.click(screen.getByRole('link', { name: 'All requests' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/requests'))
  expect(to(asked, `PUT ${page}/draft`)).toHaveLength(1)
})

test('S2: two colleagues: who answers second reads what the first one sent, keeps their text, and may send again', async () => {
  let now = open
  const versions: (string | undefined)[] = []
  openRequest(() => now, {
    [`PUT ${page}/response`]: ({ headers }) => {
      versions.push(headers['if-match'])
      now = answered
      return versions.length === 1
        ? problem(412, 'version_conflict', 'Somebody changed this a moment ago.')
        : { body: { ...answered, version: 2, response: { ...response, version: 2 } } }
    },
  })
  await type('Message', 'Mine')
  await type(/^How fast/, 'x')
  send()
  await screen.findByText(/Cara changed this a moment ago/)
  within(screen.getByRole('region', { name: 'Sent meanwhile' })).getByText('We do.')
  expect(screen.getByLabelText<HTMLTextAreaElement>('Message').value).toBe('Mine')
  fireEvent.click(await screen.findByRole('button', { name: 'Replace answer' }))
  await screen.findByText(/Version 2, sent/)
  expect(versions).toEqual(['"0"', '"1"'])
})

test('SPEC 5: an answer is replaced until it closes; the form begins with what was sent', async () => {
  openRequest(() => answered)
  await screen.findByText(/Version 1, sent/)
  fireEvent.click(screen.getByRole('button', { name: 'Replace answer' }))
  expect((await screen.findByLabelText<HTMLTextAreaElement>('Message')).value).toBe('We do.')
  expect(screen.getByLabelText<HTMLTextAreaElement>(/How fast/).value).toBe('In a day.')
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  await screen.findByText(/Version 1, sent/)
})

test('what was changed and given up can be had back', async () => {
  openRequest(() => answered)
  fireEvent.click(await screen.findByRole('button', { name: 'Replace answer' }))
  await type('Message', 'We do more.')
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  await screen.findByText(/Version 1, sent/)
  const toast = (await screen.findByText(/Changes discarded/)).closest<HTMLElement>('[role="alert"]')!
  fireEvent.click(within(toast).getByRole('button', { name: 'Undo' }))
  expect((await screen.findByLabelText<HTMLTextAreaElement>('Message')).value).toBe('We do more.')
})

test('SPEC 5: when the deadline passes while one writes, it says so and the text is still there to copy', async () => {
  let now = open
  const words = 'This is closed: it takes no answers any more.'
  openRequest(() => now, {
    [`PUT ${page}/response`]: () => {
      now = { ...open, state: 'closed', can: { respond: false, decline: false } }
      return problem(409, 'request_closed', words)
    },
  })
  await type('Message', 'A minute late')
  await type(/^How fast/, 'In a day.')
  send()
  await screen.findByText('This was not sent before it closed')
  screen.getByText('A minute late')
  screen.getByText('In a day.')
  screen.getByText(words)
  screen.getByRole('button', { name: 'Copy the text' })
  expect(screen.queryByRole('button', { name: /Send answer/ })).toBeNull()
})

test('SPEC 5: a draft that the deadline overtook is refused in words, and shown', async () => {
  let now = open
  openRequest(() => now, {
    [`PUT ${page}/draft`]: () => {
      now = { ...open, state: 'closed', can: { respond: false, decline: false } }
      return problem(409, 'request_closed', 'This is closed: it takes no answers any more.')
    },
  })
  await type('Message', 'Too late')
  await screen.findByText('This was not sent before it closed')
  screen.getByText('Too late')
})

test.each([
  ['selected', 'This is closed. Meridian Health chose Crewline.'],
  ['not_selected', 'This is closed. Meridian Health chose another way this time, and thanks you for your time.'],
  [null, 'This is closed: it takes no answers any more.'],
] as const)('closed, %s: says so politely, shows what was sent, and offers nothing', async (outcome, words) => {
  openRequest(() => ({ ...closed, outcome }))
  await screen.findByText(words)
  screen.getByText('We do.')
  expect(screen.queryByRole('button', { name: /answer|Decline/ })).toBeNull()
})

test('S2: declined with a reason that it says who reads; an answer later takes it back', async () => {
  const declined: Request = {
    ...open,
    state: 'declined',
    declinedAt: '2026-11-22T08:00:00.000Z',
    declineReason: 'Too far.',
    can: { respond: true, decline: false },
  }
  const { asked } = openRequest(() => open, { [`POST ${page}/decline`]: () => ({ body: declined }) })
  fireEvent.click(await screen.findByRole('button', { name: 'Decline' }))
  const dialog = await screen.findByRole('dialog', { name: 'Decline this request?' })
  within(dialog).getByText('Optional. Read by Meridian Health.')
  await type('Reason', 'Too far.')
  fireEvent.click(within(dialog).getByRole('button', { name: 'Decline' }))
  await screen.findByText('“Too far.”')
  expect(to(asked, `POST ${page}/decline`)[0]?.body).toEqual({ reason: 'Too far.' })
  fireEvent.click(screen.getByRole('button', { name: 'Answer after all' }))
  await screen.findByRole('button', { name: 'Send answer' })
})

test('S2: who declines in the middle of a draft has put it away; it is there for an answer after all', async () => {
  const declined: Request = {
    ...open,
    state: 'declined',
    declinedAt: '2026-11-22T08:00:00.000Z',
    can: { respond: true, decline: false },
  }
  openRequest(() => open, {
    [`PUT ${page}/draft`]: () => ({ body: { done: true } }),
    [`POST ${page}/decline`]: () => ({ body: declined }),
  })
  await type('Message', 'We could')
  fireEvent.click(screen.getByRole('button', { name: 'Decline' }))
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Decline' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Answer after all' }))
  expect((await screen.findByLabelText<HTMLTextAreaElement>('Message')).value).toBe('We could')
})

test('SPEC 6: viewers of the solution’s organization read what is there and find no button', async () => {
  const can = { respond: false, decline: false }
  openRequest(() => ({ ...open, can, draft: draftOf('Begun') }))
  await screen.findByText('Begun by Cara, not sent yet')
  screen.getByText('Begun')
  expect(screen.queryByLabelText('Message')).toBeNull()
  expect(screen.queryByRole('button', { name: /answer|Decline/i })).toBeNull()
})

test('G2: who may not see it any more loses the page, and not what they wrote', async () => {
  let isGone = false
  const gone = problem(404, 'not_found', 'This does not exist, or you may not see it.')
  const { cache } = openRequest(() => open, {
    [`GET ${page}`]: () => (isGone ? gone : { body: open }),
    [`PUT ${page}/draft`]: () => (isGone ? gone : done),
  })
  await type('Message', 'Written for nothing')
  await type(/^How fast/, 'In a day.')
  isGone = true
  vi.spyOn(console, 'error').mockImplementation(() => {})
  await cache.invalidateQueries()
  await screen.findByText('Nothing to see here')
  screen.getByText('Written for nothing')
  screen.getByText('In a day.')
  expect(screen.queryByText('Nurses for three wards.')).toBeNull()
})

test('P4: who is signed in with another address reads how to get in, and the page tells nothing', async () => {
  openRequest(() => open, {
    [`GET ${page}`]: () => problem(404, 'not_found', 'This does not exist, or you may not see it.'),
  })
  vi.spyOn(console, 'error').mockImplementation(() => {})
  await screen.findByText('Nothing to see here')
  screen.getByText('rex@fairwork.example')
  screen.getByRole('button', { name: 'Sign out' })
})
