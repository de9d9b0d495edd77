import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { type Brief, listResponses, type Response, type StatedRate } from '../../shared/briefs.ts'
import type { Workspace } from '../../shared/organizations.ts'
import { refreshDoors } from '../api.ts'
import { problem } from '../testing.tsx'
import { organization, someone } from '../testing-app.tsx'
import { type Answer, type Doors, here, openWorkspaceAt, solution, uuid } from '../testing-workspace.tsx'
import { brief, closed, editor, keeping, page, partner, recipient, recipients } from './brief/sent/testing-brief.tsx'

type Quote = NonNullable<Response['quote']>

const quote = (total: number, more: Partial<Quote> = {}): Quote => ({
  pricingModel: 'hourly',
  currency: 'EUR',
  lineItems: [{ description: 'Nurse, night hour', quantity: 10, unitAmount: total / 10 }],
  total,
  validUntil: '2099-12-31',
  leadTimeDays: 5,
  ...more,
})
const answered = (number: number, name: string, of: Quote | null, more: Partial<Response> = {}) => ({
  solutionId: uuid(number),
  solution: solution(number, name),
  response: { message: '', answers: [], quote: of, version: 1, respondedAt: '2026-09-03T09:00:00.000Z', ...more },
})

const crewline = answered(1, 'Crewline', quote(412_500_00), {
  message: 'Glad to.',
  version: 2,
  answers: [
    { questionId: brief.questions[0]!.id, value: true },
    { questionId: brief.questions[1]!.id, value: 'Within four hours.' },
  ],
})
const talentbridge = answered(3, 'Talentbridge', quote(438_000_00, { validUntil: '2026-01-02', leadTimeDays: 1 }))
const nuvio = answered(5, 'Nuvio', quote(401_000_00, { currency: 'CHF', validUntil: null, leadTimeDays: null }))
const silent = answered(4, 'Verifolk', null)
const rate: StatedRate = {
  from: 'CHF',
  to: 'EUR',
  rate: '0.94',
  statedFor: '2026-11-23',
  statedBy: { name: 'Bea Okafor' },
  statedAt: '2026-11-23T08:00:00.000Z',
}

type Answered = ReturnType<typeof answered>

type Setting = { as?: Workspace; of?: Brief; more?: Doors; rates?: StatedRate[]; refusals?: Answer[] }

function open(responses: Answered[], setting: Setting = {}) {
  const { as = partner, of = brief, more = {}, rates = [], refusals = [] } = setting
  const now = { responses, rates }
  const opened = openWorkspaceAt(
    `${page}/responses`,
    {
      ...keeping(of).doors,
      [`GET ${here}/briefs/${brief.id}/responses`]: () => ({ body: { items: now.responses, nextCursor: null } }),
      [`PUT ${here}/rates`]: ({ body }) => {
        const refusal = refusals.shift()
        if (refusal) return refusal
        const { rate: stated } = body as { rate: string | null }
        now.rates = stated === null ? [] : [{ ...rate, rate: stated }]
        return { body: { items: now.rates } }
      },
      [`GET ${here}/rates`]: () => ({ body: { items: now.rates } }),
      ...more,
    },
    as,
  )
  return { ...opened, now }
}

const cells = (label: string) =>
  within(screen.getAllByRole('row', { name: new RegExp(`^${label}`) })[0]!)
    .getAllByRole('cell')
    .map(({ textContent }) => textContent?.replace(/\s/g, ' '))

test('SPEC 5: responses stand side by side by name: amount, lines, terms, answers, message; what was not said is named', async () => {
  open([silent, talentbridge, crewline])
  await screen.findByRole('table')
  expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
    'CRCrewlineVersion 2, replaced 3 Sep',
    'TATalentbridgeAnswered 3 Sep',
    'VEVerifolkAnswered 3 Sep',
  ])
  expect(screen.getAllByRole('rowheader').map(({ textContent }) => textContent)).toEqual([
    'Total',
    'Line items',
    'Pricing model',
    'Valid until',
    'Lead time',
    'Questions',
    'Do you run your own payroll?',
    'How fast do you fill a shift?',
    'Message',
  ])
  expect(cells('Total')).toEqual([
    '€412,500.00Lowest in EUR',
    '€438,000.00€25,500.00 more than the lowestExpired: was valid until 2 Jan',
    'No quote',
  ])
  expect(cells('Line items')[0]).toBe('Nurse, night hour10 × €41,250.00€412,500.00')
  expect(cells('Valid until')).toEqual(['31 Dec 2099', 'Expired: was valid until 2 Jan', '–'])
  expect(cells('Lead time')).toEqual(['5 days', '1 day', '–'])
  expect(cells('Do you run')).toEqual(['Yes', 'Not answered', 'Not answered'])
  expect(cells('Message')).toEqual(['Glad to.', 'None', 'None'])
})

test('SPEC 5: another currency is not ranked, and the reason is said; a partner reads who could state a rate', async () => {
  open([crewline, talentbridge, nuvio])
  await screen.findByText(/Quotes in CHF are not ranked.*only with a rate that Meridian Health states/)
  expect(cells('Total')[1]).toBe('CHF 401,000.00Not ranked: no rate is stated for CHF')
  expect(cells('Total')[0]).toBe('€412,500.00Lowest in EUR')
  expect(screen.queryByRole('button', { name: 'State a rate' })).toBeNull()
  expect(screen.queryByRole('heading', { name: 'Stated rates' })).toBeNull()
})

test('SPEC 5: with a stated, dated rate it is ranked: converted, approximate, at which rate and of which day', async () => {
  open([crewline, talentbridge, nuvio], { rates: [rate] })
  await screen.findByRole('heading', { name: 'Stated rates' })
  expect(cells('Total')).toEqual([
    '€412,500.00≈ €35,560.00 more than the lowest',
    'CHF 401,000.00≈ €376,940.00 at 0.94, 23 NovLowest in EUR',
    '€438,000.00≈ €61,060.00 more than the lowestExpired: was valid until 2 Jan',
  ])
  screen.getByText(/^1 CHF = 0.94 EUR, 23 Nov/)
  screen.getByText(/^Stated by Bea Okafor/)
  expect(screen.queryByRole('button', { name: /Take back/ })).toBeNull()
})

test('SPEC 5: quotes of another pricing model are not ranked either', async () => {
  open([crewline, talentbridge, answered(4, 'Verifolk', quote(1_00, { pricingModel: 'fixed' }))])
  await screen.findByRole('table')
  expect(cells('Total')[2]).toBe('€1.00Not ranked: the only fixed quote')
  expect(cells('Total')[0]).toBe('€412,500.00Lowest of the hourly quotes in EUR')
})

test('whoever may state a rate does: a refusal stands at its field, what was typed stays, and it can be taken back', async () => {
  const words = 'Enter a rate, such as 1.0845.'
  const answers = [
    problem(422, 'invalid_input', 'Some fields need your attention.', {
      errors: [{ path: 'rate', code: 'invalid_input', message: words }],
    }),
  ]
  const { changes, now } = open([crewline, talentbridge, nuvio], { as: editor, refusals: answers })
  fireEvent.click(await screen.findByRole('button', { name: 'State a rate' }))
  const dialog = await screen.findByRole('dialog', { name: 'State a rate' })
  within(dialog).getByText('How many EUR are paid for 1 CHF.')
  const typed = within(dialog).getByRole<HTMLInputElement>('textbox', { name: 'Rate' })
  fireEvent.change(typed, { target: { value: '0,94' } })
  fireEvent.click(within(dialog).getByRole('button', { name: 'State rate' }))
  await screen.findByText(words)
  expect(typed.value).toBe('0,94')
  expect(now.rates).toEqual([])
  fireEvent.change(typed, { target: { value: ' 0,94 ' } })
  fireEvent.change(within(dialog).getByLabelText('Day'), { target: { value: '2026-11-20' } })
  fireEvent.click(within(dialog).getByRole('button', { name: 'State rate' }))
  await screen.findByText('1 CHF = 0.94 EUR stated')
  expect(changes()[1]?.body).toEqual({ from: 'CHF', to: 'EUR', rate: '0.94', statedFor: '2026-11-20' })
  await waitFor(() => expect(cells('Total')[1]).toMatch(/Lowest in EUR$/))
  fireEvent.click(screen.getByRole('button', { name: 'Take back the rate from CHF to EUR' }))
  await screen.findByText(/1 CHF = 0.94 EUR taken back/)
  expect(changes()[2]?.body).toEqual({ from: 'CHF', to: 'EUR', rate: null })
  await waitFor(() => expect(cells('Total')[1]).toMatch(/Not ranked/))
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
  await waitFor(() =>
    expect(changes()[3]?.body).toEqual({ from: 'CHF', to: 'EUR', rate: '0.94', statedFor: '2026-11-23' }),
  )
})

test('one response is read alone and whole, from its amount to its message', async () => {
  open([crewline, talentbridge])
  fireEvent.click(await screen.findByRole('button', { name: 'Crewline' }))
  const alone = await screen.findByRole('dialog', { name: 'Crewline' })
  within(alone).getByText('Lowest in EUR')
  within(alone).getByText('Within four hours.')
  within(alone).getByText('Glad to.')
  within(alone).getByRole('link', { name: 'Open in the catalogue' })
})

test('who declined and who has not answered is said below', async () => {
  open([crewline])
  await screen.findByText('Kindred declined: “No nurses left.”')
  screen.getByText('Talentbridge and Verifolk have not answered.')
})

test('without quotes there are answers and no empty rows of amounts', async () => {
  open([silent])
  await screen.findByRole('table')
  expect(screen.queryByRole('row', { name: /^Total/ })).toBeNull()
})

test('where nobody answered yet it says until when; and of one that closed, what one can do', async () => {
  open([])
  await screen.findByText('No responses yet')
  screen.getAllByText(/Monday 30 November 2099/)
  screen.getByText('Kindred declined: “No nurses left.”')
})

test('a draft was not sent yet: its address of responses leads to it', async () => {
  open([], { of: { ...brief, status: 'draft' } })
  await screen.findByText('Not sent yet')
  expect(screen.getByRole('link', { name: 'Go to the draft' }).getAttribute('href')).toBe(page)
})

test('nobody answered before it closed', async () => {
  open([], { of: { ...closed, recipients: [recipient(1, 'Crewline')] } })
  await screen.findByText('Nobody answered')
  screen.getByText('Crewline has not answered.')
})

test('SPEC 5: fifty responses are read in pages, and nothing is called the lowest before all of them are there', async () => {
  const low = answered(90, 'Zenith', quote(1_00))
  const pages = [
    { items: [crewline, talentbridge], nextCursor: 'next' },
    { items: [low], nextCursor: null },
  ]
  const { asked } = open([], {
    of: { ...brief, recipients: [...recipients, recipient(90, 'Zenith', { state: 'responded' })] },
    more: {
      [`GET ${here}/briefs/${brief.id}/responses`]: ({ url }) => ({ body: pages[url.includes('cursor') ? 1 : 0] }),
    },
  })
  await screen.findByRole('columnheader', { name: /Zenith/ })
  const pagesAsked = new Set(asked.map(({ url }) => url).filter((url) => url.includes('/responses')))
  expect(pagesAsked.size).toBe(2)
  await waitFor(() => expect(cells('Total')[2]).toBe('€1.00Lowest in EUR'))
  expect(cells('Total')[0]).toMatch(/more than the lowest$/)
})

test('an answer that comes while one reads is there by itself', async () => {
  const { cache, now } = open([crewline])
  await screen.findByText(/Not ranked: the only quote/)
  now.responses = [crewline, talentbridge]
  await act(() => refreshDoors(cache, [listResponses]).then(() => undefined))
  await screen.findByRole('columnheader', { name: /Talentbridge/ })
  expect(cells('Total')[0]).toMatch(/Lowest in EUR$/)
})

test('SPEC 10: who reads the responses has read their news', async () => {
  const news = {
    id: '01900000-0000-7000-8000-000000000901',
    kind: 'response.received',
    organization,
    text: 'Crewline answered',
    detail: null,
    path: `/w/meridian-health/briefs/${brief.id}`,
    createdAt: '2026-11-20T08:00:00.000Z',
    readAt: null,
    invitationId: null,
  }
  const { asked } = open([crewline], {
    more: {
      'GET /me': () => ({ body: someone({ unreadNotifications: 1 }) }),
      'GET /notifications': () => ({ body: { items: [news], nextCursor: null, unread: 1 } }),
      'POST /notifications/read': () => ({ body: { unread: 0 } }),
    },
  })
  await waitFor(() =>
    expect(asked.find(({ url }) => url.endsWith('/notifications/read'))?.body).toEqual({ ids: [news.id] }),
  )
})

test('O2: a viewer from whom quotes are kept reads that they are, and nothing of them is asked for', async () => {
  const viewer: Workspace = { ...editor, role: 'viewer', can: { ...editor.can, readQuotes: false } }
  const { asked } = open([crewline], { as: viewer })
  await screen.findByText('Not for viewers')
  await screen.findByText(/Meridian Health shows what solutions answer and quote to its admins and editors/)
  expect(screen.getByRole('link', { name: 'Responses' })).toBeTruthy()
  expect(asked.filter(({ url }) => url.includes('/responses'))).toEqual([])
})
